"""The public pages over the real content: every page in both languages, and what it says."""

import re
from datetime import UTC, date, datetime

import pytest

from ministers.models import Tenure
from tests.ministers.pages import address, rows_of, show, words

pytestmark = pytest.mark.django_db

HANDOVER = date(2019, 1, 21)
MOST_QUERIES = 8
PAGES = [
    ("minister_list", {}),
    ("minister_detail", {"slug": "ibrahim-baylan"}),
    ("minister_detail", {"slug": "morgan-johansson"}),
    ("government_on_form", {}),
    ("government_on", {"day": date(2018, 1, 1)}),
    ("government_on", {"day": HANDOVER}),
    ("government_on", {"day": date(2010, 1, 1)}),
    ("government_on", {"day": date(1990, 1, 1)}),
    ("government_on", {"day": date.min}),
    ("government_on", {"day": date.max}),
    ("government_list", {}),
    ("government_detail", {"slug": "lofven-i"}),
    ("government_detail", {"slug": "persson"}),
    ("government_detail", {"slug": "kristersson"}),
    ("department_list", {}),
    ("department_detail", {"slug": "statsradsberedningen"}),
    ("department_detail", {"slug": "infrastrukturdepartementet"}),
    ("post_list", {}),
    ("post_detail", {"slug": "statsminister"}),
    # The longest chain of successors.
    ("post_detail", {"slug": "barn-aldre-och-jamstalldhetsminister"}),
]
SILENT = ("government_on_form", "department_list")
STATES_WHO_GOVERNS = [page for page in PAGES if page[0] not in SILENT]


@pytest.fixture(autouse=True)
def today(clock):
    clock(datetime(2026, 2, 1, 12, tzinfo=UTC))


# --- every page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("name", "kwargs"), PAGES)
def test_page_is_whole(client, content, django_assert_max_num_queries, name, kwargs, language):
    with django_assert_max_num_queries(MOST_QUERIES):
        response = show(client, name, language=language, **kwargs)

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
    assert not re.search(r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])", words(response))


@pytest.mark.parametrize(("name", "kwargs"), STATES_WHO_GOVERNS)
def test_page_says_until_when_the_facts_hold(client, content, name, kwargs):
    text = words(show(client, name, **kwargs))

    assert "Uppgifterna gäller till och med den 29 januari 2026" in text


@pytest.mark.parametrize(
    ("name", "kwargs"), [page for page in PAGES if page[0] not in ("government_on_form",)]
)
def test_page_keeps_the_day_in_its_links(client, content, name, kwargs):
    response = show(client, name, on=date(2022, 11, 1), **kwargs)
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
    links = [link for link in re.findall(r'<a [^>]*href="([^"]+)"', main) if link.startswith("/")]

    assert response.status_code == 200
    assert [link for link in links if "datum=2022-11-01" not in link] == []


@pytest.mark.parametrize(
    "name", ["minister_detail", "government_detail", "department_detail", "post_detail"]
)
def test_page_unknown_slug_is_not_found(client, content, name):
    assert show(client, name, slug="finns-inte").status_code == 404


@pytest.mark.parametrize("day", ["2018-02-30", "2018-13-01", "18-01-01", "idag", "0000-01-01"])
def test_government_on_no_such_day_is_not_found(client, content, day):
    assert client.get(f"/statsrad/den/{day}/").status_code == 404


@pytest.mark.parametrize("path", ["/statsrad/", "/regeringar/", "/poster/"])
def test_page_bad_datum_is_refused(client, content, path):
    assert client.get(path, {"datum": "2018-02-30"}).status_code == 400
    assert client.get(path, {"datum": "2027-01-01"}).status_code == 400


# --- ministers -----------------------------------------------------------------------------------


def test_minister_list_shows_the_government_of_the_day(client, content):
    now, then = (
        words(show(client, "minister_list")),
        words(show(client, "minister_list", on=date(2018, 6, 1))),
    )

    assert "Regeringen nu Regeringen Kristersson" in now
    assert "Regeringen den 1 juni 2018 Regeringen Löfven I , sedan den 3 oktober 2014" in then
    assert "Ulf Kristersson" not in then


def test_minister_detail_left(client, content):
    text = words(show(client, "minister_detail", slug="ibrahim-baylan"))

    assert "Har lämnat regeringen. Entledigades den 30 november 2021 ." in text
    table = rows_of(text, "Poster i tidsordning", "Texter")
    assert table.index("energiminister") < table.index("25 maj 2016")
    assert "Regeringen Löfven II Regeringen Löfven III" in table
    assert "Källa: tillträdet på personens nästa post" in table


def test_minister_detail_then_titles_of_releases(client, content):
    text = rows_of(words(show(client, "minister_detail", slug="ibrahim-baylan")), "Texter")

    assert "då samordnings- och energiminister" in text
    assert "då näringsminister" in text


def test_minister_detail_in_office_on_an_earlier_day(client, content):
    text = words(show(client, "minister_detail", slug="ibrahim-baylan", on=date(2018, 6, 1)))

    assert "Samordnings- och energiminister, sedan den 25 maj 2016 ." in text
    assert "2019" not in rows_of(text, "Ibrahim Baylan", "Källor")
    assert "näringsminister" not in text


def test_minister_detail_timeline_is_named(client, content):
    html = show(client, "minister_detail", slug="ibrahim-baylan").content.decode()

    svg = re.search(r"<svg width.*?</svg>", html, re.DOTALL).group()
    assert 'role="img" aria-labelledby="tidslinje tidslinje-text"' in svg
    assert '<title id="tidslinje">Tidslinje över poster: Ibrahim Baylan</title>' in svg
    assert '<desc id="tidslinje-text">Energiminister: 3 oktober 2014–25 maj 2016.' in svg
    assert svg.count("<rect") == 3


# --- the government on a day ---------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2018, 1, 1), HANDOVER, date(2022, 10, 18)])
def test_government_on_every_post_has_one_holder(client, content, day):
    posts = list(Tenure.objects.on(day).filter(acting=False).values_list("post", flat=True))
    html = show(client, "government_on", day=day).content.decode()

    assert len(posts) == len(set(posts)) > 20
    table = re.search(r"<table>.*?</table>", html, re.DOTALL).group()
    assert len(re.findall(r'<td><a href="/statsrad/', table)) == len(posts)


def test_government_on_names_first_and_last_day(client, content):
    text = words(show(client, "government_on", day=date(2018, 1, 1)))

    assert "Regeringen Löfven I , 3 oktober 2014 – 20 januari 2019 ." in text
    assert "Ibrahim Baylan samordnings- och energiminister" in text


def test_government_on_prime_minister_first(client, content):
    table = rows_of(words(show(client, "government_on", day=date(2018, 1, 1))), "Departement Stats")

    assert table.startswith("Departement Statsråd Titel Sedan Statsrådsberedningen Stefan Löfven")
    assert table.count("Statsrådsberedningen") == 1


def test_government_on_before_the_first_known_day(client, content):
    text = words(show(client, "government_on", day=date(1996, 3, 21)))

    assert (
        "Regeringar är kända från och med den 22 mars 1996 , "
        "statsråd från och med den 3 oktober 2014" in text
    )
    assert "Dagen före" not in text


def test_government_on_before_the_first_tenure(client, content):
    text = words(show(client, "government_on", day=date(2014, 10, 2)))

    assert "Regeringen Reinfeldt" in text
    assert "Statsråden är kända från och med den 3 oktober 2014" in text


def test_government_on_seen_from_an_earlier_day(client, content):
    text = words(show(client, "government_on", on=date(2018, 6, 1), day=date(2018, 1, 1)))

    assert "Regeringen Löfven I , sedan den 3 oktober 2014" in text


def test_government_on_form_bad_day_is_explained(client, content):
    response = client.get(address("government_on_form"), {"dag": "<b>1</b>"})

    assert response.status_code == 400
    assert words(response).count("Skriv dagen som ÅÅÅÅ-MM-DD, till exempel 2018-01-01.") == 2
    assert b'aria-invalid="true" aria-describedby="dag-error"' in response.content
    assert b"<b>" not in response.content


# --- governments ---------------------------------------------------------------------------------


def test_government_list_newest_first_with_last_days(client, content):
    text = words(show(client, "government_list"))

    assert text.index("Regeringen Kristersson") < text.index("Regeringen Persson")
    assert "3 oktober 2014 – 20 januari 2019" in text


def test_government_detail(client, content):
    response = show(client, "government_detail", slug="lofven-i")
    text = words(response)

    assert "Statsminister Stefan Löfven" in text
    assert address("minister_detail", slug="stefan-lofven") in response.content.decode()
    assert "Sista dag 20 januari 2019" in text
    assert "Före Regeringen Reinfeldt Efter Regeringen Löfven II" in text
    assert Tenure.objects.overlapping(date(2014, 10, 3), HANDOVER).count() == len(
        re.findall(r'<th scope="row">', response.content.decode())
    )


def test_government_detail_without_known_ministers(client, content):
    text = words(show(client, "government_detail", slug="persson"))

    assert "Statsminister Göran Persson" in text
    assert "Våra uppgifter om statsråd börjar senare än den här regeringen." in text


def test_government_detail_end_and_successor_wait(client, content):
    text = words(show(client, "government_detail", slug="lofven-i", on=date(2019, 1, 20)))

    assert "Sista dag" not in text
    assert "Löfven II" not in text
    assert (
        show(client, "government_detail", slug="lofven-ii", on=date(2019, 1, 20)).status_code == 404
    )


# --- departments ---------------------------------------------------------------------------------


def test_department_detail_unknown_interval_is_said(client, content):
    text = words(show(client, "department_detail", slug="naringsdepartementet"))

    assert "Inrättat uppgift saknas" in text and "Upphörde" not in text


# --- posts ---------------------------------------------------------------------------------------


def test_post_detail_holder_answers(client, content):
    text = words(show(client, "post_detail", slug="statsminister"))

    assert "Vem ansvarar nu? Ulf Kristersson , statsminister, sedan den 18 oktober 2022 ." in text
    assert "Området har gått" not in text


def test_post_detail_chain_answers(client, content):
    text = words(show(client, "post_detail", slug="energiminister"))

    assert "Vem ansvarar nu? Ebba Busch , energi- och näringsminister" in text
    chain = rows_of(text, "Området har gått", "Innehavare")
    places = [
        chain.index(title)
        for title in (
            "energiminister",
            "samordnings- och",
            "energi- och digi",
            "energi- och närings",
        )
    ]
    assert places == sorted(places)
    assert "Bedömning utifrån titlarna" in chain


def test_post_detail_asked_of_an_earlier_day(client, content):
    text = words(show(client, "post_detail", slug="energiminister", on=date(2017, 1, 1)))

    assert "Vem ansvarade då? Ibrahim Baylan , samordnings- och energiminister" in text
    assert "digitaliseringsminister" not in text
    assert "2019" not in rows_of(text, "Vem ansvarade", "Källor")


def test_post_detail_holders_in_order_with_predecessors(client, content):
    text = words(show(client, "post_detail", slug="samordnings-och-energiminister"))

    assert "Tog över efter energiminister" in text


def test_corrected_end_shows_at_once_in_both_languages(client, content):
    tenure = Tenure.objects.get_by_natural_key("ibrahim-baylan", "naringsminister", "2019-01-21")
    tenure.ends_on = date(2021, 11, 29)
    tenure.save()

    assert "29 november 2021" in words(show(client, "minister_detail", slug="ibrahim-baylan"))
    english = words(show(client, "minister_detail", language="en", slug="ibrahim-baylan"))
    assert "29 November 2021" in english
    assert "30 November 2021" not in rows_of(english, "Ibrahim Baylan", "swerik")
