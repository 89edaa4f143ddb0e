"""What every list of the record has in common: it is read, and written only by the verbs."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ministers.dates import long_time


class RecordAdmin(admin.ModelAdmin):
    """Rows of the record: to be read, never written, whatever rights the user has."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("införd"), ordering="recorded_at")
    def recorded(self, obj):
        return gettext("%(when)s av %(who)s") % {
            "when": long_time(obj.recorded_at),
            "who": obj.recorded_by or gettext("ingen inloggad"),
        }
