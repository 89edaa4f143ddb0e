"""No script, no cookie, nobody else; and how little a first visit to a release costs."""

import gzip
from urllib.parse import urlsplit

import pytest

from tests.browser.addresses import SEED, address

pytestmark = pytest.mark.browser

KB = 1000
LEFT_BEHIND = """() => ({cookie: document.cookie, local: localStorage.length,
    session: sessionStorage.length, scripts: document.scripts.length})"""
NOTHING = {"cookie": "", "local": 0, "session": 0, "scripts": 0}


def test_public_pages_ask_nobody_else_and_leave_nothing(
    tab, open_page, site_server, pages, measured
):
    requested, wrong = [], {}
    tab.on("request", lambda request: requested.append(request.url))
    for page in pages:
        open_page(page)
        if (left := tab.evaluate(LEFT_BEHIND)) != NOTHING:
            wrong[str(page)] = left
    measured(
        f"strangers: {len(pages)} pages, {len(requested)} requests, {len(wrong)} left something"
    )
    hosts = {urlsplit(url).netloc for url in requested}

    assert wrong == {}
    assert hosts == {urlsplit(site_server.url).netloc}
    assert tab.context.cookies() == []
    assert len(requested) >= len(pages) >= 90


def weight(site, url):
    """Bytes on the wire: as the site sends it compressed, or as a server before it would."""
    answer = site.get(urlsplit(url).path, headers={"Accept-Encoding": "gzip"})
    assert answer.status == 200, url
    if answer.headers["Content-Encoding"] or not answer.headers["Content-Type"].startswith("text"):
        return len(answer.body)
    return len(gzip.compress(answer.body, compresslevel=6, mtime=0))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_release_page_weight(tab, site_server, language, measured):
    requested = []
    tab.on("request", lambda request: requested.append((request.resource_type, request.url)))
    tab.goto(site_server.url + address(language, "pressreleases:release_detail", SEED))
    tab.wait_for_load_state("networkidle")

    weights = {url: weight(site_server, url) for _kind, url in requested}
    text = sum(weights[url] for kind, url in requested if kind in ("document", "stylesheet"))
    measured(
        f"first visit to the release ({language}): {len(requested)} requests, {text} bytes of HTML "
        f"and CSS, {sum(weights.values())} in all"
    )

    assert len(requested) <= 6, requested
    assert {kind for kind, _url in requested} >= {"document", "stylesheet", "font"}
    assert text <= 14 * KB
    assert sum(weights.values()) <= 60 * KB, weights


def test_release_page_is_a_small_document(tab, site_server):
    tab.goto(site_server.url + address("sv", "pressreleases:release_detail", SEED))

    assert tab.evaluate("document.querySelectorAll('*').length") <= 600
