"""Text that is sent in when its writer is signed out, or with a token that holds no longer.

Only what the writer's own page sends is taken (a browser says so in `Origin`), since the token that
else proves it is just what is missing; and only by the account that opened the form.
"""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from pressreleases import open_forms
from pressreleases.admin_comparisons import unsaved_text_page
from pressreleases.admin_open_forms import ASKED_BY_SCRIPT, FORMS, fields_in
from pressreleases.models import Release
from segregation_site.signin.factors import is_open_to
from segregation_site.views import error_page

HEARTBEAT = "pressreleases_release_heartbeat"
RIGHTS = {True: "pressreleases.change_release", False: "pressreleases.add_release"}


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
        return open_forms.posted_fields(request.POST)
    if name in ASKED_BY_SCRIPT and name != HEARTBEAT:
        try:
            return fields_in(request)
        except ValueError:
            return None
    return None


def rescue(request):
    """Keep the form in the request as its writer's unsaved text; whether that was done."""
    fields, user = fields_of(request), request.user
    if fields is None or not (user.is_authenticated and is_open_to(user)):
        return False
    key = page_asked(request)[1]
    number = str(key).isascii() and str(key).isdecimal() and len(str(key)) < 18
    release = Release.objects.filter(pk=key).first() if number else None
    if (key is not None and release is None) or not user.has_perm(RIGHTS[key is not None]):
        return False
    if not open_forms.is_form_of(user, fields):
        return False
    open_forms.keep_typed(
        release=release, user=user, at=request.moment.at, fields=fields, instead=True
    )
    return True


def about_files(request):
    """What is told of files sent with a text that was not saved; "" where there are none."""
    return " " + _("Filerna behöver väljas på nytt.") if request.FILES else ""


def answer_signed_out(request, kept=False):
    """What a release's form is told when nobody is signed in; None for every other request."""
    name, _key = page_asked(request)
    if not is_from_our_page(request):
        return None
    if name in ASKED_BY_SCRIPT:
        said = _("Du är utloggad. Texten är kvar här. Logga in i en ny flik och fortsätt.")
        return JsonResponse({"said": said, "kept": kept}, status=HTTPStatus.UNAUTHORIZED)
    if name in FORMS and not kept:
        explanation = _("Du är utloggad, så texten kunde inte sparas.") + about_files(request)
        return unsaved_text_page(
            request, fields_of(request), explanation, back=request.get_full_path()
        )
    return None


def csrf_failure(request, reason=""):
    """CSRF_FAILURE_VIEW: a form older than the sign-in loses no text; all else is refused."""
    signed_in = request.user.is_authenticated and is_open_to(request.user)
    ours = signed_in and is_from_our_page(request)
    if ours and page_asked(request)[0] in ASKED_BY_SCRIPT:
        return JsonResponse({"token": get_token(request)}, status=HTTPStatus.FORBIDDEN)
    if rescue(request):
        text = _(
            "Du har loggat in på nytt sedan formuläret öppnades, så texten sparades inte. "
            "Den är säkrad, och du kan ta tillbaka den här."
        )
        messages.warning(request, text + about_files(request))
        return HttpResponseRedirect(request.get_full_path())
    if ours and page_asked(request)[0] in FORMS:
        explanation = _("Formuläret öppnades av ett annat konto, så texten kunde inte sparas.")
        explanation += about_files(request)
        return unsaved_text_page(request, fields_of(request), explanation)
    explanation = _(
        "Formuläret hade stått öppet för länge, eller så kom uppgifterna inte härifrån. Ingenting "
        "har ändrats. Gå tillbaka, ladda om sidan och försök igen."
    )
    return error_page(request, HTTPStatus.FORBIDDEN, explanation)
