"""The answer to a form whose token holds no longer: no text of its writer's is lost."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from pressreleases.admin_comparisons import unsaved_text_page
from pressreleases.admin_open_forms import ASKED_BY_SCRIPT, FORMS
from segregation_site.error_pages import error_page
from segregation_site.signin.factors import is_open_to
from segregation_site.signin.sent_forms import fields_of, is_from_our_page, page_asked
from segregation_site.signin.unsaved import about_files, rescue


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
