"""Killed in the middle of publishing: the public reads the old version or the new, never half."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter

import pytest

from tests.conftest import ROOT, new_database


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    """What killing.py found in a database of its own, and what `verify_record` said afterwards."""
    with new_database("killed") as url:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "SITE_DATA_DIR": str(tmp_path_factory.mktemp("killed")),
        }

        def run(*arguments):
            return subprocess.run(
                [sys.executable, *arguments],
                env=environment,
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
                timeout=900,
            ).stdout

        run("manage.py", "migrate", "--verbosity=0")
        found = [json.loads(line) for line in run("-m", "tests.pressreleases.killing").splitlines()]
        return found, run("manage.py", "verify_record")


def test_killed_at_any_point_leaves_exactly_the_old_or_exactly_the_new(cases, measured):
    found, _said = cases
    seen = Counter()
    for case in found:
        named = (case["killer"], case["verb"], case["point"])
        assert case["reached"], named
        # Killed outright, or ended by an error of its own when the database went away.
        ended = signal.SIGKILL if case["killer"] == "kill" else 1 << 8
        assert case["status"] == ended, named
        expected = "done" if case["point"] == "after the commit" else "before"
        assert case["after"] == case[expected], named
        assert case["after"]["broken"] == [], named
        assert case["before"] != case["done"], named
        seen[case["killer"]] += 1

    assert seen["kill"] == 41
    assert {case["verb"] for case in found} == {
        "publish",
        "correct",
        "correct_ahead",
        "move",
        "reschedule",
        "cancel",
    }
    for killer, count in seen.items():
        measured(f"killed in the middle ({killer}): {count} points, each old or new, never half")


def test_killed_and_tried_again_succeeds(cases):
    found, said = cases
    for case in found:
        assert case["in the end"] == case["done"], (case["verb"], case["point"])
    assert "rows, all as recorded." in said


@pytest.mark.postgres
def test_killed_database_is_tried_too(cases):
    found, _said = cases
    assert sum(case["killer"] == "end_backend" for case in found) == 7
