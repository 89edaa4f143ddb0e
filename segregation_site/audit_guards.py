"""What the audit reads cannot be rewritten, and begins with how accounts and roles stand now."""

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils.translation import gettext as _

from pressreleases.record import lay_on
from segregation_site.account_history import BEGAN
from segregation_site.audit_sources import has_deeds


def histories():
    """The tables of every history, those of what was chosen from a list included."""
    for tracked in apps.get_models():
        if hasattr(tracked._meta, "simple_history_manager_attribute"):
            history = tracked.history.model
            yield history
            for field in history._history_m2m_fields:
                yield getattr(history, field.name).model


def lay_guards(sender, using=DEFAULT_DB_ALIAS, **kwargs):
    """Receiver of post_migrate: histories and Django's log are only ever added to."""
    lay_on([*histories(), LogEntry], using)


def begin_histories(sender, using=DEFAULT_DB_ALIAS, **kwargs):
    """Receiver of post_migrate: note how each account and role stands that has no history yet.

    Roles are made by migrations, which leave none; without this nobody could tell what the first
    change of one changed from.
    """
    existing = set(connections[using].introspection.table_names())
    for model, name in ((Group, "name"), (get_user_model(), get_user_model().USERNAME_FIELD)):
        history = model.history.model
        if history._meta.db_table not in existing:
            continue
        known = Exists(history.objects.filter(id=OuterRef("pk")))
        for instance in model._base_manager.using(using).filter(~known):
            instance._change_reason = BEGAN
            instance.save(update_fields=[name])


def keep_who_has_deeds(sender, instance, **kwargs):
    """Receiver of pre_delete: who has done something stays named."""
    if has_deeds(instance):
        raise ProtectedError(
            _("Kontot finns i ändringsloggen. Avsluta det i stället: kryssa ur Aktiv."), {instance}
        )
