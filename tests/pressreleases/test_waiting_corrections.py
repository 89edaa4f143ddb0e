"""A correction that waits: nothing of it shows early, everything at its minute, by itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from pressreleases.enums import Change
from pressreleases.models import Release, Version
from pressreleases.publishing import (
    cancel,
    correct,
    move,
    publish,
    reinstate,
    reschedule,
    withdraw,
)
from pressreleases.record import broken_links
from pressreleases.states import state_words, with_state
from tests.factories import (
    make_approved,
    make_government,
    make_published,
    make_release,
    make_user,
)

pytestmark = pytest.mark.django_db

# The database's own clock decides what is frozen, so what is done "now" lies ahead of it.
NOW = datetime(2036, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def rewritten(version, **texts):
    Release.objects.filter(pk=version.release_id).update(**texts or {"title_sv": "Rättad rubrik"})
    return Release.objects.get(pk=version.release_id)


def waiting(first=None, *, at=NOW, until=NOW + HOUR, **given):
    """(the version that stands, the correction that waits until `until`)"""
    first = first or make_published(at=at - HOUR)
    given = {"change": Change.SUBSTANTIVE, "note_sv": "Beloppet var fel."} | given
    release = rewritten(first)
    version = correct(release=release, by=None, at=at, published_at=until, **given)
    first.refresh_from_db()
    return first, version


def live(at):
    return list(Version.objects.live(at))


def test_correct_ahead_takes_over_at_the_very_instant():
    first, second = waiting()

    assert live(NOW + HOUR - timedelta(microseconds=1)) == [first]
    assert live(NOW + HOUR) == [second]
    assert first.superseded_at == second.published_at == NOW + HOUR
    assert (second.number, second.first_published_at) == (2, first.published_at)
    assert list(Version.objects.shown(NOW)) == [first]


@pytest.mark.parametrize("published_at", [NOW, NOW - SECOND])
def test_correct_at_an_instant_that_has_passed_is_refused(published_at):
    version = make_published(at=NOW - HOUR)
    with pytest.raises(ValidationError, match="har redan varit"):
        waiting(version, until=published_at)
    assert version.release.versions.get().superseded_at is None


def test_correct_in_a_year_that_is_a_slip_is_refused():
    with pytest.raises(ValidationError, match="1900 och 2100"):
        waiting(until=datetime(3036, 1, 1, tzinfo=UTC))


def test_correct_again_while_one_waits_is_refused_in_words():
    first, _second = waiting()
    release = rewritten(first, title_sv="Ännu en rubrik")
    with pytest.raises(ValidationError, match="ännu inte har publicerats"):
        correct(release=release, by=None, at=NOW + SECOND, change=Change.MINOR)


def test_correct_after_the_one_that_waited_is_out():
    first, second = waiting()
    release = rewritten(first, title_sv="Ännu en rubrik")
    third = correct(release=release, by=None, at=NOW + 2 * HOUR, change=Change.MINOR)
    assert third.number == 3
    assert live(NOW + HOUR) == [second] and live(NOW + 2 * HOUR) == [third]


def test_cancel_gives_the_live_version_back_its_open_end():
    first, second = waiting()

    cancel(release=first.release, by=None, at=NOW + SECOND)

    first.refresh_from_db()
    assert first.superseded_at is None
    assert live(NOW + 2 * HOUR) == [first]
    release = Release.objects.get(pk=first.release_id)
    assert (release.year, release.month) == (first.year, first.month)
    assert release.addresses.count() == 1
    third = correct(release=release, by=None, at=NOW + HOUR, change=Change.MINOR)
    assert third.number == second.number == 2
    assert list(broken_links(Version)) == []


def test_reschedule_moves_the_takeover_and_keeps_the_text_and_the_day():
    first, second = waiting()
    rewritten(first, title_sv="Skrivs vidare på")

    third = reschedule(release=first.release, by=None, at=NOW + SECOND, published_at=NOW + 3 * HOUR)

    assert (third.title_sv, third.number) == ("Rättad rubrik", 2)
    assert third.first_published_at == first.first_published_at
    assert third.address == first.address
    assert (third.change, third.change_note_sv) == (second.change, second.change_note_sv)
    assert live(NOW + 3 * HOUR - SECOND) == [first] and live(NOW + 3 * HOUR) == [third]
    assert list(broken_links(Version)) == []


def test_reschedule_past_a_new_year_keeps_the_address():
    first, _second = waiting()
    later = datetime(2037, 2, 1, tzinfo=UTC)
    third = reschedule(release=first.release, by=None, at=NOW + SECOND, published_at=later)
    assert (third.year, third.month) == (2036, 3)


def test_approval_goes_with_a_correction_that_is_moved():
    writer, reviewer = make_user(), make_user()
    first = make_published(at=NOW - HOUR)
    release = rewritten(first)
    make_approved(release=release, writer=writer, reviewer=reviewer, at=NOW)
    given = {"release": release, "by": make_user()}
    ahead = NOW + HOUR
    second = correct(at=NOW + SECOND, published_at=ahead, change=Change.MINOR, **given)
    third = reschedule(at=NOW + 2 * SECOND, published_at=ahead + HOUR, **given)
    assert second.approved_by == third.approved_by == reviewer


@pytest.mark.parametrize("verb", [cancel, reschedule])
def test_what_the_database_finds_public_is_refused_in_words(verb):
    """The request read the clock before the version's time came, and the database after it."""
    now = datetime.now(UTC)
    minute = timedelta(minutes=1)
    version = make_published(at=now - 9 * minute, published_at=now - minute)
    given = {"published_at": now + minute} if verb is reschedule else {}
    with pytest.raises(ValidationError, match="Tiden hann gå"):
        verb(release=version.release, by=None, at=now - 2 * minute, **given)
    version.refresh_from_db()
    assert version.cancelled_at is None


def test_withdraw_while_a_correction_waits_hides_it_at_its_time_too():
    first, second = waiting()
    given = {"release": first.release, "by": None}
    withdraw(at=NOW + SECOND, reason_sv="Fel.", **given)

    assert live(NOW + SECOND) == live(NOW + HOUR) == []
    assert list(Version.objects.in_force(NOW + HOUR)) == [second]

    reinstate(at=NOW + 2 * HOUR, reason_sv="Rätt.", **given)
    assert live(NOW + 2 * HOUR) == [second]


def test_move_while_a_correction_waits_is_refused():
    first, _second = waiting()
    with pytest.raises(ValidationError, match="ännu inte har publicerats"):
        move(release=first.release, by=None, at=NOW + SECOND, slug="ny", reason="Skäl.")
    assert first.release.addresses.count() == 1


def test_state_in_words_says_what_waits_until_when():
    first, _second = waiting()
    draft = make_release()
    ahead = publish(release=make_release(), by=None, at=NOW, published_at=NOW + HOUR)

    words = {release.pk: state_words(release) for release in with_state(Release.objects.all(), NOW)}

    assert words[first.release_id] == ("publicerad; en rättelse väntar till 1 mars 2036 kl. 11.00")
    assert words[ahead.release_id] == "schemalagd till 1 mars 2036 kl. 11.00"
    assert words[draft.pk] == "utkast"
    assert state_words(with_state(Release.objects, NOW + HOUR).get(pk=first.release_id)) == (
        "publicerad"
    )


# --- what the public sees ------------------------------------------------------------------------


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_public_sees_nothing_before_the_minute_and_everything_at_it(client, clock, language):
    first, _second = waiting(note_en="The amount was wrong.")
    release = Release.objects.get(pk=first.release_id)
    page = first.get_absolute_url()
    archive = reverse("pressreleases:release_archive", kwargs={"kind": first.kind})
    doors = [page, archive, "/", f"/departement/{release.department.slug}/"]
    if language == "en":
        doors = [
            "/en" + page.replace("pressmeddelanden", "press-releases"),
            "/en/press-releases/",
            "/en/",
        ]
    traces = ("Rättad", "Rättelse", "Beloppet", "The amount", "Corrected", "Ändringslogg")

    clock(NOW + HOUR - SECOND)
    for door in doors:
        before = client.get(door)
        assert before.status_code == 200
        assert not [trace for trace in traces if trace in text_of(before)], door

    clock(NOW + HOUR)
    after = text_of(client.get(doors[0]))
    if language == "sv":
        assert "Rättad rubrik" in after and "Beloppet var fel." in after
        assert "Rättad 1 mars 2036 kl. 11.00" in after
        assert "Rättad rubrik" in text_of(client.get(archive))
    else:
        assert "The amount was wrong." in after


# --- at the desk ---------------------------------------------------------------------------------
# The request's clock is the present there, and so is the database's.

TODAY = datetime.now(UTC)
AHEAD = (TODAY + timedelta(days=9)).date().isoformat()


@pytest.fixture
def editor(client):
    client.force_login(make_user(is_superuser=True))
    return client


@pytest.fixture
def live_release():
    return rewritten(make_published(at=TODAY - timedelta(days=2)))


def url_of(release, page="change"):
    return reverse(f"admin:pressreleases_release_{page}", args=[release.pk])


TYPED = {
    "change": "minor",
    "bypass_reason": "Brådskar.",
    "published_at_0": AHEAD,
    "published_at_1": "08:00",
}


def buttons(html, release):
    verbs = ("publish", "correct", "withdraw", "reschedule", "cancel", "move", "reinstate")
    return {verb for verb in verbs if f'"{url_of(release, verb)}"' in html}


def test_desk_correction_ahead_is_told_in_words_and_has_its_buttons(editor, live_release):
    response = editor.post(url_of(live_release, "correct"), TYPED, follow=True)

    assert "Rättelsen publiceras av sig själv" in response.text
    assert "publicerad; en rättelse väntar till" in response.text
    assert "Rättelsen är fryst" in response.text
    assert buttons(response.text, live_release) == {"withdraw", "reschedule", "cancel"}
    assert (
        "en rättelse väntar till"
        in editor.get(reverse("admin:pressreleases_release_changelist")).text
    )


def test_desk_correction_in_the_past_is_refused_in_words(editor, live_release):
    typed = TYPED | {"published_at_0": "2018-01-01", "note_sv": "Sparat ord"}

    response = editor.post(url_of(live_release, "correct"), typed)

    assert "Tiden har redan varit" in response.text and "Sparat ord" in response.text
    assert live_release.versions.count() == 1


def test_desk_moves_and_calls_off_a_correction(editor, live_release):
    editor.post(url_of(live_release, "correct"), TYPED)
    page = editor.get(url_of(live_release, "reschedule"))
    assert f'value="{AHEAD}"' in page.text

    moved = editor.post(
        url_of(live_release, "reschedule"),
        {"published_at_0": AHEAD, "published_at_1": "10:30"},
        follow=True,
    )
    assert "kl. 10.30" in moved.text

    called_off = editor.post(url_of(live_release, "cancel"), follow=True)
    assert "Publiceringen är inställd:" in called_off.text
    assert f'href="{live_release.versions.last().get_absolute_url()}"' in called_off.text
    assert buttons(called_off.text, live_release) == {"correct", "withdraw", "move"}


def test_desk_withdrawing_while_a_correction_waits_speaks_of_the_withdrawal(editor, live_release):
    editor.post(url_of(live_release, "correct"), TYPED)

    response = editor.post(url_of(live_release, "withdraw"), {"reason_sv": "Fel."}, follow=True)

    assert "Texten är tillbakadragen. Sidan säger varför:" in response.text
    assert "tillbakadragen; en rättelse väntar till" in response.text
    assert buttons(response.text, live_release) == {"reinstate", "reschedule", "cancel"}


def test_desk_correction_on_a_handover_day_asks_nothing(editor, live_release):
    editor.post(url_of(live_release, "correct"), TYPED)
    make_government(starts_on=(TODAY + timedelta(days=12)).date(), ends_on=None)
    day = (TODAY + timedelta(days=12)).date().isoformat()

    response = editor.post(
        url_of(live_release, "reschedule"), {"published_at_0": day, "published_at_1": "10:30"}
    )

    assert response.status_code == 302
