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
