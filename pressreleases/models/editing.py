"""The desk while it is worked at: who has which text open, and whom a draft has been shown to."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from pressreleases.models.desk import Release
from pressreleases.models.record import Version, Withdrawal


class OpenForm(models.Model):
    """An editor's form of a release, open or left open, with what is typed there and not saved."""

    # Empty for a release that has not been saved once.
    release = models.ForeignKey(Release, models.CASCADE, null=True, related_name="open_forms")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # The release's revision that the form was filled from.
    revision = models.PositiveIntegerField(default=0)
    # The form's fields as a list of [name, value], in the order they were sent.
    typed = models.JSONField(null=True)
    typed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("öppet formulär")
        verbose_name_plural = _("öppna formulär")
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "user"], name="pressreleases_openform_once_each"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(release__isnull=True),
                name="pressreleases_openform_one_new_each",
            ),
            models.CheckConstraint(
                condition=Q(typed__isnull=True, typed_at__isnull=True)
                | Q(typed__isnull=False, typed_at__isnull=False),
                name="pressreleases_openform_typed_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.release or '–'}: {self.user}"


class PreviewLinkQuerySet(models.QuerySet):
    def open(self, at):
        """Those that lead somewhere at the instant `at`: neither expired, revoked nor overtaken.

        A link is overtaken when a version of its release became public, or the release was
        withdrawn, after it was made; and when law has demanded that the text be taken away.
        """
        published = Version.objects.filter(
            release=OuterRef("release"), cancelled_at__isnull=True, published_at__lte=at
        ).filter(
            Q(published_at__gt=OuterRef("created_at")) | Q(recorded_at__gt=OuterRef("created_at"))
        )
        removed = Withdrawal.objects.hiding(at).filter(release=OuterRef("release"), removed=True)
        taken_back = Withdrawal.objects.filter(
            release=OuterRef("release"), at__lte=at, recorded_at__gt=OuterRef("created_at")
        )
        return self.filter(revoked_at__isnull=True, expires_at__gt=at).filter(
            ~Exists(published.order_by()),
            ~Exists(removed.order_by()),
            ~Exists(taken_back.order_by()),
        )


class PreviewLink(models.Model):
    """An address at which someone without an account may read the desk's text, for a while."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="preview_links")
    key = models.CharField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(_("skapad"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    expires_at = models.DateTimeField(_("gäller till"))
    revoked_at = models.DateTimeField(_("återkallad"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("delad förhandsgranskning")
        verbose_name_plural = _("delade förhandsgranskningar")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="pressreleases_previewlink_expires_later",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="pressreleases_previewlink_revoked_by_whom_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.release} {self.created_at:%Y-%m-%d %H:%M}"


class LinkCheck(models.Model):
    """What an address outside the site answered when it was last asked."""

    url = models.CharField(_("adress"), max_length=500, unique=True)
    checked_at = models.DateTimeField(_("prövad"))
    status = models.PositiveSmallIntegerField(_("svar"), null=True)
    # Why there was no answer; empty where there was one.
    problem = models.CharField(_("fel"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("prövad länk")
        verbose_name_plural = _("prövade länkar")
        ordering = ["url"]

    def __str__(self):
        return self.url
