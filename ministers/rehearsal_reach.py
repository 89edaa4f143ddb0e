"""Whom and which periods a change of government touches, by a plan or between two days."""

from django.db.models import Q

from ministers.admin_preview import Touched
from ministers.models import Government, Minister, Tenure


def touched_by(plan):
    """Whom and which periods a plan changes, as its facts stand now."""
    ministers = {tenure.minister_id for tenure in plan.ended}
    ministers |= {tenure.minister_id for _key, tenure in plan.begun}
    old = plan.outgoing
    periods = {(old.starts_on, old.ends_on)} if old else set()
    return Touched(frozenset(ministers - {None}), frozenset(periods))


def touched_between(on, day):
    """Whom and which periods anything changes for, after `on` and by `day`."""

    def passes(field):
        return Q(**{f"{field}__gt": on, f"{field}__lte": day})

    tenures = Tenure.objects.filter(passes("starts_on") | passes("ends_on")).order_by()
    dead = Minister.objects.filter(passes("died_on")).order_by()
    ended = Government.objects.filter(passes("ends_on"))
    ministers = {*tenures.values_list("minister", flat=True), *dead.values_list("pk", flat=True)}
    periods = frozenset(ended.values_list("starts_on", "ends_on"))
    return Touched(frozenset(ministers), periods)
