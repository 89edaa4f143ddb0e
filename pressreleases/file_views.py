"""Files as they are served: to the public through the one gate, to the desk to look at."""

from django.http import FileResponse, Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from pressreleases.attachments import public_file_url
from pressreleases.enums import IMAGES, FileType
from pressreleases.files import opened
from pressreleases.models import StoredFile

CONTENT_TYPES = {
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.WEBP: "image/webp",
    FileType.PDF: "application/pdf",
}
# A file is only shown: whatever it holds, it is no page of ours.
NOTHING = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def file_detail(request, key, name):
    """A file of a text that the public may read; any other answers as one that never was."""
    stored = StoredFile.objects.public(request.moment.at).filter(key=key).first()
    if stored is None:
        return file_gone(request, key)
    if name != stored.name:
        there = public_file_url({"key": key, "name": stored.name})
        query = request.META["QUERY_STRING"]
        answer = HttpResponsePermanentRedirect(f"{there}?{query}" if query else there)
    else:
        answer = served(request, stored)
    # Asked about each time, so that what is taken back is gone at once.
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def file_gone(request, key):
    """410 for what the law has had taken away, as its page answers; else no such page."""
    if not StoredFile.objects.taken_away(request.moment.at).filter(key=key).exists():
        raise Http404
    context = {
        "status": 410,
        "heading": _("Filen är borttagen"),
        "explanation": _("Texten som den hörde till är borttagen enligt lag."),
    }
    return render(request, "error.html", context, status=410)


def served(request, stored):
    """The bytes of a StoredFile, or 304 to one who has them; images to see, documents to save."""
    etag, download = f'"{stored.sha256}"', stored.type not in IMAGES
    headers = {
        "Content-Type": CONTENT_TYPES[stored.type],
        "Content-Length": str(stored.size),
        "Content-Disposition": content_disposition_header(download, stored.name),
        "Content-Security-Policy": NOTHING,
        "ETag": etag,
    }
    bare = HttpResponse(headers=headers)
    answer = get_conditional_response(request, etag=etag, response=bare)
    if answer is not bare or request.method == "HEAD":
        answer.headers["Content-Security-Policy"] = NOTHING
        return answer
    return FileResponse(
        opened(stored), as_attachment=download, filename=stored.name, headers=headers
    )
