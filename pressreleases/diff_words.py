"""The words of two texts compared: segments in both, only in the new one or only in the old one.

Put together, the first and second kind are the new text and the first and third the old one, with
white space folded.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

EQUAL, INSERTED, DELETED = "equal", "inserted", "deleted"
# Beyond this many words difflib may pass over common ones: a coarser answer in bounded time.
MANY_WORDS = 4000
_WORDS = re.compile(r" ?\w+| ?[^\w ]")


@dataclass(frozen=True)
class Segment:
    """A run of words; `change` is EQUAL, INSERTED or DELETED."""

    change: str
    text: str


def folded(text):
    return " ".join(text.split())


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
