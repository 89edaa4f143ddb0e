"""The editors' guide, and in it who may do what, from the one table that the tests walk."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from segregation_site.permissions import MATRIX, ROLES

YES, NO = "ja", "nej"
# (anchor, heading), in the order of the page.
CHAPTERS = [
    ("vagen", "Textens väg till läsaren"),
    ("skriva", "Skriva en text"),
    ("granska", "Lämna in och granska"),
    ("publicera", "Publicera och schemalägga"),
    ("embargo", "Embargo och delad förhandsgranskning"),
    ("bilder", "Bilder och bilagor"),
    ("ratta", "Rätta"),
    ("dra-tillbaka", "Dra tillbaka och återinföra"),
    ("adress", "Byta adress"),
    ("aldre-text", "Ta tillbaka en äldre text"),
    ("tva-redaktorer", "Två redaktörer i samma text"),
    ("fakta", "Fakta: statsråd, poster och regeringar"),
    ("regeringsskifte", "Regeringsskifte"),
    ("lankar", "Döda länkar"),
    ("inloggning", "Inloggning"),
    ("vem-far", "Vem får göra vad"),
    ("fel", "Om något går fel"),
]


@dataclass(frozen=True)
class Line:
    """One line of the table: what is done, and for each role in order whether it may."""

    what: str
    answers: list


@dataclass(frozen=True)
class Group:
    """The lines of one thing, or of several things of which the same holds."""

    things: list
    lines: list

    @property
    def heading(self):
        return capfirst(", ".join(self.things))


def thing_in_words(thing):
    """A model's plural for its label (app_model), else the words themselves."""
    app_label, _, model = thing.partition("_")
    try:
        return str(apps.get_model(app_label, model)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return thing


def who_may_what(matrix=MATRIX):
    """The table in words, as Groups: every row of `matrix`, things alike told together."""
    by_thing = {}
    for row in matrix:
        lines = by_thing.setdefault(row.thing, [])
        lines += [(what, tuple(role in roles for role in ROLES)) for what, roles in row.lines]
    alike = {}
    for thing, lines in by_thing.items():
        alike.setdefault(tuple(lines), []).append(thing_in_words(thing))
    return [
        Group(things, [Line(what, [YES if may else NO for may in mays]) for what, mays in lines])
        for lines, things in alike.items()
    ]


def page(request):
    """The guide, for every editor."""
    context = {
        **admin.site.each_context(request),
        "title": "Guide",
        "chapters": CHAPTERS,
        "roles": ROLES,
        "groups": who_may_what(),
    }
    return TemplateResponse(request, "admin/guide/guide.html", context)
