"""Pasted text: from Word, Outlook, Google Docs, web pages and mail, tidied to the letter."""

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressreleases.pasted_links import direct
from pressreleases.richtext import TAGS, clean, show

WORD = """<!--StartFragment--><html xmlns:o="urn:schemas-microsoft-com:office:office">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-name:Normal;} --></style>
<h1 style='mso-pagination:none'><a name="_Toc12"></a>Regeringen <b>satsar</b><o:p></o:p></h1>
<p class=MsoNormal><span lang=SV style='mso-ansi-language:SV'>Pengarna går till
kommuner&nbsp;&nbsp; i <st1:place w:st="on">Västra Götaland</st1:place>.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>
Första <i>punkten</i><o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span><![endif]>Underpunkt<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>Andra punkten</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span>Steg ett</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>2.<span>&nbsp;&nbsp; </span></span>Steg två</p>
<h4>Mellanrubrik</h4>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Län</b></p></td>
<td><p class=MsoNormal>Miljoner kronor</p></td></tr><tr><td><p class=MsoNormal>Skåne</p></td>
<td><p class=MsoNormal>12,5</p></td></tr></table>
<p class=MsoNormal>Läs <a href="https://regeringen.se/x">mer</a>.</p>"""
WORD_CLEANED = (
    "<h2>Regeringen satsar</h2>"
    "<p>Pengarna går till kommuner i Västra Götaland.</p>"
    "<ul><li><p>Första <em>punkten</em></p><ul><li>Underpunkt</li></ul></li>"
    "<li>Andra punkten</li></ul>"
    "<ol><li>Steg ett</li><li>Steg två</li></ol>"
    "<h3>Mellanrubrik</h3>"
    "<p><strong>Län</strong>; Miljoner kronor</p><p>Skåne; 12,5</p>"
    '<p>Läs <a href="https://regeringen.se/x">mer</a>.</p>'
)
GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<h2 dir="ltr"><span style="font-size:16pt;font-weight:400;">Ny satsning</span></h2>
<p dir="ltr"><span style="font-weight:400;font-style:normal;">Vanlig, </span><span
style="font-weight:700;font-style:normal;">fet</span><span
style="font-weight:400;font-style:italic;"> och kursiv.</span></p>
<br /><ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span
style="font-weight:400">Ett</span></p></li><li><p><span>Två</span></p></li></ul></b>"""
DOCS_CLEANED = (
    "<h2>Ny satsning</h2><p>Vanlig, <strong>fet</strong><em> och kursiv.</em></p>"
    "<ul><li><p>Ett</p></li><li><p>Två</p></li></ul>"
)
SAFE = (
    "https://eur01.safelinks.protection.outlook.com/"
    "?url=https%3A%2F%2Fwww.scb.se%2Fa%2F%3Futm_source%3Dmejl%26id%3D7&amp;data=05%7C01"
)
OUTLOOK = f"""<div class="WordSection1"><p class="MsoNormal">Hej!<o:p></o:p></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><p class="MsoNormal">
Se <a href="{SAFE}">SCB</a>.</p></div>
<div><div>Rad ett<br>Rad två<br><br>Nytt stycke</div></div></div>"""
OUTLOOK_CLEANED = (
    '<p>Hej!</p><p>Se <a href="https://www.scb.se/a/?id=7">SCB</a>.</p>'
    "<p>Rad ett<br>Rad två</p><p>Nytt stycke</p>"
)
WEB = """<article class="x"><div id="top"><h1>Rubrik</h1><div>Löst <span>stycke</span>
<img src="https://spion.example/p.gif" alt="bild"></div><p></p><script>var dold = 1</script>
<figure><img src=x><figcaption>Bildtext</figcaption></figure><h5>Liten rubrik</h5>
<blockquote class="pull"><div>Citat</div></blockquote><strong><strong>Dubbelt</strong></strong>
<dl><dt>Ord</dt><dd>Förklaring</dd></dl><pre>rad 1
rad 2</pre><a href="https://x.example/?utm_campaign=k&amp;b=2">
<div>Hela rutan</div></a></div></article>"""
WEB_CLEANED = (
    "<h2>Rubrik</h2><p>Löst stycke</p><p>Bildtext</p><h3>Liten rubrik</h3>"
    "<blockquote><p>Citat</p></blockquote><p><strong>Dubbelt</strong></p>"
    "<p>Ord</p><p>Förklaring</p><p>rad 1<br>rad 2</p>"
    '<p><a href="https://x.example/?b=2">Hela rutan</a></p>'
)
MAIL = (
    "<p>Vi föreslår:</p><p>•&nbsp;&nbsp;mer stöd</p><p>• färre hinder</p>"
    "<p>– Det är bra, säger hon.</p>"
)
MAIL_CLEANED = (
    "<p>Vi föreslår:</p><ul><li>mer stöd</li><li>färre hinder</li></ul>"
    "<p>– Det är bra, säger hon.</p>"
)
SAMPLES = {
    "Word": (WORD, WORD_CLEANED),
    "Google Docs": (GOOGLE_DOCS, DOCS_CLEANED),
    "Outlook": (OUTLOOK, OUTLOOK_CLEANED),
    "web page": (WEB, WEB_CLEANED),
    "mail": (MAIL, MAIL_CLEANED),
    "loose text": ("Bara text", "<p>Bara text</p>"),
    "nothing to see": ("<p>&nbsp;</p><ul><li></li></ul><h2> </h2>", ""),
    "list between items": (
        "<ul><li>Ett</li><ul><li>Inre</li></ul></ul>",
        "<ul><li><p>Ett</p><ul><li>Inre</li></ul></li></ul>",
    ),
    "Word's list with letters": (
        "<p class=MsoListParagraph>a)&nbsp; Ett</p><p class=MsoListParagraph>b)&nbsp; Två</p>",
        "<ol><li>Ett</li><li>Två</li></ol>",
    ),
    "a table in a table": (
        "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>",
        "<p>a; b</p>",
    ),
    "a numbered heading": (
        "<h2 style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.</span> Mål</h2>",
        "<h2>1. Mål</h2>",
    ),
}


@pytest.mark.parametrize("source", SAMPLES)
def test_pasted_becomes_what_the_site_shows(source):
    pasted, expected = SAMPLES[source]

    assert clean(pasted) == expected
    assert clean(expected) == expected


def test_typed_text_is_left_as_it_is():
    typed = (
        "<p>Ett <strong>två</strong> <em>tre</em>.</p>\n<h2>Rubrik</h2>\n<ul>\n<li>a</li>\n"
        '<li><p>b</p></li>\n</ul>\n<blockquote lang="en"><p>Quote</p></blockquote>'
        '<p>Se <a href="https://x.example/?a=1&amp;b=2" hreflang="en">x</a><br>ny rad</p>'
    )

    assert clean(typed) == typed


def test_single_hard_space_stays():
    assert clean("<p>den 3&nbsp;oktober</p>") == "<p>den 3&nbsp;oktober</p>"


@pytest.mark.parametrize("dash", ["- ", "– ", "— ", "–&nbsp;"])
def test_spoken_line_begins_with_a_dash_and_stays_a_paragraph(dash):
    shown = show(clean(f"<p>{dash}Det är bra, säger hon.</p>"))

    assert shown == '<p class="quote">–\u00a0Det är bra, säger hon.</p>'


@pytest.mark.parametrize(
    ("href", "meant"),
    [
        ("https://www.google.com/url?q=https://scb.se/&sa=D", "https://scb.se/"),
        ("https://x.example/?a=%20&b", "https://x.example/?a=%20&b"),
        ("https://www.google.com/url?q=javascript:alert(1)", None),
        ("http://[fel", None),
        ("/relativ/?utm_source=x#y", "/relativ/#y"),
        ("mailto:press@example.se", None),
    ],
)
def test_link_without_detours(href, meant):
    assert direct(href) == (meant or href)
    assert direct(direct(href)) == direct(href)


# --- whatever is pasted --------------------------------------------------------------------------

HIDDEN = {"script", "style", "title", "template"}
letters = st.text(alphabet="aåö •·–-1.)o\u00a0\n<&", max_size=8)
tags = st.sampled_from(
    [
        *("p", "div", "span", "b", "i", "strong", "em", "h1", "h2", "h5", "ul", "ol", "li"),
        *("blockquote", "table", "tr", "td", "a", "br", "pre", "section", "o:p"),
    ]
)
attributes = st.sampled_from(
    [
        "",
        ' class="MsoListParagraph"',
        " style='mso-list:l0 level2 lfo1'",
        " style='mso-list:Ignore'",
        ' style="font-weight:normal"',
        ' style="font-weight:700"',
        ' href="https://x.example/?utm_source=a&amp;b=1"',
    ]
)
fragments = st.recursive(
    letters.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.builds(
        lambda tag, given, parts: f"<{tag}{given}>{''.join(parts)}</{tag}>",
        tags,
        attributes,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


def letters_of(html):
    """The text that a browser would show, without spaces and what a list's mark may be."""

    def texts(element):
        if element.tag not in HIDDEN and isinstance(element.tag, str):
            yield element.text or ""
            for child in element:
                yield from texts(child)
                yield child.tail or ""

    tree = html5lib.parse(f"<!DOCTYPE html><body>{html}", namespaceHTMLElements=False)
    return re.sub(r"[\s\xa0;•·–.)o1-]", "", "".join(texts(tree)))


@given(fragments)
def test_pasted_whatever_it_is_twice_is_once_and_no_letter_is_lost(pasted):
    cleaned = clean(pasted)

    assert clean(cleaned) == cleaned
    assert letters_of(cleaned) == letters_of(pasted)
    tree = html5lib.parseFragment(cleaned, namespaceHTMLElements=False)
    assert {element.tag for element in tree.iter()} <= TAGS | {"DOCUMENT_FRAGMENT"}
