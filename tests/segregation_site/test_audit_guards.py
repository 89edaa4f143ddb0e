"""The database itself refuses to rewrite what the audit reads."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction

from pressreleases.models import Bypass, Review
from pressreleases.reviewing import review_bypass
from segregation_site.audit_guards import histories
from tests.factories import make_approved, make_bypass, make_post, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def refused(statement):
    words = "kan inte ändras eller tas bort"
    with (
        pytest.raises(IntegrityError, match=words),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_every_history_is_guarded():
    names = {
        f"{model._meta.db_table}_no_{event}"
        for model in [*histories(), LogEntry]
        for event in ("update", "delete")
    }
    laid = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(laid[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}

    assert names <= found
    assert len(names) >= 2 * 19


def test_history_is_not_rewritten():
    make_post()
    refused("UPDATE ministers_historicalpost SET history_user_id = NULL, slug = 'x'")
    refused("DELETE FROM ministers_historicalpost")


def test_history_of_what_was_chosen_is_not_rewritten():
    make_user().groups.add(Group.objects.first())
    refused("UPDATE segregation_site_historicaluser_groups SET group_id = 99")
    refused("DELETE FROM segregation_site_historicaluser_groups")


def test_log_of_django_is_not_rewritten():
    LogEntry.objects.create(
        user=make_user(),
        content_type=ContentType.objects.get_for_model(Group),
        action_flag=CHANGE,
        object_repr="x",
    )
    refused("UPDATE django_admin_log SET object_repr = 'y'")
    refused("DELETE FROM django_admin_log")


@pytest.mark.parametrize("change", ["comment = 'x'", "decision = 'returned'", "decided_at = NULL"])
def test_review_once_decided_is_not_rewritten(change):
    make_approved()
    refused(f"UPDATE pressreleases_review SET {change}")  # noqa: S608
    refused("DELETE FROM pressreleases_review")


def test_review_not_decided_yet_keeps_who_handed_it_in():
    release = make_approved()
    Review.objects.create(release=release, digest="1", submitted_at=AT, submitted_by=make_user())
    refused("UPDATE pressreleases_review SET digest = '2' WHERE decided_at IS NULL")


def test_bypass_keeps_its_reason_and_who_reviewed_it():
    bypass = make_bypass()
    refused("UPDATE pressreleases_bypass SET reason = 'annat'")
    review_bypass(bypass=bypass, by=make_user(), at=AT)
    refused("UPDATE pressreleases_bypass SET reviewed_at = NULL, reviewed_by_id = NULL")
    refused("DELETE FROM pressreleases_bypass")

    assert Bypass.objects.get().reason == "Det brådskade."
