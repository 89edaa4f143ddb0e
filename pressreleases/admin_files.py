"""Images and documents on the release's form, and the desk's own view of them.

A file that was accepted is kept even when something else in the form is refused: the form that
comes back names it by a signed value, so nobody uploads twice.
"""

import re

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpResponseNotAllowed
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ministers.admin_base import StackedRows
from pressreleases.attachments import attached, missing_of
from pressreleases.enums import IMAGES
from pressreleases.file_documents import what_readers_miss
from pressreleases.file_views import served
from pressreleases.files import ACCEPTED, EXTENSIONS, accept, opened, size_in_words
from pressreleases.models import Attachment, StoredFile

SALT = "pressreleases.upload"
MOST_AT_ONCE = 20
ENDINGS = ",".join(f".{ending}" for ending in EXTENSIONS)
LIMITS = gettext_lazy("En bild får vara på högst 10 MB, ett dokument på högst 25 MB.")


def staff_file_url(file):
    """Where the desk sees a file, given as a frozen dict; also one that is not published."""
    return reverse("admin:pressreleases_storedfile_file", args=[file["key"]])


class AttachmentForm(forms.ModelForm):
    """One image or document: an upload, or the value that names one accepted before."""

    # Set by AttachmentInline: who uploads, and when.
    by = at = None
    judged = True
    upload = forms.FileField(
        label=gettext_lazy("Fil"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        help_text=gettext_lazy("JPEG, PNG, WebP eller PDF."),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.file_id:
            # Another file is another row: remove this one and add a new.
            self.fields["upload"].disabled = True
            self.fields["upload"].widget = forms.HiddenInput()
            self.fields["upload"].help_text = ""
            if self.by:
                # One who has the form open can save the row though it is removed meanwhile.
                self.initial["kept"] = token_of(self.instance.file, self.by)
        elif self.by and self.is_bound and not self.judged:
            token = self.data.get(self.add_prefix("kept"))
            if stored := kept_file(token, self.by):
                self.instance.file = stored

    def clean(self):
        cleaned = super().clean()
        if not self.instance.file_id and not self.errors.get("upload"):
            self.take_file(cleaned)
        if self.instance.file_id:
            self.refuse_if_incomplete(cleaned)
        return cleaned

    def take_file(self, cleaned):
        """Give the row its file: the one uploaded now, or the one named by `kept`."""
        if cleaned.get("upload"):
            try:
                stored = accept(cleaned["upload"], by=self.by, at=self.at)
            except ValidationError as refusal:
                return self.add_error("upload", refusal)
        else:
            stored = kept_file(cleaned.get("kept"), self.by)
        if stored is None:
            return self.add_error("upload", _("Välj en fil."))
        self.instance.file = stored
        self.data = self.data.copy()
        self.data[self.add_prefix("kept")] = token_of(stored, self.by)
        return None

    def refuse_if_incomplete(self, cleaned):
        row = Attachment(file=self.instance.file)
        for field in ("title_sv", "alt_sv", "alt_en", "decorative"):
            setattr(row, field, cleaned.get(field) or getattr(row, field))
        image = row.file.type in IMAGES
        if not image and (row.alt_sv or row.alt_en or row.decorative):
            words = _(
                "Ett dokument har en rubrik. Alternativtext och dekorativ gäller bara bilder."
            )
            self.add_error("alt_sv", words)
        if missing_of(row):
            words = _("Skriv vad bilden visar, eller kryssa för att den är dekorativ.")
            if not image:
                words = _("Skriv vad dokumentet heter: det är länken som läsaren ser.")
            self.add_error("alt_sv" if image else "title_sv", words)


def token_of(stored, user):
    """The same each time, so that two rows can be told to hold the same file."""
    return signing.Signer(salt=SALT).sign_object([stored.pk, user.pk])


def kept_file(token, user):
    """The StoredFile that a signed value names, if it was given to this user; else None."""
    try:
        pk, owner = signing.Signer(salt=SALT).unsign_object(token or "")
    except signing.BadSignature:
        return None
    return StoredFile.objects.filter(pk=pk).first() if owner == user.pk else None


class AttachmentFormSet(BaseInlineFormSet):
    """The rows, and a field that takes many files at once: each becomes a row to describe."""

    def __init__(self, data=None, files=None, **kwargs):
        self.refused = []
        super().__init__(data, files, **kwargs)
        if files and self.form.by:
            self.data = self.data.copy()
            self.take_many(files.getlist(self.many_name), self.data)

    @property
    def many_name(self):
        return f"{self.prefix}-flera"

    def take_many(self, uploads, data):
        if len(uploads) > MOST_AT_ONCE:
            words = _("Ladda upp högst %(most)s filer på en gång.") % {"most": MOST_AT_ONCE}
            self.refused.append(words)
            return
        for upload in uploads:
            if stored := self.accepted_or_refused(upload):
                self.add_row(data, stored)

    def accepted_or_refused(self, upload):
        try:
            return accept(upload, by=self.form.by, at=self.form.at)
        except ValidationError as refusal:
            self.refused += [f"{upload.name}: {words}" for words in refusal.messages]
            return None

    def add_row(self, data, stored):
        total = f"{self.prefix}-TOTAL_FORMS"
        given = data.get(total, "")
        number = int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 0
        data[f"{self.prefix}-{number}-kept"] = token_of(stored, self.form.by)
        data[f"{self.prefix}-{number}-position"] = str(number + 1)
        data[total] = str(number + 1)

    def receive(self, files, data):
        """Accept the files that came with a form that is not saved; name them in its `data`.

        What is refused is told by `refused`. The rows of `data` are those that were posted.
        """
        if not self.form.by:
            return
        pattern = re.compile(rf"{re.escape(self.prefix)}-\d{{1,4}}-upload")
        for name in list(files):
            if pattern.fullmatch(name) and (stored := self.accepted_or_refused(files[name])):
                data[name.removesuffix("upload") + "kept"] = token_of(stored, self.form.by)
        self.take_many(files.getlist(self.many_name), data)

    def clean(self):
        super().clean()
        if self.refused:
            raise ValidationError(self.refused)

    def is_multipart(self):
        return True


class AttachmentInline(StackedRows):
    model = Attachment
    form = AttachmentForm
    formset = AttachmentFormSet
    template = "admin/pressreleases/release/files.html"
    readonly_fields = ["shown"]
    fields = [
        ("shown", "upload", "position"),
        ("title_sv", "title_en"),
        ("alt_sv", "alt_en"),
        "decorative",
        "kept",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("file")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if self.has_add_permission(request, obj):
            formset.form.by, formset.form.at = request.user, request.moment.at
        formset.endings, formset.accepted, formset.limits = ENDINGS, ACCEPTED, LIMITS
        return formset

    @admin.display(description=gettext_lazy("uppladdad fil"))
    def shown(self, obj):
        if not obj.file_id:
            return _("Ingen fil än.")
        file = obj.file
        words = f"{file.get_type_display()}, {size_in_words(file.size)}"
        picture = ""
        if file.type in IMAGES:
            words += f", {file.width} × {file.height}"
            picture = format_html('<img src="{}" alt="" class="file-shown">', url_of(file))
        if not obj.pk:
            received = _("Filen är mottagen och hör till texten när den är sparad.")
            words = format_html("{}<br>{}", words, received)
        return format_html('{}<a href="{}">{}</a><br>{}', picture, url_of(file), file.name, words)


def url_of(stored):
    return staff_file_url({"key": stored.key})


class Files:
    """For the release's admin: the desk's view of a file, and what it advises after a save."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        return [
            path("fil/<slug:key>/", view, name="pressreleases_storedfile_file"),
            *super().get_urls(),
        ]

    def file_view(self, request, key):
        """Any accepted file, published or not, for those who may read the desk's texts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        stored = StoredFile.objects.filter(key=key).first()
        if stored is None:
            raise Http404
        return served(request, stored)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        added = [
            row
            for formset in formsets
            for row in formset.new_objects
            if isinstance(row, Attachment) and row.file.type not in IMAGES
        ]
        for advice in [*advice_on(form.instance), *map(advice_on_document, added)]:
            if advice:
                self.message_user(request, advice, messages.WARNING)


def advice_on(release):
    """What would serve readers of English, where the release has an English text."""
    if not release.title_en:
        return []
    found = []
    for attachment in attached(release):
        name = {"name": attachment.file.name}
        if attachment.alt_sv and not attachment.alt_en:
            found.append(_("Alternativtext på engelska saknas till %(name)s.") % name)
        if attachment.title_sv and not attachment.title_en:
            found.append(_("Rubrik eller bildtext på engelska saknas till %(name)s.") % name)
    return found


def advice_on_document(attachment):
    """What would help readers who hear the document instead of seeing it."""
    with opened(attachment.file) as file:
        missed = what_readers_miss(file.read())
    if not missed:
        return ""
    return _(
        "Alla kan inte läsa %(name)s. Det saknas: %(missed)s. Spara om dokumentet med "
        "tillgänglighet påslagen, eller låt det viktiga stå i texten."
    ) % {"name": attachment.file.name, "missed": ", ".join(missed)}
