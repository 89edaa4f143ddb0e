"""Readability: counts, LIX and advice in words, from text alone."""

import pytest

from pressreleases import readability_advice
from pressreleases.readability import lix_of, report
from pressreleases.text_units import sentences_of

PLAIN = "<p>Regeringen ger pengar till skolan. Det gäller från i dag.</p>"
LONG = "Regeringen " + " ".join(["ger"] * 34) + " pengar."


def advice_on(language="sv", title="Rubrik", lead="Ingress.", body=PLAIN):
    return report(language, title=title, lead=lead, body=body).advice


def test_report_counts_letters_words_and_sentences():
    found = report("sv", title="Åtta öre", lead="Två ord. Tre till.", body="<h2>Ej</h2><p>Ett.</p>")

    assert (found.letters_title, found.words_lead, found.words) == (8, 4, 5)
    assert round(found.sentence_length, 2) == 1.67
    assert found.lix is None


def test_report_of_nothing_has_no_advice():
    found = report("sv", title="", lead="", body="")

    assert (found.words, found.sentence_length, found.lix, found.advice) == (0, 0.0, None, ())


def test_plain_text_needs_no_advice():
    assert advice_on() == ()


def test_lix_by_its_definition():
    # Ten words, two sentences, three words of more than six letters: 10/2 + 100·3/10.
    words = ["regering", "skolorna", "pengarna", *["ja"] * 7]

    assert lix_of(words, 2) == 35


def test_lix_seven_letters_is_long_and_six_is_not():
    assert lix_of(["sjuåtta"], 1) == 101
    assert lix_of(["skolan"], 1) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Det sker kl. 15.15. Sedan går alla.", 2),
        ("Hon får bl.a. Stockholm. Och mer.", 2),
        ("– Bra! säger S. Löfven. Han ler.", 2),
        ("Enligt prop. 2024/25:1 gäller det.", 1),
        ("Den 3 oktober. Den 4 november", 2),
        ("”Ja.” Nej?", 2),
        ("Utan punkt", 1),
        ("", 0),
    ],
)
def test_sentences(text, number):
    assert len(sentences_of(text)) == number


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize(
    ("field", "limit", "make", "words"),
    [
        ("title", "MOST_LETTERS_TITLE", lambda n: "x" * n, "Rubriken har 91 tecken"),
        ("lead", "MOST_WORDS_LEAD", lambda n: "ja. " * n, "Ingressen har 56 ord"),
        (
            "body",
            "MOST_WORDS_FIRST",
            lambda n: "<h2>Rubrik</h2><p>" + "ja. " * n + "</p>",
            "Första stycket har 56 ord",
        ),
        ("body", "LONG_SENTENCE", lambda n: f"<p>{'ja ' * n}</p>", "En mening har 31 ord"),
        ("body", "MOST_PARAGRAPHS", lambda n: "<p>Ja.</p>" * n, "6 stycken utan mellanrubrik"),
    ],
)
def test_advice_at_the_limit_and_one_over(field, limit, make, words, over):
    found = advice_on(**{field: make(getattr(readability_advice, limit) + over)})

    assert any(words in line for line in found) is bool(over)


def test_long_sentence_is_quoted_in_full_and_at_most_three():
    quoted = [line for line in advice_on(body=f"<p>{LONG}</p>" * 4) if LONG in line]

    assert len(quoted) == 3


def test_subheading_begins_a_new_count():
    assert not any(
        "mellanrubrik" in line
        for line in advice_on(body="<p>Ja.</p>" * 5 + "<h2>R</h2>" + "<p>Ja.</p>" * 5)
    )


@pytest.mark.parametrize(
    ("met", "instead"),
    [
        ("avseende", "om"),
        ("erhåller", "få"),
        ("i enlighet med", "enligt"),
        ("Tillse", "se till"),
        ("föreligger", "finnas"),
        ("jämlikt", "enligt"),
    ],
)
def test_word_of_the_office_is_named_with_its_sentence(met, instead):
    sentence = f"Beslutet {met} lagen."

    [line] = advice_on(body=f"<p>Först något. {sentence}</p>")

    assert line == f"Skriv hellre {instead} än {met}: ”{sentence}”"


def test_word_inside_another_is_not_met():
    assert advice_on(body="<p>Oavseendes.</p>") == ()


def test_english_gets_counts_and_sentence_length_but_no_swedish_advice():
    heavy = "<p>" + "Responsibility avseende internationalisation considerations. " * 10 + "</p>"

    found = report("en", title="Title", lead="Lead.", body=heavy)

    assert found.lix is None
    assert found.words == 41
    assert not any("avseende" in line for line in found.advice)


def test_heavy_swedish_gets_a_lix_and_a_mean_in_words():
    sentence = "Regeringens " + "samordningsansvar " * 19 + "gäller. "

    found = advice_on(lead="", body=f"<p>{sentence * 2}</p>")

    assert any(line.startswith("LIX är 1") for line in found)
    assert "Meningarna är i snitt 21 ord långa. Sikta på högst 18." in found
