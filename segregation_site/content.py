"""Loads what stands in fixtures/: facts into an empty database, and releases not yet there.

An editor's later work is never overwritten: facts are read once, a release is known
by any address it has or had.
"""

import json
from datetime import datetime

from django.conf import settings
from django.core import serializers
from django.core.files.base import ContentFile
from django.db import transaction

from agency.models import Agency, Assignment, Mandate
from ministers.models import Department, Government, Tenure
from ministers.periods import stockholm_day
from pressreleases.files import accept
from pressreleases.models import Appearance, Attachment, Contact, GivenAddress, Release
from pressreleases.publishing import publish_history, withdraw
from segregation_site.sample_files import MADE

FIXTURES = settings.BASE_DIR / "fixtures"
OWN_FIELDS = (
    "kind",
    "slug",
    "origin",
    "publisher_sv",
    "publisher_en",
    "original_url",
    "licence_note_sv",
    "licence_note_en",
)


@transaction.atomic
def load_content(*, at):
    """Load everything that is missing; return {"facts": …, "releases": …} rows written."""
    facts = 0
    if not Government.objects.exists():
        facts += load_facts("ministers.json")
    if not Agency.objects.exists():
        facts += load_facts("agency.json")
    return {"facts": facts, "releases": load_releases("pressreleases.json", at=at)}


def load_facts(name):
    """Save each fact of a fixture as an editor would, checked and with its history."""
    deferred, count = [], 0
    with (FIXTURES / name).open(encoding="utf-8") as file:
        for item in serializers.deserialize("json", file, handle_forward_references=True):
            item.object._change_reason = f"fixtures/{name}"
            item.object.full_clean()
            item.object.save()
            count += 1
            if item.deferred_fields:
                deferred.append(item)
    for item in deferred:
        item.save_deferred_fields()
        # Saved as a fixture it leaves no trace; saved again, it does.
        item.object.save()
    return count


def load_releases(name, *, at):
    """Publish the releases of a file that are not there yet; return how many."""
    entries = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    made = {}
    for entry in entries:
        if not already_there(entry):
            made[entry["slug"]] = (load_release(entry, at=at), entry)
    for release, entry in made.values():
        if withdrawal := entry["withdrawal"]:
            replaced_by = withdrawal.get("replaced_by")
            withdraw(
                release=release,
                by=None,
                at=at,
                since=datetime.fromisoformat(withdrawal["at"]),
                reason_sv=withdrawal["reason_sv"],
                reason_en=withdrawal["reason_en"],
                replaced_by=replaced_by and Release.objects.get(slug=replaced_by),
                removed=withdrawal["removed"],
            )
    return len(made)


def already_there(entry):
    day = stockholm_day(datetime.fromisoformat(entry["versions"][0]["published_at"]))
    return GivenAddress.objects.filter(
        kind=entry["kind"], slug=entry["slug"], year=day.year, month=day.month
    ).exists()


def load_release(entry, *, at):
    versions = [
        {**given, "published_at": datetime.fromisoformat(given["published_at"])}
        for given in entry["versions"]
    ]
    release = Release(
        **{field: entry[field] for field in OWN_FIELDS},
        title_sv=versions[-1]["title_sv"],
        department=Department.objects.get(slug=entry["department"]),
        sent_under=entry["sent_under"] and Government.objects.get(slug=entry["sent_under"]),
    )
    release.save()
    for position, key in enumerate(entry["ministers"], 1):
        tenure = Tenure.objects.get_by_natural_key(*key)
        Appearance.objects.create(release=release, tenure=tenure, position=position)
    for position, contact in enumerate(entry["contacts"], 1):
        Contact.objects.create(release=release, position=position, **contact)
    release.agencies.set(Agency.objects.filter(slug__in=entry["agencies"]))
    release.mandates.set(Mandate.objects.get_by_natural_key(*key) for key in entry["mandates"])
    release.assignments.set(
        Assignment.objects.get_by_natural_key(*key) for key in entry["assignments"]
    )
    for position, given in enumerate(entry.get("files", ()), 1):
        attach(release, position, **given, at=at)
    publish_history(release=release, by=None, at=at, versions=versions)
    return release


def attach(release, position, *, made, name, at, **words):
    """Draw a made-up file and accept it as an editor's upload is accepted."""
    stored = accept(ContentFile(MADE[made](), name=name), by=None, at=at)
    Attachment.objects.create(release=release, file=stored, position=position, **words)
