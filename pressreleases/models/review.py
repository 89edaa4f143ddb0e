"""The desk's memory: every text it held, who asked for a review and what came of it, and every
publication that went without one.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from pressreleases.enums import Decision
from pressreleases.models.desk import Release
from pressreleases.models.record import Version


class Draft(models.Model):
    """What the desk held when someone had saved it; written once, never changed."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="drafts")
    digest = models.CharField(max_length=64, editable=False)
    content = models.JSONField(editable=False)
    saved_at = models.DateTimeField(_("sparad"), editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("sparat utkast")
        verbose_name_plural = _("sparade utkast")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["saved_at"], name="pressreleases_draft_saved")]

    def __str__(self):
        return f"{self.release} {self.saved_at:%Y-%m-%d %H:%M}"


class ReviewQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(decision="")


class Review(models.Model):
    """One text handed in, known by its digest, and what its reviewer decided."""

    release = models.ForeignKey(
        Release, models.PROTECT, related_name="reviews", verbose_name=_("text")
    )
    digest = models.CharField(_("textens kontrollsumma"), max_length=64, editable=False)
    submitted_at = models.DateTimeField(_("inlämnad"), editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("inlämnad av"),
    )
    decided_at = models.DateTimeField(_("avgjord"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("avgjord av"),
    )
    decision = models.CharField(
        _("beslut"), max_length=10, choices=Decision, blank=True, editable=False
    )
    comment = models.TextField(_("kommentar"), blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("granskning")
        verbose_name_plural = _("granskningar")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["decision"], name="pressreleases_review_decision")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    decision__in=Decision.values,
                ),
                name="pressreleases_review_decided_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.RETURNED, comment=""),
                name="pressreleases_review_returned_with_comment",
            ),
        ]

    def __str__(self):
        return f"{self.release} {self.submitted_at:%Y-%m-%d %H:%M}"


class BypassQuerySet(models.QuerySet):
    def unreviewed(self):
        """Those that still wait, without publications that were called off in time."""
        return self.filter(reviewed_at__isnull=True, version__cancelled_at__isnull=True)

    def not_by(self, user):
        """Those that the user neither published nor wrote any of."""
        taken_before = Version.objects.from_the_desk().filter(
            release=OuterRef("release"),
            recorded_at__gte=OuterRef("saved_at"),
            recorded_at__lt=OuterRef(OuterRef("version__recorded_at")),
        )
        wrote = Draft.objects.filter(
            ~Exists(taken_before),
            release=OuterRef("version__release"),
            saved_by=user,
            saved_at__lte=OuterRef("version__recorded_at"),
        )
        own = Q(by=user) | Q(version__written_by=user) | Q(version__recorded_by=user)
        return self.exclude(own).filter(~Exists(wrote.order_by()))


class Bypass(models.Model):
    """A version published without approval: why, by whom, and who has looked at it since."""

    version = models.OneToOneField(
        Version,
        models.PROTECT,
        related_name="bypass",
        editable=False,
        verbose_name=_("version"),
    )
    reason = models.TextField(_("skäl"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("publicerad av"),
    )
    at = models.DateTimeField(_("beslutad"), editable=False)
    reviewed_at = models.DateTimeField(_("granskad"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("granskad av"),
    )

    objects = BypassQuerySet.as_manager()

    class Meta:
        verbose_name = _("publicering utan granskning")
        verbose_name_plural = _("publiceringar utan granskning")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="pressreleases_bypass_reviewed_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="pressreleases_bypass_with_reason"
            ),
        ]

    def __str__(self):
        return str(self.version)
