"""What a text holds, as the desk's drafts and the record's versions keep it: labels and values."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.admin_base import IN_LANGUAGE
from pressreleases.desk import TEXTS
from pressreleases.enums import Kind, Origin
from pressreleases.models import Release
from segregation_site.audit import Change
from segregation_site.audit_text import differing, differing_rich, plain_lines

BESIDE = {
    "ministers": gettext_lazy("Statsråd i texten"),
    "contacts": gettext_lazy("Presskontakter"),
    "agencies": gettext_lazy("Myndigheter"),
    "mandates": gettext_lazy("Faktarutor: uppdrag enligt instruktion"),
    "assignments": gettext_lazy("Faktarutor: särskilda uppdrag"),
    "department": gettext_lazy("Avsändare"),
    "files": gettext_lazy("Bilder och dokument"),
}
# What stands for a thing beside its name; told only where nothing else differs.
IDENTIFIERS = ("slug", "minister", "post", "agency", "key", "sha256")
ORDER = ("role", "name", "agency_name", "title", "instruction", "summary", "email", "phone")
CHOICES = {"kind": dict(Kind.choices), "origin": dict(Origin.choices)}


def content_of(row):
    """The content of a draft, or of a version in the same form."""
    if hasattr(row, "content"):
        return row.content
    texts = {name: getattr(row, name) or "" for name in TEXTS}
    own = {"kind": row.kind, "slug": row.slug, "sent_under": row.sent_under_id}
    return {**texts, **own, "frozen": row.frozen}


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


def label_of(name):
    """A field's name as the form has it, with its language in words."""
    bare, _sep, language = name.rpartition("_")
    if language in IN_LANGUAGE:
        return capfirst(IN_LANGUAGE[language] % Release._meta.get_field(bare).verbose_name)
    return capfirst(Release._meta.get_field(name).verbose_name)


def changes_between(old, new, governments):
    """The Changes from one content to the next; `old` None for what is written anew."""
    old = old or {}
    changes = [text_change(name, old.get(name) or "", new.get(name) or "") for name in TEXTS]
    for name in ("kind", "slug"):
        changes.append(plain_change(label_of(name), *(one.get(name) for one in (old, new)), name))
    sent = [governments.get(one.get("sent_under"), "") for one in (old, new)]
    changes.append(plain_change(label_of("sent_under"), *sent))
    before, after = old.get("frozen") or {}, new.get("frozen") or {}
    for name in dict.fromkeys([*BESIDE, *sorted({*after, *before})]):
        if name != "provenance":
            changes.append(beside_change(BESIDE.get(name, name), before.get(name), after.get(name)))
    changes += provenance_changes(before.get("provenance") or {}, after.get("provenance") or {})
    return [change for change in changes if change]


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
