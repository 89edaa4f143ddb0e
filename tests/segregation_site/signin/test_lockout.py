"""Guessing a password: slowed by account and network, and never for anyone else."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F

from tests.segregation_site.signin.conftest import LOGIN, PASSWORD

pytestmark = pytest.mark.django_db
ATTACKER, OFFICE = "203.0.113.7", "198.51.100.20"


def guess(client, name, *, times=5, **extra):
    for number in range(times):
        data = {"username": name, "password": f"gissning nummer {number}"}
        response = client.post(LOGIN, data, **extra)
    return response


def test_guessing_five_times_is_answered_with_429(client, editor):
    assert guess(client, editor.user.username, times=4).status_code == 200

    response = guess(client, editor.user.username, times=1)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert response.headers["Cache-Control"] == "no-store"
    assert '<html lang="sv"' in response.text
    assert "Vi tar emot nya försök om 15 minuter." in response.text
    assert "bara den plats som försöken kom från" in response.text
    assert editor.user.username not in response.text


def test_guessing_shuts_out_the_right_password_from_the_same_network_only(client, editor):
    name = editor.user.username
    guess(client, name, REMOTE_ADDR=ATTACKER)

    assert editor.give_password(REMOTE_ADDR=ATTACKER).status_code == 429
    assert editor.give_password(REMOTE_ADDR=OFFICE).status_code == 302


def test_guessing_at_one_account_leaves_the_others_open(client, editor, make_editor):
    guess(client, make_editor().user.username)

    assert editor.give_password().status_code == 302


def test_guessing_at_an_account_that_is_not_there_looks_the_same(client, editor):
    known = guess(client, editor.user.username)
    unknown = guess(client, "finns-inte")

    assert (known.status_code, known.headers["Retry-After"]) == (429, "900")
    assert (unknown.status_code, unknown.headers["Retry-After"]) == (429, "900")
    assert known.context["wait"] == unknown.context["wait"]


def test_guessing_on_does_not_keep_the_door_shut(client, editor):
    guess(client, editor.user.username, times=9)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=15, seconds=1))

    assert editor.give_password().status_code == 302


def test_the_right_password_clears_what_was_mistyped(client, editor):
    guess(client, editor.user.username, times=4)
    editor.give_password()

    assert guess(client, editor.user.username, times=4).status_code == 200


@pytest.mark.parametrize("trusted", [False, True])
def test_spoofed_forwarded_for_opens_no_new_tries(client, editor, settings, trusted):
    settings.TRUST_PROXY = trusted
    for number in range(5):
        # A proxy of ours would add the true address last.
        forwarded = f"192.0.2.{number}" + f", {ATTACKER}" * trusted
        response = guess(
            client,
            editor.user.username,
            times=1,
            REMOTE_ADDR=ATTACKER,
            headers={"x-forwarded-for": forwarded},
        )

    assert response.status_code == 429


def test_behind_a_trusted_proxy_networks_are_told_apart(client, editor, settings):
    settings.TRUST_PROXY = True
    guess(client, editor.user.username, headers={"x-forwarded-for": ATTACKER})

    assert editor.give_password(headers={"x-forwarded-for": OFFICE}).status_code == 302


def test_a_household_of_ipv6_is_one_network(client, editor):
    for number in range(5):
        response = guess(client, editor.user.username, times=1, REMOTE_ADDR=f"2001:db8::{number:x}")

    assert response.status_code == 429
    assert editor.give_password(REMOTE_ADDR="2001:db8:0:1::1").status_code == 302


def test_what_is_kept_of_a_try_holds_no_password(client, editor):
    guess(client, editor.user.username, times=2)

    attempt = AccessAttempt.objects.get()
    assert "gissning" not in attempt.post_data + attempt.get_data
    assert PASSWORD not in attempt.post_data
