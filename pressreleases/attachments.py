"""Images and documents beside a text: what must be said of them, what is frozen, what is shown."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pressreleases.enums import IMAGES, FileType
from pressreleases.files import size_in_words

LANGUAGES = ("sv", "en")


def frozen_files(release):
    """{"files": […]} as a version freezes them, in the desk's order; {} where there are none."""
    files = [frozen_file(attachment) for attachment in attached(release)]
    return {"files": files} if files else {}


def attached(release):
    return release.attachments.select_related("file")


def frozen_file(attachment):
    file = attachment.file
    facts = {name: getattr(file, name) for name in ("key", "name", "type", "size", "sha256")}
    return {
        **facts,
        "width": file.width,
        "height": file.height,
        **{
            field: {code: getattr(attachment, f"{field}_{code}") or "" for code in LANGUAGES}
            for field in ("title", "alt")
        },
        "decorative": attachment.decorative,
    }


def missing_beside(release):
    """What the release's images and documents lack before they can be shown, in words."""
    return [missing for attachment in attached(release) for missing in missing_of(attachment)]


def missing_of(attachment):
    """The same for one of them; also what an editor may not leave out when it is saved."""
    name = {"name": attachment.file.name}
    if attachment.file.type not in IMAGES:
        return [] if attachment.title_sv else [_("rubrik på svenska till %(name)s") % name]
    if attachment.decorative or attachment.alt_sv:
        return []
    return [_("alternativtext på svenska till %(name)s, eller ett kryss för dekorativ") % name]


def public_file_url(file):
    """Where the public finds a file of the record, given as one of its frozen dicts."""
    return reverse("files:detail", kwargs={"key": file["key"], "name": file["name"]})


def shown_files(version, file_url):
    """What a page shows beside the text of `version`, in the active language.

    `file_url` takes a frozen dict and returns an address: public_file_url, or that of a preview.
    Returns {"first_image": dict or None, "more_images": […], "documents": […]}; to each dict are
    added `url`, `type_name` and `size_in_words`.
    """
    images, documents = [], []
    for file in version.frozen.get("files", ()):
        shown = {
            **file,
            "url": file_url(file),
            "type_name": FileType(file["type"]).label,
            "size_in_words": size_in_words(file["size"]),
        }
        (images if file["type"] in IMAGES else documents).append(shown)
    return {
        "first_image": images[0] if images else None,
        "more_images": images[1:],
        "documents": documents,
    }
