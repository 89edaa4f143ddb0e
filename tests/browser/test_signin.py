"""Signing in and adding an app, in a browser: nothing blocked by policy, nothing found by axe."""

import pytest

from segregation_site.management.commands.demo import ACCOUNTS
from tests.browser.test_axe import RUN, TAGS, WIDTHS
from tests.browser.test_axe import axe as axe

pytestmark = pytest.mark.browser


def test_signin_pages(tab, site_server, axe, measured):
    name, password, _superuser = ACCOUNTS[0]
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
