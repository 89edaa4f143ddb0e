"""How a text reads, counted, with advice in words: pure functions, never a hindrance.

The thresholds are those of plain Swedish (klarspråk) for short public texts: LIX at most 45, 18
words to a sentence, 55 in the first paragraph, a subheading every three to five paragraphs.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_LIX = 45
MOST_WORDS_ON_AVERAGE = 18
LONG_SENTENCE = 30
MOST_SENTENCES_QUOTED = 3
MOST_WORDS_FIRST = 55
MOST_WORDS_LEAD = 55
MOST_LETTERS_TITLE = 90
MOST_PARAGRAPHS = 5
# Below this a mean says nothing.
FEWEST_WORDS = 30
LONG_WORD = 7

# The office's word → the one to write instead; each inflection that is met.
PLAINER = {
    r"avseende": "om",
    r"beträffande": "om",
    r"angående": "om",
    r"erhåll(?:a|er|it|its|as|es)|erhöll": "få",
    r"i enlighet med": "enligt",
    r"jämlikt": "enligt",
    r"tillse|tillser|tillsåg|tillsett": "se till",
    r"föreligg(?:a|er|it)|förelåg": "finnas",
    r"inkom(?:ma|mer|mit|na)": "komma in",
    r"medelst": "med",
    r"samtliga": "alla",
    r"såsom": "som",
    r"ifrågavarande|föreliggande": "den här",
    r"härvidlag": "här",
    r"erforderlig(?:a|t)?": "nödvändig",
    r"åligg(?:a|er)|ålåg": "ska",
    r"med anledning av": "för att, eftersom",
    r"i syfte att": "för att",
    r"genomför(?:a|de) en (?:analys|granskning|utvärdering) av": "analysera, granska, utvärdera",
}
_PLAINER = [
    (re.compile(rf"\b(?:{met})\b", re.IGNORECASE), instead) for met, instead in PLAINER.items()
]
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


@dataclass(frozen=True)
class Report:
    """The counts of one language's text, and the advice on it as sentences."""

    language: str
    letters_title: int
    words_lead: int
    words: int
    sentence_length: float
    lix: int | None
    advice: tuple[str, ...]


def words_of(text):
    return _WORD.findall(text)


def sentences_of(text):
    return [part.strip() for part in _END.sub("\\g<0>\x00", text).split("\x00") if part.strip()]


def lix_of(words, sentences):
    """LIX (Björnsson 1968): words to a sentence, plus the percentage longer than six letters."""
    long_words = sum(1 for word in words if len(word) >= LONG_WORD)
    return round(len(words) / sentences + 100 * long_words / len(words))


def report(language, *, title, lead, body):
    """The Report on a text; `body` is sanitised HTML. LIX and word advice are for Swedish only."""
    blocks = Blocks.of(body)
    running = [lead or "", *(text for tag, text in blocks if tag in ("p", "li"))]
    sentences = [sentence for text in running for sentence in sentences_of(text)]
    words = words_of(" ".join(running))
    mean = len(words) / len(sentences) if sentences else 0.0
    swedish = language == "sv"
    lix = lix_of(words, len(sentences)) if swedish and len(words) >= FEWEST_WORDS else None
    advice = [*about_title(title or ""), *about_opening(lead or "", blocks)]
    if lix and lix > MOST_LIX:
        advice.append(
            _("LIX är %(lix)d. Sikta på högst %(most)d: kortare meningar och kortare ord.")
            % {"lix": lix, "most": MOST_LIX}
        )
    if len(words) >= FEWEST_WORDS and mean > MOST_WORDS_ON_AVERAGE:
        advice.append(
            _("Meningarna är i snitt %(mean)d ord långa. Sikta på högst %(most)d.")
            % {"mean": round(mean), "most": MOST_WORDS_ON_AVERAGE}
        )
    advice += about_sentences(sentences)
    advice += about_subheadings(blocks)
    if swedish:
        advice += about_words([title or "", *(text for _tag, text in blocks), lead or ""])
    return Report(
        language, len(title or ""), len(words_of(lead or "")), len(words), mean, lix, tuple(advice)
    )


def about_title(title):
    if len(title) > MOST_LETTERS_TITLE:
        yield (
            _("Rubriken har %(letters)d tecken. Sikta på högst %(most)d, så ryms den i listor.")
            % {"letters": len(title), "most": MOST_LETTERS_TITLE}
        )


def about_opening(lead, blocks):
    """The lead and the first paragraph are what most readers read."""
    first = next((text for tag, text in blocks if tag == "p"), "")
    for name, text, most in (
        (_("Ingressen"), lead, MOST_WORDS_LEAD),
        (_("Första stycket"), first, MOST_WORDS_FIRST),
    ):
        if (length := len(words_of(text))) > most:
            yield (
                _("%(name)s har %(words)d ord. Säg vem, vad och när med högst %(most)d.")
                % {"name": name, "words": length, "most": most}
            )


def about_sentences(sentences):
    """The longest sentences, quoted."""
    lengths = [(len(words_of(sentence)), sentence) for sentence in sentences]
    found = sorted((pair for pair in lengths if pair[0] > LONG_SENTENCE), key=lambda pair: -pair[0])
    for length, sentence in found[:MOST_SENTENCES_QUOTED]:
        yield _("En mening har %(words)d ord. Dela den: ”%(sentence)s”") % {
            "words": length,
            "sentence": sentence,
        }


def about_subheadings(blocks):
    """Each run of more than five paragraphs without a subheading, by its first words."""
    run = []
    for tag, text in [*blocks, ("h2", "")]:
        if tag == "p":
            run.append(text)
        elif tag in ("h2", "h3"):
            if len(run) > MOST_PARAGRAPHS:
                opening = " ".join(run[0].split()[:6])
                yield ngettext(
                    "%(number)d stycke utan mellanrubrik, från ”%(opening)s …”. Sätt en.",
                    "%(number)d stycken utan mellanrubrik, från ”%(opening)s …”. "
                    "Sätt en vart tredje till femte.",
                    len(run),
                ) % {"number": len(run), "opening": opening}
            run = []


def about_words(texts):
    """Words of the office that have a plainer one, each with the sentence where it stands."""
    for pattern, instead in _PLAINER:
        for text in texts:
            if met := pattern.search(text):
                sentence = next(s for s in sentences_of(text) if pattern.search(s))
                yield _("Skriv hellre ”%(instead)s” än ”%(met)s”: ”%(sentence)s”") % {
                    "instead": instead,
                    "met": met[0],
                    "sentence": sentence,
                }
                break
