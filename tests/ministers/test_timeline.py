"""Where the bars of a timeline stand, for days before, in and after what they show."""

from dataclasses import dataclass
from datetime import date

import pytest

from ministers.timeline import timeline
from ministers.timeline_bars import LETTER, WIDTH


@dataclass(frozen=True)
class Days:
    starts_on: date
    ends_on: date | None = None


FIRST = Days(date(2014, 10, 3), date(2016, 5, 25))
SECOND = Days(date(2016, 5, 25), date(2019, 1, 21))
ONGOING = Days(date(2019, 1, 21))


def drawn(*periods, on=date(2020, 6, 1), label="energiminister"):
    return timeline([((label, "sv"), period) for period in periods], on)


def test_timeline_nothing_to_draw():
    assert timeline([], date(2020, 6, 1)) is None


def test_timeline_one_ends_where_the_next_begins():
    first, second, third = drawn(FIRST, SECOND, ONGOING).bars

    assert first.x + first.width == second.x
    assert second.x + second.width == third.x


def test_timeline_begins_with_the_year():
    drawing = drawn(FIRST)

    assert drawing.years[0] == (2014, 0)
    assert drawing.bars[0].x > 0


def test_timeline_bars_fill_the_drawing_and_stay_inside():
    drawing = drawn(FIRST, SECOND, ONGOING)

    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in drawing.bars)
    assert drawing.bars[-1].x + drawing.bars[-1].width == WIDTH


def test_timeline_ongoing_runs_to_the_edge():
    bar = drawn(FIRST, ONGOING).bars[-1]

    assert bar.ongoing
    assert bar.x + bar.width == WIDTH


def test_timeline_end_after_the_day_is_not_told():
    told, untold = drawn(SECOND, on=date(2019, 1, 21)), drawn(SECOND, on=date(2019, 1, 20))

    assert not told.bars[0].ongoing
    assert untold.bars[0].ongoing
    assert untold.bars[0].width == drawn(Days(SECOND.starts_on), on=date(2019, 1, 20)).bars[0].width


def test_timeline_single_day_can_be_seen():
    bar = drawn(Days(date(2014, 10, 3)), Days(date(2026, 1, 1)), on=date(2026, 1, 1)).bars[-1]

    assert bar.width >= 4
    assert bar.x + bar.width <= WIDTH


@pytest.mark.parametrize("year", [2015, 2026, 2090])
def test_timeline_years_never_crowd(year):
    places = [x for _year, x in drawn(FIRST, ONGOING, on=date(year, 6, 1)).years]

    assert all(later - earlier >= 40 for earlier, later in zip(places, places[1:], strict=False))
    assert places[-1] <= WIDTH - 40


def test_timeline_rows_stand_under_each_other():
    drawing = drawn(FIRST, SECOND)
    first, second = drawing.bars

    assert first.label_y < first.y < second.label_y < second.y < drawing.axis_y < drawing.height


def test_timeline_label_begins_with_its_bar_where_there_is_room():
    bar = drawn(FIRST, SECOND).bars[0]

    assert not bar.leans_left
    assert bar.label_x == bar.x


def test_timeline_label_without_room_ends_with_its_bar():
    bar = drawn(FIRST, SECOND, ONGOING, label="samordnings- och energiminister").bars[-1]

    assert bar.leans_left
    assert bar.label_x == WIDTH


def test_timeline_label_is_cut_to_its_room():
    for bar in drawn(FIRST, SECOND, ONGOING, label="minister " * 30).bars:
        room = bar.label_x if bar.leans_left else WIDTH - bar.label_x
        assert bar.letters * LETTER <= room
        assert bar.letters * LETTER >= WIDTH // 2 - LETTER


def test_timeline_numbers_are_whole():
    """A decimal would be printed with the language's comma, which SVG does not read."""
    for bar in drawn(FIRST, SECOND, ONGOING).bars:
        assert all(isinstance(n, int) for n in (bar.x, bar.width, bar.y, bar.label_x, bar.label_y))
