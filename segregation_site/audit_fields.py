"""What changed in one field of a text: its label, the old value and the new."""

from django.utils.text import capfirst

from ministers.admin_base import IN_LANGUAGE
from pressreleases.enums import Kind, Origin
from pressreleases.models import Release
from segregation_site.audit import Change
from segregation_site.audit_text import differing, differing_rich, plain_lines
from segregation_site.audit_words import spoken

CHOICES = {"kind": dict(Kind.choices), "origin": dict(Origin.choices)}


def label_of(name):
    """A field's name as the form has it, with its language in words."""
    bare, _sep, language = name.rpartition("_")
    if language in IN_LANGUAGE:
        return capfirst(IN_LANGUAGE[language] % Release._meta.get_field(bare).verbose_name)
    return capfirst(Release._meta.get_field(name).verbose_name)


def text_change(name, old, new):
    if old == new:
        return None
    if not old or not new:
        found = ("\n".join(lines_of(name, text)) for text in (old, new))
    elif name.startswith("body"):
        found = differing_rich(old, new)
    else:
        found = differing(old.splitlines(), new.splitlines())
    return Change(label_of(name), *found)


def lines_of(name, text):
    return plain_lines(text) if name.startswith("body") else text.splitlines()


def plain_change(label, old, new, name=""):
    named = CHOICES.get(name, {})
    old, new = (str(named.get(value, value) or "") for value in (old, new))
    return Change(label, old, new) if old != new else None


def beside_change(label, old, new):
    if (old or None) == (new or None):
        return None
    before, after = spoken(old), spoken(new)
    if before == after:
        before, after = spoken(old, whole=True), spoken(new, whole=True)
    if isinstance(old, list) and isinstance(new, list):
        before, after = differing(before.splitlines(), after.splitlines())
    return Change(str(label), before, after)


def provenance_changes(old, new):
    for name in ("origin", "original_url"):
        yield plain_change(label_of(name), old.get(name), new.get(name), name)
    for name in ("publisher", "licence_note"):
        for language in IN_LANGUAGE:
            values = ((one.get(name) or {}).get(language, "") for one in (old, new))
            yield plain_change(label_of(f"{name}_{language}"), *values)
