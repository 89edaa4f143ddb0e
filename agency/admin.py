"""The editors' forms for agencies, their mandates and special assignments."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from agency.models import (
    Agency,
    AgencyEvent,
    Assignment,
    AssignmentPart,
    Directorship,
    Mandate,
    MandateTask,
)
from ministers.admin_base import FactAdmin, StackedRows, TabularRows
from ministers.dates import machine_date

SOURCES = (_("Källor"), {"fields": ["source_urls", ("note_sv", "note_en")]})


def iso(day, precision="day"):
    return machine_date(day, precision) if day else "–"


class DirectorshipInline(StackedRows):
    model = Directorship
    verbose_name_plural = _("Chefer, i ordning")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "position"),
                    ("title_sv", "title_en"),
                    ("appointed_on", "appointed_precision", "starts_on", "ends_on"),
                    "source_urls",
                    ("note_sv", "note_en"),
                ]
            },
        )
    ]


class AgencyEventInline(StackedRows):
    model = AgencyEvent
    ordering = ["date", "pk"]
    verbose_name_plural = _("Händelser, i datumordning")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("date", "precision"),
                    ("text_sv", "text_en"),
                    "source_urls",
                ]
            },
        ),
        (_("Källanmärkning"), {"fields": [("note_sv", "note_en")], "classes": ["collapse"]}),
    ]


@admin.register(Agency)
class AgencyAdmin(FactAdmin, TranslationAdmin):
    list_display = ["name", "short_name", "starts", "ends", "location"]
    search_fields = ["name_sv", "name_en", "short_name", "slug"]
    prepopulated_fields = {"slug": ("name_sv",)}
    inlines = [DirectorshipInline, AgencyEventInline]
    history_of_parts = [(Directorship, "agency"), (AgencyEvent, "agency")]
    fieldsets = [
        (None, {"fields": [("name_sv", "name_en"), ("short_name", "slug")]}),
        (
            _("Tid"),
            {
                "fields": [("starts_on", "ends_on")],
                "description": _("Första dagen, och dagen då myndigheten inte längre fanns."),
            },
        ),
        (
            _("Om myndigheten"),
            {
                "fields": [
                    ("summary_sv", "summary_en"),
                    ("legal_form_sv", "legal_form_en"),
                    ("legal_basis_sv", "legal_basis_en"),
                    ("location_sv", "location_en"),
                    ("background_sv", "background_en"),
                    ("closing_sv", "closing_en"),
                ]
            },
        ),
        SOURCES,
    ]

    @admin.display(description=_("öppnade"), ordering="starts_on")
    def starts(self, obj):
        return iso(obj.starts_on)

    @admin.display(description=_("upphörde"), ordering="ends_on")
    def ends(self, obj):
        return iso(obj.ends_on)


class MandateTaskInline(TabularRows):
    model = MandateTask
    fields = ["position", "section", "text_sv", "text_en"]


@admin.register(Mandate)
class MandateAdmin(FactAdmin, TranslationAdmin):
    list_display = ["instruction", "agency", "starts", "ends", "sfs"]
    list_filter = ["agency"]
    list_select_related = ["agency"]
    search_fields = ["instruction_sv", "instruction_en", "sfs", "agency__name_sv"]
    autocomplete_fields = ["agency"]
    inlines = [MandateTaskInline]
    history_of_parts = [(MandateTask, "mandate")]
    fieldsets = [
        (
            None,
            {"fields": ["agency", ("instruction_sv", "instruction_en"), ("sfs", "slug")]},
        ),
        (
            _("Tid"),
            {
                "fields": [("decided_on", "printed_on"), ("starts_on", "ends_on")],
                "description": _("Instruktionen gäller från och med sin första dag."),
            },
        ),
        SOURCES,
    ]

    @admin.display(description=_("gäller från"), ordering="starts_on")
    def starts(self, obj):
        return iso(obj.starts_on)

    @admin.display(description=_("gällde till"), ordering="ends_on")
    def ends(self, obj):
        return iso(obj.ends_on)


class AssignmentPartInline(TabularRows):
    model = AssignmentPart
    fields = ["position", "text_sv", "text_en"]


@admin.register(Assignment)
class AssignmentAdmin(FactAdmin, TranslationAdmin):
    list_display = ["title", "agency", "decided", "due", "reported"]
    list_filter = ["agency"]
    list_select_related = ["agency"]
    search_fields = ["title_sv", "title_en", "summary_sv", "summary_en", "agency__name_sv"]
    prepopulated_fields = {"slug": ("title_sv",)}
    autocomplete_fields = ["agency", "given_by"]
    inlines = [AssignmentPartInline]
    history_of_parts = [(AssignmentPart, "assignment")]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("agency", "slug"),
                    ("title_sv", "title_en"),
                    ("summary_sv", "summary_en"),
                ]
            },
        ),
        (
            _("Tid"),
            {
                "fields": [
                    ("decided_on", "decided_precision"),
                    ("due_on", "reported_on"),
                    ("report_title_sv", "report_title_en"),
                ],
                "description": _("Om uppdraget pågår, är försenat eller redovisat räknas ut."),
            },
        ),
        (
            _("Vem gav det, för vem och med vem"),
            {
                "fields": [
                    "given_by",
                    ("given_in_sv", "given_in_en"),
                    ("for_whom_sv", "for_whom_en"),
                    ("with_whom_sv", "with_whom_en"),
                ]
            },
        ),
        SOURCES,
    ]

    @admin.display(description=_("beslutat"), ordering="decided_on")
    def decided(self, obj):
        return iso(obj.decided_on, obj.decided_precision)

    @admin.display(description=_("ska redovisas"), ordering="due_on")
    def due(self, obj):
        return iso(obj.due_on)

    @admin.display(description=_("redovisat"), ordering="reported_on")
    def reported(self, obj):
        return iso(obj.reported_on)
