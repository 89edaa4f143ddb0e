"""The desk's reviews, to read; and what was published without one, to be reviewed afterwards."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ministers.dates import long_time
from pressreleases import reviewing
from pressreleases.admin_record import RecordAdmin
from pressreleases.models import Bypass, Review
from pressreleases.richtext import show


@admin.register(Review)
class ReviewAdmin(RecordAdmin):
    list_display = ["release", "submitted", "decision", "decided"]
    list_filter = ["decision"]
    list_select_related = ["release", "submitted_by", "decided_by"]
    search_fields = ["release__title_sv", "release__title_en"]
    fields = ["release", "submitted", "decision", "decided", "comment", "digest"]
    readonly_fields = fields

    @admin.display(description=_("inlämnad"), ordering="submitted_at")
    def submitted(self, obj):
        return said(obj.submitted_at, obj.submitted_by)

    @admin.display(description=_("avgjord"), ordering="decided_at")
    def decided(self, obj):
        return said(obj.decided_at, obj.decided_by)


class UnreviewedFilter(admin.SimpleListFilter):
    title = _("granskad efteråt")
    parameter_name = "granskad"

    def lookups(self, request, model_admin):
        return [("nej", _("inte än")), ("ja", _("ja"))]

    def queryset(self, request, queryset):
        if self.value() == "nej":
            return queryset.unreviewed()
        return queryset.filter(reviewed_at__isnull=False) if self.value() == "ja" else queryset


@admin.register(Bypass)
class BypassAdmin(RecordAdmin):
    list_display = ["version", "reason", "published", "reviewed"]
    list_filter = [UnreviewedFilter]
    list_select_related = ["version", "by", "reviewed_by"]
    fields = ["page", "reason", "published", "reviewed", "text_sv", "text_en"]
    readonly_fields = fields
    actions = ["mark_reviewed"]

    def has_approve_permission(self, request):
        return request.user.has_perm("pressreleases.approve_release")

    @admin.action(description=_("Granskad: jag har läst texten"), permissions=["approve"])
    def mark_reviewed(self, request, queryset):
        done = 0
        for bypass in queryset:
            try:
                reviewing.review_bypass(bypass=bypass, by=request.user, at=request.moment.at)
            except ValidationError as refusal:
                self.message_user(request, f"{bypass}: {refusal.messages[0]}", messages.ERROR)
            else:
                done += 1
                self.log_change(request, bypass, str(_("granskad efteråt")))
        if done:
            words = ngettext("%d publicering är granskad.", "%d publiceringar är granskade.", done)
            self.message_user(request, words % done, messages.SUCCESS)

    @admin.display(description=_("beslutad"), ordering="at")
    def published(self, obj):
        return said(obj.at, obj.by)

    @admin.display(description=_("granskad"), ordering="reviewed_at")
    def reviewed(self, obj):
        return said(obj.reviewed_at, obj.reviewed_by)

    @admin.display(description=_("versionen"))
    def page(self, obj):
        url = reverse("admin:pressreleases_version_change", args=[obj.version_id])
        return format_html('<a href="{}">{}</a>', url, obj.version)

    @admin.display(description=_("text på svenska"))
    def text_sv(self, obj):
        version = obj.version
        return as_read(version.title_sv, version.lead_sv, version.body_sv)

    @admin.display(description=_("text på engelska"))
    def text_en(self, obj):
        version = obj.version
        return as_read(version.title_en, version.lead_en, version.body_en)


def as_read(title, lead, body):
    """A text as a reader sees it, for one who is to review it afterwards."""
    if not title:
        return "–"
    return format_html(
        '<div class="record-text"><p><strong>{}</strong></p><p>{}</p>{}</div>',
        title,
        lead or "",
        show(body),
    )


def said(at, by):
    return _("%(when)s av %(who)s") % {"when": long_time(at), "who": by} if at else "–"
