"""For the release's admin: who has its form open, and what was typed there and never saved."""

import json
from http import HTTPStatus

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.translation import gettext as _

from pressreleases import open_forms, posted_forms, unsaved_texts
from pressreleases.admin_comparisons import TAKE, Comparisons, form_address
from pressreleases.admin_form_data import fill_rows, parts_of, without_loose_keys
from pressreleases.desk import Conflict
from pressreleases.models import Release

TAKE_BACK = "ta-tillbaka"
# The pages that may be asked by script, and answer it.
ASKED_BY_SCRIPT = (
    "pressreleases_release_autosave",
    "pressreleases_release_autosave_new",
    "pressreleases_release_heartbeat",
)
# In the session: the forms saved last, as [key of the form, key of the release].
SAVED_FORMS, MOST_SAVED = "saved_forms", 20
FORMS = ("pressreleases_release_change", "pressreleases_release_add")


def fields_in(request):
    """The [name, value] pairs in a request from script. Raises ValueError in words."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > posted_forms.LARGEST:
        raise ValueError(_("Texten är för lång för att säkras. Spara den i stället."))
    not_understood = _("Det som skickades gick inte att förstå. Ingenting säkrades.")
    try:
        fields = json.loads(request.body)["fields"]
        pairs = [[name, value] for name, value in fields]
        # Refuses what is no text, and half of a character that takes two.
        "".join(word for pair in pairs for word in pair).encode()
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ValueError(not_understood) from None
    if len(pairs) > posted_forms.MOST_FIELDS:
        raise ValueError(_("Texten är för lång för att säkras. Spara den i stället."))
    return posted_forms.fit_to_keep(pairs)


class OpenForms(Comparisons):
    """For the release's admin; stands before EditorsAdmin."""

    saved_mark = "_admin_saved"

    def get_urls(self):
        view, name = self.admin_site.admin_view, "pressreleases_release"
        return [
            path("<int:pk>/autosave/", view(self.autosave), name=f"{name}_autosave"),
            path("add/autosave/", view(self.autosave), name=f"{name}_autosave_new"),
            path("<int:pk>/heartbeat/", view(self.heartbeat), name=f"{name}_heartbeat"),
            path("<int:pk>/discard/", view(self.discard), name=f"{name}_discard"),
            path("add/discard/", view(self.discard), name=f"{name}_discard_new"),
            *super().get_urls(),
        ]

    # --- the form ---------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        arguments = (request, object_id, form_url, extra_context)
        stored = self.get_object(request, unquote(object_id)) if object_id else None
        may = self.may_write(request, stored)
        if object_id and stored is None and request.method == "POST" and may:
            return self.gone(request)
        if request.method == "POST" and stored is not None and may:
            fields = posted_forms.posted_fields(request.POST)
            if posted_forms.revision_of(fields) != stored.revision:
                return self.conflict(*arguments)
            if TAKE in request.POST:
                return self.take(*arguments)
        if request.method == "GET" and may and not (object_id and stored is None):
            if stored is not None:
                open_forms.see(release=stored, user=request.user, at=request.moment.at)
            waiting = unsaved_texts.typed_by(request.user, stored)
            if TAKE_BACK in request.GET and waiting is not None:
                return self.taken_back(*arguments, stored, waiting)
        if request.method == "POST" and not object_id and may:
            first = self.saved_before(request)
            if first is not None:
                return first
        try:
            response = super().changeform_view(*arguments)
        except Conflict:
            return self.conflict(*arguments)
        self.note_saved(request, response)
        return response

    def may_write(self, request, release):
        if release is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, release)

    # --- what is saved ----------------------------------------------------------------------------

    def note_saved(self, request, response):
        """Remember which form was saved as which text, now that the transaction is over."""
        pair = getattr(request, self.saved_mark, None)
        if pair and response.status_code == HTTPStatus.FOUND:
            pairs = [*request.session.get(SAVED_FORMS, []), pair]
            request.session[SAVED_FORMS] = pairs[-MOST_SAVED:]

    def saved_before(self, request):
        """The answer to a new text that is sent once more, word for word; else None."""
        keys, opened = dict(request.session.get(SAVED_FORMS, [])), request.POST.get("opened")
        release = Release.objects.filter(pk=keys.get(opened or None)).first()
        if release is None or not self.may_write(request, release):
            return None
        form, formsets = self.contents(request, release)
        data = request.POST.copy()
        without_loose_keys(data, form, formsets)
        theirs = parts_of(form, formsets)
        mine = parts_of(*self.typed_contents(request, release, data))
        if request.FILES or any(mine[name].value != theirs[name].value for name in theirs):
            return None
        return self.already_saved(request, release, posted_forms.posted_fields(data))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        setattr(request, self.saved_mark, [request.POST.get("opened", "")[:50], form.instance.pk])
        unsaved_texts.forget(
            release=form.instance if change else None,
            user=request.user,
            opened=request.POST.get("opened", ""),
        )

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        form = context["adminform"].form
        may = self.may_write(request, obj)
        if may and not form.is_bound:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            stored = parts_of(form, formsets)
            form.initial |= {
                "revision": str(obj.revision if obj else 0),
                "base": self.base_of(stored),
                "opened": posted_forms.new_key(request.user),
            }
            context["waiting"] = self.waiting(request, obj, stored)
        elif may and not getattr(request, self.as_typed_mark, False):
            fields = posted_forms.posted_fields(posted_in(form, context["inline_admin_formsets"]))
            context["received"] = self.keep(request, obj, fields)
        if may:
            context["saved_forms"] = " ".join(
                opened for opened, _pk in request.session.get(SAVED_FORMS, [])
            )
            context["others"] = (
                open_forms.others(release=obj, user=request.user, at=request.moment.at)
                if obj
                else []
            )
            context["take_back"] = self.take_back_address(request)
        context["keeps_text"] = may
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def take_back_address(self, request):
        query = request.GET.copy()
        query[TAKE_BACK] = "1"
        return f"{request.path}?{query.urlencode()}"

    # --- what is typed and not saved --------------------------------------------------------------

    def waiting(self, request, release, stored):
        """What is said of unsaved text that can be taken back, or None."""
        form = unsaved_texts.typed_by(request.user, release)
        if form is None:
            return None
        data = data_of(form.typed)
        without_loose_keys(data, *self.contents(request, release))
        typed = parts_of(*self.typed_contents(request, release, data))
        if all(typed[name].value == part.value for name, part in stored.items()):
            return None
        at = request.moment.at
        newer = release is not None and form.revision != release.revision
        return {
            "when": open_forms.clock_time(form.typed_at, at),
            "typed": form.typed,
            "newer": newer,
            "saved": open_forms.saved_words(release, at) if newer else "",
        }

    def taken_back(self, request, object_id, form_url, extra_context, stored, waiting):
        data = data_of(waiting.typed)
        form, formsets = self.contents(request, stored)
        without_loose_keys(data, form, formsets)
        for formset in formsets:
            fill_rows(data, formset, keep_typed=True)
        context = {
            **(extra_context or {}),
            "taken_back": open_forms.clock_time(waiting.typed_at, request.moment.at),
            "is_older": stored is not None and waiting.revision != stored.revision,
        }
        return self.as_typed(request, object_id, form_url, context, data)

    def release_to_write(self, request, pk):
        """The release that `user` may change; None for a new one. Raises Http404 or 403."""
        release = None if pk is None else self.release_or_404(request, pk)
        if not self.may_write(request, release):
            raise PermissionDenied
        return release

    def autosave(self, request, pk=None):
        """Keep the fields that script sends as the editor's own unsaved text."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        release = self.release_to_write(request, pk)
        at = request.moment.at
        try:
            fields = fields_in(request)
        except ValueError as refusal:
            return JsonResponse({"said": str(refusal)}, status=HTTPStatus.BAD_REQUEST)
        if not posted_forms.is_form_of(request.user, fields):
            said = _("Formuläret öppnades av ett annat konto. Ladda om sidan.")
            return JsonResponse({"said": said}, status=HTTPStatus.CONFLICT)
        try:
            unsaved_texts.keep_typed(release=release, user=request.user, at=at, fields=fields)
        except unsaved_texts.AnotherForm as other:
            said = _(
                "Det du skriver säkras inte, för du har redan osparad text från %s. "
                "Ladda om sidan och ta tillbaka den eller kasta den först."
            ) % open_forms.clock_time(other.typed_at, at)
            return JsonResponse({"said": said}, status=HTTPStatus.CONFLICT)
        said = _("Säkrat %s, men inte sparat.") % open_forms.clock_time(at, at)
        return JsonResponse({"said": said})

    def heartbeat(self, request, pk):
        """Note that the form is still open; tell who else has it, and of a newer text."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        release = self.release_to_write(request, pk)
        at = request.moment.at
        open_forms.see(release=release, user=request.user, at=at)
        lines = open_forms.others(release=release, user=request.user, at=at)
        if request.POST.get("revision") != str(release.revision):
            lines.append(
                _("Det finns en nyare sparad text (%s). När du sparar får du se båda.")
                % open_forms.saved_words(release, at)
            )
        return JsonResponse({"lines": lines, "token": get_token(request)})

    def discard(self, request, pk=None):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        release = self.release_to_write(request, pk)
        unsaved_texts.discard(user=request.user, release=release)
        self.message_user(request, _("Den osparade texten är kastad."), messages.SUCCESS)
        return HttpResponseRedirect(form_address(pk))


def posted_in(form, inlines):
    """What the refused form and its rows hold, once they have been judged.

    With it goes what the search fields could not even look up: its refusal stands by the field.
    """
    formsets = [inline.formset for inline in inlines]
    data = form.data.copy()
    for formset in formsets:
        total = f"{formset.prefix}-TOTAL_FORMS"
        data[total] = formset.data.get(total, "")
        for row in formset.forms:
            for name in map(row.add_prefix, row.fields):
                if name in row.data:
                    data.setlist(name, row.data.getlist(name))
    without_loose_keys(data, form, formsets)
    for bound in (form, *formsets, *(row for formset in formsets for row in formset.forms)):
        bound.data = data
    return data


def data_of(fields):
    data = QueryDict(mutable=True)
    for name, value in fields:
        data.appendlist(name, value)
    return data
