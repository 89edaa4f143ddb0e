"""Signing in and adding an app, in a browser: nothing blocked by policy, nothing found by axe."""

from base64 import b32decode

import pytest
from django_otp.oath import TOTP

from segregation_site.management.commands.demo import ACCOUNTS, password_of
from tests.browser.test_axe import RUN, TAGS, WIDTHS
from tests.browser.test_axe import axe as axe

pytestmark = pytest.mark.browser


def test_signin_pages(tab, site_server, axe, measured):
    name = ACCOUNTS[0][0]
    password = password_of(name)
    said, found, visited = [], [], 0
    tab.on("console", lambda message: said.append((message.type, message.text)))

    def look():
        nonlocal visited
        tab.evaluate(axe)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            found.extend(tab.evaluate(RUN, TAGS)["violations"])
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            visited += 1

    def enter(field, text):
        tab.fill(field, text)
        with tab.expect_navigation():
            tab.keyboard.press("Enter")

    tab.goto(f"{site_server.url}/admin/saker-inloggning/")
    look()
    tab.fill("#id_username", name)
    enter("#id_password", "fel lösenord som är långt")
    look()
    enter("#id_password", password)
    look()
    tab.goto(f"{site_server.url}/admin/saker-inloggning/app/")
    assert tab.locator("svg.signin-qr path").count() == 2
    look()
    # Another code than the app's, so that the account stays as the other tests know it.
    enter("#id_code", "0")
    assert tab.locator("#id_code[aria-invalid=true]").count() == 1
    look()

    assert found == []
    assert [line for line in said if line[0] in ("error", "warning")] == []
    measured(f"sign-in: {visited} views of 5 pages in the browser, {len(found)} violations")


@pytest.fixture
def fact_editor(browser, site_server):
    """A demonstration account; whatever factor it was given is reset by the administrator."""
    name = next(name for name, role, _does in ACCOUNTS if role == "faktaredaktör")
    yield name
    context = browser.new_context(locale="sv-SE")
    tab = context.new_page()
    sign_in(tab, site_server, "administrator", "/admin/")
    tab.goto(f"{site_server.url}/admin/auth/user/")
    link = tab.locator("#result_list th a", has_text=name)
    account = link.get_attribute("href").rstrip("/").split("/")[-2]
    tab.goto(f"{site_server.url}/admin/saker-inloggning/{account}/")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Återställ").click()
    assert tab.get_by_text("är återställd").count() == 1
    context.close()


def sign_in(tab, site_server, name, path):
    tab.goto(site_server.url + path)
    tab.fill("#id_username", name)
    tab.fill("#id_password", password_of(name))
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def test_signin_passkey(tab, site_server, axe, fact_editor, measured):
    """Adding a passkey and signing in with it, by Chromium's own pretended authenticator."""
    said, found = [], []
    tab.on("console", lambda message: said.append((message.type, message.text)))
    session = tab.context.new_cdp_session(tab)
    session.send("WebAuthn.enable")
    authenticator = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    able = {"hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**authenticator, **able}})

    def look():
        tab.evaluate(axe)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            found.extend(tab.evaluate(RUN, TAGS)["violations"])
            assert tab.evaluate("document.documentElement.scrollWidth") <= width

    sign_in(tab, site_server, fact_editor, "/admin/saker-inloggning/")
    tab.goto(f"{site_server.url}/admin/saker-inloggning/app/")
    key = tab.locator(".signin-key").inner_text().replace(" ", "")
    tab.fill("#id_code", f"{TOTP(b32decode(key)).token():06d}")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    tab.goto(f"{site_server.url}/admin/saker-inloggning/")
    tab.fill("#id_passkey_name", "pressrummets dator")
    look()
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert tab.locator(".signin-passkeys li").count() == 1
    look()

    tab.context.clear_cookies()
    sign_in(tab, site_server, fact_editor, "/admin/saker-inloggning/")
    look()
    with tab.expect_navigation():
        tab.get_by_role("button", name="Använd passnyckel").click()
    assert tab.url == f"{site_server.url}/admin/saker-inloggning/"
    tab.get_by_role("button", name="Ta bort pressrummets dator").click()
    assert tab.get_by_text("är borttagen").count() == 1

    assert found == []
    assert [line for line in said if line[0] in ("error", "warning")] == []
    measured("passkey: added, shown at sign-in and removed in the browser, 0 violations")
