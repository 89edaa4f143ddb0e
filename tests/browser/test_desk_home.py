"""The editors' first page and the guide, in a browser, by role: axe, policy, width, HTML."""

import re
from itertools import product

import pytest

from segregation_site.dashboard import SECTIONS
from segregation_site.guide import CHAPTERS
from segregation_site.management.commands.demo import ACCOUNTS, password_of
from tests.browser.test_axe import RUN, TAGS, THEMES, WIDTHS
from tests.browser.test_axe import axe as axe
from tests.browser.test_html import checked

# Django's own pages have faults of their own that we cannot mend; these are of our templates.
OURS = re.compile(r'<div id="content-main" class="guide-page".*?</section>\s*</div>', re.DOTALL)


def signed_in(tab, site_server, name, path):
    tab.goto(f"{site_server.url}/admin/login/?next={path}")
    tab.fill("#id_username", name)
    tab.fill("#id_password", password_of(name))
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def looked_at(tab, axe, found):
    tab.evaluate(axe)
    for theme, width in product(THEMES, WIDTHS):
        tab.emulate_media(color_scheme=theme)
        tab.set_viewport_size({"width": width, "height": 900})
        # Admin's links change colour gradually; half-way they are neither theme's.
        tab.evaluate("Promise.all(document.getAnimations().map(change => change.finished))")
        result = tab.evaluate(RUN, TAGS)
        assert result["passed"] >= 10
        found += [f"{theme} {width}: {text}" for text in result["violations"]]
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_first_page_of_every_role_and_the_guide(tab, site_server, axe, measured):
    said, found, visited = [], [], 0
    tab.on("console", lambda message: said.append((message.type, message.text)))
    for name, _role, _does in ACCOUNTS:
        signed_in(tab, site_server, name, "/admin/")
        assert 2 <= tab.locator(".desk-section").count() <= len(SECTIONS)
        looked_at(tab, axe, found)
        visited += 1
        tab.context.clear_cookies()
    signed_in(tab, site_server, name, "/admin/guide/")
    looked_at(tab, axe, found)
    for path in ("utkast", "andra", "fakta", "lankar"):
        tab.goto(f"{site_server.url}/admin/att-gora/{path}/")
        looked_at(tab, axe, found)
    visited += 5

    assert found == []
    assert [line for line in said if line[0] in ("error", "warning")] == []
    views = visited * len(THEMES) * len(WIDTHS)
    measured(f"first page and guide: {views} views of {visited} pages, {len(found)} violations")


@pytest.mark.browser
def test_guide_pictures_are_drawn_and_its_contents_lead_there(tab, site_server):
    signed_in(tab, site_server, ACCOUNTS[0][0], "/admin/guide/")
    pictures = tab.locator(".guide-picture use")
    assert pictures.count() == 3
    for number in range(3):
        # What is not found or not allowed has no size.
        assert pictures.nth(number).evaluate("use => use.getBBox().width") > 100
    for anchor, _heading in CHAPTERS:
        tab.click(f'.guide-contents a[href="#{anchor}"]')
        assert tab.evaluate("document.querySelector(':target').id") == anchor


@pytest.mark.browser
def test_guide_table_scrolls_by_keyboard_on_a_narrow_screen(tab, site_server):
    signed_in(tab, site_server, ACCOUNTS[0][0], "/admin/guide/")
    tab.set_viewport_size({"width": 320, "height": 900})
    tab.focus(".guide-table")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("document.querySelector('.guide-table').scrollLeft > 0")


@pytest.mark.html
def test_guide_html(nu_checker, browser, site_server, tmp_path):
    context = browser.new_context()
    tab = context.new_page()
    signed_in(tab, site_server, ACCOUNTS[0][0], "/admin/guide/")
    page = context.request.get(f"{site_server.url}/admin/guide/").text()
    context.close()
    ours = OURS.search(page)[0]
    file = tmp_path / "guide.html"
    file.write_text(
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Guide</title></head>'
        f"<body><h1>Guide</h1>{ours}</body></html>",
        encoding="utf-8",
    )

    assert checked(nu_checker, file) == []
    assert ours.count("<h2") == len(CHAPTERS)
