"""Clock times as editors type them, to the minute through both changes of the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ministers.periods import Precision
from pressreleases.instant_fields import StockholmInstantField
from pressreleases.instants import comes_twice, how_far, instants_of, spelled_out
from pressreleases.publishing_meaning import meaning
from tests.factories import make_government, make_published, make_release, make_user

NOW = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Naive Swedish time → the instants in UTC. In spring 2026 the clock goes from 02.00 to 03.00 on 29
# March, in autumn from 03.00 back to 02.00 on 25 October.
CLOCKS = {
    "2026-03-29T01:59": ["2026-03-29T00:59"],
    "2026-03-29T02:00": [],
    "2026-03-29T02:30": [],
    "2026-03-29T02:59": [],
    "2026-03-29T03:00": ["2026-03-29T01:00"],
    "2026-10-25T01:59": ["2026-10-24T23:59"],
    "2026-10-25T02:00": ["2026-10-25T00:00", "2026-10-25T01:00"],
    "2026-10-25T02:30": ["2026-10-25T00:30", "2026-10-25T01:30"],
    "2026-10-25T02:59": ["2026-10-25T00:59", "2026-10-25T01:59"],
    "2026-10-25T03:00": ["2026-10-25T02:00"],
    "2026-07-01T00:00": ["2026-06-30T22:00"],
}


@pytest.mark.parametrize("local", CLOCKS)
def test_instants_of_a_swedish_time(local):
    assert instants_of(datetime.fromisoformat(local)) == [at(text) for text in CLOCKS[local]]


@pytest.mark.parametrize("local", [local for local, found in CLOCKS.items() if not found])
def test_field_refuses_a_time_that_does_not_exist_in_words(local):
    with pytest.raises(ValidationError, match="finns inte den dagen: då ställs klockan fram"):
        StockholmInstantField().clean(local.split("T"))


@pytest.mark.parametrize("local", [local for local, found in CLOCKS.items() if found])
def test_field_gives_the_first_instant(local):
    assert StockholmInstantField().clean(local.split("T")) == at(CLOCKS[local][0])


@pytest.mark.parametrize("typed", [["2026-03-03", ""], ["", "09:00"], ["igår", "09:00"]])
def test_field_refuses_half_a_time(typed):
    with pytest.raises(ValidationError):
        StockholmInstantField(required=False).clean(typed)


def test_field_empty_is_no_time():
    assert StockholmInstantField(required=False).clean(["", ""]) is None


@pytest.mark.parametrize(
    ("instant", "twice"),
    [
        ("2026-10-24T23:59", False),
        ("2026-10-25T00:00", True),
        ("2026-10-25T01:59", True),
        ("2026-10-25T02:00", False),
        ("2026-03-29T01:00", False),
    ],
)
def test_comes_twice_in_autumn_only(instant, twice):
    assert comes_twice(at(instant)) is twice


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-03-03T08:00", "tisdag den 3 mars 2026 klockan 09.00 svensk tid"),
        ("2026-06-30T22:00", "onsdag den 1 juli 2026 klockan 00.00 svensk tid"),
        (
            "2026-10-25T00:30",
            "söndag den 25 oktober 2026 klockan 02.30 svensk tid, första gången",
        ),
        ("2026-10-25T01:30", "söndag den 25 oktober 2026 klockan 02.30 svensk tid, andra gången"),
    ],
)
def test_spelled_out(instant, words):
    assert spelled_out(at(instant)) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=5), "1 minut"),
        (timedelta(minutes=59), "59 minuter"),
        (timedelta(hours=3), "3 timmar"),
        (timedelta(hours=1, minutes=1), "1 timme och 1 minut"),
        (timedelta(days=1, hours=2, minutes=3), "1 dag och 2 timmar"),
        (timedelta(days=400), "400 dagar"),
    ],
)
def test_how_far(span, words):
    assert how_far(span) == words


# --- what it means -------------------------------------------------------------------------------


class Named:
    def __init__(self, name):
        self.name = name


def test_meaning_ahead_says_when_how_far_and_that_nobody_sees_it():
    lines = meaning(NOW + timedelta(hours=3), at=NOW, government=Named("regeringen X"))

    assert lines == [
        "Publiceras tisdag den 3 mars 2026 klockan 09.00 svensk tid, om 3 timmar.",
        "Till dess ser ingen läsare den, och då visas den av sig själv.",
        "Texten räknas till regeringen X.",
    ]


def test_meaning_now():
    [now, government] = meaning(None, at=NOW, government=None)

    assert now == "Texten publiceras direkt, tisdag den 3 mars 2026 klockan 06.00 svensk tid."
    assert government == "Ingen regering är inlagd för den dagen."


def test_meaning_back_in_time_says_which_government_it_counts_to():
    lines = meaning(at("2018-06-01T08:30"), at=NOW, government=Named("regeringen Löfven I"))

    assert lines[0].startswith(
        "Sidan säger att texten publicerades fredag den 1 juni 2018 klockan 10.30 svensk tid, för "
    )
    assert lines[-1] == "Texten räknas till regeringen Löfven I."


def test_meaning_back_in_time_by_the_month_says_no_day():
    lines = meaning(at("2017-12-01T08:00"), at=NOW, government=None, precision=Precision.MONTH)

    assert lines[0].startswith("Sidan säger att texten publicerades i december 2017.")


def test_meaning_on_a_handover_day_names_who_takes_office():
    new = Named("regeringen Ny")

    lines = meaning(NOW + timedelta(hours=1), at=NOW, government=new, taking_office=new)

    assert "Dagen är en skiftesdag: regeringen Ny tillträder." in lines


# --- on the page ---------------------------------------------------------------------------------


@pytest.fixture
def editor(client, clock, db):
    clock(NOW)
    client.force_login(make_user(is_superuser=True))
    return client


def typed(day, hour, **more):
    given = {"published_at_0": day, "published_at_1": hour, "precision": "day"}
    return given | {"bypass_reason": "Brådskar."} | more


def url_of(release, page="publish"):
    return reverse(f"admin:pressreleases_release_{page}", args=[release.pk])


def test_publish_page_says_at_once_what_no_time_means(editor):
    html = editor.get(url_of(make_release())).text

    assert "Texten publiceras direkt, tisdag den 3 mars 2026 klockan 06.00 svensk tid." in html


def test_publish_page_explains_without_saving_and_without_script(editor):
    make_government(name_sv="regeringen Nu", starts_on=date(2022, 10, 18), ends_on=None)
    release = make_release()

    answer = editor.post(url_of(release), typed("2026-03-03", "09:00", _explain="1"))

    assert "Publiceras tisdag den 3 mars 2026 klockan 09.00 svensk tid, om 3 timmar." in answer.text
    assert "Texten räknas till regeringen Nu." in answer.text
    assert not release.versions.exists()


def test_publish_in_the_hour_that_does_not_exist_is_refused_in_words(editor):
    release = make_release()

    answer = editor.post(url_of(release), typed("2026-03-29", "02:30"))

    assert "Klockan 02.30 finns inte den dagen" in answer.text
    assert "Det här betyder tiden" not in answer.text
    assert not release.versions.exists()


def test_publish_in_the_hour_that_comes_twice_asks_which(editor):
    release = make_release()

    answer = editor.post(url_of(release), typed("2026-10-25", "02:30"))

    assert "Den natten ställs klockan tillbaka" in answer.text
    assert not release.versions.exists()


@pytest.mark.parametrize(
    ("which", "instant"), [("0", "2026-10-25T00:30"), ("1", "2026-10-25T01:30")]
)
def test_publish_in_the_hour_that_comes_twice_as_chosen(editor, which, instant):
    release = make_release()

    editor.post(url_of(release), typed("2026-10-25", "02:30", which_hour=which))

    assert release.versions.get().published_at == at(instant)


def test_publish_at_an_ordinary_time_asks_nothing_about_hours(editor):
    release = make_release()

    editor.post(url_of(release), typed("2026-10-25", "03:00", which_hour="1"))

    assert release.versions.get().published_at == at("2026-10-25T02:00")


def test_reschedule_page_says_what_the_time_that_waits_means(editor):
    release = make_published(at=NOW, published_at=NOW + timedelta(hours=27)).release

    html = editor.get(url_of(release, "reschedule")).text

    assert "onsdag den 4 mars 2026 klockan 09.00 svensk tid, om 1 dag och 3 timmar." in html


def test_time_meant_tells_the_words_or_the_problem(editor):
    release = make_release()
    url = url_of(release, "time")

    words = editor.post(url, typed("2026-03-03", "09:00")).text
    problem = editor.post(url, typed("2026-03-29", "02:30")).text

    assert "om 3 timmar" in words
    assert "finns inte den dagen" in problem
    assert "Det här betyder tiden" not in problem
    assert not release.versions.exists()
