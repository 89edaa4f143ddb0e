"""What readers will see on a day that they do not see today: a change of government rehearsed.

A plan is entered in a transaction that is rolled back; what readers are told is asked for in it and
after it, with the machinery of ministers/admin_preview.py. What is already entered ahead needs no
plan: then only the day differs.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from ministers.admin_preview import Touched, compare, look
from ministers.handing_over import enter
from ministers.models import Government, Minister, Tenure
from ministers.world import World, world


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


def rehearse(*, plan, at, on):
    """The Rehearsal of a Plan, seen from the instant `at` on day `on`; nothing is kept.

    Raises the ValidationError of `enter`. A plan for a day that has been shows at once: then the
    pages of today are compared.
    """
    asked = [plan.leaves_on or plan.caretaker_from, plan.starts_on]
    days = sorted({max(day, on) for day in asked if day})
    now, touched = world(on), touched_by(plan)
    with transaction.atomic():
        enter(plan=plan)
        touched |= touched_by(plan) | touched_between(on, days[-1])
        after = look(touched, at, days)
        then = world(days[-1])
        transaction.set_rollback(True)
    return rehearsal(now, then, look(touched, at, [on]), after, days)


def foresee(*, day, at, on):
    """The Rehearsal of what is already entered for the days after `on`, up to `day`."""
    touched = touched_between(on, day)
    before, after = look(touched, at, [on]), look(touched, at, [day])
    return rehearsal(world(on), world(day), before, after, [day])


def rehearsal(now, then, before, after, days):
    shown = {key: found for (_on, key), found in before.items()}
    # Today's notices stand against each of the days.
    against = {(day, key): found for day in days for key, found in shown.items()}
    last = {key: found for (day, key), found in after.items() if day == days[-1]}
    abouts = {}
    for found in (*shown.values(), *after.values()):
        abouts.update(zip(found.lines, found.abouts, strict=True))
    changed = compare(against, after, days, None)
    return Rehearsal(days[-1], changed, now, then, shown, last, abouts)


def touched_by(plan):
    """Whom and which periods a plan changes, as its facts stand now."""
    ministers = {tenure.minister_id for tenure in plan.ended}
    ministers |= {tenure.minister_id for _key, tenure in plan.begun}
    old = plan.outgoing
    periods = {(old.starts_on, old.ends_on)} if old else set()
    return Touched(frozenset(ministers - {None}), frozenset(periods))


def touched_between(on, day):
    """Whom and which periods anything changes for, after `on` and by `day`."""

    def passes(field):
        return Q(**{f"{field}__gt": on, f"{field}__lte": day})

    tenures = Tenure.objects.filter(passes("starts_on") | passes("ends_on")).order_by()
    dead = Minister.objects.filter(passes("died_on")).order_by()
    ended = Government.objects.filter(passes("ends_on"))
    ministers = {*tenures.values_list("minister", flat=True), *dead.values_list("pk", flat=True)}
    periods = frozenset(ended.values_list("starts_on", "ends_on"))
    return Touched(frozenset(ministers), periods)
