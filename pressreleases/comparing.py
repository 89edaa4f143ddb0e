"""The desk's text beside what it was: which parts of a page differ, and how.

A text is what desk.content_of gives: title, lead and body in each language, and what stands beside
them on the page.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.models import Government
from pressreleases.desk import content_of, content_of_version, latest
from pressreleases.diff import compare_blocks
from pressreleases.diff_blocks import blocks_of_html, blocks_of_lines
from pressreleases.diff_words import EQUAL
from pressreleases.enums import Kind, Origin
from pressreleases.files import size_in_words
from pressreleases.reviewing import reviewed_since_last_version


@dataclass(frozen=True)
class Part:
    """One part of a page in two texts; `language` where it has one, `change` where it differs."""

    label: Promise
    language: str
    blocks: tuple

    @property
    def differs(self):
        return any(block.change != EQUAL for block in self.blocks)


@dataclass(frozen=True)
class Difference:
    """All parts of a page in two texts."""

    parts: tuple

    @property
    def changed(self):
        return [part for part in self.parts if part.differs]


@dataclass(frozen=True)
class Comparison:
    """A Difference under a heading; `whole` where there is nothing to compare with."""

    heading: str
    difference: Difference
    whole: bool = False


TEXT_PARTS = (
    ("title_sv", "sv", gettext_lazy("Rubrik på svenska")),
    ("lead_sv", "sv", gettext_lazy("Ingress på svenska")),
    ("body_sv", "sv", gettext_lazy("Text på svenska")),
    ("title_en", "en", gettext_lazy("Rubrik på engelska")),
    ("lead_en", "en", gettext_lazy("Ingress på engelska")),
    ("body_en", "en", gettext_lazy("Text på engelska")),
)


def both(pair):
    """A {"sv": …, "en": …} of the record on one line."""
    return " / ".join(dict.fromkeys(filter(None, (pair["sv"], pair["en"]))))


def joined(*words):
    return ", ".join(filter(None, words))


def governments(content):
    key = content["sent_under"]
    return [str(government) for government in Government.objects.filter(pk=key)] if key else []


def contacts(content):
    return [
        joined(both(contact["role"]), contact["name"], contact["email"], contact["phone"])
        for contact in content["frozen"]["contacts"]
    ]


def mandates(content):
    return [
        line
        for mandate in content["frozen"]["mandates"]
        for line in (
            joined(both(mandate["agency_name"]), both(mandate["instruction"])),
            *map(both, mandate["tasks"]),
        )
    ]


def provenance(content):
    given = content["frozen"]["provenance"]
    origin = Origin(given["origin"]).label
    return [origin, both(given["publisher"]), given["original_url"], both(given["licence_note"])]


def files(content):
    """The files, where a text has any: what a reader is told of each, and which bytes it is."""
    return [
        joined(
            file["name"],
            both(file["title"]),
            both(file["alt"]),
            _("dekorativ") if file["decorative"] else "",
            size_in_words(file["size"]),
            f"SHA-256 {file['sha256'][:8]}",
        )
        for file in content["frozen"].get("files", ())
    ]


FACTS = (
    (gettext_lazy("Typ och adress"), lambda c: [str(Kind(c["kind"]).label), c["slug"]]),
    (gettext_lazy("Avsändare"), lambda c: [both(c["frozen"]["department"]["name"])]),
    (gettext_lazy("Skickat av regeringen"), governments),
    (
        gettext_lazy("Statsråd"),
        lambda c: [joined(row["name"], both(row["title"])) for row in c["frozen"]["ministers"]],
    ),
    (gettext_lazy("Presskontakter"), contacts),
    (
        gettext_lazy("Myndigheter"),
        lambda c: [both(row["name"]) for row in c["frozen"]["agencies"]],
    ),
    (gettext_lazy("Uppdrag enligt instruktion"), mandates),
    (
        gettext_lazy("Särskilda uppdrag"),
        lambda c: [
            joined(both(row["title"]), both(row["summary"])) for row in c["frozen"]["assignments"]
        ],
    ),
    (gettext_lazy("Bilder och dokument"), files),
    (gettext_lazy("Varifrån texten kommer"), provenance),
)


def text_blocks(content, field):
    text = content[field]
    if field.startswith("body"):
        return blocks_of_html(text)
    return blocks_of_lines(text.splitlines())


def difference(old, new):
    """The Difference between two contents; `old` None is a text that there was nothing before."""
    parts = [
        Part(
            label,
            language,
            compare_blocks(text_blocks(old, field) if old else [], text_blocks(new, field)),
        )
        for field, language, label in TEXT_PARTS
    ]
    for label, lines in FACTS:
        before = blocks_of_lines(lines(old), "li") if old else []
        parts.append(Part(label, "", compare_blocks(before, blocks_of_lines(lines(new), "li"))))
    return Difference(tuple(part for part in parts if part.blocks))


def changed_parts(old, new):
    """The labels of the parts that are not the same, without looking into them."""
    texts = [label for field, _language, label in TEXT_PARTS if old[field] != new[field]]
    facts = [
        label
        for label, lines in FACTS
        if (
            old["sent_under"] != new["sent_under"]
            if lines is governments
            else lines(old) != lines(new)
        )
    ]
    return texts + facts


def without_address(content, other):
    """`content` with the address of `other`: a published text is moved by a verb of its own."""
    return content | {"kind": other["kind"], "slug": other["slug"]}


def comparisons(release, at):
    """What someone who decides about the desk's text needs to see it beside.

    The last version, or nothing before the first; and what a reviewer last decided about.
    """
    new = content_of(release)
    version = latest(release)
    if version is None:
        found = [Comparison(_("Hela texten"), difference(None, new), whole=True)]
    else:
        words = {"number": version.number}
        heading = (
            _("Skillnad mot version %(number)s, som väntar")
            if version.published_at > at
            else _("Skillnad mot version %(number)s, som läsaren ser")
        )
        old = without_address(content_of_version(version), new)
        found = [Comparison(heading % words, difference(old, new))]
    if reviewed := last_reviewed(release, new):
        found.append(
            Comparison(_("Skillnad mot det som senast granskades"), difference(reviewed, new))
        )
    return found


def last_reviewed(release, new):
    """The content that a reviewer last decided about on the way to this text, if it is another."""
    reviews = reviewed_since_last_version(release).exclude(decision="")
    review = reviews.order_by("-decided_at", "-pk").first()
    draft = review and release.drafts.filter(digest=review.digest).first()
    return draft.content if draft and draft.content != new else None
