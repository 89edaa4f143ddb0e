"""Every address given so far, and who may attach files."""

from importlib import import_module

from django.db import migrations

roles = import_module("pressreleases.migrations.0003_roles")
READS = ("skribent", "granskare", "publicerare", "administratör")
WRITES = ("skribent", "administratör")


def note_addresses(apps, schema_editor):
    Version = apps.get_model("pressreleases", "Version")
    GivenAddress = apps.get_model("pressreleases", "GivenAddress")
    given = (
        Version.objects.filter(cancelled_at__isnull=True)
        .order_by("pk")
        .values("kind", "year", "month", "slug", "release_id")
    )
    GivenAddress.objects.bulk_create(
        (GivenAddress(**address) for address in given), ignore_conflicts=True
    )


def give_rights(apps, schema_editor):
    using = schema_editor.connection.alias
    roles.make_permissions(apps, using)
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    rights = Permission.objects.using(using).filter(
        content_type__app_label="pressreleases", content_type__model="attachment"
    )
    for name, codenames in (
        *((name, roles.seen("attachment")) for name in READS),
        *((name, roles.worked_with("attachment")) for name in WRITES),
    ):
        # A group that an administrator has taken away stays away.
        for group in Group.objects.using(using).filter(name=name):
            group.permissions.add(*rights.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("pressreleases", "0004_files_sharing_and_addresses")]

    operations = [
        migrations.RunPython(note_addresses, migrations.RunPython.noop),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
