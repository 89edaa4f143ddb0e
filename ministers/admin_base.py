"""What every admin form of facts has in common: two languages, sources, history, lists."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

IN_LANGUAGE = {"sv": _("%s på svenska"), "en": _("%s på engelska")}
LISTS = "_listor"


class BothLanguages:
    """Labels that name the language in words, and `lang` so that spelling is checked right."""

    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
        # What Django 6 takes by itself, and 5.2 warns about.
        models.URLField: {"assume_scheme": "https"},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        language = getattr(db_field, "language", None)
        if field and language:
            field.label = capfirst(IN_LANGUAGE[language] % db_field.translated_field.verbose_name)
            field.widget.attrs["lang"] = language
        if field and isinstance(self, admin.TabularInline):
            # In a table the label is the column's heading, which names nothing.
            named = getattr(field.widget, "widget", field.widget)
            named.attrs["aria-label"] = capfirst(field.label or "")
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Beside a choice one may add to the list; deleting from it has its own page.
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def get_autocomplete_fields(self, request):
        # The search fields need script; this is the way without (see admin/change_form.html).
        return () if LISTS in request.GET else super().get_autocomplete_fields(request)

    def get_extra(self, request, obj=None, **kwargs):
        # For the same reason: with script a link adds the empty rows of an inline.
        return 3 if LISTS in request.GET else 0


class EditorsAdmin(BothLanguages, admin.ModelAdmin):
    """A form that answers a clash in the database in words.

    Where the model is translated, modeltranslation's TranslationAdmin stands after it.
    """

    # What an interrupted or rehearsed save must not do twice or say too early.
    quiet = "_admin_quiet"
    show_again = "_admin_show_again"
    list_per_page = 50
    list_max_show_all = 500

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as refusal:
            return self.form_again(request, object_id, form_url, extra_context, refusal)

    def form_again(self, request, object_id, form_url, extra_context, refusal=None):
        """The form as the editor filled it in, unsaved; with the database's refusal if any."""
        setattr(request, self.show_again, True)
        if refusal:
            self.message_user(
                request,
                _(
                    "Ingenting sparades, eftersom uppgifterna krockar med något som redan finns. "
                    "Kanske hann någon annan före. Databasen svarade: %s"
                )
                % self.in_words(refusal),
                level=messages.ERROR,
            )
        return super().changeform_view(request, object_id, form_url, extra_context)

    def in_words(self, refusal):
        """The rule that the database names, in the editor's language, or else what it said."""
        said = str(refusal).splitlines()[0]
        for model in (self.model, *(inline.model for inline in self.inlines)):
            for rule in model._meta.constraints:
                if rule.name in said:
                    return rule.get_violation_error_message()
        return said

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if not getattr(request, self.show_again, False):
            return form

        class NotYet(form):
            def is_valid(self):
                super().is_valid()
                return False

        return NotYet

    def message_user(self, request, message, level=messages.INFO, **kwargs):
        if level == messages.ERROR or not getattr(request, self.quiet, False):
            super().message_user(request, message, level, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        """Django's, but "åsa" finds "Åsa" on SQLite too, which only folds the case of a to z."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if not search_term.isascii():
            for variant in (search_term.lower(), search_term.title(), search_term.upper()):
                found |= super().get_search_results(request, queryset, variant)[0]
        return found, duplicates


class NamedChanges(HistoricalRecordContextHelper):
    """Old and new value by field, without the bare field that only doubles a language's own."""

    def context_for_delta_changes(self, delta):
        doubled = {
            field.translated_field.name
            for field in self.model._meta.get_fields()
            if hasattr(field, "translated_field")
        }
        delta.changes[:] = [
            change
            for change in delta.changes
            # Empty is empty, whether the column holds nothing or no text.
            if change.field not in doubled and (change.old or change.new) not in (None, "")
        ]
        return super().context_for_delta_changes(delta)

    def prepare_delta_change_value(self, change, value):
        choices = dict(self.model._meta.get_field(change.field).flatchoices)
        if isinstance(value, bool):
            return _("ja") if value else _("nej")
        return _("(tomt)") if value in (None, "") else choices.get(value, value)


class FactAdmin(EditorsAdmin, SimpleHistoryAdmin):
    """A dated, sourced fact: who changed what and when is kept, and shown."""

    object_history_template = "admin/fact_history.html"
    # Facts whose rows are edited inside this form, by (model, name of their foreign key).
    history_of_parts = ()

    def get_readonly_fields(self, request, obj=None):
        # An address never changes: pages, links and the record lead to it.
        frozen = ["slug"] if obj and hasattr(obj, "slug") else []
        return [*super().get_readonly_fields(request, obj), *frozen]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_urls(self):
        # Without simple_history's form for going back to an old row: a fact is put right in its
        # own form, where the rules and the preview stand.
        return super(SimpleHistoryAdmin, self).get_urls()

    def get_historical_record_context_helper(self, request, historical_record):
        return NamedChanges(historical_record.instance_type, historical_record)

    def history_view(self, request, object_id, extra_context=None):
        parts = []
        for model, foreign_key in self.history_of_parts:
            records = (
                model.history.filter(**{f"{foreign_key}_id": object_id})
                .select_related("history_user")
                .order_by("id", "-history_date", "-history_id")
            )
            rows = {}
            for record in records:
                rows.setdefault(record.id, []).append(record)
            for found in rows.values():
                self.set_history_delta_changes(request, found)
                parts.append({"caption": str(found[0].instance), "records": found})
        return super().history_view(request, object_id, {**(extra_context or {}), "parts": parts})


class StackedRows(BothLanguages, TranslationStackedInline):
    """Rows edited inside the form of what they belong to, one below the other."""


class TabularRows(BothLanguages, TranslationTabularInline):
    """The same as a table, for rows of few fields."""
