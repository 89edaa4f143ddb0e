"""Every address to try at a door, built with the rows given."""

from dataclasses import dataclass
from itertools import product

from django.utils import translation

LANGUAGES = ("sv", "en")


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
