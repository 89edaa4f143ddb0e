"""What is due of agencies, their directors and instructions, departments, and assignments."""

from django.db.models import Q
from django.utils.translation import gettext as _

from agency.due import AHEAD, MOST, Due
from agency.models import Agency, Assignment, Directorship, Mandate
from ministers.dates import the_date
from ministers.models import Department


def endings(on):
    """Agencies, their directors and instructions, and departments, with an end ahead."""
    soon = Q(ends_on__gt=on, ends_on__lte=on + AHEAD)
    for ending in (
        Agency.objects.filter(soon),
        Mandate.objects.filter(soon).select_related("agency"),
        Directorship.objects.filter(soon).select_related("agency"),
        Department.objects.filter(soon),
    ):
        for fact in ending.order_by("ends_on", "pk")[:MOST]:
            person = isinstance(fact, Directorship)
            words = _("Lämnar uppdraget %s.") if person else _("Upphör %s.")
            yield Due(fact, fact.ends_on, words % the_date(fact.ends_on))


def assignments(on):
    """Special assignments due soon, or past their day without a report."""
    unreported = Q(reported_on__isnull=True) | Q(reported_on__gt=on)
    due = Assignment.objects.filter(
        unreported, decided_on__lte=on, due_on__isnull=False, due_on__lte=on + AHEAD
    )
    for assignment in due.select_related("agency").order_by("-due_on", "pk")[:MOST]:
        if assignment.due_on < on:
            words = _("Skulle ha redovisats senast %s. Fyll i redovisningsdagen om den är känd.")
        else:
            words = _("Ska redovisas senast %s.")
        yield Due(assignment, assignment.due_on, words % the_date(assignment.due_on))
