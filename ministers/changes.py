"""The changes of a Rehearsal, counted by what they are about and grouped by what is said."""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """Pages whose notice about one thing comes, is worded anew, or goes; with its sentences."""

    change: str
    about: str
    pages: int
    sentences: list


@dataclass(frozen=True)
class Group:
    """The texts that today say the same and on the day say the same."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    texts: list


def kinds(rehearsal, day):
    """The Kinds of change on one Day, most pages first."""
    about, pages, sentences = rehearsal.abouts, Counter(), {}
    for text in day.differences:
        old, new = set(text.before), set(text.after)
        had, has = {about.get(line) for line in old}, {about.get(line) for line in new}
        changes = {("reworded" if about.get(line) in had else "new", line) for line in new - old}
        changes |= {("gone", line) for line in old - new if about.get(line) not in has}
        pages.update({(change, about.get(line)) for change, line in changes})
        for change, line in changes:
            sentences.setdefault((change, about.get(line)), Counter())[line] += 1
    return [
        Kind(change, what, count, sentences[change, what].most_common())
        for (change, what), count in sorted(pages.items(), key=lambda item: (-item[1], item[0]))
    ]


def groups(day):
    """The texts of one Day by what they say today and then, the largest Group first."""
    found = {}
    for text in day.differences:
        found.setdefault((text.before, text.after), []).append(text)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return [Group(before, after, texts) for (before, after), texts in ordered]
