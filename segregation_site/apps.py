from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_delete


class SiteConfig(AppConfig):
    name = "segregation_site"
    verbose_name = "Webbplatsen"

    def ready(self):
        # Connects the receivers; models must be loaded first.
        from segregation_site import audit_guards
        from segregation_site.signin import receivers  # noqa: F401

        post_migrate.connect(audit_guards.begin_histories, sender=self)
        post_migrate.connect(audit_guards.lay_guards, sender=self)
        pre_delete.connect(audit_guards.keep_who_has_deeds, sender=settings.AUTH_USER_MODEL)


class EditorsAdminConfig(AdminConfig):
    default_site = "segregation_site.admin_site.EditorsSite"
