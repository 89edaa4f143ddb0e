"""Made-up files for the demonstration, drawn when the content is loaded: no binary lies in git."""

from io import BytesIO

from PIL import Image, ImageDraw

BARS = (58, 55, 53, 50, 46)
PAPER, INK, BAR = "#ffffff", "#16212b", "#14405c"


def diagram():
    """A PNG of five falling bars; the numbers mean nothing."""
    image = Image.new("RGB", (1200, 640), PAPER)
    draw = ImageDraw.Draw(image)
    for place, height in enumerate(BARS):
        left = 110 + place * 210
        draw.rectangle((left, 580 - height * 9, left + 140, 580), fill=BAR)
        draw.text((left + 70, 560 - height * 9), str(height), fill=INK, font_size=36, anchor="ms")
    draw.line((60, 580, 1140, 580), fill=INK, width=4)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def document():
    """A PDF of one page and one sentence, tagged so that a screen reader can read it."""
    words = "Det här är ett påhittat dokument, som visar hur en bilaga ser ut."
    stream = b"BT /P <</MCID 0>> BDC /F1 14 Tf 72 740 Td (%s) Tj EMC ET" % words.encode("cp1252")
    objects = [
        b"<</Type /Catalog /Pages 2 0 R /Lang (sv) /MarkInfo <</Marked true>> "
        b"/StructTreeRoot 6 0 R /ViewerPreferences <</DisplayDocTitle true>>>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /StructParents 0 "
        b"/Resources <</Font <</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
        b"<</Type /StructTreeRoot /K [7 0 R] /ParentTree <</Nums [0 [7 0 R]]>>>>",
        b"<</Type /StructElem /S /P /P 6 0 R /Pg 3 0 R /K 0>>",
        "<</Title (Påhittad bilaga)>>".encode("cp1252"),
    ]
    return pdf_of(objects, info=8)


def pdf_of(objects, *, info):
    """The bytes of a PDF with these objects, numbered from 1; the first is its catalogue."""
    out, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
        + b"trailer\n<</Size %d /Root 1 0 R /Info %d 0 R>>\n" % (size, info)
        + b"startxref\n%d\n%%%%EOF\n" % len(out)
    )


MADE = {"diagram": diagram, "document": document}
