"""The accounts, and what libraries register that the editors' site does not show."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django_otp.plugins.otp_totp.models import TOTPDevice

from segregation_site.audit_sources import has_deeds

# It would show every editor's key to whoever administers accounts.
admin.site.unregister(TOTPDevice)
admin.site.unregister(get_user_model())


@admin.register(get_user_model())
class AccountAdmin(UserAdmin):
    """Whoever administers accounts gives roles, and nothing that goes beyond roles.

    Only a superuser makes a superuser, gives single permissions, or touches a superuser's account;
    else the right to administer would be the right to everything.
    """

    def get_readonly_fields(self, request, obj=None):
        beyond_roles = [] if request.user.is_superuser else ["is_superuser", "user_permissions"]
        return [*super().get_readonly_fields(request, obj), *beyond_roles]

    def has_change_permission(self, request, obj=None):
        return self.may_touch(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may_touch(request, obj) and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """Django's; but who has done something stays named in the log, and is never deleted."""
        found = super().get_deleted_objects(objs, request)
        named = [str(account) for account in objs if has_deeds(account)]
        return (*found[:3], [*found[3], *named])

    def may_touch(self, request, account):
        return account is None or not account.is_superuser or request.user.is_superuser
