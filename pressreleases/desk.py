"""The desk's text: what publishing it would freeze, its digest, and the keeping of every draft."""

import hashlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ministers.periods import Precision, stockholm_day
from pressreleases.completeness import missing_in
from pressreleases.models import Draft, Release, Version
from pressreleases.record import canonical
from pressreleases.richtext import clean

LANGUAGES = ("sv", "en")
TEXTS = tuple(f"{field}_{code}" for field in ("title", "lead", "body") for code in LANGUAGES)


def frozen_facts(release):
    """What a page shows beside the text, as it is now, in both languages."""

    def both(thing, field):
        return {code: getattr(thing, f"{field}_{code}") or "" for code in LANGUAGES}

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
            {
                "agency": mandate.agency.slug,
                "agency_name": both(mandate.agency, "name"),
                "instruction": both(mandate, "instruction"),
                "tasks": [both(task, "text") for task in mandate.tasks.all()],
            }
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
    if missing := [str(part.in_full) for part in missing_in(release, "sv")]:
        raise ValidationError(
            _("Texten kan inte publiceras än. Det saknas: %s.") % ", ".join(missing)
        )


def locked(release):
    """The release's row, held until the transaction ends, so that one verb acts at a time."""
    return Release.objects.select_for_update().get(pk=release.pk)


def latest(release):
    """The last version that was not cancelled, or None."""
    return release.versions.filter(cancelled_at__isnull=True).order_by("number").last()


def content_of(release):
    """All that publishing the desk's text would freeze, as plain values."""
    return {
        **texts_of(release),
        "kind": release.kind,
        "slug": release.slug,
        "department": release.department_id,
        "sent_under": release.sent_under_id,
        "tenures": [appearance.tenure_id for appearance in appearances(release)],
        "frozen": frozen_facts(release),
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
