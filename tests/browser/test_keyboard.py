"""By keyboard alone: the skip link first, then every control once, in order, visibly."""

import pytest

pytestmark = pytest.mark.browser

FOCUSED = """() => { const node = document.activeElement;
    if (!node || node === document.body) return null;
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    document.tabbed = document.tabbed || [];
    const last = document.tabbed.at(-1);
    const known = document.tabbed.includes(node);
    document.tabbed.push(node);
    return {
        name: node.tagName + ' ' + (node.textContent.trim() || node.name || '').slice(0, 40),
        href: node.getAttribute('href'),
        again: known,
        inOrder: !last || !!(last.compareDocumentPosition(node) & 4),
        inView: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 &&
            box.top < innerHeight && box.left < innerWidth,
        ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        shadow: style.boxShadow !== 'none',
    } }"""
MOST_STOPS = 400


def test_keyboard_first_stop_skips_to_the_text(tab, open_page, looks):
    wrong = []
    for page in looks:
        open_page(page)
        tab.keyboard.press("Tab")
        stop = tab.evaluate(FOCUSED)
        if not stop or stop["href"] != "#innehall" or not stop["inView"]:
            wrong.append(f"{page}: {stop}")

    assert wrong == []
    assert len(looks) >= 60


def test_keyboard_skip_link_leads_into_the_text(tab, site_server):
    tab.goto(site_server.url)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")

    assert tab.evaluate("!!document.activeElement.closest('main')")


def test_keyboard_every_stop_is_seen_and_in_order(tab, open_page, looks, measured):
    stops, wrong = 0, []
    for page in looks:
        if page.language != "sv":
            continue
        open_page(page)
        for _ in range(MOST_STOPS):
            tab.keyboard.press("Tab")
            stop = tab.evaluate(FOCUSED)
            if stop is None or stop["again"]:
                break
            stops += 1
            if not (stop["inOrder"] and stop["inView"] and (stop["ring"] >= 2 or stop["shadow"])):
                wrong.append(f"{page}: {stop}")
        else:
            wrong.append(f"{page}: more than {MOST_STOPS} stops, or a trap")

    measured(f"keyboard: {stops} stops, {len(wrong)} unseen or out of order")
    assert wrong[:10] == []
    assert stops >= 500
