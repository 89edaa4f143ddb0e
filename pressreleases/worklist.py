"""What lies on the desk and with whom, as querysets that a first page can count.

Where a text stands is decided by its digest (reviewing.standing_of), which no database computes.
Here the digest of the text as it was last saved stands in for it: the same, unless a fact that is
frozen with the text has changed since. Whoever shows a row asks standing_of for that row.
"""

from django.db.models import Exists, F, OuterRef, Q, Subquery

from pressreleases.enums import Decision
from pressreleases.models import Draft, Release, Review, Version


def recorded_since(instant):
    """The versions of an outer row's release that took its text at its `instant` or later."""
    return Version.objects.from_the_desk().filter(
        release=OuterRef("release"), recorded_at__gte=OuterRef(instant)
    )


def on_the_way():
    """The releases whose text is not yet a version, each with what became of it.

    Adds `saved_at`, when the desk's text was last kept, and of the last review of that text
    `submitted_at`, `submitted_by_name` and `decision`: None where it was never handed in, "" while
    it waits.
    """
    versions = Version.objects.from_the_desk().filter(release=OuterRef("pk"))
    drafts = Draft.objects.filter(release=OuterRef("pk")).order_by("-pk")
    reviews = Review.objects.filter(release=OuterRef("pk"), digest=OuterRef("saved_digest"))
    reviews = reviews.filter(~Exists(recorded_since("submitted_at"))).order_by("-pk")
    return (
        Release.objects.annotate(
            recorded_at=Subquery(versions.order_by("-number").values("recorded_at")[:1]),
            saved_at=Subquery(drafts.values("saved_at")[:1]),
            saved_digest=Subquery(drafts.values("digest")[:1]),
        )
        .filter(Q(recorded_at__isnull=True) | Q(saved_at__gt=F("recorded_at")))
        .annotate(
            decision=Subquery(reviews.values("decision")[:1]),
            submitted_at=Subquery(reviews.values("submitted_at")[:1]),
            submitted_by_name=Subquery(reviews.values("submitted_by__username")[:1]),
        )
        .order_by(F("saved_at").asc(nulls_first=True), "pk")
    )


def of_decision(decision):
    """Those whose last saved text was handed in and got `decision` ("": none yet)."""
    # The index of reviews by decision finds them; without this every text is looked at.
    reviewed = Review.objects.filter(decision=decision).filter(
        ~Exists(recorded_since("submitted_at"))
    )
    return on_the_way().filter(pk__in=reviewed.values("release"), decision=decision)


def handed_in():
    """Those that wait for a reviewer, the longest waiting first."""
    return of_decision("")


def approved():
    """Those that a publisher may publish."""
    return of_decision(Decision.APPROVED)
