"""The editors' site: its names, and what stands on its first page in which order."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

# By the work: what is written every day first, what is only read and who may sign in last.
GROUPS = [
    (_("Skriva och publicera"), ["Release", "Review", "Bypass"]),
    (_("Statsråd och poster"), ["Minister", "Tenure", "Post"]),
    (_("Regeringar och departement"), ["Government", "Department", "FactsCheck"]),
    (_("Myndigheter och uppdrag"), ["Agency", "Mandate", "Assignment"]),
    (_("Det publicerade arkivet (kan bara läsas)"), ["Version", "Withdrawal", "Reinstatement"]),
    (_("Konton"), ["User", "Group"]),
]


class EditorsAdminConfig(AdminConfig):
    default_site = "segregation_site.admin_site.EditorsSite"


class EditorsSite(admin.AdminSite):
    site_header = _("Redaktionen")
    site_title = _("Redaktionen")
    index_title = _("Vad vill du göra?")
    # Two languages side by side need the width more than a second menu does.
    enable_nav_sidebar = False

    def get_app_list(self, request, app_label=None):
        """Every model the user may see, in our groups; one app's own page keeps Django's order."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: (app, model) for app in apps for model in app["models"]}
        grouped = []
        for name, members in GROUPS:
            found = [models.pop(member) for member in members if member in models]
            if found:
                app = found[0][0]
                grouped.append({**app, "name": name, "models": [model for _app, model in found]})
        # What a later app registers shows even before it is given a place.
        for app, model in models.values():
            grouped.append({**app, "name": model["name"], "models": [model]})
        return grouped
