"""Taking an earlier text back to the desk: a draft that was saved, or a version of the record."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.models import Agency, Assignment, Mandate
from ministers.models import Department, Government, Tenure
from pressreleases.desk import (
    LANGUAGES,
    TEXTS,
    content_of_version,
    frozen_mandate,
    keep,
    locked,
)
from pressreleases.models import Appearance, Attachment, Contact, StoredFile

# What is told of a file, in each language.
TOLD = ("title", "alt")


@transaction.atomic
def restore(*, release, by, at, draft=None, version=None, seen=None):
    """Put the text of a Draft or a Version of the release on the desk; return what was left out.

    That is a list of sentences, one for each thing that no longer exists or is no longer what it
    was; it is empty when the desk holds exactly what it once held. The address of a text that has
    been published stays, and so does the record. What stood on the desk is kept as a draft first;
    where it is another than that of the revision `seen`, nothing is taken back.
    """
    source = draft or version
    if source is None or source.release_id != release.pk:
        raise ValidationError(_("Välj ett tidigare utkast eller en version av den här texten."))
    release = locked(release)
    if seen is not None and release.revision != seen:
        raise ValidationError(
            _(
                "Någon har sparat en nyare text sedan du öppnade sidan. "
                "Läs den innan du byter ut den."
            )
        )
    keep(release=release, by=None, at=at)
    content = draft.content if draft else content_of_version(version)
    left_out = [
        *put_columns(release, content, by),
        *put_ministers(release, content),
        *put_agencies(release, content["frozen"]),
        *put_mandates(release, content["frozen"]),
        *put_assignments(release, content["frozen"]),
        *put_files(release, content["frozen"]),
    ]
    put_contacts(release, content["frozen"])
    keep(release=release, by=by, at=at)
    return left_out


# Each of these puts one part back, and yields a sentence for what could not be.


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


def put_ministers(release, content):
    existing = Tenure.objects.in_bulk(content["tenures"])
    release.appearances.all().delete()
    named = content["frozen"]["ministers"]
    for position, (key, minister) in enumerate(zip(content["tenures"], named, strict=True), 1):
        if key in existing:
            Appearance.objects.create(release=release, tenure_id=key, position=position)
        else:
            words = {"name": minister["name"], "title": said(minister["title"])}
            yield _("%(name)s, %(title)s: tiden på posten finns inte längre.") % words


def put_agencies(release, frozen):
    slugs = [named["slug"] for named in frozen["agencies"]]
    found = {agency.slug: agency for agency in Agency.objects.filter(slug__in=slugs)}
    release.agencies.set(found.values())
    for named in frozen["agencies"]:
        if named["slug"] not in found:
            yield _("Myndigheten %s finns inte längre.") % said(named["name"])


def put_mandates(release, frozen):
    """Mandates as they read then, else the agency's with the same instruction."""
    found = []
    for named in frozen["mandates"]:
        mandates = Mandate.objects.filter(agency__slug=named["agency"]).exclude(
            pk__in=[mandate.pk for mandate in found]
        )
        same = next((row for row in mandates if frozen_mandate(row) == named), None)
        alike = next((row for row in mandates if instruction(row) == named["instruction"]), None)
        words = {"agency": said(named["agency_name"]), "title": said(named["instruction"])}
        if same is None and alike is None:
            yield _("Uppdraget för %(agency)s, %(title)s, finns inte längre.") % words
        elif same is None:
            yield _("Uppdraget för %(agency)s, %(title)s, lyder annorlunda i dag.") % words
        found += [mandate for mandate in [same or alike] if mandate]
    release.mandates.set(found)


def instruction(mandate):
    return frozen_mandate(mandate)["instruction"]


def put_assignments(release, frozen):
    found = []
    for named in frozen["assignments"]:
        assignment = Assignment.objects.filter(
            agency__slug=named["agency"], slug=named["slug"]
        ).first()
        if assignment:
            found.append(assignment)
        else:
            yield _("Det särskilda uppdraget %s finns inte längre.") % said(named["title"])
    release.assignments.set(found)


def put_contacts(release, frozen):
    release.contacts.all().delete()
    for position, contact in enumerate(frozen["contacts"], 1):
        Contact.objects.create(
            release=release,
            position=position,
            role_sv=contact["role"]["sv"],
            role_en=contact["role"]["en"],
            name=contact["name"],
            email=contact["email"],
            phone=contact["phone"],
        )


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
