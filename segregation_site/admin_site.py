"""The editors' site: its names, and what stands on its first page in which order."""

from http import HTTPStatus

from django.contrib import admin
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django_otp import DEVICE_ID_SESSION_KEY
from simple_history.admin import SimpleHistoryAdmin

from ministers.handing_over import MAY_ENTER
from segregation_site import audit_views, dashboard, guide
from segregation_site.signin import factors, limits, passkeys, views
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


def handover_entry():
    """The change of government among the models: it has a page, and no list of its own."""
    url = reverse("admin:ministers_government_handover")
    return {
        "name": _("Regeringsskifte"),
        "object_name": "Handover",
        "admin_url": url,
        "add_url": None,
        "view_only": True,
        "perms": {"view": True},
    }


class EditorsSite(admin.AdminSite):
    site_header = _("Redaktionen")
    site_title = _("Redaktionen")
    index_title = _("Vad vill du göra?")
    # Two languages side by side need the width more than a second menu does.
    enable_nav_sidebar = False
    login_form = SignInForm
    login_template = "admin/signin/sign_in.html"
    logout_template = "admin/signin/signed_out.html"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Django's, but every page "Historik" reads the audit; those of facts have their own."""
        admin_class = admin_class or admin.ModelAdmin
        if not issubclass(admin_class, (SimpleHistoryAdmin, audit_views.AuditedHistory)):
            bases = (audit_views.AuditedHistory, admin_class)
            kept = {"__module__": admin_class.__module__, "__doc__": admin_class.__doc__}
            admin_class = type(admin_class.__name__, bases, kept)
        super().register(model_or_iterable, admin_class, **options)

    def get_urls(self):
        # Before Django's own, whose last one answers to everything. Its own way to sign-out is
        # shut for who has not shown the second factor yet.
        own = self.admin_view
        return [
            path("andringslogg/", own(audit_views.audit), name="audit"),
            path("andringslogg/export.csv", own(audit_views.audit_export), name="audit_export"),
            path("logout/", self.logout, name="logout"),
            path("bekrafta/", views.factor_verify, name="factor_verify"),
            path("saker-inloggning/", own(views.factor), name="factor"),
            path("saker-inloggning/app/", views.factor_add, name="factor_add"),
            path("saker-inloggning/koder/", own(views.factor_codes), name="factor_codes"),
            path("saker-inloggning/pa-nytt/", own(views.factor_confirm), name="factor_confirm"),
            path("bekrafta/passnyckel/", passkeys.passkey_ask, name="passkey_ask"),
            path("bekrafta/passnyckel/svar/", passkeys.passkey_show, name="passkey_show"),
            path("saker-inloggning/passnyckel/", own(passkeys.passkey_offer), name="passkey_offer"),
            path(
                "saker-inloggning/passnyckel/svar/", own(passkeys.passkey_add), name="passkey_add"
            ),
            path(
                "saker-inloggning/passnyckel/<int:pk>/ta-bort/",
                own(passkeys.passkey_remove),
                name="passkey_remove",
            ),
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
                shown = [model for _app, model in found]
                if "Government" in members and request.user.has_perms(MAY_ENTER):
                    shown.append(handover_entry())
                grouped.append({**app, "name": name, "models": shown})
        # What a later app registers shows even before it is given a place.
        for app, model in models.values():
            grouped.append({**app, "name": model["name"], "models": [model]})
        return grouped
