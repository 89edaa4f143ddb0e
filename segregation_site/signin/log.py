"""The security log: one line of JSON for each event, on the logger "security".

Never a password, a code, a key or a session id. JSON escapes line breaks, so nobody can write a
line of their own; a name that no account has is not written, since it may be a mistyped password.
"""

import json
import logging

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from segregation_site.clock import Moment
from segregation_site.signin.network import client_network

logger = logging.getLogger("security")

SIGNED_IN = "signed_in"
SIGN_IN_FAILED = "sign_in_failed"
LOCKED_OUT = "locked_out"
SIGNED_OUT = "signed_out"
SESSION_ENDED = "session_ended"
FACTOR_VERIFIED = "factor_verified"
FACTOR_FAILED = "factor_failed"
FACTOR_ADDED = "factor_added"
FACTOR_REPLACED = "factor_replaced"
PASSKEY_ADDED = "passkey_added"
PASSKEY_REMOVED = "passkey_removed"
FACTOR_RESET = "factor_reset"
CODES_MADE = "recovery_codes_made"
REAUTHENTICATED = "reauthenticated"
ACCOUNT_CLOSED = "account_closed"
# What changes an account, and so stands in the editors' log too (see segregation_site/audit.py).
KEPT = {
    FACTOR_ADDED: _("inloggningsappen lades till"),
    FACTOR_REPLACED: _("inloggningsappen byttes"),
    FACTOR_RESET: _("inloggningsapp, koder och passnycklar togs bort"),
    PASSKEY_ADDED: _("en passnyckel lades till"),
    PASSKEY_REMOVED: _("en passnyckel togs bort"),
    CODES_MADE: _("nya återställningskoder gjordes"),
}
FAILURES = {SIGN_IN_FAILED, LOCKED_OUT, FACTOR_FAILED}


def record(event, request=None, *, user=None, **facts):
    """Write one line; `facts` are short texts or numbers."""
    moment = getattr(request, "moment", None) or Moment.present()
    line = {"at": moment.at.isoformat(timespec="seconds"), "event": event}
    if user is not None and user.is_authenticated:
        line |= {"user": user.get_username(), "user_id": user.pk}
    if request is not None:
        line["network"] = client_network(request)
    level = logging.WARNING if event in FAILURES else logging.INFO
    logger.log(level, "%s", json.dumps(line | facts))


def keep(event, *, by, account, at):
    """Note one of KEPT where administrators read of it; `record` writes the line besides."""
    LogEntry.objects.create(
        action_time=at,
        user=by,
        content_type=ContentType.objects.get_for_model(account),
        object_id=str(account.pk),
        object_repr=account.get_username()[:200],
        action_flag=CHANGE,
        change_message=event,
    )
