"""Passkeys, with an authenticator of the tests' own: what is kept, what opens and what does not."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.admin.models import LogEntry

from segregation_site import clock
from segregation_site.signin import factors, limits, passkeys
from tests.segregation_site.signin.conftest import INDEX, VERIFY, admin_url, is_in

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"
OFFER, ADD = "/admin/saker-inloggning/passnyckel/", "/admin/saker-inloggning/passnyckel/svar/"
ASK, SHOW = "/admin/bekrafta/passnyckel/", "/admin/bekrafta/passnyckel/svar/"


def text(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(words):
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


class Authenticator:
    """A security key: it signs what it is asked to, for the host it was made for (WebAuthn §6)."""

    def __init__(self, host="testserver"):
        self.host, self.id = host, secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.count = 0

    def data(self, flags, rest=b""):
        self.count += 1
        return (
            hashlib.sha256(self.host.encode()).digest()
            + bytes([flags])
            + self.count.to_bytes(4, "big")
            + rest
        )

    def answer(self, **response):
        response = {name: text(data) for name, data in response.items()}
        return {
            "id": text(self.id),
            "rawId": text(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": response,
        }

    def make(self, options, origin=ORIGIN):
        numbers = self.key.public_key().public_numbers()
        public = {
            **{1: 2, 3: -7, -1: 1},
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        made = {"fmt": "none", "attStmt": {}, "authData": self.data(0x45, credential)}
        return self.answer(
            attestationObject=cbor2.dumps(made),
            clientDataJSON=client_data("webauthn.create", options, origin),
        )

    def sign(self, options, origin=ORIGIN):
        data, said = self.data(0x05), client_data("webauthn.get", options, origin)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self.answer(authenticatorData=data, clientDataJSON=said, signature=signature)


def client_data(kind, options, origin):
    said = {"type": kind, "challenge": options["challenge"], "origin": origin}
    return json.dumps(said).encode()


def post(client, url, data=None):
    return client.post(url, data or {}, content_type="application/json")


def add(editor, authenticator=None, **given):
    authenticator = authenticator or Authenticator()
    options = post(editor.client, OFFER).json()
    data = {**authenticator.make(options), "name": "jobbtelefonen", **given}
    return authenticator, post(editor.client, ADD, data)


@pytest.fixture
def signed_in(editor, required):
    editor.sign_in()
    return editor


@pytest.fixture
def with_passkey(signed_in):
    """(an editor who has given the password again, the editor's passkey)."""
    authenticator, response = add(signed_in)
    assert response.status_code == 200
    signed_in.client.logout()
    signed_in.give_password()
    return signed_in, authenticator


def show(client, authenticator, next_page="", **given):
    options = post(client, ASK).json()
    return post(client, SHOW, {**authenticator.sign(options, **given), "next": next_page})


# --- adding --------------------------------------------------------------------------------------


def test_added_passkey_is_named_logged_and_listed(signed_in, log):
    _authenticator, response = add(signed_in)

    assert response.json() == {"next": "/admin/saker-inloggning/"}
    [passkey] = factors.passkeys_of(signed_in.user)
    assert passkey.name == "jobbtelefonen"
    assert log("passkey_added")
    assert LogEntry.objects.get(user=signed_in.user).change_message == "passkey_added"
    page = signed_in.client.get(response.json()["next"]).content.decode()
    assert "jobbtelefonen" in page
    assert passkey.credential_id_sha256 not in page


def test_added_passkey_without_a_name_gets_one(signed_in):
    add(signed_in, name="  ")

    assert factors.passkeys_of(signed_in.user).get().name == "Passnyckel"


@pytest.mark.parametrize("url", [OFFER, ADD])
def test_adding_asks_for_password_and_code_again_after_ten_minutes(signed_in, url):
    session = signed_in.client.session
    limits.note(session, limits.FRESH_AT, clock.now() - timedelta(minutes=11))
    session.save()

    assert post(signed_in.client, url).status_code == 403
    assert not factors.passkeys_of(signed_in.user).exists()


def test_adding_needs_an_app_to_fall_back_on(make_editor):
    editor = make_editor(app=False)
    editor.give_password()

    assert post(editor.client, OFFER).status_code == 409


def test_adding_has_an_end(signed_in, monkeypatch):
    monkeypatch.setattr(passkeys, "MOST", 1)
    add(signed_in)

    assert post(signed_in.client, OFFER).status_code == 409
    assert factors.passkeys_of(signed_in.user).count() == 1


@pytest.mark.parametrize("origin", ["https://testserver.evil.example", "https://testserver"])
def test_a_passkey_made_for_another_site_is_refused(signed_in, origin, log):
    options = post(signed_in.client, OFFER).json()
    response = post(signed_in.client, ADD, Authenticator().make(options, origin=origin))

    assert response.status_code == 422
    assert response.json() == {"detail": "Passnyckeln godtogs inte."}
    assert not factors.passkeys_of(signed_in.user).exists()
    assert log("factor_failed")


def test_adding_the_same_offer_twice_is_refused(signed_in):
    authenticator = Authenticator()
    options = post(signed_in.client, OFFER).json()
    post(signed_in.client, ADD, authenticator.make(options))

    assert post(signed_in.client, ADD, Authenticator().make(options)).status_code == 400
    assert factors.passkeys_of(signed_in.user).count() == 1


# --- showing -------------------------------------------------------------------------------------


def test_passkey_opens_after_the_password(with_passkey, log):
    editor, authenticator = with_passkey
    before = editor.client.session.session_key

    assert not is_in(editor.client)
    assert "Använd passnyckel" in editor.client.get(VERIFY).content.decode()
    response = show(editor.client, authenticator, "/admin/auth/user/")

    assert response.json() == {"next": "/admin/auth/user/"}
    assert is_in(editor.client)
    assert editor.client.session.session_key != before
    assert log("factor_verified")[-1]["factor"] == "passkey"


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_passkey_leads_to_no_other_site(with_passkey, wanted):
    editor, authenticator = with_passkey

    assert show(editor.client, authenticator, wanted).json() == {"next": INDEX}


def test_passkey_without_the_password_opens_nothing(with_passkey, client):
    assert post(client, ASK).status_code == 403
    assert post(client, SHOW).status_code == 403


def test_answer_of_another_site_is_refused(with_passkey):
    editor, authenticator = with_passkey

    response = show(editor.client, authenticator, origin="http://evil.example")
    assert response.status_code == 422
    assert not is_in(editor.client)


def test_answer_to_an_earlier_question_is_refused(with_passkey):
    editor, authenticator = with_passkey
    signed = authenticator.sign(post(editor.client, ASK).json())
    post(editor.client, ASK)

    assert post(editor.client, SHOW, signed).status_code == 422
    assert post(editor.client, SHOW, signed).status_code == 400
    assert not is_in(editor.client)


def test_passkey_of_another_account_is_refused(with_passkey, make_editor):
    _editor, authenticator = with_passkey
    other = make_editor()
    other.give_password()

    assert show(other.client, authenticator).status_code in (403, 404, 422)
    assert not is_in(other.client)


def test_unknown_key_is_refused(with_passkey):
    editor, _authenticator = with_passkey

    assert show(editor.client, Authenticator()).status_code in (404, 422)
    assert not is_in(editor.client)


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "null"])
def test_bad_json_is_refused(with_passkey, body):
    editor, authenticator = with_passkey
    post(editor.client, ASK)

    response = editor.client.post(SHOW, body, content_type="application/json")
    assert response.status_code in (400, 422)
    assert not is_in(editor.client)

    show(editor.client, authenticator)
    post(editor.client, OFFER)
    response = editor.client.post(ADD, body, content_type="application/json")
    assert response.status_code in (400, 422)
    assert factors.passkeys_of(editor.user).count() == 1


# --- taking away ---------------------------------------------------------------------------------


def test_removed_passkey_opens_no_more(signed_in, log):
    authenticator, _response = add(signed_in)
    [passkey] = factors.passkeys_of(signed_in.user)

    response = signed_in.client.post(admin_url("passkey_remove", passkey.pk))

    assert response.url == admin_url("factor")
    assert log("passkey_removed")
    kept = LogEntry.objects.filter(user=signed_in.user).values_list("change_message", flat=True)
    assert set(kept) == {"passkey_added", "passkey_removed"}
    signed_in.client.logout()
    signed_in.give_password()
    assert "Använd passnyckel" not in signed_in.client.get(VERIFY).content.decode()
    assert show(signed_in.client, authenticator).status_code in (404, 422)
    assert not is_in(signed_in.client)


def test_nobody_removes_anothers_passkey(signed_in, make_editor):
    other = make_editor()
    other.sign_in()
    add(signed_in)
    [passkey] = factors.passkeys_of(signed_in.user)

    assert other.client.post(admin_url("passkey_remove", passkey.pk)).status_code == 404
    assert signed_in.client.get(admin_url("passkey_remove", passkey.pk)).status_code == 405
    assert factors.passkeys_of(signed_in.user).exists()


def test_reset_takes_the_passkeys_too(signed_in, make_editor):
    administrator = make_editor()
    administrator.sign_in()
    add(signed_in)

    administrator.client.post(admin_url("factor_reset", signed_in.user.pk))

    assert not factors.passkeys_of(signed_in.user).exists()
