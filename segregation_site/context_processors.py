"""What every page's frame shows; no queries."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes, urlencode
from django.utils.translation import gettext as _

from pressreleases.enums import Kind

DAILY = Kind.PRESS_RELEASE
LANGUAGE_NAMES = {"sv": "På svenska", "en": "In English"}


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


def plain_path(request):
    """The path as it may stand in a link: whatever was asked for leads to this host."""
    return escape_leading_slashes(escape_uri_path(request.path))


def absolute(request, path):
    """`path` with the host it was asked for; bare where that host is none of ours."""
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path


def languages(request, query):
    active = translation.get_language()
    path = plain_path(request)
    # A page that has no address of its own in each language (a preview) says where its twins are.
    paths = getattr(request, "twins", None) or {
        code: translate_url(path, code) for code, _name in settings.LANGUAGES
    }
    return [
        {
            "code": code,
            "name": LANGUAGE_NAMES[code],
            "url": there + query,
            "absolute_url": absolute(request, there),
            "active": code == active,
        }
        for code, there in paths.items()
    ]


# What a reader who came in below finds marked in the navigation.
BELONGS_TO = {
    "ministers:minister_list": [("ministers:post_list", {})],
    "pressreleases:release_archive": [
        ("pressreleases:release_archive", {"kind": kind}) for kind in Kind if kind != DAILY
    ],
}


def navigation(request, query):
    entries = [
        (_("Pressmeddelanden"), "pressreleases:release_archive", {"kind": DAILY}),
        (_("Statsråd"), "ministers:minister_list", {}),
        (_("Regeringar"), "ministers:government_list", {}),
        (_("Departement"), "ministers:department_list", {}),
        (_("Myndigheter"), "agency:agency_list", {}),
        (_("Om webbplatsen"), "about", {}),
    ]
    found = []
    for label, name, kwargs in entries:
        url = reverse(name, kwargs=kwargs)
        below = [reverse(other, kwargs=given) for other, given in BELONGS_TO.get(name, ())]
        found.append(
            {"label": label, "url": url + query, "active": request.path.startswith((url, *below))}
        )
    return found
