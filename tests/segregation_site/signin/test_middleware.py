"""Which doors are shut to whom, and when a session is over."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.urls import get_resolver

from segregation_site.models import EditorSession
from segregation_site.signin.middleware import DOORS
from tests.segregation_site.signin.conftest import ADD, INDEX, LOGIN, PASSWORD, VERIFY, is_in

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 22, 8, tzinfo=UTC)


def admin_addresses(patterns=None, prefix="/admin/"):
    """(address, name) of everything below /admin/, with 1 for every number."""
    if patterns is None:
        (site,) = [p for p in get_resolver().url_patterns if str(p.pattern) == "admin/"]
        patterns = site.url_patterns
    found = []
    for pattern in patterns:
        route = re.sub(r"\(\?P<\w+>(\w+)[^)]*\)", r"\1", str(pattern.pattern)).strip("^")
        if route == "(?P<url>.*)$":
            route = "finns/inte/"
        address = prefix + re.sub(r"<[^>]+>", "1", route).removesuffix("$")
        if hasattr(pattern, "url_patterns"):
            found += admin_addresses(pattern.url_patterns, address)
        else:
            found.append((address, pattern.name))
    return found


def test_every_address_of_admin_is_shut_without_a_factor(client, editor, required, measured):
    editor.give_password()
    shut = 0
    for address, name in admin_addresses():
        if name in DOORS:
            continue
        for who, page in ((client, LOGIN), (editor.client, VERIFY)):
            for method in (who.get, who.post):
                response = method(address)
                assert response.status_code == 302, address
                assert response.url.startswith(page + "?next=/admin/"), address
                shut += 1
    assert shut > 4 * 80
    measured(f"sign-in: {shut} requests to {shut // 4} admin addresses shut without a factor")


def test_every_address_of_admin_is_found():
    """The walk above sees what admin registers."""
    addresses = {address for address, _name in admin_addresses()}
    for model in admin.site._registry:
        assert f"/admin/{model._meta.app_label}/{model._meta.model_name}/" in addresses
    assert "/admin/finns/inte/" in addresses and "/admin/auth/" in addresses


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_door_shows_nothing_of_admin_by_password_alone(editor, required, name):
    editor.give_password()
    address = {name: address for address, name in admin_addresses()}[name]

    assert "/admin/pressreleases/" not in editor.client.get(address).text


def test_without_an_app_every_page_leads_to_adding_one(make_editor, required):
    editor = make_editor(app=False)

    assert editor.give_password().url == INDEX
    assert editor.client.get("/admin/auth/user/").url == f"{ADD}?next=/admin/auth/user/"
    assert editor.client.get(ADD).status_code == 200


def test_admin_itself_asks_for_the_factor_too(editor, required, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "second_factor" not in name]
    editor.give_password()

    assert editor.client.get("/admin/auth/user/").status_code == 302


def test_demo_offers_the_factor_and_does_not_ask_for_it(make_editor):
    editor = make_editor(app=False)
    editor.give_password()

    response = editor.client.get(INDEX)

    assert response.status_code == 200
    assert 'href="/admin/saker-inloggning/"' in response.text
    assert f'href="{ADD}"' in editor.client.get("/admin/saker-inloggning/").text


def test_demo_asks_those_who_have_added_one(editor):
    editor.give_password()

    assert editor.client.get(INDEX).url == f"{VERIFY}?next=/admin/"


def test_who_is_no_editor_meets_the_sign_in_page(client, make_editor):
    client.force_login(make_editor(app=False, is_staff=False).user)

    for address in (INDEX, VERIFY, ADD):
        assert client.get(address).url.startswith(LOGIN)


def test_public_pages_stay_without_a_cookie_even_for_editors(editor):
    editor.sign_in()
    editor.client.get(INDEX)

    response = editor.client.get("/om/")

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert editor.user.username not in response.text


# --- the limits of time --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "lives"),
    [
        (timedelta(minutes=30) - timedelta(seconds=1), True),
        (timedelta(minutes=30), False),
        (timedelta(days=3), False),
    ],
)
def test_idle_limit(editor, clock, after, lives):
    clock(START)
    client = editor.sign_in()

    clock(START + after)

    assert is_in(client) is lives


def test_idle_limit_is_counted_from_the_last_request(editor, clock):
    clock(START)
    client = editor.sign_in()
    for minutes in (29, 58, 87):
        clock(START + timedelta(minutes=minutes))
        assert is_in(client)

    clock(START + timedelta(minutes=117))

    assert not is_in(client)


@pytest.mark.parametrize(("seconds", "lives"), [(-1, True), (0, False)])
def test_absolute_limit(editor, clock, seconds, lives):
    clock(START)
    client = editor.sign_in()
    for minutes in range(20, 480, 20):
        clock(START + timedelta(minutes=minutes))
        assert is_in(client)

    clock(START + timedelta(hours=8, seconds=seconds))

    assert is_in(client) is lives


def test_absolute_limit_starts_again_at_a_new_sign_in(editor, clock):
    clock(START)
    client = editor.sign_in()
    clock(START + timedelta(minutes=25))
    editor.sign_in(client)

    clock(START + timedelta(minutes=50))

    assert is_in(client)


def test_session_over_is_gone_and_cannot_be_used_again(editor, clock, log):
    clock(START)
    client = editor.sign_in()
    key = client.session.session_key
    clock(START + timedelta(minutes=31))
    client.get(INDEX)
    clock(START)

    assert not EditorSession.objects.filter(session_key=key).exists()
    assert not is_in(client)
    (event,) = log("session_ended")
    assert (event["reason"], event["user"]) == ("idle", editor.user.username)


@pytest.mark.parametrize(("method", "lost"), [("get", False), ("post", True)])
def test_session_over_leads_back_and_says_what_was_lost(editor, clock, method, lost):
    clock(START)
    client = editor.sign_in()
    clock(START + timedelta(hours=9))

    response = getattr(client, method)("/admin/auth/group/add/?a=1")

    assert response.url == f"{LOGIN}?next=/admin/auth/group/add/%3Fa%3D1"
    page = client.get(response.url).text
    assert "åtta timmar" in page
    assert ("Det du just skickade har inte sparats." in page) is lost
    assert 'name="next" value="/admin/auth/group/add/?a=1"' in page


def test_session_over_while_the_code_is_typed(editor, clock, required):
    clock(START)
    editor.give_password()
    clock(START + timedelta(hours=1))

    response = editor.client.post(VERIFY, {"code": editor.code()})

    assert response.url.startswith(LOGIN)
    assert not is_in(editor.client)


def test_sign_in_again_in_an_open_session_asks_for_the_factor_again(editor, required):
    editor.sign_in()

    editor.give_password()

    assert editor.client.get(INDEX).url.startswith(VERIFY)


# --- what ends a session -------------------------------------------------------------------------


def test_session_id_changes_at_each_step(editor):
    client = editor.client
    client.get(LOGIN)
    keys = [client.cookies["session"].value if "session" in client.cookies else ""]
    editor.give_password()
    keys.append(client.session.session_key)
    client.post(VERIFY, {"code": editor.code()})
    keys.append(client.session.session_key)

    assert len(set(keys)) == 3
    assert EditorSession.objects.count() == 1


def test_sign_out_ends_the_session_on_the_server(editor, log):
    client = editor.sign_in()
    kept = client.cookies["session"].value

    response = client.post("/admin/logout/")

    assert response.status_code == 200
    assert "Du är utloggad" in response.text
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.headers["Cache-Control"] == "no-store"
    client.cookies["session"] = kept
    assert not is_in(client)
    assert len(log("signed_out")) == 1


def test_sign_out_works_before_the_factor_is_shown(editor, required):
    editor.give_password()

    assert editor.client.post("/admin/logout/").status_code == 200

    assert editor.client.get(VERIFY).url.startswith(LOGIN)


def test_sign_out_by_a_link_is_refused(editor):
    client = editor.sign_in()

    assert client.get("/admin/logout/").status_code == 405
    assert is_in(client)


def test_closed_account_keeps_no_session_even_if_opened_again(editor, log):
    client = editor.sign_in()
    editor.user.is_active = False
    editor.user.save()
    editor.user.is_active = True
    editor.user.save()

    assert not is_in(client)
    assert log("account_closed")[0]["sessions_ended"] == 1


def test_new_password_ends_the_other_sessions(editor, client):
    here, there = editor.sign_in(), editor.sign_in(client)
    new = "ett annat långt lösenord"

    here.post(
        "/admin/password_change/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert is_in(here)
    assert not is_in(there)


def test_password_set_by_another_does_not_pass_the_factor(editor, required):
    editor.user.set_password("nytt lösenord av en administratör")
    editor.user.save()

    editor.give_password(password="nytt lösenord av en administratör")

    assert editor.client.get(INDEX).url == f"{VERIFY}?next=/admin/"
    assert editor.client.get(ADD).url == f"{VERIFY}?next={ADD}"
