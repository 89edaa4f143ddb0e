"""The archive of a kind of text, whole, by year and by month: thin, through the one gate."""

from django.http import Http404
from django.shortcuts import render
from django.utils.dates import MONTHS

from pressreleases.enums import Kind
from pressreleases.models import Version
from pressreleases.reading import read_all


def release_archive(request, kind):
    """The latest texts of a kind, and the years that have any."""
    versions = Version.objects.live(request.moment.at).filter(kind=kind)
    return archive_page(request, kind, versions.for_lists()[:20], years=versions.years())


def release_year(request, kind, year):
    versions = Version.objects.live(request.moment.at).filter(kind=kind, year=year)
    months = [(number, MONTHS[number], count) for number, count in versions.months()]
    return archive_page(request, kind, versions.for_lists(), year=year, months=months)


def release_month(request, kind, year, month):
    versions = Version.objects.live(request.moment.at).filter(kind=kind, year=year, month=month)
    return archive_page(
        request, kind, versions.for_lists(), year=year, month=month, month_name=MONTHS[month]
    )


def archive_page(request, kind, versions, **found):
    """The list page; a year or month without texts does not exist."""
    readings = read_all(versions, request.moment.on)
    if "year" in found and not readings:
        raise Http404
    context = {
        "kind": Kind(kind),
        "kinds": list(Kind),
        "readings": readings,
        "years": (),
        "months": (),
        "year": None,
        "month": None,
        "month_name": "",
        **found,
    }
    return render(request, "pressreleases/release_archive.html", context)
