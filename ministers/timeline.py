"""Where the bars of a timeline stand: numbers for an SVG that the template draws.

All in whole units of the drawing, which are CSS pixels: a decimal would be printed with the
language's comma.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ministers.timeline_bars import ROW, WIDTH, Bar

YEAR_ROOM = 40
MOST_YEARS = 9


@dataclass(frozen=True)
class Timeline:
    """The bars, top down, and the years to print as (year, x)."""

    bars: list
    years: list

    width = WIDTH

    @property
    def axis_y(self):
        return len(self.bars) * ROW + 4

    @property
    def height(self):
        return self.axis_y + 30


def timeline(items, on):
    """The Timeline of ((label, language), period) pairs up to and with day `on`; None without any.

    An end after `on` is not told, so such a bar runs to the edge.
    """
    if not items:
        return None
    first = min(period.starts_on for _label, period in items).replace(month=1, day=1)
    last = max(min(period.ends_on or on, on) for _label, period in items) + timedelta(days=1)
    last = max(last, first + timedelta(days=366))

    def place(day):
        return round((day - first).days * WIDTH / (last - first).days)

    bars = []
    for row, ((label, language), period) in enumerate(items):
        ongoing = period.ends_on is None or period.ends_on > on
        start, end = place(period.starts_on), place(last if ongoing else period.ends_on)
        # A day in a decade would be too thin to see.
        start = min(start, WIDTH - 4)
        bars.append(Bar(label, language, period, row, start, max(end - start, 4), ongoing))
    step = 1 + (last.year - first.year) // MOST_YEARS
    years = ((year, place(date(year, 1, 1))) for year in range(first.year, last.year + 1, step))
    return Timeline(bars, [(year, x) for year, x in years if x <= WIDTH - YEAR_ROOM])
