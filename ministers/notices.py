"""Which notices a dated text carries on a day of reading: a pure function of facts.

No queries, no clock, no HTML: page, list, feed and API get the same answer. Days are Stockholm
days, intervals half-open. The rules are those of regeringen.se's notices, made to follow from
dates: "entledigad" here means "has left office", so a caretaker government is still in office.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from ministers.periods import HalfOpen, Precision


@dataclass(frozen=True)
class Both:
    """A text in Swedish and English; either may be missing."""

    sv: str = ""
    en: str = ""

    def pick(self, language):
        """(text, its language): the asked one's where it exists, else the other's."""
        other = "en" if language == "sv" else "sv"
        code = language if getattr(self, language) else other
        return getattr(self, code), code


@dataclass(frozen=True)
class Evidence:
    """Where a fact's dates were read; an empty source means that the date is not confirmed."""

    starts: Both = Both()
    ends: Both = Both()
    note: Both = Both()


@dataclass(frozen=True)
class Cabinet(HalfOpen):
    """A government, as the notices see it."""

    slug: str
    name: Both
    starts_on: date
    ends_on: date | None
    evidence: Evidence = Evidence()


@dataclass(frozen=True)
class Held(HalfOpen):
    """A post held over one interval; contiguous tenures of one post count as one."""

    post: str
    title: Both
    starts_on: date
    ends_on: date | None
    starts_precision: str = Precision.DAY
    ends_precision: str = Precision.DAY
    acting: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Person:
    """A minister with every post held, in any order."""

    slug: str
    name: str
    pronoun: str
    held: tuple[Held, ...]
    died_on: date | None = None


class Status(Enum):
    """Why a minister gets a notice. There is none for one who holds the same post."""

    CHANGED = "bytt ansvarsområde"
    LEFT = "entledigad"
    DIED = "avliden i tjänst"


@dataclass(frozen=True)
class Notice:
    """One minister's notice: the posts held now, then the ended ones to list, newest first."""

    person: Person
    status: Status
    now: tuple[Held, ...]
    ended: tuple[Held, ...]


@dataclass(frozen=True)
class Notices:
    """What a page shows: at most one banner, and at most one notice for each minister."""

    banner: Cabinet | None = None
    ministers: tuple[Notice, ...] = ()

    def of(self, status):
        return [notice for notice in self.ministers if notice.status is status]


def notices(people, governments, days, on):
    """The Notices of a text about `people`, published on one of `days`, when read on day `on`.

    `days` is every day that the date of publication may mean (one, or a whole month): a banner or
    notice is given only where each of them gives the same. `people` in the text's order.
    """
    found = (agreed(notice_of(person, day, on) for day in days) for person in people)
    return Notices(
        banner=agreed(banner_of(governments, day, on) for day in days),
        ministers=tuple(notice for notice in found if notice),
    )


def then_held(person, days, on):
    """The posts the person held on the day of publication, where every day meant agrees."""
    held = known(person.held, on)
    return agreed(tuple(h for h in held if h.holds_on(day)) for day in days) or ()


def agreed(answers):
    """The answer that all give, or None."""
    different = set(answers)
    return different.pop() if len(different) == 1 else None


def banner_of(governments, day, on):
    """The government in office on `day` if it has left by `on`."""
    for government in governments:
        if government.holds_on(day) and government.ends_on and government.ends_on <= on:
            return government
    return None


def known(held, on):
    """What is to be said of `held` on day `on`: nothing that lies ahead, one row a stretch."""
    merged = []
    for item in sorted(held, key=lambda h: (h.post, h.acting, h.starts_on)):
        if item.starts_on > on:
            continue
        if item.ends_on and item.ends_on > on:
            past = tuple(replace(evidence, ends=Both(), note=Both()) for evidence in item.evidence)
            item = replace(item, ends_on=None, ends_precision=Precision.DAY, evidence=past)
        last = merged[-1] if merged else None
        if last and (last.post, last.acting, last.ends_on) == (
            item.post,
            item.acting,
            item.starts_on,
        ):
            merged[-1] = replace(
                last,
                ends_on=item.ends_on,
                ends_precision=item.ends_precision,
                evidence=last.evidence + item.evidence,
            )
        else:
            merged.append(item)
    merged.sort(key=lambda h: h.post)
    return sorted(merged, key=lambda h: h.starts_on, reverse=True)


def notice_of(person, day, on):
    """The person's Notice for a text of `day` read on `on`, or None."""
    held = known(person.held, on)
    now = tuple(h for h in held if h.holds_on(on))
    then = {h.post for h in held if h.holds_on(day)}
    ended = tuple(h for h in held if h.ends_on and day < h.ends_on)
    if now:
        # One who held no post that day has nothing to have changed from.
        if not then or then & {h.post for h in now}:
            return None
        return Notice(person, Status.CHANGED, now, ended)
    if not held:
        return None
    last = max(h.ends_on for h in held)
    status = Status.DIED if died_in_office(person, last, on) else Status.LEFT
    return Notice(person, status, (), ended or tuple(h for h in held if h.ends_on == last))


def died_in_office(person, last, on):
    """Whether the last post ended by the person's death: on that day, or with it."""
    died = person.died_on
    return died is not None and died <= on and last in (died, died + timedelta(days=1))
