"""The verbs of publication: the only writers of the record. Those of review: see reviewing.py.

Each takes keywords only, runs in one transaction, and is told the time (`at`, aware). Each raises
ValidationError, in the editor's language, and then changes nothing. `by` is None for what was
published elsewhere before: the importer needs no approval.
"""

from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.converters import plain_address
from ministers.periods import Precision, days_of, stockholm_day
from pressreleases.desk import (
    TEXTS,
    appearances,
    differs,
    latest,
    locked,
    refuse_if_incomplete,
    unsaved_version,
)
from pressreleases.enums import CORRECTIONS, Change
from pressreleases.models import (
    Bypass,
    Reinstatement,
    Version,
    VersionAgency,
    VersionMinister,
    Withdrawal,
)
from pressreleases.record import GENESIS, hash_of
from pressreleases.reviewing import leave_to_publish

# A slip of the finger in a date would otherwise make an address that lasts.
YEARS = range(1900, 2101)
YEAR_OUT_OF_RANGE = gettext_lazy("Året måste ligga mellan %(first)s och %(last)s.")
# An arbitrary number that names the chain's lock on PostgreSQL.
CHAIN_LOCK = 2018_0101
# What a version moved to another instant gets anew: its instants, its address, its place in the
# chain. The bare text fields are second names for the active language's own columns.
NOT_MOVED = {
    "year",
    "month",
    "published_at",
    "first_published_at",
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
    return version


def take_address(release, version):
    """Freeze the address that the version gives its release; refuse one that is in use."""
    release.year, release.month = version.year, version.month
    release.validate_constraints()
    release.save(update_fields=["year", "month"])


def refuse_if_unfit(version):
    """Raise what stands in the way of a version: its address, its year, its sending government."""
    plain_address(version.slug)
    if version.year not in YEARS:
        raise ValidationError(YEAR_OUT_OF_RANGE % {"first": YEARS.start, "last": YEARS.stop - 1})
    sender = version.sent_under
    days = days_of(version.published_on, version.published_precision)
    if sender and not any(sender.holds_on(day) or sender.ends_on == day for day in days):
        raise ValidationError(
            _(
                "%s satt inte den dagen och lämnade inte den dagen. "
                "Ta bort den avsändande regeringen."
            )
            % sender
        )


def note_bypass(version, *, reason, by, at):
    """Put a version that nobody approved on the list of what is to be reviewed afterwards."""
    if reason:
        Bypass.objects.create(version=version, reason=reason, by=by, at=at)


@transaction.atomic
def publish(*, release, by, at, published_at=None, precision=Precision.DAY, bypass_reason=""):
    """Publish the desk's text for the first time; return the Version.

    `published_at` (default `at`) may lie in the past for a text published elsewhere before, or in
    the future; `precision` says how much of it is known. Freezes the address. What nobody has
    approved needs a reason, which stays on a list until someone else has reviewed it.
    """
    release = locked(release)
    refuse_if_incomplete(release)
    if latest(release):
        raise ValidationError(_("Texten är redan publicerad. Gör en rättelse i stället."))
    approved_by, reason = leave_to_publish(release=release, by=by, reason=bypass_reason)
    version = unsaved_version(
        release, published_at=published_at or at, precision=precision, approved_by=approved_by
    )
    refuse_if_unfit(version)
    take_address(release, version)
    append_version(version, by=by, at=at)
    note_bypass(version, reason=reason, by=by, at=at)
    return version


def schedule(*, release, by, at, published_at, precision=Precision.DAY, bypass_reason=""):
    """Publish the desk's text at an instant to come; return the Version. Nothing need run then."""
    refuse_if_not_ahead(published_at, at)
    return publish(
        release=release,
        by=by,
        at=at,
        published_at=published_at,
        precision=precision,
        bypass_reason=bypass_reason,
    )


def refuse_if_not_ahead(published_at, at):
    if published_at <= at:
        raise ValidationError(_("Tiden har redan varit. Välj en tid som ligger framåt."))


@transaction.atomic
def reschedule(*, release, by, at, published_at):
    """Move the first publication that lies ahead to another instant ahead; return the new Version.

    The text is the one that was frozen when it was scheduled, not what the desk holds by now, so
    its approval, or the reason to go without, goes with it.
    """
    refuse_if_not_ahead(published_at, at)
    release = locked(release)
    old = cancelled(release, by=by, at=at)
    day = stockholm_day(published_at)
    given = {
        field.attname: getattr(old, field.attname)
        for field in Version._meta.concrete_fields
        if not field.primary_key and field.name not in NOT_MOVED
    }
    version = Version(
        **given,
        year=day.year,
        month=day.month,
        published_at=published_at,
        first_published_at=published_at,
    )
    refuse_if_unfit(version)
    take_address(release, version)
    append_version(
        version,
        by=by,
        at=at,
        tenures=[row.tenure_id for row in old.ministers.all()],
        agencies=[row.agency_id for row in old.agencies.all()],
    )
    if bypass := Bypass.objects.filter(version=old).first():
        bypass.pk, bypass.version = None, version
        bypass.save(force_insert=True)
    return version


@transaction.atomic
def publish_history(*, release, by, at, versions):
    """Record a text that was published, and perhaps corrected, elsewhere before; return the last.

    `versions`, oldest first, are dicts of the text fields and `published_at`, `precision`,
    `change`, `change_note_sv`, `change_note_en`. The desk is left with the last text.
    """
    release = locked(release)
    if latest(release):
        raise ValidationError(_("Texten är redan publicerad. Gör en rättelse i stället."))
    if versions[-1]["published_at"] > at:
        raise ValidationError(_("Det som ska publiceras framöver hör inte till historiken."))
    version = None
    for given, following in zip_longest(versions, versions[1:], fillvalue={}):
        for field in TEXTS:
            setattr(release, field, given.get(field, ""))
        refuse_if_incomplete(release)
        version = unsaved_version(
            release,
            published_at=given["published_at"],
            precision=given["precision"],
            last=version,
            superseded_at=following.get("published_at"),
            change=given["change"],
            change_note_sv=given.get("change_note_sv", ""),
            change_note_en=given.get("change_note_en", ""),
        )
        refuse_if_unfit(version)
        release.year, release.month = version.year, version.month
        release.validate_constraints()
        release.save()
        append_version(version, by=by, at=at)
    return version


@transaction.atomic
def correct(*, release, by, at, change, note_sv="", note_en="", bypass_reason=""):
    """Replace the live version by the desk's text from `at` on; return the new Version.

    `change` is Change.MINOR or Change.SUBSTANTIVE; the latter needs a public note. Approval as in
    publish.
    """
    release = locked(release)
    refuse_if_incomplete(release)
    if change not in CORRECTIONS:
        raise ValidationError(_("Välj om rättelsen är mindre eller i sak."))
    if change == Change.SUBSTANTIVE and not note_sv.strip():
        raise ValidationError(_("En rättelse i sak behöver en notis som läsaren får se."))
    last = latest(release)
    if last is None:
        raise ValidationError(_("Texten är inte publicerad, så det finns inget att rätta."))
    if last.published_at > at:
        raise ValidationError(_("Texten har en version som ännu inte har publicerats."))
    if not differs(release, last):
        raise ValidationError(_("Ingenting har ändrats sedan den senaste versionen."))
    approved_by, reason = leave_to_publish(release=release, by=by, reason=bypass_reason)
    version = unsaved_version(
        release,
        published_at=at,
        last=last,
        change=change,
        change_note_sv=note_sv.strip(),
        change_note_en=note_en.strip(),
        approved_by=approved_by,
    )
    refuse_if_unfit(version)
    Version.objects.filter(pk=last.pk).update(superseded_at=at)
    append_version(version, by=by, at=at)
    note_bypass(version, reason=reason, by=by, at=at)
    return version


@transaction.atomic
def cancel(*, release, by, at):
    """Call off the publication that lies ahead of `at`; return its version.

    The text was never public, so it has no address yet: it is a draft again.
    """
    release = locked(release)
    version = cancelled(release, by=by, at=at)
    release.year = release.month = None
    release.save(update_fields=["year", "month"])
    version.refresh_from_db()
    return version


def cancelled(release, *, by, at):
    """The version that lies ahead, always a first one, now marked as cancelled."""
    version = release.versions.filter(cancelled_at__isnull=True, published_at__gt=at).first()
    if version is None:
        raise ValidationError(_("Texten har ingen version som väntar på att publiceras."))
    Version.objects.filter(pk=version.pk).update(cancelled_at=at, cancelled_by=by)
    return version


@transaction.atomic
def withdraw(
    *, release, by, at, reason_sv, reason_en="", replaced_by=None, removed=False, since=None
):
    """Take the release back from `since` (default `at`) on; return the Withdrawal.

    Its address stays. `removed` is for a text that law demands be taken away: machines are told
    410. `since` may lie in the past for a text that was withdrawn elsewhere before.
    """
    since = since or at
    release = locked(release)
    if not reason_sv.strip():
        raise ValidationError(_("Skriv varför texten dras tillbaka; läsaren får se skälet."))
    if not release.versions.in_force(since).exists():
        raise ValidationError(_("Texten är inte publicerad, så den kan inte dras tillbaka."))
    if release.withdrawals.filter(reinstatement__isnull=True).exists():
        raise ValidationError(_("Texten är redan tillbakadragen."))
    if replaced_by is not None and replaced_by.pk == release.pk:
        raise ValidationError(_("En text kan inte ersättas av sig själv."))
    withdrawal = Withdrawal(
        release=release,
        at=since,
        reason_sv=reason_sv.strip(),
        reason_en=reason_en.strip(),
        replaced_by=replaced_by,
        removed=removed,
    )
    return append(withdrawal, by=by, at=at)


@transaction.atomic
def reinstate(*, release, by, at, reason_sv, reason_en=""):
    """Undo the withdrawal in force at `at`; return the Reinstatement."""
    release = locked(release)
    if not reason_sv.strip():
        raise ValidationError(_("Skriv varför texten återinförs; läsaren får se skälet."))
    withdrawal = release.withdrawals.in_force(at).first()
    if withdrawal is None:
        raise ValidationError(_("Texten är inte tillbakadragen."))
    reinstatement = Reinstatement(
        withdrawal=withdrawal, at=at, reason_sv=reason_sv.strip(), reason_en=reason_en.strip()
    )
    return append(reinstatement, by=by, at=at)
