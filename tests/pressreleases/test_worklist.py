"""What lies on the desk and with whom: the database's answer beside that of the digests."""

from datetime import UTC, datetime, timedelta

import pytest

from pressreleases import personal_worklist, worklist
from pressreleases.desk import digest_of, keep
from pressreleases.models import Release
from pressreleases.publishing import cancel, move, publish
from pressreleases.reviewing import approve, may_review, of_standing, send_back, submit
from pressreleases.states import Standing
from tests.factories import make_approved, make_published, make_release, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
# The database refuses to end a version in the past, so what is moved is moved ahead.
LATER = datetime(2036, 3, 1, 9, tzinfo=UTC)


def written(by, **given):
    release = make_release(edited_by=by, **given)
    keep(release=release, by=by, at=NOW)
    return release


def rewritten(release, by, title, at=NOW + HOUR):
    release.title_sv, release.edited_by = title, by
    release.save()
    keep(release=release, by=by, at=at)
    return release


def returned(by, reviewer, comment="Beloppet är fel."):
    release = written(by)
    submit(release=release, by=by, at=NOW)
    send_back(release=release, by=reviewer, at=NOW + HOUR, seen=digest_of(release), comment=comment)
    return release


@pytest.fixture
def desk():
    """A text in every standing: by name."""
    anna, bo = make_user(username="anna"), make_user(username="bo")
    texts = {"written": written(anna), "untouched": make_release()}
    texts["submitted"] = written(anna)
    submit(release=texts["submitted"], by=anna, at=NOW)
    texts["shared"] = written(anna)
    rewritten(texts["shared"], bo, "Bo skrev om", at=NOW)
    submit(release=texts["shared"], by=anna, at=NOW)
    texts["returned"] = returned(anna, bo)
    texts["approved"] = make_approved(at=NOW, writer=anna, reviewer=bo)
    texts["changed"] = make_approved(at=NOW, writer=anna, reviewer=bo)
    rewritten(texts["changed"], anna, "Ändrad")
    texts["published"] = make_approved(at=NOW, writer=anna, reviewer=bo)
    publish(release=texts["published"], by=bo, at=NOW + HOUR)
    texts["reworked"] = make_published(at=NOW, edited_by=anna).release
    rewritten(texts["reworked"], anna, "Omarbetad")
    texts["again"] = make_published(at=NOW, edited_by=anna).release
    rewritten(texts["again"], anna, "Lämnad på nytt")
    submit(release=texts["again"], by=anna, at=NOW + 2 * HOUR)
    texts["cancelled"] = make_approved(at=NOW, writer=anna, reviewer=bo)
    publish(
        release=texts["cancelled"], by=bo, at=NOW, published_at=datetime(2036, 1, 1, tzinfo=UTC)
    )
    cancel(release=texts["cancelled"], by=bo, at=NOW)
    return texts | {"anna": anna, "bo": bo}


def named(found, desk):
    return {name for name, text in desk.items() if text in list(found)}


@pytest.mark.parametrize(
    ("standing", "names"),
    [
        (Standing.SUBMITTED, {"submitted", "shared", "again"}),
        (Standing.APPROVED, {"approved", "cancelled"}),
    ],
)
def test_worklist_says_what_the_digests_say(desk, standing, names):
    by_sql = worklist.handed_in() if standing == Standing.SUBMITTED else worklist.approved()

    assert named(by_sql, desk) == names
    assert named(of_standing(Release.objects.all(), standing), desk) == names


def test_drafts_of_what_came_back_comes_first(desk):
    found = personal_worklist.drafts_of(desk["anna"])

    assert named(found, desk) == {"written", "returned", "changed", "reworked"}
    assert found.first() == desk["returned"]
    assert named(personal_worklist.drafts_of(desk["bo"]), desk) == set()


def test_drafts_of_returned_to_whom_handed_it_in(desk):
    carl = make_user()
    release = written(desk["anna"])
    submit(release=release, by=carl, at=NOW)
    send_back(release=release, by=desk["bo"], at=NOW, seen=digest_of(release), comment="Nej.")

    assert list(personal_worklist.drafts_of(carl)) == [release]


def test_reviewable_by_a_second_person_only(desk):
    for name in ("anna", "bo"):
        user = desk[name]
        by_digest = {"submitted", "shared", "again"}
        by_digest = {text for text in by_digest if may_review(desk[text], user)}
        assert named(personal_worklist.reviewable_by(user), desk) == by_digest
    assert named(personal_worklist.reviewable_by(desk["anna"]), desk) == set()
    assert named(personal_worklist.reviewable_by(desk["bo"]), desk) == {"submitted", "again"}


def test_reviewable_by_where_one_person_does_all(desk, settings):
    settings.REQUIRE_SECOND_PERSON = False
    assert named(personal_worklist.reviewable_by(desk["anna"]), desk) == {
        "submitted",
        "shared",
        "again",
    }


def test_reviewable_by_who_wrote_an_earlier_version_only():
    """What was written before the last version does not make one a writer of this text."""
    early, late = make_user(), make_user()
    release = make_published(at=NOW, edited_by=early).release
    keep(release=release, by=early, at=NOW - HOUR)
    rewritten(release, late, "Omskriven")
    submit(release=release, by=late, at=NOW + 2 * HOUR)

    assert list(personal_worklist.reviewable_by(early)) == [release]
    assert may_review(release, early)


def test_handed_in_the_longest_waiting_first(desk):
    assert list(worklist.handed_in())[-1] == desk["again"]


def test_approved_until_it_is_published(desk):
    approve_again = written(desk["anna"])
    submit(release=approve_again, by=desk["anna"], at=NOW)
    approve(release=approve_again, by=desk["bo"], at=NOW, seen=digest_of(approve_again))
    assert approve_again in worklist.approved()

    publish(release=approve_again, by=desk["bo"], at=NOW + HOUR)

    assert approve_again not in worklist.approved()


def test_a_move_or_another_instant_takes_no_text_from_its_reviewer():
    """Neither takes its text from the desk, so what was handed in still waits."""
    anna, bo = make_user(), make_user()
    release = make_published(at=LATER).release
    release.lead_sv, release.edited_by = "Ny ingress.", anna
    release.save()
    keep(release=release, by=anna, at=LATER + HOUR)
    submit(release=release, by=anna, at=LATER + 2 * HOUR)

    move(release=release, by=bo, at=LATER + 3 * HOUR, slug="ny-adress", reason="Fel ord.")

    [found] = worklist.handed_in()
    assert found == release
    assert found.submitted_by_name == anna.get_username()
    assert personal_worklist.reviewable_by(bo).get() == release
