"""The boundary of time: what a day asked for means."""

from datetime import UTC, date, datetime, timedelta

import pytest

from segregation_site.clock import Moment


@pytest.fixture
def present(clock):
    clock(datetime(2026, 11, 22, 12, tzinfo=UTC))
    return Moment.present()


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 21, 23, 0, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_today_is_the_stockholm_day(clock, instant, day):
    clock(instant)
    assert Moment.present().on == day


@pytest.mark.parametrize(
    ("day", "next_midnight"),
    [
        (date(2018, 1, 1), datetime(2018, 1, 1, 23, tzinfo=UTC)),
        (date(2018, 7, 1), datetime(2018, 7, 1, 22, tzinfo=UTC)),
        # 25 March had 23 hours and 28 October 25.
        (date(2018, 3, 24), datetime(2018, 3, 24, 23, tzinfo=UTC)),
        (date(2018, 3, 25), datetime(2018, 3, 25, 22, tzinfo=UTC)),
        (date(2018, 10, 27), datetime(2018, 10, 27, 22, tzinfo=UTC)),
        (date(2018, 10, 28), datetime(2018, 10, 28, 23, tzinfo=UTC)),
    ],
)
def test_a_day_asked_for_is_its_end_in_stockholm(present, day, next_midnight):
    moment = present.as_of(day)
    assert moment.at == next_midnight - timedelta(microseconds=1)
    assert (moment.on, moment.asked) == (day, day)


def test_today_asked_for_is_no_later_than_now(present):
    assert present.as_of(present.on).at == present.at


def test_tomorrow_is_refused(present):
    with pytest.raises(ValueError, match="not begun"):
        present.as_of(date(2026, 11, 23))


def test_the_last_day_of_the_calendar_is_refused_not_a_fault(present):
    with pytest.raises(ValueError, match="not begun"):
        present.as_of(date.max)
