"""The second factor: which one a user has, adding, trying and taking it away."""

import secrets
from base64 import b32encode
from binascii import unhexlify
from datetime import timedelta

import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_otp import verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex
from django_otp_webauthn.models import WebAuthnCredential

from segregation_site.models import RecoveryCode, RecoveryDevice

CODES = 10
# Without I, L, O, U, 0 and 1, which are misread on paper. 12 of them hold 58 bits.
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
GROUPS, GROUP = 3, 4
# Only one who has the password can try codes. Each wrong one doubles the wait, from one second to
# 2 ** 9 and no further: under 170 tries a day, and the owner is never kept out for long.
SLOWEST = 10


def app_of(user):
    """The user's authenticator app, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def device_of(user, recovery):
    """What a code is tried on: the user's recovery codes or app, or None."""
    return RecoveryDevice.objects.filter(user=user).first() if recovery else app_of(user)


def passkeys_of(user):
    """The user's passkeys, the oldest first. Only one who has an app may have any."""
    return WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("pk")


def codes_left(user):
    return RecoveryCode.objects.filter(device__user=user, used=False).count()


def is_needed(user):
    """Whether this user's pages stay closed until a second factor is shown.

    Everyone's outside the demonstration; in it, only of those who have added one to try it.
    """
    return settings.SECOND_FACTOR_REQUIRED or app_of(user) is not None


def is_open_to(user):
    """Whether the user has shown all that is asked; what the middleware and admin both ask."""
    return getattr(user, "otp_device", None) is not None or not is_needed(user)


# --- trying --------------------------------------------------------------------------------------


def try_code(user, device, typed):
    """Whether `typed` opens `device` now. A code of the app opens once, in this or any request."""
    if verify_token(user, device.persistent_id, typed):
        return True
    rows = type(device).objects.filter(pk=device.pk, throttling_failure_count__gt=SLOWEST)
    rows.update(throttling_failure_count=SLOWEST)
    return False


def wait_for(device, at):
    """How long before `device` may be tried again; None when it may be now."""
    allowed, reason = device.verify_is_allowed()
    if allowed:
        return None
    return max(reason["locked_until"] - at, timedelta(seconds=1))


# --- adding --------------------------------------------------------------------------------------


def new_key():
    return random_hex(20)


def spoken_key(key):
    """The key as the user types it into an app: base32, in groups of four."""
    text = b32encode(unhexlify(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def qr_code(user, key):
    """The app's address as an SVG path of dark modules, and the width around it."""
    rows = segno.make(TOTPDevice(user=user, key=key).config_url, error="m").matrix
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    # Four light modules around it, or cameras do not find it.
    return {"width": len(rows) + 8, "path": path}


def key_gives(key, typed):
    """Whether `typed` is what an app with this key shows, give or take one step."""
    totp = TOTP(unhexlify(key))
    return typed.isdecimal() and totp.verify(int(typed), tolerance=1)


@transaction.atomic
def put_app(user, key, typed):
    """Make `key` the user's only app and spend the code that showed it; the device, or None."""
    get_user_model().objects.select_for_update().get(pk=user.pk)
    if not key_gives(key, typed):
        return None
    TOTPDevice.objects.filter(user=user).delete()
    device = TOTPDevice(user=user, key=key, name="app", confirmed=True)
    if device.verify_token(typed):
        return device
    # The step turned between the two looks at the code: the old app stays.
    transaction.set_rollback(True)
    return None


@transaction.atomic
def make_recovery_codes(user):
    """Ten new codes; the old ones no longer open. The only time that they can be read."""
    RecoveryDevice.objects.filter(user=user).delete()
    device = RecoveryDevice.objects.create(user=user, name="recovery")
    codes = [
        ["".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS)]
        for _code in range(CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(device=device, digest=make_password("".join(groups))) for groups in codes
    )
    return ["-".join(groups) for groups in codes]


# --- taking away ---------------------------------------------------------------------------------


@transaction.atomic
def take_away(user):
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryDevice.objects.filter(user=user).delete()
    WebAuthnCredential.objects.filter(user=user).delete()


def may_reset(actor, user):
    """Whoever may change accounts, but for an administrator's factor only an administrator."""
    return (
        actor.pk != user.pk
        and actor.has_perm("auth.change_user")
        and (actor.is_superuser or not user.is_superuser)
    )
