"""Which fields stand in both languages."""

from modeltranslation.translator import TranslationOptions, register

from pressreleases.models import Attachment, Contact, Reinstatement, Release, Version, Withdrawal


@register(Release)
class ReleaseTranslation(TranslationOptions):
    fields = ("title", "lead", "body", "publisher", "licence_note")


@register(Contact)
class ContactTranslation(TranslationOptions):
    fields = ("role",)


@register(Attachment)
class AttachmentTranslation(TranslationOptions):
    fields = ("title", "alt")


@register(Version)
class VersionTranslation(TranslationOptions):
    fields = ("title", "lead", "body", "change_note")


@register([Withdrawal, Reinstatement])
class ReasonTranslation(TranslationOptions):
    fields = ("reason",)
