"""The editors' desk: writing, previewing, publishing; and the record, to read."""

import json

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from js_asset import Media
from modeltranslation.admin import TranslationAdmin

from ministers.admin_base import BothLanguages, EditorsAdmin, TabularRows
from ministers.dates import long_time, machine_date
from pressreleases import admin_ministers, desk, posted_forms, reviewing
from pressreleases import admin_reviews as admin_reviews
from pressreleases.admin_aids import AidPages, aids_for
from pressreleases.admin_earlier import EarlierPages
from pressreleases.admin_files import AttachmentInline, Files
from pressreleases.admin_open_forms import OpenForms
from pressreleases.admin_preview_links import PreviewLinkPages
from pressreleases.admin_previews import PreviewPages
from pressreleases.admin_record import RecordAdmin
from pressreleases.admin_upcoming import UpcomingPage
from pressreleases.admin_verbs import VerbPages
from pressreleases.models import (
    Appearance,
    Bypass,
    Contact,
    Reinstatement,
    Release,
    Version,
    Withdrawal,
)
from pressreleases.richtext import show
from pressreleases.states import Standing, State, state_words, with_state


class StateFilter(admin.SimpleListFilter):
    title = _("läge")
    parameter_name = "lage"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


class ReviewFilter(admin.SimpleListFilter):
    title = _("granskning")
    parameter_name = "granskning"

    def lookups(self, request, model_admin):
        return [
            ("min", _("väntar på min granskning")),
            (Standing.SUBMITTED, _("väntar på någons granskning")),
            (Standing.RETURNED, Standing.RETURNED.label),
            (Standing.APPROVED, _("godkänd, inte publicerad")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "min":
            mine = {"not_written_by": request.user}
            return reviewing.of_standing(queryset, Standing.SUBMITTED, **mine)
        if self.value() in (Standing.SUBMITTED, Standing.RETURNED, Standing.APPROVED):
            return reviewing.of_standing(queryset, Standing(self.value()))
        return queryset


class ShownTexts:
    """The texts as a reader sees them, for whoever may read but not write."""

    @admin.display(description=_("text på svenska"))
    def text_sv(self, obj):
        return format_html('<div class="record-text">{}</div>', show(obj.body_sv) or "–")

    @admin.display(description=_("text på engelska"))
    def text_en(self, obj):
        return format_html('<div class="record-text">{}</div>', show(obj.body_en) or "–")


class AppearanceInline(BothLanguages, admin.TabularInline):
    model = Appearance
    autocomplete_fields = ["tenure"]
    fields = ["position", "tenure"]
    verbose_name_plural = _("Statsråd i texten, genom den post de hade")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        days, _told = admin_ministers.days_of_release(obj, request.moment.on)
        if field := formset.form.base_fields.get("tenure"):
            admin_ministers.fit_to_day(field, days[0], self.admin_site)
        return formset


class ContactInline(TabularRows):
    model = Contact
    fields = ["position", "role_sv", "role_en", "name", "email", "phone"]
    verbose_name_plural = _(
        "Presskontakter. Namn och funktion fryses som de är när texten publiceras"
    )


@admin.register(Release)
class ReleaseAdmin(
    ShownTexts,
    Files,
    PreviewPages,
    PreviewLinkPages,
    UpcomingPage,
    VerbPages,
    EarlierPages,
    AidPages,
    OpenForms,
    EditorsAdmin,
    TranslationAdmin,
):
    change_form_template = "admin/pressreleases/release/change_form.html"
    list_display = ["title", "kind", "state_name", "published", "department"]
    list_filter = [
        StateFilter,
        ReviewFilter,
        "kind",
        ("department", admin.RelatedOnlyFieldListFilter),
        "origin",
    ]
    list_select_related = ["department"]
    search_fields = ["title_sv", "title_en", "lead_sv", "lead_en", "slug"]
    prepopulated_fields = {"slug": ("title_sv",)}
    autocomplete_fields = ["department", "sent_under", "agencies", "mandates", "assignments"]
    inlines = [AppearanceInline, AttachmentInline, ContactInline]
    fieldsets = [
        (None, {"fields": [("kind", "department")]}),
        (
            _("Text"),
            {
                "fields": [
                    ("title_sv", "title_en"),
                    ("lead_sv", "lead_en"),
                    ("body_sv", "body_en"),
                ],
                "classes": ["side-by-side"],
                "description": _(
                    "Saknas engelska visar sidan den svenska texten och säger det. Börja ett "
                    "stycke med ett streck och mellanslag, ”– ”, för att återge vad någon säger. "
                    "Klistra in från Word eller webben: länkar, listor och rubriker följer med."
                ),
            },
        ),
        (
            _("Adress och avsändande regering"),
            {"fields": ["slug", "sent_under"]},
        ),
        (
            _("Faktarutor och myndigheter"),
            {"fields": ["agencies", "mandates", "assignments"]},
        ),
        (
            _("Varifrån texten kommer"),
            {
                "fields": [
                    ("origin", "original_url"),
                    ("publisher_sv", "publisher_en"),
                    ("licence_note_sv", "licence_note_en"),
                ],
                "description": _("Skrivs ut på sidan, så att läsaren ser vem som har sagt vad."),
            },
        ),
    ]

    def get_queryset(self, request):
        return with_state(super().get_queryset(request), request.moment.at)

    def get_readonly_fields(self, request, obj=None):
        frozen = ["kind", "slug"] if obj and obj.year else []
        shown = [] if self.has_change_permission(request, obj) else ["text_sv", "text_en"]
        return [*super().get_readonly_fields(request, obj), *frozen, *shown]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        shown = {("body_sv", "body_en"): ("text_sv", "text_en")}
        return [
            (name, {**given, "fields": [shown.get(line, line) for line in given["fields"]]})
            for name, given in fieldsets
        ]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj and obj.year else super().get_prepopulated_fields(request, obj)

    def save_model(self, request, obj, form, change):
        obj.edited_by = request.user
        if not change:
            return super().save_model(request, obj, form, change)
        obj.revision = desk.claim(obj.pk, posted_forms.revision_of(list(request.POST.items())))
        # The address is the verbs' to write: one who saves what was read before the text was
        # published, or moved, must not put the old one back.
        fields = {field.name for field in obj._meta.concrete_fields if not field.primary_key}
        not_ours = {"year", "month", "revision", *(("kind", "slug") if obj.year else ())}
        obj.save(update_fields=fields - not_ours)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        desk.keep(release=form.instance, by=request.user, at=request.moment.at)
        for sentence in admin_ministers.not_on_the_day(form.instance, request.moment.on):
            self.message_user(request, sentence, messages.WARNING)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        # The text editor's import map stands inline, so it carries the page's nonce.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        if obj is None or self.has_change_permission(request, obj):
            context |= aids_for(obj or Release())
        if obj is not None:
            context["lacking"] = [lack for lack in context.get("lacks", []) if lack.parts]
            today = request.moment.on
            context["not_on_day"] = admin_ministers.not_on_the_day(obj, today)
            context["tools"] = self.tools(request, obj)
            context["state"] = State(obj.state)
            context["state_words"] = state_words(obj)
            context["standing"] = reviewing.standing_of(obj)
            context["reviews"] = obj.reviews.select_related("submitted_by", "decided_by")[:5]
            context["public_url"] = self.public_url(obj, request.moment.at)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_post_save_change(self, request, obj):
        if "_save_and_preview" in request.POST:
            url = reverse("admin:pressreleases_release_preview", args=[obj.pk])
            return HttpResponseRedirect(url)
        return super().response_post_save_change(request, obj)

    def public_url(self, release, at):
        version = release.versions.in_force(at).first()
        return version.get_absolute_url() if version else None

    @admin.display(description=_("läge"), ordering="state")
    def state_name(self, obj):
        return state_words(obj)

    @admin.display(description=_("först publicerad"))
    def published(self, obj):
        return f"{obj.year}-{obj.month:02}" if obj.year else "–"


@admin.register(Version)
class VersionAdmin(ShownTexts, RecordAdmin):
    list_display = ["title", "number", "kind", "first_published", "change", "recorded"]
    list_filter = ["kind", "change", ("department", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["recorded_by"]
    search_fields = ["title_sv", "title_en", "slug"]
    fields = [
        "desk",
        "number",
        "public_page",
        "change",
        "change_note_sv",
        "change_note_en",
        "first_published",
        "superseded",
        "recorded",
        "approved",
        "title_sv",
        "lead_sv",
        "text_sv",
        "title_en",
        "lead_en",
        "text_en",
        "beside",
        "checksums",
    ]
    readonly_fields = fields

    @admin.display(description=_("publicerad"), ordering="first_published_at")
    def first_published(self, obj):
        if obj.published_precision == "day":
            return long_time(obj.first_published_at)
        return machine_date(obj.published_on, obj.published_precision)

    @admin.display(description=_("ersatt"))
    def superseded(self, obj):
        return long_time(obj.superseded_at) if obj.superseded_at else "–"

    @admin.display(description=_("godkänd av"))
    def approved(self, obj):
        bypass = Bypass.objects.filter(version=obj).first()
        return obj.approved_by or (_("ingen: %s") % bypass.reason if bypass else "–")

    @admin.display(description=_("sida"))
    def public_page(self, obj):
        return format_html('<a href="{0}">{0}</a>', obj.get_absolute_url())

    @admin.display(description=_("på skrivbordet"))
    def desk(self, obj):
        url = reverse("admin:pressreleases_release_change", args=[obj.release_id])
        return format_html('<a href="{}">{}</a>', url, obj.release)

    @admin.display(description=_("fryst bredvid texten"))
    def beside(self, obj):
        frozen = json.dumps(obj.frozen, ensure_ascii=False, indent=2)
        return format_html('<pre class="record-frozen">{}</pre>', frozen)

    @admin.display(description=_("kontrollsumma och den föregående"))
    def checksums(self, obj):
        return format_html("<code>{}</code><br><code>{}</code>", obj.hash, obj.previous_hash)


@admin.register(Withdrawal)
class WithdrawalAdmin(RecordAdmin):
    list_display = ["release", "happened", "recorded", "removed"]
    list_select_related = ["release", "recorded_by"]
    fields = ["release", "happened", "reason_sv", "reason_en", "replaced_by", "removed", "recorded"]
    readonly_fields = fields

    @admin.display(description=_("tillbakadragen"), ordering="at")
    def happened(self, obj):
        return long_time(obj.at)


@admin.register(Reinstatement)
class ReinstatementAdmin(RecordAdmin):
    list_display = ["withdrawal", "happened", "recorded"]
    list_select_related = ["withdrawal__release", "recorded_by"]
    fields = ["withdrawal", "happened", "reason_sv", "reason_en", "recorded"]
    readonly_fields = fields

    @admin.display(description=_("återinförd"), ordering="at")
    def happened(self, obj):
        return long_time(obj.at)
