"""The security log: what happened, on one line, and nothing secret."""

import json
from datetime import UTC, datetime

import pytest

from segregation_site.signin.log import record
from tests.segregation_site.signin.conftest import LOGIN, PASSWORD, VERIFY

pytestmark = pytest.mark.django_db


def test_log_line_has_time_event_user_and_network(editor, clock, log):
    clock(datetime(2026, 11, 22, 8, 0, 1, tzinfo=UTC))
    editor.give_password(REMOTE_ADDR="203.0.113.7")

    assert log("signed_in") == [
        {
            "at": "2026-11-22T08:00:01+00:00",
            "event": "signed_in",
            "user": editor.user.username,
            "user_id": editor.user.pk,
            "network": "203.0.113.7",
        }
    ]


def test_log_of_a_failure_names_only_accounts_that_are_there(client, editor, log):
    for name in (editor.user.username, "mitt hemliga lösenord"):
        client.post(LOGIN, {"username": name, "password": "fel"})

    known, unknown = log("sign_in_failed")
    assert known["user"] == editor.user.username
    assert "user" not in unknown
    assert "hemliga" not in log.text()


def test_log_of_a_lock_out(client, editor, log):
    for _try in range(6):
        client.post(LOGIN, {"username": editor.user.username, "password": "fel"})

    assert len(log("sign_in_failed")) == 4
    assert [line["user"] for line in log("locked_out")] == [editor.user.username] * 2


def test_log_holds_no_secret_of_a_whole_sign_in(editor, required, log):
    code = editor.code()
    editor.sign_in()
    editor.client.post("/admin/saker-inloggning/koder/")
    editor.give_password()
    editor.client.post(f"{VERIFY}?reserv=1", {"code": editor.codes[0]})

    secrets = [PASSWORD, code, editor.app.key, *editor.codes, editor.client.session.session_key]
    assert len(log()) > 4
    assert not [secret for secret in secrets if f'"{secret}"' in log.text()]


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\u2028b", "a\x85b", 'a", "event": "b'])
def test_log_is_one_line_whatever_is_in_it(caplog, rf, text):
    request = rf.get("/", REMOTE_ADDR=text, headers={"user-agent": text})

    with caplog.at_level("INFO", logger="security"):
        record("signed_in", request, of=text)

    (message,) = [r.getMessage() for r in caplog.records if r.name == "security"]
    assert len(message.splitlines()) == 1
    assert json.loads(message)["of"] == text
    assert json.loads(message)["event"] == "signed_in"
