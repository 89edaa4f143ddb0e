"""The blocks of a text that is to be compared, read from sanitised HTML or from plain lines."""

from dataclasses import dataclass
from html.parser import HTMLParser

from pressreleases.diff_words import folded

BLOCKS = ("p", "h2", "h3", "li", "blockquote")
# Of nested blocks the one that says most: a list item holds a paragraph.
SAYS_MOST = ("li", "blockquote", "h2", "h3", "p")


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or quotation of a text, as it was put in."""

    tag: str
    text: str
    markup: str = ""


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
