"""Rows arranged for tables, without a database."""

from dataclasses import dataclass
from datetime import date

from ministers.cabinet_shifts import handover
from ministers.cabinets import by_department, neighbours, under, with_holders, with_neighbours
from ministers.periods import HalfOpen


@dataclass(frozen=True)
class Row(HalfOpen):
    starts_on: date = date(2014, 10, 3)
    ends_on: date | None = None
    minister_id: int = 1
    post_id: int = 1
    department: str = ""
    acting: bool = False
    pk: int = 1
    slug: str = ""


DAY = date(2019, 1, 21)


def test_by_department_first_tenure_leads():
    rows = [Row(department="SB"), Row(department="A", pk=2), Row(department="SB", pk=3)]

    assert by_department(rows) == [("SB", [rows[0], rows[2]]), ("A", [rows[1]])]


def test_under_handover_day_is_the_next_governments():
    first, second = Row(ends_on=DAY, slug="i"), Row(starts_on=DAY, slug="ii")

    assert under([Row(ends_on=DAY)], [first, second])[0][1] == [first]
    assert under([Row(starts_on=DAY)], [first, second])[0][1] == [second]
    assert under([Row()], [first, second])[0][1] == [first, second]


def test_handover_old_and_new_holder():
    old, new = Row(ends_on=DAY), Row(starts_on=DAY, minister_id=2)

    change = handover(DAY, [new], [old])

    assert (change.began, change.left) == ([new], [old])


def test_handover_same_post_in_the_next_government_is_none():
    assert not handover(DAY, [Row(starts_on=DAY)], [Row(ends_on=DAY)])


def test_handover_quiet_day_is_none():
    assert not handover(DAY, [Row()], [])


def test_neighbours_stay_within_what_is_known():
    first, last = date(1996, 3, 22), date(2026, 1, 1)

    assert neighbours(date(2018, 1, 1), first, last) == (date(2017, 12, 31), date(2018, 1, 2))
    assert neighbours(first, first, last) == (None, date(1996, 3, 23))
    assert neighbours(last, first, last) == (date(2025, 12, 31), None)
    assert neighbours(date.min, first, last) == (None, None)
    assert neighbours(date.max, first, last) == (None, None)
    assert neighbours(last, None, last) == (None, None)


def test_with_holders_ordinary_before_acting():
    acting, ordinary = Row(acting=True, pk=1), Row(minister_id=2, pk=2)

    assert with_holders([Row(pk=1)], [acting, ordinary])[0][1] == [ordinary, acting]
    assert with_holders([Row(pk=9)], [acting])[0][1] == []


def test_with_neighbours_at_the_ends():
    one, two, three = rows = [Row(slug="1"), Row(slug="2"), Row(slug="3")]

    assert with_neighbours(rows, "1") == (None, one, two)
    assert with_neighbours(rows, "2") == (one, two, three)
    assert with_neighbours(rows, "3") == (two, three, None)
    assert with_neighbours(rows, "4") == (None, None, None)
