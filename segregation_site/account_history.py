"""The history of accounts and roles: every change kept, no password and no time of sign-in.

That a password was changed is said, by `history_change_reason`; the values are not kept.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, pre_delete, pre_save
from django.dispatch import receiver
from simple_history import register as keep_history
from simple_history.models import HistoricalRecords

PASSWORD = "password"  # noqa: S105  a reason, not a password
# A row that says how an account or role stood when its history began.
BEGAN = "began"
LEFT_OUT = ("password", "last_login")


class AccountRecords(HistoricalRecords):
    def post_save(self, instance, created, using=None, update_fields=None, **kwargs):
        # Signing in notes the time, and hashes an old password anew; neither is a deed.
        signing_in = not created and update_fields and set(update_fields) <= set(LEFT_OUT)
        if signing_in and not hasattr(instance, "_new_password"):
            return
        super().post_save(instance, created, using=using, **kwargs)

    def get_change_reason_for_object(self, instance, history_type, using):
        # Said once: the same account may be saved again in the same request.
        new_password = instance.__dict__.pop("_new_password", False)
        given = super().get_change_reason_for_object(instance, history_type, using)
        return PASSWORD if new_password else given

    def m2m_changed(self, instance, action, attr, pk_set, reverse, model, **kwargs):
        """A role given from the role's side (`group.user_set`) is a change of the accounts."""
        if not reverse:
            super().m2m_changed(instance, action, attr, pk_set, reverse)
        elif action == "pre_clear":
            instance._cleared = list(model._base_manager.filter(**{attr: instance}))
        elif action == "post_clear":
            self.note(instance.__dict__.pop("_cleared"))
        elif action in ("post_add", "post_remove"):
            self.note(model._base_manager.filter(pk__in=pk_set))

    def note(self, changed):
        for instance in changed:
            self.create_historical_record(instance, "~")


for model, excluded, related in (
    (get_user_model(), LEFT_OUT, ["groups", "user_permissions"]),
    (Group, (), ["permissions"]),
):
    keep_history(
        model,
        app="segregation_site",
        records_class=AccountRecords,
        excluded_fields=excluded,
        m2m_fields=related,
    )


@receiver(pre_save, sender=get_user_model())
def notice_new_password(sender, instance, raw, update_fields, using, **kwargs):
    """Mark an account whose password is another than the one kept, unless only its hash is."""
    written = update_fields is None or "password" in update_fields
    if raw or instance._state.adding or not written:
        return
    kept = sender._base_manager.using(using).filter(pk=instance.pk).values_list("password").first()
    # Django clears `_password`, what was typed, before it saves the same password hashed anew.
    hashed_anew = update_fields is not None and instance._password is None
    if kept and kept[0] != instance.password and not hashed_anew:
        instance._new_password = True


@receiver(pre_delete, sender=Group)
def remember_members(sender, instance, **kwargs):
    instance._members = list(instance.user_set.all())


@receiver(post_delete, sender=Group)
def note_lost_role(sender, instance, **kwargs):
    """Whoever had a role that is gone has lost it, which no signal of Django says."""
    for account in instance.__dict__.pop("_members", ()):
        account.save(update_fields=["username"])
