"""The places where given addresses stand, found by search."""

from html import escape

from django.db.models import Q

from pressreleases.links.sources import fact_models, of_fact, of_release, of_version, on_the_desk
from pressreleases.models import Release, Version

BODIES = ("body_sv", "body_en")
# A dead address looked for in more rows than this stands everywhere, and the first rows will do.
ROWS = 200


def holding(urls, fields):
    """The condition that one of `fields` has one of `urls` in it, as written or as HTML."""
    spellings = {spelling for url in urls for spelling in (url, escape(url), escape(url, False))}
    found = Q()
    for field in fields:
        for spelling in spellings:
            # On a key of JSON, "contains" asks for something else; the rows are looked at anyway.
            found |= Q(**{f"{field}__icontains": spelling})
    return found


def places(urls, at, *, may_see):
    """{address: [what links to it: Release or a fact]}, by search, each thing once.

    `may_see(model)` says whose rows may be told. A text counts with what the public reads of it
    and with what the desk holds. As many queries as there are models, however many rows.
    """
    found = {url: {} for url in urls}

    def note(thing, theirs):
        for url in theirs:
            if url in found:
                found[url][(type(thing), thing.pk)] = thing

    if not urls:
        return {}
    if may_see(Release):
        live = Version.objects.live(at).filter(
            holding(urls, (*BODIES, "frozen__provenance__original_url"))
        )
        for version in live.select_related("release")[:ROWS]:
            note(version.release, of_version(version))
        for release in on_the_desk(at).filter(holding(urls, (*BODIES, "original_url")))[:ROWS]:
            note(release, of_release(release))
    for model, texts in fact_models():
        if may_see(model):
            # With what the names of rows are made of.
            rows = model._default_manager.select_related().filter(holding(urls, texts))
            for row in rows[:ROWS]:
                note(row, of_fact(row, texts))
    return {url: list(things.values()) for url, things in found.items()}
