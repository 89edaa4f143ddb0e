"""What follows from signing in, failing to, signing out, and losing an account."""

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver

from segregation_site.signin.log import (
    ACCOUNT_CLOSED,
    LOCKED_OUT,
    SIGN_IN_FAILED,
    SIGNED_IN,
    SIGNED_OUT,
    record,
)
from segregation_site.signin.sessions import end_sessions


@receiver(user_logged_in)
def log_sign_in(sender, request, user, **kwargs):
    record(SIGNED_IN, request, user=user)


@receiver(user_logged_out)
def log_sign_out(sender, request, user, **kwargs):
    if user is not None:
        record(SIGNED_OUT, request, user=user)


@receiver(user_login_failed)
def log_failure(sender, credentials, request=None, **kwargs):
    if not getattr(request, "axes_locked_out", False):
        record(SIGN_IN_FAILED, request, user=known(credentials.get("username")))


@receiver(user_locked_out)
def log_lock_out(sender, request, username, **kwargs):
    record(LOCKED_OUT, request, user=known(username))


@receiver(post_save, sender=get_user_model())
def close_account(sender, instance, created, raw, **kwargs):
    """An account that may no longer sign in keeps no open session, even if it is opened again."""
    if created or raw or (instance.is_active and instance.is_staff):
        return
    if ended := end_sessions(instance):
        record(ACCOUNT_CLOSED, user=instance, sessions_ended=ended)


def known(username):
    """The account, or None: a name that no account has may be a password in the wrong field."""
    return get_user_model().objects.filter(username=username or "").first()
