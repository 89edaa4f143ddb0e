"""Before a date is changed: which published texts would tell their readers something else.

The form is saved in a transaction that is rolled back; what readers are told is asked for in it
and after it, and the difference is shown. This app knows no texts: those who show notices put a
function in `shown_to_readers`.
"""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.admin.utils import unquote
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ministers.admin_base import FactAdmin


@dataclass(frozen=True)
class Touched:
    """What a change may reach: ministers (keys), periods of government, and days to come."""

    ministers: frozenset = frozenset()
    periods: frozenset = frozenset()
    days: frozenset = frozenset()

    def __or__(self, other):
        return Touched(
            self.ministers | other.ministers,
            self.periods | other.periods,
            self.days | other.days,
        )


@dataclass(frozen=True)
class Shown:
    """One published text, the lines of its notices as plain text, and what each line is about."""

    title: str
    url: str
    lines: tuple[str, ...]
    abouts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    title: str
    url: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass
class Day:
    """A day of reading and the texts that would differ; None is today."""

    on: date | None
    differences: list = field(default_factory=list)


# Functions (touched, at, on) -> {key: Shown} for the texts that are public at the instant `at`, as
# they read on the day `on`. Filled by the apps above in their ready().
shown_to_readers = []


def look(touched, at, days):
    """{(day, key): Shown} over every registered function."""
    return {
        (day, key): shown
        for function in shown_to_readers
        for day in days
        for key, shown in function(touched, at, day).items()
    }


def compare(before, after, days, today):
    """The Days on which anything differs, today first; a text is named on its first such day."""
    told, found = {}, []
    for on in days:
        day = Day(None if on == today else on)
        for place in sorted(key for key in before.keys() | after.keys() if key[0] == on):
            old, new = before.get(place), after.get(place)
            pair = (old.lines if old else (), new.lines if new else ())
            if pair[0] != pair[1] and told.get(place[1]) != pair:
                told[place[1]] = pair
                known = new or old
                day.differences.append(Difference(known.title, known.url, *pair))
        if day.differences:
            found.append(day)
    return found


class PreviewedAdmin(FactAdmin):
    """A form that shows what readers would see differently before it saves."""

    change_form_template = "admin/previewed_change_form.html"
    saved = "_admin_saved"

    def touched(self, obj):
        """The Touched of a stored object."""
        raise NotImplementedError

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        arguments = (request, object_id, form_url, extra_context)
        if request.method != "POST" or "_confirmed" in request.POST:
            return super().changeform_view(*arguments)
        if "_back" in request.POST:
            return self.form_again(*arguments)
        response, days = self.rehearse(*arguments)
        if response is not None:
            return response
        if days or "_preview" in request.POST:
            return self.preview(request, object_id, days)
        return super().changeform_view(*arguments)

    def rehearse(self, request, object_id, form_url, extra_context):
        """(None, Days) of a form that could be saved, else (the form with its errors, None)."""
        stored = self.get_object(request, unquote(object_id)) if object_id else None
        touched = self.touched(stored) if stored else Touched()
        today, at = request.moment.on, request.moment.at
        setattr(request, self.quiet, True)
        with transaction.atomic():
            response = super().changeform_view(request, object_id, form_url, extra_context)
            saved = request.__dict__.pop(self.saved, None)
            if saved is not None:
                touched |= self.touched(self.model._default_manager.get(pk=saved.pk))
                days = [today, *sorted(day for day in touched.days if day > today)]
                after = look(touched, at, days)
            transaction.set_rollback(True)
        setattr(request, self.quiet, False)
        if saved is None:
            return response, None
        return None, compare(look(touched, at, days), after, days, today)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        setattr(request, self.saved, form.instance)

    def preview(self, request, object_id, days):
        asked = ("csrfmiddlewaretoken", "_preview")
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in asked
            for value in values
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Så här ändras det som läsarna ser"),
            "subtitle": self.get_object(request, unquote(object_id)) if object_id else None,
            "original": self.get_object(request, unquote(object_id)) if object_id else None,
            "days": days,
            "typed": typed,
            "is_popup": "_popup" in request.POST,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/notice_preview.html", context)
