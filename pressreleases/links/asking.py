"""Asks an address outside the site whether it answers, without reaching into any private network.

Redirects pass the same check as the address itself (see destinations), each anew.
"""

from dataclasses import dataclass
from urllib.parse import urljoin

from pressreleases.links.connections import ask_once
from pressreleases.links.problems import (
    GARBLED,
    MOVED,
    REACHED,
    REFUSED,
    ROUND_AND_ROUND,
    TIMEOUT,
    NoAnswer,
)

HOPS = 5
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)


@dataclass(frozen=True)
class Answer:
    """The final status, or None and why there was none; a permanent move is told with a status."""

    status: int | None
    problem: str = ""

    @property
    def shows_a_connection(self):
        return self.status is not None or self.problem in REACHED


def follow(url, method, **given):
    """The Answer after redirects; raises NoAnswer."""
    there, for_good = url, True
    for _hop in range(HOPS + 1):
        status, location = ask_once(there, method, **given)
        if status not in REDIRECTS or not location:
            moved = there != url and for_good and status < 400
            return Answer(status, (MOVED % there)[:200] if moved else "")
        for_good = for_good and status in PERMANENT
        there = urljoin(there, location.encode("latin-1").decode("utf-8", "replace"))
    raise NoAnswer(ROUND_AND_ROUND)


def ask(url, *, agent, allow_private=False):
    """The Answer of an http(s) address: HEAD first, and GET where HEAD is not taken well."""
    given = {"agent": agent, "allow_private": allow_private}
    try:
        answer = follow(url, "HEAD", **given)
        if answer.status < 400:
            return answer
    except NoAnswer as silence:
        # Some servers hang up on HEAD; what stands in the way of any request stands there still.
        if str(silence) not in (REFUSED, GARBLED, TIMEOUT):
            return Answer(None, str(silence))
    try:
        return follow(url, "GET", **given)
    except NoAnswer as silence:
        return Answer(None, str(silence))
