"""The pages of an agency, its mandate and its assignments, as made here for each rule."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from agency.models import AgencyEvent, AssignmentStatus, Directorship, MandateTask
from tests.factories import make_agency, make_assignment, make_mandate
from tests.ministers.pages import words

pytestmark = pytest.mark.django_db

OPENS, LAST_DAY, CLOSED = date(2018, 1, 1), date(2022, 12, 31), date(2023, 1, 1)


@pytest.fixture(autouse=True)
def today(clock):
    clock(datetime(2026, 2, 1, 12, tzinfo=UTC))


def show(client, name, on=None, **kwargs):
    query = {"datum": on.isoformat()} if on else {}
    # An English page read before leaves its language behind.
    with override("sv"):
        return client.get(reverse(f"agency:{name}", kwargs=kwargs), query)


# --- the list ------------------------------------------------------------------------------------


def test_agency_list_is_in_swedish_order(client):
    for name in ("Öppenhet", "Ålands", "Zon", "Ängs"):
        make_agency(name_sv=name)

    text = words(show(client, "agency_list"))
    assert sorted(("Zon", "Ålands", "Ängs", "Öppenhet"), key=text.index) == [
        "Zon",
        "Ålands",
        "Ängs",
        "Öppenhet",
    ]


def test_agency_list_empty_before_the_first_opens(client):
    make_agency(name_sv="Myndigheten")

    assert "Myndigheten" in words(show(client, "agency_list", on=OPENS))
    assert "Ingen myndighet i arkivet hade öppnat den dagen." in words(
        show(client, "agency_list", on=date(2017, 12, 31))
    )


# --- the agency on a day -------------------------------------------------------------------------


def test_agency_detail_before_it_opens(client):
    make_agency(slug="delmos", background_sv="En kommitté.", summary_sv="Fanns till 2022.")

    text = words(show(client, "agency_detail", on=date(2017, 12, 31), slug="delmos"))
    assert "Den 31 december 2017 hade myndigheten ännu inte öppnat." in text
    assert "2018" not in text
    assert "2022" not in text


def test_agency_detail_end_is_told_from_the_first_day_without_it(client):
    make_agency(slug="delmos", summary_sv="Fanns till 2022.", closing_sv="Andra tog över.")

    last = words(show(client, "agency_detail", on=LAST_DAY, slug="delmos"))
    after = words(show(client, "agency_detail", on=CLOSED, slug="delmos"))
    assert "gäller nu" in last
    assert "Myndigheten finns sedan den 1 januari 2018" in last
    assert "Fanns till 2022" not in last
    assert "Andra tog över" not in last
    assert "Sista dag 31 december 2022" in after
    assert "Fanns till 2022." in after
    assert "Andra tog över." in after


def test_agency_detail_directors_with_unknown_days(client):
    agency = make_agency(slug="delmos")
    Directorship.objects.create(
        agency=agency,
        position=1,
        name="Kim Ek",
        title_sv="direktör",
        appointed_on=date(2017, 11, 1),
        appointed_precision="month",
    )
    Directorship.objects.create(agency=agency, position=2, name="Lo Al", title_sv="direktör")

    text = words(show(client, "agency_detail", slug="delmos"))
    assert "Kim Ek direktör november 2017 okänd dag okänd dag" in text
    assert "Lo Al direktör okänd dag okänd dag okänd dag" in text


def test_agency_detail_directors_to_come_do_not_show(client):
    agency = make_agency(slug="delmos")
    Directorship.objects.create(
        agency=agency, name="Kim Ek", title_sv="direktör", starts_on=date(2020, 1, 1)
    )

    assert "Kim Ek" not in words(
        show(client, "agency_detail", on=date(2019, 12, 31), slug="delmos")
    )
    assert "Kim Ek" in words(show(client, "agency_detail", on=date(2020, 1, 1), slug="delmos"))


def test_agency_detail_undated_director_waits_for_the_closing(client):
    agency = make_agency(slug="delmos")
    Directorship.objects.create(
        agency=agency, name="Lo Al", title_sv="direktör", source_urls="delmos.se/om-oss"
    )

    assert "Lo Al" not in words(show(client, "agency_detail", on=LAST_DAY, slug="delmos"))
    assert "Lo Al" in words(show(client, "agency_detail", on=CLOSED, slug="delmos"))
    assert "Lo Al. Källa: delmos.se/om-oss" in words(show(client, "agency_detail", slug="delmos"))


def test_agency_detail_director_of_a_month_shows_when_it_is_over(client):
    Directorship.objects.create(
        agency=make_agency(slug="delmos"),
        name="Kim Ek",
        title_sv="direktör",
        appointed_on=date(2019, 11, 1),
        appointed_precision="month",
        note_sv="Slutade senare.",
    )
    asked = [date(2019, 11, 29), date(2019, 11, 30)]
    before, over = (words(show(client, "agency_detail", on=on, slug="delmos")) for on in asked)

    assert "Kim Ek" not in before
    assert "Kim Ek" in over
    assert "Slutade senare." not in over
    assert "Slutade senare." in words(show(client, "agency_detail", slug="delmos"))


def test_agency_detail_event_note_is_printed(client):
    AgencyEvent.objects.create(
        agency=make_agency(slug="delmos"),
        date=date(2019, 4, 1),
        text_sv="Något hände.",
        note_sv="Bara årstiden är känd.",
        source_urls="delmos.se",
    )

    text = words(show(client, "agency_detail", slug="delmos"))
    assert "Något hände. Bara årstiden är känd. Källa: delmos.se" in text


def test_agency_detail_event_without_source_says_so(client):
    AgencyEvent.objects.create(
        agency=make_agency(slug="delmos"), date=date(2019, 4, 1), text_sv="Något hände."
    )

    assert "Något hände. Ej bekräftad uppgift" in words(
        show(client, "agency_detail", slug="delmos")
    )


@pytest.mark.parametrize("name", ["agency_detail", "mandate_detail"])
def test_agency_unknown_slug_is_not_found(client, name):
    assert show(client, name, slug="finns-inte").status_code == 404


# --- the mandate ---------------------------------------------------------------------------------


def test_mandate_detail_dates_and_sections(client):
    agency = make_agency(slug="delmos")
    mandate = make_mandate(
        agency=agency, sfs="2017:1085", decided_on=date(2017, 11, 16), printed_on=date(2017, 11, 28)
    )
    MandateTask.objects.create(mandate=mandate, position=1, section="3 §", text_sv="fördela bidrag")

    text = words(show(client, "mandate_detail", slug="delmos"))
    assert "Utfärdad 16 november 2017 Tryckt 28 november 2017" in text
    assert "I kraft 1 januari 2018 – 31 december 2022" in text
    assert "fördela bidrag (3 §)" in text


def test_mandate_detail_unknown_days_are_said(client):
    make_mandate(agency=make_agency(slug="delmos"))

    assert "Utfärdad okänd dag Tryckt okänd dag" in words(
        show(client, "mandate_detail", slug="delmos")
    )


def test_mandate_detail_before_it_is_in_force(client):
    make_mandate(agency=make_agency(slug="delmos"), instruction_sv="förordning")

    text = words(show(client, "mandate_detail", on=date(2017, 12, 31), slug="delmos"))
    assert "Ingen instruktion gäller ännu för myndigheten." in text
    assert "förordning" not in text


# --- assignments ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "on", "status"),
    [
        ({}, date(2018, 1, 17), AssignmentStatus.PLANNED),
        ({}, date(2018, 1, 18), AssignmentStatus.ONGOING),
        ({}, date(2018, 12, 31), AssignmentStatus.ONGOING),
        ({}, date(2019, 1, 1), AssignmentStatus.LATE),
        ({"reported_on": date(2018, 12, 21)}, date(2018, 12, 20), AssignmentStatus.ONGOING),
        ({"reported_on": date(2018, 12, 21)}, date(2018, 12, 21), AssignmentStatus.REPORTED),
        ({"reported_on": date(2018, 12, 31)}, date(2018, 12, 31), AssignmentStatus.REPORTED),
        ({"reported_on": date(2019, 1, 2)}, date(2019, 1, 1), AssignmentStatus.LATE),
        ({"reported_on": date(2019, 1, 2)}, date(2019, 1, 2), AssignmentStatus.REPORTED_LATE),
        ({"due_on": None}, date(2030, 1, 1), AssignmentStatus.ONGOING),
        ({"decided_on": None}, date(2018, 6, 1), AssignmentStatus.UNDATED),
    ],
)
def test_assignment_status_at_its_edges(dates, on, status):
    assert make_assignment(**dates).status(on) == status


def test_assignment_detail_report_waits_for_its_day(client):
    agency = make_agency(slug="delmos")
    make_assignment(
        agency=agency,
        slug="system",
        reported_on=date(2018, 12, 21),
        report_title_sv="Rapporten",
        note_sv="Rapporten är på 60 sidor.",
    )
    where = {"slug": "delmos", "assignment": "system"}

    before = words(show(client, "assignment_detail", on=date(2018, 12, 20), **where))
    after = words(show(client, "assignment_detail", on=date(2018, 12, 21), **where))
    assert "Redovisat inte redovisat Läge pågår" in before
    assert "Rapporten" not in before
    assert "Redovisat 21 december 2018 Rapport Rapporten Läge redovisat" in after
    assert "Rapporten är på 60 sidor." in after


def test_assignment_detail_late(client):
    make_assignment(agency=make_agency(slug="delmos"), slug="system")
    where = {"slug": "delmos", "assignment": "system"}

    due = show(client, "assignment_detail", on=date(2018, 12, 31), **where)
    overdue = show(client, "assignment_detail", on=date(2019, 1, 1), **where)
    assert "Läge pågår" in words(due)
    assert "Läge försenat" in words(overdue)
    assert b"badge--late" in overdue.content


def test_assignment_before_its_decision_does_not_exist_yet(client):
    make_assignment(agency=make_agency(slug="delmos"), slug="system", title_sv="Systemet")
    where = {"slug": "delmos", "assignment": "system"}
    day_before = date(2018, 1, 17)

    assert show(client, "assignment_detail", on=day_before, **where).status_code == 404
    assert show(client, "assignment_detail", on=date(2018, 1, 18), **where).status_code == 200
    for name in ("agency_detail", "mandate_detail"):
        assert "Systemet" not in words(show(client, name, on=day_before, slug="delmos"))


def test_assignment_without_dates_shows(client):
    make_assignment(agency=make_agency(slug="delmos"), slug="system", decided_on=None, due_on=None)

    text = words(show(client, "assignment_detail", slug="delmos", assignment="system"))
    assert "Beslutat okänd dag Redovisas senast ingen dag satt" in text
    assert "Läge utan datum" in text


def test_assignment_of_another_agency_is_not_found(client):
    make_agency(slug="annan")
    make_assignment(agency=make_agency(slug="delmos"), slug="system")

    response = show(client, "assignment_detail", slug="annan", assignment="system")
    assert response.status_code == 404
