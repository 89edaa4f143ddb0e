"""A code tried on a second factor, and how long before the next may be."""

from datetime import timedelta

from django_otp import verify_token

# Only one who has the password can try codes. Each wrong one doubles the wait, from one second to
# 2 ** 9 and no further: under 170 tries a day, and the owner is never kept out for long.
SLOWEST = 10


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
