"""What two texts differ in, as plain text: paragraph by paragraph, and word by word in those."""

import re
from difflib import SequenceMatcher
from html.parser import HTMLParser

# How a block of rich text begins when its markup is taken away.
BLOCKS = {"p": "", "h2": "## ", "h3": "### ", "li": "• ", "blockquote": "> "}
# Beyond this, finding single words costs more than it tells; the whole passage is marked.
MOST_WORDS = 2000


class Blocks(HTMLParser):
    """Rich text as lines: one for each block, with the addresses of its links."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.hrefs = [""], []

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            # What stands first in a list item or a quotation is a paragraph of it.
            opened = self.lines[-1] in BLOCKS.values() and tag == "p"
            self.lines += [] if opened else [BLOCKS[tag]]
        elif tag == "br":
            self.lines[-1] += " / "
        elif tag == "a":
            self.hrefs.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.lines.append("")
        elif tag == "a" and self.hrefs:
            self.lines[-1] += f" [{self.hrefs.pop()}]"

    def handle_data(self, data):
        self.lines[-1] += data


def plain_lines(html):
    """The lines of rich text (or of plain text without markup), without empty ones."""
    reader = Blocks()
    reader.feed(html)
    reader.close()
    return [line.strip() for line in reader.lines if line.strip() not in ("", "•", ">", "##")]


def differing(old, new):
    """Of two lists of lines, what the one has and the other has not, each as one text."""
    before, after = [], []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, first_new, last_new in matcher.get_opcodes():
        if tag != "equal":
            before += old[first:last]
            after += new[first_new:last_new]
    return "\n".join(before), "\n".join(after)


def differing_rich(old, new):
    """The same of two rich texts; of their markup where nothing else differs."""
    found = differing(plain_lines(old), plain_lines(new))
    return found if any(found) else (old, new)


def words(old, new):
    """Two texts as lists of (passage, whether it differs), for marking the words that changed."""
    one, other = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    if not one or not other or len(one) + len(other) > MOST_WORDS:
        return [(old, True)] if old else [], [(new, True)] if new else []
    before, after = [], []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, first, last, first_new, last_new in matcher.get_opcodes():
        if last > first:
            before.append(("".join(one[first:last]), tag != "equal"))
        if last_new > first_new:
            after.append(("".join(other[first_new:last_new]), tag != "equal"))
    return joined(before), joined(after)


def joined(passages):
    """The same with one mark over neighbouring words, and over the space between them."""
    found = []
    for place, (text, differs) in enumerate(passages):
        ends = passages[place - 1 : place] + passages[place + 1 : place + 2]
        differs = differs or (text.isspace() and len(ends) == 2 and all(end[1] for end in ends))
        if found and found[-1][1] == differs:
            found[-1] = (found[-1][0] + text, differs)
        else:
            found.append((text, differs))
    return found
