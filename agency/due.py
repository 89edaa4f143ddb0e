"""A fact with a day on which something happens to it, and how far ahead we look for such."""

from dataclasses import dataclass
from datetime import date, timedelta

AHEAD = timedelta(days=60)
# Of each kind; a change of government ends some twenty-five tenures on one day.
MOST = 60


@dataclass(frozen=True)
class Due:
    """A fact, the day that something happens to it, and what, in words."""

    fact: object
    day: date
    says: str
