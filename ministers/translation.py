"""Which fields stand in both languages, and whose every change is kept.

History is registered here and not in the models, because simple_history copies a model's fields
when it registers: before modeltranslation has added its own, they would be lost.
"""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as keep_history

from ministers.models import Department, FactsCheck, Government, Minister, Post, Tenure


@register(Government)
class GovernmentTranslation(TranslationOptions):
    fields = ("name", "starts_source", "ends_source", "note")


@register(Department)
class DepartmentTranslation(TranslationOptions):
    fields = ("name", "note")


@register(Post)
class PostTranslation(TranslationOptions):
    fields = ("title", "title_source", "succession_note", "note")


@register(Tenure)
class TenureTranslation(TranslationOptions):
    fields = ("starts_source", "ends_source", "note")


@register(FactsCheck)
class FactsCheckTranslation(TranslationOptions):
    fields = ("note",)


for model in (Government, Department, Post, Minister, Tenure, FactsCheck):
    keep_history(model, app="ministers")
