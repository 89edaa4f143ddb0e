"""Every address: Swedish at the root, the same under /en/ in English."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from segregation_site import views

handler400 = "segregation_site.error_pages.bad_request"
handler403 = "segregation_site.error_pages.permission_denied"
handler404 = "segregation_site.error_pages.page_not_found"
handler500 = "segregation_site.error_pages.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("filer/", include("pressreleases.file_urls")),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(_("om/"), views.about, name="about"),
        path(_("om/webbplatsen/komponenter/"), views.components, name="components"),
        path(_("om/personuppgifter/"), views.privacy, name="privacy"),
        path(_("om/kakor/"), views.cookies, name="cookies"),
        path(_("tillganglighet/"), views.accessibility, name="accessibility"),
        path("", include("ministers.urls")),
        path("", include("agency.urls")),
        path("", include("pressreleases.urls")),
        prefix_default_language=False,
    ),
]
