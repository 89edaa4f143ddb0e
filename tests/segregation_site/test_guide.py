"""The guide: open to every editor, its table the matrix itself, its links leading somewhere."""

from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.urls import reverse

from segregation_site.guide import CHAPTERS, NO, YES, thing_in_words, who_may_what
from segregation_site.permissions import EVERYONE, MATRIX, NOBODY, ROLES, WRITERS, Row
from tests.conftest import ROOT
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def guide(client):
    client.force_login(make_user())
    return html5lib.parse(client.get(reverse("admin:guide")).text, namespaceHTMLElements=False)


@pytest.mark.parametrize("role", ROLES)
def test_guide_opens_for_every_role(client, role):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    assert client.get(reverse("admin:guide")).status_code == 200
    for page in ("index", "guide", "factor"):
        assert f'href="{reverse("admin:guide")}"' in client.get(reverse(f"admin:{page}")).text


def test_guide_asks_the_anonymous_to_sign_in(client):
    answer = client.get(reverse("admin:guide"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("admin:login"))


def printed(guide):
    """{(thing, what): the roles that may}, read off the table."""
    [table] = guide.iter("table")
    roles = [cell.text for cell in table.find("thead").iter("th")][1:]
    assert roles == list(ROLES)
    found = {}
    for body in table.iter("tbody"):
        heading, *lines = body.findall("tr")
        for line in lines:
            answers = [cell.text for cell in line.iter("td")]
            assert set(answers) <= {YES, NO} and len(answers) == len(roles)
            may = {role for role, answer in zip(roles, answers, strict=True) if answer == YES}
            found.setdefault((heading.find("th").text, line.find("th").text), []).append(may)
    return found


def test_guide_prints_the_matrix(guide):
    table = printed(guide)
    lines = 0
    for row in MATRIX:
        thing = thing_in_words(row.thing).lower()
        for what, roles in row.lines:
            shown = [
                may
                for (heading, line), mays in table.items()
                if line == what and thing in heading.lower().split(", ")
                for may in mays
            ]
            assert set(roles) in shown, (row.name, what)
            lines += 1
    assert lines > len(MATRIX)


def test_guide_prints_nothing_that_is_not_in_the_matrix(guide):
    wanted = {(what, roles) for row in MATRIX for what, roles in row.lines}
    told = {
        (what, frozenset(may)) for (_thing, what), mays in printed(guide).items() for may in mays
    }
    assert told == wanted


def wordless(rows):
    return [row.name for row in rows if not row.thing or not all(what for what, _ in row.lines)]


def test_every_row_of_the_matrix_has_its_words():
    assert wordless(MATRIX) == []


@pytest.mark.parametrize(
    "row",
    [
        Row("burn", EVERYONE, EVERYONE),
        Row("burn", EVERYONE, EVERYONE, "Texter"),
        Row("burn", EVERYONE, EVERYONE, "Texter", sees="se"),
        Row("burn", EVERYONE, WRITERS, "Texter", sees="se"),
        Row("burn", EVERYONE, WRITERS, "Texter", does="göra"),
        Row("burn", NOBODY, WRITERS, "Texter"),
        Row("burn", WRITERS, NOBODY, does="göra"),
    ],
)
def test_a_row_without_its_words_is_found(row):
    assert wordless([row]) == ["burn"]


def test_things_of_which_the_same_holds_are_told_together():
    rows = [
        Row("a", WRITERS, NOBODY, "Äpplen", sees="se"),
        Row("b", EVERYONE, NOBODY, "Päron", sees="se"),
        Row("c", WRITERS, NOBODY, "plommon", sees="se"),
    ]
    assert [group.heading for group in who_may_what(rows)] == ["Äpplen, plommon", "Päron"]


def test_the_words_for_a_model_are_its_own():
    assert thing_in_words("ministers_tenure") == "tider på poster"
    assert thing_in_words("Det egna kontot") == "Det egna kontot"


def test_every_link_of_the_guide_leads_somewhere(client, guide):
    anchors = {element.get("id") for element in guide.iter() if element.get("id")}
    links = [link.get("href") for link in guide.iter("a")]
    for href in links:
        if href.startswith("#"):
            assert href[1:] in anchors, href
        elif href.startswith("/"):
            assert client.get(href).status_code == 200, href
        else:
            assert href.startswith("mailto:"), href
    assert len(links) > len(CHAPTERS)


def test_every_chapter_has_a_text_and_a_heading(guide):
    headings = [(heading.get("id"), heading.text) for heading in guide.iter("h2")]
    assert headings == CHAPTERS
    files = {path.stem for path in (ROOT / "templates/admin/guide/chapters").glob("*.html")}
    assert files == {anchor for anchor, _heading in CHAPTERS}


def test_every_id_is_used_once(guide):
    ids = [element.get("id") for element in guide.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def drawn(address):
    return Path(finders.find(address.removeprefix("/static/"))).read_text(encoding="utf-8")


def test_pictures_have_a_name_a_description_and_a_file(guide):
    pictures = [element for element in guide.iter() if str(element.tag).endswith("svg")]
    pictures = [picture for picture in pictures if picture.get("role") == "img"]
    for picture in pictures:
        named = picture.get("aria-labelledby").split()
        texts = {child.get("id"): child.text for child in picture}
        assert all(texts[name] for name in named)
        [use] = [child for child in picture if child.tag.endswith("use")]
        path, _, symbol = use.get("href").partition("#")
        drawing = ElementTree.fromstring(drawn(path))  # noqa: S314  our own file
        assert drawing.find(f"{SVG}title").text and drawing.find(f"{SVG}desc").text
        assert drawing.find(f"{SVG}symbol").get("id") == symbol
        for element in drawing.iter():
            assert element.tag.removeprefix(SVG) not in ("script", "style", "image", "a")
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
    assert len(pictures) == 3
