"""An agency's history in the order of its dates: events told, and facts that carry a date."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ministers.facts import both
from ministers.periods import Precision, days_of


@dataclass(frozen=True)
class Entry:
    """One line: a date as far as it is known, and either an event or a sentence of our own."""

    day: date
    precision: str
    text: str = ""
    event: object = None


def history_of(agency, assignments, on):
    """The lines that have happened by `on`, oldest first.

    A month counts when it is over: no day of it may lie ahead. A fact that an event already tells
    of, on the same day, is not told twice.
    """
    events = [
        Entry(event.date, event.precision, event=event)
        for event in agency.events.all()
        if days_of(event.date, event.precision)[-1] <= on
    ]
    told = {entry.day for entry in events}
    computed = [
        Entry(day, Precision.DAY, text)
        for day, text in facts_of(agency, assignments)
        if day and day <= on and day not in told
    ]
    return sorted(events + computed, key=lambda entry: entry.day)


def facts_of(agency, assignments):
    """(day or None, sentence) of what the dates of the rows themselves say."""
    yield agency.starts_on, _("Myndigheten inrättas.")
    for assignment in assignments:
        title, _language = both(assignment, "title").pick(get_language())
        yield assignment.reported_on, _("Uppdraget redovisas: %s") % title
    yield agency.last_day, _("Myndighetens sista dag.")
