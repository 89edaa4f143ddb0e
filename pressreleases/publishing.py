"""The verbs: the only writers of the record.

Each takes keywords only, runs in one transaction, and is told the time (`at`, aware). Each raises
ValidationError, in the editor's language, and then changes nothing.
"""

from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.converters import plain_address
from ministers.periods import Precision, days_of, stockholm_day
from pressreleases.enums import CORRECTIONS, Change
from pressreleases.models import (
    Reinstatement,
    Release,
    Version,
    VersionAgency,
    VersionMinister,
    Withdrawal,
)
from pressreleases.record import GENESIS, hash_of
from pressreleases.richtext import clean

LANGUAGES = ("sv", "en")
TEXTS = tuple(f"{field}_{code}" for field in ("title", "lead", "body") for code in LANGUAGES)
# A slip of the finger in a date would otherwise make an address that lasts.
YEARS = range(1900, 2101)
YEAR_OUT_OF_RANGE = gettext_lazy("Året måste ligga mellan %(first)s och %(last)s.")
# An arbitrary number that names the chain's lock on PostgreSQL.
CHAIN_LOCK = 2018_0101


def frozen_facts(release):
    """What a page shows beside the text, as it is now, in both languages."""

    def both(thing, field):
        return {code: getattr(thing, f"{field}_{code}") or "" for code in LANGUAGES}

    return {
        "department": {"slug": release.department.slug, "name": both(release.department, "name")},
        "ministers": [
            {
                "minister": appearance.tenure.minister.slug,
                "name": appearance.tenure.minister.name,
                "post": appearance.tenure.post.slug,
                "title": both(appearance.tenure.post, "title"),
            }
            for appearance in appearances(release)
        ],
        "contacts": [
            {
                "role": both(contact, "role"),
                "name": contact.name,
                "email": contact.email,
                "phone": contact.phone,
            }
            for contact in release.contacts.all()
        ],
        "agencies": [
            {"slug": agency.slug, "name": both(agency, "name")} for agency in release.agencies.all()
        ],
        "mandates": [
            {
                "agency": mandate.agency.slug,
                "agency_name": both(mandate.agency, "name"),
                "instruction": both(mandate, "instruction"),
                "tasks": [both(task, "text") for task in mandate.tasks.all()],
            }
            for mandate in release.mandates.select_related("agency").prefetch_related("tasks")
        ],
        "assignments": [
            {
                "agency": assignment.agency.slug,
                "slug": assignment.slug,
                "title": both(assignment, "title"),
                "summary": both(assignment, "summary"),
            }
            for assignment in release.assignments.select_related("agency")
        ],
        "provenance": {
            "origin": release.origin,
            "publisher": both(release, "publisher"),
            "original_url": release.original_url,
            "licence_note": both(release, "licence_note"),
        },
    }


def appearances(release):
    return release.appearances.select_related("tenure__minister", "tenure__post")


def unsaved_version(release, *, published_at, precision=Precision.DAY, last=None, **given):
    """The Version that publishing the desk's text would make, unsaved: also the preview.

    After a `last` version it keeps that one's address, day and precision.
    """
    day = stockholm_day(published_at)
    texts = {field: getattr(release, field) or "" for field in TEXTS}
    texts |= {field: clean(text) for field, text in texts.items() if field.startswith("body")}
    return Version(
        release=release,
        number=last.number + 1 if last else 1,
        kind=last.kind if last else release.kind,
        slug=last.slug if last else release.slug,
        year=last.year if last else day.year,
        month=last.month if last else day.month,
        department=release.department,
        sent_under=release.sent_under,
        frozen=frozen_facts(release),
        first_published_at=last.first_published_at if last else published_at,
        published_at=published_at,
        published_precision=last.published_precision if last else precision,
        written_by=release.edited_by,
        **texts,
        **given,
    )


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


def append_version(version, *, by, at):
    append(version, by=by, at=at)
    VersionMinister.objects.bulk_create(
        VersionMinister(version=version, tenure_id=appearance.tenure_id, position=position)
        for position, appearance in enumerate(appearances(version.release), 1)
    )
    VersionAgency.objects.bulk_create(
        VersionAgency(version=version, agency=agency) for agency in version.release.agencies.all()
    )
    return version


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


def refuse_if_incomplete(release):
    missing = [
        label
        for label, value in (
            (_("rubrik på svenska"), release.title_sv),
            (_("ingress på svenska"), release.lead_sv),
            (_("text på svenska"), release.body_sv),
            (_("utgivare på svenska"), release.publisher_sv),
        )
        if not (value or "").strip()
    ]
    if missing:
        raise ValidationError(
            _("Texten kan inte publiceras än. Det saknas: %s.") % ", ".join(missing)
        )


def locked(release):
    """The release's row, held until the transaction ends, so that one verb acts at a time."""
    return Release.objects.select_for_update().get(pk=release.pk)


def latest(release):
    """The last version that was not cancelled, or None."""
    return release.versions.filter(cancelled_at__isnull=True).order_by("number").last()


@transaction.atomic
def publish(*, release, by, at, published_at=None, precision=Precision.DAY):
    """Publish the desk's text for the first time; return the Version.

    `published_at` (default `at`) may lie in the past for a text published elsewhere before, or in
    the future; `precision` says how much of it is known. Freezes the address.
    """
    release = locked(release)
    refuse_if_incomplete(release)
    if latest(release):
        raise ValidationError(_("Texten är redan publicerad. Gör en rättelse i stället."))
    version = unsaved_version(release, published_at=published_at or at, precision=precision)
    refuse_if_unfit(version)
    release.year, release.month = version.year, version.month
    release.validate_constraints()
    release.save(update_fields=["year", "month"])
    return append_version(version, by=by, at=at)


@transaction.atomic
def publish_history(*, release, by, at, versions):
    """Record a text that was published, and perhaps corrected, elsewhere before; return the last.

    `versions`, oldest first, are dicts of the text fields and `published_at`, `precision`,
    `change`, `change_note_sv`, `change_note_en`. The desk is left with the last text.
    """
    release = locked(release)
    if latest(release):
        raise ValidationError(_("Texten är redan publicerad. Gör en rättelse i stället."))
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
def correct(*, release, by, at, change, note_sv="", note_en=""):
    """Replace the live version by the desk's text from `at` on; return the new Version.

    `change` is Change.MINOR or Change.SUBSTANTIVE; the latter needs a public note.
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
    version = unsaved_version(
        release,
        published_at=at,
        last=last,
        change=change,
        change_note_sv=note_sv.strip(),
        change_note_en=note_en.strip(),
    )
    refuse_if_unfit(version)
    same_text = all((getattr(last, field) or "") == getattr(version, field) for field in TEXTS)
    if same_text and last.frozen == version.frozen and last.sent_under_id == version.sent_under_id:
        raise ValidationError(_("Ingenting har ändrats sedan den senaste versionen."))
    Version.objects.filter(pk=last.pk).update(superseded_at=at)
    return append_version(version, by=by, at=at)


@transaction.atomic
def cancel(*, release, by, at):
    """Call off the publication that lies ahead of `at`; return its version.

    The text was never public, so it has no address yet: it is a draft again.
    """
    release = locked(release)
    version = release.versions.filter(cancelled_at__isnull=True, published_at__gt=at).first()
    if version is None:
        raise ValidationError(_("Texten har ingen version som väntar på att publiceras."))
    Version.objects.filter(pk=version.pk).update(cancelled_at=at)
    release.year = release.month = None
    release.save(update_fields=["year", "month"])
    version.refresh_from_db()
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
