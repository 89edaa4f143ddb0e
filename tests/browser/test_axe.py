"""axe-core finds nothing on any template, in either language, either theme, at three widths."""

import os
from itertools import product
from pathlib import Path

import axe_playwright_python
import pytest

pytestmark = pytest.mark.browser

THEMES = ("light", "dark")
WIDTHS = (320, 768, 1280)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# AXE_JS may name a newer axe-core than the one that the test package carries.
BUNDLED = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, preload: false,
    resultTypes: ['violations']}).then(result => ({
        passed: result.passes.length,
        violations: result.violations.map(violation => violation.id + ': ' + violation.help + ' ' +
            violation.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | ')),
    }))"""


@pytest.fixture(scope="module")
def axe():
    return Path(os.environ.get("AXE_JS") or BUNDLED).read_text(encoding="utf-8")


def test_axe_finds_no_violation(tab, open_page, axe, looks, measured):
    visited, found = 0, []
    for page in looks:
        open_page(page)
        tab.evaluate(axe)
        for theme, width in product(THEMES, WIDTHS):
            tab.emulate_media(color_scheme=theme)
            tab.set_viewport_size({"width": width, "height": 900})
            result = tab.evaluate(RUN, TAGS)
            assert result["passed"] >= 10, f"axe looked at nothing on {page}"
            found += [f"{page} {theme} {width}: {text}" for text in result["violations"]]
            visited += 1

    measured(
        f"axe-core {tab.evaluate('axe.version')}: {visited} views of {len(looks)} pages, "
        f"{len(found)} violations"
    )
    assert found == []
    assert visited == len(looks) * len(THEMES) * len(WIDTHS)
    assert len(looks) >= 60


def test_axe_planted_fault_is_found(tab, site_server, axe):
    tab.goto(site_server.url)
    tab.evaluate("document.body.append(document.createElement('img'))")
    tab.evaluate(axe)

    assert "image-alt" in str(tab.evaluate(RUN, TAGS)["violations"])
