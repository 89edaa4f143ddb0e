"""The difference between two texts: nothing lost, nothing made up, and the least that is true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressreleases.diff import CHANGED, FORMATTED, compare_blocks
from pressreleases.diff_blocks import blocks_of_html, blocks_of_lines
from pressreleases.diff_words import DELETED, EQUAL, INSERTED, Segment, compare_words, folded
from pressreleases.richtext import clean

words = st.text(alphabet="ab å.,–1\n", max_size=40)
paragraphs = st.lists(st.tuples(st.sampled_from(["p", "h2", "li"]), words), max_size=6)


def side(segments, change):
    return "".join(segment.text for segment in segments if segment.change in (EQUAL, change))


@given(old=words, new=words)
def test_words_hold_both_texts_whole(old, new):
    segments = compare_words(old, new)
    assert side(segments, INSERTED) == folded(new)
    assert side(segments, DELETED) == folded(old)
    assert all(segment.text for segment in segments)
    if folded(old) == folded(new):
        assert {segment.change for segment in segments} <= {EQUAL}


@given(old=paragraphs, new=paragraphs)
def test_blocks_hold_both_texts_whole_and_in_order(old, new):
    old, new = (
        blocks_of_html("".join(f"<{tag}>{text}</{tag}>" for tag, text in given))
        for given in (old, new)
    )
    compared = compare_blocks(old, new)
    for change, other, blocks in ((INSERTED, DELETED, new), (DELETED, INSERTED, old)):
        kept = [block for block in compared if block.change != other]
        assert [side(block.segments, change) for block in kept] == [b.text for b in blocks]
    assert (old == new) == all(block.change == EQUAL for block in compared)


def test_words_one_word_changed_marks_that_word_alone():
    assert compare_words("Det kostar 10 miljoner kronor.", "Det kostar 12 miljoner kronor.") == (
        Segment(EQUAL, "Det kostar"),
        Segment(DELETED, " 10"),
        Segment(INSERTED, " 12"),
        Segment(EQUAL, " miljoner kronor."),
    )


def changes(old, new):
    compared = compare_blocks(blocks_of_html(old), blocks_of_html(new))
    return [(block.change, "".join(s.text for s in block.segments)) for block in compared]


def test_blocks_a_new_paragraph_leaves_its_neighbours_alone():
    assert changes("<p>Ett.</p><p>Tre.</p>", "<p>Ett.</p><p>Två.</p><p>Tre.</p>") == [
        (EQUAL, "Ett."),
        (INSERTED, "Två."),
        (EQUAL, "Tre."),
    ]


def test_blocks_a_reworded_paragraph_is_one_and_not_two():
    old = "<p>Regeringen ger Skolverket ett uppdrag.</p><p>Bort.</p>"
    new = "<p>Regeringen ger Skolverket två uppdrag.</p>"
    assert [change for change, _text in changes(old, new)] == [CHANGED, DELETED]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<p>Ett ord.</p>", "<p>Ett <strong>ord</strong>.</p>", FORMATTED),
        ("<p>Ett ord.</p>", "<h2>Ett ord.</h2>", FORMATTED),
        ('<p><a href="https://a.se">Ett ord</a></p>', "<p>Ett ord</p>", CHANGED),
        (
            '<p><a href="https://a.se">Läs hela beslutet</a></p>',
            '<p><a href="https://b.se">Läs hela beslutet</a></p>',
            CHANGED,
        ),
        ("<p>Ett  ord.</p>", "<p>Ett\nord.</p>", EQUAL),
    ],
)
def test_blocks_what_is_not_words_shows_too(old, new, expected):
    assert [change for change, _text in changes(old, new)] == [expected]


def test_blocks_lists_quotations_and_breaks_are_read():
    html = "<ul><li><p>ett</p></li><li>två</li></ul><blockquote><p>tre<br>fyra</p></blockquote>fem"
    assert [(block.tag, block.text) for block in blocks_of_html(clean(html))] == [
        ("li", "ett"),
        ("li", "två"),
        ("blockquote", "tre fyra"),
        ("p", "fem"),
    ]


def test_blocks_of_nothing_are_none():
    assert blocks_of_html("") == blocks_of_html(None) == blocks_of_lines(["", " "]) == []
    assert compare_blocks([], []) == ()


def test_words_of_a_very_long_text_are_compared_in_bounded_time():
    old = " ".join(f"ord{number % 50}" for number in range(6000))
    segments = compare_words(old, old.replace("ord7 ", "nytt ", 1))
    assert side(segments, DELETED) == old
