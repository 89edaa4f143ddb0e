"""What every page's frame shows; no queries."""

from django.conf import settings
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from segregation_site.navigation import navigation
from segregation_site.page_addresses import absolute, languages, plain_path


def site(request):
    """Names, navigation, the same page in each language, and the way back from `?datum=`."""
    moment = getattr(request, "moment", None)
    asked = moment.asked if moment else None
    query = "?" + urlencode({"datum": asked.isoformat()}) if asked else ""
    return {
        "site": {
            "name": settings.SITE_NAME,
            "tagline": _("Pressmeddelanden, statsråd och uppdrag, med datum"),
            "publisher": _("Projektet bakom Pressarkivet, en demonstration"),
            "contact": settings.SITE_CONTACT,
        },
        "moment": moment,
        "languages": languages(request, query),
        "nav": navigation(request, query),
        "page_address": absolute(request, request.get_full_path()),
        "as_of_leave_url": plain_path(request),
        "as_of_query": query,
    }
