"""A real example of every address of the site, in every state that has a look of its own.

The table stands against the URLconf: a pattern without a row here fails a test.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation

LANGUAGES = ("sv", "en")
KINDS = ("press_release", "article", "speech", "statement", "debate_article")
AGENCY = {"slug": "delegationen-mot-segregation"}
SEED = {
    "kind": "press_release",
    "year": 2017,
    "month": 12,
    "slug": "regeringen-starker-arbetet-med-att-motverka-segregation",
}
# No text of the content is shared, so what a shared link shows there is that it leads nowhere.
NO_LINK = {"key": "0123456789abcdef0123456789abcdef"}
# The kinds that the content has no text of have an archive, and nothing under it.
WITHOUT_TEXTS = {"speech", "debate_article"}
TEXTS = {
    "press_release": SEED,
    "article": {
        "kind": "article",
        "year": 2014,
        "month": 9,
        "slug": "regeringen-reinfeldt-fyra-partier-sedan-2006",
    },
    "statement": {
        "kind": "statement",
        "year": 2025,
        "month": 7,
        "slug": "lotta-edholm-ansvarar-for-gymnasium-hogskola-och-forskning",
    },
}


def examples_of_releases():
    depth = {
        "release_archive": ("kind",),
        "release_year": ("kind", "year"),
        "release_month": ("kind", "year", "month"),
        "release_detail": ("kind", "year", "month", "slug"),
    }
    for name, keys in depth.items():
        for kind in KINDS:
            text = TEXTS.get(kind, {**SEED, "kind": kind})
            yield (f"pressreleases:{name}", kind), {key: text[key] for key in keys}


# (name, kind of release or "") → arguments
EXAMPLES = {
    ("home", ""): {},
    ("about", ""): {},
    ("components", ""): {},
    ("privacy", ""): {},
    ("cookies", ""): {},
    ("accessibility", ""): {},
    ("ministers:minister_list", ""): {},
    ("ministers:minister_detail", ""): {"slug": "ibrahim-baylan"},
    ("ministers:government_on_form", ""): {},
    ("ministers:government_on", ""): {"day": date(2018, 1, 1)},
    ("ministers:government_list", ""): {},
    ("ministers:government_detail", ""): {"slug": "lofven-i"},
    ("ministers:department_list", ""): {},
    ("ministers:department_detail", ""): {"slug": "statsradsberedningen"},
    ("ministers:post_list", ""): {},
    ("ministers:post_detail", ""): {"slug": "samordnings-och-energiminister"},
    ("agency:agency_list", ""): {},
    ("agency:agency_detail", ""): AGENCY,
    ("agency:mandate_detail", ""): AGENCY,
    ("agency:assignment_detail", ""): {**AGENCY, "assignment": "uppfoljningssystem-2018"},
    ("pressreleases:shared_preview", ""): NO_LINK,
    ("pressreleases:shared_file", ""): {**NO_LINK, "file": NO_LINK["key"]},
    **dict(examples_of_releases()),
}


def release(year, month, slug):
    kwargs = {"kind": "press_release", "year": year, "month": month, "slug": slug}
    return "pressreleases:release_detail", kwargs


# States that share a pattern: label → (name, arguments), what follows the path, status.
STATES = {
    "withdrawn": (
        release(2018, 12, "delegationen-mot-segregation-avvecklas-under-2019"),
        "",
        200,
    ),
    "corrected": (
        release(
            2018,
            12,
            "delegationen-mot-segregation-redovisar-ett-nationellt-uppfoljningssystem",
        ),
        "",
        200,
    ),
    "two ministers": (
        release(2019, 1, "ansvaret-for-arbetet-mot-segregation-i-den-nya-regeringen"),
        "",
        200,
    ),
    "seen on an earlier day": (("pressreleases:release_detail", SEED), "?datum=2020-06-01", 200),
    "bad date": (("home", {}), "?datum=2018-02-30", 400),
    "unknown address": (("home", {}), "finns-inte/", 404),
    "date not chosen": (("ministers:government_on_form", {}), "?datum=", 400),
}

# Addresses that answer with something else than a page.
NOT_PAGES = {("files:detail", "")}


@dataclass(frozen=True)
class Page:
    """One page to visit: what it shows, where, in which language, and its status."""

    label: str
    language: str
    path: str
    status: int = 200

    def __str__(self):
        return f"{self.label} ({self.language}) {self.path}"


def patterns(resolver=None, namespace="", given=None):
    """Yield (name, kind) for every public pattern of the URLconf that leads to a page."""
    for entry in (resolver or get_resolver()).url_patterns:
        inherited = {**(given or {}), **(getattr(entry, "default_kwargs", None) or {})}
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin":
                inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                yield from patterns(entry, inner, inherited)
        else:
            kind = {**inherited, **(entry.default_args or {})}.get("kind", "")
            if (f"{namespace}{entry.name}", kind) not in NOT_PAGES:
                yield f"{namespace}{entry.name}", kind


def address(language, name, kwargs):
    with translation.override(language):
        return reverse(name, kwargs=kwargs)


def pages():
    """Every page of the tables above, in each language."""
    found = []
    for language in LANGUAGES:
        for (name, kind), kwargs in EXAMPLES.items():
            missing = kind in WITHOUT_TEXTS and not name.endswith("archive")
            label = f"{name} {kind}".strip()
            path = address(language, name, kwargs)
            missing = missing or "key" in kwargs
            found.append(Page(label, language, path, 404 if missing else 200))
        for label, ((name, kwargs), query, status) in STATES.items():
            path = address(language, name, kwargs) + query
            found.append(Page(label, language, path, status))
    return found


def one_page_of_each_look():
    """`pages()` without those that show the same template in the same state as another."""
    seen, found = set(), []
    for page in pages():
        look = (page.label.split(" ")[0] if ":" in page.label else page.label, page.language)
        if page.status == 200 or page.label in STATES:
            if look not in seen:
                found.append(page)
            seen.add(look)
    return found
