"""The recovery codes that stand in for a lost authenticator app."""

import secrets

from django.contrib.auth.hashers import make_password
from django.db import transaction

from segregation_site.models import RecoveryCode, RecoveryDevice

CODES = 10
# Without I, L, O, U, 0 and 1, which are misread on paper. 12 of them hold 58 bits.
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
GROUPS, GROUP = 3, 4


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
