"""A frozen value in words."""

from django.utils.translation import gettext as _

from ministers.admin_base import IN_LANGUAGE

# What stands for a thing beside its name; told only where nothing else differs.
IDENTIFIERS = ("slug", "minister", "post", "agency", "key", "sha256")
ORDER = ("role", "name", "agency_name", "title", "instruction", "summary", "email", "phone")


def spoken(value, *, whole=False):
    """A frozen value in words: lists line by line, both languages of a name, no identifiers."""
    if isinstance(value, dict):
        if set(value) <= {"sv", "en"}:
            both = (value.get(language) for language in IN_LANGUAGE)
            return " / ".join(dict.fromkeys(text for text in both if text))
        kept = (spoken(one, whole=whole) for name, one in told(value, whole))
        return ", ".join(text.replace("\n", "; ") for text in kept if text)
    if isinstance(value, list):
        return "\n".join(spoken(one, whole=whole) for one in value)
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return "" if value is None else str(value)


def told(value, whole):
    """What is told of a dict, in our order: PostgreSQL keeps one of its own."""
    kept = [name for name in value if whole or name not in IDENTIFIERS]
    place = {name: number for number, name in enumerate(ORDER)}
    return [
        (name, value[name]) for name in sorted(kept, key=lambda name: (place.get(name, 99), name))
    ]
