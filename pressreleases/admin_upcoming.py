"""The page that lists, day by day, what will be published by itself."""

from datetime import timedelta
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from ministers.periods import stockholm_day, stockholm_midnight
from pressreleases.admin_verbs import PUBLISH
from pressreleases.models import Version

DAYS = (7, 30)


class UpcomingPage:
    """For the release's admin: what waits for its time."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.upcoming)
        return [path("upcoming/", view, name="pressreleases_release_upcoming"), *super().get_urls()]

    def upcoming(self, request):
        """What is published until the end of the 7th day from today (30th with `?dagar=30`)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        days = next((n for n in DAYS if str(n) == request.GET.get("dagar")), DAYS[0])
        moment = request.moment
        last = moment.on + timedelta(days=days)
        until = stockholm_midnight(last + timedelta(days=1))
        waiting = Version.objects.waiting(moment.at)
        versions = waiting.before(until).with_decision()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Nästa %d dagar") % days,
            "last": last,
            "days": [
                (day, list(found))
                for day, found in groupby(versions, lambda v: stockholm_day(v.published_at))
            ],
            "choices": [(n, n == days) for n in DAYS],
            "later": waiting.count() - len(versions),
            "may_publish": request.user.has_perm(PUBLISH),
        }
        return TemplateResponse(request, "admin/pressreleases/release/upcoming.html", context)
