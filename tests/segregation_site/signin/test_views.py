"""Each page of sign-in and of the second factor: what it lets through and what it refuses."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from segregation_site.models import RecoveryCode, RecoveryDevice
from segregation_site.signin import attempts, authenticator, factors, recovery_codes
from tests.factories import make_user
from tests.segregation_site.signin.conftest import (
    ADD,
    CODES,
    CONFIRM,
    FACTOR,
    INDEX,
    LOGIN,
    PASSWORD,
    VERIFY,
    admin_url,
    code_of,
    is_in,
)

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 22, 8, tzinfo=UTC)
ELSEWHERE = ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]


# --- the first step ------------------------------------------------------------------------------


def test_sign_in_says_the_same_of_every_fault(client, make_editor):
    make_editor(username="finns")
    make_editor(username="stangd", is_active=False)
    make_editor(username="lasare", is_staff=False)
    answers = set()
    for name, password in (
        ("finns", "fel lösenord som är långt"),
        ("stangd", PASSWORD),
        ("lasare", PASSWORD),
        ("finns-inte", PASSWORD),
    ):
        response = client.post(LOGIN, {"username": name, "password": password})
        assert response.status_code == 200
        answers.add(str(response.context["form"].errors))
    assert len(answers) == 1
    assert "Användarnamnet eller lösenordet stämmer inte." in answers.pop()


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_sign_in_leads_to_no_other_site(editor, wanted):
    data = {"username": editor.user.username, "password": PASSWORD, "next": wanted}

    assert editor.client.post(LOGIN, data).url == INDEX
    response = editor.client.post(VERIFY, {"code": editor.code(), "next": wanted})
    assert response.url == INDEX


def test_sign_in_leads_back_to_the_page_asked_for(editor, required):
    wanted = "/admin/auth/user/?q=1"
    data = {"username": editor.user.username, "password": PASSWORD, "next": wanted}

    assert editor.client.post(LOGIN, data).url == wanted
    asked = editor.client.get(wanted).url
    assert asked == f"{VERIFY}?next=/admin/auth/user/%3Fq%3D1"
    assert editor.client.post(asked, {"code": editor.code()}).url == wanted


def test_sign_in_cookies_are_bound_to_this_host(editor, settings):
    settings.SESSION_COOKIE_NAME = "__Host-session"
    settings.CSRF_COOKIE_NAME = "__Host-csrf"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    editor.client.get(LOGIN, secure=True)

    response = editor.give_password(secure=True)

    assert set(response.cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in response.cookies.values():
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")
        assert cookie["secure"] and cookie["httponly"]


@pytest.mark.parametrize("account", range(5))
def test_sign_in_with_a_demo_password_only_in_the_demo(client, settings, account):
    from segregation_site.management.commands.demo import ACCOUNTS, password_of

    name = ACCOUNTS[account][0]
    password = password_of(name)
    make_user(username=name, password=password)
    data = {"username": name, "password": password}
    settings.DEMO = False
    assert client.post(LOGIN, data).status_code == 200
    settings.DEMO = True
    assert client.post(LOGIN, data).status_code == 302


# --- the second step -----------------------------------------------------------------------------


def test_verify_lets_in_with_the_code_of_the_app(editor, required, log):
    editor.sign_in()

    assert is_in(editor.client)
    assert log("factor_verified")[0]["factor"] == "app"


def test_verify_takes_a_code_once(editor, client, required):
    code = editor.code()
    editor.give_password()
    assert editor.client.post(VERIFY, {"code": code}).status_code == 302

    editor.give_password(client)
    response = client.post(VERIFY, {"code": code})

    assert "har redan använts" in response.text
    assert not is_in(client)


@pytest.mark.parametrize("code", ["", "000", "abcdef", "٣٤٥٦٧٨", "-12345", "1" * 400, "\x00"])
def test_verify_refuses_what_is_no_code(editor, required, code):
    editor.give_password()

    response = editor.client.post(VERIFY, {"code": code})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not is_in(editor.client)


def test_verify_takes_a_pasted_code_with_spaces(editor, required):
    editor.give_password()
    code = editor.code()

    assert editor.client.post(VERIFY, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302


@pytest.mark.parametrize("steps", [-3, 3])
def test_verify_refuses_codes_of_another_time(editor, required, steps):
    editor.give_password()
    editor.code()

    assert editor.client.post(VERIFY, {"code": code_of(editor.app.key, steps)}).status_code == 200


def test_verify_of_another_account_is_refused(editor, make_editor, required):
    other = make_editor()
    editor.give_password()

    assert editor.client.post(VERIFY, {"code": other.code()}).status_code == 200


def test_verify_guessing_is_slowed_and_says_when_to_come_back(editor, required, log):
    editor.give_password()
    code = editor.code()
    wrong = "000000" if code != "000000" else "111111"
    editor.client.post(VERIFY, {"code": wrong})

    response = editor.client.post(VERIFY, {"code": code})

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) >= 1
    assert "För många försök" in response.text
    assert "den plats som" not in response.text
    assert [line["reason"] for line in log("factor_failed")] == ["wrong", "too_many"]


def test_verify_guessing_never_shuts_the_owner_out_for_long(editor):
    TOTPDevice.objects.update(throttling_failure_count=40, throttling_failure_timestamp=None)

    assert not attempts.try_code(editor.user, editor.app, "000000x")

    allowed, reason = editor.app.verify_is_allowed()
    failed_at = editor.app.throttling_failure_timestamp
    assert not allowed
    assert reason["locked_until"] - failed_at == timedelta(seconds=512)


def test_verify_form_is_told_to_the_browser(editor, required):
    sign_in = editor.client.get(LOGIN).text
    editor.give_password()
    verify = editor.client.get(VERIFY).text
    wrong = editor.client.post(VERIFY, {"code": "x"}).text

    assert 'autocomplete="username"' in sign_in and 'autocomplete="current-password"' in sign_in
    assert 'autocomplete="one-time-code"' in verify and 'inputmode="numeric"' in verify
    assert '<label for="id_code">' in verify
    assert "onpaste" not in sign_in + verify
    assert 'aria-invalid="true"' in wrong
    assert 'aria-describedby="id_code_helptext id_code_error"' in wrong
    assert 'id="id_code_error"' in wrong
    assert 'role="alert"' in wrong and "<title>Fel: " in wrong


# --- recovery codes ------------------------------------------------------------------------------


def recover(editor, code, client=None):
    editor.code()
    editor.give_password(client)
    return (client or editor.client).post(f"{VERIFY}?reserv=1", {"code": code})


def test_recovery_codes_are_ten_and_kept_as_hashes(editor, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    codes = recovery_codes.make_recovery_codes(editor.user)

    digests = list(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(set(codes)) == len(set(digests)) == 10
    assert all(digest.startswith("argon2$argon2id$") for digest in digests)
    assert not [code for code in codes for digest in digests if code.replace("-", "") in digest]
    assert recover(editor, codes[9]).status_code == 302


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_recovery_code_opens_as_it_may_be_typed(editor, required, log, typed):
    assert recover(editor, typed(editor.codes[3])).status_code == 302

    assert "9 återställningskoder kvar" in editor.client.get(INDEX).text
    assert log("factor_verified")[0]["factor"] == "recovery"
    assert editor.codes[3] not in log.text()


def test_recovery_code_opens_once(editor, client, required):
    recover(editor, editor.codes[0])

    response = recover(editor, editor.codes[0], client)

    assert response.status_code == 200
    assert not is_in(client)
    assert recover(editor, editor.codes[1], client).status_code == 302


def test_recovery_code_taken_in_the_same_moment_by_another_is_refused(editor, monkeypatch):
    device = RecoveryDevice.objects.get()

    def take_it_first(*args):
        RecoveryCode.objects.update(used=True)
        return True

    monkeypatch.setattr("segregation_site.models.check_password", take_it_first)

    assert not device.verify_token(editor.codes[0])


def test_recovery_code_of_another_account_is_refused(editor, make_editor, required):
    assert recover(editor, make_editor().codes[0]).status_code == 200


def test_recovery_codes_guessing_is_slowed(editor, required):
    recover(editor, "AAAA-AAAA-AAAA")

    response = editor.client.post(f"{VERIFY}?reserv=1", {"code": editor.codes[0]})

    assert response.status_code == 429


def test_recovery_codes_made_anew_replace_the_old(editor, client, required):
    editor.sign_in()
    elsewhere = editor.sign_in(client)

    response = editor.client.post(CODES)

    shown = response.context["codes"]
    assert all(code in response.text for code in shown)
    assert response.headers["Cache-Control"] == "no-store"
    assert not set(shown) & set(editor.codes)
    assert is_in(editor.client) and not is_in(elsewhere)
    assert editor.client.get(CODES).status_code == 405
    assert recover(editor, editor.codes[0], client).status_code == 200
    assert recover(editor, shown[0], client).status_code == 302


# --- adding and changing the app -----------------------------------------------------------------


def test_add_shows_the_key_and_takes_the_code(make_editor, required, log):
    editor = make_editor(app=False)
    editor.give_password()
    page = editor.client.get(f"{ADD}?next=/admin/auth/user/")
    key = editor.client.session["factor_key"]

    assert authenticator.spoken_key(key) in page.text
    assert "<svg" in page.text and page.context["qr"]["path"] in page.text
    response = editor.client.post(ADD, {"code": code_of(key), "next": "/admin/auth/user/"})

    assert len(response.context["codes"]) == 10
    assert 'href="/admin/auth/user/"' in response.text
    assert is_in(editor.client)
    assert log("factor_added") and log("recovery_codes_made")
    assert key not in log.text() and authenticator.spoken_key(key) not in log.text()


def test_add_spends_the_code_that_showed_the_key(make_editor, client, required):
    editor = make_editor(app=False)
    editor.give_password()
    editor.client.get(ADD)
    code = code_of(editor.client.session["factor_key"])
    editor.client.post(ADD, {"code": code})

    editor.give_password(client)

    assert client.post(VERIFY, {"code": code}).status_code == 200


@pytest.mark.parametrize("code", ["000", "x", ""])
def test_add_wrong_code_keeps_the_key_and_adds_nothing(make_editor, required, code):
    editor = make_editor(app=False)
    editor.give_password()
    editor.client.get(ADD)
    key = editor.client.session["factor_key"]

    response = editor.client.post(ADD, {"code": code})

    assert authenticator.spoken_key(key) in response.text
    assert not TOTPDevice.objects.exists()
    assert not is_in(editor.client)


def test_add_qr_code_is_what_an_app_reads(make_editor):
    user = make_editor(app=False, username="kim").user
    key = authenticator.new_key()

    url = TOTPDevice(user=user, key=key).config_url
    qr = authenticator.qr_code(user, key)

    assert url.startswith("otpauth://totp/Pressarkivet%3Akim?secret=")
    assert authenticator.spoken_key(key).replace(" ", "") in url
    assert qr["path"].count("M") > 300 and qr["width"] > 40


def test_add_by_password_alone_is_shut_once_there_is_an_app(editor, required):
    editor.give_password()

    assert editor.client.get(ADD).url.startswith(VERIFY)
    assert editor.client.post(ADD, {"code": "123456"}).url.startswith(VERIFY)


def test_change_of_app_needs_a_fresh_sign_in(editor, client, clock, required, log):
    clock(START)
    editor.sign_in()
    elsewhere = editor.sign_in(client)
    assert editor.client.get(ADD).status_code == 200
    clock(START + timedelta(minutes=10))
    assert editor.client.get(ADD).url == f"{CONFIRM}?next={ADD}"
    assert editor.client.post(ADD, {"code": "1"}).url.startswith(CONFIRM)
    assert editor.client.post(CODES).url == f"{CONFIRM}?next={FACTOR}"

    old = editor.app.key
    data = {"password": PASSWORD, "code": editor.code(), "next": ADD}
    assert editor.client.post(CONFIRM, data).url == ADD
    editor.client.get(ADD)
    new = editor.client.session["factor_key"]
    editor.client.post(ADD, {"code": code_of(new)})

    assert editor.app.key == new != old
    assert is_in(editor.client) and not is_in(elsewhere)
    assert [line["event"] for line in log()][-3:] == [
        "reauthenticated",
        "factor_replaced",
        "recovery_codes_made",
    ]


def test_change_of_app_that_fails_at_the_last_moment_keeps_the_old(editor, monkeypatch):
    old, new = editor.app.key, authenticator.new_key()
    monkeypatch.setattr(TOTPDevice, "verify_token", lambda self, token: self.save() or False)

    assert authenticator.put_app(editor.user, new, code_of(new)) is None

    assert editor.app.key == old


def test_change_of_app_with_a_recovery_code_when_the_old_is_lost(editor, required):
    recover(editor, editor.codes[0])
    assert editor.client.get(ADD).status_code == 200
    new = editor.client.session["factor_key"]

    response = editor.client.post(ADD, {"code": code_of(new)})

    assert len(response.context["codes"]) == 10
    assert is_in(editor.client)


@pytest.mark.parametrize("fault", ["password", "code"])
def test_confirm_needs_both(editor, clock, required, fault):
    clock(START)
    editor.sign_in()
    clock(START + timedelta(minutes=20))
    data = {"password": PASSWORD, "code": editor.code()} | {fault: "fel"}

    response = editor.client.post(CONFIRM, data)

    assert fault in response.context["form"].errors
    assert editor.client.get(ADD).url.startswith(CONFIRM)


def test_confirm_guessing_the_password_is_slowed(editor, required):
    editor.sign_in()
    for _try in range(5):
        data = {"password": "fel lösenord som är långt", "code": editor.code()}
        response = editor.client.post(CONFIRM, data)

    assert response.status_code == 429


def test_confirm_asks_only_for_what_there_is(make_editor):
    editor = make_editor(app=False)
    editor.give_password()

    assert 'name="code"' not in editor.client.get(CONFIRM).text
    assert editor.client.post(CONFIRM, {"password": PASSWORD}).url == INDEX


def test_factor_page_tells_what_there_is(editor):
    editor.sign_in()

    assert "10 återställningskoder kvar" in editor.client.get(FACTOR).text


# --- an administrator resets ---------------------------------------------------------------------


def test_reset_takes_the_factor_and_the_sessions_away(editor, make_editor, required, log):
    lost = make_editor(is_superuser=False)
    lost.sign_in()
    editor.sign_in()
    page = admin_url("factor_reset", lost.user.pk)
    assert page in editor.client.get(admin_url("auth_user_change", lost.user.pk)).text
    assert lost.user.username in editor.client.get(page).text
    assert TOTPDevice.objects.filter(user=lost.user).exists()

    assert editor.client.post(page).url == admin_url("auth_user_change", lost.user.pk)

    assert not TOTPDevice.objects.filter(user=lost.user).exists()
    assert factors.codes_left(lost.user) == 0
    assert not is_in(lost.client)
    (event,) = log("factor_reset")
    assert (event["user"], event["of"]) == (editor.user.username, lost.user.username)
    lost.give_password()
    assert lost.client.get(INDEX).url.startswith(ADD)


def test_reset_needs_a_fresh_sign_in(editor, make_editor, clock, required):
    clock(START)
    editor.sign_in()
    clock(START + timedelta(minutes=11))

    response = editor.client.post(admin_url("factor_reset", make_editor().user.pk))

    assert response.url.startswith(CONFIRM)
    assert TOTPDevice.objects.count() == 2


def test_reset_of_oneself_is_refused(editor, required):
    editor.sign_in()

    assert editor.client.post(admin_url("factor_reset", editor.user.pk)).status_code == 403


def test_reset_of_an_unknown_account_is_not_found(editor, required):
    editor.sign_in()

    assert editor.client.get(admin_url("factor_reset", 999999)).status_code == 404


@pytest.mark.parametrize(
    ("rights", "target_is_superuser", "status"),
    [([], False, 403), (["change_user"], False, 302), (["change_user"], True, 403)],
)
def test_reset_by_who_asks(make_editor, required, rights, target_is_superuser, status):
    from django.contrib.auth.models import Permission

    actor, target = make_editor(is_superuser=False), make_editor(is_superuser=target_is_superuser)
    actor.user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    actor.sign_in()

    response = actor.client.post(admin_url("factor_reset", target.user.pk))

    assert response.status_code == status
    assert TOTPDevice.objects.filter(user=target.user).exists() is (status == 403)


def test_keys_are_shown_nowhere_in_admin(editor):
    from django.contrib import admin

    names = {model._meta.model_name for model in admin.site._registry}

    assert not names & {"totpdevice", "recoverydevice", "recoverycode", "editorsession"}
    assert not names & {"accessattempt", "accesslog", "accessfailurelog"}


# --- forms that the browser can send -------------------------------------------------------------


def test_every_form_carries_the_token_against_forgery(make_editor, required):
    """The test client does not ask for it unless told to; a browser meets 403 without."""
    editor = make_editor(app=False)
    browser = editor.client = Client(enforce_csrf_checks=True)

    def send(page, **data):
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(page).text)[1]
        return browser.post(page, {**data, "csrfmiddlewaretoken": token})

    send(LOGIN, username=editor.user.username, password=PASSWORD)
    browser.get(ADD)
    assert send(ADD, code=code_of(browser.session["factor_key"])).status_code == 200
    assert send(CONFIRM, password=PASSWORD, code=editor.code()).url == INDEX
    assert send(FACTOR).status_code == 200
    html = browser.get(FACTOR).text
    assert html.count('name="csrfmiddlewaretoken"') == html.count('method="post"')
    browser.cookies.clear()
    send(LOGIN, username=editor.user.username, password=PASSWORD)
    html = browser.get(VERIFY).text
    assert html.count('name="csrfmiddlewaretoken"') == html.count('method="post"') == 2
    assert send(VERIFY, code=editor.code()).url == INDEX
    assert browser.post(VERIFY, {"code": "1"}).status_code == 403
