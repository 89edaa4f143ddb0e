"""Advice on a text's title, opening, sentences and subheadings, where they pass a threshold."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pressreleases.text_units import words_of

LONG_SENTENCE = 30
MOST_SENTENCES_QUOTED = 3
MOST_WORDS_FIRST = 55
MOST_WORDS_LEAD = 55
MOST_LETTERS_TITLE = 90
MOST_PARAGRAPHS = 5


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
