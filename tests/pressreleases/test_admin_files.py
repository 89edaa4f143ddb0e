"""Images and documents on the release's form: uploads, words, and nothing lost."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pressreleases import desk
from pressreleases.admin_files import MOST_AT_ONCE, SALT, token_of
from pressreleases.models import Attachment, Contact, Release, StoredFile
from pressreleases.restoring import restore
from pressreleases.reviewing import submit
from segregation_site.sample_files import document
from tests.factories import (
    PUBLISHED_AT,
    make_attachment,
    make_department,
    make_image,
    make_release,
    make_stored_file,
    make_user,
)
from tests.ministers.test_admin import filled_in
from tests.pressreleases.test_comparisons import form_in

pytestmark = pytest.mark.django_db
WRITTEN = "Skriv vad bilden visar, eller kryssa för att den är dekorativ."


@pytest.fixture
def writer(client):
    client.user = make_user()
    client.user.groups.add(Group.objects.get(name="skribent"))
    client.force_login(client.user)
    return client


def url_of(release):
    return reverse("admin:pressreleases_release_change", args=[release.pk])


def image(name="bild.png", **given):
    return SimpleUploadedFile(name, make_image(**given))


def row(number, **values):
    return {f"attachments-{number}-{field}": value for field, value in values.items()}


def form_of(client, url, *rows, **values):
    """What the form at `url` would send with these new rows below those it has."""
    data = filled_in(client, url)
    first = int(data["attachments-TOTAL_FORMS"])
    for number, given in enumerate(rows, first):
        data |= row(number, **{"position": number + 1} | given)
    data["attachments-TOTAL_FORMS"] = first + len(rows)
    return data | values


def kept_values(response):
    """The signed values that the form shown again carries."""
    return re.findall(r'name="attachments-\d+-kept" value="([^"]+)"', response.text)


# --- an upload -----------------------------------------------------------------------------------


def test_upload_an_image_with_an_alternative_text(writer):
    release = make_release()
    data = form_of(writer, url_of(release), {"upload": image(), "alt_sv": "En blå yta."})

    response = writer.post(url_of(release), data)

    assert response.status_code == 302
    attachment = release.attachments.get()
    assert (attachment.alt_sv, attachment.decorative) == ("En blå yta.", False)
    assert attachment.file.uploaded_by == writer.user
    assert release.drafts.first().content["frozen"]["files"][0]["key"] == attachment.file.key


def test_upload_with_a_new_release(writer):
    url = reverse("admin:pressreleases_release_add")
    data = form_of(
        writer,
        url,
        {"upload": image(), "decorative": "on"},
        title_sv="Ny text",
        slug="ny-text",
        publisher_sv="Utgivaren",
        department=make_department().pk,
    )

    response = writer.post(url, data)

    assert response.status_code == 302
    assert Attachment.objects.get().decorative


def test_upload_a_document_with_a_title(writer):
    release = make_release()
    paper = SimpleUploadedFile("rapport.pdf", document())
    data = form_of(writer, url_of(release), {"upload": paper, "title_sv": "Rapporten"})

    assert writer.post(url_of(release), data).status_code == 302
    assert release.attachments.get().title_sv == "Rapporten"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"upload": image()}, WRITTEN),
        (
            {"upload": image(), "alt_sv": "En yta.", "decorative": "on"},
            "En dekorativ bild har ingen alternativtext.",
        ),
        (
            {"upload": SimpleUploadedFile("rapport.pdf", document())},
            "Skriv vad dokumentet heter: det är länken som läsaren ser.",
        ),
        (
            {"upload": SimpleUploadedFile("r.pdf", document()), "title_sv": "R", "alt_sv": "x"},
            "Alternativtext och dekorativ gäller bara bilder.",
        ),
        ({"upload": SimpleUploadedFile("x.svg", b"<svg/>"), "alt_sv": "x"}, "tas inte emot"),
        ({"upload": SimpleUploadedFile("x.png", b"<svg/>"), "alt_sv": "x"}, "kan innehålla skript"),
        ({"alt_sv": "En yta."}, "Välj en fil."),
    ],
)
def test_upload_refused_in_words(writer, given, words):
    release = make_release()

    response = writer.post(url_of(release), form_of(writer, url_of(release), given))

    assert response.status_code == 200
    assert words in response.text
    assert not Attachment.objects.exists()


def test_an_empty_row_is_no_error(writer):
    release = make_release()
    data = form_of(writer, url_of(release) + "?_listor=1")
    assert data["attachments-TOTAL_FORMS"] == 3

    assert writer.post(url_of(release), data).status_code == 302


# --- nothing is lost -----------------------------------------------------------------------------


def test_upload_survives_a_save_that_fails_elsewhere(writer):
    release = make_release()
    row = {"upload": image(), "alt_sv": "En blå yta."}
    failed = writer.post(url_of(release), form_of(writer, url_of(release), row, title_sv=""))

    assert failed.status_code == 200
    stored = StoredFile.objects.get()
    [kept] = kept_values(failed)
    assert not Attachment.objects.exists()
    assert reverse("admin:pressreleases_storedfile_file", args=[stored.key]) in failed.text
    assert "Filen är mottagen och hör till texten när den är sparad." in failed.text
    again = writer.post(
        url_of(release),
        form_of(writer, url_of(release), {"kept": kept, "alt_sv": "En blå yta."}),
    )

    assert again.status_code == 302
    assert release.attachments.get().file == stored
    assert StoredFile.objects.count() == 1


def test_upload_in_place_of_the_kept_one_takes_its_place(writer):
    release = make_release()
    kept = token_of(make_stored_file(), writer.user)
    row = {"kept": kept, "upload": image("annan.png"), "decorative": "on"}

    writer.post(url_of(release), form_of(writer, url_of(release), row))

    assert release.attachments.get().file.name == "annan.png"


@pytest.mark.parametrize("whose", ["another's", "forged", "of another purpose"])
def test_kept_value_that_was_not_given_to_this_editor_is_no_file(writer, whose):
    stored, release = make_stored_file(), make_release()
    token = {
        "another's": token_of(stored, make_user()),
        "forged": token_of(stored, writer.user)[:-2] + "xx",
        "of another purpose": signing.Signer(salt=SALT + ".annat").sign_object(
            [stored.pk, writer.user.pk]
        ),
    }[whose]
    row = {"kept": token, "decorative": "on"}

    response = writer.post(url_of(release), form_of(writer, url_of(release), row))

    assert "Välj en fil." in response.text
    assert not Attachment.objects.exists()


def test_garbled_count_of_rows_is_no_crash(writer):
    release = make_release()
    data = form_of(writer, url_of(release), **{"attachments-flera": image()})

    response = writer.post(url_of(release), data | {"attachments-TOTAL_FORMS": "x"})

    assert response.status_code == 200
    assert len(kept_values(response)) == StoredFile.objects.count() == 1


# --- a newer text is stored -----------------------------------------------------------------------


def newer(release, **changes):
    Release.objects.filter(pk=release.pk).update(revision=5, **changes)


def test_upload_of_many_alone_over_a_newer_text_is_received(writer):
    release = make_release()
    data = form_of(writer, url_of(release), **{"attachments-flera": image()})
    newer(release)

    response = writer.post(url_of(release), data)

    assert response.status_code == 409
    stored = StoredFile.objects.get()
    assert kept_values(response) == [token_of(stored, writer.user)]
    assert "Filen är mottagen" in response.text
    described = form_in(response) | row(0, alt_sv="En blå yta.")
    assert writer.post(url_of(release), described).status_code == 302
    assert release.attachments.get().file == stored


@pytest.mark.parametrize("button", ["_save", "_take"])
def test_upload_in_a_row_over_a_newer_text_is_received(writer, button):
    release = make_release()
    given = {"upload": image(), "alt_sv": "En blå yta."}
    data = form_of(writer, url_of(release), given, **{button: "lead_sv"})
    if button == "_save":
        newer(release, lead_sv="En annan ingress")

    response = writer.post(url_of(release), data)

    assert response.status_code == (409 if button == "_save" else 200)
    stored = StoredFile.objects.get()
    assert kept_values(response) == [token_of(stored, writer.user)]
    assert "Filen är mottagen" in response.text
    # Only in the empty row that script copies.
    assert response.text.count("Ingen fil än.") == 1
    assert writer.post(url_of(release), form_in(response)).status_code == 302
    assert release.attachments.get().file == stored


def test_upload_is_received_when_another_saves_between_the_check_and_the_claim(writer, monkeypatch):
    release = make_release()
    data = form_of(writer, url_of(release), {"upload": image(), "alt_sv": "En blå yta."})

    def too_late(pk, revision):
        raise desk.Conflict

    monkeypatch.setattr(desk, "claim", too_late)
    response = writer.post(url_of(release), data)

    assert response.status_code == 409
    assert kept_values(response) == [token_of(StoredFile.objects.get(), writer.user)]


def test_upload_refused_over_a_newer_text_is_told(writer):
    release = make_release()
    bad = SimpleUploadedFile("elak.png", b"<svg/>")
    data = form_of(writer, url_of(release), **{"attachments-flera": bad, "lead_sv": "Min"})
    newer(release)

    response = writer.post(url_of(release), data)

    assert response.status_code == 409
    assert "lak.png: Det är en SVG-bild" in response.text
    assert not StoredFile.objects.exists()


def test_kept_file_is_named_and_its_signed_value_is_not_printed(writer):
    release = make_release()
    kept = token_of(make_stored_file(name="karta.png"), writer.user)
    data = form_of(writer, url_of(release), {"kept": kept, "alt_sv": "En blå yta."})
    newer(release)

    response = writer.post(url_of(release), data)

    assert response.status_code == 409
    assert response.text.count(kept) == 1
    [part] = response.context["comparison"]["differences"]
    assert part["mine"] == [("karta.png, En blå yta., nej", True)]


@pytest.mark.parametrize("upload", [False, True])
def test_double_click_with_a_file_is_no_clash(writer, upload):
    release = make_release()
    given = {"kept": token_of(make_stored_file(), writer.user)}

    def posted():
        file = {"upload": image()} if upload else given
        return data | row(0, **file, alt_sv="En blå yta.", position=1)

    data = form_of(writer, url_of(release), {})
    first, second = (writer.post(url_of(release), posted()) for _time in range(2))

    assert first.status_code == second.status_code == 302
    assert release.attachments.count() == 1


def test_rows_put_back_under_new_keys_are_known_again(writer):
    release = make_release(title_sv="Före")
    make_attachment(release=release)
    Contact.objects.create(release=release, position=1, role_sv="Press", name="Ada", phone="08")
    desk.keep(release=release, by=writer.user, at=PUBLISHED_AT)
    draft = release.drafts.first()
    Release.objects.filter(pk=release.pk).update(lead_sv="En annan ingress")
    desk.keep(release=Release.objects.get(pk=release.pk), by=writer.user, at=PUBLISHED_AT)
    data = form_of(writer, url_of(release), title_sv="Min rubrik")
    restore(release=release, by=make_user(), at=PUBLISHED_AT, draft=draft)

    clash = writer.post(url_of(release), data)

    assert clash.status_code == 409
    assert "attachments" not in [
        part["name"] for part in clash.context["comparison"]["differences"]
    ]
    assert writer.post(url_of(release), form_in(clash)).status_code == 302
    assert list(release.contacts.values_list("name", flat=True)) == ["Ada"]
    assert release.attachments.count() == 1


def test_row_that_another_has_removed_can_be_saved_again(writer):
    attachment = make_attachment()
    release = attachment.release
    data = form_of(writer, url_of(release), title_sv="Min rubrik", **row(0, title_sv="Ny"))
    attachment.delete()
    newer(release)

    clash = writer.post(url_of(release), data)

    assert writer.post(url_of(release), form_in(clash)).status_code == 302
    again = release.attachments.get()
    assert (again.file, again.title_sv) == (attachment.file, "Ny")


def test_saved_row_keeps_its_file_whatever_is_sent(writer):
    attachment = make_attachment()
    release = attachment.release
    data = form_of(writer, url_of(release)) | row(
        0, upload=image("annan.png"), kept=token_of(make_stored_file(), writer.user)
    )

    assert writer.post(url_of(release), data).status_code == 302
    assert release.attachments.get().file == attachment.file


def test_removed_row_leaves_the_file_to_the_record(writer):
    attachment = make_attachment()
    data = form_of(writer, url_of(attachment.release)) | row(0, DELETE="on")

    assert writer.post(url_of(attachment.release), data).status_code == 302
    assert not Attachment.objects.exists()
    assert StoredFile.objects.filter(pk=attachment.file_id).exists()


# --- many at once --------------------------------------------------------------------------------


def test_many_files_at_once_become_rows_to_describe(writer):
    release = make_release()
    uploads = [image("ett.png"), SimpleUploadedFile("elak.png", b"<svg/>"), image("tre.png")]
    data = {**form_of(writer, url_of(release)), "attachments-flera": uploads}

    response = writer.post(url_of(release), data)

    assert response.status_code == 200
    assert "elak.png: Det är en SVG-bild" in response.text
    assert response.text.count(WRITTEN) == 2
    assert sorted(stored.name for stored in StoredFile.objects.all()) == ["ett.png", "tre.png"]
    first, second = kept_values(response)
    rows = ({"kept": first, "decorative": "on"}, {"kept": second, "alt_sv": "En blå yta."})
    assert writer.post(url_of(release), form_of(writer, url_of(release), *rows)).status_code == 302
    names = [attachment.file.name for attachment in release.attachments.all()]
    assert names == ["ett.png", "tre.png"]


def test_many_files_more_than_a_form_takes(writer):
    release = make_release()
    uploads = [image(f"{number}.png") for number in range(MOST_AT_ONCE + 1)]
    data = {**form_of(writer, url_of(release)), "attachments-flera": uploads}

    response = writer.post(url_of(release), data)

    assert f"Ladda upp högst {MOST_AT_ONCE} filer på en gång." in response.text
    assert not StoredFile.objects.exists()


def test_upload_by_one_who_may_not_attach_is_not_even_kept(client):
    user = make_user()
    user.groups.add(Group.objects.get(name="granskare"))
    client.force_login(user)
    release = make_release()

    response = client.post(url_of(release), {"attachments-flera": [image()]})

    assert response.status_code == 403
    assert not StoredFile.objects.exists()


# --- what is shown -------------------------------------------------------------------------------


def test_form_shows_the_file_and_takes_no_other_in_its_place(writer):
    attachment = make_attachment()

    html = writer.get(url_of(attachment.release)).text

    shown = reverse("admin:pressreleases_storedfile_file", args=[attachment.file.key])
    assert f'<img src="{shown}" alt="" class="file-shown">' in html
    assert "PNG, 1\u00a0kB, 40 × 30" in html
    assert 'type="file" name="attachments-0-upload"' not in html
    assert 'enctype="multipart/form-data"' in html


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"alt_en": ""}, "Alternativtext på engelska saknas till bild.png."),
        ({"title_sv": "Bildtext"}, "Rubrik eller bildtext på engelska saknas till bild.png."),
        ({}, ""),
    ],
)
def test_save_advises_on_what_readers_of_english_miss(writer, given, advice):
    release = make_attachment(**given).release

    response = writer.post(url_of(release), form_of(writer, url_of(release)), follow=True)

    assert ("på engelska saknas" in response.text) is bool(advice)
    assert advice in response.text


def test_save_does_not_advise_where_there_is_no_english_text(writer):
    release = make_release(title_en="", lead_en="", body_en="")
    make_attachment(release=release, alt_en="")

    response = writer.post(url_of(release), form_of(writer, url_of(release)), follow=True)

    assert "på engelska saknas" not in response.text


@pytest.mark.parametrize("readable", [True, False])
def test_save_advises_once_on_a_document_that_not_all_can_read(writer, readable):
    release = make_release()
    data = document() if readable else document().replace(b"/Marked true", b"/Dekram true")
    row = {"upload": SimpleUploadedFile("r.pdf", data), "title_sv": "R", "title_en": "R"}

    first = writer.post(url_of(release), form_of(writer, url_of(release), row), follow=True)
    again = writer.post(url_of(release), form_of(writer, url_of(release)), follow=True)

    assert ("Alla kan inte läsa r.pdf. Det saknas: taggar" in first.text) is not readable
    assert "Alla kan inte läsa" not in again.text


def test_preview_shows_files_from_the_desk(writer):
    attachment = make_attachment()

    html = writer.get(
        reverse("admin:pressreleases_release_preview", args=[attachment.release.pk])
    ).text

    shown = reverse("admin:pressreleases_storedfile_file", args=[attachment.file.key])
    assert f'<img src="{shown}" alt="En blå yta."' in html
    assert "/filer/" not in html


def test_reviewer_sees_the_files_that_are_approved_with_the_text(client):
    release = make_release(edited_by=make_user())
    make_attachment(release=release, title_sv="Bildtexten")
    submit(release=release, by=release.edited_by, at=PUBLISHED_AT)
    user = make_user()
    user.groups.add(Group.objects.get(name="granskare"))
    client.force_login(user)

    html = client.get(reverse("admin:pressreleases_release_approve", args=[release.pk])).text

    assert "En blå yta." in html and "Bildtexten" in html
