"""What differs between two texts, block by block and word by word. Pure: no queries, no HTML out.

The result is data for a template, which escapes it.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from pressreleases.diff_words import DELETED, EQUAL, INSERTED, Segment, compare_words

# A block with words of both kinds; one whose words are the same but not their emphasis or rank.
CHANGED, FORMATTED = "changed", "formatted"
# Two blocks are one and the same, reworded, where they share this much of their words.
ALIKE = 0.5


@dataclass(frozen=True)
class Compared:
    """A block of either text, or one of each; `change` is one of five: see also diff_words."""

    tag: str
    change: str
    segments: tuple


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
