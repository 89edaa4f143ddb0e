"""Sweeps over every page of the site, in both languages, counting what was visited."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ministers.models import Government
from pressreleases.enums import Change
from pressreleases.publishing import correct
from tests.browser.addresses import EXAMPLES, LANGUAGES, STATES, pages
from tests.factories import (
    make_government,
    make_minister,
    make_published,
    make_release,
    make_tenure,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOST_QUERIES = 8


@pytest.fixture(autouse=True)
def today(clock):
    return clock(NOW)


def test_every_page_is_sound(client):
    wrong = []
    for page in pages():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(page.path)
        html = response.text
        links = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', html))
        checks = {
            "status": response.status_code == page.status,
            "one h1": len(re.findall(r"<h1[ >]", html)) == 1,
            "language": f'<html lang="{page.language}">' in html,
            "queries": len(queries) <= MOST_QUERIES,
            "no cookie": not response.cookies,
            "a title of its own": "<title>–" not in html and "<title> –" not in html,
            "both languages": set(links) == set(LANGUAGES),
            "no abbreviated month": not re.search(r"\b(Oct|Sept|Jan)\. \d", html),
            "no bare straight quotes": not re.search(r'>[^<]*"[^<]*<', html),
        }
        wrong += [f"{page}: {name}" for name, right in checks.items() if not right]
    assert wrong == []
    assert len(pages()) == (len(EXAMPLES) + len(STATES)) * len(LANGUAGES) >= 90


def test_headings_never_skip_a_level(client):
    wrong = []
    for page in pages():
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", client.get(page.path).text)]
        if levels[:1] != [1] or any(b > a + 1 for a, b in zip(levels, levels[1:], strict=False)):
            wrong.append(f"{page}: {levels}")
    assert wrong == []


def alternates(client, path):
    html = client.get(path).text
    return dict(re.findall(r'hreflang="(\w+)" href="http://testserver([^"]+)"', html))


def test_the_language_links_are_symmetrical(client):
    for page in pages():
        if page.status == 200:
            links = alternates(client, page.path)
            assert all(alternates(client, path) == links for path in links.values()), page


# --- what must not show --------------------------------------------------------------------------

CANARY = "Kanariefagel"


@pytest.fixture
def canaries():
    """Everything that is not public yet, or not any more a draft's business, named CANARY."""
    minister = make_minister(family_name=CANARY, slug="kanariefagel")
    future = make_tenure(minister=minister, starts_on=date(2026, 12, 1), ends_on=None)
    # Governments may not overlap, so the coming one takes over from the sitting one.
    sitting = Government.objects.get(ends_on=None)
    sitting.ends_on = date(2026, 12, 1)
    sitting.save()
    make_government(
        name_sv=f"regeringen {CANARY}",
        name_en=f"the {CANARY} Government",
        slug="kanariefagel",
        starts_on=date(2026, 12, 1),
        ends_on=None,
    )
    texts = {f"{field}_{code}": CANARY for field in ("title", "lead") for code in LANGUAGES}
    make_release(slug="kanariefagel-utkast", **texts)
    scheduled = make_published(
        slug="kanariefagel-schemalagd",
        tenures=[future],
        at=NOW,
        published_at=NOW + timedelta(minutes=1),
        **texts,
    )
    live = make_published(slug="levande", at=NOW, published_at=NOW - timedelta(days=1))
    for field, value in texts.items():
        setattr(live.release, field, value)
    live.release.save()
    return {"minister": minister, "scheduled": scheduled, "live": live}


def doors(canaries):
    """Every page, and the addresses that someone could guess."""
    minister, scheduled = canaries["minister"], canaries["scheduled"]
    swedish = [
        minister.get_absolute_url(),
        scheduled.get_absolute_url(),
        f"/pressmeddelanden/{scheduled.year}/{scheduled.month:02}/",
        f"/departement/{scheduled.department.slug}/",
        canaries["live"].get_absolute_url(),
        "/regeringar/kanariefagel/",
        "/statsrad/den/2026-12-01/",
        "/statsrad/den/2030-01-01/",
        "/pressmeddelanden/2026/11/kanariefagel-utkast/",
    ]
    return [page.path for page in pages()] + swedish


@pytest.mark.parametrize("role", ["anonymous", "editor", "superuser"])
def test_nothing_unpublished_shows_through_any_door(client, canaries, role):
    if role != "anonymous":
        client.force_login(make_user(is_superuser=role == "superuser"))
    paths = doors(canaries)
    leaks = []
    for path in paths:
        response = client.get(path)
        # The address that was asked for stands in the page's own links.
        if CANARY in response.text or CANARY in str(response.headers):
            leaks.append(path)
    assert leaks == []
    assert len(paths) > 90


def test_an_unpublished_address_answers_as_one_that_never_was(client, canaries):
    hidden = client.get(canaries["scheduled"].get_absolute_url())
    never = client.get(canaries["scheduled"].get_absolute_url().replace("kanariefagel", "xyz"))
    assert hidden.status_code == never.status_code == 404
    assert hidden.text.replace("kanariefagel", "xyz") == never.text


def test_the_scheduled_text_shows_at_its_minute_by_itself(client, canaries, clock):
    path = canaries["scheduled"].get_absolute_url()
    clock(NOW + timedelta(seconds=59))
    assert client.get(path).status_code == 404
    clock(NOW + timedelta(minutes=1))
    assert CANARY in client.get(path).text
    assert CANARY in client.get("/").text


def test_a_corrected_text_shows_everywhere_at_once(client, clock):
    later = clock(datetime(2036, 1, 1, tzinfo=UTC))
    version = make_published(slug="levande", at=NOW, published_at=NOW)
    version.release.title_sv = CANARY
    version.release.save()
    correct(release=version.release, by=None, at=later, change=Change.MINOR)
    for path in (version.get_absolute_url(), "/", "/pressmeddelanden/", "/pressmeddelanden/2026/"):
        assert CANARY in client.get(path).text
