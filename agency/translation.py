"""Which fields stand in both languages, and whose every change is kept (see ministers)."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as keep_history

from agency.models import (
    Agency,
    AgencyEvent,
    Assignment,
    AssignmentPart,
    Directorship,
    Mandate,
    MandateTask,
)


@register(Agency)
class AgencyTranslation(TranslationOptions):
    fields = (
        "name",
        "legal_form",
        "legal_basis",
        "location",
        "summary",
        "background",
        "closing",
        "note",
    )


@register(Directorship)
class DirectorshipTranslation(TranslationOptions):
    fields = ("title", "note")


@register(Mandate)
class MandateTranslation(TranslationOptions):
    fields = ("instruction", "note")


@register([MandateTask, AssignmentPart])
class TextTranslation(TranslationOptions):
    fields = ("text",)


@register(Assignment)
class AssignmentTranslation(TranslationOptions):
    fields = ("title", "summary", "report_title", "given_in", "for_whom", "with_whom", "note")


@register(AgencyEvent)
class AgencyEventTranslation(TranslationOptions):
    fields = ("text", "note")


for model in (
    Agency,
    Directorship,
    Mandate,
    MandateTask,
    Assignment,
    AssignmentPart,
    AgencyEvent,
):
    keep_history(model, app="agency")
