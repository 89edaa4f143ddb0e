"""PDF documents that editors upload: only those that show pages and do nothing.

The whole object graph is looked through, what no page refers to as well. Names are compared after
decoding, so that /J#61vaScript hides nothing. The work is bounded before it is done.
"""

import re
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

MOST_PAGES = 1000
MOST_OBJECTS = 60_000
MOST_VALUES = 1_000_000
# Bytes that compressed objects may come to: each stream by itself, and all together.
LARGEST_STREAM = 10_000_000
LARGEST_SUM = 60_000_000

SCRIPT = gettext_lazy("skript (JavaScript)")
PROGRAM = gettext_lazy("en åtgärd som startar program eller öppnar andra filer")
SENDS = gettext_lazy("ett formulär som skickar uppgifter")
BY_ITSELF = gettext_lazy("en åtgärd som sker av sig själv när dokumentet öppnas eller läses")
FORM = gettext_lazy("ett XFA-formulär")
INSIDE = gettext_lazy("inbäddade filer")
MEDIA = gettext_lazy("ljud, film eller 3D")
OUTSIDE = gettext_lazy("innehåll som hämtas från en annan fil")

# Keys of a dictionary, by what their presence means.
KEYS = {
    "/JS": SCRIPT,
    "/JavaScript": SCRIPT,
    "/AA": BY_ITSELF,
    "/XFA": FORM,
    "/EmbeddedFiles": INSIDE,
    "/EF": INSIDE,
    "/RichMediaContent": MEDIA,
    "/RichMediaSettings": MEDIA,
}
# Values of /S (the kind of an action), /Type and /Subtype.
KINDS = {
    "/JavaScript": SCRIPT,
    "/Launch": PROGRAM,
    "/GoToR": PROGRAM,
    "/GoToE": PROGRAM,
    "/SubmitForm": SENDS,
    "/ImportData": SENDS,
    "/EmbeddedFile": INSIDE,
    "/FileAttachment": INSIDE,
    "/Rendition": MEDIA,
    "/RichMedia": MEDIA,
    "/RichMediaExecute": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/Screen": MEDIA,
    "/3D": MEDIA,
}
# Longer than what chance makes in compressed bytes. Finds what an earlier state of the file holds,
# which the reader no longer sees.
ANYWHERE = {
    b"/JavaScript": SCRIPT,
    b"/SubmitForm": SENDS,
    b"/EmbeddedFile": INSIDE,
    b"/RichMedia": MEDIA,
}
OPENS_WEB = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
SPACE = b" \t\r\n\f"


class Harmful(Exception):
    """What a document holds that ours may not, in words."""


class TooMuch(Exception):
    """A document larger than is looked through."""


def refuse_unless_only_pages(data):
    """Raise ValidationError unless the bytes are one whole PDF that only shows pages."""
    if not data.rstrip(SPACE).endswith(b"%%EOF"):
        raise ValidationError(
            _("PDF-filen är avklippt, eller så följer något annat efter dess slut. Spara om den.")
        )
    try:
        with apply_configuration(
            zlib_maximum_output_length=LARGEST_STREAM,
            lzw_maximum_output_length=LARGEST_STREAM,
            run_length_maximum_output_length=LARGEST_STREAM,
            brotli_maximum_output_length=LARGEST_STREAM,
            stream_decoding_work_maximum_length=LARGEST_SUM,
            page_tree_maximum_entries=2 * MOST_PAGES,
        ):
            look_through(data)
    except Harmful as found:
        words = _(
            "PDF-filen innehåller %(what)s. Det tas inte emot. Skriv ut dokumentet till en ny "
            "PDF-fil och ladda upp den i stället."
        )
        raise ValidationError(words % {"what": found}) from found
    except (TooMuch, LimitReachedError) as much:
        raise ValidationError(
            _("PDF-filen är för omfattande för att kunna kontrolleras. Dela upp den.")
        ) from much
    except ValidationError:
        raise
    # A damaged document makes the reader fail in any way it likes.
    except Exception as damage:
        raise ValidationError(
            _("PDF-filen går inte att läsa. Den är skadad eller felaktigt gjord. Spara om den.")
        ) from damage


def look_through(data):
    reader = PdfReader(BytesIO(data), strict=True)
    if reader.is_encrypted or "/Encrypt" in reader.trailer:
        raise ValidationError(_("PDF-filen är krypterad eller låst. Spara den utan lösenord."))
    spelled_out = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes.fromhex(m[1].decode()), data)
    for name, what in ANYWHERE.items():
        if name in spelled_out:
            raise Harmful(what)
    refuse_if_too_many(reader)
    seen = Sight(reader)
    seen.look_at(reader.trailer)
    for generation, number in numbers_of(reader):
        seen.look_at(reader.get_object(IndirectObject(number, generation, reader)))
    # Last: to count the pages is to follow them, and by now nothing in them does anything.
    if len(reader.pages) > MOST_PAGES:
        raise TooMuch


def what_readers_miss(data):
    """What a screen reader would miss in an accepted PDF, in words: ["taggar", "titel"] and so on.

    EN 301 549, chapter 10, asks the same of documents as of pages.
    """
    reader = PdfReader(BytesIO(data))
    catalogue = reader.root_object
    marks = held_by(catalogue, "/MarkInfo") or {}
    tagged = "/StructTreeRoot" in catalogue and held_by(marks, "/Marked")
    title = reader.metadata and reader.metadata.title
    return [
        words
        for words, there in (
            (_("taggar som säger vad som är rubrik, lista och tabell"), tagged),
            (_("angivet språk"), held_by(catalogue, "/Lang")),
            (_("titel"), title),
        )
        if not there
    ]


def numbers_of(reader):
    """(generation, number) of every object, those in compressed streams included."""
    plain = [
        (generation, number)
        for generation, numbers in reader.xref.items()
        for number in numbers
        if not reader.xref_free_entry.get(generation, {}).get(number, False)
    ]
    return plain + [(0, number) for number in reader.xref_objStm]


def refuse_if_too_many(reader):
    if len(numbers_of(reader)) > MOST_OBJECTS:
        raise TooMuch
    total = 0
    for number in {stream for stream, _index in reader.xref_objStm.values()}:
        # Unpacked once; the reader keeps the bytes for the objects that are read from them.
        total += len(reader.get_object(IndirectObject(number, 0, reader)).get_data())
        if total > LARGEST_SUM:
            raise TooMuch


def held_by(dictionary, key):
    """What stands under a key, also where it stands there by reference; None without it."""
    value = dict.get(dictionary, key)
    return value.get_object() if isinstance(value, IndirectObject) else value


class Sight:
    """Looks at values, what they hold directly included, and counts them."""

    def __init__(self, reader):
        self.reader, self.values = reader, 0

    def look_at(self, value):
        waiting = [value]
        while waiting:
            self.values += 1
            if self.values > MOST_VALUES:
                raise TooMuch
            value = waiting.pop()
            if isinstance(value, DictionaryObject):
                self.judge(value)
                waiting += dict.values(value)
            elif isinstance(value, ArrayObject):
                waiting += list.__iter__(value)

    def judge(self, dictionary):
        for key in dictionary:
            if key in KEYS:
                raise Harmful(KEYS[key])
        for key in ("/S", "/Type", "/Subtype"):
            kind = held_by(dictionary, key)
            if isinstance(kind, NameObject) and kind in KINDS:
                raise Harmful(KINDS[kind])
        if "/OpenAction" in dictionary:
            self.judge_opening(held_by(dictionary, "/OpenAction"))
        opens = str(held_by(dictionary, "/URI"))
        if held_by(dictionary, "/S") == "/URI" and not OPENS_WEB.match(opens):
            raise Harmful(PROGRAM)
        if isinstance(dictionary, StreamObject) and "/F" in dictionary:
            raise Harmful(OUTSIDE)

    def judge_opening(self, opening):
        """To open at a page and a zoom is harmless, and many programs write it."""
        if isinstance(opening, ArrayObject):
            return
        kind = held_by(opening, "/S") if isinstance(opening, DictionaryObject) else None
        if kind != "/GoTo":
            raise Harmful(KINDS.get(kind, BY_ITSELF))
