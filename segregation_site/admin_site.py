"""The editors' site: its names, and what stands on its first page in which order."""

from http import HTTPStatus

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django_otp import DEVICE_ID_SESSION_KEY

from segregation_site import dashboard, guide
from segregation_site.signin import factors, limits, views
from segregation_site.signin.forms import SignInForm

# By the work: what is written every day first, what is only read and who may sign in last.
GROUPS = [
    (_("Skriva och publicera"), ["Release", "Review", "Bypass"]),
    (_("Statsråd och poster"), ["Minister", "Tenure", "Post"]),
    (_("Regeringar och departement"), ["Government", "Department", "FactsCheck"]),
    (_("Myndigheter och uppdrag"), ["Agency", "Mandate", "Assignment"]),
    (_("Det publicerade arkivet (kan bara läsas)"), ["Version", "Withdrawal", "Reinstatement"]),
    (_("Konton"), ["User", "Group"]),
]


class EditorsSite(admin.AdminSite):
    site_header = _("Redaktionen")
    site_title = _("Redaktionen")
    index_title = _("Vad vill du göra?")
    # Two languages side by side need the width more than a second menu does.
    enable_nav_sidebar = False
    login_form = SignInForm
    login_template = "admin/signin/sign_in.html"
    logout_template = "admin/signin/signed_out.html"

    def get_urls(self):
        # Before Django's own, whose last one answers to everything. Its own way to sign-out is
        # shut for who has not shown the second factor yet.
        own = self.admin_view
        return [
            path("logout/", self.logout, name="logout"),
            path("bekrafta/", views.factor_verify, name="factor_verify"),
            path("saker-inloggning/", own(views.factor), name="factor"),
            path("saker-inloggning/app/", views.factor_add, name="factor_add"),
            path("saker-inloggning/koder/", own(views.factor_codes), name="factor_codes"),
            path("saker-inloggning/pa-nytt/", own(views.factor_confirm), name="factor_confirm"),
            path("guide/", own(guide.page), name="guide"),
            *dashboard.urls(self),
            path("saker-inloggning/<int:pk>/", own(views.factor_reset), name="factor_reset"),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        waiting = {
            "sections": dashboard.sections(request),
            "may_write": request.user.has_perm("pressreleases.add_release"),
        }
        return super().index(request, waiting | (extra_context or {}))

    def has_permission(self, request):
        return super().has_permission(request) and factors.is_open_to(request.user)

    def login(self, request, extra_context=None):
        response = super().login(request, extra_context)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            limits.begin(request.session, request.moment.at)
            # A new sign-in in an open session asks for the factor anew too.
            request.session.pop(DEVICE_ID_SESSION_KEY, None)
            if not factors.is_needed(request.user):
                limits.note(request.session, limits.FRESH_AT, request.moment.at)
        return response

    def logout(self, request, extra_context=None):
        response = super().logout(request, extra_context)
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response

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
