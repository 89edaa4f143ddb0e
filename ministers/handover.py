"""A change of government as a plan: who stays, who changes post, who leaves, who comes.

Pure: no queries, no clock. Days are Stockholm days, intervals half-open: whoever leaves on a day
does not hold the post on it, and whoever comes that day does.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.models import PRIME_MINISTER, Government, Tenure


class Action(TextChoices):
    """What happens to one who sits on the eve of the day."""

    STAYS = "stays", gettext_lazy("Fortsätter")
    MOVES = "moves", gettext_lazy("Byter post")
    LEAVES = "leaves", gettext_lazy("Lämnar")


@dataclass(frozen=True)
class Step:
    """What happens to one tenure; `then` is the new tenure, unsaved, of one who changes post."""

    key: str
    tenure: Tenure
    action: Action
    then: Tenure | None = None


@dataclass(frozen=True)
class Arrival:
    """A tenure, unsaved, of one who comes; the minister may be unsaved too."""

    key: str
    tenure: Tenure


@dataclass(frozen=True)
class Plan:
    """What is to be entered. Without `leaves_on` the government only becomes a caretaker.

    `starts_on` is the new government's first day: `leaves_on`, or later where none sits between.
    `ends_source` is what says that it happens, as {"sv": …, "en": …}.
    """

    leaves_on: date | None
    starts_on: date | None
    outgoing: Government | None
    government: Government | None
    caretaker_from: date | None
    ends_source: dict
    steps: tuple[Step, ...] = ()
    arrivals: tuple[Arrival, ...] = ()

    @property
    def ended(self):
        """The tenures that end on the day."""
        return [step.tenure for step in self.steps if step.action != Action.STAYS]

    @property
    def begun(self):
        """(key of its row, tenure to be made)."""
        moved = [(step.key, step.then) for step in self.steps if step.then is not None]
        return moved + [(arrival.key, arrival.tenure) for arrival in self.arrivals]

    @property
    def kept(self):
        return [(step.key, step.tenure) for step in self.steps if step.action == Action.STAYS]


def problems(plan):
    """{key of a row: [what is wrong with it, in words]}; the database's own rules come after."""
    found = defaultdict(list)
    no_gap = plan.starts_on == plan.leaves_on
    for step in plan.steps:
        if step.then and same_seat(step.tenure, step.then) and no_gap:
            found[step.key].append(_("Det är samma post som nu. Välj Fortsätter i stället."))
    ended = plan.ended
    for arrival in plan.arrivals:
        new = arrival.tenure
        if no_gap and any(same_person(new, old) and same_seat(old, new) for old in ended):
            found[arrival.key].append(
                _("%(name)s har redan posten. Välj Fortsätter på den raden i stället.")
                % {"name": new.minister.name}
            )
    for (first, one), (second, other) in combinations(plan.kept + plan.begun, 2):
        if one.post_id != other.post_id:
            continue
        message = None
        if same_person(one, other):
            message = _("%(name)s får posten %(post)s på två rader.")
        elif not one.acting and not other.acting:
            message = _("Posten %(post)s får två innehavare: %(name)s och %(other)s.")
        if message:
            words = {
                "post": one.post.title,
                "name": one.minister.name,
                "other": other.minister.name,
            }
            for key in dict.fromkeys((first, second)):
                found[key].append(message % words)
    return found


def same_person(one, other):
    """Whether two tenures are of one minister; of a new one, whether the name is the same."""
    if one.minister.pk and other.minister.pk:
        return one.minister.pk == other.minister.pk
    return one.minister.name.casefold() == other.minister.name.casefold()


def same_seat(one, other):
    return one.post_id == other.post_id and one.acting == other.acting


def left_without_holder(plan):
    """The posts that someone holds on the eve and nobody after: a hint, not a fault."""
    held = {tenure.post_id for _key, tenure in plan.kept + plan.begun}
    posts = {tenure.post_id: tenure.post for tenure in plan.ended if tenure.post_id not in held}
    return list(posts.values())


def prime_ministers(plan):
    """The names of those who hold the prime minister's post after the day."""
    return [
        tenure.minister.name
        for _key, tenure in plan.kept + plan.begun
        if tenure.post.slug == PRIME_MINISTER
    ]


def hints(plan):
    """What is worth a second look before the plan is saved, in words."""
    found = []
    if plan.leaves_on is None:
        return found
    if posts := left_without_holder(plan):
        found.append(
            _("Poster som ingen har efter skiftet: %s.") % ", ".join(post.title for post in posts)
        )
    if plan.government is None:
        found.append(_("Ingen ny regering är angiven. Från den dagen är ingen regering känd."))
    elif (names := prime_ministers(plan)) != [plan.government.prime_minister]:
        found.append(
            _("Regeringens statsminister är %(name)s, men posten statsminister har %(holder)s.")
            % {
                "name": plan.government.prime_minister,
                "holder": ", ".join(names) or _("ingen"),
            }
        )
    if plan.starts_on and plan.starts_on != plan.leaves_on:
        found.append(
            _("Mellan %(first)s och %(second)s sitter ingen regering.")
            % {"first": plan.leaves_on.isoformat(), "second": plan.starts_on.isoformat()}
        )
    if not any(plan.ends_source.values()):
        found.append(_("Ingen källa är angiven: läsaren ser ”ej bekräftad uppgift”."))
    return found
