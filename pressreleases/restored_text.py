"""The text itself put back on the desk: its own columns and its files."""

from django.utils.translation import gettext as _

from ministers.models import Department, Government
from pressreleases.desk import LANGUAGES, TEXTS
from pressreleases.models import Attachment, StoredFile

# What is told of a file, in each language.
TOLD = ("title", "alt")


def put_columns(release, content, by):
    """The release's own columns: texts, sender, provenance, and the address until it is frozen."""
    for field in (*TEXTS, *(() if release.year else ("kind", "slug"))):
        setattr(release, field, content[field])
    given = content["frozen"]["provenance"]
    release.origin, release.original_url = given["origin"], given["original_url"]
    for field in ("publisher", "licence_note"):
        for code in LANGUAGES:
            setattr(release, f"{field}_{code}", given[field][code])
    department = Department.objects.filter(pk=content["department"]).first()
    if department:
        release.department = department
    else:
        name = said(content["frozen"]["department"]["name"])
        yield _("Avsändaren %s finns inte längre; den nuvarande står kvar.") % name
    release.sent_under = Government.objects.filter(pk=content["sent_under"]).first()
    if content["sent_under"] and release.sent_under is None:
        yield _("Den avsändande regeringen finns inte längre.")
    release.edited_by = by
    release.revision += 1
    release.save()


def put_files(release, frozen):
    """Attachments: each file by its key, as it was told of; none where the text had none."""
    files = frozen.get("files", ())
    existing = StoredFile.objects.in_bulk([file["key"] for file in files], field_name="key")
    release.attachments.all().delete()
    for position, file in enumerate(files, 1):
        if file["key"] not in existing:
            yield _("Filen %s finns inte längre.") % file["name"]
            continue
        Attachment.objects.create(
            release=release,
            file=existing[file["key"]],
            position=position,
            decorative=file["decorative"],
            **{f"{field}_{code}": file[field][code] for field in TOLD for code in LANGUAGES},
        )


def said(pair):
    return pair["sv"] or pair["en"]
