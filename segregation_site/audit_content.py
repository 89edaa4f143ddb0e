"""What a text holds, as the desk's drafts and the record's versions keep it, and what changed."""

from django.utils.translation import gettext_lazy

from pressreleases.desk import TEXTS
from segregation_site.audit_fields import (
    beside_change,
    label_of,
    plain_change,
    provenance_changes,
    text_change,
)

BESIDE = {
    "ministers": gettext_lazy("Statsråd i texten"),
    "contacts": gettext_lazy("Presskontakter"),
    "agencies": gettext_lazy("Myndigheter"),
    "mandates": gettext_lazy("Faktarutor: uppdrag enligt instruktion"),
    "assignments": gettext_lazy("Faktarutor: särskilda uppdrag"),
    "department": gettext_lazy("Avsändare"),
    "files": gettext_lazy("Bilder och dokument"),
}


def content_of(row):
    """The content of a draft, or of a version in the same form."""
    if hasattr(row, "content"):
        return row.content
    texts = {name: getattr(row, name) or "" for name in TEXTS}
    own = {"kind": row.kind, "slug": row.slug, "sent_under": row.sent_under_id}
    return {**texts, **own, "frozen": row.frozen}


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
