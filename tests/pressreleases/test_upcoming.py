"""What will be published by itself: the list of the next days, and the minute through DST."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ministers.periods import STOCKHOLM
from pressreleases.models import Version
from pressreleases.publishing import cancel, schedule
from tests.factories import (
    make_approved,
    make_department,
    make_published,
    make_release,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2036, 5, 6, 8, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
UPCOMING = "/admin/pressreleases/release/upcoming/"


@pytest.fixture(autouse=True)
def today(clock):
    return clock(NOW)


@pytest.fixture
def editor(client):
    client.force_login(make_user(is_superuser=True))
    return client


def waiting(title, published_at, **given):
    release = make_release(title_sv=title, **given)
    return schedule(release=release, by=None, at=NOW, published_at=published_at)


# --- the list ------------------------------------------------------------------------------------


def test_upcoming_lists_by_stockholm_day_and_minute(editor):
    # 22:30 UTC on the 6th is the 7th in Stockholm.
    waiting("Strax efter midnatt", datetime(2036, 5, 6, 22, 30, tzinfo=UTC))
    waiting("På kvällen", datetime(2036, 5, 6, 21, 30, tzinfo=UTC))
    waiting("I dag", datetime(2036, 5, 6, 9, 15, tzinfo=UTC))

    text = editor.get(UPCOMING).text

    places = [
        text.index(words)
        for words in (
            "Tisdag 6 maj 2036",
            "11.15</time>",
            "I dag</a>",
            "23.30</time>",
            "På kvällen</a>",
            "Onsdag 7 maj 2036",
            "00.30</time>",
            "Strax efter midnatt</a>",
        )
    ]
    assert places == sorted(places)


def test_upcoming_ends_with_the_seventh_or_thirtieth_day(editor):
    last = datetime(2036, 5, 13, 21, 59, tzinfo=UTC)
    waiting("Sista minuten", last)
    waiting("Efter den sista dagen", last + timedelta(minutes=1))
    waiting("Om två månader", NOW + 60 * DAY)

    week, month = editor.get(UPCOMING).text, editor.get(UPCOMING + "?dagar=30").text

    assert "Sista minuten" in week and "Efter den sista dagen" not in week
    assert "2 texter till väntar" in week
    assert "Efter den sista dagen" in month and "Om två månader" not in month
    assert "1 text till väntar" in month


@pytest.mark.parametrize("asked", ["?dagar=x", "?dagar=-1", "?dagar=9999999", "?dagar="])
def test_upcoming_asked_for_otherwise_is_the_week(editor, asked):
    assert "till och med den 13 maj 2036" in editor.get(UPCOMING + asked).text


def test_upcoming_leaves_out_what_is_public_called_off_or_not_scheduled(editor):
    make_published(title_sv="Redan ute", at=NOW)
    make_release(title_sv="Bara utkast")
    off = waiting("Inställd", NOW + DAY)
    cancel(release=off.release, by=None, at=NOW)

    text = editor.get(UPCOMING).text

    assert not any(title in text for title in ("Redan ute", "Bara utkast", "Inställd"))
    assert "Ingenting väntar" in text


def test_upcoming_says_who_let_each_through(editor):
    reviewer, publisher = make_user(username="Granskaren"), make_user(username="Publiceraren")
    approved = make_approved(at=NOW, reviewer=reviewer)
    schedule(release=approved, by=publisher, at=NOW, published_at=NOW + DAY)
    schedule(
        release=make_release(department=make_department(name_sv="Avsändaren")),
        by=publisher,
        at=NOW,
        published_at=NOW + DAY,
        bypass_reason="Det <b>brådskar</b>.",
    )

    text = re.sub(r"\s+", " ", editor.get(UPCOMING).text)

    assert "Godkänd av Granskaren. Schemalagd av Publiceraren." in text
    assert "Utan granskning, av Publiceraren: Det &lt;b&gt;brådskar&lt;/b&gt;." in text
    assert "Avsändaren" in text


@pytest.mark.parametrize("may_publish", [True, False])
def test_upcoming_buttons_follow_the_right(client, may_publish):
    from tests.pressreleases.test_admin import editor_with

    client.force_login(editor_with("view_release", *["publish_release"] * may_publish))
    version = waiting("Väntar", NOW + DAY)

    text = client.get(UPCOMING).text

    for verb in ("reschedule", "cancel"):
        url = reverse(f"admin:pressreleases_release_{verb}", args=[version.release_id])
        assert (url in text) is may_publish


def test_upcoming_asks_for_its_texts_twice_however_many(editor):
    for number in range(13):
        waiting(f"Text {number}", NOW + DAY)

    with CaptureQueriesContext(connection) as queries:
        html = editor.get(UPCOMING).text

    assert html.count('class="upcoming-tools"') == 13
    # The rest is the session's and the second factor's, as on every page of admin.
    own = [query["sql"] for query in queries if "pressreleases_" in query["sql"]]
    assert len(own) == 2
    assert len(queries) <= 10


def test_upcoming_is_led_to_from_the_first_page(editor):
    assert UPCOMING in editor.get("/admin/").text


def test_waiting_and_before_are_half_open():
    version = waiting("Väntar", NOW + DAY)

    assert list(Version.objects.waiting(NOW + DAY - SECOND)) == [version]
    assert not Version.objects.waiting(NOW + DAY)
    assert not Version.objects.waiting(NOW).before(NOW + DAY)
    assert list(Version.objects.waiting(NOW).before(NOW + DAY + SECOND)) == [version]


# --- the minute, through both changes of the clock -----------------------------------------------

# In 2037 the clocks go forward on 29 March at 02.00 and back on 25 October at 03.00.
INSTANTS = {
    "the last minute before the clocks go forward": datetime(2037, 3, 29, 1, 59, tzinfo=STOCKHOLM),
    "the first after": datetime(2037, 3, 29, 3, 0, tzinfo=STOCKHOLM),
    "02.30 the first time": datetime(2037, 10, 25, 2, 30, tzinfo=STOCKHOLM),
    "02.30 the second time": datetime(2037, 10, 25, 2, 30, fold=1, tzinfo=STOCKHOLM),
    "the first minute of the day with 25 hours": datetime(2037, 10, 25, tzinfo=STOCKHOLM),
    "the last of it": datetime(2037, 10, 25, 23, 59, tzinfo=STOCKHOLM),
}


def test_instants_are_those_of_the_changes():
    forward = INSTANTS["the first after"].astimezone(UTC)
    assert forward - INSTANTS["the last minute before the clocks go forward"].astimezone(
        UTC
    ) == timedelta(minutes=1)
    twice = [INSTANTS[f"02.30 the {which} time"].astimezone(UTC) for which in ("first", "second")]
    assert twice[1] - twice[0] == timedelta(hours=1)


@pytest.mark.parametrize("name", INSTANTS)
def test_scheduled_text_shows_at_its_minute_through_every_door(client, clock, name):
    instant = INSTANTS[name].astimezone(UTC)
    tenure = make_tenure(starts_on=NOW.date() - 9 * DAY, ends_on=None)
    release = make_release(title_sv="Kanariefågeln", slug="kanariefageln", tenures=[tenure])
    version = schedule(release=release, by=None, at=NOW, published_at=instant)
    year = f"/pressmeddelanden/{version.year}/"
    doors = [
        version.get_absolute_url(),
        "/",
        "/pressmeddelanden/",
        year,
        f"{year}{version.month:02}/",
        tenure.minister.get_absolute_url(),
        release.department.get_absolute_url(),
    ]

    clock(instant - SECOND)
    assert [path for path in doors if "Kanariefågeln" in client.get(path).text] == []
    assert client.get(version.get_absolute_url()).status_code == 404
    clock(instant)
    assert [path for path in doors if "Kanariefågeln" in client.get(path).text] == doors
    day = INSTANTS[name].date()
    assert f'datetime="{day}"' in client.get(version.get_absolute_url()).text
    assert client.get(version.get_absolute_url(), {"datum": str(day)}).status_code == 200
