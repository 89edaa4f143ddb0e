"""Nothing scrolls sideways: WCAG 1.4.10 (reflow), 1.4.12 (text spacing), 1.4.4 (larger text)."""

import pytest

pytestmark = pytest.mark.browser

# What a reader may do to the text, and at which width; 320 px is 1280 px at 400 %.
READERS = {
    "zoomed to 400 %": (320, ""),
    "with wide text spacing": (
        320,
        "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important } p { margin-bottom: 2em !important }",
    ),
    "with text twice as large": (640, "html { font-size: 200% !important }"),
}
# A constructed sheet, because the page's own policy rightly refuses an inserted element.
APPLY = """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet] }"""
OVERFLOW = """() => { const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.querySelectorAll('body *')]
        .filter(node => node.getBoundingClientRect().right > root.clientWidth + 1)
        .slice(0, 5).map(node => node.tagName + '.' + node.className) }"""


@pytest.mark.parametrize("reader", READERS)
def test_reflow_nothing_scrolls_sideways(tab, open_page, looks, reader, measured):
    width, css = READERS[reader]
    tab.set_viewport_size({"width": width, "height": 900})
    wrong = {}
    for page in looks:
        open_page(page)
        tab.evaluate(APPLY, css)
        if found := tab.evaluate(OVERFLOW):
            wrong[str(page)] = found

    measured(f"{reader}: {len(looks)} pages, {len(wrong)} scroll sideways")
    assert wrong == {}
    assert len(looks) >= 60


def test_reflow_planted_overflow_is_found(tab, site_server):
    tab.set_viewport_size({"width": 320, "height": 900})
    tab.goto(site_server.url)
    tab.evaluate(APPLY, "main { width: 500px }")

    assert tab.evaluate(OVERFLOW)
