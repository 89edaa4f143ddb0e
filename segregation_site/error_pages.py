"""The error pages: ours in the reader's language, and the last resort."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def error_page(request, status, explanation=""):
    """Our own page for `status`, in the reader's language, with what to do about it."""
    headings = {
        400: _("Adressen går inte att förstå"),
        403: _("Du har inte tillgång till sidan"),
        404: _("Sidan finns inte"),
        405: _("Sidan kan bara läsas"),
    }
    context = {"status": status, "heading": headings[status], "explanation": explanation}
    return render(request, "error.html", context, status=status)


def bad_request(request, exception):
    return error_page(request, 400)


def permission_denied(request, exception):
    return error_page(request, 403)


def page_not_found(request, exception):
    return error_page(request, 404)


def server_error(request):
    """The last resort: a page that needs neither the database nor the frame's context."""
    language = "en" if request.path.startswith("/en/") else "sv"
    return HttpResponse(render_to_string("500.html", {"language": language}), status=500)
