"""The units that a text is counted in: its blocks, sentences and words."""

import re
from html.parser import HTMLParser

_WORD = re.compile(r"[^\W_]+(?:[-’'.:][^\W_]+)*")
# Not after an initial, a number or an abbreviation, and only before what may begin a sentence.
_END = re.compile(
    r"(?<!\b[A-ZÅÄÖ])(?<!\b\d)(?<!\bkl)(?<!\bbl\.a)(?<!\bt\.ex)(?<!\bs\.k)(?<!\bprop)"
    r"[.!?:…][”\"’)]*\s+(?=[–-]?\s*[”\"’(]?[A-ZÅÄÖ0-9])"
)


class Blocks(HTMLParser):
    """The (tag, text) of each paragraph, item and heading of a sanitised text, in order."""

    OWN = {"p", "li", "h2", "h3"}

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(html or "")
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in self.OWN:
            self.found.append([tag, ""])
        elif tag == "br":
            self.handle_data(" ")

    def handle_data(self, data):
        if not self.found:
            self.found.append(["p", ""])
        self.found[-1][1] += data

    @classmethod
    def of(cls, html):
        return [(tag, " ".join(text.split())) for tag, text in cls(html).found if text.strip()]


def words_of(text):
    return _WORD.findall(text)


def sentences_of(text):
    return [part.strip() for part in _END.sub("\\g<0>\x00", text).split("\x00") if part.strip()]
