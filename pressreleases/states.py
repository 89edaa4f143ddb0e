"""Where a release stands at an instant, by the record alone; there is no status column."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils.translation import gettext_lazy as _

from pressreleases.models import Version, Withdrawal


class State(models.TextChoices):
    DRAFT = "draft", _("utkast")
    SCHEDULED = "scheduled", _("schemalagd")
    PUBLISHED = "published", _("publicerad")
    WITHDRAWN = "withdrawn", _("tillbakadragen")


class Standing(models.TextChoices):
    """Where the desk's text stands on its way to the public, whatever the public reads meanwhile.

    Computed by reviewing.standing_of, from the text's digest; there is no column for this either.
    """

    WRITTEN = "written", _("inte inlämnad")
    SUBMITTED = "submitted", _("väntar på granskning")
    RETURNED = "returned", _("återlämnad")
    APPROVED = "approved", _("godkänd")
    CHANGED = "changed", _("ändrad efter inlämningen")
    UNCHANGED = "unchanged", _("oförändrad sedan den senaste versionen")


def with_state(releases, at):
    """The releases, each with `.state`, a value of State, at the instant `at`."""
    versions = Version.objects.filter(release=OuterRef("pk"))
    ahead = versions.filter(cancelled_at__isnull=True, published_at__gt=at)
    withdrawn = Withdrawal.objects.in_force(at).filter(release=OuterRef("pk"))
    return releases.annotate(
        state=Case(
            When(Exists(withdrawn), then=Value(State.WITHDRAWN)),
            When(Exists(versions.in_force(at)), then=Value(State.PUBLISHED)),
            When(Exists(ahead), then=Value(State.SCHEDULED)),
            default=Value(State.DRAFT),
            output_field=models.CharField(),
        )
    )
