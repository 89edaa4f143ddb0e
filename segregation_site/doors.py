"""Every pattern that the site answers at, found in the URLconf itself."""

from dataclasses import dataclass, field

from django.urls import URLResolver, get_resolver
from django.utils.regex_helper import normalize


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
