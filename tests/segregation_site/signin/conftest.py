"""An editor, the editor's app, and the site as it is outside the demonstration."""

import json
import logging
import time
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from segregation_site.models import RecoveryDevice
from segregation_site.signin import authenticator, recovery_codes
from tests.factories import make_user

PASSWORD = "ett riktigt långt lösenord"
LOGIN, VERIFY, ADD = "/admin/login/", "/admin/bekrafta/", "/admin/saker-inloggning/app/"
FACTOR, CODES = "/admin/saker-inloggning/", "/admin/saker-inloggning/koder/"
CONFIRM = "/admin/saker-inloggning/pa-nytt/"
INDEX = "/admin/"


@pytest.fixture
def required(settings):
    """As in production: nobody gets in by password alone."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.DEMO = False


def code_of(key, steps=0):
    """What an app with this hex key shows now, or so many steps of 30 seconds later."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


@dataclass
class Editor:
    """An account with an app and recovery codes, in a browser of its own."""

    user: object
    codes: list

    def __post_init__(self):
        self.client = Client()

    @property
    def app(self):
        return TOTPDevice.objects.get(user=self.user)

    def code(self):
        """The app's present code, as if none had been used or mistyped lately."""
        unused = {"last_t": -1, "drift": 0, "throttling_failure_count": 0}
        TOTPDevice.objects.filter(user=self.user).update(**unused)
        RecoveryDevice.objects.filter(user=self.user).update(throttling_failure_count=0)
        return code_of(self.app.key)

    def give_password(self, client=None, password=PASSWORD, **extra):
        data = {"username": self.user.username, "password": password}
        return (client or self.client).post(LOGIN, data, **extra)

    def sign_in(self, client=None):
        client = client or self.client
        self.give_password(client)
        assert client.post(VERIFY, {"code": self.code()}).url == INDEX
        return client


@pytest.fixture
def make_editor():
    def make(*, app=True, **overrides):
        user = make_user(**{"password": PASSWORD, "is_superuser": True} | overrides)
        codes = []
        if app:
            key = authenticator.new_key()
            assert authenticator.put_app(user, key, code_of(key))
            codes = recovery_codes.make_recovery_codes(user)
        return Editor(user, codes)

    return make


@pytest.fixture
def editor(make_editor):
    return make_editor()


@pytest.fixture
def log(caplog):
    """The events of the security log so far, as dictionaries."""
    caplog.set_level(logging.INFO, logger="security")

    def read(event=None):
        lines = [r.getMessage() for r in caplog.records if r.name == "security"]
        found = [json.loads(line) for line in lines]
        return [line for line in found if event in (None, line["event"])]

    read.text = lambda: caplog.text
    return read


def is_in(client):
    return client.get(INDEX).status_code == 200


def admin_url(name, *args):
    return reverse(f"admin:{name}", args=args)
