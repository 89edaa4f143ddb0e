"""Every source of the audit; a test fails for a model of admin that has none."""

from django.apps import apps
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from segregation_site import audit_desk as desk
from segregation_site.audit import Action, Event, Query, Source, may_see
from segregation_site.audit_history import HistorySource, object_url
from segregation_site.signin.log import KEPT

# Parts that are edited on the page of what they belong to, by their foreign key to it.
PARENTS = {
    "agency.directorship": "agency",
    "agency.mandatetask": "mandate",
    "agency.assignmentpart": "assignment",
    "agency.agencyevent": "agency",
}


FLAGS = {ADDITION: Action.ADDED, CHANGE: Action.CHANGED, DELETION: Action.DELETED}


class LogSource(Source):
    """Django's own log: for deeds that no other table keeps, such as a text deleted.

    Made for one user, since it tells of every kind of object.
    """

    name, model, at, who = "log", LogEntry, "action_time", "user"
    actions = {action: Q(action_flag=flag) for flag, action in FLAGS.items()}
    search = ("object_repr",)

    def __init__(self, user, others):
        self.types = {
            found.pk: found.model_class()
            for found in ContentType.objects.all()
            if found.model_class() and may_see(user, found.model_class())
        }
        tracked = {source.tracked for source in others if isinstance(source, HistorySource)}
        told = {model for source in others for model in (source.about, source.model)} - tracked
        self.deletions_only = [pk for pk, model in self.types.items() if model in told]
        self.everything = set(self.types) - set(self.deletions_only)
        self.everything -= {pk for pk, model in self.types.items() if model in tracked}

    def may_be_seen_by(self, user):
        return True

    def kinds(self):
        return {model._meta.label_lower for model in self.types.values()}

    def rows(self):
        deleted = Q(content_type__in=self.deletions_only, action_flag=DELETION)
        return super().rows().filter(Q(content_type__in=self.everything) | deleted)

    def asked_for(self, query):
        rows = super().asked_for(query)
        if rows is None or not query.kind:
            return rows
        wanted = [pk for pk, model in self.types.items() if model._meta.label_lower == query.kind]
        return rows.filter(content_type__in=wanted)

    def numbered(self, query):
        return Q(object_id=str(query.number))

    def events(self, keys, user):
        rows = self.rows().select_related("user").in_bulk([key.pk for key in keys])
        found = {}
        for key in keys:
            row = rows[key.pk]
            model = self.types[row.content_type_id]
            gone = row.action_flag == DELETION
            found[key] = Event(
                key=key,
                who=row.user.get_username(),
                action=FLAGS[row.action_flag],
                kind=capfirst(model._meta.verbose_name),
                model=model._meta.label_lower,
                number=row.object_id or "",
                label=row.object_repr,
                url="" if gone else object_url(model, row.object_id, user),
            )
        return found


class FactorSource(Source):
    """Second factors added, replaced and taken away, which sign-in writes to Django's log."""

    name, model, about, at, who = "factor", LogEntry, get_user_model(), "action_time", "user"
    actions = {Action.FACTOR: Q()}
    search = ("object_repr",)

    def rows(self):
        return super().rows().filter(change_message__in=KEPT)

    def kinds(self):
        return {self.about._meta.label_lower}

    def numbered(self, query):
        return Q(object_id=str(query.number))

    def events(self, keys, user):
        rows = self.rows().select_related("user").in_bulk([key.pk for key in keys])
        numbers = {row.object_id for row in rows.values()}
        there = {
            str(pk) for pk in self.about.objects.filter(pk__in=numbers).values_list("pk", flat=True)
        }
        return {
            key: Event(
                key=key,
                who=row.user.get_username(),
                action=Action.FACTOR,
                kind=capfirst(self.about._meta.verbose_name),
                model=self.about._meta.label_lower,
                number=row.object_id,
                label=row.object_repr,
                url=object_url(self.about, row.object_id, user) if row.object_id in there else "",
                changes=desk.told((_("säker inloggning"), KEPT[row.change_message])),
            )
            for key in keys
            for row in [rows[key.pk]]
        }


def sources():
    """Every source but Django's log, which depends on who asks."""
    tracked = [
        model
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute")
    ]
    return [
        *(HistorySource(model, PARENTS.get(model._meta.label_lower, "")) for model in tracked),
        desk.DraftSource(),
        desk.SubmittedSource(),
        desk.DecidedSource(),
        desk.VersionSource(),
        desk.CancelledSource(),
        desk.WithdrawalSource(),
        desk.ReinstatementSource(),
        desk.BypassSource(),
        desk.BypassReviewedSource(),
        desk.SharedSource(),
        desk.RevokedSource(),
        desk.UploadSource(),
        FactorSource(),
    ]


def sources_for(user):
    """The sources of what the user may see in admin."""
    found = sources()
    return [
        *(source for source in found if source.may_be_seen_by(user)),
        LogSource(user, found),
    ]


def has_deeds(account):
    """Whether the log names the account as the one who did something."""
    query = Query(who=str(account.pk))
    return any(source.asked_for(query).exists() for source in sources()) or (
        LogEntry.objects.filter(user=account).exists()
    )
