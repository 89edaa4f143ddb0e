"""Facts whose time is running out: what a fact editor has to look at before readers notice."""

from django.utils.text import capfirst

from agency.expiring_agencies import assignments, endings
from agency.expiring_cabinets import checks, governments, tenures
from ministers.models import FactsCheck, Tenure


def expiring(on):
    """Every Due by the Stockholm day `on`, or within sixty days of it, the nearest day first,
    whether it has passed or not.

    Ends are half-open: `ends_on` is the day of discharge. As many queries as there are kinds.
    """
    found = [*checks(on), *governments(on), *tenures(on), *endings(on), *assignments(on)]
    return sorted(found, key=lambda due: abs(due.day - on))


def name_of(fact):
    """What a list calls the fact."""
    if isinstance(fact, FactsCheck):
        return capfirst(FactsCheck._meta.verbose_name)
    if isinstance(fact, Tenure):
        return f"{fact.minister.name}, {fact.post.title}"
    return str(fact)
