"""How long a session lives: 30 minutes without a request, and 8 hours in all."""

from datetime import UTC, datetime, timedelta

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
# How long one who has just shown password and factor may change the factor.
FRESH = timedelta(minutes=10)
# The session is written once a minute at most, so an idle one may end up to a minute early.
NOTED_EVERY = timedelta(minutes=1)

SIGNED_IN_AT, SEEN_AT, FRESH_AT = "signed_in_at", "seen_at", "fresh_at"


def noted(session, name):
    seconds = session.get(name)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def note(session, name, at):
    session[name] = at.timestamp()


def begin(session, at):
    """Start both limits; at every sign-in."""
    note(session, SIGNED_IN_AT, at)
    note(session, SEEN_AT, at)
    session.pop(FRESH_AT, None)


def over(session, at):
    """Why the session is over: "idle", "absolute", or None while it lives."""
    if at - noted(session, SIGNED_IN_AT) >= ABSOLUTE:
        return "absolute"
    if at - noted(session, SEEN_AT) >= IDLE:
        return "idle"
    return None


def touch(session, at):
    if at - noted(session, SEEN_AT) >= NOTED_EVERY:
        note(session, SEEN_AT, at)


def freshen(session):
    """When the factor is shown after the password: as fresh as the password."""
    session[FRESH_AT] = session[SIGNED_IN_AT]


def is_fresh(session, at):
    since = noted(session, FRESH_AT)
    return since is not None and at - since < FRESH
