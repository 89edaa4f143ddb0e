"""The start page, and the pages about the site."""

from django.conf import settings
from django.shortcuts import render

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
