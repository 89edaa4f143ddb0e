"""Django's own log as a source of the audit."""

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import capfirst

from segregation_site.audit import Action, Event, Source, may_see
from segregation_site.audit_history import HistorySource, object_url

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
