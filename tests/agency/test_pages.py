"""The agency's pages over the real content: whole in both languages, and what they say."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.ministers.pages import words

pytestmark = pytest.mark.django_db

AGENCY = {"slug": "delegationen-mot-segregation"}
ASSIGNMENT = AGENCY | {"assignment": "uppfoljningssystem-2018"}
PAGES = [
    ("agency_list", {}),
    ("agency_detail", AGENCY),
    ("mandate_detail", AGENCY),
    ("assignment_detail", ASSIGNMENT),
]


@pytest.fixture(autouse=True)
def today(clock):
    clock(datetime(2026, 2, 1, 12, tzinfo=UTC))


def show(client, name, kwargs, on=None, language="sv"):
    with override(language):
        address = reverse(f"agency:{name}", kwargs=kwargs)
    return client.get(address, {"datum": on.isoformat()} if on else {})


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("on", [None, date(2018, 6, 1)])
@pytest.mark.parametrize(("name", "kwargs"), PAGES)
def test_page_is_whole(client, content, django_assert_max_num_queries, name, kwargs, on, language):
    with django_assert_max_num_queries(8):
        response = show(client, name, kwargs, on, language)

    html = response.content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in zip(levels, levels[1:], strict=False))
    assert len(ids) == len(set(ids))
    assert '<meta name="description" content="' in html
    assert 'aria-current="page"' in html
    assert "style=" not in html


@pytest.mark.parametrize(("name", "kwargs"), PAGES)
def test_page_keeps_the_day_in_its_links(client, content, name, kwargs):
    html = show(client, name, kwargs, date(2018, 6, 1)).content.decode()
    main = re.search(r"<main.*?</main>", html, re.DOTALL).group()
    links = [link for link in re.findall(r'<a [^>]*href="([^"]+)"', main) if link.startswith("/")]

    assert links
    assert [link for link in links if "datum=2018-06-01" not in link] == []


def test_agency_detail_of_the_seed(client, content):
    text = words(show(client, "agency_detail", AGENCY))

    assert "Kortnamn Delmos" in text
    assert "Ledningsform enrådighetsmyndighet" in text
    assert "Rättslig grund förordning (2017:1085)" in text
    assert "Plats Flemingsberg i Huddinge" in text
    assert "Inrättad 1 januari 2018 Sista dag 31 december 2022" in text
    assert "Inger Ashing direktör november 2017 okänd dag okänd dag" in text
    assert text.index("Vad som fanns före") < text.index("Vad som kom efter")
    assert "Regeringen stärker arbetet med att motverka segregation" in text


def test_agency_detail_timeline_is_in_order_and_tells_nothing_twice(client, content):
    text = words(show(client, "agency_detail", AGENCY))
    history = text[text.index("Tidslinje juli 2016") : text.index("Texter Boverket")]
    days = ("juli 2016", "23 mars 2017", "1 januari 2018", "31 december 2022", "1 januari 2023")
    places = [history.index(day) for day in days]

    assert places == sorted(places)
    assert history.count("Myndighetens sista dag.") == 1
    assert "Myndigheten inrättas." not in history


def test_agency_detail_month_is_told_when_it_is_over(client, content):
    last, after = date(2018, 6, 29), date(2018, 6, 30)

    assert "långsiktig strategi" not in words(show(client, "agency_detail", AGENCY, last))
    assert "långsiktig strategi" in words(show(client, "agency_detail", AGENCY, after))


def test_agency_detail_in_its_time_tells_no_end(client, content):
    text = words(show(client, "agency_detail", AGENCY, date(2018, 6, 1)))

    assert "Myndigheten finns sedan den 1 januari 2018" in text
    assert "2022" not in text[: text.index("Källor")]
    assert "Boverket" not in text
    assert "pågår" in text


def test_mandate_detail_of_the_seed(client, content):
    text = words(show(client, "mandate_detail", AGENCY))

    assert "Utfärdad 16 november 2017 Tryckt 28 november 2017 I kraft 1 januari 2018" in text
    assert text.count(" §)") == 5


def test_assignment_detail_of_the_seed(client, content):
    text = words(show(client, "assignment_detail", ASSIGNMENT))

    assert "Tillsammans med Statistiska centralbyrån" in text
    assert "Gavs av Regeringen Löfven I Gavs i regleringsbrev för 2018" in text
    assert "Beslutat december 2017 Redovisas senast 22 december 2018" in text
    assert "Redovisat 21 december 2018" in text
    assert "Läge redovisat" in text
    assert "att segregationen i Sverige kan följas upp" in text


def test_unknown_assignment_is_not_found(client, content):
    kwargs = AGENCY | {"assignment": "finns-inte"}

    assert show(client, "assignment_detail", kwargs).status_code == 404
