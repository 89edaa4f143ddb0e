"""An agency's history by its dates."""

from datetime import date

import pytest
from django.utils.translation import override

from agency.models import AgencyEvent
from agency.timeline import history_of
from tests.factories import make_agency, make_assignment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def swedish():
    with override("sv"):
        yield


def days(agency, on, assignments=()):
    return [entry.day for entry in history_of(agency, assignments, on)]


def test_history_of_dates_alone():
    agency = make_agency()

    assert days(agency, date(2022, 12, 30)) == [date(2018, 1, 1)]
    assert days(agency, date(2022, 12, 31)) == [date(2018, 1, 1), date(2022, 12, 31)]


def test_history_of_ongoing_agency_has_no_last_day():
    assert days(make_agency(ends_on=None), date(2030, 1, 1)) == [date(2018, 1, 1)]


def test_history_event_is_not_told_twice():
    agency = make_agency()
    AgencyEvent.objects.create(agency=agency, date=agency.starts_on, text_sv="Myndigheten öppnar.")

    (entry,) = history_of(agency, (), date(2019, 1, 1))
    assert entry.event.text == "Myndigheten öppnar."


@pytest.mark.parametrize(
    ("precision", "eve", "day"),
    [
        ("day", date(2018, 5, 31), date(2018, 6, 1)),
        ("month", date(2018, 6, 29), date(2018, 6, 30)),
        ("year", date(2018, 12, 30), date(2018, 12, 31)),
    ],
)
def test_history_event_waits_until_it_is_certain(precision, eve, day):
    agency = make_agency()
    AgencyEvent.objects.create(
        agency=agency, date=date(2018, 6, 1), precision=precision, text_sv="Strategin."
    )

    assert date(2018, 6, 1) not in days(agency, eve)
    assert date(2018, 6, 1) in days(agency, day)


def test_history_report_of_an_assignment():
    agency = make_agency()
    reported = make_assignment(agency=agency, title_sv="Systemet", reported_on=date(2018, 12, 21))

    last = history_of(agency, [reported], date(2018, 12, 21))[-1]
    assert (last.day, last.text) == (date(2018, 12, 21), "Uppdraget redovisas: Systemet")
    assert days(agency, date(2018, 12, 20), [reported]) == [date(2018, 1, 1)]
