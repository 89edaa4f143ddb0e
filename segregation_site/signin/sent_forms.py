"""The release's form that a request carries, if it comes from our own page.

A browser says so in `Origin`: the token that else proves it may be just what is missing.
"""

from django.urls import Resolver404, resolve

from pressreleases import posted_forms
from pressreleases.admin_open_forms import ASKED_BY_SCRIPT, FORMS, fields_in

HEARTBEAT = "pressreleases_release_heartbeat"


def page_asked(request):
    """(name, the release's key or None) of the page of admin that the request is for."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return "", None
    if match.app_name != "admin":
        return "", None
    return match.url_name, match.kwargs.get("pk") or match.kwargs.get("object_id")


def is_heartbeat(request):
    """Whether the request is a page's own and no doing of the editor's."""
    return page_asked(request)[0] == HEARTBEAT


def is_from_our_page(request):
    own = f"{request.scheme}://{request.get_host()}"
    return request.method == "POST" and request.headers.get("Origin") == own


def fields_of(request):
    """The [name, value] pairs of a release's form in the request, or None where there is none."""
    name, _key = page_asked(request)
    if not is_from_our_page(request):
        return None
    if name in FORMS:
        return posted_forms.posted_fields(request.POST)
    if name in ASKED_BY_SCRIPT and name != HEARTBEAT:
        try:
            return fields_in(request)
        except ValueError:
            return None
    return None
