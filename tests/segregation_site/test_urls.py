"""The addresses. They never change: a failing row here is a broken link somewhere."""

import re
from datetime import UTC, date, datetime

import html5lib
import pytest
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils import translation

from tests.browser.addresses import EXAMPLES, LANGUAGES, WITHOUT_TEXTS, address, patterns

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE = {"slug": "ett-exempel"}
DAY = {"day": date(2018, 1, 1)}
PART = {**ONE, "assignment": "en-del-2018"}

# name, kind of release → arguments, Swedish address, English address
FROZEN = {
    ("home", ""): ({}, "/", "/en/"),
    ("about", ""): ({}, "/om/", "/en/about/"),
    ("components", ""): ({}, "/om/webbplatsen/komponenter/", "/en/about/site/components/"),
    ("privacy", ""): ({}, "/om/personuppgifter/", "/en/about/personal-data/"),
    ("cookies", ""): ({}, "/om/kakor/", "/en/about/cookies/"),
    ("accessibility", ""): ({}, "/tillganglighet/", "/en/accessibility/"),
    ("ministers:minister_list", ""): ({}, "/statsrad/", "/en/ministers/"),
    ("ministers:minister_detail", ""): (
        ONE,
        "/statsrad/ett-exempel/",
        "/en/ministers/ett-exempel/",
    ),
    ("ministers:government_on_form", ""): ({}, "/statsrad/den/", "/en/ministers/on/"),
    ("ministers:government_on", ""): (
        DAY,
        "/statsrad/den/2018-01-01/",
        "/en/ministers/on/2018-01-01/",
    ),
    ("ministers:government_list", ""): ({}, "/regeringar/", "/en/governments/"),
    ("ministers:government_detail", ""): (
        ONE,
        "/regeringar/ett-exempel/",
        "/en/governments/ett-exempel/",
    ),
    ("ministers:department_list", ""): ({}, "/departement/", "/en/ministries/"),
    ("ministers:department_detail", ""): (
        ONE,
        "/departement/ett-exempel/",
        "/en/ministries/ett-exempel/",
    ),
    ("ministers:post_list", ""): ({}, "/poster/", "/en/posts/"),
    ("ministers:post_detail", ""): (ONE, "/poster/ett-exempel/", "/en/posts/ett-exempel/"),
    ("agency:agency_list", ""): ({}, "/myndigheter/", "/en/agencies/"),
    ("agency:agency_detail", ""): (
        ONE,
        "/myndigheter/ett-exempel/",
        "/en/agencies/ett-exempel/",
    ),
    ("agency:mandate_detail", ""): (
        ONE,
        "/myndigheter/ett-exempel/uppdrag/",
        "/en/agencies/ett-exempel/mandate/",
    ),
    ("agency:assignment_detail", ""): (
        PART,
        "/myndigheter/ett-exempel/uppdrag/en-del-2018/",
        "/en/agencies/ett-exempel/mandate/en-del-2018/",
    ),
}
SECTIONS = {
    "press_release": ("/pressmeddelanden/", "/en/press-releases/"),
    "article": ("/artiklar/", "/en/articles/"),
    "speech": ("/tal/", "/en/speeches/"),
    "statement": ("/uttalanden/", "/en/statements/"),
    "debate_article": ("/debattartiklar/", "/en/debate-articles/"),
}
BELOW = {
    "release_archive": ({}, ""),
    "release_year": ({"year": 2017}, "2017/"),
    "release_month": ({"year": 2017, "month": 3}, "2017/03/"),
    "release_detail": ({"year": 2017, "month": 12, **ONE}, "2017/12/ett-exempel/"),
}
for kind, (swedish, english) in SECTIONS.items():
    for name, (kwargs, tail) in BELOW.items():
        FROZEN[f"pressreleases:{name}", kind] = (
            {"kind": kind, **kwargs},
            swedish + tail,
            english + tail,
        )

KEY = {"key": "0123456789abcdef0123456789abcdef"}
FROZEN["pressreleases:shared_preview", ""] = (
    KEY,
    f"/forhandsgranskning/{KEY['key']}/",
    f"/en/preview/{KEY['key']}/",
)
FROZEN["pressreleases:shared_file", ""] = (
    {**KEY, "file": KEY["key"]},
    f"/forhandsgranskning/{KEY['key']}/filer/{KEY['key']}/",
    f"/en/preview/{KEY['key']}/files/{KEY['key']}/",
)

ROWS = [
    pytest.param(name, kwargs, language, path, id=path)
    for (name, _), (kwargs, *paths) in FROZEN.items()
    for language, path in zip(LANGUAGES, paths, strict=True)
]
TWINS = [
    pytest.param(swedish, english, id=swedish) for _kwargs, swedish, english in FROZEN.values()
]


def test_every_pattern_is_frozen(measured):
    assert set(patterns()) == set(FROZEN)
    measured(f"addresses: {len(FROZEN)} patterns frozen in {len(LANGUAGES)} languages")


@pytest.mark.parametrize(("name", "kwargs", "language", "path"), ROWS)
def test_an_address_never_changes(name, kwargs, language, path):
    with translation.override(language):
        assert reverse(name, kwargs=kwargs) == path
        match = resolve(path)
    assert match.view_name == name
    assert match.kwargs == kwargs


@pytest.mark.parametrize(("name", "kwargs", "language", "path"), ROWS)
def test_an_address_is_plain(name, kwargs, language, path):
    assert re.fullmatch(r"/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*", path)
    assert len(path) < 110


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_has_one_address_in_both_languages(language):
    given = {"key": "0123456789abcdef" * 2, "name": "en-bild.png"}
    path = "/filer/0123456789abcdef0123456789abcdef/en-bild.png"
    with translation.override(language):
        assert reverse("files:detail", kwargs=given) == path
    assert resolve(path).view_name == "files:detail"


@pytest.mark.parametrize(("swedish", "english"), TWINS)
def test_each_address_leads_to_its_twin_and_back(swedish, english):
    with translation.override("sv"):
        assert translate_url(swedish, "en") == english
        assert translate_url(swedish, "sv") == swedish
    with translation.override("en"):
        assert translate_url(english, "sv") == swedish
        assert translate_url(english, "en") == english


@pytest.mark.parametrize(("swedish", "english"), TWINS[1:])
def test_a_language_answers_only_at_its_own_addresses(swedish, english):
    """English words without /en/, or Swedish words below it, are no address."""
    with translation.override("sv"), pytest.raises(Resolver404):
        resolve(english.removeprefix("/en"))
    with translation.override("en"), pytest.raises(Resolver404):
        resolve("/en" + swedish)


def the_switch(response):
    """The href of the page's one language link, with its hreflang."""
    page = html5lib.parse(response.text, namespaceHTMLElements=False)
    links = page.findall(".//ul[@class='languages']//a")
    assert len(links) == 1, [link.get("href") for link in links]
    assert links[0].get("lang") == links[0].get("hreflang")
    return links[0].get("hreflang"), links[0].get("href")


@pytest.mark.django_db
@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("query", ["", "?datum=2026-06-01"])
def test_the_language_switch_keeps_the_page_and_the_day(client, clock, query, measured):
    clock(TODAY)
    seen = 0
    for (name, kind), kwargs in EXAMPLES.items():
        if "key" in kwargs or (kind in WITHOUT_TEXTS and not name.endswith("archive")):
            continue
        paths = {language: address(language, name, kwargs) for language in LANGUAGES}
        for language, other in (("sv", "en"), ("en", "sv")):
            response = client.get(paths[language] + query)
            assert response.status_code == 200, paths[language]
            assert f'<html lang="{language}"' in response.text
            assert the_switch(response) == (other, paths[other] + query)
            seen += 1
    measured(f"language switch: {seen} pages lead to their twins{' on a day' * bool(query)}")
