"""The authenticator app: its key, how the user gets it in, and putting it in place."""

from base64 import b32encode
from binascii import unhexlify

import segno
from django.contrib.auth import get_user_model
from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex


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
