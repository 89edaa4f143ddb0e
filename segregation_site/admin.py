"""What libraries register and the editors' site does not show."""

from django.contrib import admin
from django_otp.plugins.otp_totp.models import TOTPDevice

# It would show every editor's key to whoever administers accounts.
admin.site.unregister(TOTPDevice)
