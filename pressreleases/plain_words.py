"""The words of the office that have a plainer one, and the advice to write that instead."""

import re

from django.utils.translation import gettext as _

from pressreleases.text_units import sentences_of

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


def about_words(texts):
    """Words of the office that have a plainer one, each with the sentence where it stands."""
    for pattern, instead in _PLAINER:
        for text in texts:
            if met := pattern.search(text):
                sentence = next(s for s in sentences_of(text) if pattern.search(s))
                yield _("Skriv hellre %(instead)s än %(met)s: ”%(sentence)s”") % {
                    "instead": instead,
                    "met": met[0],
                    "sentence": sentence,
                }
                break
