"""The release page and the archive: what shows, from when, and what never does."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from pressreleases.enums import Change, Kind
from pressreleases.models import Release, Version
from pressreleases.publishing import correct, publish, withdraw
from tests.factories import make_government, make_published, make_release

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def today(clock):
    return clock(TODAY)


def text_of(response):
    """What is read on the page: no markup, white space folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)).replace(" .", ".")


def test_removed_by_law_answers_410_and_shows_neither_title_nor_text(client):
    version = make_published(title_sv="Hemlig rubrik", at=TODAY, published_at=TODAY - 2 * HOUR)
    withdraw(release=version.release, by=None, at=TODAY, reason_sv="Lag.", removed=True)
    response = client.get(version.get_absolute_url())
    assert response.status_code == 410
    assert "Hemlig rubrik" not in response.text


def test_a_draft_has_no_door(client):
    release = make_release(slug="utkast", title_sv="Kanariefågel")
    version = make_published(release=release, at=TODAY, published_at=TODAY + HOUR)
    for path in (
        version.get_absolute_url(),
        "/",
        "/en/",
        "/pressmeddelanden/",
        f"/departement/{release.department.slug}/",
    ):
        assert "Kanariefågel" not in client.get(path).text
    assert client.get(version.get_absolute_url()).status_code == 404


def test_text_edited_after_publication_shows_only_when_corrected(client, clock):
    later = clock(datetime(2036, 1, 1, tzinfo=UTC))
    version = make_published(at=TODAY)
    version.release.title_sv = "Ny rubrik"
    version.release.save()
    assert "Ny rubrik" not in client.get(version.get_absolute_url()).text
    correct(release=version.release, by=None, at=later, change=Change.MINOR)
    assert "Ny rubrik" in client.get(version.get_absolute_url()).text


def test_release_of_the_handover_day_belongs_to_the_new_government(client):
    old = make_government(ends_on=date(2019, 1, 21))
    make_government(name_sv="regeringen Ny", starts_on=date(2019, 1, 21), ends_on=date(2021, 7, 9))
    handover = datetime(2019, 1, 21, 6, tzinfo=UTC)
    version = make_published(at=TODAY, published_at=handover)
    assert "under regeringen Ny" in text_of(client.get(version.get_absolute_url()))
    morning = make_published(at=TODAY, published_at=handover, sent_under=old)
    assert old.name_sv in text_of(client.get(morning.get_absolute_url()))
    listed = client.get(f"/regeringar/{old.slug}/").text
    assert morning.slug in listed and version.slug not in listed


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # Midnight in Stockholm is 23:00 or 22:00 UTC the day before.
        ("2017-12-31T22:59:59+00:00", date(2017, 12, 31)),
        ("2017-12-31T23:00:00+00:00", date(2018, 1, 1)),
        # The night the clocks go forward, and the night they go back.
        ("2018-03-24T23:00:00+00:00", date(2018, 3, 25)),
        ("2018-03-25T21:59:59+00:00", date(2018, 3, 25)),
        ("2018-03-25T22:00:00+00:00", date(2018, 3, 26)),
        ("2018-10-27T22:00:00+00:00", date(2018, 10, 28)),
        ("2018-10-28T22:59:59+00:00", date(2018, 10, 28)),
        ("2018-10-28T23:00:00+00:00", date(2018, 10, 29)),
    ],
)
def test_a_release_belongs_to_its_stockholm_day(client, instant, day):
    version = make_published(at=TODAY, published_at=datetime.fromisoformat(instant))
    assert version.published_on == day
    assert (version.year, version.month) == (day.year, day.month)
    # The day before it does not exist; at the end of its own day it does.
    before = (day - timedelta(days=1)).isoformat()
    assert client.get(version.get_absolute_url() + f"?datum={before}").status_code == 404
    assert client.get(version.get_absolute_url() + f"?datum={day}").status_code == 200


def test_hostile_text_is_inert(client):
    version = make_published(
        at=TODAY,
        published_at=TODAY - HOUR,
        title_sv="<script>alert(1)</script>",
        body_sv='<p onclick="x()">a</p><script>alert(2)</script><a href="javascript:x">b</a>',
    )
    page = client.get(version.get_absolute_url()).text
    assert "<script" not in page
    assert "onclick" not in page
    assert "javascript:" not in page


def test_stored_hostile_text_is_sanitised_when_shown(client):
    release = make_release()
    Release.objects.filter(pk=release.pk).update(body_sv="<p>a</p><img src=x onerror=y>")
    release.refresh_from_db()
    version = publish(release=release, by=None, at=TODAY - HOUR)
    assert "onerror" not in client.get(version.get_absolute_url()).text


def test_spoken_lines_get_their_dash(client):
    version = make_published(
        at=TODAY, published_at=TODAY - HOUR, body_sv="<p>- Det är bra, säger hon.</p>"
    )
    assert '<p class="quote">–\u00a0Det är bra' in client.get(version.get_absolute_url()).text


def test_a_kind_does_not_answer_at_another_kinds_address(client):
    version = make_published(at=TODAY, published_at=TODAY - HOUR, kind=Kind.SPEECH)
    assert version.get_absolute_url().startswith("/tal/")
    assert client.get(version.get_absolute_url().replace("/tal/", "/artiklar/")).status_code == 404


def test_the_gate_is_the_only_filter():
    """Every public reader of versions asks `live` or `in_force`: no view filters by hand."""
    make_published(at=TODAY, published_at=TODAY + HOUR)
    assert not Version.objects.live(TODAY).exists()
    assert not Version.objects.in_force(TODAY).exists()


def test_removed_by_law_is_hidden_from_readers_of_earlier_days_too(client):
    version = make_published(
        title_sv="Hemlig rubrik", at=TODAY, published_at=TODAY - timedelta(days=9)
    )
    withdraw(release=version.release, by=None, at=TODAY, reason_sv="Lag.", removed=True)
    day = (TODAY - timedelta(days=3)).date()
    for path in (version.get_absolute_url(), "/", "/pressmeddelanden/"):
        assert "Hemlig rubrik" not in client.get(f"{path}?datum={day}").text
    assert client.get(f"{version.get_absolute_url()}?datum={day}").status_code == 410


def test_withdrawn_is_readable_as_of_a_day_before(client):
    version = make_published(title_sv="Rubriken", at=TODAY, published_at=TODAY - timedelta(days=9))
    withdraw(release=version.release, by=None, at=TODAY, reason_sv="Fel.")
    day = (TODAY - timedelta(days=3)).date()
    page = client.get(f"{version.get_absolute_url()}?datum={day}").text
    assert "Ingressen säger det viktigaste." in page
    assert "tillbaka" not in page
