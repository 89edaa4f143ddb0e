"""What sign-in keeps: whose each session is, and recovery codes by their hashes.

The history of accounts and roles is registered in account_history.py, and lies here too.
The authenticator app's own row is django-otp's TOTPDevice.
"""

from django.contrib.auth.hashers import check_password
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin

from segregation_site import account_history as account_history


class EditorSession(AbstractBaseSession):
    """A session that knows its user, so that one user's sessions can be ended."""

    user_id = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = _("session")
        verbose_name_plural = _("sessioner")
        default_permissions = ()


class RecoveryDevice(ThrottlingMixin, Device):
    """A user's set of recovery codes; django-otp slows guesses at it."""

    class Meta(Device.Meta):
        verbose_name = _("uppsättning återställningskoder")
        verbose_name_plural = _("uppsättningar återställningskoder")
        default_permissions = ()

    def verify_token(self, token):
        allowed, _reason = self.verify_is_allowed()
        if not allowed:
            return False
        typed = "".join(token.split()).replace("-", "").upper()
        for code in self.codes.filter(used=False):
            if check_password(typed, code.digest):
                # Only one of two simultaneous requests changes the row.
                if not self.codes.filter(pk=code.pk, used=False).update(used=True):
                    return False
                self.throttle_reset()
                return True
        self.throttle_increment()
        return False

    def get_throttle_factor(self):
        return 1


class RecoveryCode(models.Model):
    """One code, kept only as a slow hash, as a password is; it opens once."""

    device = models.ForeignKey(RecoveryDevice, models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=128)
    used = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("återställningskod")
        verbose_name_plural = _("återställningskoder")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__contains="$"), name="recovery_code_is_hashed"
            )
        ]

    def __str__(self):
        return str(self.device)
