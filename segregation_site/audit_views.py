"""The pages of the audit: one log of everything, the same for one object, and both as CSV.

They are read only: GET and HEAD, whoever asks.
"""

import csv

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ministers.periods import STOCKHOLM
from segregation_site.audit import Key, every_event, page_of
from segregation_site.audit_forms import AuditForm
from segregation_site.audit_sources import sources_for

PAGE = 50
# What a spreadsheet takes for a formula, or for the end of a field that hides one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# By this Excel knows the file for UTF-8; without it å, ä and ö are lost there.
BYTE_ORDER_MARK = "\ufeff"


@require_safe
def audit(request):
    """Everything that has been done to what the user may see, newest first."""
    return log_page(request, request.GET, title=_("Ändringslogg"))


def log_page(request, data, *, title, original=None, opts=None, **extra_context):
    """The log as `data` asks for it; what cannot be asked for is answered 400, in words.

    `original`, with its model's `opts`, is the one object that the whole page is of, if any.
    """
    sources = sources_for(request.user)
    form = AuditForm(data, sources=sources)
    after, wrong_place = place(request)
    valid = form.is_valid() and not wrong_place
    events, following = [], None
    if valid:
        events, following = page_of(sources, form.query(), request.user, after=after, size=PAGE)
    asked = data.copy()
    asked.pop("efter", None)
    context = {
        **admin.site.each_context(request),
        "title": title,
        "original": original,
        "opts": opts,
        "form": form,
        "wrong_place": wrong_place,
        "events": events,
        "asked": asked.urlencode(),
        "older": with_place(request, following),
        "is_first": after is None,
        "valid": valid,
        **extra_context,
    }
    status = 200 if valid else 400
    return TemplateResponse(request, "admin/audit/log.html", context, status=status)


def place(request):
    """(the Key that the page begins after or None, whether what was given is none)."""
    given = request.GET.get("efter", "")
    try:
        return (Key.parse(given) if given else None), False
    except (ValueError, OverflowError):
        return None, True


def with_place(request, key):
    if key is None:
        return ""
    asked = request.GET.copy()
    asked["efter"] = str(key)
    return asked.urlencode()


class AuditedHistory:
    """For an admin: its page "Historik" is the log of that one object."""

    @method_decorator(require_safe)
    def history_view(self, request, object_id, extra_context=None):
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        data = request.GET.copy()
        data["typ"], data["nr"] = self.opts.label_lower, str(thing.pk)
        title = _("Historik: %s") % thing
        return log_page(
            request, data, title=title, opts=self.opts, original=thing, **(extra_context or {})
        )


# --- the file ------------------------------------------------------------------------------------


@require_safe
def audit_export(request):
    """All that the same filter finds, as CSV (RFC 4180): one row for each field that changed."""
    sources = sources_for(request.user)
    form = AuditForm(request.GET, sources=sources)
    if not form.is_valid():
        return log_page(request, request.GET, title=_("Ändringslogg"))
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(form, request.moment.on)}"'
    }
    kind = "text/csv; charset=utf-8; header=present"
    if request.method == "HEAD":
        return HttpResponse(content_type=kind, headers=headers)
    events = every_event(sources, form.query(), request.user)
    lines = written(events, translation.get_language(), request.build_absolute_uri("/").rstrip("/"))
    return StreamingHttpResponse(lines, content_type=kind, headers=headers)


def file_name(form, today):
    """The days that the file is of; of an open end, the day it was made."""
    first, last = form.cleaned_data["fran"], form.cleaned_data["till"]
    days = [day.isoformat() for day in (first, last or today) if day]
    return f"andringslogg-{'--'.join(days)}.csv"


class Line:
    """What csv.writer writes to: the line itself is its answer."""

    def write(self, line):
        return line


def written(events, language, site):
    """Yield the file line by line, in the language of who asked for it."""
    writer = csv.writer(Line())
    with translation.override(language):
        yield BYTE_ORDER_MARK + writer.writerow(headings())
    events = iter(events)
    while True:
        # The language is the thread's, so it is only borrowed while a line is made.
        with translation.override(language):
            event = next(events, None)
            if event is None:
                return
            lines = "".join(writer.writerow(map(safe, row)) for row in rows_of(event, site))
        yield lines


def headings():
    return [
        _("Händelsens nummer"),
        _("Tid (Stockholm)"),
        _("Vem"),
        _("Händelse"),
        _("Slag"),
        _("Objektets nummer"),
        _("Objekt"),
        _("Fält"),
        _("Före"),
        _("Efter"),
        _("Adress"),
    ]


def rows_of(event, site):
    whole = [
        f"{event.key.source} {event.key.pk}",
        event.at.astimezone(STOCKHOLM).isoformat(timespec="seconds"),
        event.who or _("ingen inloggad"),
        event.action.label,
        event.kind,
        event.number,
        event.label,
    ]
    url = site + event.url if event.url else ""
    changes = [(change.label, change.old, change.new) for change in event.changes]
    return [[*whole, *change, url] for change in changes or [("", "", "")]]


def safe(value):
    """The value so that no spreadsheet runs it: an apostrophe before what begins a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
