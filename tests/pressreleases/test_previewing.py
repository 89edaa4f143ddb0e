"""Preview exactly as the public page, and the links that share one: what they show and when."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from ministers.periods import STOCKHOLM
from pressreleases.enums import Change
from pressreleases.models import Attachment, PreviewLink, Release, StoredFile, Version
from pressreleases.previewing import revoke, share
from pressreleases.publishing import (
    cancel,
    correct,
    publish,
    reschedule,
    schedule,
    withdraw,
)
from tests.factories import (
    make_agency,
    make_assignment,
    make_government,
    make_mandate,
    make_release,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db
# The database's own clock decides what may still be set, so these act in a year to come.
NOW = datetime(2036, 5, 6, 8, tzinfo=UTC)
AHEAD = NOW + timedelta(days=3, hours=1, minutes=30)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LANGUAGES = ("sv", "en")


@pytest.fixture(autouse=True)
def today(clock):
    return clock(NOW)


@pytest.fixture
def editor(client):
    client.user = make_user(is_superuser=True)
    client.force_login(client.user)
    return client


@pytest.fixture
def full():
    """A release with everything that a page can print, and facts that change after it."""
    make_government(starts_on=date(2030, 1, 1), ends_on=date(2036, 6, 1))
    tenure = make_tenure(starts_on=date(2031, 1, 1), ends_on=date(2036, 6, 1))
    release = make_release(
        tenures=[tenure],
        agencies=[make_agency()],
        mandates=[make_mandate()],
        assignments=[make_assignment()],
        body_sv="<p>- Det är bra, säger hon & han.</p>",
    )
    release.contacts.create(role_sv="Presschef", role_en="Press", name="Kim", email="k@example.org")
    return release


def preview_of(client, release, **query):
    url = reverse("admin:pressreleases_release_preview", args=[release.pk])
    return client.get(url, query)


def address(link, language="sv", name="shared_preview", **more):
    with translation.override(language):
        return reverse(f"pressreleases:{name}", kwargs={"key": link.key, **more})


def main_of(response):
    return re.search(r"<main.*?</main>", response.text, re.DOTALL).group()


def but_for_the_preview(html):
    """The page without what a preview adds (bar, its style) and leaves out (twins, robots)."""
    for part in (
        r'<aside class="preview-bar".*?</aside>',
        r'<link rel="stylesheet" href="[^"]*preview[^"]*">',
        r'<meta name="robots"[^>]*>',
        r'<link rel="(?:canonical|alternate)"[^>]*>',
        r'<ul class="languages">.*?</ul>',
    ):
        html = re.sub(part, "", html, flags=re.DOTALL)
    return [line for line in html.splitlines() if line]


# --- exactly as the public page ------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("read_on", [date(2036, 5, 9), date(2036, 6, 1), date(2040, 1, 1)])
def test_preview_of_a_draft_is_the_page_after_publication(editor, clock, full, language, read_on):
    asked = {"publiceras": AHEAD.astimezone(STOCKHOLM).strftime("%Y-%m-%dT%H:%M")}
    preview = preview_of(editor, full, language=language, datum=read_on.isoformat(), **asked)
    version = publish(release=full, by=None, at=NOW, published_at=AHEAD)

    clock(datetime(read_on.year, read_on.month, read_on.day, 20, tzinfo=UTC))
    with translation.override(language):
        public = editor.get(version.get_absolute_url())

    assert preview.status_code == public.status_code == 200
    assert main_of(preview) == main_of(public)
    assert but_for_the_preview(preview.text) == but_for_the_preview(public.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_preview_of_a_correction_is_the_page_after_it(editor, clock, full, language):
    publish(release=full, by=None, at=NOW - DAY)
    Release.objects.filter(pk=full.pk).update(title_sv="Rättad", title_en="Put right")
    note = {"andring": "substantive", "notis_sv": "Rubriken.", "notis_en": "The headline."}
    preview = preview_of(editor, full, language=language, publiceras="2036-05-06T10:00", **note)
    version = correct(
        release=full,
        by=None,
        at=NOW,
        change=Change.SUBSTANTIVE,
        note_sv="Rubriken.",
        note_en="The headline.",
    )

    with translation.override(language):
        public = editor.get(version.get_absolute_url())

    assert main_of(preview) == main_of(public)
    assert "Rubriken." in preview.text or "The headline." in preview.text


def test_preview_of_what_waits_and_of_the_newer_desk(editor, clock, full):
    version = schedule(release=full, by=None, at=NOW, published_at=AHEAD)
    Release.objects.filter(pk=full.pk).update(title_sv="Nyare på skrivbordet")

    waiting = preview_of(editor, full)
    desk = preview_of(editor, full, text="skrivbordet")
    clock(AHEAD)
    public = editor.get(version.get_absolute_url())

    assert main_of(waiting) == main_of(public)
    assert "Nyare på skrivbordet" in main_of(desk)
    assert "9 maj 2036" in main_of(desk)


@pytest.mark.parametrize("removed", [False, True])
def test_preview_of_a_withdrawn_text_is_what_the_reader_sees(editor, full, removed):
    version = publish(release=full, by=None, at=NOW - DAY)
    withdraw(release=full, by=None, at=NOW, reason_sv="Fel.", removed=removed)

    preview = preview_of(editor, full)

    assert preview.status_code == 200
    assert main_of(preview) == main_of(editor.get(version.get_absolute_url()))
    assert full.lead_sv in main_of(preview_of(editor, full, text="skrivbordet"))


def test_preview_of_a_published_text_on_a_day_that_was(editor, full):
    version = publish(release=full, by=None, at=NOW, published_at=NOW - 40 * DAY)
    day = (NOW - 20 * DAY).date().isoformat()

    preview = preview_of(editor, full, text="publik", datum=day)

    then = re.sub(
        r"\?datum=[0-9-]+", "", main_of(editor.get(version.get_absolute_url(), {"datum": day}))
    )
    assert main_of(preview) == then


def test_preview_of_an_unchanged_desk_asks_for_nothing_that_would_not_show(editor):
    release = make_release()
    publish(release=release, by=None, at=NOW, published_at=NOW - 40 * DAY, precision="month")

    bar = re.search(
        r'<aside class="preview-bar".*?</aside>', preview_of(editor, release).text, re.S
    )

    assert "publicerad <time" in bar[0] and "mars 2036</time>, läst" in bar[0]
    assert "publiceras" not in bar[0] and "notis_sv" not in bar[0]


def test_preview_before_publication_says_that_nobody_reads_it_yet(editor, full):
    schedule(release=full, by=None, at=NOW, published_at=AHEAD)

    assert "läsaren ser ingenting" in preview_of(editor, full, datum="2036-05-07").text
    assert "läsaren ser ingenting" not in preview_of(editor, full).text


@pytest.mark.parametrize(
    "query",
    [
        {"datum": "2036-02-30"},
        {"datum": "igår"},
        {"datum": "9999-12-31"},
        {"datum": "0001-01-01"},
        {"publiceras": "2036-13-06T09:00"},
        {"publiceras": "2036-03-30T02:30"},
        {"text": "hemligt"},
        {"text": "vantande"},
    ],
)
def test_preview_of_what_is_no_day_is_refused_in_words(editor, full, query):
    response = preview_of(editor, full, **query)

    assert response.status_code == 400
    assert 'class="field__error"' in response.text
    assert full.lead_sv in main_of(response)


def test_preview_stays_in_itself_and_out_of_every_index(editor, full):
    response = preview_of(editor, full, datum="2036-06-01")

    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert 'name="robots" content="noindex' in response.text
    assert 'rel="canonical"' not in response.text and 'rel="alternate"' not in response.text
    [switch] = re.findall(r'<ul class="languages">\s*<li><a href="([^"]+)"', response.text)
    english = editor.get(switch.replace("&amp;", "&"))
    assert '<html lang="en"' in english.text
    assert "2036-06-01" in english.text
    assert Version.objects.count() == 0


# --- links: what they show -----------------------------------------------------------------------


def shared(release, **given):
    return share(release=release, by=make_user(), at=NOW, **given)


@pytest.mark.parametrize("language", LANGUAGES)
def test_link_shows_the_desk_as_it_reads_today_and_nothing_else(client, full, language):
    Release.objects.filter(pk=full.pk).update(slug="hemlig-adress")
    schedule(release=Release.objects.get(pk=full.pk), by=None, at=NOW, published_at=AHEAD)
    link = shared(full)

    response = client.get(address(link, language))

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.text
    assert getattr(full, f"title_{language}") in main_of(response)
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers
    hidden = ("hemlig-adress", "9 maj", "9 May", "2036-05-09", link.created_by.username)
    assert [word for word in hidden if word in response.text] == []
    assert 'rel="canonical"' not in response.text and 'rel="alternate"' not in response.text
    assert "<form" not in response.text and "<script" not in response.text
    assert client.head(address(link, language)).headers == response.headers


def test_link_says_that_the_text_is_not_public_and_until_when_it_holds(client, full):
    text = client.get(address(shared(full))).text

    assert "Förhandsgranskning, inte publicerad. Sprid inte." in text
    assert "13 maj 2036 kl. 10.00" in text
    assert "Förhandsgranskning, inte" not in main_of(client.get(address(shared(full))))


def test_link_shows_what_was_saved_last(client, full):
    link = shared(full)
    Release.objects.filter(pk=full.pk).update(title_sv="Sparad efter delningen")

    assert "Sparad efter delningen" in client.get(address(link)).text


def test_link_to_a_newer_draft_shows_the_draft(client, full):
    publish(release=full, by=None, at=NOW - DAY)
    Release.objects.filter(pk=full.pk).update(title_sv="Ännu inte rättad")

    assert "Ännu inte rättad" in client.get(address(shared(full))).text


def test_link_tells_nothing_of_days_to_come(client, full):
    text = client.get(address(shared(full))).text
    assert "entledigats" not in text and "Innehållet publicerades" not in text


def test_link_escapes_what_editors_write(client):
    link = shared(make_release(title_sv='<script>alert("x")</script>', lead_sv="<img src=x>"))

    text = client.get(address(link)).text

    assert "<script" not in text and "<img" not in text


# --- links: when they die ------------------------------------------------------------------------


def test_link_is_long_and_random(full):
    keys = {shared(full).key for _number in range(20)}

    assert len(keys) == 20
    assert all(re.fullmatch(r"[0-9a-f]{32}", key) for key in keys)


def gone(client, link, language="sv", path=None):
    """Whether the address answers, byte for byte, as one that never was."""
    with translation.override(language):
        never = reverse("pressreleases:shared_preview", args=["f" * 32])
    response, unknown = client.get(path or address(link, language)), client.get(never)
    same = response.content.replace(link.key.encode(), b"f" * 32) == unknown.content
    assert client.head(path or address(link, language)).status_code == response.status_code
    return response.status_code == 404 and same and response.headers == unknown.headers


def expired(full, clock):
    link = shared(full, days=1)
    clock(NOW + DAY)
    return link


def revoked(full, clock):
    return revoke(link=shared(full), by=make_user(), at=NOW)


def published(full, clock):
    link = shared(full)
    publish(release=full, by=None, at=NOW + MINUTE)
    clock(NOW + MINUTE)
    return link


def published_by_itself(full, clock):
    schedule(release=full, by=None, at=NOW - DAY, published_at=NOW + MINUTE)
    link = shared(full)
    clock(NOW + MINUTE)
    return link


def corrected(full, clock):
    publish(release=full, by=None, at=NOW - DAY)
    Release.objects.filter(pk=full.pk).update(title_sv="Rättad")
    link = shared(full)
    correct(release=full, by=None, at=NOW + MINUTE, change=Change.MINOR)
    clock(NOW + MINUTE)
    return link


def recorded_with_an_old_day(full, clock):
    link = shared(full)
    publish(release=full, by=None, at=NOW + MINUTE, published_at=NOW - 9 * DAY)
    clock(NOW + MINUTE)
    return link


def removed_by_law(full, clock):
    publish(release=full, by=None, at=NOW - DAY)
    link = shared(full)
    withdraw(release=full, by=None, at=NOW, reason_sv="Lag.", removed=True)
    return link


def withdrawn(full, clock):
    publish(release=full, by=None, at=NOW - DAY)
    link = shared(full)
    withdraw(release=full, by=None, at=NOW + MINUTE, reason_sv="Fel.")
    clock(NOW + MINUTE)
    return link


DEATHS = [
    withdrawn,
    expired,
    revoked,
    published,
    published_by_itself,
    corrected,
    recorded_with_an_old_day,
    removed_by_law,
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("death", DEATHS, ids=lambda death: death.__name__)
def test_link_that_is_dead_answers_as_one_that_never_was(client, clock, full, death, language):
    link = death(full, clock)

    assert gone(client, link, language)


def test_link_lives_until_the_second_before(client, clock, full):
    schedule(release=full, by=None, at=NOW - DAY, published_at=NOW + MINUTE)
    link = shared(full)
    clock(NOW + MINUTE - timedelta(seconds=1))

    assert client.get(address(link)).status_code == 200


def test_link_outlives_a_publication_that_was_moved_or_called_off(client, clock, full):
    schedule(release=full, by=None, at=NOW - DAY, published_at=NOW + MINUTE)
    link = shared(full)
    reschedule(release=full, by=None, at=NOW, published_at=NOW + 2 * MINUTE)
    clock(NOW + MINUTE)
    assert client.get(address(link)).status_code == 200
    cancel(release=full, by=None, at=NOW + MINUTE)
    clock(NOW + 3 * MINUTE)
    assert client.get(address(link)).status_code == 200


def test_link_of_a_day_that_was_is_refused(client, full):
    link = shared(full)
    path = address(link)

    response = client.get(path + "?datum=2036-05-01")

    assert response.status_code == 404
    assert full.lead_sv not in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_link_is_refused_for_a_text_that_law_takes_away(full):
    publish(release=full, by=None, at=NOW - DAY)
    withdraw(release=full, by=None, at=NOW, reason_sv="Lag.", removed=True)

    with pytest.raises(ValidationError, match="Lag kräver"):
        shared(full)
    assert PreviewLink.objects.count() == 0


@pytest.mark.parametrize("days", [0, -1, 31, 365])
def test_link_holds_thirty_days_at_the_most(full, days):
    with pytest.raises(ValidationError, match="1, 7 eller 30"):
        shared(full, days=days)
    assert shared(full, days=30).expires_at == NOW + 30 * DAY


# --- links: files --------------------------------------------------------------------------------


@pytest.fixture
def attach(settings, tmp_path):
    """A function that gives a release a document of its own; returns the StoredFile."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }

    def attach_to(release, key):
        stored = StoredFile.objects.create(
            key=key, name="rapport.pdf", type="pdf", size=5, sha256="0" * 64, uploaded_at=NOW
        )
        Attachment.objects.create(release=release, file=stored)
        folder = tmp_path / key[:2] / key[2:4]
        folder.mkdir(parents=True)
        (folder / key).write_bytes(b"%PDF-")
        return stored

    return attach_to


def test_link_opens_the_files_of_its_own_text_only(client, clock, full, attach):
    own, other = attach(full, "a" * 32), attach(make_release(), "b" * 32)
    link = shared(full)

    response = client.get(address(link, name="shared_file", file=own.key))

    assert b"".join(response) == b"%PDF-"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response.headers["Cache-Control"] == "no-store"
    assert "attachment" in response.headers["Content-Disposition"]
    for key in (other.key, "c" * 32):
        assert client.get(address(link, name="shared_file", file=key)).status_code == 404
    clock(NOW + 8 * DAY)
    assert client.get(address(link, name="shared_file", file=own.key)).status_code == 404


# --- the page that shares ------------------------------------------------------------------------


def share_page(release):
    return reverse("admin:pressreleases_release_share", args=[release.pk])


def test_share_page_makes_a_link_that_works_and_notes_who(editor, client, full):
    response = editor.post(share_page(full), {"days": "30"}, follow=True)

    link = PreviewLink.objects.get()
    assert (link.created_by, link.expires_at) == (editor.user, NOW + 30 * DAY)
    assert f'readonly value="http://testserver{address(link)}"' in response.text
    assert f"http://testserver{address(link, 'en')}" in response.text
    assert client.get(address(link)).status_code == 200
    assert "5 juni 2036" in LogEntry.objects.get().get_change_message()
    assert link.key not in LogEntry.objects.get().change_message


def test_share_page_opened_changes_nothing(editor, full):
    assert "inte delad med någon" in editor.get(share_page(full)).text
    assert PreviewLink.objects.count() == LogEntry.objects.count() == 0


def test_share_page_says_what_became_of_each_link(editor, clock, full):
    revoke(link=shared(full), by=editor.user, at=NOW)
    shared(full, days=1)
    shared(full, days=30)
    clock(NOW + 2 * DAY)
    text = editor.get(share_page(full)).text
    assert f"av {editor.user}" in text and "Återkallad 6 maj 2036" in text
    assert "Gick ut 7 maj 2036" in text
    assert text.count('name="revoke"') == 1
    publish(release=full, by=None, at=NOW + 2 * DAY)
    assert "Upphörde när texten publicerades" in editor.get(share_page(full)).text


def test_share_page_revokes(editor, client, full):
    link = shared(full)

    editor.post(share_page(full), {"revoke": link.pk})

    assert gone(client, link)
    link.refresh_from_db()
    assert (link.revoked_by, link.revoked_at) == (editor.user, NOW)
    assert "Ingenting" not in editor.post(share_page(full), {"revoke": link.pk}, follow=True).text
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("pk", ["x", "999999", "-1", "9" * 30, ""])
def test_share_page_revokes_no_link_that_is_not_there(editor, full, pk):
    assert editor.post(share_page(full), {"revoke": pk}).status_code == 404


def test_share_page_revokes_no_link_of_another_text(editor, full):
    link = shared(make_release())

    assert editor.post(share_page(full), {"revoke": link.pk}).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


@pytest.mark.parametrize("days", ["0", "365", "x", ""])
def test_share_page_takes_no_other_time(editor, full, days):
    response = editor.post(share_page(full), {"days": days})

    assert response.status_code == 200
    assert "errorlist" in response.text
    assert PreviewLink.objects.count() == 0


ROLES = {"skribent": 200, "publicerare": 200, "administratör": 200, "granskare": 403}


@pytest.mark.parametrize(("role", "status"), [*ROLES.items(), ("faktaredaktör", 403)])
def test_share_page_is_for_those_who_change_or_publish(client, full, role, status):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    link = shared(full)

    assert client.get(share_page(full)).status_code == status
    posted = client.post(share_page(full), {"revoke": link.pk})

    assert posted.status_code == (302 if status == 200 else 403)
    link.refresh_from_db()
    assert (link.revoked_at is not None) is (status == 200)
    if role != "faktaredaktör":
        change = client.get(reverse("admin:pressreleases_release_change", args=[full.pk])).text
        assert (share_page(full) in change) is (status == 200)
