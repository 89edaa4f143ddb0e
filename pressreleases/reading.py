"""A version as a reader meets it on a day: its notices, its then-titles, its history."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ministers.facts import all_governments, person_of
from ministers.notices import Status, notices, then_held
from ministers.wording import describe, then_title
from pressreleases.attachments import public_file_url, shown_files
from pressreleases.enums import CORRECTIONS, Kind
from pressreleases.models import Version, Withdrawal

# What has become of a minister since, where a list has no room for sentences.
SINCE = {
    Status.CHANGED: _("har bytt ansvarsområde"),
    Status.LEFT: _("har entledigats"),
    Status.DIED: _("har avlidit"),
}


@dataclass(frozen=True)
class Named:
    """A minister beside a text: the title held that day, and what has become of them since."""

    slug: str
    name: str
    title: str
    since: str


class Reading:
    """One version and what follows from the facts on the day `on`; no queries of its own."""

    def __init__(self, version, governments, on):
        self.version, self.governments, self.on = version, governments, on

    @cached_property
    def people(self):
        """The ministers in the text's order, each once."""
        saved = self.version.pk is not None
        rows = self.version.ministers if saved else self.version.release.appearances
        ministers = {row.tenure.minister_id: row.tenure.minister for row in rows.all()}
        return [person_of(minister) for minister in ministers.values()]

    @cached_property
    def notices(self):
        """The Notices, computed: see ministers/notices.py."""
        return notices(self.people, self.governments, self.version.days_meant, self.on)

    @cached_property
    def text(self):
        """The notices in the active language, as HTML."""
        return describe(self.notices)

    @cached_property
    def ministers(self):
        days = self.version.days_meant
        since = {notice.person.slug: SINCE[notice.status] for notice in self.notices.ministers}
        return [
            Named(
                person.slug,
                person.name,
                then_title(person, then_held(person, days, self.on)),
                since.get(person.slug, ""),
            )
            for person in self.people
        ]

    @property
    def only_language(self):
        """The language that the text is shown in where it is not the page's, else ""."""
        language = get_language()
        if getattr(self.version, f"body_{language}"):
            return ""
        return "en" if language == "sv" else "sv"

    @property
    def body(self):
        language = self.only_language or get_language()
        return getattr(self.version, f"body_{language}") or ""


def read_all(versions, on):
    """A Reading of each version; one query for the governments."""
    governments = all_governments()
    return [Reading(version, governments, on) for version in versions]


def page_context(version, moment, *, file_url=public_file_url):
    """What the release page is rendered with, for a version of the record or a preview.

    `file_url(file) -> str` gives the address of an image or document of the version, from its dict
    in `frozen["files"]` (key, name, …): a preview shows files that the public cannot reach, so it
    says where its own readers find them. The page adds its `as_of_query`.
    """
    [reading] = read_all([version], moment.on)
    history = Version.objects.none()
    if version.number > 1:
        shown = Version.objects.filter(release=version.release_id).shown(moment.at)
        history = [*shown.filter(number__lt=version.number), version]
    corrections = [earlier for earlier in history if earlier.change in CORRECTIONS]
    return {
        "kind": Kind(version.kind),
        "version": version,
        "reading": reading,
        "notices": reading.text,
        "corrections": corrections,
        "corrected_at": corrections[-1].published_at if corrections else None,
        **shown_files(version, file_url),
    }


def withdrawn_context(version, moment):
    """What the page of a withdrawn release is rendered with."""
    withdrawal = Withdrawal.objects.hiding(moment.at).filter(release=version.release_id).first()
    replacement = Version.objects.live(moment.at).filter(release=withdrawal.replaced_by_id).first()
    return {"version": version, "withdrawal": withdrawal, "replacement": replacement}
