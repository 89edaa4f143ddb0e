"""Who governs on a day, to be held against another day."""

from dataclasses import dataclass
from datetime import date

from ministers.models import PRIME_MINISTER, Government, Minister, Tenure
from ministers.succession import known_posts


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
