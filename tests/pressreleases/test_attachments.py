"""Images and documents beside a text: what must be said, what is frozen, what a page shows."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import html5lib
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import translation

from pressreleases.attachments import frozen_files, missing_of, public_file_url, shown_files
from pressreleases.desk import differs, digest_of, latest
from pressreleases.enums import Change, FileType
from pressreleases.files import path_of
from pressreleases.models import Attachment, StoredFile, Version, VersionFile
from pressreleases.publishing import correct, publish, reschedule, schedule
from pressreleases.record import broken_links
from pressreleases.reviewing import approve, submit
from segregation_site.sample_files import document
from tests.factories import (
    make_approved,
    make_attachment,
    make_published,
    make_release,
    make_stored_file,
    make_user,
)

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2017, 12, 1, 9, tzinfo=UTC)


def make_document(**overrides):
    file = make_stored_file(name="rapport.pdf", data=document())
    words = {"alt_sv": "", "alt_en": "", "title_sv": "Rapport", "title_en": "Report"}
    return make_attachment(file=file, **words | overrides)


# --- what must be said ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "given", "missing"),
    [
        (make_attachment, {}, ""),
        (make_attachment, {"alt_sv": "", "alt_en": "", "decorative": True}, ""),
        (make_attachment, {"alt_sv": ""}, "alternativtext på svenska till bild.png"),
        (make_document, {}, ""),
        (make_document, {"title_sv": ""}, "rubrik på svenska till rapport.pdf"),
    ],
)
def test_missing_of_an_image_or_document(make, given, missing):
    found = missing_of(make(**given))

    assert len(found) == bool(missing)
    assert missing in "".join(found)


@pytest.mark.parametrize("verb", ["publish", "submit"])
def test_publishing_refuses_an_image_that_says_nothing(verb):
    release = make_release()
    make_attachment(release=release, alt_sv="")

    with pytest.raises(ValidationError) as refusal:
        if verb == "submit":
            submit(release=release, by=make_user(), at=PUBLISHED)
        else:
            publish(release=release, by=None, at=PUBLISHED)

    assert "alternativtext på svenska till bild.png" in refusal.value.messages[0]
    assert not Version.objects.exists()


def test_database_refuses_a_decorative_image_with_words():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_attachment(decorative=True)


# --- what is frozen ------------------------------------------------------------------------------


def test_version_freezes_its_files_in_the_desks_order():
    release = make_release()
    second = make_attachment(release=release, position=2, title_sv="Bildtext")
    first = make_document(release=release, position=1)

    version = publish(release=release, by=None, at=PUBLISHED)

    assert [file["key"] for file in version.frozen["files"]] == [first.file.key, second.file.key]
    assert version.frozen["files"][1] == {
        "key": second.file.key,
        "name": "bild.png",
        "type": "png",
        "size": second.file.size,
        "sha256": second.file.sha256,
        "width": 40,
        "height": 30,
        "title": {"sv": "Bildtext", "en": ""},
        "alt": {"sv": "En blå yta.", "en": "A blue area."},
        "decorative": False,
    }
    rows = VersionFile.objects.filter(version=version)
    assert {row.file_id for row in rows} == {first.file_id, second.file_id}
    assert list(broken_links(Version)) == []


def test_version_without_files_is_written_as_before_there_were_any():
    version = make_published()

    assert "files" not in version.frozen
    assert not differs(version.release, version)
    assert frozen_files(version.release) == {}


@pytest.mark.parametrize("field", ["alt_sv", "title_en", "position", "file"])
def test_digest_covers_the_files(field):
    release = make_release()
    attachment = make_attachment(release=release)
    make_attachment(release=release, position=2)
    publish(release=release, by=None, at=PUBLISHED)
    before = digest_of(release)
    values = {"position": 3, "file": make_stored_file()}

    setattr(attachment, field, values.get(field, "Något annat"))
    attachment.save()

    assert digest_of(release) != before
    assert differs(release, latest(release))


def test_approval_ends_when_an_image_is_exchanged():
    release = make_approved(at=PUBLISHED)
    make_attachment(release=release)

    with pytest.raises(ValidationError):
        publish(release=release, by=make_user(), at=PUBLISHED)


def test_approval_of_a_text_with_an_image_holds():
    writer = make_user()
    release = make_release(edited_by=writer)
    make_attachment(release=release)
    submit(release=release, by=writer, at=PUBLISHED)
    approve(release=release, by=make_user(), at=PUBLISHED, seen=digest_of(release))

    version = publish(release=release, by=make_user(), at=PUBLISHED)

    assert version.files.count() == 1


def test_rescheduled_version_keeps_the_files_it_was_frozen_with():
    now = datetime.now(UTC)
    release = make_release()
    stored = make_attachment(release=release).file
    schedule(release=release, by=None, at=now, published_at=now + timedelta(days=1))
    release.attachments.all().delete()

    version = reschedule(release=release, by=None, at=now, published_at=now + timedelta(days=2))

    assert [row.file for row in version.files.all()] == [stored]
    assert list(broken_links(Version)) == []


def test_files_of_the_record_cannot_be_changed_or_deleted():
    release = make_release()
    stored = make_attachment(release=release).file
    publish(release=release, by=None, at=PUBLISHED)

    for rows, change in (
        (StoredFile.objects.filter(pk=stored.pk), {"name": "annan.png"}),
        (VersionFile.objects.all(), {"file": make_stored_file()}),
    ):
        with pytest.raises(IntegrityError, match="kan inte ändras"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError, match="kan inte ändras"), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(ProtectedError):
        stored.delete()


# --- tampering shows -----------------------------------------------------------------------------


def published_with_file():
    release = make_release()
    stored = make_attachment(release=release).file
    return publish(release=release, by=None, at=PUBLISHED), stored


def test_record_a_file_hung_on_afterwards_shows():
    version = make_published()
    VersionFile.objects.create(version=version, file=make_stored_file())

    assert list(broken_links(Version)) == [version.pk]


def test_record_a_checksum_changed_behind_the_guards_shows():
    version, stored = published_with_file()
    table = StoredFile._meta.db_table
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{table}_no_update"{on_table}')
    StoredFile.objects.filter(pk=stored.pk).update(sha256="0" * 64)

    assert list(broken_links(Version)) == [version.pk]


def test_verify_record_reads_the_bytes_of_published_files():
    published_with_file()
    make_stored_file()
    out = StringIO()

    call_command("verify_record", stdout=out)

    assert "StoredFile: 1 published files, all as recorded." in out.getvalue()


def test_verify_record_names_a_file_with_a_flipped_byte():
    _version, stored = published_with_file()
    with open(default_storage.path(path_of(stored.key)), "r+b") as file:
        first = file.read(1)[0]
        file.seek(0)
        file.write(bytes([first ^ 1]))

    with pytest.raises(CommandError, match=f"{stored.name} .{stored.key}. is altered"):
        call_command("verify_record", stdout=StringIO())


def test_verify_record_names_a_missing_file():
    _version, stored = published_with_file()
    default_storage.delete(path_of(stored.key))

    with pytest.raises(CommandError, match=f"{stored.name} .{stored.key}. is missing"):
        call_command("verify_record", stdout=StringIO())


# --- what a page shows ---------------------------------------------------------------------------


def frozen_with(*types):
    files = [{"key": str(number), "type": kind, "size": 1000} for number, kind in enumerate(types)]
    return Version(frozen={"files": files})


def test_shown_files_first_image_apart_from_the_others():
    version = frozen_with(FileType.PDF, FileType.PNG, FileType.JPEG)

    shown = shown_files(version, lambda file: f"/min/{file['key']}/")

    assert shown["first_image"]["url"] == "/min/1/"
    assert [image["url"] for image in shown["more_images"]] == ["/min/2/"]
    assert [found["type_name"] for found in shown["documents"]] == ["PDF"]


def test_shown_files_of_a_version_without_any():
    shown = shown_files(Version(frozen={}), public_file_url)

    assert shown == {"first_image": None, "more_images": [], "documents": []}


@pytest.fixture
def page(client):
    """A published text with two images and a document, and its page in a language."""
    release = make_release()
    make_attachment(release=release, position=1, title_sv="Bildtext på svenska")
    make_attachment(release=release, position=2, decorative=True, alt_sv="", alt_en="")
    make_attachment(release=release, position=3, alt_sv="Bara svenska.", alt_en="")
    make_document(release=release, position=4)
    version = publish(release=release, by=None, at=PUBLISHED)

    def read(language="sv", **query):
        with translation.override(language):
            response = client.get(version.get_absolute_url(), query)
        assert response.status_code == 200
        return html5lib.parse(response.text, namespaceHTMLElements=False).find(".//article")

    read.version = version
    return read


def test_page_shows_the_first_image_after_the_lead_and_the_rest_after_the_body(page):
    main = page().find("div")

    order = [
        child.get("class")
        for child in main
        if (child.get("class") or "").split()[:1] in (["ingress"], ["figure"], ["flow"], ["panel"])
    ]

    assert order == ["ingress", "figure", "flow", "figure", "figure", "panel"]


def test_page_says_of_images_what_the_desk_says(page):
    swedish = [image.attrib for image in page().iterfind(".//img")]
    english = [image.attrib for image in page("en").iterfind(".//img")]

    assert [image["alt"] for image in swedish] == ["En blå yta.", "", "Bara svenska."]
    assert [image["alt"] for image in english] == ["A blue area.", "", "Bara svenska."]
    assert [image.get("lang") for image in english] == [None, None, "sv"]
    assert {(image["width"], image["height"]) for image in swedish} == {("40", "30")}
    assert {(image["loading"], image["decoding"]) for image in swedish} == {("lazy", "async")}


def test_page_marks_a_caption_in_the_other_language(page):
    caption = page("en").find(".//figcaption/span")

    assert (caption.get("lang"), caption.text) == ("sv", "Bildtext på svenska")


def test_page_says_what_a_document_is_and_how_large(page):
    [swedish] = page().iterfind(".//section[@aria-labelledby='bilagor']//a")
    [english] = page("en").iterfind(".//section[@aria-labelledby='bilagor']//a")

    assert "".join(swedish.itertext()) == "Rapport (PDF, 1\u00a0kB)"
    assert "".join(english.itertext()) == "Report (PDF, 1\u00a0kB)"
    assert swedish.get("href") == english.get("href")


def test_page_of_a_day_links_to_the_files_of_that_day(page, client):
    release = page.version.release
    release.attachments.all().delete()
    correct(release=release, by=None, at=datetime.now(UTC), change=Change.MINOR)

    sources = [image.get("src") for image in page(datum="2018-01-01").iterfind(".//img")]

    assert page().find(".//img") is None
    assert len(sources) == 3 and all(source.endswith("?datum=2018-01-01") for source in sources)
    answers = [client.get(source) for source in sources]
    assert [(answer.status_code, bool(answer.getvalue())) for answer in answers] == [
        (200, True)
    ] * 3
    assert client.get(sources[0].partition("?")[0]).status_code == 404


def test_page_with_files_costs_no_more_queries(page, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get(page.version.get_absolute_url())


def test_words_of_an_editor_are_text_wherever_they_stand(client):
    evil = '"><script>alert(1)</script>'
    release = make_release()
    make_attachment(release=release, alt_sv=evil, alt_en=evil, title_sv=evil, title_en=evil)
    make_document(release=release, title_sv=evil, title_en=evil)
    version = publish(release=release, by=None, at=PUBLISHED)

    html = client.get(version.get_absolute_url()).text

    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 3


def test_attachment_is_named_by_its_file():
    assert str(Attachment(file=make_stored_file(name="x.png"))) == "x.png"
