"""The roles of the desk, as groups. Who else may do what is for an administrator to decide."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ("auth", "ministers", "agency", "pressreleases")
EVERY = ("add", "change", "delete", "view")
RECORD = ("version", "withdrawal", "reinstatement")
DESK = ("release", "appearance", "contact")
REVIEWS = ("review", "bypass")


def seen(*models):
    return {f"view_{model}" for model in models}


def worked_with(*models):
    return {f"{verb}_{model}" for model in models for verb in EVERY}


def make_permissions(apps, using):
    """Django makes permissions after all migrations; on a fresh database that is too late."""
    for label in APPS:
        config = apps.get_app_config(label)
        # Without this, create_permissions takes the historical app for one without models.
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=using)
        config.models_module = None


def models_of(apps, label):
    """The app's own models, without the tables that keep their history."""
    names = (model._meta.model_name for model in apps.get_app_config(label).get_models())
    return [name for name in names if not name.startswith("historical")]


def make_roles(apps, schema_editor):
    using = schema_editor.connection.alias
    make_permissions(apps, using)
    facts = models_of(apps, "ministers") + models_of(apps, "agency")
    reads = seen(*facts, *DESK, *RECORD, *REVIEWS)
    writes = {"add_release", "change_release", *worked_with("appearance", "contact")}
    publishes = {"publish_release", "bypass_review"}
    roles = {
        "skribent": reads | writes | {"submit_release"},
        "granskare": reads | {"approve_release"},
        "publicerare": reads | publishes,
        "faktaredaktör": worked_with(*facts),
        "administratör": reads
        | writes
        | publishes
        | worked_with(*facts, "user", "group")
        | {"submit_release", "approve_release", "delete_release"},
    }
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    of_ours = Permission.objects.using(using).filter(content_type__app_label__in=APPS)
    for name, codenames in roles.items():
        found = of_ours.filter(codename__in=codenames)
        missing = codenames - set(found.values_list("codename", flat=True))
        if missing:
            raise ValueError(f"no such permissions for {name}: {sorted(missing)}")
        group, _made = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(found)


class Migration(migrations.Migration):
    dependencies = [
        ("pressreleases", "0002_review"),
        ("ministers", "0001_initial"),
        ("agency", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # The groups stay when the migration is undone: an administrator may have changed them.
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
