"""The rules that the public pages keep, each shown by the least that it takes."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_department, make_government, make_minister, make_post, make_tenure
from tests.ministers.pages import address, rows_of, show, words

pytestmark = pytest.mark.django_db

HANDOVER = date(2019, 1, 21)
MOST_QUERIES = 8


@pytest.fixture(autouse=True)
def today(clock):
    clock(datetime(2026, 2, 1, 12, tzinfo=UTC))


# --- every page ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/statsrad/", "/regeringar/", "/departement/", "/poster/", "/statsrad/den/"]
)
def test_page_empty_archive_still_answers(client, path):
    assert client.get(path).status_code == 200


# --- query counts do not grow --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["minister_list", "post_list", "government_list"])
def test_list_queries_do_not_grow(client, name):
    make_government(ends_on=None)
    make_tenure(ends_on=None)
    with CaptureQueriesContext(connection) as few:
        show(client, name)
    for _ in range(5):
        make_tenure(ends_on=None, department=make_department())
    with CaptureQueriesContext(connection) as many:
        show(client, name)

    assert len(few) == len(many) <= MOST_QUERIES


# --- ministers -----------------------------------------------------------------------------------


def test_minister_list_is_in_swedish_order(client):
    for name in ("Öberg", "Ågren", "Zeth", "Äng", "Éva", "Dahl"):
        make_tenure(minister=make_minister(family_name=name))

    text = rows_of(words(show(client, "minister_list")), "Alla som är eller har varit")

    assert re.findall(r"Kim (\w+)", text) == ["Dahl", "Éva", "Zeth", "Ågren", "Äng", "Öberg"]


def test_minister_detail_future_tenure_is_hidden(client):
    minister = make_minister(slug="kim", family_name="Ek")
    make_tenure(minister=minister, ends_on=date(2027, 1, 1), post=make_post(title_sv="nu"))
    make_tenure(
        minister=minister,
        starts_on=date(2027, 1, 1),
        ends_on=None,
        post=make_post(title_sv="sedan"),
    )
    text = words(show(client, "minister_detail", slug="kim"))

    assert "2027" not in text
    assert "sedan den 25 maj 2016" in text
    assert "Sedan ," not in text


def test_minister_detail_only_future_tenure_does_not_exist_yet(client):
    make_tenure(minister=make_minister(slug="kim"), starts_on=date(2027, 1, 1), ends_on=None)

    assert show(client, "minister_detail", slug="kim").status_code == 404
    assert "Kim" not in words(show(client, "minister_list"))


def test_minister_detail_unverified_says_so(client):
    make_tenure(minister=make_minister(slug="kim"), starts_source_sv="", ends_source_sv="")

    assert words(show(client, "minister_detail", slug="kim")).count("Ej bekräftad uppgift") == 2


def test_minister_detail_note_about_the_end_waits_for_it(client):
    make_tenure(minister=make_minister(slug="kim"), note_sv="Slutdagen är vår bedömning.")

    before = words(show(client, "minister_detail", slug="kim", on=date(2019, 1, 20)))
    after = words(show(client, "minister_detail", slug="kim", on=HANDOVER))
    assert "vår bedömning" not in before
    assert "vår bedömning" in after


def test_minister_detail_note_on_an_open_post_may_speak_of_later(client):
    make_tenure(minister=make_minister(slug="kim"), ends_on=None, note_sv="Från 2026 även annat.")

    asked = words(show(client, "minister_detail", slug="kim", on=date(2020, 1, 1)))
    assert "2026" not in asked
    assert "Från 2026 även annat." in words(show(client, "minister_detail", slug="kim"))


def test_minister_detail_month_only(client):
    make_tenure(minister=make_minister(slug="kim"), ends_precision="month")

    assert "Entledigades i januari 2019 ." in words(show(client, "minister_detail", slug="kim"))


def test_minister_detail_died_in_office(client):
    make_tenure(minister=make_minister(slug="kim", died_on=HANDOVER))

    text = words(show(client, "minister_detail", slug="kim"))
    assert "Avled i tjänst den 21 januari 2019 ." in text
    assert "Har lämnat regeringen" not in text


def test_minister_detail_acting(client):
    make_tenure(
        minister=make_minister(slug="kim"),
        post=make_post(title_sv="energiminister"),
        acting=True,
        ends_on=None,
    )

    text = words(show(client, "minister_detail", slug="kim"))
    assert "Tillförordnad energiminister, sedan den 25 maj 2016 ." in text


def test_minister_detail_foreign_text_is_marked(client):
    make_tenure(minister=make_minister(slug="kim"), post=make_post(title_sv="råd", title_en=""))

    html = show(client, "minister_detail", language="en", slug="kim").content.decode()
    assert '<span lang="sv">råd</span>' in html
    assert 'lang="sv">Råd</text>' in html


def test_minister_detail_links_to_wikidata(client):
    make_tenure(minister=make_minister(slug="kim", wikidata="Q1"))
    make_tenure(minister=make_minister(slug="lo", wikidata=""))

    assert b"wikidata.org/wiki/Q1" in show(client, "minister_detail", slug="kim").content
    assert b"wikidata.org" not in show(client, "minister_detail", slug="lo").content


# --- the government on a day ---------------------------------------------------------------------


def test_government_on_handover_has_one_holder_the_new_one(client):
    post = make_post(title_sv="energiminister")
    make_tenure(post=post, minister=make_minister(family_name="Förr"))
    make_tenure(
        post=post, minister=make_minister(family_name="Ny"), starts_on=HANDOVER, ends_on=None
    )

    text = words(show(client, "government_on", day=HANDOVER))
    holders, left = text.split("Lämnade en post den här dagen")
    assert "Kim Ny" in holders
    assert "ny på posten" in holders
    assert "Kim Förr" not in holders
    assert "Kim Förr , energiminister" in left


def test_government_on_acting_beside_ordinary(client):
    post = make_post(title_sv="energiminister")
    make_tenure(post=post, minister=make_minister(family_name="Ordinarie"))
    make_tenure(post=post, minister=make_minister(family_name="Vikarie"), acting=True)

    text = words(show(client, "government_on", day=date(2018, 1, 1)))
    assert "Kim Ordinarie energiminister" in text
    assert "Kim Vikarie tillförordnad energiminister" in text


def test_government_on_gap(client):
    make_government(ends_on=date(2016, 1, 1))
    make_government(starts_on=date(2016, 1, 10))

    text = words(show(client, "government_on", day=date(2016, 1, 5)))
    assert "Ingen regering är känd den här dagen." in text
    assert "Inga statsråd är kända den här dagen." in text


def test_government_on_future_day_shows_what_is_public(client):
    make_government(name_sv="regeringen Nu", ends_on=date(2026, 9, 1))
    make_government(name_sv="regeringen Sedan", starts_on=date(2026, 9, 1), ends_on=None)
    make_tenure(minister=make_minister(family_name="Nu"), ends_on=date(2026, 9, 1))
    make_tenure(
        minister=make_minister(family_name="Sedan"), starts_on=date(2026, 9, 1), ends_on=None
    )

    text = words(show(client, "government_on", day=date(2026, 9, 1)))
    assert "Dagen har inte varit ännu." in text
    assert "Regeringen Nu , sedan den 3 oktober 2014" in text
    assert "Kim Nu" in text
    assert "Kim Sedan" not in text
    assert "Entledigades" not in text
    assert "Dagen efter" not in text


def test_government_on_caretaker(client):
    make_government(caretaker_from=date(2018, 9, 25))

    before = words(show(client, "government_on", day=date(2018, 9, 24)))
    after = words(show(client, "government_on", day=date(2018, 9, 25)))
    assert "Övergångsregering" not in before
    assert "Övergångsregering sedan den 25 september 2018" in after


def test_government_on_form_leads_to_the_day(client):
    response = client.get(address("government_on_form"), {"dag": "2018-01-01"})

    assert response.status_code == 302
    assert response["Location"] == address("government_on", day=date(2018, 1, 1))


def test_government_on_form_keeps_the_day_of_viewing(client):
    query = {"dag": "2018-01-01", "datum": "2020-06-01"}
    response = client.get(address("government_on_form"), query)

    day = address("government_on", day=date(2018, 1, 1))
    assert response["Location"] == f"{day}?datum=2020-06-01"
    for name in ("government_on_form", "minister_list", "government_list"):
        asked = show(client, name, on=date(2020, 6, 1)).text
        assert '<input type="hidden" name="datum" value="2020-06-01">' in asked
        assert 'name="datum"' not in show(client, name).text


# --- governments ---------------------------------------------------------------------------------


def test_government_parties_have_names(client):
    make_government(slug="nu", parties="S, MP, XP", ends_on=None)

    assert '<abbr title="Miljöpartiet">MP</abbr>, XP' in show(client, "government_list").text
    text = words(show(client, "government_detail", slug="nu"))
    assert "Partier Socialdemokraterna (S), Miljöpartiet (MP), XP" in text
    english = words(show(client, "government_detail", language="en", slug="nu"))
    assert "the Social Democratic Party (S), the Green Party (MP), XP" in english


def test_government_note_waits_for_the_end(client):
    make_government(slug="i", note_sv="Källorna skiljer sig om slutet.")

    before = words(show(client, "government_detail", slug="i", on=date(2019, 1, 20)))
    assert "om slutet" not in before
    assert "om slutet" in words(show(client, "government_detail", slug="i"))


# --- departments ---------------------------------------------------------------------------------


def test_department_list_is_in_swedish_order(client):
    for name in ("Öppen", "Ålands", "Zon", "Äldre"):
        make_department(name_sv=name)

    assert "Zon Ålands Äldre Öppen" in words(show(client, "department_list"))


def test_department_detail_successor_waits_for_the_end(client):
    new = make_department(slug="ny", name_sv="Nya departementet")
    make_department(slug="gammal", name_sv="Gamla", ends_on=date(2019, 1, 1), successor=new)

    before = words(show(client, "department_detail", slug="gammal", on=date(2018, 12, 31)))
    after = words(show(client, "department_detail", slug="gammal"))
    assert "Nya departementet" not in before
    assert "Upphörde 1 januari 2019 Efterträdare Nya departementet" in after
    assert "Föregångare Gamla" in words(show(client, "department_detail", slug="ny"))
    assert "Gamla" not in words(show(client, "department_detail", slug="ny", on=date(2018, 12, 31)))


def test_department_detail_to_come_does_not_exist_yet(client):
    make_department(slug="ny", starts_on=date(2019, 4, 1))

    assert show(client, "department_detail", slug="ny", on=date(2019, 3, 31)).status_code == 404
    assert show(client, "department_detail", slug="ny", on=date(2019, 4, 1)).status_code == 200


def test_department_detail_named_before_it_is_set_up(client):
    department = make_department(
        slug="ny", starts_on=date(2019, 4, 1), note_sv="Öppnade i april 2019."
    )
    make_tenure(department=department, starts_on=HANDOVER, ends_on=None)

    before = words(show(client, "department_detail", slug="ny", on=date(2019, 2, 1)))
    assert "Den 1 februari 2019 hade departementet ännu inte inrättats." in before
    assert "april" not in before
    after = words(show(client, "department_detail", slug="ny"))
    assert "Inrättat 1 april 2019" in after
    assert "Öppnade i april 2019." in after


# --- posts ---------------------------------------------------------------------------------------


def test_post_list_is_in_swedish_order(client):
    for title in ("öminister", "ålminister", "zonminister", "EU-minister", "ägominister"):
        make_tenure(post=make_post(title_sv=title))

    text = words(show(client, "post_list"))
    assert re.findall(r"\S+minister(?= ingen)", text) == [
        "EU-minister",
        "zonminister",
        "ålminister",
        "ägominister",
        "öminister",
    ]


def test_post_list_holders(client):
    post = make_post(title_sv="energiminister")
    make_tenure(post=post, minister=make_minister(family_name="Ordinarie"), ends_on=None)
    make_tenure(post=post, minister=make_minister(family_name="Vikarie"), ends_on=None, acting=True)
    make_tenure(post=make_post(title_sv="skolminister"))

    text = words(show(client, "post_list"))
    assert "energiminister Kim Ordinarie Kim Vikarie , tillförordnad 25 maj 2016" in text
    assert "skolminister ingen innehavare" in text


def test_post_made_ahead_does_not_show(client):
    make_tenure(
        post=make_post(slug="ny", title_sv="nyminister"), starts_on=date(2027, 1, 1), ends_on=None
    )

    assert "nyminister" not in words(show(client, "post_list"))
    assert show(client, "post_detail", slug="ny").status_code == 404


def test_post_detail_nobody_answers(client):
    make_tenure(
        post=make_post(slug="skola", succession_note_sv="Frågorna delades mellan flera poster.")
    )

    text = words(show(client, "post_detail", slug="skola"))
    assert "uppgifterna säger inte vem som tog över området." in text
    assert "Frågorna delades mellan flera poster." in text


def test_post_detail_successor_to_come_is_not_told(client):
    heir = make_post(title_sv="arvminister")
    make_tenure(post=heir, starts_on=date(2027, 1, 1), ends_on=None)
    make_tenure(
        post=make_post(slug="skola", succeeded_by=heir, succession_note_sv="Går över 2027.")
    )

    text = words(show(client, "post_detail", slug="skola"))
    assert "Ingen har posten den dagen." in text
    assert "arvminister" not in text
    assert "2027" not in text


def test_post_detail_succession_note_may_speak_of_later_steps(client):
    heir = make_post(title_sv="arvminister")
    make_tenure(post=heir, starts_on=HANDOVER, ends_on=None)
    make_tenure(
        post=make_post(slug="skola", succeeded_by=heir, succession_note_sv="Åter 2021, bort 2022.")
    )

    assert "2021" not in words(show(client, "post_detail", slug="skola", on=date(2020, 1, 1)))
    assert "Åter 2021, bort 2022." in words(show(client, "post_detail", slug="skola"))


def test_post_detail_unverified_title_says_so(client):
    make_tenure(post=make_post(slug="skola", title_source_sv="", title_source_en=""))

    assert "Om titeln Ej bekräftad uppgift" in words(show(client, "post_detail", slug="skola"))
