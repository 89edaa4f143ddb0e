"""The site's main navigation, and which entry is marked on a page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pressreleases.enums import Kind

DAILY = Kind.PRESS_RELEASE
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
