"""The only place that reads the clock; everything else is told what time it is.

`Moment` is what a request knows of time: the instant, the Stockholm day, and the day the
reader asked for, if any.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ministers.periods import STOCKHOLM, stockholm_day

# The instant at which a rehearsal has stopped the clock; in this thread only.
_stopped = ContextVar("stopped", default=None)


def now():
    """The present instant, aware, in UTC."""
    return _stopped.get() or datetime.now(UTC)


@contextmanager
def stopped_at(instant):
    """Within, this thread takes `instant` (aware) for the present: so a rehearsal goes ahead."""
    token = _stopped.set(instant)
    try:
        yield
    finally:
        _stopped.reset(token)


@dataclass(frozen=True)
class Moment:
    """The instant (`at`) and Stockholm day (`on`) that a page speaks of; `asked` if `?datum=`."""

    at: datetime
    on: date
    asked: date | None = None
    # The present, where the page speaks of a day that has been.
    present_at: datetime | None = None

    @classmethod
    def present(cls):
        at = now()
        return cls(at=at, on=stockholm_day(at))

    @property
    def read_at(self):
        """The instant at which the page is read, whatever day it speaks of."""
        return self.present_at or self.at

    def as_of(self, day):
        """The end of `day` in Stockholm, or the present instant when `day` is not over yet.

        Raises ValueError for a day that has not begun: nothing entered ahead may show early.
        """
        if day > self.on:
            raise ValueError("a day that has not begun")
        midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=STOCKHOLM)
        end = midnight.astimezone(UTC) - timedelta(microseconds=1)
        return Moment(at=min(end, self.at), on=day, asked=day, present_at=self.read_at)
