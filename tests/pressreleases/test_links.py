"""Which addresses are collected from texts and facts, where they stand, and which are dead."""

from datetime import UTC, datetime, timedelta

import pytest

from ministers.models import Government
from pressreleases.links import addresses, checked, places, sources
from pressreleases.links.problems import CERTIFICATE, MISSPELT, NO_CONNECTION, NO_SUCH_HOST, TIMEOUT
from pressreleases.models import LinkCheck, Release
from pressreleases.publishing import correct, withdraw
from tests.factories import (
    make_agency,
    make_government,
    make_mandate,
    make_published,
    make_release,
    make_tenure,
)

NOW = datetime(2018, 6, 1, 12, tzinfo=UTC)
# The record's triggers go by the database's own clock.
AHEAD = datetime(2036, 6, 1, 12, tzinfo=UTC)
LINK = '<p>Se <a href="{}">sidan</a>.</p>'


def test_in_html_links_of_a_body():
    body = (
        '<p><a href=" https://a.se/?x=1&amp;y=2 ">a</a> <a href="/om/">b</a> https://c.se</p>'
        '<p><a href="mailto:a@b.se">d</a><a href="tel:08">e</a><a href="#f">f</a><a>g</a></p>'
    )
    assert addresses.in_html(body) == ["https://a.se/?x=1&y=2", "/om/"]
    assert addresses.in_html(None) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.se/b, 2019-01-21", ["https://a.se/b"]),
        ("(https://a.se/b)", ["https://a.se/b"]),
        ("https://a.se/b_(c)", ["https://a.se/b_(c)"]),
        ("http://a.se.\nhttps://b.se/", ["http://a.se", "https://b.se/"]),
        ("SFS 2017:1085, delmos.se/om-oss", []),
        ("", []),
    ],
)
def test_in_text_addresses_of_a_source(text, found):
    assert addresses.in_text(text) == found


@pytest.mark.parametrize(
    ("url", "internal"),
    [
        ("/om/", True),
        ("https://arkiv.se/om/", True),
        ("http://ARKIV.se:8000/", True),
        ("https://under.arkiv.se/", False),
        ("https://a.se/", False),
        ("om/", False),
        ("http://[::1", False),
    ],
)
def test_is_internal(settings, url, internal):
    settings.ALLOWED_HOSTS = ["arkiv.se"]
    assert addresses.is_internal(url) is internal


def test_is_internal_where_any_host_is_allowed(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert not addresses.is_internal("https://a.se/")


@pytest.mark.django_db
def test_everywhere_what_the_public_reads_and_what_is_written():
    version = make_published(
        body_sv=LINK.format("https://levande.se/"), original_url="https://ursprung.se/"
    )
    Release.objects.filter(pk=version.release_id).update(body_en=LINK.format("https://utkast.se/"))
    make_government(source_urls="https://fakta.se/a, 2019\nSFS 2017:1085", note_sv="https://not.se")

    found = sources.everywhere(NOW)

    assert set(found) == {
        "https://levande.se/",
        "https://ursprung.se/",
        "https://utkast.se/",
        "https://fakta.se/a",
        "https://not.se",
    }
    assert found["https://levande.se/"] == version.title
    assert found["https://fakta.se/a"] == "regering"


@pytest.mark.django_db
def test_everywhere_leaves_out_what_nobody_reads():
    """An older version, and a text that is withdrawn."""
    version = make_published(body_sv=LINK.format("https://tidigare.se/"))
    release = version.release
    Release.objects.filter(pk=release.pk).update(body_sv=LINK.format("https://senare.se/"))
    release.refresh_from_db()
    correct(release=release, by=None, at=AHEAD, change="minor")
    gone = make_published(body_sv=LINK.format("https://borttagen.se/"))
    withdraw(release=gone.release, by=None, at=AHEAD, reason_sv="Fel.")

    assert set(sources.everywhere(AHEAD + timedelta(minutes=1))) == {"https://senare.se/"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "problem", "is_dead"),
    [
        (200, "", False),
        (200, "Har flyttat för gott till https://b.se/", False),
        (401, "", False),
        (403, "", False),
        (429, "", False),
        (404, "", True),
        (410, "", True),
        (500, "", True),
        (None, NO_SUCH_HOST, True),
        (None, MISSPELT, True),
        (None, NO_CONNECTION, False),
        (None, TIMEOUT, False),
        (None, CERTIFICATE, False),
    ],
)
def test_dead(status, problem, is_dead):
    LinkCheck.objects.create(url="https://a.se/", checked_at=NOW, status=status, problem=problem)
    assert checked.dead().exists() is is_dead


@pytest.mark.django_db
def test_places_of_an_address_each_once():
    url = "https://a.se/?x=1&y=2"
    version = make_published(body_sv=LINK.format("https://a.se/?x=1&amp;y=2"))
    draft = make_release(original_url=url)
    make_release(body_sv=LINK.format(url + "0"))
    mandate = make_mandate(source_urls=f"{url}\n{url}", agency=make_agency())

    found = places.places([url, "https://ingenstans.se/"], NOW, may_see=lambda model: True)

    assert found == {url: [version.release, draft, mandate], "https://ingenstans.se/": []}


@pytest.mark.django_db
def test_places_of_an_original_address_in_the_record():
    version = make_published(original_url="https://a.se/")
    Release.objects.filter(pk=version.release_id).update(original_url="")

    found = places.places(["https://a.se/"], NOW, may_see=lambda model: True)

    assert found == {"https://a.se/": [version.release]}


@pytest.mark.django_db
def test_places_only_those_that_one_may_see():
    make_published(original_url="https://a.se/")
    government = make_government(source_urls="https://a.se/")

    found = places.places(["https://a.se/"], NOW, may_see=lambda model: model is Government)

    assert found == {"https://a.se/": [government]}


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 12])
def test_places_same_queries_however_many(django_assert_num_queries, many):
    for _number in range(many):
        make_published(original_url="https://a.se/")
        make_tenure(source_urls="https://a.se/")
    models = list(sources.fact_models())

    with django_assert_num_queries(2 + len(models)):
        [things] = places.places(["https://a.se/"], NOW, may_see=lambda model: True).values()
        assert [str(thing) for thing in things]
    assert len(things) == 2 * many


def test_fact_models_every_one_with_sources():
    models = {model.__name__: texts for model, texts in sources.fact_models()}

    assert {"Government", "Tenure", "FactsCheck", "Agency", "Mandate", "AgencyEvent"} <= set(models)
    assert all("source_urls" in models[name] for name in ("Government", "Tenure", "Agency"))
    assert "name" not in models["Government"] and "name_sv" in models["Government"]
