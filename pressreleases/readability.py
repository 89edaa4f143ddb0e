"""How a text reads, counted, with advice in words: pure functions, never a hindrance.

The thresholds are those of plain Swedish (klarspråk) for short public texts: LIX at most 45, 18
words to a sentence, 55 in the first paragraph, a subheading every three to five paragraphs.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pressreleases.plain_words import about_words
from pressreleases.readability_advice import (
    about_opening,
    about_sentences,
    about_subheadings,
    about_title,
)
from pressreleases.text_units import Blocks, sentences_of, words_of

MOST_LIX = 45
MOST_WORDS_ON_AVERAGE = 18
# Below this a mean says nothing.
FEWEST_WORDS = 30
LONG_WORD = 7


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
