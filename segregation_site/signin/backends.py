"""Who may sign in with a password: one backend, so that nothing is asked twice."""

from axes.backends import AxesBackend
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied

from segregation_site.management.commands.demo import ACCOUNTS

KNOWN_PASSWORDS = {account[1] for account in ACCOUNTS}


class EditorsBackend(AxesBackend):
    def authenticate(self, request, username=None, password=None, **credentials):
        # Raises PermissionDenied while this network may not try this account.
        super().authenticate(request, username=username, password=password, **credentials)
        # A database that was once the demonstration's may hold its accounts when the site is live.
        if not settings.DEMO and password in KNOWN_PASSWORDS:
            raise PermissionDenied
        return ModelBackend.authenticate(self, request, username, password, **credentials)
