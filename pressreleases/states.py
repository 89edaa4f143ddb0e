"""Where a release stands at an instant, by the record alone; there is no status column."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Subquery, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ministers.dates import long_time
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
    """The releases, each with `.state`, a value of State, at the instant `at`.

    And with `.waits_until`: when a version that waits, if any, takes over by itself.
    """
    versions = Version.objects.filter(release=OuterRef("pk"))
    ahead = versions.waiting(at)
    withdrawn = Withdrawal.objects.in_force(at).filter(release=OuterRef("pk"))
    return releases.annotate(
        state=Case(
            When(Exists(withdrawn), then=Value(State.WITHDRAWN)),
            When(Exists(versions.in_force(at)), then=Value(State.PUBLISHED)),
            When(Exists(ahead), then=Value(State.SCHEDULED)),
            default=Value(State.DRAFT),
            output_field=models.CharField(),
        ),
        waits_until=Subquery(ahead.order_by("published_at").values("published_at")[:1]),
    )


def state_words(release):
    """The state of a release from `with_state` in words, with what waits and until when."""
    words = State(release.state).label
    if release.waits_until is None:
        return words
    given = {"state": words, "when": long_time(release.waits_until)}
    if release.state == State.SCHEDULED:
        return gettext("%(state)s till %(when)s") % given
    return gettext("%(state)s; en rättelse väntar till %(when)s") % given
