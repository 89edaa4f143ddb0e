"""Files by direct address: the public gets those of texts it may read, and no word of others."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from pressreleases.attachments import public_file_url
from pressreleases.enums import Change
from pressreleases.publishing import cancel, correct, publish, reinstate, withdraw
from segregation_site.permissions import DESK, ROLES
from segregation_site.sample_files import document
from tests.factories import (
    make_attachment,
    make_release,
    make_stored_file,
    make_user,
)

pytestmark = pytest.mark.django_db

ANONYMOUS = "anonym"
VISITORS = (ANONYMOUS, *ROLES)
DAYS_AGO = timedelta(days=10)


@pytest.fixture
def now(clock):
    """The database's own clock decides what may still be set, so the verbs act in the present."""
    return clock(datetime.now(UTC))


@pytest.fixture(params=VISITORS)
def visitor(request, client):
    client.role = request.param
    if request.param != ANONYMOUS:
        user = make_user()
        user.groups.add(Group.objects.get(name=request.param))
        client.force_login(user)
    return client


def address(stored):
    return public_file_url({"key": stored.key, "name": stored.name})


def unknown(stored):
    return address(stored).replace(stored.key, "0123456789abcdef" * 2)


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


# --- states × visitors ---------------------------------------------------------------------------


def in_state(state, now):
    """A StoredFile whose release is in the state."""
    release = make_release()
    stored = make_attachment(release=release).file
    if state == "draft":
        return stored
    if state in ("scheduled", "cancelled"):
        publish(release=release, by=None, at=now, published_at=now + timedelta(minutes=1))
    else:
        publish(release=release, by=None, at=now, published_at=now - DAYS_AGO)
    if state == "cancelled":
        cancel(release=release, by=None, at=now)
    if state == "superseded":
        release.attachments.all().delete()
        correct(release=release, by=None, at=now, change=Change.MINOR)
    if state in ("withdrawn", "removed", "reinstated"):
        withdraw(release=release, by=None, at=now, reason_sv="Fel.", removed=state == "removed")
    if state == "reinstated":
        reinstate(release=release, by=None, at=now, reason_sv="Rätt.")
    return stored


PUBLIC = {
    "draft": 404,
    "scheduled": 404,
    "cancelled": 404,
    "published": 200,
    "superseded": 404,
    "withdrawn": 404,
    "removed": 410,
    "reinstated": 200,
}


@pytest.mark.parametrize("state", PUBLIC)
def test_file_by_its_public_address_is_the_same_for_everyone(visitor, now, state):
    stored = in_state(state, now)

    response = visitor.get(address(stored))
    answer = body(response)

    assert response.status_code == PUBLIC[state]
    assert (stored.sha256 in str(response.headers)) is (PUBLIC[state] == 200)
    assert answer.startswith(b"\x89PNG") is (PUBLIC[state] == 200)


@pytest.mark.parametrize("state", PUBLIC)
def test_file_at_the_desk_is_for_those_who_read_its_texts(visitor, now, state):
    stored = in_state(state, now)
    url = reverse("admin:pressreleases_storedfile_file", args=[stored.key])

    response = visitor.get(url)
    answer = body(response)

    if visitor.role == ANONYMOUS:
        assert response.url.startswith(reverse("admin:login"))
    else:
        assert response.status_code == (200 if visitor.role in DESK else 403)
    assert answer.startswith(b"\x89PNG") is (visitor.role in DESK)


def test_file_at_the_desk_that_never_was_and_by_post(client):
    client.force_login(make_user(is_superuser=True))
    url = reverse("admin:pressreleases_storedfile_file", args=["0" * 32])

    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 405


# --- the embargo ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "scheduled", "cancelled", "superseded", "withdrawn"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_file_that_is_not_public_answers_as_one_that_never_was(client, now, state, method):
    stored = in_state(state, now)

    hidden = getattr(client, method)(address(stored))
    never = getattr(client, method)(unknown(stored))

    assert hidden.status_code == never.status_code == 404
    never_key = "0123456789abcdef" * 2
    assert hidden.content.replace(stored.key.encode(), never_key.encode()) == never.content
    assert hidden.headers == never.headers


@pytest.mark.parametrize(
    "asked",
    [
        lambda stored: {"headers": {"if-none-match": f'"{stored.sha256}"'}},
        lambda stored: {"headers": {"if-none-match": "*"}},
        lambda stored: {"headers": {"if-match": f'"{stored.sha256}"'}},
        lambda stored: {"headers": {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}},
        lambda stored: {"headers": {"range": "bytes=0-9"}},
        lambda stored: {"query_params": {"datum": "2020-01-01"}},
    ],
)
def test_file_that_is_not_public_is_not_told_of_by_a_condition(client, now, asked):
    stored = in_state("scheduled", now)

    response = client.get(address(stored), **asked(stored))

    assert response.status_code == 404
    assert "ETag" not in response.headers


def test_file_that_is_not_public_has_no_right_name(client, now):
    stored = in_state("scheduled", now)

    response = client.get(address(stored).replace(stored.name, "annan.png"))

    assert response.status_code == 404
    assert stored.name not in response.text


def test_file_shows_at_its_minute_by_itself(client, now, clock):
    stored = in_state("scheduled", now)

    clock(now + timedelta(seconds=59))
    assert client.get(address(stored)).status_code == 404
    clock(now + timedelta(minutes=1))
    response = client.get(address(stored))

    assert response.status_code == 200
    assert body(response).startswith(b"\x89PNG")


def test_file_added_to_the_desk_after_publication_is_not_public(client, now):
    release = make_release()
    publish(release=release, by=None, at=now, published_at=now - DAYS_AGO)
    stored = make_attachment(release=release).file

    assert client.get(address(stored)).status_code == 404


def test_file_that_a_correction_dropped_shows_to_readers_of_an_earlier_day(client, now):
    stored = in_state("superseded", now)
    before = (now - timedelta(days=5)).date().isoformat()

    response = client.get(address(stored), {"datum": before})

    assert response.status_code == 200
    assert body(response).startswith(b"\x89PNG")
    assert client.get(address(stored), {"datum": "2017-01-01"}).status_code == 404


def test_file_withdrawn_shows_to_readers_of_an_earlier_day_but_not_if_removed(client, now):
    before = {"datum": (now - timedelta(days=5)).date().isoformat()}
    withdrawn, removed = in_state("withdrawn", now), in_state("removed", now)

    shown = client.get(address(withdrawn), before)

    assert shown.status_code == 200
    assert body(shown)
    gone = client.get(address(removed), before)
    assert gone.status_code == 410
    assert "borttagen enligt lag" in gone.text


@pytest.mark.parametrize("key", ["0" * 31, "0" * 33, "A" * 32, "..%2f..%2f" + "0" * 22])
def test_file_address_that_no_file_can_have(client, key):
    assert client.get(f"/filer/{key}/bild.png").status_code == 404


# --- the answer ----------------------------------------------------------------------------------


@pytest.fixture
def image(now):
    return in_state("published", now)


@pytest.fixture
def paper(now):
    release = make_release()
    stored = make_stored_file(name="arsrapport.pdf", data=document())
    make_attachment(release=release, file=stored, alt_sv="", alt_en="", title_sv="Årsrapport")
    publish(release=release, by=None, at=now, published_at=now - DAYS_AGO)
    return stored


def test_file_headers_let_it_be_seen_and_nothing_else(client, image):
    response = client.get(address(image))
    answer = body(response)

    assert len(answer) == image.size
    headers = response.headers
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Length"] == str(image.size)
    assert headers["Content-Disposition"] == f'inline; filename="{image.name}"'
    assert headers["ETag"] == f'"{image.sha256}"'
    assert headers["Cache-Control"] == "no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; sandbox;")
    assert "frame-ancestors 'none'" in policy
    assert not response.cookies
    assert "Cookie" not in headers.get("Vary", "")


def test_file_that_is_a_document_is_saved_under_its_name(client, paper):
    response = client.get(address(paper))
    answer = body(response)

    assert answer == document()
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="arsrapport.pdf"'


def test_file_head_has_the_headers_and_no_body(client, image):
    response = client.head(address(image))

    assert response.status_code == 200
    assert not response.streaming and response.content == b""
    assert response.headers["Content-Length"] == str(image.size)
    assert response.headers["ETag"] == f'"{image.sha256}"'


def test_file_is_not_sent_again_to_one_who_has_it(client, image):
    response = client.get(address(image), headers={"if-none-match": f'"{image.sha256}"'})

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == f'"{image.sha256}"'
    assert response.headers["Cache-Control"] == "no-cache"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_file_under_another_name_leads_to_the_right_one(client, image, now):
    day = (now - timedelta(days=1)).date().isoformat()
    wrong = address(image).replace(image.name, "gammalt-namn.png")

    response = client.get(wrong, {"datum": day})

    assert response.status_code == 301
    assert response.url == f"{address(image)}?datum={day}"
    assert response.headers["Cache-Control"] == "no-cache"


def test_file_costs_one_query(client, image, django_assert_num_queries):
    with django_assert_num_queries(1):
        body(client.get(address(image)))


def test_file_at_the_desk_is_never_kept(client, image):
    client.force_login(make_user(is_superuser=True))
    url = reverse("admin:pressreleases_storedfile_file", args=[image.key])

    response = client.get(url)

    assert body(response)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox;")
