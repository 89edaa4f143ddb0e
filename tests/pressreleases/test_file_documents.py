"""PDF documents: those that show pages are accepted, those that do anything else are refused."""

import io
import zlib

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfWriter

from pressreleases import file_documents
from pressreleases.file_documents import refuse_unless_only_pages, what_readers_miss
from segregation_site.sample_files import document, pdf_of


def pdf(*, catalogue=b"", page=b"", extra=()):
    """A PDF of one page; the objects of `extra` have numbers from 5."""
    return pdf_of(
        [
            b"<</Type /Catalog /Pages 2 0 R %s>>" % catalogue,
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] %s>>" % page,
            b"<</Title (Prov)>>",
            *extra,
        ],
        info=4,
    )


def stream(data, more=b""):
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(data), more, data)


def compressed(hidden, *, number=5):
    """A PDF whose object `number` lies, compressed, in an object stream; with its xref stream."""
    header = b"%d 0 " % number
    packed = zlib.compress(header + hidden)
    objects = {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        3: b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>",
        4: stream(packed, b"/Type /ObjStm /N 1 /First %d /Filter /FlateDecode" % len(header)),
    }
    out, rows = b"%PDF-1.7\n", [b"\0\0\0\0\xff"]
    for key, content in objects.items():
        rows.append(b"\1" + len(out).to_bytes(3, "big") + b"\0")
        out += b"%d 0 obj\n%s\nendobj\n" % (key, content)
    rows.append(b"\2" + (4).to_bytes(3, "big") + b"\0")
    start = len(out)
    rows.append(b"\1" + start.to_bytes(3, "big") + b"\0")
    more = b"/Type /XRef /Size 7 /W [1 3 1] /Root 1 0 R"
    out += b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (stream(b"".join(rows), more), start)
    return out


def replaced(old, new):
    """A PDF whose object 5 was `old` until the file was added to, and now is `new`."""
    before = pdf(extra=[old])
    previous = int(before.split()[-2])
    changed = before + b"5 0 obj\n%s\nendobj\n" % new
    return (
        changed
        + b"xref\n5 1\n%010d 00000 n \n" % len(before)
        + b"trailer\n<</Size 6 /Root 1 0 R /Info 4 0 R /Prev %d>>\n" % previous
        + b"startxref\n%d\n%%%%EOF\n" % len(changed)
    )


def written(change):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


HARMLESS = {
    "the made-up document": document(),
    "one page": pdf(),
    "space after the end": pdf() + b"\r\n  \n",
    "opens at a page": pdf(catalogue=b"/OpenAction [3 0 R /Fit]"),
    "opens by going to a page": pdf(catalogue=b"/OpenAction <</S /GoTo /D [3 0 R /Fit]>>"),
    "a link to the web": pdf(
        page=b"/Annots [<</Type /Annot /Subtype /Link /Rect [0 0 9 9] "
        b"/A <</S /URI /URI (https://www.example.org/)>>>>]"
    ),
    "added to": replaced(b"<</Title (Prov)>>", b"<<>>"),
    "objects compressed": compressed(b"<</Title (Prov)>>"),
    "written by a library": written(lambda writer: writer.add_metadata({"/Title": "Prov"})),
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_document_that_shows_pages_is_accepted(kind):
    refuse_unless_only_pages(HARMLESS[kind])


SCRIPT = "innehåller skript"
ACTS = "sker av sig själv"
STARTS = "startar program eller öppnar andra filer"
INSIDE = "innehåller inbäddade filer"
DAMAGED = "går inte att läsa"
CUT = "avklippt, eller så följer något annat"
LAUNCH = b"<</S /Launch /F (cmd.exe)>>"
HARMFUL = {
    "script when opened": (
        pdf(catalogue=b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>"),
        SCRIPT,
    ),
    "script in a name tree": (pdf(catalogue=b"/Names <</JavaScript <</Names []>>>>"), SCRIPT),
    "script with its name disguised": (pdf(extra=[b"<</S /J#61vaScript /#4aS (x)>>"]), SCRIPT),
    "script under the short name": (pdf(extra=[b"<</#4aS (x)>>"]), SCRIPT),
    "script that no page refers to": (pdf(extra=[b"<</S /JavaScript /JS (x)>>"]), SCRIPT),
    "script in compressed objects": (compressed(b"<</S /JavaScript /JS (x)>>"), SCRIPT),
    "kind of action by reference": (pdf(extra=[b"<</S 6 0 R>>", b"/Launch"]), STARTS),
    "script in an earlier state": (replaced(b"<</S /JavaScript /JS (x)>>", b"<<>>"), SCRIPT),
    "a program when opened": (pdf(catalogue=b"/OpenAction " + LAUNCH), STARTS),
    "a named action when opened": (pdf(catalogue=b"/OpenAction <</S /Named /N /Print>>"), ACTS),
    "a program when clicked": (pdf(page=b"/Annots [<</Subtype /Link /A %s>>]" % LAUNCH), STARTS),
    "another file when clicked": (pdf(extra=[b"<</S /GoToR /F (annan.pdf)>>"]), STARTS),
    "script as a link": (pdf(extra=[b"<</S /URI /URI (javascript:alert(1))>>"]), STARTS),
    "a file as a link": (pdf(extra=[b"<</S /URI /URI (file:///etc/passwd)>>"]), STARTS),
    "a page that acts": (pdf(page=b"/AA <</O <</S /Named /N /NextPage>>>>"), ACTS),
    "a form that sends": (
        pdf(extra=[b"<</S /SubmitForm /F (https://e.example/)>>"]),
        "skickar uppgifter",
    ),
    "an XFA form": (pdf(catalogue=b"/AcroForm <</XFA 5 0 R>>", extra=[stream(b"<xdp/>")]), "XFA"),
    "an embedded file": (
        written(lambda writer: writer.add_attachment("x.exe", b"MZ")),
        INSIDE,
    ),
    "a file as a note": (pdf(extra=[b"<</Subtype /FileAttachment /FS <<>>>>"]), INSIDE),
    "film": (pdf(extra=[b"<</Subtype /RichMedia>>"]), "ljud, film eller 3D"),
    "content of another file": (
        pdf(extra=[stream(b"", b"/F (annan.bin)")]),
        "hämtas från en annan fil",
    ),
    "encrypted": (
        written(lambda writer: writer.encrypt("hemligt", algorithm="RC4-128")),
        "krypterad",
    ),
    "locked without a password": (
        written(lambda writer: writer.encrypt("", "ägaren", algorithm="RC4-128")),
        "krypterad",
    ),
    "cut off": (pdf()[:-40], CUT),
    "something after the end": (pdf() + b"<script>alert(1)</script>", CUT),
    "a zip after the end": (pdf() + b"PK\x03\x04", CUT),
    "no objects": (b"%PDF-1.7\n%%EOF", DAMAGED),
    "an xref that lies": (pdf().replace(b"startxref\n", b"startxref\n9"), DAMAGED),
    "pages in a ring": (
        pdf_of(
            [
                b"<</Type /Catalog /Pages 2 0 R>>",
                b"<</Type /Pages /Kids [2 0 R] /Count 1>>",
                b"<<>>",
            ],
            info=3,
        ),
        DAMAGED,
    ),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_document_that_does_more_is_refused_in_words(kind):
    data, words = HARMFUL[kind]

    with pytest.raises(ValidationError) as refusal:
        refuse_unless_only_pages(data)

    assert words in refusal.value.messages[0]


def test_document_that_is_a_bomb_is_refused_without_unpacking_it():
    bomb = compressed(b" " * 40_000_000)
    assert len(bomb) < 50_000

    with pytest.raises(ValidationError, match="för omfattande"):
        refuse_unless_only_pages(bomb)


@pytest.mark.parametrize(
    ("limit", "data"),
    [
        ("MOST_PAGES", pdf()),
        ("MOST_OBJECTS", pdf()),
        ("MOST_VALUES", pdf()),
        ("LARGEST_SUM", compressed(b"<</Title (Prov)>>")),
    ],
)
def test_document_above_a_limit_is_refused_in_words(monkeypatch, limit, data):
    refuse_unless_only_pages(data)
    monkeypatch.setattr(file_documents, limit, 0)

    with pytest.raises(ValidationError, match="för omfattande"):
        refuse_unless_only_pages(data)


def test_document_deep_in_itself_is_refused():
    with pytest.raises(ValidationError, match="går inte att läsa"):
        refuse_unless_only_pages(pdf(extra=[b"[" * 5000 + b"]" * 5000]))


@pytest.mark.parametrize(
    ("data", "missed"),
    [
        (document(), []),
        (document().replace(b"/Lang (sv)", b"/Gnal (sv)"), ["angivet språk"]),
        (document().replace(b"/Title", b"/Eltit"), ["titel"]),
        (pdf(catalogue=b"/Lang (sv)"), ["taggar som säger vad som är rubrik, lista och tabell"]),
    ],
)
def test_document_what_readers_miss(data, missed):
    assert what_readers_miss(data) == missed
