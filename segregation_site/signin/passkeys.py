"""Passkeys: one more way to show the second factor, for those who have an app (W3C WebAuthn 3).

The library carries the ceremonies; here stand who may take part in them and what comes of it. The
browser's side is static/js/admin_passkeys.js; each answer to it is JSON.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_otp_webauthn import views as webauthn
from django_otp_webauthn.exceptions import MalformedRequest, OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential

from segregation_site.signin import factors, limits
from segregation_site.signin.log import (
    FACTOR_FAILED,
    FACTOR_VERIFIED,
    PASSKEY_ADDED,
    PASSKEY_REMOVED,
    keep,
    record,
)
from segregation_site.signin.sessions import end_sessions
from segregation_site.signin.views import freshly, next_page

# More than anyone carries; a row each, and a list that a person can read.
MOST = 10
LONGEST_NAME = 64


class OwnHost(WebAuthnHelper):
    """A passkey belongs to the host that the request came to, which ALLOWED_HOSTS has let in."""

    def get_relying_party_domain(self):
        return urlsplit(f"//{self.request.get_host()}").hostname

    def get_allowed_origins(self):
        return [f"{self.request.scheme}://{self.request.get_host()}"]


class NoRoom(OTPWebAuthnApiError):
    """The user has no app to fall back on, or as many passkeys as one may have."""

    status_code = 409


class InWords:
    """Refusals in our words; the library's say more of its insides than an editor needs."""

    def initial(self, request, *args, **kwargs):
        if not isinstance(request.data, Mapping):
            raise MalformedRequest
        super().initial(request, *args, **kwargs)

    def handle_exception(self, exc):
        status = getattr(exc, "status_code", None)
        if status is None:
            raise exc
        record(FACTOR_FAILED, self.request, user=self.request.user, reason="passkey")
        return JsonResponse({"detail": _("Passnyckeln godtogs inte.")}, status=status)


class Adding(InWords):
    """Only for who has an app, has just shown password and factor, and has room for one more."""

    def check_can_register(self):
        user = self.request.user
        if not limits.is_fresh(self.request.session, self.request.moment.at):
            raise PermissionDenied
        if factors.app_of(user) is None or factors.passkeys_of(user).count() >= MOST:
            raise NoRoom


class Offer(Adding, webauthn.BeginCredentialRegistrationView):
    """What the browser is to make a passkey from."""


class Add(Adding, webauthn.CompleteCredentialRegistrationView):
    """Keep the passkey that the browser made, under the name that the user gave it."""

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        name = str(request.data.pop("name", "")).strip()[:LONGEST_NAME]
        answer = super().post(request, *args, **kwargs)
        added = factors.passkeys_of(request.user).last()
        added.name = name or _("Passnyckel")
        added.save(update_fields=["name"])
        record(PASSKEY_ADDED, request, user=request.user)
        keep(PASSKEY_ADDED, by=request.user, account=request.user, at=request.moment.at)
        messages.success(request, _("Passnyckeln ”%(name)s” är tillagd.") % {"name": added.name})
        return JsonResponse({"next": reverse("admin:factor")}, status=answer.status_code)


class Ask(InWords, webauthn.BeginCredentialAuthenticationView):
    """What the browser is to have signed by one of the user's passkeys."""


class Show(InWords, webauthn.CompleteCredentialAuthenticationView):
    """The second step of signing in, by a passkey."""

    def complete_auth(self, device):
        request = self.request
        # Whose key was shown is the library's to find; that it is the one who gave the password
        # is ours to demand.
        if device.user_id != request.user.pk:
            raise PermissionDenied
        request.session.cycle_key()
        super().complete_auth(device)
        limits.freshen(request.session)
        record(FACTOR_VERIFIED, request, user=request.user, factor="passkey")

    def get_success_data(self, device):
        self.request.POST = self.request.data
        return {"next": next_page(self.request)}


passkey_offer = require_POST(Offer.as_view())
passkey_add = require_POST(Add.as_view())
passkey_ask = require_POST(Ask.as_view())
passkey_show = require_POST(Show.as_view())


@require_POST
@freshly
def passkey_remove(request, pk):
    """Take one of the user's own passkeys away, and end every other session."""
    passkey = get_object_or_404(WebAuthnCredential, pk=pk, user=request.user)
    name = passkey.name
    passkey.delete()
    end_sessions(request.user, but=request.session.session_key)
    record(PASSKEY_REMOVED, request, user=request.user)
    keep(PASSKEY_REMOVED, by=request.user, account=request.user, at=request.moment.at)
    messages.success(request, _("Passnyckeln ”%(name)s” är borttagen.") % {"name": name})
    return redirect("admin:factor")
