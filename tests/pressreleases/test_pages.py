"""The seed page and the archive, as a reader meets them, over the real content."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from ministers.dates import long_date
from ministers.models import Government, Tenure
from pressreleases.models import Version
from tests.factories import make_published, make_tenure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

SEED = "/pressmeddelanden/2017/12/regeringen-starker-arbetet-med-att-motverka-segregation/"
SEED_EN = "/en/press-releases/2017/12/regeringen-starker-arbetet-med-att-motverka-segregation/"
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def today(clock):
    return clock(TODAY)


def text_of(response):
    """What is read on the page: no markup, white space folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)).replace(" .", ".")


class TestSeed:
    def test_today(self, client):
        page = text_of(client.get(SEED))
        assert (
            "Innehållet publicerades under perioden 3 oktober 2014 till den 20 januari 2019" in page
        )
        assert page.count("Statsråd på denna sida som har entledigats") == 1
        assert page.count("bytt ansvarsområde") == 0
        first = "Under perioden 21 januari 2019 till den 30 november 2021 var han näringsminister."
        second = (
            "Under perioden 25 maj 2016 till den 21 januari 2019 "
            "var han samordnings- och energiminister."
        )
        assert page.count(first) == page.count(second) == 1
        assert len(re.findall(r"Under perioden .*? var han", page)) == 2

    def test_as_of_june_2020(self, client):
        page = text_of(client.get(SEED + "?datum=2020-06-01"))
        assert "Statsråd på denna sida som har bytt ansvarsområde" in page
        assert "entledigats" not in page
        assert "till den 20 januari 2019, under regeringen Löfven I." in page
        assert "Du ser webbplatsen som den var den 1 juni 2020." in page

    def test_as_of_june_2018(self, client):
        page = text_of(client.get(SEED + "?datum=2018-06-01"))
        assert "Innehållet publicerades" not in page
        assert "Statsråd på denna sida" not in page

    def test_in_english(self, client):
        page = text_of(client.get(SEED_EN))
        assert "in the period from 3 October 2014 to 20 January 2019" in page
        assert page.count("he was Minister for Business, Industry and Innovation") == 1
        assert "oktober" not in page.replace("regeringen", "")

    def test_the_whole_text_stands_there(self, client):
        page = text_of(client.get(SEED))
        for passage in (
            "Pressmeddelande från Statsrådsberedningen",
            "Publicerad december 2017",
            "Vi behöver kraftsamla och öka samarbetet",
            "Varför en Delegation mot segregation?",
            "tidiga och förebyggande insatser.",
            "Myndighetens uppdrag",
            "fördela statsbidrag.",
            "Uppdraget ska genomföras i samarbete med Statistiska centralbyrån.",
            "då samordnings- och energiminister",
        ):
            assert passage in page

    def test_provenance_is_printed(self, client):
        page = client.get(SEED).text
        assert "https://www.regeringen.se/pressmeddelanden/2017/12/" in page
        assert "Utgivare" in page and "Villkor" in page

    def test_a_corrected_tenure_changes_the_next_request_in_both_languages(self, client):
        tenure = Tenure.objects.get_by_natural_key(
            "ibrahim-baylan", "naringsminister", "2019-01-21"
        )
        tenure.ends_on = date(2021, 11, 29)
        tenure.save()
        assert "till den 29 november 2021" in text_of(client.get(SEED))
        assert "to 29 November 2021" in text_of(client.get(SEED_EN))

    def test_queries_are_few(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(8):
            client.get(SEED)


class TestArchive:
    def test_lists_only_what_the_gate_lets_through(self, client):
        page = client.get("/pressmeddelanden/2018/12/")
        assert [reading.version.slug for reading in page.context["readings"]] == [
            "delegationen-mot-segregation-redovisar-ett-nationellt-uppfoljningssystem"
        ]

    def test_every_kind_has_its_archive(self, client):
        for path in ("artiklar", "tal", "uttalanden", "debattartiklar"):
            assert client.get(f"/{path}/").status_code == 200

    def test_demonstration_texts_are_labelled(self, client):
        page = client.get("/pressmeddelanden/").text
        assert "Demonstrationstext" in page
        assert "Demonstrationstext" not in client.get(SEED).text

    def test_a_year_or_month_without_texts_does_not_exist(self, client):
        assert client.get("/pressmeddelanden/1999/").status_code == 404
        assert client.get("/pressmeddelanden/2017/1/").status_code == 404
        assert client.get("/pressmeddelanden/2017/01/").status_code == 404

    def test_queries_do_not_grow_with_the_archive(self, client, django_assert_max_num_queries):
        tenures = [make_tenure(), make_tenure()]
        for _number in range(12):
            make_published(tenures=tenures, at=TODAY, published_at=TODAY - HOUR)
        with django_assert_max_num_queries(8):
            assert len(client.get("/pressmeddelanden/").context["readings"]) == 20
        with django_assert_max_num_queries(8):
            client.get("/pressmeddelanden/2026/")

    def test_withdrawn_says_when_why_and_by_what_replaced(self, client):
        path = "/pressmeddelanden/2018/12/delegationen-mot-segregation-avvecklas-under-2019/"
        response = client.get(path)
        assert response.status_code == 200
        page = text_of(response)
        assert "20 augusti 2019 kl. 09.05" in page
        assert "Delegationen mot segregation blir kvar" in page
        assert "noindex" in response.text
        assert "dragits tillbaka" not in text_of(client.get(path + "?datum=2019-01-01"))

    def test_corrected_shows_the_note(self, client):
        path = "/pressmeddelanden/2017/11/instruktion-for-delegationen-mot-segregation-ar-utfardad/"
        page = text_of(client.get(path))
        assert "Rättelse" in page and "Ändringslogg" in page
        then = text_of(client.get(path + "?datum=2017-11-28"))
        assert "Rättelse" not in then

    def test_text_without_english_says_so_and_marks_the_language(self, client):
        page = client.get(
            "/en/press-releases/2018/02/53-miljoner-kronor-i-statsbidrag-mot-segregation-2018/"
        ).text
        assert '<div class="flow" lang="sv">' in page
        assert '<h1><span lang="sv">' in page
        assert "not available in English" in page


def test_banner_and_government_page_say_the_same_days(client):
    compared = 0
    for government in Government.objects.exclude(ends_on=None):
        page = text_of(client.get(government.get_absolute_url()))
        assert f"Tillträdde {long_date(government.starts_on)}" in page
        assert f"Sista dag {long_date(government.last_day)}" in page
        for version in Version.objects.live(TODAY).under_government(government):
            banner = f"{long_date(government.starts_on)} till den {long_date(government.last_day)}"
            assert banner in text_of(client.get(version.get_absolute_url()))
            compared += 1
    assert compared >= 10
