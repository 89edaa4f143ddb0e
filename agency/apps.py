from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AgencyConfig(AppConfig):
    name = "agency"
    verbose_name = _("Myndigheter")

    def ready(self):
        from ministers.periods import lay_sqlite_triggers

        post_migrate.connect(lay_sqlite_triggers, sender=self)
