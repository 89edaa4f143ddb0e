"""Publishes in processes that are killed in the middle, in a database of its own; no pytest here.

Run by test_killed.py as `python -m tests.pressreleases.killing`, on an empty, migrated database.
For each verb and each point in it a child is started, stops at the point inside its transaction,
and is killed; another child, with a connection of its own, then says what the public reads. One
line of JSON for each case goes to standard output.
"""

import json
import os
import signal
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segregation_site.settings")
django.setup()

from django.db import connection  # noqa: E402

from pressreleases import publishing, recording  # noqa: E402
from pressreleases.enums import Change  # noqa: E402
from pressreleases.models import (  # noqa: E402
    GivenAddress,
    Release,
    Version,
    VersionAgency,
    VersionMinister,
)
from pressreleases.record import broken_links  # noqa: E402
from tests.factories import make_agency, make_release, make_tenure  # noqa: E402

HOUR = timedelta(hours=1)


class Pause:
    """Where a child stops: at the call of `name` on `thing`, before or after it."""

    def __init__(self, thing, name, after=False):
        self.thing, self.name, self.after = thing, name, after

    def __call__(self, ready):
        original = getattr(self.thing, self.name)

        def stopping(*args, **kwargs):
            if not self.after:
                stop(ready)
            original(*args, **kwargs)
            stop(ready)

        return patch.object(self.thing, self.name, stopping)


def stop(ready):
    """Say that the point is reached, and wait there to be killed."""
    os.write(ready, b"!")
    # The killer, not time, ends this; a statement shows whether the database has let go of us.
    while True:
        time.sleep(0.02)
        if os.environ.get("ASK_DATABASE"):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")


POINTS = {
    "before any statement": Pause(publishing, "locked"),
    "after the one before was superseded": Pause(publishing, "supersede_before", after=True),
    "after the address was taken": Pause(publishing, "take_address", after=True),
    "before the row of the version": Pause(recording, "append"),
    "after the row of the version": Pause(VersionMinister.objects, "bulk_create"),
    "after its ministers": Pause(VersionAgency.objects, "bulk_create"),
    "before the commit": Pause(connection, "commit"),
    "after the commit": Pause(connection, "commit", after=True),
}


def publish(release, at):
    publishing.publish(release=release, by=None, at=at)


def correct(release, at):
    publishing.correct(release=release, by=None, at=at, change=Change.MINOR)


def correct_ahead(release, at):
    given = {"change": Change.MINOR, "published_at": at + HOUR}
    publishing.correct(release=release, by=None, at=at, **given)


def move(release, at):
    publishing.move(release=release, by=None, at=at, slug=f"{release.slug}-ny", reason="Skäl.")


def reschedule(release, at):
    publishing.reschedule(release=release, by=None, at=at, published_at=at + 3 * HOUR)


def cancel(release, at):
    publishing.cancel(release=release, by=None, at=at)


# What the text has gone through before the verb.
VERBS = {
    publish: (),
    correct: (publish,),
    correct_ahead: (publish,),
    move: (publish,),
    reschedule: (publish, correct_ahead),
    cancel: (publish, correct_ahead),
}
# Points that a verb never comes to.
NOT_REACHED = {
    publish: {"after the one before was superseded"},
    correct: {"after the address was taken"},
    correct_ahead: {"after the address was taken"},
    move: set(),
    reschedule: set(),
    cancel: {
        "after the address was taken",
        "before the row of the version",
        "after the row of the version",
        "after its ministers",
    },
}


def prepared(before):
    release = make_release(title_sv="Rubrik", tenures=[make_tenure()], agencies=[make_agency()])
    release.slug = slug_of(release.pk)
    release.save()
    for verb in before:
        verb(release, datetime.now(UTC))
        release.refresh_from_db()
        release.title_sv += "+"
        release.save()
    return release


def slug_of(key):
    return f"text-{key}"


def state_of(key):
    """All that the record and the desk hold of the release, and what the public reads when.

    Its own number is left out of its address, so that the states of two releases can be compared.
    """
    now = datetime.now(UTC)
    versions = Version.objects.filter(release=key).order_by("pk")
    release = Release.objects.get(pk=key)
    return {
        "versions": [
            [
                version.number,
                version.title_sv,
                version.slug.replace(slug_of(key), "text"),
                version.superseded_at is not None,
                version.cancelled_at is not None,
                version.ministers.count(),
                version.agencies.count(),
            ]
            for version in versions
        ],
        "read": [
            [version.title_sv, version.slug.replace(slug_of(key), "text")]
            for at in (now, now + 2 * HOUR, now + 9 * HOUR)
            for version in Version.objects.live(at).filter(release=key)
        ],
        "addresses": GivenAddress.objects.filter(release=key).count(),
        "desk": [release.slug.replace(slug_of(key), "text"), release.year],
        "broken": list(broken_links(Version)),
    }


def in_a_child(do):
    """(process id, reading end of a pipe) of a child that does `do(writing end)` and ends."""
    reading, writing = os.pipe()
    connection.close()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)
        do(writing)
        status = 0
    finally:
        os._exit(status)


def told(do):
    """What `do()` returns in a process of its own."""
    child, reading = in_a_child(lambda pipe: os.write(pipe, json.dumps(do()).encode()))
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer)


def kill(child):
    os.kill(child, signal.SIGKILL)


def end_backend(child):
    """As when the database goes down under the server: its process for the child is ended."""
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608
    connection.close()


def killed(verb, release, pause, killer):
    """Let a child do the verb as far as the pause, kill it, and return how it ended."""

    def do(ready):
        with ExitStack() as stack:
            stack.enter_context(pause(ready))
            verb(release, datetime.now(UTC))
        # The point was never reached.
        os.write(ready, b"?")

    child, reading = in_a_child(do)
    reached = os.read(reading, 1)
    killer(child)
    _pid, status = os.waitpid(child, 0)
    os.close(reading)
    return reached == b"!", status


def tried(verb, point, killer):
    """One case: what was before, what is after the killing, and after a second try."""
    release = prepared(VERBS[verb])
    before = state_of(release.pk)
    reached, status = killed(verb, release, POINTS[point], killer)
    after = told(lambda: state_of(release.pk))
    if after == before:
        verb(release, datetime.now(UTC))
    return {
        "verb": verb.__name__,
        "point": point,
        "killer": killer.__name__,
        "reached": reached,
        "status": status,
        "before": before,
        "after": after,
        "in the end": state_of(release.pk),
    }


def left_alone(verb):
    """The state that the verb leads to when nobody is killed."""
    release = prepared(VERBS[verb])
    verb(release, datetime.now(UTC))
    return state_of(release.pk)


def main():
    cases = [(kill, verb) for verb in VERBS]
    if connection.vendor == "postgresql":
        cases.append((end_backend, correct))
    for killer, verb in cases:
        if killer is end_backend:
            os.environ["ASK_DATABASE"] = "1"
        done = left_alone(verb)
        for point in POINTS:
            if point not in NOT_REACHED[verb]:
                case = tried(verb, point, killer) | {"done": done}
                sys.stdout.write(json.dumps(case) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
