"""The release page before it is public: which texts there are to preview, and links to share.

A preview is rendered by the public page's own template from the same context. The verbs `share`
and `revoke` take keywords only, run in one transaction, are told the time (`at`, aware), and raise
ValidationError, in the editor's language, when they change nothing.
"""

import secrets
from dataclasses import replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.periods import stockholm_day, stockholm_midnight
from pressreleases.desk import differs, locked, unsaved_version
from pressreleases.enums import Change
from pressreleases.models import PreviewLink, Withdrawal
from pressreleases.reading import page_context, withdrawn_context

# How many days a shared link may hold.
DAYS = (1, 7, 30)
# Half of the 32 characters' bits each: 128 bits, which nobody guesses.
KEY_BYTES = 16


class Which(models.TextChoices):
    """Which of a release's texts a preview shows; in the address, so in plain letters."""

    DESK = "skrivbordet", gettext_lazy("den sparade texten på skrivbordet")
    WAITING = "vantande", gettext_lazy("den version som väntar på sin tid")
    PUBLIC = "publik", gettext_lazy("det som läsaren ser")


def desk_version(release, *, at, published_at=None, **given):
    """The version that the desk's text would be, published at `published_at` (default `at`).

    `given` is what an editor says of a correction (`change`, `change_note_sv`, `change_note_en`).
    Where the desk holds what is public already, that version itself.
    """
    last = release.versions.shown(at).last()
    if last is None:
        return unsaved_version(release, published_at=published_at or at)
    if not differs(release, last):
        return last
    return unsaved_version(
        release, published_at=published_at or at, last=last, **{"change": Change.MINOR, **given}
    )


def texts_of(release, at):
    """{Which: Version} of what there is to preview at `at`; the desk's own is made when asked for.

    The first is the one to show when nothing is asked for: what readers see of a withdrawn text,
    what waits, or the desk's.
    """
    waiting = release.versions.waiting(at).first()
    public = release.versions.in_force(at).first()
    found = {Which.DESK: None}
    if waiting:
        found = {Which.WAITING: waiting, **found}
    if public:
        hidden = Withdrawal.objects.hiding(at).filter(release=release).exists()
        public = {Which.PUBLIC: public}
        found = {**public, **found} if hidden else {**found, **public}
    return found


def read_on(moment, day, published_at):
    """The moment of a reader on `day`: its end, or the present where it is today.

    Today it is no earlier than the publication, where that is later today.
    """
    at = moment.at
    if day != moment.on:
        at = stockholm_midnight(day + timedelta(days=1)) - timedelta(microseconds=1)
    elif stockholm_day(published_at) == day:
        at = max(at, published_at)
    return replace(moment, at=at, on=day, asked=None)


def page_of(version, moment, *, withdrawn, file_url):
    """(template, context) of the page of `version` at `moment`; `file_url` as in page_context.

    `withdrawn`: where the release is withdrawn then, the page that says so instead.
    """
    hidden = Withdrawal.objects.hiding(moment.at).filter(release=version.release_id)
    if withdrawn and hidden.exists():
        return "pressreleases/release_withdrawn.html", withdrawn_context(version, moment)
    return "pressreleases/release_detail.html", page_context(version, moment, file_url=file_url)


# --- links to share ------------------------------------------------------------------------------


@transaction.atomic
def share(*, release, by, at, days=7):
    """Make an address at which whoever has it may read the desk's text; return the PreviewLink."""
    release = locked(release)
    if days not in DAYS:
        raise ValidationError(_("Välj hur länge länken ska gälla: 1, 7 eller 30 dagar."))
    if Withdrawal.objects.hiding(at).filter(release=release, removed=True).exists():
        raise ValidationError(_("Lag kräver att texten tas bort, så den kan inte delas."))
    return PreviewLink.objects.create(
        release=release,
        key=secrets.token_hex(KEY_BYTES),
        created_at=at,
        created_by=by,
        expires_at=at + timedelta(days=days),
    )


@transaction.atomic
def revoke(*, link, by, at):
    """Close a link before its time; return it. One that is closed already is refused."""
    link = PreviewLink.objects.select_for_update().get(pk=link.pk)
    if not PreviewLink.objects.open(at).filter(pk=link.pk).exists():
        raise ValidationError(_("Länken gäller inte längre, så den behöver inte återkallas."))
    link.revoked_at, link.revoked_by = at, by
    link.save(update_fields=["revoked_at", "revoked_by"])
    return link
