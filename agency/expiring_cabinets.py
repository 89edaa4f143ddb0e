"""What is due of governments, of those who sit in them, and of the check of the facts."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from agency.due import AHEAD, MOST, Due
from ministers.dates import the_date
from ministers.models import FactsCheck, Government, Tenure


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
