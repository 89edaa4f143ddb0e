from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MinistersConfig(AppConfig):
    name = "ministers"
    verbose_name = _("Regeringar och statsråd")

    def ready(self):
        from ministers.periods import lay_sqlite_triggers
        from ministers.swedish import teach_sqlite_swedish

        connection_created.connect(teach_sqlite_swedish)
        post_migrate.connect(lay_sqlite_triggers, sender=self)
