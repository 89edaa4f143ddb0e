"""The security log: one line of JSON for each event, on the logger "security".

Never a password, a code, a key or a session id. JSON escapes line breaks, so nobody can write a
line of their own; a name that no account has is not written, since it may be a mistyped password.
"""

import json
import logging

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
FACTOR_REMOVED = "factor_removed"
FACTOR_RESET = "factor_reset"
CODES_MADE = "recovery_codes_made"
REAUTHENTICATED = "reauthenticated"
ACCOUNT_CLOSED = "account_closed"
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
