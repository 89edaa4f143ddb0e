"""What the published texts tell their readers, for a rehearsal of the whole archive."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ministers.changes import groups, kinds
from ministers.handover import Action, Plan, Step
from ministers.models import Government
from ministers.rehearsal import rehearse
from pressreleases.models import Release, Version, VersionMinister
from tests.factories import make_department, make_government, make_tenure

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()
DAY = date(2027, 1, 12)
STARTED = date(2022, 10, 18)
MANY = 2000


def fill_archive(tenures, department, first, last):
    """Texts number `first` to `last` straight into the record, each naming one of the tenures."""
    releases = Release.objects.bulk_create(
        Release(
            kind="press_release",
            slug=f"text-{number}",
            title_sv=f"Text {number}",
            department=department,
        )
        for number in range(first, last)
    )
    versions = Version.objects.bulk_create(
        Version(
            release=release,
            number=1,
            kind=release.kind,
            year=2023,
            month=1,
            slug=release.slug,
            title_sv=release.title_sv,
            department=department,
            frozen={},
            first_published_at=NOW - timedelta(days=700, minutes=number),
            published_at=NOW - timedelta(days=700, minutes=number),
            recorded_at=NOW,
            previous_hash=f"before {number}",
            hash=f"after {number}",
        )
        for number, release in enumerate(releases, first)
    )
    VersionMinister.objects.bulk_create(
        VersionMinister(version=version, tenure=tenures[number % len(tenures)], position=1)
        for number, version in enumerate(versions)
    )


def rehearsed(government, tenures):
    """(the Rehearsal of everyone leaving, its queries)."""
    plan = Plan(
        leaves_on=DAY,
        starts_on=DAY,
        outgoing=Government.objects.get(pk=government.pk),
        government=None,
        caretaker_from=None,
        ends_source={"sv": "", "en": ""},
        steps=tuple(
            Step(f"rad-{tenure.pk}", type(tenure).objects.get(pk=tenure.pk), Action.LEAVES)
            for tenure in tenures
        ),
    )
    with CaptureQueriesContext(connection) as queries:
        found = rehearse(plan=plan, at=NOW, on=TODAY)
    return found, len(queries)


def test_rehearsal_of_a_large_archive_is_exact_and_takes_no_more_queries(measured):
    government = make_government(starts_on=STARTED, ends_on=None)
    tenures = [make_tenure(starts_on=STARTED, ends_on=None) for _ in range(4)]
    department = make_department()
    fill_archive(tenures, department, 0, 8)
    few, queries_of_few = rehearsed(government, tenures)

    fill_archive(tenures, department, 8, MANY)
    many, queries_of_many = rehearsed(government, tenures)

    assert (few.pages, many.pages) == (8, MANY)
    assert queries_of_many == queries_of_few
    [day] = many.days
    assert [kind.pages for kind in kinds(many, day)] == [MANY, *[MANY // 4] * 4]
    assert [len(group.texts) for group in groups(day)] == [MANY // 4] * 4
    measured(f"rehearsal: {MANY} texts in {queries_of_many} queries, as many as for 8")
