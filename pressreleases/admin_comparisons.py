"""For the release's admin: a save over a newer text is answered with both, side by side."""

import json
from http import HTTPStatus

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ministers.admin_base import IN_LANGUAGE
from pressreleases import open_forms, posted_forms, unsaved_texts
from pressreleases.admin_files import AttachmentFormSet
from pressreleases.admin_form_data import (
    Part,
    ReleaseForm,
    as_data,
    fill_rows,
    lines_of_html,
    marked,
    parts_of,
    unjudged,
    unjudged_set,
    without_loose_keys,
)
from pressreleases.desk import TEXTS
from pressreleases.models import Release
from pressreleases.richtext import clean

# The button that takes the stored text of one field into the form.
TAKE = "_take"


def form_address(pk=None):
    if pk is None:
        return reverse("admin:pressreleases_release_add")
    return reverse("admin:pressreleases_release_change", args=[pk])


def unsaved_text_page(request, fields, explanation, *, back="", status=HTTPStatus.FORBIDDEN):
    """What was posted and could not be taken, to copy; with `back`, to hand in there again."""
    context = {
        **admin.site.each_context(request),
        "title": _("Texten är inte sparad, men den finns kvar här"),
        "texts": [text for name in TEXTS if (text := readable(name, fields))["words"]],
        "fields": fields,
        "explanation": explanation,
        "back": back,
    }
    template = "admin/pressreleases/release/unsaved_text.html"
    return render(request, template, context, status=status)


def readable(name, fields):
    """A posted text without its markup, with what it is called and its language."""
    text, field = posted_forms.value_of(fields, name), Release._meta.get_field(name)
    if name.startswith("body"):
        text = "\n\n".join(lines_of_html(clean(text)))
    label = IN_LANGUAGE[field.language] % field.translated_field.verbose_name
    return {
        "name": name,
        "label": capfirst(label),
        "language": field.language,
        "words": text,
        "rows": {"title": 2, "lead": 4}.get(name.partition("_")[0], 14),
    }


class Comparisons:
    """Stands before EditorsAdmin, which shows a form again."""

    form = ReleaseForm
    as_typed_mark = "_admin_as_typed"

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return unjudged(form) if getattr(request, self.as_typed_mark, False) else form

    def get_formsets_with_inlines(self, request, obj=None):
        as_typed = getattr(request, self.as_typed_mark, False)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield (unjudged_set(formset) if as_typed else formset), inline

    def contents(self, request, release, data=None):
        """(form, formsets) of the release as stored, or filled with `data`."""
        form_class = self.get_form(request, release, change=release is not None)
        formsets = []
        given = {} if data is None else {"data": data}
        for formset_class, inline in self.get_formsets_with_inlines(request, release):
            formsets.append(
                formset_class(
                    instance=release or Release(),
                    prefix=formset_class.get_default_prefix(),
                    queryset=inline.get_queryset(request),
                    **given,
                )
            )
        return form_class(instance=release, **given), formsets

    def typed_contents(self, request, release, data):
        setattr(request, self.as_typed_mark, True)
        try:
            return self.contents(request, release, data)
        finally:
            setattr(request, self.as_typed_mark, False)

    def base_of(self, parts):
        return json.dumps({name: part.digest for name, part in parts.items()})

    def as_typed(self, request, object_id, form_url, extra_context, data):
        """The form filled with `data`; nothing is judged, nothing saved."""
        method, posted = request.method, request.POST
        setattr(request, self.as_typed_mark, True)
        request.method, request.POST = "POST", data
        try:
            return self.form_again(request, object_id, form_url, extra_context)
        finally:
            request.method, request.POST = method, posted

    def conflict(self, request, object_id, form_url, extra_context):
        """Both texts side by side, and the form with the editor's own text in it; 409.

        Only a field that the editor has left as it was, and the other has changed, takes the
        other's text: to save again then takes back nothing that the editor has not touched.
        """
        stored = self.get_object(request, unquote(object_id))
        if stored is None:
            return self.gone(request)
        form, formsets = self.contents(request, stored)
        data = self.received(request, formsets)
        fields = posted_forms.posted_fields(data)
        theirs = parts_of(form, formsets)
        without_loose_keys(data, form, formsets)
        mine = parts_of(*self.typed_contents(request, stored, data))
        base = self.read_base(data.get("base", ""))
        differing = [name for name in theirs if mine[name].value != theirs[name].value]
        if not differing and TAKE not in request.POST:
            return self.already_saved(request, stored, fields)
        kept = self.keep(request, stored, fields)
        taken = [name for name in differing if base.get(name) == mine[name].digest]
        for name in taken:
            fill_part(data, name, form)
        for formset in formsets:
            fill_rows(data, formset, keep_typed=formset.prefix not in taken)
        data["revision"], data["base"] = str(stored.revision), self.base_of(theirs)
        differences = [
            difference(
                mine[name],
                theirs[name],
                both=name in base and base[name] != theirs[name].digest,
                only_mine=name in base and base[name] == theirs[name].digest,
            )
            for name in differing
            if name not in taken
        ]
        comparison = {
            "saved": open_forms.saved_words(stored, request.moment.at),
            "differences": differences,
            "taken": [difference(mine[name], theirs[name]) for name in taken],
        }
        context = {
            **(extra_context or {}),
            "title": _("Någon annan har sparat en nyare text"),
            "comparison": comparison,
            "received": kept,
        }
        response = self.as_typed(request, object_id, form_url, context, data)
        response.status_code = HTTPStatus.CONFLICT
        return response

    def take(self, request, object_id, form_url, extra_context):
        """The form again, with the stored text in the field that was asked for."""
        stored = self.get_object(request, unquote(object_id))
        form, formsets = self.contents(request, stored)
        theirs = parts_of(form, formsets)
        data = self.received(request, formsets)
        without_loose_keys(data, form, formsets)
        name = data.get(TAKE)
        fill_part(data, name, form)
        for formset in formsets:
            fill_rows(data, formset, keep_typed=formset.prefix != name)
        mine = parts_of(*self.typed_contents(request, stored, data))
        comparison = {
            "saved": open_forms.saved_words(stored, request.moment.at),
            "differences": [
                difference(mine[part], theirs[part])
                for part in theirs
                if mine[part].value != theirs[part].value
            ],
            "taken": [],
            "just_taken": theirs[name].label if name in theirs else "",
        }
        context = {
            **(extra_context or {}),
            "title": _("Din text och den sparade"),
            "comparison": comparison,
        }
        return self.as_typed(request, object_id, form_url, context, data)

    def received(self, request, formsets):
        """What was posted, with the files that came with it accepted and named there."""
        data = request.POST.copy()
        for formset in formsets:
            if isinstance(formset, AttachmentFormSet):
                formset.receive(request.FILES, data)
                for words in formset.refused:
                    self.message_user(request, words, messages.ERROR)
        return data

    def read_base(self, text):
        try:
            base = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return base if isinstance(base, dict) else {}

    def already_saved(self, request, release, fields):
        """The same text twice, as when the button is pressed twice: there is nothing to settle."""
        opened = posted_forms.value_of(fields, "opened")
        unsaved_texts.forget(release=release, user=request.user, opened=opened)
        self.message_user(request, _("Texten är redan sparad, ord för ord som din."))
        if "_continue" in request.POST:
            return HttpResponseRedirect(form_address(release.pk))
        return self.response_post_save_change(request, release)

    def gone(self, request):
        explanation = _(
            "Någon har tagit bort texten ur redaktionen, så det går inte att spara den."
        )
        fields = posted_forms.posted_fields(request.POST)
        return unsaved_text_page(request, fields, explanation, status=HTTPStatus.NOT_FOUND)

    def keep(self, request, release, fields):
        """Keep what cannot be saved yet, unless another form's text waits; whether it was kept.

        It is on the page in any case.
        """
        try:
            unsaved_texts.keep_typed(
                release=release, user=request.user, at=request.moment.at, fields=fields
            )
        except unsaved_texts.AnotherForm:
            return False
        return True


def fill_part(data, name, form):
    """Put what is stored in the field `name` of `form` into `data`; rows are filled apart."""
    if name in form.fields:
        data.setlist(name, as_data(form[name]))


def difference(mine: Part, stored: Part, *, both=False, only_mine=False):
    """What the page shows of one field or inline that differs."""
    own, other = marked(mine.lines, stored.lines)
    return {
        "name": mine.name,
        "label": mine.label,
        "language": mine.language,
        "mine": own,
        "stored": other,
        "both": both,
        "only_mine": only_mine,
        "only_markup": mine.lines == stored.lines,
    }
