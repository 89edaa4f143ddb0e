"""What a shared link leads to: the desk's text as it would read today, and nothing else."""

from functools import wraps

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pressreleases.file_views import served
from pressreleases.models import Attachment, PreviewLink
from pressreleases.previewing import desk_version
from pressreleases.reading import page_context

PRIVATE = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


def only_by_link(view):
    """Call `view` with the open link instead of its key; whatever else was asked for is gone.

    Expired, revoked, overtaken and unknown links, and links asked for as of another day, get one
    and the same answer.
    """

    @wraps(view)
    def guarded(request, key, **kwargs):
        links = PreviewLink.objects.open(request.moment.at).select_related("release")
        link = None if request.moment.asked else links.filter(key=key).first()
        response = (view(request, link, **kwargs) if link else None) or gone(request)
        for name, value in PRIVATE.items():
            response.headers[name] = value
        return response

    return guarded


def gone(request):
    context = {
        "status": 404,
        "heading": _("Länken gäller inte"),
        "explanation": _(
            "Den kan ha gått ut eller återkallats, texten kan ha publicerats, eller så är länken "
            "inte hel. Fråga den som skickade den."
        ),
    }
    return render(request, "pressreleases/preview_gone.html", context, status=404)


@only_by_link
def shared_preview(request, link):
    """The saved text of the desk, as the public page would show it today."""
    version = desk_version(link.release, at=request.moment.at)

    def file_url(file):
        given = {"key": link.key, "file": file["key"]}
        return reverse("pressreleases:shared_file", kwargs=given)

    context = page_context(version, request.moment, file_url=file_url)
    context["expires_at"] = link.expires_at
    return render(request, "pressreleases/release_shared.html", context)


@only_by_link
def shared_file(request, link, file):
    """A file that the release's desk holds; None, which is a link gone, for any other."""
    attachments = Attachment.objects.filter(release=link.release_id).select_related("file")
    attachment = attachments.filter(file__key=file).first()
    return served(request, attachment.file) if attachment else None
