"""The record: what the public was shown and reads, with the one gate that it passes."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agency.models import Agency
from ministers.converters import Address
from ministers.models import Department, Government, Tenure
from ministers.periods import Precision, days_of, stockholm_day, stockholm_midnight
from pressreleases.enums import Change, Kind, Origin
from pressreleases.models.desk import Release, Text


class VersionQuerySet(models.QuerySet):
    def in_force(self, at):
        """The version of each release that stands at the instant `at`, withdrawn ones included."""
        return self.filter(cancelled_at__isnull=True, published_at__lte=at).filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=at)
        )

    def live(self, at):
        """The one gate: what the public may read at the instant `at`."""
        hidden = Withdrawal.objects.hiding(at).filter(release=OuterRef("release"))
        return self.in_force(at).filter(~Exists(hidden))

    def shown(self, at):
        """Every version that has been public by `at`, oldest first."""
        return self.filter(cancelled_at__isnull=True, published_at__lte=at).order_by("number")

    def waiting(self, at):
        """Those whose time has not come by `at`, the next one first. Nothing public reads this."""
        return self.filter(cancelled_at__isnull=True, published_at__gt=at).order_by(
            "published_at", "pk"
        )

    def before(self, instant):
        """Those whose time comes before `instant`."""
        return self.filter(published_at__lt=instant)

    def with_decision(self):
        """With who let each through, and what lists of the desk print; no bodies."""
        return self.select_related(
            "release", "department", "approved_by", "recorded_by", "bypass__by"
        ).defer("body_sv", "body_en", "release__body_sv", "release__body_en")

    def from_the_desk(self):
        """Those not called off that took their text from the desk: not copies only moved."""
        moved = Version.objects.filter(
            release=OuterRef("release"), cancelled_at=OuterRef("recorded_at")
        )
        standing = self.filter(cancelled_at__isnull=True).exclude(change=Change.ADDRESS)
        return standing.filter(~Exists(moved))

    def at_address(self, **address):
        """Those at that very address: kind, year, month, slug."""
        return self.filter(**address)

    def known_at(self, known, **address):
        """All versions of the release that by the instant `known` has been read at the address.

        An address that waits for its first publication is not known to anyone.
        """
        read_there = Version.objects.shown(known).at_address(**address).order_by()
        return self.filter(release__in=read_there.values("release"))

    def newest_first(self):
        return self.order_by("-first_published_at", "-pk")

    def about_minister(self, minister):
        mentions = VersionMinister.objects.filter(version=OuterRef("pk"), tenure__minister=minister)
        return self.filter(Exists(mentions))

    def about_agency(self, agency):
        mentions = VersionAgency.objects.filter(version=OuterRef("pk"), agency=agency)
        return self.filter(Exists(mentions))

    def from_department(self, department):
        return self.filter(department=department)

    def under_government(self, government):
        """Sent under the government: by its own word, or by every day that may be meant.

        A text known to its month stands at the month's first day, so all its days are before the
        end of a government exactly where that first day is before the first of the end's month.
        """
        in_office = Q(first_published_at__gte=stockholm_midnight(government.starts_on))
        if government.ends_on:
            before_the_end = Q()
            for precision in Precision:
                end = days_of(government.ends_on, precision)[0]
                before_the_end |= Q(
                    published_precision=precision, first_published_at__lt=stockholm_midnight(end)
                )
            in_office &= before_the_end
        return self.filter(Q(sent_under=government) | Q(sent_under__isnull=True) & in_office)

    def with_ministers(self):
        """With the ministers and all their tenures, as notices need them: three queries."""
        return self.prefetch_related(
            models.Prefetch(
                "ministers",
                VersionMinister.objects.select_related("tenure__minister").order_by("position"),
            ),
            models.Prefetch(
                "ministers__tenure__minister__tenures",
                Tenure.objects.select_related("post").order_by("starts_on"),
            ),
        )

    def with_page(self):
        """What the release page prints of each."""
        return self.select_related("release", "department", "sent_under").with_ministers()

    def years(self):
        """[(year, how many)], the latest first."""
        return self.order_by("-year").values_list("year").annotate(models.Count("pk"))

    def months(self):
        """[(month, how many)] of one year, the latest first."""
        return self.order_by("-month").values_list("month").annotate(models.Count("pk"))

    def for_lists(self):
        """What a list prints: no bodies, senders at hand, newest first."""
        return (
            self.select_related("department", "sent_under")
            .with_ministers()
            .defer("body_sv", "body_en")
            .newest_first()
        )


class RecordEntry(models.Model):
    """A row of the record: written once, chained by hash to the row before it in its table."""

    recorded_at = models.DateTimeField(_("införd"), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    previous_hash = models.CharField(max_length=64, unique=True, editable=False)
    hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        abstract = True


class Version(Text, RecordEntry):
    """What the public was shown, frozen.

    The text fields and `frozen` (sender, ministers, contacts, fact boxes, provenance) never change;
    the database refuses it. `superseded_at` is set when the next version takes over.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("typ"), max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=200)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    sent_under = models.ForeignKey(Government, models.PROTECT, null=True, related_name="+")
    frozen = models.JSONField()
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField(_("publicerad"))
    published_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    superseded_at = models.DateTimeField(_("ersatt"), null=True)
    cancelled_at = models.DateTimeField(_("inställd"), null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    change = models.CharField(_("ändring"), max_length=20, choices=Change, default=Change.FIRST)
    change_note = models.TextField(_("om ändringen"), blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("godkänd av"),
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versioner")
        ordering = ["-first_published_at", "-pk"]
        indexes = [
            models.Index(
                fields=["kind", "year", "month", "slug"], name="pressreleases_version_address"
            ),
            models.Index(
                fields=["kind", "-first_published_at"], name="pressreleases_version_archive"
            ),
            models.Index(fields=["-first_published_at"], name="pressreleases_version_latest"),
            models.Index(fields=["recorded_at"], name="pressreleases_version_recorded"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "number"],
                condition=Q(cancelled_at__isnull=True),
                name="pressreleases_version_number_once",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_by__isnull=True) | Q(cancelled_at__isnull=False),
                name="pressreleases_version_cancelled_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True)
                | Q(superseded_at__gte=models.F("published_at")),
                name="pressreleases_version_superseded_after_published",
            ),
            # What no address can be made of would take down every page that links to it.
            models.CheckConstraint(
                condition=Q(
                    slug__regex=rf"^({Address.regex})$",
                    year__range=(1900, 2100),
                    month__range=(1, 12),
                ),
                name="pressreleases_version_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(change=Change.FIRST, number=1)
                | Q(change__in=["minor", "substantive", "address"], number__gt=1),
                name="pressreleases_version_first_is_number_one",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    def get_absolute_url(self):
        return reverse("pressreleases:release_detail", kwargs=self.address)

    @property
    def address(self):
        """What its permanent address is made of, in either language."""
        return {field: getattr(self, field) for field in GivenAddress.PARTS}

    @property
    def published_on(self):
        """The Stockholm day of the first publication; the first of a month known no closer."""
        return stockholm_day(self.first_published_at)

    @property
    def days_meant(self):
        """Every day that may be the day of publication, as the rules of office count it.

        Where the sending government is named and has left by then, its last day is meant: the
        release went out before the handover.
        """
        days = days_of(self.published_on, self.published_precision)
        last = self.sent_under.last_day if self.sent_under else None
        return sorted({min(day, last) for day in days}) if last else days

    @property
    def is_demonstration(self):
        return self.frozen["provenance"]["origin"] == Origin.DEMONSTRATION


class VersionMinister(models.Model):
    """A minister on a version, through the tenure that the text speaks of."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="ministers")
    tenure = models.ForeignKey(Tenure, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "tenure"], name="pressreleases_versionminister_tenure_once"
            )
        ]

    def __str__(self):
        return str(self.tenure)


class VersionAgency(models.Model):
    """An agency that a version is about."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="agencies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "agency"], name="pressreleases_versionagency_agency_once"
            )
        ]

    def __str__(self):
        return str(self.agency)


class GivenAddress(models.Model):
    """An address that a release has or had; no other release may ever take it."""

    PARTS = ("kind", "year", "month", "slug")

    kind = models.CharField(max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=200)
    release = models.ForeignKey(Release, models.PROTECT, related_name="addresses")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "month", "slug"],
                name="pressreleases_givenaddress_once",
                violation_error_message=_("Adressen används redan av en annan text."),
            )
        ]

    def __str__(self):
        return f"{self.kind}/{self.year}/{self.month:02}/{self.slug}"


class WithdrawalQuerySet(models.QuerySet):
    def in_force(self, at):
        """Withdrawals that have happened by `at` and were not undone by then."""
        undone = Reinstatement.objects.filter(withdrawal=OuterRef("pk"), at__lte=at)
        return self.filter(at__lte=at).filter(~Exists(undone))

    def hiding(self, at):
        """Those that hide a text from one who reads of the instant `at`, the latest first.

        What the law demands be taken away is hidden from readers of earlier days too.
        """
        removed = self.filter(removed=True, reinstatement__isnull=True)
        return (self.in_force(at) | removed).order_by("-at")


class Withdrawal(RecordEntry):
    """A release taken back, with the public reason. The address stays."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="withdrawals")
    at = models.DateTimeField(_("tillbakadragen"))
    reason = models.TextField(_("skäl"))
    replaced_by = models.ForeignKey(
        Release,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ersatt av"),
    )
    removed = models.BooleanField(
        _("borttagen"), default=False, help_text=_("Lag kräver att texten tas bort: sidan ger 410.")
    )

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("tillbakadragande")
        verbose_name_plural = _("tillbakadraganden")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.release} {self.at:%Y-%m-%d}"


class Reinstatement(RecordEntry):
    """A withdrawal undone, with the public reason."""

    withdrawal = models.OneToOneField(Withdrawal, models.PROTECT, related_name="reinstatement")
    at = models.DateTimeField(_("återinförd"))
    reason = models.TextField(_("skäl"))

    class Meta:
        verbose_name = _("återinförande")
        verbose_name_plural = _("återinföranden")

    def __str__(self):
        return f"{self.withdrawal.release} {self.at:%Y-%m-%d}"
