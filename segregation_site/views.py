"""The start page, the pages about the site, and the error pages."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from agency.models import Agency
from ministers.models import FactsCheck, Government, Tenure
from pressreleases.models import Version
from pressreleases.reading import read_all
from segregation_site.samples import samples
from segregation_site.statement import accessibility_statement


def home(request):
    """The latest releases, who governs, the agency."""
    moment = request.moment
    return render(
        request,
        "home.html",
        {
            "readings": read_all(Version.objects.live(moment.at).for_lists()[:8], moment.on),
            "government": Government.objects.on(moment.on).first(),
            "prime_minister": Tenure.objects.on(moment.on).prime_minister().first(),
            "agencies": Agency.objects.started_by(moment.on),
            "facts_known_until": FactsCheck.objects.known_until(),
        },
    )


def about(request):
    """What the site is, and until when its facts were checked, against what."""
    return render(request, "about/about.html", {"facts_check": FactsCheck.objects.first()})


def privacy(request):
    return render(request, "about/privacy.html")


def cookies(request):
    names = {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "about/cookies.html", names)


def accessibility(request):
    return render(request, "about/accessibility.html", {"statement": accessibility_statement()})


def components(request):
    """Every component in every state, for those who build and test the site."""
    return render(request, "about/components.html", {"samples": samples()})


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
