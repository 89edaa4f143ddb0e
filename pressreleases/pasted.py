"""Pasted text made into what the site can show: from Word, Outlook, Google Docs, web pages.

Nothing of the visible text is lost; what it looked like is. Marks of lists that only look like
lists become lists. Nothing here makes a text safe: richtext.clean sanitises the result.
"""

import re
from itertools import pairwise

import nh3

from pressreleases.pasted_links import direct
from pressreleases.pasted_tags import BLOCKS, HEADINGS, KEPT, LISTS
from pressreleases.pasted_tree import SPACE, Node, Reader, is_blank, is_break, shows

MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "a": "a"}
# Well-formed HTML with all that tells what the text was meant as; comments and script are gone.
_reader = nh3.Cleaner(
    tags={*BLOCKS, *MARKS, "span", "br"},
    clean_content_tags={"script", "style", "title", "template"},
    attributes={
        "*": {"class", "style"},
        "a": set(KEPT["a"]),
        "p": {"lang"},
        "blockquote": {"lang"},
    },
    link_rel=None,
)
_LIGHT = re.compile(r"font-weight:\s*(?:normal|[1-4]00)")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_UPRIGHT = re.compile(r"font-style:\s*normal")
_ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)")
_WORD_LIST = re.compile(r"mso-list:[^;]*?level(\d)")
_WORD_MARK = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_BULLET = re.compile(r"[\s\xa0]*[•·▪◦‣●][\s\xa0]+")
# In a list of Word's a letter is a mark too: Symbol's bullet is "·", Courier's "o", Wingdings' "§".
_ANY_MARK = re.compile(r"[\s\xa0]*(?:[•·▪◦‣●o§–-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]+)[.)])[\s\xa0]{2,}")
_MARK = re.compile(r"[•·▪◦‣●o§Øüq*–-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]+)[.)]|\d+(?:\.\d+)+\.?")
_ORDERED = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]+)[.)]")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]{2,}|[\t\r\n\f]")


def tidy(html):
    """`html` with only the site's own elements; unsanitised. tidy(tidy(x)) == tidy(x)."""
    root = Reader(_reader.clean(html)).open[0]
    return "".join(block.html() for block in blocks(root.children))


# --- blocks --------------------------------------------------------------------------------------


def blocks(children):
    """The nodes as paragraphs, headings, lists and quotations; loose text becomes paragraphs."""
    found, loose = [], []

    def end_paragraph():
        found.extend(paragraphs(Node("p", children=list(loose))))
        loose.clear()

    for child in children:
        if isinstance(child, str) or (child.tag not in BLOCKS and not child.holds_a_block()):
            loose.append(child)
        else:
            end_paragraph()
            found.extend(as_blocks(child))
    end_paragraph()
    return gathered(found)


def as_blocks(node):
    if node.tag in HEADINGS:
        heading = Node(HEADINGS[node.tag], children=unmarked(phrases(node.children)))
        return [heading] if shows(heading) else []
    if node.tag == "p":
        return paragraphs(node)
    if node.tag in LISTS:
        made = Node(node.tag, children=items(node.children))
        return [made] if made.children else []
    if node.tag == "blockquote":
        made = Node("blockquote", node.attrs, blocks(node.children))
        return [made] if made.children else []
    if node.tag == "table":
        return rows(node)
    if node.tag == "pre":
        return blocks(lines_kept(node.children))
    if node.tag in MARKS or node.tag == "span":
        return marked_inside(node)
    return blocks(node.children)


def paragraphs(node):
    """The paragraphs that one is: two line breaks in a row begin another."""
    listed = word_item(node)
    runs, run = [], []
    for child in phrases(node.children):
        if is_break(child) and (not run or is_break(run[-1])):
            runs.append(run)
            run = []
        else:
            run.append(child)
    made = []
    for one in [*runs, run]:
        paragraph = Node("p", node.attrs, trimmed(one), *(listed or ()))
        if shows(paragraph):
            made.append(paragraph)
    return made


def rows(table):
    """A table as text: a row of short cells is one paragraph, other cells are their own blocks."""
    found = []
    for node in flattened_rows(table):
        if node.tag != "tr":
            found += blocks(node.children)
            continue
        cells = [blocks(c.children) for c in node.children if isinstance(c, Node)]
        cells = [cell for cell in cells if cell]
        if all(len(cell) == 1 and cell[0].tag == "p" for cell in cells):
            line = []
            for [cell] in cells:
                line += ["; ", *cell.children] if line else cell.children
            found += [Node("p", children=merged(line))] if line else []
        else:
            found += [block for cell in cells for block in cell]
    return found


def flattened_rows(table):
    for child in table.children:
        if isinstance(child, Node):
            yield from (
                flattened_rows(child) if child.tag in ("thead", "tbody", "tfoot") else [child]
            )


def marked_inside(node):
    """The blocks within an emphasis or a link, each with the mark on its own text."""
    made = blocks(node.children)
    mark = phrases([Node(node.tag, node.attrs, ["x"])])[0]
    if isinstance(mark, Node):
        for block in made:
            if block.tag == "p":
                block.children = phrases([Node(mark.tag, mark.attrs, block.children)])
    return made


def lines_kept(children):
    for child in children:
        if isinstance(child, Node):
            yield Node(child.tag, child.attrs, list(lines_kept(child.children)))
            continue
        for number, line in enumerate(child.strip("\n").split("\n")):
            yield from [Node("br"), line] if number else [line]


# --- lists ---------------------------------------------------------------------------------------


def items(children):
    """The items of a list; a list that stands between items belongs to the one before it."""
    found = []
    for child in children:
        if isinstance(child, Node) and child.tag in LISTS and found:
            found[-1].children = [*own_paragraph(found[-1].children), *as_blocks(child)]
        elif isinstance(child, Node) and child.tag == "li" and not child.holds_a_block():
            item = Node("li", children=trimmed(phrases(child.children)))
            found += [item] if shows(item) else []
        else:
            inside = blocks(child.children if isinstance(child, Node) else [child])
            found += [Node("li", children=inside)] if inside else []
    return found


def own_paragraph(children):
    """An item's text as a paragraph, where another block is to stand after it."""
    if all(isinstance(c, Node) and c.tag in BLOCKS for c in children):
        return children
    return [Node("p", children=children)]


def word_item(node):
    """(level, numbered) of a paragraph that Word drew as an item; its mark is taken away."""
    known = _WORD_LIST.search(node.style)
    mark = find_mark(node)
    text = mark.text.strip(SPACE) if mark else ""
    if _MARK.fullmatch(text):
        mark.children.clear()
        return (int(known[1]) if known else 1), text[-1] in ".)0123456789"
    opening = _BULLET.match(node.text)
    if known or "MsoList" in (node.attrs.get("class") or ""):
        opening = _ANY_MARK.match(node.text) or opening
    if not opening or is_blank(node.text[len(opening[0]) :]):
        return None
    take_away(node, len(opening[0]))
    ordered = bool(_ORDERED.fullmatch(opening[0].strip(SPACE)))
    return (int(known[1]) if known else 1), ordered


def find_mark(node):
    for child in node.children:
        if isinstance(child, Node):
            found = child if _WORD_MARK.search(child.style) else find_mark(child)
            if found:
                return found
    return None


def take_away(node, length):
    """Take the first `length` characters of the node's text away."""
    for place, child in enumerate(node.children):
        size = len(child) if isinstance(child, str) else len(child.text)
        if isinstance(child, str):
            node.children[place] = child[length:]
        else:
            take_away(child, min(length, size))
        length -= min(length, size)


def gathered(found):
    """The blocks with Word's items in a row made lists, deeper ones inside the item before."""
    made = []
    for block in found:
        if block.tag != "p" or not block.level:
            made.append(block)
            continue
        item, tag = Node("li", children=block.children), "ol" if block.ordered else "ul"
        place, depth = made, 1
        while depth < block.level and place and place[-1].tag in LISTS and place[-1].level:
            owner = place[-1].children[-1]
            owner.children = own_paragraph(owner.children)
            place, depth = owner.children, depth + 1
        if place and place[-1].tag == tag and place[-1].level:
            place[-1].children.append(item)
        else:
            place.append(Node(tag, children=[item], level=1))
    return made


# --- within a paragraph --------------------------------------------------------------------------


def phrases(children, within=frozenset()):
    """Text, breaks, links and emphases: each emphasis once, none of it empty."""
    found = []
    for child in children:
        if isinstance(child, str):
            found.append(child)
        elif child.tag == "br":
            found.append(Node("br"))
        else:
            meant = [tag for tag in meanings(child) if tag not in within]
            inner = phrases(child.children, within | set(meant))
            if child.tag in BLOCKS and found:
                found.append(" ")
            if not "".join(c if isinstance(c, str) else c.text or "\n" for c in inner):
                continue
            for tag in meant:
                attrs = {**child.attrs, "href": direct(child.attrs["href"])} if tag == "a" else {}
                inner = [Node(tag, attrs, inner)]
            found += inner
    return merged(found)


def meanings(node):
    """The marks of the site that an element stands for."""
    if node.tag == "a":
        return ["a"] if node.attrs.get("href") else []
    bold = MARKS.get(node.tag) == "strong" or _BOLD.search(node.style)
    italic = MARKS.get(node.tag) == "em" or _ITALIC.search(node.style)
    return [
        *(["em"] if italic and not _UPRIGHT.search(node.style) else []),
        *(["strong"] if bold and not _LIGHT.search(node.style) else []),
    ]


def unmarked(children):
    """A heading's text without emphasis: it is one already."""
    found = []
    for child in children:
        if isinstance(child, Node) and child.tag in ("strong", "em"):
            found += unmarked(child.children)
        else:
            found.append(" " if is_break(child) else child)
    return trimmed(merged(found))


def merged(children):
    """Neighbouring texts as one, with each run of spaces as one space."""
    joined = []
    for child in children:
        if isinstance(child, str) and joined and isinstance(joined[-1], str):
            joined[-1] += child
        else:
            joined.append(child)
    return [_SPACES.sub(" ", c) if isinstance(c, str) else c for c in joined if c]


def trimmed(children):
    """Without the space and breaks at either end, and without space around a break."""
    children = [c for c in children if c]
    while children and (is_break(children[0]) or is_blank(children[0])):
        children = children[1:]
    while children and (is_break(children[-1]) or is_blank(children[-1])):
        children = children[:-1]
    if children and isinstance(children[0], str):
        children[0] = children[0].lstrip(" \xa0")
    if children and isinstance(children[-1], str):
        children[-1] = children[-1].rstrip(" \xa0")
    for one, other in pairwise(range(len(children))):
        if is_break(children[one]) and isinstance(children[other], str):
            children[other] = children[other].lstrip(" ")
        if is_break(children[other]) and isinstance(children[one], str):
            children[one] = children[one].rstrip(" ")
    return children
