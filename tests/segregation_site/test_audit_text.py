"""What two texts differ in: no word is lost, and only what differs is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segregation_site.audit_text import differing, differing_rich, plain_lines, words

TEXT = st.text(alphabet="ab å\n<&'", max_size=40)


@given(TEXT, TEXT)
def test_words_lose_nothing(old, new):
    before, after = words(old, new)

    assert "".join(text for text, _differs in before) == old
    assert "".join(text for text, _differs in after) == new


@given(TEXT)
def test_words_of_the_same_text_are_not_marked(text):
    assert not any(differs for side in words(text, text) for _text, differs in side if text.strip())


def test_words_mark_only_what_differs():
    assert words("Det gäller från maj.", "Det gäller från den 2 juni.") == (
        [("Det gäller från ", False), ("maj.", True)],
        [("Det gäller från ", False), ("den 2 juni.", True)],
    )


def test_words_of_a_very_long_text_are_marked_whole():
    old, new = "a " * 3000, "b " * 3000

    assert words(old, new) == ([(old, True)], [(new, True)])


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>Ett</p><p>Två &amp; tre</p>", ["Ett", "Två & tre"]),
        ("<h2>Rubrik</h2><h3>Under</h3>", ["## Rubrik", "### Under"]),
        ("<ul><li><p>en</p></li><li>två</li></ul>", ["• en", "• två"]),
        ("<blockquote><p>Sagt.</p></blockquote><p></p>", ["> Sagt."]),
        ('<p>Se <a href="https://example.org/">här</a>.</p>', ["Se här [https://example.org/]."]),
        ("<p>en<br>två</p>", ["en / två"]),
        ("bara text", ["bara text"]),
        ("", []),
    ],
)
def test_plain_lines(html, lines):
    assert plain_lines(html) == lines


def test_differing_leaves_out_what_is_the_same():
    assert differing(["a", "b", "c"], ["a", "x", "c", "d"]) == ("b", "x\nd")


def test_differing_rich_tells_of_a_link_that_leads_elsewhere():
    old, new = (f'<p>Se <a href="https://{name}.org/">här</a></p>' for name in "ab")

    assert differing_rich(old, new) == ("Se här [https://a.org/]", "Se här [https://b.org/]")


def test_differing_rich_tells_of_markup_where_nothing_else_differs():
    assert differing_rich("<p>a</p>", "<p><strong>a</strong></p>") == (
        "<p>a</p>",
        "<p><strong>a</strong></p>",
    )
