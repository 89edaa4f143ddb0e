"""The closed lists of the press-release domain."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a text is; it decides the first part of its address."""

    PRESS_RELEASE = "press_release", _("Pressmeddelande")
    ARTICLE = "article", _("Artikel")
    SPEECH = "speech", _("Tal")
    STATEMENT = "statement", _("Uttalande")
    DEBATE_ARTICLE = "debate_article", _("Debattartikel")

    @property
    def plural(self):
        return _PLURALS[self]


_PLURALS = {
    Kind.PRESS_RELEASE: _("Pressmeddelanden"),
    Kind.ARTICLE: _("Artiklar"),
    Kind.SPEECH: pgettext_lazy("flera tal", "Tal"),
    Kind.STATEMENT: _("Uttalanden"),
    Kind.DEBATE_ARTICLE: _("Debattartiklar"),
}


class Origin(models.TextChoices):
    """Where a text comes from. There is no "unknown": a text without an origin is not published."""

    OFFICIAL = "official", _("Återgiven text")
    DEMONSTRATION = "demonstration", _("Demonstrationstext")


class Change(models.TextChoices):
    """What a version is to the one before it."""

    FIRST = "first", _("Första version")
    MINOR = "minor", _("Mindre rättelse")
    SUBSTANTIVE = "substantive", _("Rättelse i sak")
    # The text stays as it was; only where it is read has changed.
    ADDRESS = "address", _("Ny adress")


CORRECTIONS = (Change.MINOR, Change.SUBSTANTIVE)


class Decision(models.TextChoices):
    """What a reviewer made of a text. There is no "rejected": a text goes back to be reworked."""

    APPROVED = "approved", _("godkänd")
    RETURNED = "returned", _("återlämnad")


class FileType(models.TextChoices):
    """What may be attached. No SVG: it can hold script. No office files: they can hold macros."""

    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    PDF = "pdf", "PDF"


IMAGES = (FileType.JPEG, FileType.PNG, FileType.WEBP)
