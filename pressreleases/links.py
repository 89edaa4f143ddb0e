"""The addresses that texts and facts link to: where they stand, and which of them are dead."""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http.request import validate_host

from pressreleases.asking import MISSPELT, NO_SUCH_HOST
from pressreleases.models import LinkCheck, Release, Version
from pressreleases.states import State, with_state

LONGEST = LinkCheck._meta.get_field("url").max_length
BODIES = ("body_sv", "body_en")
# Signs in, or asks fewer questions: the page is there all the same.
ALIVE = (401, 403, 429)
FACT_APPS = ("ministers", "agency")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
# A dead address looked for in more rows than this stands everywhere, and the first rows will do.
ROWS = 200


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.found += [value.strip() for name, value in attributes if name == "href" and value]


def in_html(html):
    """Where the links of a body lead, but for those within the page and to mail and telephones."""
    parser = _Links()
    parser.feed(html or "")
    return [
        url for url in parser.found if url and not url.startswith(("#", "?", "mailto:", "tel:"))
    ]


def in_text(text):
    """The http(s) addresses in a plain text, as a page makes links of them."""
    found = []
    for url in _ADDRESS.findall(text or ""):
        url = url.rstrip(".,:;!")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,:;!")
        found.append(url)
    return found


def is_internal(url):
    """Whether an address leads to this site: without a host, or with one of our own."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    ours = [name for name in settings.ALLOWED_HOSTS if name != "*"]
    return url.startswith("/") if host is None else validate_host(host, ours)


def fact_models():
    """Every model of the facts with the names of its fields that hold text."""
    for label in FACT_APPS:
        for model in apps.get_app_config(label).get_models():
            texts = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField)
                and not isinstance(field, models.SlugField)
                and not field.choices
                # modeltranslation's bare field is a second name for a language's own column.
                and not hasattr(model, f"{field.name}_sv")
            ]
            if texts and not model._meta.model_name.startswith("historical"):
                yield model, texts


def of_release(release):
    return {*in_html(release.body_sv), *in_html(release.body_en), release.original_url} - {""}


def of_version(version):
    original = version.frozen["provenance"]["original_url"]
    return {*in_html(version.body_sv), *in_html(version.body_en), original} - {""}


def of_fact(row, texts):
    return {url for field in texts for url in in_text(getattr(row, field))}


def on_the_desk(at):
    """The desk's texts, without those whose page says that they are withdrawn."""
    return with_state(Release.objects.order_by("pk"), at).exclude(state=State.WITHDRAWN)


def everywhere(at):
    """{address: the first thing that links to it, in words}, of all that is read or written."""
    found = {}

    def note(urls, words):
        for url in urls:
            found.setdefault(url, words)

    for version in Version.objects.live(at).order_by("pk").iterator(chunk_size=500):
        note(of_version(version), version.title)
    for release in on_the_desk(at).iterator(chunk_size=500):
        note(of_release(release), release.title)
    for model, texts in fact_models():
        for row in model._default_manager.order_by("pk").only("pk", *texts).iterator(500):
            urls = of_fact(row, texts)
            if urls:
                note(urls, str(model._meta.verbose_name))
    return found


def dead():
    """The LinkChecks whose address is gone: an error, no such host, or no address at all."""
    gone = Q(status__gte=400) & ~Q(status__in=ALIVE)
    return LinkCheck.objects.filter(gone | Q(problem__in=(NO_SUCH_HOST, MISSPELT)))


def holding(urls, fields):
    """The condition that one of `fields` has one of `urls` in it, as written or as HTML."""
    spellings = {spelling for url in urls for spelling in (url, escape(url), escape(url, False))}
    found = Q()
    for field in fields:
        for spelling in spellings:
            # On a key of JSON, "contains" asks for something else; the rows are looked at anyway.
            found |= Q(**{f"{field}__icontains": spelling})
    return found


def places(urls, at, *, may_see):
    """{address: [what links to it: Release or a fact]}, by search, each thing once.

    `may_see(model)` says whose rows may be told. A text counts with what the public reads of it
    and with what the desk holds. As many queries as there are models, however many rows.
    """
    found = {url: {} for url in urls}

    def note(thing, theirs):
        for url in theirs:
            if url in found:
                found[url][(type(thing), thing.pk)] = thing

    if not urls:
        return {}
    if may_see(Release):
        live = Version.objects.live(at).filter(
            holding(urls, (*BODIES, "frozen__provenance__original_url"))
        )
        for version in live.select_related("release")[:ROWS]:
            note(version.release, of_version(version))
        for release in on_the_desk(at).filter(holding(urls, (*BODIES, "original_url")))[:ROWS]:
            note(release, of_release(release))
    for model, texts in fact_models():
        if may_see(model):
            # With what the names of rows are made of.
            rows = model._default_manager.select_related().filter(holding(urls, texts))
            for row in rows[:ROWS]:
                note(row, of_fact(row, texts))
    return {url: list(things.values()) for url, things in found.items()}


def told(check):
    """What became of an address, in one Swedish line for an editor."""
    if check.problem:
        return check.problem
    if check.status in (404, 410):
        return f"Sidan finns inte ({check.status})."
    return f"Servern svarar med fel ({check.status})."
