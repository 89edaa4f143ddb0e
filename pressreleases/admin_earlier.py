"""Earlier texts of a release: every saved draft and every version, each one step from the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pressreleases.comparing import changed_parts, difference, without_address
from pressreleases.desk import LANGUAGES, content_of, content_of_version
from pressreleases.restoring import restore

A_PAGE = 20


@dataclass(frozen=True)
class Earlier:
    """A text that was saved or published; `changed` are parts that differ from the one before."""

    source: str
    pk: int
    name: str
    at: datetime
    by: object
    content: dict
    changed: list
    is_first: bool
    is_on_desk: bool

    @property
    def texts(self):
        return [
            (code, *(self.content[f"{name}_{code}"] for name in ("title", "lead", "body")))
            for code in LANGUAGES
        ]


def drafts_and_versions(release):
    """(when, "draft" or "version", key) of all of them, the latest first."""
    drafts = release.drafts.values_list("saved_at", "pk")
    versions = release.versions.filter(cancelled_at__isnull=True).values_list("recorded_at", "pk")
    found = [(at, "draft", pk) for at, pk in drafts] + [(at, "version", pk) for at, pk in versions]
    return sorted(found, reverse=True)


def earlier_texts(release, entries):
    """The Earlier of each entry; as many queries whatever their number."""
    keys = {
        source: [pk for _at, other, pk in entries if other == source]
        for source in ("draft", "version")
    }
    desk = content_of(release)
    found = {}
    drafts = release.drafts.select_related("saved_by")
    rows = with_the_one_before(drafts, keys["draft"])
    for row, before in rows:
        content, older = row.content, before and before.content
        found["draft", row.pk] = Earlier(
            "draft",
            row.pk,
            _("Sparat utkast"),
            row.saved_at,
            row.saved_by,
            content,
            *changes(content, older, desk),
        )
    versions = release.versions.filter(cancelled_at__isnull=True).select_related("recorded_by")
    rows = with_the_one_before(
        versions.prefetch_related("ministers").order_by("-pk"), keys["version"]
    )
    for row, before in rows:
        content = without_address(content_of_version(row), desk)
        older = before and without_address(content_of_version(before), desk)
        name = _("Version %(number)s: %(change)s") % {
            "number": row.number,
            "change": row.get_change_display().lower(),
        }
        found["version", row.pk] = Earlier(
            "version",
            row.pk,
            name,
            row.recorded_at,
            row.recorded_by,
            content,
            *changes(content, older, desk),
        )
    return [found[source, pk] for _at, source, pk in entries]


def with_the_one_before(rows, keys):
    """(row, the row before it or None) of each key; `rows` has the latest first."""
    if not keys:
        return []
    rows = list(rows.filter(pk__lte=max(keys), pk__gte=min(keys))) + list(
        rows.filter(pk__lt=min(keys))[:1]
    )
    befores = [*rows[1:], None]
    return [(row, before) for row, before in zip(rows, befores, strict=True) if row.pk in keys]


def changes(content, older, desk):
    """(the parts changed since the older one, whether there is none, whether the desk has it)."""
    changed = changed_parts(older, content) if older else []
    return changed, older is None, not changed_parts(desk, content)


class EarlierPages:
    """For the release's admin: the list of earlier texts, each of them, and the way back."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/earlier/", view(self.earlier), name="pressreleases_release_earlier"),
            path("<int:pk>/restore/", view(self.restore), name="pressreleases_release_restore"),
            *super().get_urls(),
        ]

    def earlier(self, request, pk):
        """All of them; or, with ?draft= or ?version=, one of them beside the desk's text."""
        release = self.release_or_404(request, pk)
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Tidigare texter"),
            "subtitle": str(release),
            "original": release,
            "may_restore": self.has_change_permission(request, release),
        }
        if wanted := chosen(request.GET):
            source = chosen_row(release, *wanted)
            [text] = earlier_texts(release, [(None, wanted[0], source.pk)])
            context |= {"text": text, "difference": difference(content_of(release), text.content)}
            return TemplateResponse(
                request, "admin/pressreleases/release/earlier_text.html", context
            )
        pages = Paginator(drafts_and_versions(release), A_PAGE)
        page = pages.get_page(request.GET.get("p"))
        context |= {"page": page, "texts": earlier_texts(release, page.object_list)}
        return TemplateResponse(request, "admin/pressreleases/release/earlier.html", context)

    def restore(self, request, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        release = self.release_or_404(request, pk)
        if not self.has_change_permission(request, release):
            raise PermissionDenied
        wanted = chosen(request.POST)
        if wanted is None:
            raise Http404
        source = chosen_row(release, *wanted)
        try:
            left_out = restore(
                release=release,
                by=request.user,
                at=request.moment.at,
                seen=seen_in(request.POST),
                **{wanted[0]: source},
            )
        except ValidationError as refusal:
            self.message_user(request, refusal.messages[0], messages.ERROR)
            return HttpResponseRedirect(
                reverse("admin:pressreleases_release_earlier", args=[release.pk])
            )
        self.log_change(request, release, _("Tog tillbaka en tidigare text: %s") % source)
        done = _("Texten är tillbaka på skrivbordet. Det som stod där är sparat som ett utkast.")
        self.message_user(request, done, messages.SUCCESS)
        if left_out:
            words = ngettext(
                "En sak kunde inte tas tillbaka:", "Allt kunde inte tas tillbaka:", len(left_out)
            )
            self.message_user(request, " ".join([words, *left_out]), messages.WARNING)
        return HttpResponseRedirect(
            reverse("admin:pressreleases_release_change", args=[release.pk])
        )


def chosen(data):
    """("draft" or "version", key as it was sent), or None."""
    return next(((source, data[source]) for source in ("draft", "version") if source in data), None)


def seen_in(data):
    """The revision that the page was made from; None where none was sent."""
    revision = data.get("revision", "")
    return int(revision) if revision.isascii() and revision.isdecimal() else None


def chosen_row(release, source, key):
    rows = release.drafts.all() if source == "draft" else release.versions.all()
    row = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if row is None or (source == "version" and row.cancelled_at):
        raise Http404
    return row
