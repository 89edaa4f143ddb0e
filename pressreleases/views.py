"""The release page: thin, through the one gate."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from pressreleases.models import Version
from pressreleases.reading import page_context, withdrawn_context


def release_detail(request, **address):
    """The text that has been read at the address: as it is, or as it was on the day asked for.

    It is shown at its present address whatever the day, and every earlier one leads straight there.
    """
    moment = request.moment
    versions = Version.objects.known_at(moment.read_at, **address)
    present = versions.in_force(moment.read_at).first()
    if present and present.address != address:
        return moved_to(present, moment)
    version = versions.live(moment.at).with_page().first()
    if version is None:
        return release_withdrawn(request, versions.in_force(moment.at).with_page().first())
    return render(request, "pressreleases/release_detail.html", page_context(version, moment))


def moved_to(version, moment):
    query = "?" + urlencode({"datum": moment.asked.isoformat()}) if moment.asked else ""
    response = HttpResponsePermanentRedirect(version.get_absolute_url() + query)
    # A browser that remembered this would go in circles if the text were moved back.
    patch_cache_control(response, no_cache=True)
    return response


def release_withdrawn(request, version):
    """When and why a text was taken back; 410 where law demanded that it be removed."""
    if version is None:
        raise Http404
    context = withdrawn_context(version, request.moment)
    status = 410 if context["withdrawal"].removed else 200
    return render(request, "pressreleases/release_withdrawn.html", context, status=status)
