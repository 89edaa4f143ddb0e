"""The verbs of review: a second person reads a text before the public does.

Each takes keywords only, runs in one transaction, and is told the time (`at`, aware). Each raises
ValidationError, in the editor's language, and then changes nothing. A decision holds for exactly
the text that it was made on, known by its digest: whatever is changed afterwards is not approved.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from pressreleases.desk import (
    differs,
    digest_of,
    keep_as_found,
    latest,
    locked,
    refuse_if_incomplete,
    text_taken_at,
)
from pressreleases.enums import Decision
from pressreleases.models import Bypass, Review, Version
from pressreleases.states import Standing

DECIDED = {
    "": Standing.SUBMITTED,
    Decision.APPROVED: Standing.APPROVED,
    Decision.RETURNED: Standing.RETURNED,
}


def writers(release):
    """The ids of all who wrote or handed in what stands on the desk.

    That is since a version last took its text from there; and whoever once saved this very text,
    which someone else may have taken back.
    """
    drafts = release.drafts.all()
    if taken_at := text_taken_at(release):
        drafts = drafts.filter(Q(saved_at__gt=taken_at) | Q(digest=digest_of(release)))
    found = {release.edited_by_id, *drafts.values_list("saved_by", flat=True)}
    handed_in = reviewed_since_last_version(release).values_list("submitted_by", flat=True)
    return (found | set(handed_in)) - {None}


def review_of(release):
    """The last Review of exactly the text that the desk holds, or None.

    One that led to a version is used up: an older text taken back is reviewed anew.
    """
    return reviewed_since_last_version(release).filter(digest=digest_of(release)).first()


def standing_of(release):
    """Where the desk's text stands on its way to the public, a value of Standing."""
    last = latest(release)
    if last and not differs(release, last):
        return Standing.UNCHANGED
    review = review_of(release)
    if review:
        return DECIDED[review.decision]
    return Standing.CHANGED if reviewed_since_last_version(release).exists() else Standing.WRITTEN


def reviewed_since_last_version(release):
    taken_at = text_taken_at(release)
    reviews = release.reviews.all()
    return reviews.filter(submitted_at__gt=taken_at) if taken_at else reviews


def of_standing(releases, standing, *, not_written_by=None):
    """Those of `releases` whose text has that standing; without those that the user wrote.

    A digest cannot be computed in SQL, so the few whose reviews make it possible are looked at.
    """
    decision = next(decision for decision, found in DECIDED.items() if found == standing)
    published = Version.objects.from_the_desk().filter(
        release=OuterRef("release"), recorded_at__gte=OuterRef("submitted_at")
    )
    reviews = Review.objects.filter(release=OuterRef("pk"), decision=decision)
    possible = releases.filter(Exists(reviews.filter(~Exists(published))))
    found = [
        release.pk
        for release in possible
        if standing_of(release) == standing
        and (not_written_by is None or may_review(release, not_written_by))
    ]
    return releases.filter(pk__in=found)


def may_review(release, user):
    """Whether the user is a second person to the text."""
    return not settings.REQUIRE_SECOND_PERSON or user.pk not in writers(release)


@transaction.atomic
def submit(*, release, by, at):
    """Hand in the desk's text for review; return the Review."""
    release = locked(release)
    refuse_if_incomplete(release)
    standing = standing_of(release)
    if standing == Standing.UNCHANGED:
        raise ValidationError(_("Ingenting har ändrats sedan den senaste versionen."))
    if standing == Standing.SUBMITTED:
        raise ValidationError(_("Texten väntar redan på granskning."))
    if standing == Standing.APPROVED:
        raise ValidationError(_("Texten är redan godkänd och kan publiceras."))
    digest = keep_as_found(release=release, by=by, at=at)
    return Review.objects.create(release=release, digest=digest, submitted_at=at, submitted_by=by)


def decide(decision, *, release, by, at, seen, comment):
    release = locked(release)
    if digest_of(release) != seen:
        raise ValidationError(
            _("Texten har ändrats sedan du öppnade sidan. Läs den på nytt innan du avgör.")
        )
    review = review_of(release)
    if review is None:
        raise ValidationError(
            _("Texten är inte inlämnad, eller har ändrats sedan den lämnades in.")
        )
    if review.decision:
        raise ValidationError(_("Granskningen är redan avgjord."))
    if not may_review(release, by):
        raise ValidationError(
            _("Du har själv skrivit eller lämnat in texten. Någon annan behöver granska den.")
        )
    review.decision, review.comment = decision, comment.strip()
    review.decided_at, review.decided_by = at, by
    review.save(update_fields=["decision", "comment", "decided_at", "decided_by"])
    return review


@transaction.atomic
def approve(*, release, by, at, seen, comment=""):
    """Approve the text whose digest is `seen`, what the reviewer has read; return the Review."""
    return decide(Decision.APPROVED, release=release, by=by, at=at, seen=seen, comment=comment)


@transaction.atomic
def send_back(*, release, by, at, seen, comment):
    """Return the text whose digest is `seen` to its writers; return the Review."""
    if not comment.strip():
        raise ValidationError(_("Skriv vad som behöver ändras, så att skribenten vet."))
    return decide(Decision.RETURNED, release=release, by=by, at=at, seen=seen, comment=comment)


def leave_to_publish(*, release, by, reason):
    """What lets `by` publish the desk's text: (who approved it, the reason to go without).

    At most one of the two is set. Raises ValidationError where neither will do.
    """
    review = review_of(release)
    if review and review.decision == Decision.APPROVED:
        return review.decided_by, ""
    if by is None or not settings.REQUIRE_SECOND_PERSON:
        return None, ""
    if reason.strip():
        return None, reason.strip()
    if reviewed_since_last_version(release).filter(decision=Decision.APPROVED).exists():
        raise ValidationError(
            _(
                "Texten, eller något som fryses med den, har ändrats sedan den godkändes. "
                "Den behöver granskas på nytt."
            )
        )
    raise ValidationError(
        _("Texten är inte godkänd. Någon annan än den som skrev den behöver granska den först.")
    )


@transaction.atomic
def review_bypass(*, bypass, by, at):
    """Note that `by` has read, afterwards, what was published without approval."""
    bypass = Bypass.objects.select_for_update().select_related("version").get(pk=bypass.pk)
    if bypass.reviewed_at:
        raise ValidationError(_("Publiceringen är redan granskad."))
    if settings.REQUIRE_SECOND_PERSON and not Bypass.objects.not_by(by).filter(pk=bypass.pk):
        raise ValidationError(
            _("Du har själv skrivit eller publicerat texten. Någon annan behöver granska den.")
        )
    bypass.reviewed_at, bypass.reviewed_by = at, by
    bypass.save(update_fields=["reviewed_at", "reviewed_by"])
    return bypass
