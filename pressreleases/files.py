"""Files that editors upload: what is accepted, under which name, and where the bytes lie.

A file is known by its content, never by what a browser says of it. What is accepted is written
once, under a random key: its address cannot be guessed, and its bytes are no part of what the web
server serves by itself.
"""

import hashlib
import re
import secrets
import unicodedata
import zipfile
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pressreleases.enums import IMAGES, FileType
from pressreleases.file_documents import refuse_unless_only_pages
from pressreleases.file_images import rewritten
from pressreleases.models import StoredFile

MB = 1000 * 1000
LARGEST = {FileType.PDF: 25 * MB, **dict.fromkeys(IMAGES, 10 * MB)}
LONGEST_NAME = 80
EXTENSIONS = {
    "jpg": FileType.JPEG,
    "jpeg": FileType.JPEG,
    "png": FileType.PNG,
    "webp": FileType.WEBP,
    "pdf": FileType.PDF,
}
ACCEPTED = gettext_lazy("Välj en bild (JPEG, PNG eller WebP) eller ett dokument (PDF).")
# How the content of a file that is not accepted begins, and what to say of it.
REFUSED = [
    (
        re.compile(rb"(?:GIF8)"),
        gettext_lazy("Det är en GIF-bild, och sådana tas inte emot. Spara den som PNG."),
    ),
    (
        re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|svg)(?s:.*)", re.IGNORECASE),
        gettext_lazy(
            "Det är en SVG-bild eller en annan XML-fil, och sådana tas inte emot, eftersom de kan "
            "innehålla skript. Spara bilden som PNG."
        ),
    ),
    (
        re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script)", re.IGNORECASE),
        gettext_lazy("Det är en webbsida, och sådana tas inte emot. Spara den som PDF."),
    ),
    (
        re.compile(rb"PK\x03\x04|PK\x05\x06|\xd0\xcf\x11\xe0"),
        gettext_lazy(
            "Det är en zip-fil eller en Office-fil, och sådana tas inte emot. Spara dokumentet "
            "som PDF."
        ),
    ),
]
# Names that Windows keeps for devices: one who downloads such a file could not save it.
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")


def accept(upload, *, by, at):
    """Check an uploaded file and keep it; return its StoredFile.

    `upload` is a Django File with `name` and `size`; `by` the editor, or None for the importer.
    An image is decoded and written anew, so that only the picture is left of it. Raises
    ValidationError, which says in words what is wrong, and then keeps nothing. The bytes are
    written before the row: there is never a row without bytes.
    """
    claimed = claimed_type(upload.name or "")
    refuse_if_too_large(upload.size, claimed)
    upload.seek(0)
    data = upload.read()
    found = type_of(data)
    if found != claimed:
        raise ValidationError(
            _("Filnamnet slutar på .%(ending)s men innehållet är %(found)s. Spara om filen.")
            % {"ending": ending_of(upload.name), "found": found.label}
        )
    width = height = None
    if found in IMAGES:
        data, width, height = rewritten(data, found)
    else:
        if zipfile.is_zipfile(BytesIO(data)):
            raise ValidationError(_("PDF-filen är samtidigt en zip-fil. Spara om dokumentet."))
        refuse_unless_only_pages(data)
    stored = StoredFile(
        key=secrets.token_hex(16),
        name=plain_name(upload.name, found),
        type=found,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        width=width,
        height=height,
        uploaded_at=at,
        uploaded_by=by,
    )
    default_storage.save(path_of(stored.key), ContentFile(data))
    stored.save(force_insert=True)
    return stored


def ending_of(name):
    return name.rpartition(".")[2].lower() if "." in name else ""


def claimed_type(name):
    try:
        return EXTENSIONS[ending_of(name)]
    except KeyError:
        raise ValidationError(
            _("Filer av det slaget tas inte emot. %(accepted)s") % {"accepted": ACCEPTED}
        ) from None


def refuse_if_too_large(size, claimed):
    if not size:
        raise ValidationError(_("Filen är tom."))
    if size > LARGEST[claimed]:
        given = {"size": size_in_words(size), "largest": size_in_words(LARGEST[claimed])}
        if claimed in IMAGES:
            words = _("Bilden är på %(size)s. Den får vara på högst %(largest)s.")
        else:
            words = _("Dokumentet är på %(size)s. Det får vara på högst %(largest)s.")
        raise ValidationError(words % given)


def type_of(data):
    """The FileType that the first bytes tell; ValidationError for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return FileType.WEBP
    if data.startswith(b"%PDF-"):
        return FileType.PDF
    for beginning, words in REFUSED:
        if beginning.match(data[:1024]):
            raise ValidationError(words)
    raise ValidationError(
        _("Innehållet är varken en bild eller ett PDF-dokument. %(accepted)s")
        % {"accepted": ACCEPTED}
    )


def plain_name(name, file_type):
    """The name a reader downloads under: a–z, 0–9 and hyphens, of the last part of any path."""
    stem = re.split(r"[/\\]", name)[-1].rpartition(".")[0]
    ascii_only = unicodedata.normalize("NFKD", stem.replace("ß", "ss")).encode("ascii", "ignore")
    plain = slugify(re.sub(r"[^A-Za-z0-9]+", "-", ascii_only.decode()))[:LONGEST_NAME].strip("-")
    if not plain or RESERVED.match(plain):
        plain = f"fil-{plain}".strip("-")
    return f"{plain}.{file_type.value}"


def path_of(key):
    """Where in the storage the bytes of a key lie."""
    return f"{key[:2]}/{key[2:4]}/{key}"


def opened(stored):
    """The bytes of a StoredFile, as an open file."""
    return default_storage.open(path_of(stored.key))


def what_is_wrong_with(stored):
    """What the bytes are if not those that were accepted, "missing" or "altered"; else ""."""
    try:
        with opened(stored) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"
    return "" if found == stored.sha256 else "altered"


def size_in_words(size):
    """A number of bytes as a reader says it, in the active language: "340 kB", "1,2 MB"."""
    if size < MB:
        return f"{max(1, round(size / 1000))}\u00a0kB"
    amount, whole = size / MB, size % MB == 0
    return f"{number_format(amount, decimal_pos=0 if whole else 1, use_l10n=True)}\u00a0MB"
