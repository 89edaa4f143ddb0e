"""The record is append-only: the database refuses, and what is changed behind its back shows."""

from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pressreleases.models import (
    Reinstatement,
    Version,
    VersionAgency,
    VersionMinister,
    Withdrawal,
)
from pressreleases.publishing import publish, publish_history, reinstate, withdraw
from pressreleases.record import GENESIS, broken_links, hash_of
from tests.factories import make_agency, make_published, make_release, make_tenure

pytestmark = pytest.mark.django_db

AHEAD = datetime(2036, 1, 1, tzinfo=UTC)
FROZEN_COLUMNS = sorted(
    field.attname
    for field in Version._meta.concrete_fields
    if field.attname not in ("superseded_at", "cancelled_at")
)


def refused(action):
    words = "kan inte ändras eller tas bort"
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        action()


def other_value(version, column):
    value = getattr(version, column)
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    if isinstance(value, dict):
        return {**value, "extra": 1}
    if isinstance(value, int):
        return value + 1
    return 1 if column.endswith("_id") else f"{value or ''}x"[-5:]


@pytest.mark.parametrize("column", FROZEN_COLUMNS)
def test_no_column_of_a_published_version_can_be_updated(column):
    version = make_published()
    changed = {column: other_value(version, column)}
    # Raw SQL, as someone with the password would: no Python of ours stands in between.
    value = changed[column]
    if isinstance(value, dict):
        value = '{"extra": 1}'
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        statement = f'UPDATE pressreleases_version SET "{column}" = %s WHERE id = %s'  # noqa: S608
        cursor.execute(statement, [value, version.pk])


def test_the_columns_tried_are_all_but_two():
    assert len(FROZEN_COLUMNS) == len(Version._meta.concrete_fields) - 2


def test_a_published_version_cannot_be_deleted():
    version = make_published()
    refused(lambda: Version.objects.filter(pk=version.pk)._raw_delete("default"))
    assert Version.objects.filter(pk=version.pk).exists()


def test_a_version_ahead_of_its_time_cannot_be_deleted_either():
    version = make_published(published_at=AHEAD)
    refused(lambda: Version.objects.filter(pk=version.pk)._raw_delete("default"))


def test_an_empty_superseded_at_may_be_set_to_an_instant_to_come():
    version = make_published()
    Version.objects.filter(pk=version.pk).update(superseded_at=AHEAD)
    Version.objects.filter(pk=version.pk).update(superseded_at=AHEAD + timedelta(days=1))
    Version.objects.filter(pk=version.pk).update(superseded_at=None)


def test_superseded_at_cannot_be_set_to_the_past():
    version = make_published()
    past = timezone.now() - timedelta(minutes=5)
    refused(lambda: Version.objects.filter(pk=version.pk).update(superseded_at=past))


def test_superseded_at_that_has_passed_cannot_be_changed():
    version = make_published()
    Version.objects.filter(pk=version.pk).update(superseded_at=timezone.now())
    refused(lambda: Version.objects.filter(pk=version.pk).update(superseded_at=AHEAD))
    refused(lambda: Version.objects.filter(pk=version.pk).update(superseded_at=None))


def test_only_a_version_ahead_of_its_time_can_be_cancelled_and_only_once():
    ahead, out = make_published(published_at=AHEAD), make_published()
    now = timezone.now()
    refused(lambda: Version.objects.filter(pk=out.pk).update(cancelled_at=now))
    Version.objects.filter(pk=ahead.pk).update(cancelled_at=now)
    refused(lambda: Version.objects.filter(pk=ahead.pk).update(cancelled_at=None))
    assert not Version.objects.live(AHEAD).filter(pk=ahead.pk).exists()


def test_ministers_withdrawals_and_reinstatements_are_frozen_too():
    version = make_published(tenures=[make_tenure()], agencies=[make_agency()])
    now = timezone.now()
    withdraw(release=version.release, by=None, at=now, reason_sv="Fel.")
    reinstate(release=version.release, by=None, at=now, reason_sv="Rätt.")
    for model, change in (
        (VersionMinister, {"position": 9}),
        (VersionAgency, {"agency": make_agency()}),
        (Withdrawal, {"reason_sv": "annat"}),
        (Reinstatement, {"reason_sv": "annat"}),
    ):
        rows = model.objects.all()
        refused(partial(rows.update, **change))
        refused(partial(rows._raw_delete, "default"))


@pytest.mark.postgres
def test_postgresql_refuses_truncate():
    make_published()
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE pressreleases_version CASCADE")


def test_each_version_is_chained_to_the_one_before():
    first, second = make_published(), make_published()
    assert first.previous_hash == GENESIS
    assert second.previous_hash == first.hash
    assert list(broken_links(Version)) == []


def test_the_hash_survives_the_way_through_the_database():
    stockholm = datetime.fromisoformat("2017-12-01T00:00:00+01:00")
    version = publish(release=make_release(), by=None, at=AHEAD, published_at=stockholm)
    read = Version.objects.get(pk=version.pk)
    assert hash_of(read) == version.hash


def test_a_text_changed_behind_the_guards_shows():
    version = make_published()
    make_published()
    with connection.cursor() as cursor:
        on_table = " ON pressreleases_version" if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "pressreleases_version_no_update"{on_table}')
        cursor.execute(
            "UPDATE pressreleases_version SET body_sv = 'annat' WHERE id = %s", [version.pk]
        )
    assert list(broken_links(Version)) == [version.pk]


def test_verify_record_says_how_much_it_read():
    make_published()
    out = StringIO()
    call_command("verify_record", stdout=out)
    assert "Version: 1 rows, all as recorded." in out.getvalue()


def test_verify_record_names_the_first_broken_row():
    version = make_published()
    with connection.cursor() as cursor:
        on_table = " ON pressreleases_version" if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "pressreleases_version_no_update"{on_table}')
        cursor.execute("UPDATE pressreleases_version SET number = 2, change = 'minor'")
    with pytest.raises(CommandError, match=f"Version {version.pk} is not what was recorded"):
        call_command("verify_record")


def test_a_minister_or_agency_added_behind_the_verbs_shows():
    first, second = make_published(tenures=[make_tenure()]), make_published()
    VersionMinister.objects.create(version=first, tenure=make_tenure(), position=2)
    VersionAgency.objects.create(version=second, agency=make_agency())
    assert list(broken_links(Version)) == [first.pk, second.pk]


def test_imported_markup_is_hashed_as_it_is_stored():
    release = make_release()
    publish_history(
        release=release,
        by=None,
        at=AHEAD,
        versions=[
            {
                "title_sv": "Rubrik",
                "lead_sv": "Ingress.",
                "body_sv": '<p class="x">a&nbsp;b</p><script>c</script>',
                "published_at": datetime(2018, 1, 1, 9, tzinfo=UTC),
                "precision": "day",
                "change": "first",
            }
        ],
    )
    assert list(broken_links(Version)) == []
