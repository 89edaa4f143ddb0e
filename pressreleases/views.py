"""The archive and the release page: thin, through the one gate."""

from django.http import Http404
from django.shortcuts import render
from django.utils.dates import MONTHS

from pressreleases.enums import Kind
from pressreleases.models import Version
from pressreleases.reading import page_context, read_all, withdrawn_context


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


def release_detail(request, kind, year, month, slug):
    moment = request.moment
    here = Version.objects.at_address(kind, year, month, slug).with_page()
    version = here.live(moment.at).first()
    if version is None:
        return release_withdrawn(request, here.in_force(moment.at).first())
    return render(request, "pressreleases/release_detail.html", page_context(version, moment))


def release_withdrawn(request, version):
    """When and why a text was taken back; 410 where law demanded that it be removed."""
    if version is None:
        raise Http404
    context = withdrawn_context(version, request.moment)
    status = 410 if context["withdrawal"].removed else 200
    return render(request, "pressreleases/release_withdrawn.html", context, status=status)
