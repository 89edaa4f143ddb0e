"""From rows to the plain facts that the notices are computed from."""

from ministers.models import Government
from ministers.notices import Both, Cabinet, Evidence, Held, Person


def both(row, field):
    return Both(sv=getattr(row, f"{field}_sv") or "", en=getattr(row, f"{field}_en") or "")


def evidence_of(row):
    return Evidence(
        starts=both(row, "starts_source"), ends=both(row, "ends_source"), note=both(row, "note")
    )


def held_of(tenure):
    """The Held of a Tenure; needs its post."""
    return Held(
        post=tenure.post.slug,
        title=both(tenure.post, "title"),
        starts_on=tenure.starts_on,
        ends_on=tenure.ends_on,
        starts_precision=tenure.starts_precision,
        ends_precision=tenure.ends_precision,
        acting=tenure.acting,
        evidence=(evidence_of(tenure),),
    )


def person_of(minister):
    """The Person of a Minister; no query where `with_tenures()` was asked for."""
    return Person(
        slug=minister.slug,
        name=minister.name,
        pronoun=minister.pronoun,
        held=tuple(held_of(tenure) for tenure in minister.tenures.all()),
        died_on=minister.died_on,
    )


def all_governments():
    """Every government, oldest first: one query."""
    return [
        Cabinet(
            slug=government.slug,
            name=both(government, "name"),
            starts_on=government.starts_on,
            ends_on=government.ends_on,
            evidence=evidence_of(government),
        )
        for government in Government.objects.order_by("starts_on")
    ]
