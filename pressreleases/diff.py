"""What differs between two texts, block by block and word by word. Pure: no queries, no HTML out.

The result is data for a template, which escapes it: segments of text that are in both, only in the
new one or only in the old one. Put together, the first and second kind are the new text and the
first and third the old one, with white space folded.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser

EQUAL, INSERTED, DELETED = "equal", "inserted", "deleted"
# A block with words of both kinds; one whose words are the same but not their emphasis or rank.
CHANGED, FORMATTED = "changed", "formatted"
BLOCKS = ("p", "h2", "h3", "li", "blockquote")
# Of nested blocks the one that says most: a list item holds a paragraph.
SAYS_MOST = ("li", "blockquote", "h2", "h3", "p")
# Two blocks are one and the same, reworded, where they share this much of their words.
ALIKE = 0.5
# Beyond this many words difflib may pass over common ones: a coarser answer in bounded time.
MANY_WORDS = 4000
_WORDS = re.compile(r" ?\w+| ?[^\w ]")


@dataclass(frozen=True)
class Segment:
    """A run of words; `change` is EQUAL, INSERTED or DELETED."""

    change: str
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or quotation of a text, as it was put in."""

    tag: str
    text: str
    markup: str = ""


@dataclass(frozen=True)
class Compared:
    """A block of either text, or one of each; `change` is any of the five above."""

    tag: str
    change: str
    segments: tuple


class _Blocks(HTMLParser):
    """Reads sanitised HTML into blocks. The address of a link stands after its words."""

    def __init__(self):
        super().__init__()
        self.found, self.open, self.text, self.markup, self.link = [], [], "", "", ""

    def close_block(self):
        text = folded(self.text)
        if text:
            tag = next((tag for tag in SAYS_MOST if tag in self.open), "p")
            self.found.append(Block(tag, text, folded(self.markup)))
        self.text = self.markup = ""

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.close_block()
            self.open.append(tag)
            return
        if tag == "br":
            self.text += " "
        if tag == "a":
            self.link = dict(attrs).get("href") or ""
        self.markup += f"<{tag}>"

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.close_block()
            if tag in self.open:
                self.open.remove(tag)
            return
        if tag == "a" and self.link:
            self.handle_data(f" ({self.link})")
            self.link = ""
        self.markup += f"</{tag}>"

    def handle_data(self, data):
        self.text += data
        self.markup += data


def folded(text):
    return " ".join(text.split())


def blocks_of_html(html):
    """The blocks of sanitised rich text (see richtext.clean)."""
    reader = _Blocks()
    reader.feed(html or "")
    reader.close()
    reader.close_block()
    return reader.found


def blocks_of_lines(lines, tag="p"):
    """The blocks of plain text or of a list of facts: one a line."""
    return [Block(tag, folded(line)) for line in lines if line.strip()]


def compare_words(old, new):
    """The segments that lead from one text to the other; the removed before the added."""
    before, after = _WORDS.findall(folded(old)), _WORDS.findall(folded(new))
    many = len(before) + len(after) > MANY_WORDS
    found = []
    matcher = SequenceMatcher(None, before, after, autojunk=many)
    for change, start, end, new_start, new_end in matcher.get_opcodes():
        if change == EQUAL:
            found.append(Segment(EQUAL, "".join(before[start:end])))
            continue
        if end > start:
            found.append(Segment(DELETED, "".join(before[start:end])))
        if new_end > new_start:
            found.append(Segment(INSERTED, "".join(after[new_start:new_end])))
    return tuple(found)


def compare_blocks(old, new):
    """Every block of the new text, and the removed ones where they stood."""
    keys = [[(block.tag, block.text) for block in blocks] for blocks in (old, new)]
    found = []
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    for change, start, end, new_start, new_end in matcher.get_opcodes():
        if change == EQUAL:
            found += map(_same_words, old[start:end], new[new_start:new_end])
        else:
            found += _pair_up(list(old[start:end]), new[new_start:new_end])
    return tuple(found)


def _same_words(old, new):
    same = (old.tag, old.markup) == (new.tag, new.markup)
    return Compared(new.tag, EQUAL if same else FORMATTED, (Segment(EQUAL, new.text),))


def _whole(block, change):
    return Compared(block.tag, change, (Segment(change, block.text),))


def _pair_up(old, new):
    """Each new block beside the first old one that it rewords, in order."""
    for block in new:
        place = next((n for n, other in enumerate(old) if _alike(other.text, block.text)), None)
        if place is None:
            yield _whole(block, INSERTED)
            continue
        yield from (_whole(gone, DELETED) for gone in old[:place])
        reworded, old = old[place], old[place + 1 :]
        if reworded.text == block.text:
            yield _same_words(reworded, block)
        else:
            yield Compared(block.tag, CHANGED, compare_words(reworded.text, block.text))
    yield from (_whole(gone, DELETED) for gone in old)


def _alike(one, other):
    one, other = (Counter(re.findall(r"\w+", text)) for text in (one, other))
    return 2 * (one & other).total() >= ALIKE * (one.total() + other.total())
