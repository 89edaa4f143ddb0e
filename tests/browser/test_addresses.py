"""The table of example addresses, which the other sweeps stand on, is whole and true."""

from collections import Counter

from tests.browser.addresses import EXAMPLES, LANGUAGES, STATES, patterns


def test_addresses_every_pattern_has_an_example():
    found = Counter(patterns())

    assert set(found) == set(EXAMPLES)
    assert max(found.values()) == 1
    assert len(found) >= 40


def test_addresses_every_example_answers_in_both_languages(site_server, pages):
    wrong = [
        f"{page}: {answer.status}"
        for page in pages
        if (answer := site_server.get(page.path)).status != page.status
        or f'<html lang="{page.language}"' not in answer.text
    ]

    assert wrong == []
    assert len(pages) == (len(EXAMPLES) + len(STATES)) * len(LANGUAGES)
