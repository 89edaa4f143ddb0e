"""The desk's text: what publishing it would freeze, its digest, and the keeping of every draft."""

import hashlib

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from ministers.periods import Precision, stockholm_day
from pressreleases.attachments import frozen_files, missing_beside
from pressreleases.completeness import missing_in
from pressreleases.enums import Change
from pressreleases.models import Draft, Release, Version
from pressreleases.record import canonical
from pressreleases.richtext import clean

LANGUAGES = ("sv", "en")
TEXTS = tuple(f"{field}_{code}" for field in ("title", "lead", "body") for code in LANGUAGES)


def both(thing, field):
    return {code: getattr(thing, f"{field}_{code}") or "" for code in LANGUAGES}


def frozen_mandate(mandate):
    return {
        "agency": mandate.agency.slug,
        "agency_name": both(mandate.agency, "name"),
        "instruction": both(mandate, "instruction"),
        "tasks": [both(task, "text") for task in mandate.tasks.all()],
    }


def frozen_facts(release):
    """What a page shows beside the text, as it is now, in both languages."""
    return {
        "department": {"slug": release.department.slug, "name": both(release.department, "name")},
        "ministers": [
            {
                "minister": appearance.tenure.minister.slug,
                "name": appearance.tenure.minister.name,
                "post": appearance.tenure.post.slug,
                "title": both(appearance.tenure.post, "title"),
            }
            for appearance in appearances(release)
        ],
        "contacts": [
            {
                "role": both(contact, "role"),
                "name": contact.name,
                "email": contact.email,
                "phone": contact.phone,
            }
            for contact in release.contacts.all()
        ],
        "agencies": [
            {"slug": agency.slug, "name": both(agency, "name")} for agency in release.agencies.all()
        ],
        "mandates": [
            frozen_mandate(mandate)
            for mandate in release.mandates.select_related("agency").prefetch_related("tasks")
        ],
        "assignments": [
            {
                "agency": assignment.agency.slug,
                "slug": assignment.slug,
                "title": both(assignment, "title"),
                "summary": both(assignment, "summary"),
            }
            for assignment in release.assignments.select_related("agency")
        ],
        "provenance": {
            "origin": release.origin,
            "publisher": both(release, "publisher"),
            "original_url": release.original_url,
            "licence_note": both(release, "licence_note"),
        },
        **frozen_files(release),
    }


def appearances(release):
    return release.appearances.select_related("tenure__minister", "tenure__post")


def texts_of(release):
    """The desk's title, lead and body as they would be published: bodies cleaned."""
    texts = {field: getattr(release, field) or "" for field in TEXTS}
    return texts | {field: clean(text) for field, text in texts.items() if field.startswith("body")}


def unsaved_version(release, *, published_at, precision=Precision.DAY, last=None, **given):
    """The Version that publishing the desk's text would make, unsaved: also the preview.

    After a `last` version it keeps that one's address, day and precision.
    """
    day = stockholm_day(published_at)
    return Version(
        release=release,
        number=last.number + 1 if last else 1,
        kind=last.kind if last else release.kind,
        slug=last.slug if last else release.slug,
        year=last.year if last else day.year,
        month=last.month if last else day.month,
        department=release.department,
        sent_under=release.sent_under,
        frozen=frozen_facts(release),
        first_published_at=last.first_published_at if last else published_at,
        published_at=published_at,
        published_precision=last.published_precision if last else precision,
        written_by=release.edited_by,
        **texts_of(release),
        **given,
    )


def refuse_if_incomplete(release):
    missing = [str(part.in_full) for part in missing_in(release, "sv")]
    if missing := missing + missing_beside(release):
        raise ValidationError(
            _("Texten kan inte publiceras än. Det saknas: %s.") % ", ".join(missing)
        )


def locked(release):
    """The release's row, held until the transaction ends, so that one verb acts at a time."""
    return Release.objects.select_for_update().get(pk=release.pk)


def latest(release):
    """The last version that was not cancelled, or None."""
    return release.versions.filter(cancelled_at__isnull=True).order_by("number").last()


def text_taken_at(release):
    """When a version last took its text from the desk, or None.

    One that was only moved, to another instant or another address, took the text of the one it
    was copied from.
    """
    version = latest(release)
    while version:
        if version.change == Change.ADDRESS:
            original = release.versions.filter(
                cancelled_at__isnull=True, number=version.number - 1
            ).first()
        else:
            original = release.versions.filter(cancelled_at=version.recorded_at).first()
        if original is None:
            return version.recorded_at
        version = original
    return None


def content_of(release):
    """All that publishing the desk's text would freeze, as plain values.

    The address is the one it was first published at: moving a text changes nothing in it, so what
    is approved stays approved.
    """
    first = release.year and release.versions.filter(cancelled_at__isnull=True, number=1).first()
    return {
        **texts_of(release),
        "kind": (first or release).kind,
        "slug": (first or release).slug,
        "department": release.department_id,
        "sent_under": release.sent_under_id,
        "tenures": [appearance.tenure_id for appearance in appearances(release)],
        "frozen": frozen_facts(release),
    }


def content_of_version(version):
    """The same of what a version was published with."""
    return {
        **{field: getattr(version, field) or "" for field in TEXTS},
        "kind": version.kind,
        "slug": version.slug,
        "department": version.department_id,
        "sent_under": version.sent_under_id,
        "tenures": [row.tenure_id for row in version.ministers.all()],
        "frozen": version.frozen,
    }


def digest_of(release):
    """SHA-256 of the desk's text: two texts with one digest publish as the same page."""
    return digest_of_content(content_of(release))


def digest_of_content(content):
    return hashlib.sha256(canonical(content)).hexdigest()


def differs(release, version):
    """Whether the desk's text is another than that of `version`."""
    return (
        any((getattr(version, field) or "") != text for field, text in texts_of(release).items())
        or version.sent_under_id != release.sent_under_id
        or version.frozen != frozen_facts(release)
    )


def keep(*, release, by, at):
    """Keep the desk's text as a Draft, unless the last one is the same; return its digest."""
    content = content_of(release)
    digest = digest_of_content(content)
    last = release.drafts.first()
    if last is None or last.digest != digest:
        Draft.objects.create(
            release=release, digest=digest, content=content, saved_at=at, saved_by=by
        )
    return digest


class Conflict(Exception):
    """Someone has saved a newer text than the one that was read; nothing is saved."""


def claim(release_pk, revision):
    """Take the right to write the desk's text; return its new revision.

    `revision` is that of the text the writer has read. Raises Conflict unless it is still the
    stored one. Called inside the transaction that then writes: the row is held until it ends, so
    of writers who have read the same text one gets through.
    """
    read = Release.objects.filter(pk=release_pk, revision=revision)
    if revision is None or not read.update(revision=F("revision") + 1):
        raise Conflict
    return revision + 1


def keep_as_found(*, release, by, at):
    """Keep the desk's text where it is not kept yet; return its digest.

    The first text is its writer's. What differs from the last draft was changed by a fact that is
    frozen with it, and by no writer.
    """
    writer = None if release.drafts.exists() else release.edited_by or by
    return keep(release=release, by=writer, at=at)
