"""The verbs of publication: the only writers of the record. Those of review: see reviewing.py.

Each takes keywords only, runs in one transaction, and is told the time (`at`, aware). Each raises
ValidationError, in the editor's language, and then changes nothing. `by` is None for what was
published elsewhere before: the importer needs no approval.
"""

from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.converters import plain_address
from ministers.periods import Precision, days_of, stockholm_day
from pressreleases.desk import (
    TEXTS,
    differs,
    digest_of,
    latest,
    locked,
    refuse_if_incomplete,
    unsaved_version,
)
from pressreleases.enums import CORRECTIONS, Change
from pressreleases.models import Bypass, Reinstatement, Release, Version, Withdrawal
from pressreleases.recording import (
    append,
    append_copy,
    append_version,
    copy_of,
    give_back_addresses,
    take_address,
)
from pressreleases.reviewing import leave_to_publish

# A slip of the finger in a date would otherwise make an address that lasts.
YEARS = range(1900, 2101)
YEAR_OUT_OF_RANGE = gettext_lazy("Året måste ligga mellan %(first)s och %(last)s.")


def refuse_if_unfit(version):
    """Raise what stands in the way of a version: its address, its year, its sending government."""
    plain_address(version.slug)
    if version.year not in YEARS or stockholm_day(version.published_at).year not in YEARS:
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
def publish(
    *, release, by, at, published_at=None, precision=Precision.DAY, bypass_reason="", seen=""
):
    """Publish the desk's text for the first time; return the Version.

    `published_at` (default `at`) may lie in the past for a text published elsewhere before, or in
    the future; `precision` says how much of it is known. Freezes the address. What nobody has
    approved needs a reason, which stays on a list until someone else has reviewed it. `seen` is the
    digest of the text that `by` has read; where the desk holds another by now, it is refused.
    """
    release = locked(release)
    refuse_if_unseen(release, seen)
    refuse_if_incomplete(release)
    if latest(release):
        raise ValidationError(_("Texten är redan publicerad. Gör en rättelse i stället."))
    approved_by, reason = leave_to_publish(release=release, by=by, reason=bypass_reason)
    version = unsaved_version(
        release, published_at=published_at or at, precision=precision, approved_by=approved_by
    )
    refuse_if_unfit(version)
    take_address(release, **version.address)
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
    """Move what waits, a first publication or a correction, to another instant ahead.

    The text is the one that was frozen when it was scheduled, not what the desk holds by now, so
    its approval, or the reason to go without, goes with it. Return the new Version.
    """
    refuse_if_not_ahead(published_at, at)
    release = locked(release)
    old = cancelled(release, by=by, at=at)
    version = copy_of(old, published_at=published_at)
    if version.number == 1:
        day = stockholm_day(published_at)
        version.year, version.month = day.year, day.month
        version.first_published_at = published_at
    refuse_if_unfit(version)
    give_back_addresses(release)
    take_address(release, **version.address)
    supersede_before(version, at=published_at)
    append_copy(version, old, by=by, at=at)
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
        release.save()
        take_address(release, **version.address)
        append_version(version, by=by, at=at)
    return version


@transaction.atomic
def correct(
    *, release, by, at, change, published_at=None, note_sv="", note_en="", bypass_reason="", seen=""
):
    """Replace the live version by the desk's text from `published_at` on; return the new Version.

    `published_at` (default `at`) may lie ahead: the text is frozen now and takes over by itself
    then. `change` is Change.MINOR or Change.SUBSTANTIVE; the latter needs a public note. Approval
    and `seen` as in publish.
    """
    if published_at is not None:
        refuse_if_not_ahead(published_at, at)
    release = locked(release)
    refuse_if_unseen(release, seen)
    refuse_if_incomplete(release)
    if change not in CORRECTIONS:
        raise ValidationError(_("Välj om rättelsen är mindre eller i sak."))
    if change == Change.SUBSTANTIVE and not note_sv.strip():
        raise ValidationError(_("En rättelse i sak behöver en notis som läsaren får se."))
    last = latest(release)
    if last is None:
        raise ValidationError(_("Texten är inte publicerad, så det finns inget att rätta."))
    refuse_if_waiting(last, at)
    if not differs(release, last):
        raise ValidationError(_("Ingenting har ändrats sedan den senaste versionen."))
    approved_by, reason = leave_to_publish(release=release, by=by, reason=bypass_reason)
    version = unsaved_version(
        release,
        published_at=published_at or at,
        last=last,
        change=change,
        change_note_sv=note_sv.strip(),
        change_note_en=note_en.strip(),
        approved_by=approved_by,
    )
    refuse_if_unfit(version)
    supersede_before(version, at=version.published_at)
    append_version(version, by=by, at=at)
    note_bypass(version, reason=reason, by=by, at=at)
    return version


def refuse_if_unseen(release, seen):
    if seen and seen != digest_of(release):
        raise ValidationError(
            _("Texten har ändrats sedan du öppnade sidan. Läs den på nytt innan du publicerar.")
        )


def refuse_if_waiting(last, at):
    if last.published_at > at:
        raise ValidationError(_("Texten har en version som ännu inte har publicerats."))


def supersede_before(version, *, at):
    """Let the version before this one stand until `at`; without an end where `at` is None."""
    Version.objects.filter(
        release=version.release_id, number=version.number - 1, cancelled_at__isnull=True
    ).update(superseded_at=at)


@transaction.atomic
def move(*, release, by, at, slug, reason, kind=None):
    """Give a published text another address from `at` on; return the new Version.

    The text is the one that the public reads, not what the desk holds by now, so nobody need
    approve it. Year and month, the day of publication, never change. Every address it has had in
    public leads to the new one (see views.release_detail), and no other release may take them.
    `reason` is kept in the record and not shown to readers.
    """
    release = locked(release)
    if not reason.strip():
        raise ValidationError(_("Skriv varför adressen ändras."))
    last = latest(release)
    if last is None:
        raise ValidationError(_("Texten är inte publicerad. Ändra adressen i själva texten."))
    refuse_if_waiting(last, at)
    address = last.address | {"slug": slug, "kind": kind or last.kind}
    for field in ("slug", "kind"):
        Release._meta.get_field(field).clean(address[field], release)
    if address == last.address:
        raise ValidationError(_("Texten har redan den adressen."))
    take_address(release, **address)
    version = copy_of(
        last,
        **address,
        number=last.number + 1,
        published_at=at,
        change=Change.ADDRESS,
        change_note_sv=reason.strip(),
        change_note_en="",
    )
    supersede_before(version, at=at)
    return append_copy(version, last, by=by, at=at)


@transaction.atomic
def cancel(*, release, by, at):
    """Call off the publication that lies ahead of `at`; return its version.

    A text that was never public has no address yet: it is a draft again. Where a correction is
    called off the version that stands goes on standing, without an end.
    """
    release = locked(release)
    version = cancelled(release, by=by, at=at)
    supersede_before(version, at=None)
    if version.number == 1:
        release.year = release.month = None
        release.save(update_fields=["year", "month"])
        give_back_addresses(release)
    version.refresh_from_db()
    return version


def cancelled(release, *, by, at):
    """The version that lies ahead, now marked as cancelled."""
    version = release.versions.waiting(at).first()
    if version is None:
        raise ValidationError(_("Texten har ingen version som väntar på att publiceras."))
    try:
        with transaction.atomic():
            Version.objects.filter(pk=version.pk).update(cancelled_at=at, cancelled_by=by)
    except IntegrityError as passed:
        # The database's clock is a little ahead of the one that the request read.
        raise ValidationError(_("Tiden hann gå: versionen är redan publicerad.")) from passed
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
