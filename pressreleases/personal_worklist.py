"""What lies on the desk for one user: to go on with, or to review as a second person."""

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q

from pressreleases.enums import Decision
from pressreleases.models import Draft, Review
from pressreleases.worklist import handed_in, on_the_way, recorded_since


def drafts_of(user):
    """Those that are the user's to go on with: what came back first, then the latest saved."""
    handed_in_by = Review.objects.filter(
        release=OuterRef("pk"), digest=OuterRef("saved_digest"), submitted_by=user
    )
    returned = Q(decision=Decision.RETURNED)
    mine = Q(edited_by=user) & (Q(decision__isnull=True) | returned)
    return (
        on_the_way()
        .filter(mine | returned & Q(Exists(handed_in_by)))
        .order_by(F("decision").asc(nulls_last=True), F("saved_at").desc(nulls_last=True), "-pk")
    )


def touched_by(user):
    """The condition that the user wrote or handed in what stands there: no second person to it."""
    saved = Draft.objects.filter(release=OuterRef("pk"), saved_by=user)
    submitted = Review.objects.filter(release=OuterRef("pk"), submitted_by=user)
    return (
        Q(edited_by=user)
        | Q(Exists(saved.filter(~Exists(recorded_since("saved_at")))))
        | Q(Exists(submitted.filter(~Exists(recorded_since("submitted_at")))))
    )


def reviewable_by(user):
    """Those that wait and that the user may review as a second person to them."""
    if not settings.REQUIRE_SECOND_PERSON:
        return handed_in()
    return handed_in().exclude(touched_by(user))
