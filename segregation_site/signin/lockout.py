"""What the one who guesses meets: our own page, and when to come back."""

from datetime import timedelta
from math import ceil

from django.conf import settings
from django.contrib import admin
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def too_many_attempts(request, wait, *, here=False):
    """429 with the time to wait, a timedelta; says nothing of whether the account exists.

    `here`: only the network that the attempts came from has to wait.
    """
    minutes = max(1, ceil(wait / timedelta(minutes=1)))
    context = {
        **admin.site.each_context(request),
        "title": _("För många försök"),
        "wait": ngettext("%(minutes)s minut", "%(minutes)s minuter", minutes)
        % {"minutes": minutes},
        "here": here,
    }
    response = render(request, "admin/signin/too_many_attempts.html", context, status=429)
    response.headers["Retry-After"] = str(max(1, ceil(wait.total_seconds())))
    return response


def guessing_password(request, response, credentials):
    """AXES_LOCKOUT_CALLABLE."""
    return too_many_attempts(request, settings.AXES_COOLOFF_TIME, here=True)
