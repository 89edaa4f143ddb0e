"""Writing a row of the record, and keeping the register of addresses in step with it.

Only the verbs call this, inside their transaction.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from pressreleases.desk import appearances
from pressreleases.models import (
    GivenAddress,
    StoredFile,
    Version,
    VersionAgency,
    VersionFile,
    VersionMinister,
)
from pressreleases.record import GENESIS, hash_of

# An arbitrary number that names the chain's lock on PostgreSQL.
CHAIN_LOCK = 2018_0101
# What a copy of a version gets anew: its place in the record, and when it holds. The bare text
# fields are second names for the active language's own columns.
NOT_COPIED = {
    "superseded_at",
    "cancelled_at",
    "cancelled_by",
    "recorded_at",
    "recorded_by",
    "previous_hash",
    "hash",
    "title",
    "lead",
    "body",
    "change_note",
}


def append(entry, *, by, at):
    """Write a row of the record, chained to the last one of its table."""
    model = type(entry)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = model._default_manager.order_by("-pk").values_list("hash", flat=True).first()
    entry.recorded_at, entry.recorded_by = at, by
    entry.previous_hash = last or GENESIS
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    return entry


def append_version(version, *, by, at, tenures=None, agencies=None):
    """Write a version with the ids of whom it is about: by default those on the desk."""
    if tenures is None:
        tenures = [appearance.tenure_id for appearance in appearances(version.release)]
        agencies = [agency.pk for agency in version.release.agencies.all()]
    append(version, by=by, at=at)
    VersionMinister.objects.bulk_create(
        VersionMinister(version=version, tenure_id=tenure, position=position)
        for position, tenure in enumerate(tenures, 1)
    )
    VersionAgency.objects.bulk_create(
        VersionAgency(version=version, agency_id=agency) for agency in agencies
    )
    keys = [file["key"] for file in version.frozen.get("files", ())]
    VersionFile.objects.bulk_create(
        VersionFile(version=version, file=file) for file in StoredFile.objects.filter(key__in=keys)
    )
    return version


def copy_of(old, **changed):
    """An unsaved Version of the frozen text of `old`, whatever the desk holds by now."""
    given = {
        field.attname: getattr(old, field.attname)
        for field in Version._meta.concrete_fields
        if not field.primary_key and field.name not in NOT_COPIED
    }
    return Version(**given | changed)


def append_copy(version, old, *, by, at):
    """Write a `copy_of(old, …)`, about those that the old one was about."""
    tenures = [row.tenure_id for row in old.ministers.all()]
    agencies = [row.agency_id for row in old.agencies.all()]
    return append_version(version, by=by, at=at, tenures=tenures, agencies=agencies)


def take_address(release, **address):
    """Give the release an address; refuse one that another release has, or ever had in public."""
    if not release.addresses.filter(**address).exists():
        try:
            with transaction.atomic():
                GivenAddress.objects.create(release=release, **address)
        except IntegrityError as taken:
            raise ValidationError(_("Adressen används redan av en annan text.")) from taken
    for field, value in address.items():
        setattr(release, field, value)
    release.save(update_fields=list(address))


def give_back_addresses(release):
    """Let go of what was only given to a version that was cancelled before its time."""
    kept = Version.objects.filter(
        release=release,
        cancelled_at__isnull=True,
        **{field: OuterRef(field) for field in GivenAddress.PARTS},
    )
    release.addresses.filter(~Exists(kept)).delete()
