"""The second factor: which one a user has, who is asked for it, and taking it away."""

from django.conf import settings
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from segregation_site.models import RecoveryCode, RecoveryDevice


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
