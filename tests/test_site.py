"""Sweeps over every page of the site, in both languages, counting what was visited."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pressreleases.enums import Change
from pressreleases.publishing import correct
from tests.browser.addresses import EXAMPLES, LANGUAGES, STATES, pages
from tests.factories import make_published

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


# --- what must show ------------------------------------------------------------------------------
# What must not is for manage.py embargo_check: see segregation_site/test_embargo.py.

CANARY = "Kanariefagel"


def test_a_corrected_text_shows_everywhere_at_once(client, clock):
    later = clock(datetime(2036, 1, 1, tzinfo=UTC))
    version = make_published(slug="levande", at=NOW, published_at=NOW)
    version.release.title_sv = CANARY
    version.release.save()
    correct(release=version.release, by=None, at=later, change=Change.MINOR)
    for path in (version.get_absolute_url(), "/", "/pressmeddelanden/", "/pressmeddelanden/2026/"):
        assert CANARY in client.get(path).text
