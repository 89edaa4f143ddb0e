from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PressReleasesConfig(AppConfig):
    name = "pressreleases"
    verbose_name = _("Pressmeddelanden")

    def ready(self):
        from ministers.admin_preview import shown_to_readers
        from pressreleases import affected
        from pressreleases.record import lay_guards

        post_migrate.connect(lay_guards, sender=self)
        shown_to_readers.append(affected.shown_to_readers)
