"""A session that ends in the middle of a sentence: the text is given back after sign-in."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pressreleases.models import OpenForm
from segregation_site.models import EditorSession
from tests.factories import make_release, make_user
from tests.ministers.test_admin import filled_in
from tests.pressreleases.test_comparisons import form_in
from tests.segregation_site.signin.conftest import LOGIN, PASSWORD, is_in

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 22, 8, tzinfo=UTC)
OURS = {"HTTP_ORIGIN": "http://testserver"}
FILES_AGAIN = "Filerna behöver väljas på nytt."
NEW = "/admin/pressreleases/release/add/"


def url_of(release, page="change"):
    return reverse(f"admin:pressreleases_release_{page}", args=[release.pk])


def autosave(client, release, data, **extra):
    body = json.dumps({"fields": [[name, str(value)] for name, value in data.items()]})
    url = url_of(release, "autosave")
    return client.post(url, body, content_type="application/json", **extra)


# --- a session over ------------------------------------------------------------------------------


@pytest.mark.parametrize("new", [False, True])
@pytest.mark.parametrize("after", [timedelta(minutes=31), timedelta(hours=9)])
def test_text_posted_after_the_session_is_over_comes_back(editor, clock, after, new):
    clock(START)
    client = editor.sign_in()
    release = make_release(title_sv="Sparad")
    url = NEW if new else url_of(release)
    data = filled_in(client, url) | {"title_sv": "Mitt i en men"}
    clock(START + after)

    response = client.post(url, data, **OURS)

    assert response.url == f"{LOGIN}?next={url}"
    page = client.get(response.url).text
    assert "Din text är säkrad; du får tillbaka den när du har loggat in." in page
    assert "Det du just skickade har inte sparats." not in page
    editor.sign_in(client)
    assert "Du har text som inte är sparad" in client.get(url).text
    assert form_in(client.get(url + "?ta-tillbaka=1"))["title_sv"] == "Mitt i en men"
    release.refresh_from_db()
    assert release.title_sv == "Sparad"


@pytest.mark.parametrize("kept", [True, False])
def test_files_posted_after_the_session_is_over_are_asked_for_again(editor, clock, kept):
    clock(START)
    client = editor.sign_in()
    release = make_release()
    data = filled_in(client, url_of(release)) | {} if kept else {"opened": "someone else's"}
    answers = []
    for files in ({}, {"attachments-flera": SimpleUploadedFile("bild.png", b"x")}):
        clock(START + timedelta(minutes=31))
        answer = client.post(url_of(release), data | files, **OURS)
        answers.append(client.get(answer.url).text if kept else answer.text)
        clock(START)
        editor.sign_in(client)

    assert [FILES_AGAIN in text for text in answers] == [False, True]


def test_text_autosaved_after_the_session_is_over_is_kept_and_says_so(editor, clock):
    clock(START)
    client = editor.sign_in()
    release = make_release()
    data = filled_in(client, url_of(release)) | {"title_sv": "Mitt i en men"}
    clock(START + timedelta(minutes=31))

    answer = autosave(client, release, data, **OURS)

    assert (answer.status_code, answer.json()["kept"]) == (401, True)
    assert "Du är utloggad. Texten är kvar här." in answer.json()["said"]
    assert ["title_sv", "Mitt i en men"] in OpenForm.objects.get().typed
    assert not is_in(client)


@pytest.mark.parametrize(
    "extra", [{}, {"HTTP_ORIGIN": "https://annan.example"}, {"HTTP_ORIGIN": "null"}]
)
def test_text_from_elsewhere_is_not_kept(editor, clock, extra):
    clock(START)
    client = editor.sign_in()
    release = make_release()
    data = filled_in(client, url_of(release)) | {"title_sv": "Planterad"}
    OpenForm.objects.all().delete()
    clock(START + timedelta(minutes=31))

    response = client.post(url_of(release), data, **extra)

    assert response.status_code == 302
    assert not OpenForm.objects.exists()


def test_text_of_another_account_is_shown_and_not_kept(editor, clock):
    clock(START)
    client = editor.sign_in()
    release = make_release()
    data = filled_in(client, url_of(release)) | {"title_sv": "X", "opened": "0.annan"}
    clock(START + timedelta(minutes=31))

    response = client.post(url_of(release), data, **OURS)

    assert response.status_code == 403
    assert not OpenForm.objects.filter(typed__isnull=False).exists()


def test_text_of_one_who_may_no_longer_write_is_not_kept(make_editor, clock):
    clock(START)
    writer = make_editor()
    client = writer.sign_in()
    release = make_release()
    data = filled_in(client, url_of(release))
    writer.user.is_superuser = False
    writer.user.save()
    clock(START + timedelta(minutes=31))

    client.post(url_of(release), data, **OURS)

    assert not OpenForm.objects.filter(typed__isnull=False).exists()


# --- the limits of time --------------------------------------------------------------------------


def test_page_left_open_does_not_keep_the_session_alive(editor, clock):
    clock(START)
    client = editor.sign_in()
    release = make_release()
    for minutes in range(1, 30):
        clock(START + timedelta(minutes=minutes))
        beat = client.post(url_of(release, "heartbeat"), {"revision": "0"}, **OURS)
        assert beat.status_code == 200
    clock(START + timedelta(minutes=30))

    answer = client.post(url_of(release, "heartbeat"), {"revision": "0"}, **OURS)

    assert (answer.status_code, answer.json()["kept"]) == (401, False)
    assert not is_in(client)


def test_typing_keeps_the_session_alive(editor, clock):
    clock(START)
    client = editor.sign_in()
    release = make_release()
    data = filled_in(client, url_of(release))
    for minutes in (20, 40, 60):
        clock(START + timedelta(minutes=minutes))
        assert autosave(client, release, data, **OURS).status_code == 200

    clock(START + timedelta(minutes=80))
    assert is_in(client)


# --- no session at all ---------------------------------------------------------------------------


def test_text_posted_without_a_session_is_shown_and_taken_after_sign_in(editor):
    client = editor.sign_in()
    release = make_release()
    data = filled_in(client, url_of(release)) | {"body_sv": "<h2>Kvar</h2><p>Allt &amp; lite</p>"}
    EditorSession.objects.all().delete()

    response = client.post(url_of(release), data, **OURS)

    assert response.status_code == 403
    assert "Du är utloggad, så texten kunde inte sparas." in response.text
    assert "Rubrik: Kvar\n\nAllt &amp; lite</textarea>" in response.text
    assert f'<form method="post" action="{url_of(release)}">' in response.text
    assert response.headers["Cache-Control"] == "no-store"
    # A browser checks the token, which the new sign-in has replaced.
    editor.sign_in(client)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    again = strict.post(url_of(release), data | {"csrfmiddlewaretoken": "x" * 64}, **OURS)
    assert again.url == url_of(release)
    back = client.get(url_of(release) + "?ta-tillbaka=1")
    assert form_in(back)["body_sv"] == data["body_sv"]


@pytest.mark.parametrize("page", ["autosave", "heartbeat"])
def test_script_without_a_session_is_told_so(client, page):
    answer = client.post(url_of(make_release(), page), {"revision": "0"}, **OURS)

    assert answer.status_code == 401
    assert answer.json()["kept"] is False


def test_script_before_the_factor_is_told_so(editor, required):
    editor.give_password()

    answer = editor.client.post(url_of(make_release(), "autosave"), {}, **OURS)

    assert answer.status_code == 401


def test_reflected_text_is_escaped(client):
    data = {"title_sv": "<script>x()</script>", "body_sv": "</textarea><script>x()</script>"}

    page = client.post(NEW, data, **OURS).text

    assert "<script>x()" not in page


def test_signed_out_visitor_from_elsewhere_is_sent_to_sign_in(client):
    response = client.post(NEW, {"title_sv": "x"}, HTTP_ORIGIN="https://annan.example")

    assert response.status_code == 302


# --- an old token --------------------------------------------------------------------------------


@pytest.fixture
def strict():
    client = Client(enforce_csrf_checks=True)
    client.user = make_user(is_superuser=True, password=PASSWORD)
    client.force_login(client.user)
    return client


def test_old_token_keeps_the_text_and_leads_to_the_form(strict):
    release = make_release(title_sv="Sparad")
    data = filled_in(strict, url_of(release)) | {"title_sv": "Min", "csrfmiddlewaretoken": "gammal"}

    response = strict.post(url_of(release), data, **OURS)

    assert response.url == url_of(release)
    page = strict.get(response.url).text
    assert "Du har loggat in på nytt sedan formuläret öppnades" in page
    assert "Du har text som inte är sparad" in page
    release.refresh_from_db()
    assert release.title_sv == "Sparad"


def test_old_token_asks_for_the_files_again(strict):
    release = make_release()
    data = filled_in(strict, url_of(release)) | {"csrfmiddlewaretoken": "gammal"}
    file = {"attachments-flera": SimpleUploadedFile("bild.png", b"x")}

    answer = strict.post(url_of(release), data | file, **OURS)

    assert FILES_AGAIN in strict.get(answer.url).text


@pytest.mark.parametrize("key", ["²", "9" * 30])
def test_old_token_with_a_key_that_is_no_number_is_refused(strict, key):
    opened = filled_in(strict, url_of(make_release()))["opened"]
    url = f"/admin/pressreleases/release/{key}/change/"

    assert strict.post(url, {"opened": opened}, **OURS).status_code == 403


def test_old_token_of_script_is_answered_with_a_new_one(strict):
    release = make_release()
    data = filled_in(strict, url_of(release))
    refused = autosave(strict, release, data, HTTP_X_CSRFTOKEN="gammal", **OURS)
    assert refused.status_code == 403

    token = refused.json()["token"]
    assert autosave(strict, release, data, HTTP_X_CSRFTOKEN=token, **OURS).status_code == 200


@pytest.mark.parametrize(
    ("path", "extra"),
    [
        (NEW, {"HTTP_ORIGIN": "https://annan.example"}),
        (NEW, {}),
        ("/admin/auth/group/add/", OURS),
        ("/admin/finns/inte/", OURS),
    ],
)
def test_wrong_token_elsewhere_is_an_honest_refusal(strict, path, extra):
    response = strict.post(path, {"title_sv": "x"}, **extra)

    assert response.status_code == 403
    assert "Ingenting har ändrats." in response.text
    assert "token" not in response.text
    assert not OpenForm.objects.exists()


def test_form_of_another_account_with_an_old_token_is_shown_and_not_kept(strict):
    data = {"title_sv": "En annans text", "opened": "0.annan"}

    response = strict.post(NEW, data, **OURS)

    assert response.status_code == 403
    assert "Formuläret öppnades av ett annat konto" in response.text
    assert "En annans text" in response.text
    assert not OpenForm.objects.exists()
