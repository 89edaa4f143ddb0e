"""Second factors as a source of the audit."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from segregation_site import audit_desk as desk
from segregation_site.audit import Action, Event, Source
from segregation_site.audit_history import object_url
from segregation_site.signin.log import KEPT


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
