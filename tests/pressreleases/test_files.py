"""Uploads: what is accepted, under which name, and the words that refuse everything else."""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image, ImageCms

from pressreleases import files
from pressreleases.enums import FileType
from pressreleases.files import (
    accept,
    opened,
    path_of,
    plain_name,
    size_in_words,
    what_is_wrong_with,
)
from pressreleases.image_sizes import MOST_PIXELS
from pressreleases.models import StoredFile
from segregation_site.sample_files import document
from tests.factories import PUBLISHED_AT, make_image, make_stored_file, make_user

pytestmark = pytest.mark.django_db

HTML = b"<!doctype html><script>alert(document.domain)</script>"
PHP = b"<?php system($_GET['c']); ?>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GPS = {1: "N", 2: (59.0, 19.0, 46.0), 3: "E", 4: (18.0, 4.0, 7.0)}


def taken(data, name, **given):
    return accept(ContentFile(data, name=name), by=None, at=PUBLISHED_AT, **given)


def bytes_of(stored):
    with opened(stored) as file:
        return file.read()


def picture_of(stored):
    return Image.open(io.BytesIO(bytes_of(stored)))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, pixels=b"", more=b""):
    """A PNG whose header claims a size, with whatever stands for its pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + more
        + chunk(b"IDAT", zlib.compress(pixels, 9))
        + chunk(b"IEND", b"")
    )


def webp_of(width, height):
    """A WebP whose header claims a canvas of that size."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + sides
    return b"RIFF" + struct.pack("<I", len(body)) + body


def moving(form):
    out, frames = io.BytesIO(), [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


def zipped(*, name="x.txt", before=b"", comment=b""):
    out = io.BytesIO()
    out.write(before)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, "x")
        archive.comment = comment
    return out.getvalue()


# --- what is accepted ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "form", "found"),
    [
        ("bild.jpg", "JPEG", FileType.JPEG),
        ("bild.jpeg", "JPEG", FileType.JPEG),
        ("BILD.JPG", "JPEG", FileType.JPEG),
        ("bild.png", "PNG", FileType.PNG),
        ("bild.webp", "WEBP", FileType.WEBP),
    ],
)
def test_accept_an_image(name, form, found):
    user = make_user()

    stored = accept(
        ContentFile(make_image(size=(60, 40), form=form), name=name), by=user, at=PUBLISHED_AT
    )

    assert (stored.type, stored.width, stored.height) == (found, 60, 40)
    assert stored.name == f"bild.{found.value}"
    assert (stored.uploaded_by, stored.uploaded_at) == (user, PUBLISHED_AT)
    assert stored.size == len(bytes_of(stored))
    assert what_is_wrong_with(stored) == ""
    assert picture_of(stored).size == (60, 40)


def test_accept_a_document_as_it_is():
    stored = taken(document(), "Årsrapport 2017.PDF")

    assert (stored.type, stored.name) == (FileType.PDF, "arsrapport-2017.pdf")
    assert (stored.width, stored.height) == (None, None)
    assert bytes_of(stored) == document()


def test_accept_keeps_the_bytes_for_the_site_alone_under_a_random_key(client):
    first, second = taken(make_image(), "bild.png"), taken(make_image(), "bild.png")

    assert first.key != second.key
    assert len(first.key) == 32
    path = path_of(first.key)
    assert "bild" not in path and path.endswith(first.key)
    assert stat.S_IMODE(Path(default_storage.path(path)).stat().st_mode) == 0o600
    assert client.get(default_storage.url(path)).status_code == 404


def test_accept_cares_not_what_the_browser_calls_it():
    upload = SimpleUploadedFile("bild.png", make_image(), content_type="text/html")

    assert accept(upload, by=None, at=PUBLISHED_AT).type == FileType.PNG


def test_accept_reads_an_upload_again_from_its_beginning():
    upload = ContentFile(make_image(), name="bild.png")

    assert (
        accept(upload, by=None, at=PUBLISHED_AT).size
        == accept(upload, by=None, at=PUBLISHED_AT).size
    )


def test_accept_refused_leaves_nothing(tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    with pytest.raises(ValidationError):
        taken(SVG, "bild.svg")
    with pytest.raises(ValidationError):
        taken(make_image()[:60], "bild.png")

    assert not StoredFile.objects.exists()
    assert list(tmp_path.iterdir()) == []


# --- what is left out of an image ----------------------------------------------------------------

HIDDEN = {
    "HTML in a comment": make_image(form="JPEG", comment=HTML),
    "PHP in a comment": make_image(form="JPEG", comment=PHP),
    "HTML after the end of a JPEG": make_image(form="JPEG") + HTML,
    "PHP after the end of a PNG": make_image() + PHP,
    "a zip after the end of a PNG": zipped(before=make_image()),
    "HTML in a text of a PNG": png(
        1, 1, b"\0\1\2\3", chunk(b"tEXt", b"Comment\0" + HTML) + chunk(b"zzZz", PHP)
    ),
    "HTML in XMP of a WebP": make_image(form="WEBP", xmp=HTML),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_accept_leaves_out_what_hides_in_an_image(kind):
    data = HIDDEN[kind]
    form = Image.open(io.BytesIO(data)).format.lower().replace("jpeg", "jpg")

    kept = bytes_of(taken(data, f"bild.{form}"))

    for trace in (b"<script", b"<?php", b"alert", b"PK\x03\x04", b"x.txt"):
        assert trace not in kept
    assert Image.open(io.BytesIO(kept)).size == Image.open(io.BytesIO(data)).size


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_accept_leaves_out_where_and_with_what_a_photo_was_taken(form):
    exif = Image.Exif()
    exif[0x010F] = "Kameramakaren"
    exif.get_ifd(0x8825).update(GPS)
    data = make_image(form=form, exif=exif)
    assert b"Kameramakaren" in data

    stored = taken(data, f"bild.{form.lower().replace('jpeg', 'jpg')}")

    kept = bytes_of(stored)
    assert b"Kameramakaren" not in kept and b"Exif" not in kept and b"eXIf" not in kept
    assert not dict(picture_of(stored).getexif())


def test_accept_turns_a_photo_upright_before_it_forgets_how_it_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = taken(make_image(size=(60, 40), form="JPEG", exif=exif), "bild.jpg")

    assert (stored.width, stored.height) == (40, 60)


def test_accept_turns_the_colours_of_print_into_those_of_screens():
    out = io.BytesIO()
    Image.new("CMYK", (9, 9), (255, 0, 0, 0)).save(out, "JPEG")

    picture = picture_of(taken(out.getvalue(), "bild.jpg"))

    red, green, blue = picture.getpixel((4, 4))
    assert picture.mode == "RGB"
    assert red < 80 < green and blue > 200


def test_accept_drops_a_colour_profile_that_is_none():
    picture = picture_of(taken(make_image(form="JPEG", icc_profile=b"skadad"), "bild.jpg"))

    assert "icc_profile" not in picture.info


def test_accept_applies_a_colour_profile_and_leaves_it_out():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    picture = picture_of(taken(make_image(form="JPEG", icc_profile=profile), "bild.jpg"))

    assert "icc_profile" not in picture.info
    assert all(abs(a - b) < 6 for a, b in zip(picture.getpixel((4, 4)), (20, 64, 92), strict=True))


@pytest.mark.parametrize(
    ("mode", "kept"), [("1", "RGB"), ("L", "L"), ("P", "RGB"), ("LA", "RGBA"), ("I;16", "L")]
)
def test_accept_keeps_what_the_colours_need(mode, kept):
    out = io.BytesIO()
    Image.new(mode, (9, 9)).save(out, "PNG")

    assert picture_of(taken(out.getvalue(), "bild.png")).mode == kept


def test_accept_keeps_what_is_transparent():
    picture = picture_of(taken(transparent(), "bild.png"))

    assert picture.mode == "RGBA"
    assert picture.getpixel((4, 4))[3] == 0


def transparent():
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def test_accept_makes_an_image_no_wider_than_pages_show():
    stored = taken(make_image(size=(5000, 100), form="JPEG"), "bild.jpg")

    assert (stored.width, stored.height) == (2400, 48)


# --- what is refused -----------------------------------------------------------------------------

UNREADABLE = "går inte att läsa"
NOT_ACCEPTED = "Filer av det slaget tas inte emot. Välj en bild (JPEG, PNG eller WebP)"
SCRIPTABLE = "eftersom de kan innehålla skript"
TOO_MANY = "högst 40 miljoner bildpunkter"
GIF = make_image(form="GIF")
REFUSED = {
    "SVG with script": ("bild.svg", SVG, NOT_ACCEPTED),
    "SVG with script named .png": ("bild.png", SVG, SCRIPTABLE),
    "SVG after a declaration named .jpg": ("b.jpg", b'\n<?xml version="1.0"?>' + SVG, SCRIPTABLE),
    "GIF": ("bild.gif", GIF, NOT_ACCEPTED),
    "GIF named .jpg": ("bild.jpg", GIF, "Det är en GIF-bild"),
    "a web page": ("sida.html", HTML, NOT_ACCEPTED),
    "a web page named .pdf": ("sida.pdf", HTML, "Det är en webbsida"),
    "a web page named .png": ("sida.png", b"  <HTML><body>", "Det är en webbsida"),
    "an Office file named .pdf": ("brev.pdf", zipped(), "en Office-fil"),
    "an old Office file named .pdf": (
        "brev.pdf",
        b"\xd0\xcf\x11\xe0" + b"\0" * 99,
        "en Office-fil",
    ),
    "a program named .png": ("bild.png", b"MZ\x90\0" + b"\0" * 99, "varken en bild eller"),
    "words named .jpg": ("bild.jpg", b"hej", "varken en bild eller"),
    "PNG named .jpg": ("bild.jpg", make_image(), "slutar på .jpg men innehållet är PNG"),
    "PDF named .png": ("bild.png", document(), "slutar på .png men innehållet är PDF"),
    "JPEG named .pdf": ("bild.pdf", make_image(form="JPEG"), "men innehållet är JPEG"),
    "PNG with a double ending": ("bild.png.php", make_image(), NOT_ACCEPTED),
    "PNG without an ending": ("bild", make_image(), NOT_ACCEPTED),
    "PNG with its ending turned round": ("bild\u202egnp.exe", make_image(), NOT_ACCEPTED),
    "PNG with a NUL before its ending": ("bild.php\0.png\0", make_image(), NOT_ACCEPTED),
    "nothing": ("bild.png", b"", "Filen är tom."),
    "PNG of 50 megapixels": ("bild.png", png(10_000, 5_000), TOO_MANY),
    "PNG of absurd width": ("bild.png", png(2**31 - 1, 1), TOO_MANY),
    "WebP of 50 megapixels": ("bild.webp", webp_of(10_000, 5_000), TOO_MANY),
    "a bomb of pixels": (
        "bild.png",
        png(30_000, 30_000, b"\0" * 3_000_000),
        TOO_MANY,
    ),
    "a bomb of text in PNG": (
        "bild.png",
        png(1, 1, b"\0\1\2\3", chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 50_000_000, 9))),
        UNREADABLE,
    ),
    "JPEG cut off": ("bild.jpg", make_image(size=(200, 200), form="JPEG")[:600], UNREADABLE),
    "PNG cut off": ("bild.png", make_image(size=(200, 200))[:80], UNREADABLE),
    "PNG without pixels": ("bild.png", png(100, 100), UNREADABLE),
    "PNG with a header only": ("bild.png", b"\x89PNG\r\n\x1a\n", UNREADABLE),
    "WebP with a header only": ("bild.webp", b"RIFF\0\0\0\0WEBPVP8 ", UNREADABLE),
    "moving PNG": ("bild.png", moving("PNG"), "Bilden är rörlig"),
    "moving WebP": ("bild.webp", moving("WEBP"), "Bilden är rörlig"),
    "PDF that begins late": ("brev.pdf", b"\n" + document(), "varken en bild eller"),
    "PDF with a web page after it": ("brev.pdf", document() + HTML, "följer något annat"),
    "PDF with a zip after it": ("brev.pdf", zipped(before=document()), "samtidigt en zip-fil"),
    "PDF that is a zip by its comment": (
        "brev.pdf",
        zipped(before=document(), comment=b"%%EOF"),
        "samtidigt en zip-fil",
    ),
    "PDF cut off": ("brev.pdf", document()[:500], "avklippt"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_accept_refuses_in_words(kind):
    name, data, words = REFUSED[kind]

    with pytest.raises(ValidationError) as refusal:
        taken(data, name)

    assert words in refusal.value.messages[0]
    assert not StoredFile.objects.exists()


def test_accept_the_hostile_corpus_is_large():
    assert len(REFUSED) + len(HIDDEN) >= 40


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bild.jpg", "Bilden är på 10,5 MB. Den får vara på högst 10 MB."),
        ("brev.pdf", "Dokumentet är på 25,5 MB. Det får vara på högst 25 MB."),
    ],
)
def test_accept_refuses_what_is_too_large_before_it_is_read(name, words):
    class Large:
        size = 10_500_000 if name == "bild.jpg" else 25_500_000

        def read(self):
            raise AssertionError("it was read")

    large = Large()
    large.name = name
    with pytest.raises(ValidationError) as refusal:
        accept(large, by=None, at=PUBLISHED_AT)

    assert refusal.value.messages == [words.replace(" MB", "\u00a0MB")]


def test_accept_decodes_nothing_of_more_pixels_than_allowed(monkeypatch):
    def decoded(self):
        raise AssertionError("it was decoded")

    monkeypatch.setattr(Image.Image, "load", decoded)
    with pytest.raises(ValidationError, match="40 miljoner"):
        taken(png(MOST_PIXELS // 1000 + 1, 1000), "bild.png")


def test_accept_no_row_is_written_when_the_bytes_cannot_be(monkeypatch):
    def full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(files.default_storage, "save", full)
    with pytest.raises(OSError, match="No space"):
        taken(make_image(), "bild.png")

    assert not StoredFile.objects.exists()


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("..\\..\\x.png", "x.png"),
        ("/etc/x.png", "x.png"),
        ("x.php.png", "x-php.png"),
        ("Bild på Ågren (slutgiltig).png", "bild-pa-agren-slutgiltig.png"),
        ("bild\0med\u202enul\x07.png", "bild-mednul.png"),
        ("<script>alert(1)<b>.png", "script-alert-1-b.png"),
        ("a\r\nSet-Cookie: x.png", "a-set-cookie-x.png"),
        ("....png", "fil.png"),
        ("图片.png", "fil.png"),
        ("CON.png", "fil-con.png"),
        ("com1.png", "fil-com1.png"),
        ("-rf.png", "rf.png"),
        (".htaccess.png", "htaccess.png"),
        ("a" * 300 + ".png", "a" * 80 + ".png"),
        ("a" * 79 + "-b.png", "a" * 79 + ".png"),
        ("straße_1%2e%2e.png", "strasse-1-2e-2e.png"),
    ],
)
def test_plain_name_of_what_an_upload_is_called(given, plain):
    assert plain_name(given, FileType.PNG) == plain


@pytest.mark.parametrize("given", ["../../etc/passwd.png", "..\\..\\x.png", "a" * 300 + ".png"])
def test_accept_stores_under_the_key_whatever_the_name(given):
    upload = ContentFile(make_image())
    upload.name = given

    stored = accept(upload, by=None, at=PUBLISHED_AT)

    assert default_storage.exists(path_of(stored.key))
    assert default_storage.path(path_of(stored.key)).startswith(str(default_storage.location))


# --- sizes and sums ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "swedish", "english"),
    [
        (1, "1 kB", "1 kB"),
        (340_400, "340 kB", "340 kB"),
        (999_400, "999 kB", "999 kB"),
        (1_240_000, "1,2 MB", "1.2 MB"),
        (25_000_000, "25 MB", "25 MB"),
    ],
)
def test_size_in_words(size, swedish, english):
    assert size_in_words(size).replace("\u00a0", " ") == swedish
    with translation.override("en"):
        assert size_in_words(size).replace("\u00a0", " ") == english


def test_what_is_wrong_with_a_file_that_was_touched():
    stored = make_stored_file()
    path = default_storage.path(path_of(stored.key))

    with open(path, "r+b") as file:
        file.seek(40)
        file.write(b"\xff")
    assert what_is_wrong_with(stored) == "altered"

    default_storage.delete(path_of(stored.key))
    assert what_is_wrong_with(stored) == "missing"
