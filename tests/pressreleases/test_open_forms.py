"""Who has a text open, and what is typed and not saved: kept, its writer's alone, given back."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pressreleases import open_forms
from pressreleases.admin_files import token_of
from pressreleases.models import Contact, OpenForm, Release, StoredFile
from tests.factories import make_department, make_image, make_release, make_user
from tests.ministers.test_admin import filled_in
from tests.pressreleases.test_admin import editor_with
from tests.pressreleases.test_comparisons import form_in, save, signed_in, url_of, with_row

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 32, tzinfo=UTC)
NEW = "/admin/pressreleases/release/add/"
OFFER = "Du har text som inte är sparad"


@pytest.fixture
def anna():
    return signed_in(first_name="Anna", last_name="Ek")


@pytest.fixture
def bo():
    return signed_in(first_name="Bo", last_name="Al")


def page_of(release, name):
    if release is None:
        return reverse(f"admin:pressreleases_release_{name}_new")
    return reverse(f"admin:pressreleases_release_{name}", args=[release.pk])


def pairs(data):
    return [
        [name, str(value)]
        for name, values in data.items()
        for value in (values if isinstance(values, list) else [values])
    ]


def send(client, release, data):
    body = {"fields": data if isinstance(data, list) else pairs(data)}
    url = page_of(release, "autosave")
    return client.post(url, json.dumps(body), content_type="application/json")


# --- refused and sent twice -----------------------------------------------------------------------


@pytest.mark.parametrize("new", [False, True])
def test_text_posted_with_an_error_is_kept_until_it_is_saved(anna, new):
    release = None if new else make_release()
    url = NEW if new else url_of(release)
    department = make_department().pk
    data = filled_in(anna, url) | {"slug": "ny", "publisher_sv": "X", "department": department}

    refused = anna.post(url, data | {"title_sv": "", "lead_sv": "Nytt och långt"})

    assert refused.status_code == 200
    assert ["lead_sv", "Nytt och långt"] in OpenForm.objects.get(user=anna.user).typed
    assert "data-received" in refused.text
    assert OFFER in anna.get(url).text
    assert anna.post(url, form_in(refused) | {"title_sv": "Nu så"}).status_code == 302
    assert not OpenForm.objects.filter(typed__isnull=False).exists()


def test_text_posted_with_an_error_in_a_row_is_kept_with_its_file(anna):
    release = make_release()
    upload = SimpleUploadedFile("bild.png", make_image())
    data = with_row(filled_in(anna, url_of(release)), "attachments", upload=upload, position=1)

    refused = anna.post(url_of(release), data)

    assert refused.status_code == 200
    typed = dict(OpenForm.objects.get(user=anna.user).typed)
    assert typed["attachments-0-kept"] == token_of(StoredFile.objects.get(), anna.user)
    back = anna.get(url_of(release) + "?ta-tillbaka=1")
    saved = anna.post(url_of(release), form_in(back) | {"attachments-0-alt_sv": "En yta."})
    assert saved.status_code == 302
    assert release.attachments.get().file == StoredFile.objects.get()


@pytest.mark.parametrize("field", ["department", "sent_under", "agencies", "appearances-0-tenure"])
@pytest.mark.parametrize("key", ["<script>", "²"])
def test_key_that_no_list_has_is_refused_in_words(anna, field, key):
    release = make_release()
    data = with_row(filled_in(anna, url_of(release)), "appearances", position=1, tenure="")

    response = anna.post(url_of(release), data | {field: key, "lead_sv": "Nytt"})

    assert response.status_code == 200
    shown = response.context
    errors = [shown["adminform"].form.errors]
    for inline in shown["inline_admin_formsets"]:
        errors += inline.formset.errors
    assert any(field.rpartition("-")[2] in found for found in errors)
    assert form_in(response)["lead_sv"] == "Nytt"


def test_new_text_sent_twice_is_one_text(anna):
    department = make_department().pk
    data = filled_in(anna, NEW) | {"slug": "ny", "publisher_sv": "X", "department": department}

    answers = [anna.post(NEW, data | {"title_sv": words}) for words in ("Ny", "Ny", "En annan")]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert sorted(Release.objects.values_list("title_sv", flat=True)) == ["En annan", "Ny"]


def test_page_names_the_forms_that_are_saved(anna):
    release = make_release()
    data = filled_in(anna, url_of(release))
    assert 'data-saved=""' in anna.get(url_of(release)).text

    anna.post(url_of(release), data)
    anna.post(url_of(release), filled_in(anna, url_of(release)) | {"title_sv": ""})

    assert f'data-saved="{data["opened"]}"' in anna.get(url_of(release)).text


# --- who has it open -----------------------------------------------------------------------------


def test_others_are_named_while_the_form_is_open_and_two_hours_on(anna, bo, clock):
    release = make_release()
    clock(NOW)
    anna.get(url_of(release))

    seen = {}
    for minutes in (0, 2, 3, 119, 120):
        clock(NOW + timedelta(minutes=minutes))
        lines = open_forms.others(
            release=release, user=bo.user, at=NOW + timedelta(minutes=minutes)
        )
        seen[minutes] = lines

    assert seen[0] == seen[2] == ["Anna Ek har sidan öppen sedan 10.32."]
    assert seen[3] == seen[119] == ["Anna Ek hade sidan öppen senast 10.32."]
    assert seen[120] == []


def test_others_of_another_day_are_named_with_the_day(anna, bo):
    release, late = make_release(), datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    open_forms.see(release=release, user=anna.user, at=late)

    # The clock goes from 02.00 to 03.00 in that night.
    after = late + timedelta(hours=1, minutes=45)
    assert open_forms.others(release=release, user=bo.user, at=after) == [
        "Anna Ek hade sidan öppen senast 28 mars 2026 kl. 23.30."
    ]


def test_page_names_the_others_and_not_oneself(anna, bo):
    release = make_release()
    anna.get(url_of(release))

    page = bo.get(url_of(release)).text

    assert "Anna Ek har sidan öppen sedan" in page
    assert "Bo Al har" not in page
    assert 'aria-live="polite"' in page


def test_reader_without_the_right_to_change_leaves_no_trace(client, anna):
    release = make_release()
    client.force_login(editor_with("view_release"))
    page = client.get(url_of(release)).text

    assert not OpenForm.objects.exists()
    assert 'id="open-form"' not in page and "admin_autosave.js" not in page


def test_heartbeat_keeps_the_form_open_and_tells_of_others_and_of_a_newer_text(anna, bo, clock):
    release = make_release()
    clock(NOW)
    anna.get(url_of(release))
    for minutes in (1, 2, 3, 4):
        clock(NOW + timedelta(minutes=minutes))
        answer = anna.post(page_of(release, "heartbeat"), {"revision": "0"})
    assert answer.json()["lines"] == []
    data = filled_in(bo, url_of(release))
    save(bo, release, data)

    lines = anna.post(page_of(release, "heartbeat"), {"revision": "0"}).json()["lines"]

    assert lines == [
        "Det finns en nyare sparad text (av Bo Al, 10.36). När du sparar får du se båda."
    ]
    assert open_forms.others(release=release, user=bo.user, at=NOW + timedelta(minutes=5)) == [
        "Anna Ek har sidan öppen sedan 10.32."
    ]


def test_form_opened_again_later_is_open_since_then(anna):
    release = make_release()
    for minutes in (0, 1, 60, 61):
        form = open_forms.see(release=release, user=anna.user, at=NOW + timedelta(minutes=minutes))

    form.refresh_from_db()
    assert form.opened_at == NOW + timedelta(minutes=60)
    assert form.seen_at == NOW + timedelta(minutes=61)


# --- what is typed -------------------------------------------------------------------------------


@pytest.mark.parametrize("new", [False, True])
def test_typed_text_is_kept_offered_and_taken_back(anna, new, clock):
    clock(NOW)
    release = None if new else make_release(title_sv="Sparad rubrik")
    url = NEW if new else url_of(release)
    data = filled_in(anna, url) | {"title_sv": "Halv rub", "department": ""}

    answer = send(anna, release, data)

    assert (answer.status_code, answer.json()) == (200, {"said": "Säkrat 10.32, men inte sparat."})
    page = anna.get(url)
    assert OFFER in page.text and "Du skrev den senast 10.32." in page.text
    assert form_in(page).get("title_sv", "") == ("" if new else "Sparad rubrik")
    back = anna.get(url + "?ta-tillbaka=1")
    assert back.status_code == 200
    assert form_in(back)["title_sv"] == "Halv rub"
    assert "errornote" not in back.text
    assert "Din osparade text är tillbaka i formuläret" in back.text
    if not new:
        release.refresh_from_db()
        assert (release.title_sv, release.revision) == ("Sparad rubrik", 0)


def test_typed_text_is_gone_once_saved(anna):
    release = make_release()
    send(anna, release, filled_in(anna, url_of(release)) | {"title_sv": "Ny rubrik"})

    save(anna, release, form_in(anna.get(url_of(release) + "?ta-tillbaka=1")))

    release.refresh_from_db()
    assert release.title_sv == "Ny rubrik"
    assert OFFER not in anna.get(url_of(release)).text


def test_typed_text_of_a_new_release_is_gone_once_saved(anna):
    department = make_release().department
    data = filled_in(anna, NEW) | {
        "title_sv": "Ny",
        "slug": "ny",
        "publisher_sv": "Statsrådsberedningen",
        "department": department.pk,
    }
    send(anna, None, data)

    assert anna.post(NEW, form_in(anna.get(NEW + "?ta-tillbaka=1"))).status_code == 302

    assert Release.objects.filter(title_sv="Ny").count() == 1
    assert OFFER not in anna.get(NEW).text


def test_typed_text_is_thrown_away_at_a_word(anna):
    release = make_release()
    send(anna, release, filled_in(anna, url_of(release)) | {"title_sv": "Skräp"})

    response = anna.post(page_of(release, "discard"), follow=True)

    assert "Den osparade texten är kastad." in response.text
    assert OFFER not in response.text
    assert not OpenForm.objects.filter(typed__isnull=False).exists()


def test_typed_text_that_says_what_is_stored_is_not_offered(anna):
    release = make_release()
    send(anna, release, filled_in(anna, url_of(release)))

    assert OFFER not in anna.get(url_of(release)).text


def test_typed_text_older_than_the_stored_leads_to_both(anna, bo):
    release = make_release()
    send(anna, release, filled_in(anna, url_of(release)) | {"title_sv": "Annas rubrik"})
    save(bo, release, filled_in(bo, url_of(release)) | {"title_sv": "Bos rubrik"})

    page = anna.get(url_of(release)).text
    back = anna.get(url_of(release) + "?ta-tillbaka=1")

    assert "Under tiden har någon sparat en nyare text (av Bo Al" in page
    assert "Under tiden har någon sparat en nyare text." in back.text
    answer = anna.post(url_of(release), form_in(back))
    assert answer.status_code == 409
    assert "Annas rubrik" in answer.text and "Bos rubrik" in answer.text


def test_typed_rows_come_back_though_the_stored_ones_are_gone(anna):
    release = make_release()
    Contact.objects.create(release=release, role_sv="Pressjour", name="Före")
    send(anna, release, filled_in(anna, url_of(release)) | {"contacts-0-name": "Annas"})
    release.contacts.all().delete()

    back = form_in(anna.get(url_of(release) + "?ta-tillbaka=1"))

    assert (back["contacts-INITIAL_FORMS"], back["contacts-TOTAL_FORMS"]) == ("0", "1")
    assert back["contacts-0-name"] == "Annas"


def test_typed_text_is_shown_to_nobody_else(anna, bo, client):
    release = make_release()
    send(anna, release, filled_in(anna, url_of(release)) | {"title_sv": "Inte färdigt"})

    for who in (anna, bo):
        preview = reverse("admin:pressreleases_release_preview", args=[release.pk])
        assert "Inte färdigt" not in who.get(preview).text
    for url in (url_of(release), url_of(release) + "?ta-tillbaka=1"):
        assert "Inte färdigt" not in bo.get(url).text
        assert OFFER not in bo.get(url).text


def test_typed_text_of_one_form_does_not_replace_that_of_another(anna):
    release = make_release()
    first, second = filled_in(anna, url_of(release)), filled_in(anna, url_of(release))
    send(anna, release, first | {"title_sv": "Första fliken"})

    answer = send(anna, release, second | {"title_sv": "Andra fliken"})

    assert answer.status_code == 409
    assert "du har redan osparad text" in answer.json()["said"]
    save(anna, release, second | {"title_sv": "Andra fliken"})
    assert form_in(anna.get(url_of(release) + "?ta-tillbaka=1"))["title_sv"] == "Första fliken"


def test_typed_text_keeps_neither_the_token_nor_the_buttons(anna):
    release = make_release()
    data = filled_in(anna, url_of(release))

    send(anna, release, data | {"csrfmiddlewaretoken": "hemlig", "_save": "Spara"})

    names = {name for name, _value in OpenForm.objects.get().typed}
    assert names & {"csrfmiddlewaretoken", "_save"} == set()
    assert {"title_sv", "revision", "opened"} <= names


@pytest.mark.parametrize(
    "body",
    [
        "",
        "inte json",
        "[]",
        "7",
        '{"fields": 7}',
        '{"fields": [["a"]]}',
        '{"fields": [["a", 1]]}',
        '{"fields": [["a", "\\ud800"]]}',
        "[" * 100_000,
        json.dumps({"fields": [["a", "b"]] * 6000}),
        json.dumps({"fields": [["body_sv", "x" * 1_100_000]]}),
        b"\xff\xfe",
    ],
    ids=range(12),
)
def test_autosave_refuses_in_words_what_it_cannot_keep(anna, body):
    release = make_release()

    answer = anna.post(page_of(release, "autosave"), body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["said"].startswith(("Det som skickades", "Texten är för lång"))
    assert not OpenForm.objects.exists()


def test_autosave_keeps_no_nul(anna):
    release = make_release()
    send(anna, release, filled_in(anna, url_of(release)) | {"title_sv": "A\x00B"})

    assert ["title_sv", "AB"] in OpenForm.objects.get().typed


def test_autosave_from_a_form_of_another_account_is_refused(anna, bo):
    release = make_release()

    answer = send(bo, release, filled_in(anna, url_of(release)) | {"title_sv": "Annas"})

    assert answer.status_code == 409
    assert not OpenForm.objects.filter(user=bo.user).exists()


def test_autosave_of_a_text_that_does_not_exist_is_not_found(anna):
    for name in ("autosave", "heartbeat", "discard"):
        url = reverse(f"admin:pressreleases_release_{name}", args=[999])
        assert anna.post(url).status_code == 404


def test_take_back_without_anything_typed_is_the_plain_form(anna):
    release = make_release(title_sv="Sparad rubrik")

    page = anna.get(url_of(release) + "?ta-tillbaka=1")

    assert form_in(page)["title_sv"] == "Sparad rubrik"
    assert "tillbaka i formuläret" not in page.text


def test_form_of_someone_without_a_name_is_told_by_account():
    assert open_forms.name_of(make_user(username="redaktor-x")) == "redaktor-x"
