"""What a rehearsal of a change of government found, for its report."""

from dataclasses import dataclass
from datetime import date

from ministers.world import World


@dataclass(frozen=True)
class Rehearsal:
    """The days on which texts differ from today, and who governs before and after."""

    day: date
    days: list
    now: World
    then: World
    shown: dict
    shown_then: dict
    abouts: dict

    @property
    def pages(self):
        """How many texts differ, each counted once."""
        return len({text.url for day in self.days for text in day.differences})

    @property
    def comes(self):
        return in_order(self.then.seats - self.now.seats)

    @property
    def goes(self):
        return in_order(self.now.seats - self.then.seats)

    @property
    def departments(self):
        """Departments whose list of ministers differs."""
        return sorted({name for name, _seat in self.now.departments ^ self.then.departments})

    @property
    def new_addresses(self):
        return sorted(self.then.addresses - self.now.addresses)

    def page(self, url):
        """(today's lines, the day's lines) of the text at the address, or None if not reached."""
        now = {shown.url: shown.lines for shown in self.shown.values()}
        then = {shown.url: shown.lines for shown in self.shown_then.values()}
        return (now.get(url, ()), then.get(url, ())) if url in now or url in then else None


def in_order(seats):
    return sorted(seats, key=lambda seat: (seat.department, seat.name, seat.post))
