"""A change of government as a plan: who stays, who changes post, who leaves, who comes.

Pure: no queries, no clock. Days are Stockholm days, intervals half-open: whoever leaves on a day
does not hold the post on it, and whoever comes that day does.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from ministers.models import Government, Tenure


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
