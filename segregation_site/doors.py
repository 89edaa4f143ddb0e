"""Every address that the site answers at, built from the URLconf itself with the rows given."""

from dataclasses import dataclass, field
from itertools import product

from django.urls import URLResolver, get_resolver
from django.utils import translation
from django.utils.regex_helper import normalize

LANGUAGES = ("sv", "en")


@dataclass
class Door:
    """One pattern of the URLconf, with the resolvers it lies under."""

    parts: list
    name: str = ""
    given: dict = field(default_factory=dict)

    @property
    def is_admin(self):
        return self.name.startswith("admin:")

    def __str__(self):
        return self.name or "".join(str(part) for part in self.parts)

    @property
    def parameters(self):
        return {name for part in self.parts for name in part.regex.groupindex}

    def address(self, values):
        """The path with `values` for its parameters, in the active language."""
        path = "/"
        for part in self.parts:
            [template, _names], *_others = normalize(part.regex.pattern)
            converters = part.converters
            path += template % {
                name: converters[name].to_url(value) if name in converters else value
                for name, value in values.items()
            }
        return path


def doors(resolver=None, above=(), namespace="", given=None):
    """Yield a Door for every pattern of the URLconf."""
    for entry in (resolver or get_resolver()).url_patterns:
        parts = [*above, entry.pattern]
        inherited = {**(given or {}), **(getattr(entry, "default_kwargs", None) or {})}
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from doors(entry, parts, inner, inherited)
        else:
            values = {**inherited, **(entry.default_args or {})}
            yield Door(parts, f"{namespace}{entry.name or ''}", values)


class NoAddress(Exception):
    """A parameter that no row is known for: whoever adds a pattern says what to try there."""


@dataclass
class Rows:
    """What may stand in an address: values by parameter, slugs by page, and texts' addresses."""

    texts: list
    slugs: dict
    values: dict

    def of(self, door):
        """Every set of values to try at a door; NoAddress where a parameter is not known."""
        parameters = door.parameters
        found = [{}]
        if "year" in parameters:
            kind = door.given.get("kind")
            found = [
                {name: text[name] for name in parameters & text.keys()}
                for text in self.texts
                if kind in (None, text["kind"])
            ]
        elif "slug" in parameters:
            if door.name not in self.slugs:
                raise NoAddress("slug")
            found = [{"slug": slug} for slug in self.slugs[door.name]]
        for name in sorted(parameters - found[0].keys()):
            if name not in self.values:
                raise NoAddress(name)
            found = [{**values, name: value} for values, value in product(found, self.values[name])]
        return [dict(unique) for unique in dict.fromkeys(tuple(one.items()) for one in found)]


def addresses(door, rows):
    """Every path to try at a door, in both languages, each once."""
    paths = {}
    for language in LANGUAGES:
        with translation.override(language):
            for values in rows.of(door):
                paths[door.address(values)] = None
    return list(paths)
