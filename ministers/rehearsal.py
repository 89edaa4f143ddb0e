"""What readers will see on a day that they do not see today: a change of government rehearsed.

A plan is entered in a transaction that is rolled back; what readers are told is asked for in it and
after it, with the machinery of ministers/admin_preview.py. What is already entered ahead needs no
plan: then only the day differs.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from ministers.admin_preview import Touched, compare, look
from ministers.handing_over import enter
from ministers.models import PRIME_MINISTER, Government, Minister, Tenure
from ministers.succession import known_posts


@dataclass(frozen=True)
class Kind:
    """Pages whose notice about one thing comes, is worded anew, or goes; with its sentences."""

    change: str
    about: str
    pages: int
    sentences: list


@dataclass(frozen=True)
class Group:
    """The texts that today say the same and on the day say the same."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    texts: list


@dataclass(frozen=True)
class World:
    """Who governs on a day; plain values, since the rows may be rolled back."""

    on: date
    government: str
    caretaker: bool
    prime_minister: str
    seats: frozenset
    departments: frozenset
    addresses: frozenset


@dataclass(frozen=True)
class Seat:
    """A minister in a post on a day."""

    name: str
    post: str
    acting: bool
    department: str


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


def world(on):
    """The World of a day: five queries."""
    government = Government.objects.on(on).first()
    tenures = list(Tenure.objects.on(on).select_related("minister", "post", "department"))
    prime_minister = next((t for t in tenures if t.post.slug == PRIME_MINISTER), None)
    seats = [(tenure, seat_of(tenure)) for tenure in tenures]
    facts = [*Government.objects.started_by(on), *Minister.objects.who_have_served(on)]
    pages = {fact.get_absolute_url() for fact in (*facts, *known_posts(on))}
    return World(
        on,
        str(government) if government else "",
        bool(government and government.caretaker_from and government.caretaker_from <= on),
        prime_minister.minister.name if prime_minister else "",
        frozenset(seat for _tenure, seat in seats),
        frozenset((seat.department, seat) for _tenure, seat in seats if seat.department),
        frozenset(pages),
    )


def seat_of(tenure):
    department = tenure.department.name if tenure.department else ""
    return Seat(tenure.minister.name, tenure.post.title, tenure.acting, department)


def kinds(rehearsal, day):
    """The Kinds of change on one Day, most pages first."""
    about, pages, sentences = rehearsal.abouts, Counter(), {}
    for text in day.differences:
        old, new = set(text.before), set(text.after)
        had, has = {about.get(line) for line in old}, {about.get(line) for line in new}
        changes = {("reworded" if about.get(line) in had else "new", line) for line in new - old}
        changes |= {("gone", line) for line in old - new if about.get(line) not in has}
        pages.update({(change, about.get(line)) for change, line in changes})
        for change, line in changes:
            sentences.setdefault((change, about.get(line)), Counter())[line] += 1
    return [
        Kind(change, what, count, sentences[change, what].most_common())
        for (change, what), count in sorted(pages.items(), key=lambda item: (-item[1], item[0]))
    ]


def groups(day):
    """The texts of one Day by what they say today and then, the largest Group first."""
    found = {}
    for text in day.differences:
        found.setdefault((text.before, text.after), []).append(text)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return [Group(before, after, texts) for (before, after), texts in ordered]
