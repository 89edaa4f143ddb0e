"""What every request passes: headers, refusal of what is no plain request, and the time."""

from django.conf import settings
from django.utils.translation import gettext as _

from ministers.dates import parse_day
from segregation_site.clock import Moment
from segregation_site.error_pages import error_page

READING = ("GET", "HEAD", "OPTIONS")
# DIGG's REST profile, UFN.05: addresses stay under 2 048 characters.
LONGEST_ADDRESS = 2048


def is_admin(request):
    return request.path_info.startswith("/admin/")


def security_headers(get_response):
    """Add the headers that Django has no setting for, and admin's own where they differ."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_admin(request):
            response._csp_replace = settings.ADMIN_CSP
            # Django's CSRF check reads the Referer where a browser sends no Origin.
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def plain_requests_only(get_response):
    """Refuse, in our own page, what no reader of public pages sends."""

    def middleware(request):
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return error_page(
                request, 400, _("Adressen innehåller tecken som inte får finnas där.")
            )
        if len(request.get_full_path()) > LONGEST_ADDRESS:
            return error_page(
                request, 400, _("Adressen är för lång. Den får ha högst 2 048 tecken.")
            )
        if not is_admin(request) and request.method not in READING:
            response = error_page(
                request, 405, _("Sidan kan bara läsas; den tar inte emot uppgifter.")
            )
            response.headers["Allow"] = ", ".join(READING)
            return response
        return get_response(request)

    return middleware


def time_of_request(get_response):
    """Set `request.moment`: the present, or the end of the day that `?datum=` asks for."""

    def middleware(request):
        request.moment = Moment.present()
        asked = request.GET.get("datum")
        if asked is not None and not is_admin(request):
            try:
                request.moment = request.moment.as_of(parse_day(asked))
            except (ValueError, OverflowError):
                return error_page(
                    request,
                    400,
                    _(
                        "Skriv datumet som ÅÅÅÅ-MM-DD, till exempel 2018-06-01, "
                        "och välj en dag som har varit."
                    ),
                )
        return get_response(request)

    return middleware
