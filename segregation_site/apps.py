from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    name = "segregation_site"
    verbose_name = "Webbplatsen"

    def ready(self):
        # Connects the receivers; models must be loaded first.
        from segregation_site.signin import receivers  # noqa: F401


class EditorsAdminConfig(AdminConfig):
    default_site = "segregation_site.admin_site.EditorsSite"
