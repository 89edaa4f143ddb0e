"""Text that is sent in when its writer is signed out.

Only what the writer's own page sends is taken, and only by the account that opened the form.
"""

from http import HTTPStatus

from django.http import JsonResponse
from django.utils.translation import gettext as _

from pressreleases import posted_forms, unsaved_texts
from pressreleases.admin_comparisons import unsaved_text_page
from pressreleases.admin_open_forms import ASKED_BY_SCRIPT, FORMS
from pressreleases.models import Release
from segregation_site.signin.factors import is_open_to
from segregation_site.signin.sent_forms import fields_of, is_from_our_page, page_asked

RIGHTS = {True: "pressreleases.change_release", False: "pressreleases.add_release"}


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
    if not posted_forms.is_form_of(user, fields):
        return False
    unsaved_texts.keep_typed(
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
