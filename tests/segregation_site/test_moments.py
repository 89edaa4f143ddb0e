"""Instants in an editor's words, at midnight in Stockholm and on both days when clocks change."""

from datetime import UTC, date, datetime

import pytest

from segregation_site.clock import Moment
from segregation_site.moments import when

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
TODAY = Moment(at=NOON, on=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2026, 11, 22, 14, 15, tzinfo=UTC), "i dag kl. 15.15"),
        (datetime(2026, 11, 21, 23, 0, tzinfo=UTC), "i dag kl. 00.00"),
        (datetime(2026, 11, 21, 22, 59, tzinfo=UTC), "i går kl. 23.59"),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), "i morgon, måndag 23 november, kl. 00.00"),
        (datetime(2026, 12, 3, 8, 0, tzinfo=UTC), "torsdag 3 december kl. 09.00"),
        (datetime(2027, 1, 7, 8, 0, tzinfo=UTC), "torsdag 7 januari 2027 kl. 09.00"),
        # Summer time begins on 28 March 2027 and ends on 31 October 2027, at 01.00 UTC.
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "söndag 28 mars 2027 kl. 01.59"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "söndag 28 mars 2027 kl. 03.00"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "söndag 31 oktober 2027 kl. 02.30"),
        (datetime(2027, 10, 31, 2, 0, tzinfo=UTC), "söndag 31 oktober 2027 kl. 03.00"),
    ],
)
def test_when(instant, words):
    assert when(instant, TODAY) == words
