"""Facts whose time is running out, by the day and its edges."""

from datetime import date, timedelta

import pytest

from agency.due import AHEAD
from agency.expiring import expiring, name_of
from agency.models import Directorship
from ministers.models import FactsCheck
from tests.factories import (
    make_agency,
    make_assignment,
    make_department,
    make_government,
    make_mandate,
    make_post,
    make_tenure,
)

pytestmark = pytest.mark.django_db
ON = date(2018, 6, 1)
DAY = timedelta(days=1)
LONG_AGO, LATER = date(2014, 10, 3), ON + 400 * DAY


def said(on=ON):
    return [due.says for due in expiring(on)]


def test_nothing_is_due():
    make_government(ends_on=None)
    make_tenure(ends_on=None)
    make_agency(starts_on=LONG_AGO, ends_on=LATER)
    FactsCheck.objects.create(known_until=LATER)

    assert expiring(ON) == []


@pytest.mark.parametrize(
    ("known_until", "words"),
    [
        (ON - DAY, ["Kontrollen gällde till och med den 31 maj 2018."]),
        (ON, ["Kontrollen gäller till och med den 1 juni 2018."]),
        (ON + AHEAD, ["Kontrollen gäller till och med den 31 juli 2018."]),
        (ON + AHEAD + DAY, []),
    ],
)
def test_check_of_the_facts(known_until, words):
    FactsCheck.objects.create(known_until=LONG_AGO)
    FactsCheck.objects.create(known_until=known_until)

    assert [line.split(". ")[0] + "." for line in said()] == words


@pytest.mark.parametrize(
    ("ends_on", "is_due"),
    [(ON, False), (ON + DAY, True), (ON + AHEAD, True), (ON + AHEAD + DAY, False)],
)
def test_ends_of_everything_within_sixty_days(ends_on, is_due):
    agency = make_agency(starts_on=LONG_AGO, ends_on=ends_on)
    mandate = make_mandate(agency=agency, starts_on=LONG_AGO, ends_on=ends_on)
    director = Directorship.objects.create(
        agency=agency, name="Kim", title_sv="direktör", starts_on=LONG_AGO, ends_on=ends_on
    )
    department = make_department(starts_on=LONG_AGO, ends_on=ends_on)
    tenure = make_tenure(starts_on=LONG_AGO, ends_on=ends_on)
    government = make_government(ends_on=ends_on)

    found = {due.fact for due in expiring(ON)}

    everything = {agency, mandate, director, department, tenure, government}
    assert found == (everything if is_due else set())
    assert all(due.day == ends_on for due in expiring(ON))


def test_tenure_without_a_successor_says_so():
    post = make_post()
    make_tenure(post=post, starts_on=LONG_AGO, ends_on=ON + DAY)
    assert said() == ["Lämnar posten den 2 juni 2018. Ingen efterträdare är inlagd."]

    make_tenure(post=post, starts_on=ON + DAY, ends_on=None)
    assert said() == ["Lämnar posten den 2 juni 2018."]


def test_tenure_of_a_post_that_another_takes_over():
    make_tenure(post=make_post(succeeded_by=make_post()), starts_on=LONG_AGO, ends_on=ON + DAY)
    assert said() == ["Lämnar posten den 2 juni 2018."]


def test_government_that_takes_office():
    make_government(starts_on=ON + DAY, ends_on=None)
    assert said() == ["Tillträder den 2 juni 2018. Se över statsråd och poster före dess."]
    assert said(ON + DAY) == []


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (ON - 100 * DAY, "Övergångsregering sedan den 21 februari 2018."),
        (ON, "Övergångsregering sedan den 1 juni 2018."),
        (ON + DAY, "Blir övergångsregering den 2 juni 2018."),
        (ON + AHEAD + DAY, None),
    ],
)
def test_government_that_is_a_caretaker(since, words):
    make_government(ends_on=None, caretaker_from=since)
    assert [line.split(". ")[0].rstrip(".") + "." for line in said()] == ([words] if words else [])


def test_government_that_was_a_caretaker_once():
    make_government(ends_on=date(2018, 1, 1), caretaker_from=date(2017, 12, 1))
    assert expiring(ON) == []


@pytest.mark.parametrize(
    ("due_on", "reported_on", "words"),
    [
        (ON - DAY, None, "Skulle ha redovisats senast den 31 maj 2018."),
        (ON, None, "Ska redovisas senast den 1 juni 2018."),
        (ON + AHEAD, None, "Ska redovisas senast den 31 juli 2018."),
        (ON + AHEAD + DAY, None, None),
        (ON - DAY, ON, None),
        (ON - DAY, ON + DAY, "Skulle ha redovisats senast den 31 maj 2018."),
    ],
)
def test_assignment(due_on, reported_on, words):
    agency = make_agency(starts_on=LONG_AGO, ends_on=LATER)
    make_assignment(agency=agency, due_on=due_on, reported_on=reported_on)
    assert [line.split(". ")[0].rstrip(".") + "." for line in said()] == ([words] if words else [])


def test_assignment_not_decided_yet_or_without_a_day():
    agency = make_agency(starts_on=LONG_AGO, ends_on=LATER)
    make_assignment(agency=agency, decided_on=ON + DAY, due_on=ON + 2 * DAY)
    make_assignment(agency=agency, due_on=None)
    assert expiring(ON) == []


def test_the_nearest_day_comes_first():
    agency = make_agency(starts_on=LONG_AGO, ends_on=ON + 3 * DAY)
    overdue = make_assignment(agency=agency, due_on=ON - 100 * DAY)
    tenure = make_tenure(starts_on=LONG_AGO, ends_on=ON + DAY)

    assert [due.fact for due in expiring(ON)] == [tenure, agency, overdue]


@pytest.mark.parametrize("many", [1, 30])
def test_same_queries_however_many(django_assert_num_queries, many):
    for _number in range(many):
        agency = make_agency(starts_on=LONG_AGO, ends_on=ON + DAY)
        make_mandate(agency=agency, starts_on=LONG_AGO, ends_on=ON + DAY)
        make_assignment(agency=agency, due_on=ON)
        make_tenure(starts_on=LONG_AGO, ends_on=ON + DAY)

    with django_assert_num_queries(8):
        names = [name_of(due.fact) for due in expiring(ON)]
    assert len(names) == 4 * many
