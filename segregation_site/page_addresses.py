"""The address of the page asked for, here and in each language."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.urls import translate_url
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

LANGUAGE_NAMES = {"sv": "På svenska", "en": "In English"}


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
