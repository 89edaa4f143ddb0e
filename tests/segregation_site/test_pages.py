"""The pages about the site, over the real content."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from agency.models import AssignmentStatus
from tests.browser.addresses import LANGUAGES
from tests.ministers.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture(autouse=True)
def today(clock):
    clock(datetime(2026, 2, 1, 12, tzinfo=UTC))


def page(client, name, language="sv"):
    with override(language):
        return client.get(reverse(name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_components_links_lead_to_pages_of_the_content(client, language):
    html = page(client, "components", language).text
    main = re.search(r"<main.*?</main>", html, re.DOTALL).group()
    links = {link for link in re.findall(r'href="([^"]+)"', main) if link.startswith("/")}

    assert len(links) >= 20
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_components_show_every_state(client):
    text = words(page(client, "components"))

    for state in ("gäller nu", "avslutad", *AssignmentStatus.labels):
        assert str(state) in text
    assert "Du ser webbplatsen som den var den 1 juni 2018." in text
    assert "Vem ansvarar nu?" in text
    assert "Vem ansvarade då?" in text
    assert "Ingen har posten" in text


def test_components_ask_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert page(client, "components").status_code == 200


def test_about_says_what_the_facts_were_checked_against(client):
    text = words(page(client, "about"))

    assert "gäller till och med den 29 januari 2026" in text
    assert "Källor till uppgifterna om regeringar och statsråd" in text
    assert "omni.se" in text
