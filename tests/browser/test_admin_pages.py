"""Every admin page that an editor can open, in a real browser: quiet, within policy, accessible.

The pages are those of the permission table, so a new address is visited without a row here.
"""

import json
import subprocess
import sys
from itertools import product

import pytest

from segregation_site.management.commands.demo import ACCOUNTS, password_of
from tests.browser.test_axe import RUN, THEMES
from tests.browser.test_axe import axe as axe
from tests.conftest import ROOT, new_database, running_demo

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (320, 1280)
# Answers for a page, and is none itself.
NO_PAGES = {
    *("jsi18n", "pressreleases_release_tenures"),
    *("pressreleases_storedfile_file", "audit_export"),
}
WATCH = """window.refused = [];
document.addEventListener('securitypolicyviolation', event =>
    window.refused.push(event.violatedDirective + ' ' + event.blockedURI));"""
ACCOUNT_OF = {role: name for name, role, _does in ACCOUNTS}
# Whom axe follows everywhere; the others see a part of the same templates.
SEES_ALL = "administratör"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A running site of this module's own, with a row of everything: (site, its addresses)."""
    with new_database("desk") as url, running_demo(url, tmp_path_factory.mktemp("desk")) as site:
        made = subprocess.run(
            [sys.executable, "-m", "tests.browser.desk_rows"],
            env=site.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        yield site, json.loads(made.stdout)


@pytest.fixture
def signed_in(tab, desk):
    """Signs in with the demonstration's account of a role."""
    site, _addresses = desk

    def sign_in(role):
        name = ACCOUNT_OF[role]
        tab.goto(f"{site.url}/admin/login/")
        tab.fill("#id_username", name)
        tab.fill("#id_password", password_of(name))
        with tab.expect_navigation():
            tab.keyboard.press("Enter")
        assert "/login/" not in tab.url
        return tab

    return sign_in


def pages_for(role, addresses):
    return [row for row in addresses if role in row["open_to"] and row["name"] not in NO_PAGES]


@pytest.mark.parametrize("role", ACCOUNT_OF)
def test_admin_pages_open_quietly_and_within_the_policy(signed_in, desk, role, measured):
    site, addresses = desk
    tab = signed_in(role)
    said = []
    tab.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: said.append(f"error: {error}"))
    tab.add_init_script(WATCH)
    pages, wrong = pages_for(role, addresses), {}
    for row in pages:
        said.clear()
        answer = tab.goto(site.url + row["path"])
        tab.wait_for_load_state("load")
        faults = [line for line in said if line.startswith(("error", "warning"))]
        faults += tab.evaluate("window.refused")
        if answer.status != 200:
            faults.append(f"status {answer.status}")
        if faults:
            wrong[row["name"]] = faults

    measured(f"admin in the browser: {len(pages)} pages as {role}, {len(wrong)} with a fault")
    assert wrong == {}
    assert len(pages) >= (90 if role == SEES_ALL else 30)


@pytest.mark.parametrize("role", ["skribent", "publicerare", SEES_ALL])
def test_admin_pages_axe_finds_no_violation(signed_in, desk, axe, role, measured):
    site, addresses = desk
    tab = signed_in(role)
    looks = list(product(THEMES, WIDTHS))
    if role != SEES_ALL:
        looks = [looks[0], looks[-1]]
    pages, found, views = pages_for(role, addresses), [], 0
    tab.emulate_media(reduced_motion="reduce")
    for row in pages:
        tab.goto(site.url + row["path"])
        tab.wait_for_load_state("load")
        tab.evaluate(axe)
        for theme, width in looks:
            # Admin fades between colours: what is looked at is where the fading ends.
            tab.emulate_media(color_scheme=theme, reduced_motion="reduce")
            tab.set_viewport_size({"width": width, "height": 900})
            result = tab.evaluate(RUN, WCAG)
            assert result["passed"] >= 5, f"axe looked at nothing on {row['name']}"
            found += [f"{row['name']} {theme} {width}: {text}" for text in result["violations"]]
            views += 1

    measured(f"axe in admin as {role}: {views} views of {len(pages)} pages, {len(found)} found")
    assert not found, "\n".join(found)
    assert views == len(pages) * len(looks)
    assert len(pages) >= (90 if role == SEES_ALL else 30)


def test_admin_form_is_worked_by_keyboard_alone(signed_in, desk, measured):
    """From the title to the text, its toolbar, a minister and the button: no mouse."""
    site, _addresses = desk
    tab = signed_in("skribent")
    tab.goto(f"{site.url}/admin/pressreleases/release/add/")
    tab.wait_for_load_state("load")

    def focused(script):
        return tab.evaluate(f"(() => {{ const node = document.activeElement; return {script} }})()")

    def tab_until(script, most=80):
        for _ in range(most):
            tab.keyboard.press("Tab")
            if focused(script):
                return
        raise AssertionError(f"never reached: {script}")

    tab_until("node.id === 'id_title_sv'")
    tab.keyboard.type("Skrivet med tangenterna")
    tab_until("node.closest('.prose-menubar') && node.closest('.field-body_sv')")
    tab_until("node.getAttribute('role') === 'textbox' && node.lang === 'sv'")
    tab.keyboard.type("Brödtext ")
    tab.keyboard.press("Control+b")
    tab.keyboard.type("fet")
    assert tab.input_value("#id_body_sv") == "<p>Brödtext <strong>fet</strong></p>"
    tab_until("node.closest('#appearances-group .add-row')")
    tab.keyboard.press("Enter")
    tab_until("node.closest('#appearances-0') && node.getAttribute('role') === 'combobox'", 400)
    tab.keyboard.press("Enter")
    tab.keyboard.type("Baylan")
    first = tab.locator(".select2-results__option--highlighted", has_text="Baylan")
    first.wait_for()
    tab.keyboard.press("Enter")
    chosen = tab.locator("#id_appearances-0-tenure option:checked").text_content()
    assert chosen.startswith("Ibrahim Baylan – ")
    tab_until("node.name === '_continue'", 200)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert tab.locator(".errornote").count() == 1
    assert tab.input_value("#id_title_sv") == "Skrivet med tangenterna"
    measured("admin's form: title, text, toolbar, minister and button reached by keyboard")
