"""The editors' forms for governments, departments, posts, ministers and their tenures."""

from django.contrib import admin
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from ministers.admin_base import FactAdmin, StackedRows
from ministers.admin_forms import TenureRows
from ministers.admin_handover import HandoverPages
from ministers.admin_preview import PreviewedAdmin, Touched
from ministers.dates import machine_date
from ministers.models import Department, FactsCheck, Government, Minister, Post, Tenure

SOURCES = (
    _("Källor"),
    {
        "fields": ("source_urls", ("note_sv", "note_en")),
        "description": _("Anmärkningen visas för läsaren under ”Varför ser jag detta?”."),
    },
)


def no_source(field):
    """The condition that neither language names a source."""
    return (Q(**{f"{field}_sv": ""}) | Q(**{f"{field}_sv__isnull": True})) & (
        Q(**{f"{field}_en": ""}) | Q(**{f"{field}_en__isnull": True})
    )


UNCONFIRMED_DATES = no_source("starts_source") | (
    Q(ends_on__isnull=False) & no_source("ends_source")
)


class GovernmentFilter(admin.SimpleListFilter):
    """Tenures that share at least one day with the government, or ministers who have such."""

    title = _("regering")
    parameter_name = "regering"

    def lookups(self, request, model_admin):
        return [(government.slug, str(government)) for government in Government.objects.all()]

    def queryset(self, request, queryset):
        government = Government.objects.filter(slug=self.value()).first()
        if government is None:
            return queryset
        tenures = Tenure.objects.overlapping(government.starts_on, government.ends_on)
        key = "pk" if queryset.model is Tenure else "minister"
        return queryset.filter(pk__in=tenures.order_by().values(key))


class ConfirmedFilter(admin.SimpleListFilter):
    title = _("källor för datumen")
    parameter_name = "bekraftad"

    def lookups(self, request, model_admin):
        return [("nej", _("Ej bekräftad")), ("ja", _("Bekräftad"))]

    def queryset(self, request, queryset):
        if self.value() == "nej":
            return queryset.filter(UNCONFIRMED_DATES)
        if self.value() == "ja":
            return queryset.exclude(UNCONFIRMED_DATES)
        return queryset


class ConfirmedTitleFilter(ConfirmedFilter):
    title = _("källa för titeln")

    def queryset(self, request, queryset):
        if self.value() == "nej":
            return queryset.filter(no_source("title_source"))
        if self.value() == "ja":
            return queryset.exclude(no_source("title_source"))
        return queryset


class DatedColumns:
    """List columns of a period, as far as each date is known, and whether sources give them."""

    @admin.display(description=_("från och med"), ordering="starts_on")
    def starts(self, obj):
        return machine_date(obj.starts_on, getattr(obj, "starts_precision", "day"))

    @admin.display(description=_("till"), ordering="ends_on")
    def ends(self, obj):
        if obj.ends_on is None:
            return _("pågår")
        return machine_date(obj.ends_on, getattr(obj, "ends_precision", "day"))

    @admin.display(description=_("källor"))
    def confirmed(self, obj):
        missing = []
        if not (obj.starts_source_sv or obj.starts_source_en):
            missing.append(str(_("starten")))
        if obj.ends_on and not (obj.ends_source_sv or obj.ends_source_en):
            missing.append(str(_("slutet")))
        if missing:
            return _("Ej bekräftad: %s") % ", ".join(missing)
        return _("Bekräftad")


@admin.register(Government)
class GovernmentAdmin(DatedColumns, HandoverPages, PreviewedAdmin, TranslationAdmin):
    list_display = ["__str__", "prime_minister", "parties", "starts", "ends", "confirmed"]
    list_filter = [ConfirmedFilter]
    search_fields = ["name_sv", "name_en", "prime_minister", "slug"]
    prepopulated_fields = {"slug": ("name_sv",)}
    fieldsets = [
        (None, {"fields": [("name_sv", "name_en"), "slug", ("prime_minister", "parties")]}),
        (
            _("Tid"),
            {
                "fields": [
                    ("starts_on", "starts_source_sv", "starts_source_en"),
                    ("ends_on", "ends_source_sv", "ends_source_en"),
                    "caretaker_from",
                ],
                "description": _(
                    "En regering slutar den dag då nästa tillträder. "
                    "En källa som saknas visas för läsaren som ”ej bekräftad uppgift”."
                ),
            },
        ),
        SOURCES,
    ]

    def touched(self, obj):
        days = {obj.starts_on, obj.ends_on, obj.caretaker_from} - {None}
        return Touched(periods=frozenset({(obj.starts_on, obj.ends_on)}), days=frozenset(days))


@admin.register(Department)
class DepartmentAdmin(FactAdmin, TranslationAdmin):
    list_display = ["name", "starts", "ends", "successor"]
    search_fields = ["name_sv", "name_en", "slug"]
    prepopulated_fields = {"slug": ("name_sv",)}
    autocomplete_fields = ["successor"]
    list_select_related = ["successor"]
    fieldsets = [
        (None, {"fields": [("name_sv", "name_en"), "slug"]}),
        (_("Tid"), {"fields": [("starts_on", "ends_on"), "successor"]}),
        SOURCES,
    ]

    @admin.display(description=_("inrättat"), ordering="starts_on")
    def starts(self, obj):
        return machine_date(obj.starts_on) if obj.starts_on else _("okänt")

    @admin.display(description=_("upphörde"), ordering="ends_on")
    def ends(self, obj):
        return machine_date(obj.ends_on) if obj.ends_on else "–"


@admin.register(Post)
class PostAdmin(FactAdmin, TranslationAdmin):
    list_display = ["title_sv", "title_en", "title_confirmed", "succeeded_by"]
    list_filter = [ConfirmedTitleFilter]
    search_fields = ["title_sv", "title_en", "slug"]
    prepopulated_fields = {"slug": ("title_sv",)}
    autocomplete_fields = ["succeeded_by"]
    list_select_related = ["succeeded_by"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title_sv", "title_source_sv"),
                    ("title_en", "title_source_en"),
                    "slug",
                ]
            },
        ),
        (
            _("Vem tog över området?"),
            {"fields": ["succeeded_by", ("succession_note_sv", "succession_note_en")]},
        ),
        SOURCES,
    ]

    @admin.display(description=_("titelns källa"))
    def title_confirmed(self, obj):
        missing = [
            str(name)
            for source, name in (
                (obj.title_source_sv, _("svenska")),
                (obj.title_source_en, _("engelska")),
            )
            if not source
        ]
        return _("Ej bekräftad: %s") % ", ".join(missing) if missing else _("Bekräftad")


TENURE_DATES = [
    ("starts_on", "starts_precision", "starts_source_sv", "starts_source_en"),
    ("ends_on", "ends_precision", "ends_source_sv", "ends_source_en"),
]


class TenureInline(StackedRows):
    model = Tenure
    formset = TenureRows
    autocomplete_fields = ["post", "department"]
    ordering = ["starts_on", "pk"]
    show_change_link = True
    verbose_name_plural = _("Tider på poster, i datumordning")
    fieldsets = [
        (None, {"fields": [("post", "department", "acting"), *TENURE_DATES]}),
        (_("Adresser och anmärkning"), {"fields": SOURCES[1]["fields"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("minister", "post", "department")


@admin.register(Minister)
class MinisterAdmin(PreviewedAdmin):
    list_display = ["__str__", "latest_post", "pronoun", "died_on_iso"]
    list_filter = [
        GovernmentFilter,
        ("tenures__department", admin.RelatedOnlyFieldListFilter),
        "pronoun",
    ]
    search_fields = ["given_name", "family_name", "slug"]
    prepopulated_fields = {"slug": ("given_name", "family_name")}
    inlines = [TenureInline]
    history_of_parts = [(Tenure, "minister")]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("given_name", "family_name"),
                    ("pronoun", "died_on"),
                    ("slug", "wikidata"),
                ]
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_tenures()

    @admin.display(description=_("senaste post"))
    def latest_post(self, obj):
        tenures = list(obj.tenures.all())
        return capfirst(tenures[-1].post.title) if tenures else "–"

    @admin.display(description=_("avliden den"), ordering="died_on")
    def died_on_iso(self, obj):
        return machine_date(obj.died_on) if obj.died_on else "–"

    def touched(self, obj):
        return Touched(
            ministers=frozenset({obj.pk}), days=days_of_tenures(obj.tenures.all(), obj.died_on)
        )


def days_of_tenures(tenures, *more):
    days = {day for tenure in tenures for day in (tenure.starts_on, tenure.ends_on)}
    return frozenset({*days, *more} - {None})


@admin.register(Tenure)
class TenureAdmin(DatedColumns, PreviewedAdmin, TranslationAdmin):
    list_display = ["minister", "post_held", "starts", "ends", "confirmed", "department"]
    list_display_links = ["minister", "post_held"]
    list_filter = [
        GovernmentFilter,
        ("department", admin.RelatedOnlyFieldListFilter),
        "acting",
        ConfirmedFilter,
    ]
    list_select_related = ["minister", "post", "department"]
    search_fields = [
        "minister__given_name",
        "minister__family_name",
        "post__title_sv",
        "post__title_en",
    ]
    autocomplete_fields = ["minister", "post", "department"]
    ordering = ["-starts_on", "pk"]
    fieldsets = [
        (None, {"fields": ["minister", ("post", "department"), "acting"]}),
        (
            _("Tid"),
            {
                "fields": TENURE_DATES,
                "description": _(
                    "En källa som saknas visas för läsaren som ”ej bekräftad uppgift”."
                ),
            },
        ),
        SOURCES,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("minister", "post", "department")

    @admin.display(description=_("post"), ordering="post")
    def post_held(self, obj):
        return _("tillförordnad %s") % obj.post.title if obj.acting else obj.post.title

    def touched(self, obj):
        return Touched(ministers=frozenset({obj.minister_id}), days=days_of_tenures([obj]))


@admin.register(FactsCheck)
class FactsCheckAdmin(FactAdmin, TranslationAdmin):
    list_display = ["known_until_iso", "note"]
    fieldsets = [(None, {"fields": ["known_until"]}), SOURCES]

    @admin.display(description=_("uppgifterna gäller till och med"), ordering="known_until")
    def known_until_iso(self, obj):
        return machine_date(obj.known_until)
