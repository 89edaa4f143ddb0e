"""The elements of a pasted text as a tree, and the HTML that is made of it again."""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from pressreleases.pasted_tags import BLOCKS, KEPT

# What HTML and its readers take for space.
SPACE = " \t\r\n\f\xa0"


@dataclass
class Node:
    tag: str
    attrs: dict = field(default_factory=dict)
    children: list = field(default_factory=list)
    # Of a paragraph that stands for an item of a list in Word: how deep, and whether numbered.
    level: int = 0
    ordered: bool = False

    @property
    def text(self):
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    @property
    def style(self):
        return self.attrs.get("style") or ""

    def holds_a_block(self):
        return any(
            isinstance(c, Node) and (c.tag in BLOCKS or c.holds_a_block()) for c in self.children
        )

    def html(self):
        inner = "".join(
            escape(c, quote=False) if isinstance(c, str) else c.html() for c in self.children
        )
        kept = ((name, self.attrs.get(name)) for name in KEPT.get(self.tag, ()))
        attrs = "".join(f' {name}="{escape(value)}"' for name, value in kept if value)
        return "<br>" if self.tag == "br" else f"<{self.tag}{attrs}>{inner}</{self.tag}>"


class Reader(HTMLParser):
    """The tree of a well-formed fragment."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open = [Node("root")]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag != "br":
            self.open.append(node)

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def is_break(child):
    return isinstance(child, Node) and child.tag == "br"


def is_blank(child):
    return isinstance(child, str) and not child.strip(SPACE)


def shows(node):
    return bool(node.text.strip(SPACE))
