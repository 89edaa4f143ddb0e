"""Whether anything shows before its time, at any door of the site, to one who has not signed in.

Hidden texts and facts are planted in a transaction that is always undone. Every door is tried with
them there and, after they are taken away again, without: the answers must be the same, to the
header and the byte, and hold none of the planted words. At the planted minute the words must show;
else the check itself sees nothing. While it runs on SQLite nobody else can save, and on PostgreSQL
nobody else can publish.
"""

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.http import http_date

from agency.models import Agency
from ministers.models import Department, Government, Minister, Post
from ministers.periods import stockholm_day
from pressreleases.attachments import public_file_url
from pressreleases.enums import Kind
from pressreleases.models import Release
from segregation_site import clock
from segregation_site.canaries import clear, lay_ground, next_instant, plant
from segregation_site.door_addresses import LANGUAGES, NoAddress, Rows, addresses
from segregation_site.doors import doors

JUST_BEFORE = timedelta(seconds=1)
UNKNOWN_KEY = "0" * 32
# What crawlers and the curious ask for, whether there is such a door or not.
GUESSES = (
    "/robots.txt",
    "/sitemap.xml",
    "/feed/",
    "/rss/",
    "/api/",
    "/api/v1/",
    "/media/",
    "/static/staticfiles.json",
    "/pressmeddelanden/finns-inte/",
    "/finns-inte/",
)
# What differs from one answer to the next by itself.
NONCE = re.compile(rb"'nonce-[^']+'|name=\"csrfmiddlewaretoken\" value=\"[^\"]+\"")
# Real rows of each kind that are tried beside the planted ones.
REAL_ROWS = 1


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    query: str = ""
    headers: tuple = ()

    def __str__(self):
        headers = "".join(f" [{name}: {value}]" for name, value in self.headers)
        return f"{self.method} {self.path}{self.query}{headers}"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple
    body: bytes

    @property
    def everything(self):
        said = "\n".join(f"{name}: {value}" for name, value in self.headers)
        return f"{said}\n{self.body.decode(errors='replace')}".casefold()


@dataclass
class Report:
    """How much was tried, and every trace that was found, as sentences."""

    doors: int = 0
    requests: int = 0
    words: int = 0
    leaks: list = field(default_factory=list)


def check(*, at, client=None, only=None):
    """Plant, try every door, undo; return the Report. Nothing is left behind.

    `at` is the present instant; the planted texts show ten minutes later. `client` is who asks:
    without one, an anonymous visitor, who tries admin's doors too. `only` names the doors to try
    where not all are to be.
    """
    report, instant = Report(), next_instant(at)
    visitor = Visitor(client or anonymous(), report)
    before = instant - JUST_BEFORE
    with quiet(), translation.override(settings.LANGUAGE_CODE), undone():
        ground = lay_ground(at)
        with undone():
            canaries = plant(ground, at)
            words = {**ground.words, **canaries.words}
            report.words = len(words)
            found = [
                door
                for door in doors()
                if (door.name in only if only else client is None or not door.is_admin)
            ]
            paths = every_path(report, rows_of(ground, canaries, at), found)
            now = requests(paths, canaries, at)
            later = [Request(path) for path in paths if not path.startswith("/admin/")]
            hidden = visitor.ask(now, at), visitor.ask(later, before)
            for answers in hidden:
                report.leaks += traces(answers, words)
            report.leaks += shared(visitor, canaries, at, instant)
            report.leaks += unseen(visitor, ground, canaries, instant)
            clear(canaries)
        without = visitor.ask(now, at), visitor.ask(later, before)
        for with_them, without_them in zip(hidden, without, strict=True):
            report.leaks += differences(with_them, without_them)
    return report


@contextmanager
def undone():
    """A transaction, or a part of one, whose writes are taken back at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def quiet():
    """Without a line in the log for every page that, rightly, is not found."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def anonymous():
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    return Client(raise_request_exception=False, SERVER_NAME=host)


# --- what to try ---------------------------------------------------------------------------------


def rows_of(ground, canaries, at):
    """What may stand in an address: everything planted, and some real rows beside it."""
    today = stockholm_day(at)
    versions = [
        *ground.neighbours.values(),
        *ground.taken_back,
        *canaries.scheduled,
        *canaries.hidden,
    ]
    texts = [
        {"kind": str(v.kind), "year": v.year, "month": v.month, "slug": v.slug} for v in versions
    ]
    planted = {
        "ministers:minister_detail": (Minister, ground.tenure.minister),
        "ministers:government_detail": (Government, None),
        "ministers:department_detail": (Department, ground.department),
        "ministers:post_detail": (Post, ground.tenure.post),
        "agency:agency_detail": (Agency, ground.agency),
        "agency:mandate_detail": (Agency, ground.agency),
        "agency:assignment_detail": (Agency, ground.agency),
    }
    slugs = {}
    for name, (model, row) in planted.items():
        real = list(model.objects.order_by("pk")[:REAL_ROWS])
        found = [*real, row, canaries.facts.get(name)]
        slugs[name] = [one.slug for one in found if one is not None]
    release = canaries.scheduled[0].release
    values = {
        "day": [today, today + timedelta(days=1), canaries.far_day],
        "assignment": [ground.assignment.slug],
        "kind": list(Kind),
        "number": [1, 2, 3],
        "key": [
            UNKNOWN_KEY,
            *(link.key for link in canaries.dead_links),
            canaries.files[0].key,
        ],
        "file": [file.key for file in canaries.files[:1]],
        "name": [file.name for file in canaries.files[:1]],
        "pk": [release.pk, canaries.scheduled[0].pk],
        "object_id": [release.pk],
        "id": [release.pk],
        "content_type_id": [ContentType.objects.get_for_model(Release).pk],
        "app_label": ["pressreleases"],
        "url": ["pressreleases/none"],
    }
    return Rows(texts=texts, slugs=slugs, values=values)


def every_path(report, rows, found):
    """Every path of the doors found, and what is guessed at; a door without a key is a fault."""
    paths = dict.fromkeys(GUESSES)
    for door in found:
        report.doors += 1
        try:
            paths.update(dict.fromkeys(addresses(door, rows)))
        except NoAddress as parameter:
            report.leaks.append(
                f"{door}: no address could be built for it: give `rows_of` in "
                f"segregation_site/embargo.py a value for ”{parameter}”."
            )
    return list(paths)


def requests(paths, canaries, at):
    """The ways in which each path is asked for."""
    today = stockholm_day(at)
    word = next(iter(canaries.words))
    found = []
    for path in paths:
        found.append(Request(path))
        if path.startswith("/admin/"):
            continue
        found += [
            Request(path, "HEAD"),
            Request(path, query=f"?datum={today}"),
            Request(path, query=f"?datum={today + timedelta(days=1)}"),
            Request(
                path,
                query=f"?q={word}&page=2&sida=2",
                headers=(("If-Modified-Since", http_date(at.timestamp())),),
            ),
        ]
    return found


class Visitor:
    """Asks through the site's own middleware, at the instant given, and counts."""

    def __init__(self, client, report):
        self.client, self.report = client, report

    def ask(self, asked, at):
        """{Request: Answer} of each, with the clock standing at `at`."""
        # A page in English leaves its thread in English.
        with clock.stopped_at(at), translation.override(settings.LANGUAGE_CODE):
            return {request: self.answer(request) for request in asked}

    def answer(self, request):
        self.report.requests += 1
        response = self.client.generic(
            request.method, request.path + request.query, secure=True, headers=dict(request.headers)
        )
        # The client has closed the response: a second time would end the transaction with it.
        body = b"".join(response) if response.streaming else response.content
        headers = tuple(
            (name, NONCE.sub(b"", value.encode()).decode())
            for name, value in sorted(response.headers.items())
            # Admin's pages expire at once, by the machine's own clock.
            if name != "Expires" or not request.path.startswith("/admin/")
        )
        return Answer(response.status_code, headers, NONCE.sub(b"", body))


# --- what must not be, and what must -------------------------------------------------------------


def traces(answers, words):
    """Every answer that holds a planted word which was not asked for itself."""
    any_word = re.compile("|".join(words))
    found = []
    for request, answer in answers.items():
        asked = str(request)
        for word in sorted(set(any_word.findall(answer.everything))):
            if word not in asked:
                found.append(f"{request}: shows the {words[word]}.")
        if answer.status >= 500:
            found.append(f"{request}: fails with {answer.status}.")
    return found


def differences(with_them, without_them):
    """Every answer that is another with the canaries there than without."""
    found = []
    for request, answer in with_them.items():
        other = without_them[request]
        if answer.status != other.status:
            what = f"the status is {answer.status}, without it {other.status}"
        elif answer.headers != other.headers:
            names = sorted({name for name, _value in set(answer.headers) ^ set(other.headers)})
            what = f"the headers differ: {', '.join(names)}"
        elif answer.body != other.body:
            what = f"the page is {len(answer.body)} bytes, without it {len(other.body)}, or differs"
        else:
            continue
        found.append(f"{request}: tells that something is hidden: {what}.")
    return found


def shared(visitor, canaries, at, instant):
    """What is wrong with the shared preview: shown only by its link, and dead at publication."""
    version, key = canaries.scheduled[0], canaries.open_link.key
    request = Request(reverse("pressreleases:shared_preview", args=[key]))
    [answer] = visitor.ask([request], at).values()
    [dead] = visitor.ask([request], instant).values()
    never = Request(reverse("pressreleases:shared_preview", args=[UNKNOWN_KEY]))
    [unknown] = visitor.ask([never], instant).values()
    text, found = answer.everything, []
    if answer.status != 200 or version.title_sv not in text:
        found.append("The check is blind: a shared preview does not show to who has its link.")
    if "x-robots-tag: noindex" not in text or "cache-control: no-store" not in text:
        found.append("A shared preview may be kept or indexed.")
    if version.slug in text or canaries.open_link.created_by.get_username() in text:
        found.append("A shared preview tells the coming address, or who shared it.")
    if dead.status != 404 or dead.everything.replace(key, UNKNOWN_KEY) != unknown.everything:
        found.append("A shared preview outlives the publication.")
    return found


def unseen(visitor, ground, canaries, instant):
    """Where the texts should show at their minute and do not: then the check proves nothing."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            title, note = f"title_{language}", f"change_note_{language}"
            correction = canaries.correction
            expected = [
                (version.get_absolute_url(), getattr(version, title))
                for version in [*canaries.scheduled, correction]
            ]
            expected.append((correction.get_absolute_url(), getattr(correction, note)))
            for version in canaries.scheduled:
                archive = reverse(
                    "pressreleases:release_archive", kwargs={"kind": str(version.kind)}
                )
                expected.append((archive, getattr(version, title)))
            first = getattr(canaries.scheduled[0], title)
            about = (ground.tenure.minister, ground.agency, ground.department)
            expected += [(page.get_absolute_url(), first) for page in about]
            expected.append((reverse("home"), first))
        picture = public_file_url({"key": canaries.files[0].key, "name": canaries.files[0].name})
        expected.append((picture, "content-type: image/png"))
        answers = visitor.ask([Request(path) for path, _word in expected], instant)
        for path, word in expected:
            answer = answers[Request(path)]
            if answer.status != 200 or word not in answer.everything:
                found.append(
                    f"The check is blind: {path} does not show the "
                    f"{canaries.words.get(word, word)} at its minute."
                )
    return found
