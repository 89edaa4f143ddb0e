"""Facts whose time is running out: what a fact editor has to look at before readers notice."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agency.models import Agency, Assignment, Directorship, Mandate
from ministers.dates import the_date
from ministers.models import Department, FactsCheck, Government, Tenure

AHEAD = timedelta(days=60)
# Of each kind; a change of government ends some twenty-five tenures on one day.
MOST = 60


@dataclass(frozen=True)
class Due:
    """A fact, the day that something happens to it, and what, in words."""

    fact: object
    day: date
    says: str


def expiring(on):
    """Every Due by the Stockholm day `on`, or within sixty days of it, the nearest day first,
    whether it has passed or not.

    Ends are half-open: `ends_on` is the day of discharge. As many queries as there are kinds.
    """
    found = [*checks(on), *governments(on), *tenures(on), *endings(on), *assignments(on)]
    return sorted(found, key=lambda due: abs(due.day - on))


def checks(on):
    """The last check of the facts, where its day has passed or comes soon."""
    last = FactsCheck.objects.order_by("-known_until").first()
    if last is None or last.known_until > on + AHEAD:
        return
    day = the_date(last.known_until)
    if last.known_until < on:
        words = _("Kontrollen gällde till och med %s. Kontrollera fakta och lägg in en ny.")
    else:
        words = _("Kontrollen gäller till och med %s. Kontrollera fakta på nytt före dess.")
    yield Due(last, last.known_until, words % day)


def governments(on):
    near = Q(starts_on__gt=on, starts_on__lte=on + AHEAD) | Q(ends_on__gt=on)
    for government in Government.objects.filter(near | Q(ends_on__isnull=True))[:MOST]:
        if on < government.starts_on <= on + AHEAD:
            words = _("Tillträder %s. Se över statsråd och poster före dess.")
            yield Due(government, government.starts_on, words % the_date(government.starts_on))
        if government.ends_on and government.ends_on <= on + AHEAD:
            words = _("Avgår %s.")
            yield Due(government, government.ends_on, words % the_date(government.ends_on))
        elif government.holds_on(on) and government.caretaker_from:
            since = government.caretaker_from
            words = (
                _("Övergångsregering sedan %s. Lägg in nästa regering när den är känd.")
                if since <= on
                else _("Blir övergångsregering %s.")
            )
            if since <= on + AHEAD:
                yield Due(government, since, words % the_date(since))


def tenures(on):
    follows = Tenure.objects.filter(
        post=OuterRef("post"), starts_on__gte=OuterRef("ends_on"), acting=False
    ).exclude(pk=OuterRef("pk"))
    ending = (
        Tenure.objects.filter(ends_on__gt=on, ends_on__lte=on + AHEAD)
        .select_related("minister", "post")
        .annotate(followed=Exists(follows), taken_over=F("post__succeeded_by"))
        .order_by("ends_on", "pk")
    )
    for tenure in ending[:MOST]:
        words = _("Lämnar posten %s.") % the_date(tenure.ends_on)
        if not (tenure.followed or tenure.taken_over):
            words += " " + _("Ingen efterträdare är inlagd.")
        yield Due(tenure, tenure.ends_on, words)


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


def name_of(fact):
    """What a list calls the fact."""
    if isinstance(fact, FactsCheck):
        return capfirst(FactsCheck._meta.verbose_name)
    if isinstance(fact, Tenure):
        return f"{fact.minister.name}, {fact.post.title}"
    return str(fact)
