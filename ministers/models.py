"""Governments, departments, posts, ministers and who held what when."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ministers.converters import plain_address
from ministers.periods import (
    NoOverlap,
    PartlyKnownPeriod,
    Period,
    PeriodQuerySet,
    Precision,
    Sourced,
)
from ministers.swedish import Swedish

PRIME_MINISTER = "statsminister"


class BySlug:
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class SluggedQuerySet(BySlug, models.QuerySet):
    def in_text_order(self, field):
        """By the active language's text, å, ä and ö last."""
        return self.order_by(Swedish(f"{field}_{get_language()[:2]}"))


class SluggedPeriodQuerySet(BySlug, PeriodQuerySet):
    def before(self, period):
        """Those that began earlier, the nearest first."""
        return self.filter(starts_on__lt=period.starts_on).order_by("-starts_on")

    def after(self, period):
        """Those that began later, the nearest first."""
        return self.filter(starts_on__gt=period.starts_on).order_by("starts_on")


class Slugged(models.Model):
    slug = models.SlugField(
        _("adress"),
        unique=True,
        max_length=150,
        validators=[plain_address],
        help_text=_("Sista ledet i sidans adress. Den ändras aldrig."),
    )

    class Meta:
        abstract = True

    def natural_key(self):
        return (self.slug,)


class Government(Slugged, Period, Sourced):
    """A cabinet: from the day it takes office until the next one does."""

    name = models.CharField(
        _("namn"), max_length=100, help_text=_("I löpande text: regeringen Löfven I.")
    )
    prime_minister = models.CharField(_("statsminister"), max_length=100)
    parties = models.CharField(_("partier"), max_length=50, blank=True)
    caretaker_from = models.DateField(
        _("övergångsregering från och med"),
        null=True,
        blank=True,
        help_text=_("Dagen då regeringen entledigades men satt kvar tills nästa tillträdde."),
    )
    starts_source = models.CharField(_("källa för starten"), max_length=250, blank=True)
    ends_source = models.CharField(_("källa för slutet"), max_length=250, blank=True)

    objects = SluggedPeriodQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("regering")
        verbose_name_plural = _("regeringar")
        ordering = ["-starts_on"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                name="ministers_government_no_overlap",
                violation_error_message=_("Två regeringar kan inte sitta samtidigt. I vägen står:"),
            ),
            models.CheckConstraint(
                condition=Q(caretaker_from__isnull=True)
                | Q(caretaker_from__gte=F("starts_on"))
                & (Q(ends_on__isnull=True) | Q(caretaker_from__lt=F("ends_on"))),
                name="ministers_government_caretaker_within_period",
                violation_error_message=_(
                    "En övergångsregering börjar tidigast när regeringen tillträder "
                    "och innan nästa tar över."
                ),
            ),
        ]

    def __str__(self):
        return capfirst(self.name)

    def get_absolute_url(self):
        return reverse("ministers:government_detail", kwargs={"slug": self.slug})


class Department(Slugged, PartlyKnownPeriod, Sourced):
    """A ministry; it sends releases. Its days are empty where the sources do not give them."""

    name = models.CharField(_("namn"), max_length=150)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("efterträdare"),
    )

    objects = SluggedQuerySet.as_manager()

    class Meta(PartlyKnownPeriod.Meta):
        verbose_name = _("departement")
        verbose_name_plural = _("departement")
        ordering = [Swedish("name_sv")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("ministers:department_detail", kwargs={"slug": self.slug})


class Post(Slugged, Sourced):
    """A ministerial office by its exact title."""

    title = models.CharField(
        _("titel"), max_length=250, help_text=_("Med liten bokstav på svenska: näringsminister.")
    )
    title_source = models.CharField(
        _("källa för titeln"), max_length=250, blank=True, help_text=_("Tomt: ej bekräftad.")
    )
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="preceded_by",
        verbose_name=_("området togs över av"),
    )
    succession_note = models.TextField(_("om övertagandet"), blank=True)

    objects = SluggedQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("poster")
        ordering = [Swedish("title_sv")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ministers:post_detail", kwargs={"slug": self.slug})

    def clean(self):
        seen, post = {self.pk}, self.succeeded_by
        while post is not None:
            if post.pk in seen:
                raise ValidationError(
                    {"succeeded_by": _("Posten kan inte tas över av sig själv, inte heller i led.")}
                )
            seen.add(post.pk)
            post = post.succeeded_by


class Pronoun(models.TextChoices):
    """How sentences refer to a person; never guessed from a name (Språkrådet, 2020)."""

    HE = "han", _("han")
    SHE = "hon", _("hon")
    THEY = "hen", _("hen")
    NAME = "namn", _("upprepa namnet")


class MinisterQuerySet(SluggedQuerySet):
    def who_have_served(self, on):
        """Those whose first tenure has begun by `on`; one entered ahead does not show."""
        return self.filter(Exists(Tenure.objects.started_by(on).filter(minister=OuterRef("pk"))))

    def in_name_order(self):
        return self.order_by(Swedish("family_name"), Swedish("given_name"))

    def with_tenures(self):
        """With every tenure and its post, as the notices need them: two queries more."""
        return self.prefetch_related(
            models.Prefetch(
                "tenures", Tenure.objects.select_related("post", "department").order_by("starts_on")
            )
        )


class Minister(Slugged):
    """A person who holds or has held a ministerial post."""

    given_name = models.CharField(_("förnamn"), max_length=100)
    family_name = models.CharField(_("efternamn"), max_length=100)
    pronoun = models.CharField(_("pronomen"), max_length=4, choices=Pronoun, default=Pronoun.NAME)
    died_on = models.DateField(
        _("avliden den"),
        null=True,
        blank=True,
        help_text=_("Avgör om en sida säger att statsrådet avled i tjänst."),
    )
    wikidata = models.CharField(_("Wikidata"), max_length=20, blank=True)

    objects = MinisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("statsråd")
        verbose_name_plural = _("statsråd")
        ordering = [Swedish("family_name"), Swedish("given_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("ministers:minister_detail", kwargs={"slug": self.slug})

    @property
    def name(self):
        return f"{self.given_name} {self.family_name}"


class TenureQuerySet(PeriodQuerySet):
    """Who held what; `on(day)` names one ordinary holder of a post at the most."""

    def get_by_natural_key(self, minister, post, starts_on):
        return self.get(minister__slug=minister, post__slug=post, starts_on=starts_on)

    def prime_minister(self):
        return self.filter(post__slug=PRIME_MINISTER).select_related("minister", "post")

    def for_cabinet(self):
        """For a table of a government: the prime minister first, then by department."""
        return self.select_related("minister", "post", "department").order_by(
            models.Case(models.When(post__slug=PRIME_MINISTER, then=0), default=1),
            Swedish(f"department__name_{get_language()[:2]}"),
            "starts_on",
            Swedish("minister__family_name"),
        )

    def for_tables(self):
        """With everything a row of a table prints, oldest first."""
        return self.select_related("minister", "post", "department").order_by(
            "starts_on", Swedish("minister__family_name")
        )


class Tenure(Period, Sourced):
    """One minister holding one post over one interval."""

    minister = models.ForeignKey(
        Minister, models.PROTECT, related_name="tenures", verbose_name=_("statsråd")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name=_("post"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tenures",
        verbose_name=_("departement"),
    )
    acting = models.BooleanField(
        _("tillförordnad"),
        default=False,
        help_text=_("Får sammanfalla med den ordinarie innehavarens tid på posten."),
    )
    starts_precision = models.CharField(
        _("startens noggrannhet"), max_length=5, choices=Precision, default=Precision.DAY
    )
    ends_precision = models.CharField(
        _("slutets noggrannhet"), max_length=5, choices=Precision, default=Precision.DAY
    )
    starts_source = models.CharField(
        _("källa för starten"), max_length=250, blank=True, help_text=_("Tomt: ej bekräftad.")
    )
    ends_source = models.CharField(
        _("källa för slutet"), max_length=250, blank=True, help_text=_("Tomt: ej bekräftad.")
    )

    objects = TenureQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("tid på en post")
        verbose_name_plural = _("tider på poster")
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="ministers_tenure_days")]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                name="ministers_tenure_post_one_holder",
                equal=["post"],
                unless="acting",
                violation_error_message=_("Posten har redan en innehavare under den tiden:"),
            ),
            NoOverlap(
                name="ministers_tenure_minister_not_twice",
                equal=["minister", "post"],
                violation_error_message=_("Statsrådet har redan samma post under den tiden:"),
            ),
        ]

    def __str__(self):
        end = self.ends_on.isoformat() if self.ends_on else _("pågår")
        return f"{self.minister.name}, {self.post.title} ({self.starts_on.isoformat()} – {end})"

    def natural_key(self):
        return (self.minister.slug, self.post.slug, self.starts_on.isoformat())

    natural_key.dependencies = ["ministers.minister", "ministers.post"]


class FactsCheckQuerySet(models.QuerySet):
    def known_until(self):
        """The last day that the facts are known to be right for, or None."""
        return self.aggregate(latest=models.Max("known_until"))["latest"]


class FactsCheck(Sourced):
    """A check of the facts against their sources: until which day they are known to be right."""

    known_until = models.DateField(_("uppgifterna gäller till och med"), unique=True)

    objects = FactsCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("faktakontroll")
        verbose_name_plural = _("faktakontroller")
        ordering = ["-known_until"]

    def __str__(self):
        return self.known_until.isoformat()
