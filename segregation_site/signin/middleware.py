"""What stands before every page of the editors' site."""

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from segregation_site.middleware import is_admin
from segregation_site.signin import limits, sent_forms, unsaved
from segregation_site.signin.factors import app_of, is_open_to
from segregation_site.signin.log import SESSION_ENDED, record

# All that answers before a second factor is shown; the views of the factor have their own rules.
DOORS = {"login", "logout", "factor_verify", "factor_add", "passkey_ask", "passkey_show"}


def session_limits(get_response):
    """End a session that is over, and lead back to the same page after a new sign-in."""

    def middleware(request):
        if not is_admin(request) or not request.user.is_authenticated:
            return get_response(request)
        at, session = request.moment.at, request.session
        if limits.SIGNED_IN_AT not in session:
            limits.begin(session, at)
        if reason := limits.over(session, at):
            record(SESSION_ENDED, request, user=request.user, reason=reason)
            posted, kept = request.method == "POST", unsaved.rescue(request)
            session.flush()
            request.user = AnonymousUser()
            if door(request) is not None:
                return get_response(request)
            if answer := unsaved.answer_signed_out(request, kept):
                return answer
            files = unsaved.about_files(request) if kept else ""
            messages.warning(request, why(reason, posted, kept) + files)
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        # A page left open tells that it is open; that is not an editor at work.
        if not sent_forms.is_heartbeat(request):
            limits.touch(session, at)
        return get_response(request)

    return middleware


def why(reason, posted, kept=False):
    texts = {
        "idle": _("Du loggades ut eftersom ingenting hade hänt på 30 minuter."),
        "absolute": _("Du loggades ut eftersom åtta timmar hade gått sedan du loggade in."),
    }
    if kept:
        told = _("Din text är säkrad; du får tillbaka den när du har loggat in.")
        return texts[reason] + " " + told
    if posted:
        return texts[reason] + " " + _("Det du just skickade har inte sparats.")
    return texts[reason]


def second_factor(get_response):
    """Close every page of the editors' site until all that is asked of the user is shown.

    Admin asks the same for its own pages; this holds for whatever anyone adds below /admin/.
    """

    def middleware(request):
        if not is_admin(request) or door(request) is not None:
            return get_response(request)
        user = request.user
        if not (user.is_authenticated and user.is_staff):
            answer = unsaved.answer_signed_out(request)
            return answer or redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if is_open_to(user):
            return get_response(request)
        if answer := unsaved.answer_signed_out(request):
            return answer
        page = "admin:factor_verify" if app_of(user) else "admin:factor_add"
        return redirect_to_login(request.get_full_path(), reverse(page))

    return middleware


def door(request):
    """The name of the page asked for, when it is one of DOORS."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    return match.url_name if match.app_name == "admin" and match.url_name in DOORS else None
