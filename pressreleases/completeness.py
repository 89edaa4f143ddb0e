"""What a release lacks, language by language: the one rule, for the verbs and for the form."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Part:
    """A field that each language needs: its name, and what it is called alone and with it."""

    field: str
    label: Promise
    in_full: Promise


PARTS = {
    "sv": (
        Part("title_sv", gettext_lazy("rubrik"), gettext_lazy("rubrik på svenska")),
        Part("lead_sv", gettext_lazy("ingress"), gettext_lazy("ingress på svenska")),
        Part("body_sv", gettext_lazy("text"), gettext_lazy("text på svenska")),
        Part("publisher_sv", gettext_lazy("utgivare"), gettext_lazy("utgivare på svenska")),
    ),
    "en": (
        Part("title_en", gettext_lazy("rubrik"), gettext_lazy("rubrik på engelska")),
        Part("lead_en", gettext_lazy("ingress"), gettext_lazy("ingress på engelska")),
        Part("body_en", gettext_lazy("text"), gettext_lazy("text på engelska")),
        Part("publisher_en", gettext_lazy("utgivare"), gettext_lazy("utgivare på engelska")),
    ),
}


@dataclass(frozen=True)
class Lack:
    """What one language lacks, and what follows from it."""

    language: str
    name: str
    parts: tuple
    consequence: str


def missing_in(release, language):
    """The Parts that are empty in the language; Swedish must lack none to be published."""
    return [part for part in PARTS[language] if not (getattr(release, part.field) or "").strip()]


def lacks(release):
    """A Lack for each language of the release, Swedish first; its parts may be none."""
    swedish, english = (tuple(missing_in(release, language)) for language in PARTS)
    return [
        Lack(
            "sv",
            capfirst(_("svenska")),
            swedish,
            _("Texten kan inte publiceras förrän det finns.") if swedish else "",
        ),
        Lack("en", capfirst(_("engelska")), english, consequence_in_english(english)),
    ]


def consequence_in_english(parts):
    fields = {part.field for part in parts}
    if not fields:
        return ""
    if "body_en" in fields:
        return _("Den engelska sidan visar den svenska texten och säger det.")
    return _("Den engelska sidan visar det på svenska.")
