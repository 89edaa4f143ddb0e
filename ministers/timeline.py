"""Where the bars of a timeline stand: numbers for an SVG that the template draws.

All in whole units of the drawing, which are CSS pixels: a decimal would be printed with the
language's comma.
"""

from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 640
ROW = 48
# Labels are set in 16 px Source Sans, whose letters are seldom wider than this on average.
LETTER = 8
YEAR_ROOM = 40
MOST_YEARS = 9


@dataclass(frozen=True)
class Bar:
    """One bar: its label and the label's language, its period, and its place in the drawing."""

    label: str
    language: str
    period: object
    row: int
    x: int
    width: int
    ongoing: bool

    @property
    def y(self):
        return self.row * ROW + 26

    @property
    def label_y(self):
        return self.row * ROW + 18

    @property
    def leans_left(self):
        """Whether the label ends where the bar does: it has no room after the bar's beginning."""
        room = WIDTH - self.x
        return len(self.label) * LETTER > room and self.x + self.width > room

    @property
    def label_x(self):
        return self.x + self.width if self.leans_left else self.x

    @property
    def letters(self):
        """How much of the label there is room for."""
        return (self.label_x if self.leans_left else WIDTH - self.x) // LETTER


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
