"""The editors' first page: what each role meets there, and nothing beyond their rights."""

from datetime import UTC, date, datetime, timedelta

import html5lib
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from ministers.models import FactsCheck
from pressreleases.desk import digest_of, keep
from pressreleases.models import LinkCheck, Release
from pressreleases.reviewing import review_bypass, send_back, submit
from segregation_site import dashboard
from segregation_site.permissions import ADMINISTRATOR, FACTS, PUBLISHER, REVIEWER, ROLES, WRITER
from tests.factories import (
    make_approved,
    make_bypass,
    make_government,
    make_published,
    make_release,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 6, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

EXPECTED = {
    WRITER: ["utkast", "andra", "schemalagda", "lankar"],
    REVIEWER: ["granska", "schemalagda", "utan-granskning"],
    PUBLISHER: ["publicera", "andra", "schemalagda", "lankar"],
    FACTS: ["fakta", "lankar"],
    ADMINISTRATOR: [
        "granska",
        "publicera",
        "utkast",
        "andra",
        "schemalagda",
        "utan-granskning",
        "fakta",
        "lankar",
    ],
}


@pytest.fixture(autouse=True)
def now(clock):
    return clock(NOW)


def make_editor(role):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    return user


def written(by, title, **given):
    release = make_release(edited_by=by, title_sv=title, **given)
    keep(release=release, by=by, at=NOW - HOUR)
    return release


def handed_in(by, title, at=NOW - HOUR):
    release = written(by, title)
    submit(release=release, by=by, at=at)
    return release


def returned(by, reviewer, title, comment):
    release = handed_in(by, title)
    send_back(release=release, by=reviewer, at=NOW, seen=digest_of(release), comment=comment)
    return release


@pytest.fixture
def look(client):
    """Opens the first page as the user; returns {section: (count, [(title, url)], text)}."""

    def open_as(user):
        client.force_login(user)
        page = html5lib.parse(client.get(reverse("admin:index")).text, namespaceHTMLElements=False)
        found = {}
        for section in page.iter("section"):
            heading = section.find("h2")
            items = [
                (item.find("a").text, item.find("a").get("href")) for item in section.iter("li")
            ]
            text = " ".join(" ".join(section.itertext()).split())
            key = heading.get("id").removeprefix("waiting_")
            found[key] = (int(heading.find("span").text), items, text)
        return found

    return open_as


def titles(section):
    return [title for title, _url in section[1]]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_meets_its_own_sections(look, role):
    assert list(look(make_editor(role))) == EXPECTED[role]


def test_an_editor_without_a_role_meets_nothing(look):
    assert look(make_user()) == {}


@pytest.mark.parametrize("role", ROLES)
def test_an_empty_section_says_so_in_one_line(look, role):
    for count, items, text in look(make_editor(role)).values():
        assert (count, items) == (0, [])
        assert text.endswith(".")


@pytest.fixture
def morning():
    """Something in every section for every role; the editors by role, and a title for each."""
    editors = {role: make_editor(role) for role in ROLES}
    writer, reviewer = editors[WRITER], editors[REVIEWER]
    written(writer, "Påbörjad", body_sv='<p><a href="https://död.se/a">a</a></p>')
    written(editors[ADMINISTRATOR], "Administratörens")
    returned(writer, reviewer, "Återlämnad", "Beloppet är <fel>.")
    handed_in(writer, "Inlämnad")
    make_approved(at=NOW - HOUR, writer=writer, reviewer=reviewer, title_sv="Godkänd")
    make_published(at=NOW, published_at=NOW + 3 * DAY, title_sv="Senare")
    make_published(at=NOW, published_at=NOW + DAY, title_sv="Snart")
    make_published(at=NOW - DAY, title_sv="Publik")
    make_bypass(at=NOW - HOUR, by=editors[PUBLISHER], title_sv="Brådskande", reason="Kris.")
    FactsCheck.objects.create(known_until=date(2018, 5, 1))
    make_government(source_urls="https://död.se/b", ends_on=None)
    for url in ("https://död.se/a", "https://död.se/b"):
        LinkCheck.objects.create(url=url, checked_at=NOW, status=404)
    return editors


WAITING = {
    WRITER: {
        "utkast": ["Återlämnad", "Påbörjad"],
        "andra": ["Inlämnad", "Godkänd"],
        "schemalagda": ["Snart", "Senare"],
        "lankar": ["https://död.se/a", "https://död.se/b"],
    },
    REVIEWER: {
        "granska": ["Inlämnad"],
        "schemalagda": ["Snart", "Senare"],
        "utan-granskning": ["Brådskande"],
    },
    PUBLISHER: {
        "publicera": ["Godkänd"],
        "andra": ["Inlämnad"],
        "schemalagda": ["Snart", "Senare"],
        "lankar": ["https://död.se/a", "https://död.se/b"],
    },
    FACTS: {"fakta": ["Faktakontroll"], "lankar": ["https://död.se/b"]},
    ADMINISTRATOR: {
        "granska": ["Inlämnad"],
        "publicera": ["Godkänd"],
        "utkast": ["Administratörens"],
        "andra": [],
        "schemalagda": ["Snart", "Senare"],
        "utan-granskning": ["Brådskande"],
        "fakta": ["Faktakontroll"],
        "lankar": ["https://död.se/a", "https://död.se/b"],
    },
}


@pytest.mark.parametrize("role", ROLES)
def test_what_waits_for_each_role(look, morning, role):
    found = look(morning[role])

    assert {key: titles(section) for key, section in found.items()} == WAITING[role]
    assert {key: count for key, (count, *_) in found.items()} == {
        key: len(expected) for key, expected in WAITING[role].items()
    }


@pytest.mark.parametrize("role", ROLES)
def test_every_link_on_the_page_opens_for_its_role(client, look, morning, role):
    links = [
        url
        for _count, items, _text in look(morning[role]).values()
        for _title, url in items
        if url.startswith("/")
    ]
    wholes = [section.address for section in dashboard.SECTIONS if section.key in EXPECTED[role]]
    for url in links + wholes:
        assert client.get(url).status_code == 200, url
    assert links and wholes


@pytest.mark.parametrize("role", ROLES)
def test_a_fact_editor_is_told_of_no_text(client, morning, role):
    """Titles of drafts and of what is scheduled stay with those who may read texts."""
    client.force_login(morning[role])
    page = client.get(reverse("admin:index")).text
    for title in ("Påbörjad", "Snart", "Senare", "Inlämnad", "Godkänd", "Brådskande"):
        if role == FACTS:
            assert title not in page


def test_the_reviewers_comment_stands_with_what_came_back(look, morning, client):
    _count, _items, text = look(morning[WRITER])["utkast"]
    assert "Beloppet är <fel>." in text
    assert "Återlämnad. Ändra det som sägs och lämna in på nytt." in text
    assert "&lt;fel&gt;" in client.get(reverse("admin:index")).text


def test_schedule_in_words(look, morning):
    _count, _items, text = look(morning[WRITER])["schemalagda"]
    assert "Publiceras i morgon, lördag 2 juni, kl. 14.00." in text
    assert "Publiceras måndag 4 juni kl. 14.00." in text


def test_dead_links_say_where_they_stand(look, morning):
    _count, _items, text = look(morning[FACTS])["lankar"]
    assert "Sidan finns inte (404)." in text
    assert "Regeringen" in text and "Påbörjad" not in text


def test_a_dead_link_that_stands_nowhere_any_more_is_not_shown(look):
    LinkCheck.objects.create(url="https://död.se/", checked_at=NOW, status=404)
    assert look(make_editor(WRITER))["lankar"][0] == 0


def test_a_bypass_of_ones_own_is_for_another(look, morning):
    administrator = morning[ADMINISTRATOR]
    make_bypass(at=NOW, by=administrator, title_sv="Egen")
    assert titles(look(administrator)["utan-granskning"]) == ["Brådskande"]
    assert titles(look(morning[REVIEWER])["utan-granskning"]) == ["Brådskande", "Egen"]


def test_a_reviewed_bypass_is_done(look, morning):
    reviewer = morning[REVIEWER]
    bypass = make_bypass(at=NOW, title_sv="Läst")
    review_bypass(bypass=bypass, by=reviewer, at=NOW)
    assert titles(look(reviewer)["utan-granskning"]) == ["Brådskande"]


def test_what_a_changed_fact_undid_is_not_shown_as_waiting(look, morning):
    """The digest of what is frozen with the text differs from that of the last saved one."""
    release = Release.objects.get(title_sv="Inlämnad")
    release.department.name_sv = "Departementet med nytt namn"
    release.department.save()

    assert look(morning[REVIEWER])["granska"][:2] == (0, [])


def test_five_are_shown_and_the_rest_is_counted(client, look):
    writer = make_editor(WRITER)
    for number in range(12):
        written(writer, f"Text {number:02}")
    count, items, text = look(writer)["utkast"]

    assert (count, len(items)) == (12, 5)
    assert "Visa alla 12 : Mina utkast" in text
    whole = client.get(reverse("admin:waiting_utkast")).text
    assert all(f"Text {number:02}" in whole for number in range(12))


def test_the_whole_list_says_where_it_ends(client, monkeypatch):
    monkeypatch.setattr(dashboard, "WHOLE_LIST", 6)
    writer = make_editor(WRITER)
    for number in range(12):
        written(writer, f"Text {number:02}")
    client.force_login(writer)

    assert "Här står de 6 första av 12." in client.get(reverse("admin:waiting_utkast")).text


@pytest.mark.parametrize("role", ROLES)
def test_whole_lists_are_refused_to_others(client, role):
    client.force_login(make_editor(role))
    for section in dashboard.SECTIONS:
        if not section.listed:
            status = 200 if section.key in EXPECTED[role] else 403
            assert client.get(section.address).status_code == status, section.key


# The most that any role's page asks; about twelve for the digest of each text that is shown.
MOST_QUERIES = 300


def fill(editors, numbers):
    """Add to every section as many rows as there are numbers."""
    writer, reviewer = editors[WRITER], editors[REVIEWER]
    for number in numbers:
        url = f"https://död.se/{number}"
        written(writer, f"Utkast {number}", body_sv=f'<p><a href="{url}">a</a></p>')
        LinkCheck.objects.create(url=url, checked_at=NOW, status=404)
        handed_in(writer, f"Inlämnad {number}")
        make_approved(at=NOW - HOUR, writer=writer, reviewer=reviewer)
        make_published(at=NOW, published_at=NOW + DAY)
        make_published(at=NOW - DAY, edited_by=writer)
        make_bypass(at=NOW, by=editors[PUBLISHER])


def test_queries_do_not_grow_with_the_archive(client, django_assert_max_num_queries, measured):
    editors = {role: make_editor(role) for role in ROLES}
    counts = []
    for numbers in (range(8), range(8, 14)):
        fill(editors, numbers)
        counts.append({})
        for role, editor in editors.items():
            client.force_login(editor)
            client.get(reverse("admin:index"))
            with django_assert_max_num_queries(MOST_QUERIES) as asked:
                client.get(reverse("admin:index"))
            counts[-1][role] = len(asked)

    assert counts[0] == counts[1]
    told = ", ".join(f"{role} {count}" for role, count in counts[1].items())
    measured(f"first page with 8 rows a section and with 14, the same queries: {told}")
