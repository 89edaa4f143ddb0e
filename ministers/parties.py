"""The parties of the governments, by the letters that sources and fixtures write."""

from django.utils.translation import pgettext_lazy

NAMES = {
    "C": pgettext_lazy("parti", "Centerpartiet"),
    "FP": pgettext_lazy("parti", "Folkpartiet liberalerna"),
    "KD": pgettext_lazy("parti", "Kristdemokraterna"),
    "L": pgettext_lazy("parti", "Liberalerna"),
    "M": pgettext_lazy("parti", "Moderaterna"),
    "MP": pgettext_lazy("parti", "Miljöpartiet"),
    "S": pgettext_lazy("parti", "Socialdemokraterna"),
}


def named(parties):
    """[(letters, name)] of a government's "S, MP"; letters that are not known have no name."""
    letters = (part.strip() for part in parties.split(","))
    return [(part, NAMES.get(part, "")) for part in letters if part]
