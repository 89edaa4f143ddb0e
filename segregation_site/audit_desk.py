"""Deeds to texts: what the desk's memory and the record tell of each."""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ministers.dates import long_time
from ministers.models import Government
from pressreleases.enums import CORRECTIONS, Decision
from pressreleases.enums import Change as Kind
from pressreleases.models import (
    Attachment,
    Bypass,
    Draft,
    PreviewLink,
    Reinstatement,
    Release,
    Review,
    StoredFile,
    Version,
    Withdrawal,
)
from segregation_site.audit import Action, Change, Event, Source
from segregation_site.audit_content import changes_between, content_of
from segregation_site.audit_history import object_url

TITLES = ("title_sv", "title_en")


def told(*lines):
    """Changes from nothing, of (label, value) pairs that have a value."""
    return [Change(capfirst(str(label)), "", str(value)) for label, value in lines if value]


class ReleaseSource(Source):
    """A table whose rows belong to a release by the path `release`."""

    about = Release
    release = "release"

    def __init__(self):
        self.number = f"{self.release}_id"
        self.search = tuple(f"{self.release}__{name}" for name in TITLES)

    def full_rows(self, pks):
        return self.rows().select_related(self.release, self.who).in_bulk(pks)

    def events(self, keys, user):
        rows = self.full_rows([key.pk for key in keys])
        changes = self.changes_of(rows)
        found = {}
        for key in keys:
            row, release, who = rows[key.pk], rows[key.pk], getattr(rows[key.pk], self.who)
            for step in self.release.split("__"):
                release = getattr(release, step)
            found[key] = Event(
                key=key,
                who=who.get_username() if who else "",
                action=self.action(row),
                kind=capfirst(Release._meta.verbose_name),
                model=Release._meta.label_lower,
                number=str(release.pk),
                label=str(release),
                url=object_url(Release, release.pk, user),
                changes=changes[row.pk],
            )
        return found

    def changes_of(self, rows):
        return {row.pk: self.told(row) for row in rows.values()}

    def told(self, row):
        return []

    def action(self, row):
        [only] = self.actions
        return only


class WithContent(ReleaseSource):
    """Rows that hold the text itself, told by what differs from the row before."""

    def earlier(self):
        """The rows before the one that asks, of the same release."""
        return self.model._base_manager.filter(release=OuterRef("release"), pk__lt=OuterRef("pk"))

    def full_rows(self, pks):
        earlier = self.earlier().order_by("-pk").values("pk")[:1]
        rows = self.rows().select_related(*self.beside()).annotate(previous=Subquery(earlier))
        return rows.in_bulk(pks)

    def beside(self):
        return (self.release, self.who)

    def changes_of(self, rows):
        before = self.model._base_manager.in_bulk({row.previous for row in rows.values()})
        names = {government.pk: str(government) for government in Government.objects.all()}
        return {
            row.pk: self.told(row) + self.differences(row, before.get(row.previous), names)
            for row in rows.values()
        }

    def differences(self, row, before, names):
        return changes_between(before and content_of(before), content_of(row), names)


class DraftSource(WithContent):
    name, model, at, who = "draft", Draft, "saved_at", "saved_by"

    def __init__(self):
        super().__init__()
        earlier = Exists(self.earlier())
        self.actions = {Action.ADDED: Q(~earlier), Action.CHANGED: Q(earlier)}

    def action(self, row):
        return Action.CHANGED if row.previous else Action.ADDED


class VersionSource(WithContent):
    name, model, at, who = "version", Version, "recorded_at", "recorded_by"
    actions = {
        Action.PUBLISHED: Q(change=Kind.FIRST, published_at__lte=F("recorded_at")),
        Action.SCHEDULED: Q(published_at__gt=F("recorded_at")),
        Action.CORRECTED: Q(change__in=CORRECTIONS, published_at__lte=F("recorded_at")),
        Action.MOVED: Q(change=Kind.ADDRESS, published_at__lte=F("recorded_at")),
    }

    def earlier(self):
        return super().earlier().filter(cancelled_at__isnull=True)

    def beside(self):
        return (*super().beside(), "approved_by")

    def action(self, row):
        if row.published_at > row.recorded_at:
            return Action.SCHEDULED
        if row.change == Kind.FIRST:
            return Action.PUBLISHED
        return Action.MOVED if row.change == Kind.ADDRESS else Action.CORRECTED

    def told(self, row):
        return told(
            (_("version"), row.number),
            (_("ändring"), row.get_change_display()),
            (_("publiceras"), long_time(row.published_at)),
            (_("godkänd av"), row.approved_by),
            (_("om ändringen på svenska"), row.change_note_sv),
            (_("om ändringen på engelska"), row.change_note_en),
        )

    def differences(self, row, before, names):
        # What a first version holds is what the drafts before it tell.
        return super().differences(row, before, names) if before else []


class CancelledSource(ReleaseSource):
    name, model, at, who = "version_cancelled", Version, "cancelled_at", "cancelled_by"
    actions = {Action.CANCELLED: Q()}

    def rows(self):
        return super().rows().filter(cancelled_at__isnull=False)

    def told(self, row):
        return [Change(_("Publiceras"), long_time(row.published_at), "")]


class WithdrawalSource(ReleaseSource):
    name, model, at, who = "withdrawal", Withdrawal, "recorded_at", "recorded_by"
    actions = {Action.WITHDRAWN: Q()}

    def rows(self):
        return super().rows().select_related("replaced_by")

    def told(self, row):
        return told(
            (_("tillbakadragen"), long_time(row.at)),
            (_("skäl på svenska"), row.reason_sv),
            (_("skäl på engelska"), row.reason_en),
            (_("ersatt av"), row.replaced_by),
            (_("borttagen"), row.removed and _("ja")),
        )


class ReinstatementSource(ReleaseSource):
    name, model, at, who = "reinstatement", Reinstatement, "recorded_at", "recorded_by"
    release = "withdrawal__release"
    actions = {Action.REINSTATED: Q()}

    def told(self, row):
        return told(
            (_("återinförd"), long_time(row.at)),
            (_("skäl på svenska"), row.reason_sv),
            (_("skäl på engelska"), row.reason_en),
        )


class SubmittedSource(ReleaseSource):
    name, model, at, who = "review", Review, "submitted_at", "submitted_by"
    actions = {Action.SUBMITTED: Q()}


class DecidedSource(ReleaseSource):
    name, model, at, who = "review_decided", Review, "decided_at", "decided_by"
    actions = {
        Action.APPROVED: Q(decision=Decision.APPROVED),
        Action.RETURNED: Q(decision=Decision.RETURNED),
    }

    def rows(self):
        return super().rows().exclude(decision="")

    def action(self, row):
        return Action.APPROVED if row.decision == Decision.APPROVED else Action.RETURNED

    def told(self, row):
        before = Change(_("Beslut"), _("väntar på granskning"), str(Decision(row.decision).label))
        return [before, *told((_("kommentar"), row.comment))]


class BypassSource(ReleaseSource):
    name, model, at, who = "bypass", Bypass, "at", "by"
    release = "version__release"
    actions = {Action.BYPASSED: Q()}

    def rows(self):
        # One that went along when the time was moved is the same decision.
        same = Bypass.objects.filter(
            version__release=OuterRef("version__release"),
            pk__lt=OuterRef("pk"),
            **{self.at: OuterRef(self.at)},
        )
        return super().rows().filter(~Exists(same))

    def told(self, row):
        return told((_("skäl"), row.reason))


class BypassReviewedSource(BypassSource):
    name, at, who = "bypass_reviewed", "reviewed_at", "reviewed_by"
    actions = {Action.BYPASS_REVIEWED: Q()}

    def rows(self):
        return super().rows().filter(reviewed_at__isnull=False)


class SharedSource(ReleaseSource):
    # The link's key is a secret, and is not told.
    name, model, at, who = "previewlink", PreviewLink, "created_at", "created_by"
    actions = {Action.SHARED: Q()}

    def told(self, row):
        return told((_("gäller till"), long_time(row.expires_at)))


class RevokedSource(SharedSource):
    name, at, who = "previewlink_revoked", "revoked_at", "revoked_by"
    actions = {Action.REVOKED: Q()}

    def rows(self):
        return super().rows().filter(revoked_at__isnull=False)

    def told(self, row):
        return [Change(_("Gäller till"), long_time(row.expires_at), "")]


class UploadSource(Source):
    """Files as they came. Who may read the texts may know of them; each links to its text."""

    name, model, about, at, who = "storedfile", StoredFile, StoredFile, "uploaded_at", "uploaded_by"
    seen_with = Release
    search = ("name",)
    actions = {Action.UPLOADED: Q()}

    def events(self, keys, user):
        rows = self.rows().select_related(self.who).in_bulk([key.pk for key in keys])
        attached = Attachment.objects.filter(file__in=rows)
        releases = dict(attached.values_list("file", "release"))
        return {
            key: Event(
                key=key,
                who=row.uploaded_by.get_username() if row.uploaded_by else "",
                action=Action.UPLOADED,
                kind=capfirst(StoredFile._meta.verbose_name),
                model=StoredFile._meta.label_lower,
                number=str(row.pk),
                label=str(row),
                url=object_url(Release, releases.get(row.pk), user),
                changes=told(
                    (_("filtyp"), row.get_type_display()),
                    (_("storlek i byte"), row.size),
                    (_("kontrollsumma"), row.sha256),
                ),
            )
            for key in keys
            for row in [rows[key.pk]]
        }
