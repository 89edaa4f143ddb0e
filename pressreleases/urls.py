from django.urls import include, path, register_converter
from django.utils.translation import gettext_lazy as _

from ministers.converters import Month, Year
from pressreleases import archive_views, preview_views, views
from pressreleases.enums import Kind

register_converter(Year, "year")
register_converter(Month, "month")

app_name = "pressreleases"

SECTIONS = {
    Kind.PRESS_RELEASE: _("pressmeddelanden/"),
    Kind.ARTICLE: _("artiklar/"),
    Kind.SPEECH: _("tal/"),
    Kind.STATEMENT: _("uttalanden/"),
    Kind.DEBATE_ARTICLE: _("debattartiklar/"),
}

section_patterns = [
    path("", archive_views.release_archive, name="release_archive"),
    path("<year:year>/", archive_views.release_year, name="release_year"),
    path("<year:year>/<month:month>/", archive_views.release_month, name="release_month"),
    path("<year:year>/<month:month>/<address:slug>/", views.release_detail, name="release_detail"),
]

urlpatterns = [
    *(
        path(section, include(section_patterns), {"kind": str(kind)})
        for kind, section in SECTIONS.items()
    ),
    path(_("forhandsgranskning/<str:key>/"), preview_views.shared_preview, name="shared_preview"),
    path(
        _("forhandsgranskning/<str:key>/filer/<str:file>/"),
        preview_views.shared_file,
        name="shared_file",
    ),
]
