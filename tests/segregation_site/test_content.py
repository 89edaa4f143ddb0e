"""The content: complete, sourced, and loaded without harm to what editors have done since."""

import json
from datetime import UTC, datetime

import pytest
from django.conf import settings

from agency.models import Agency, Assignment, Mandate
from ministers.models import FactsCheck, Government, Minister, Tenure
from ministers.notices import Status
from pressreleases.models import Version
from pressreleases.reading import read_all
from segregation_site.content import FIXTURES, load_content
from tests.conftest import needed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHARED_FACTS = settings.BASE_DIR.parent / "shared" / "facts" / "governments_and_tenures.json"


def test_all_the_facts_are_there():
    assert Government.objects.count() == 7
    assert Tenure.objects.count() == 114
    assert Minister.objects.count() == 79
    assert str(FactsCheck.objects.known_until()) == "2026-01-29"
    assert Agency.objects.get().directorships.count() == 2
    assert Mandate.objects.get().tasks.count() == 5
    assert Assignment.objects.get().parts.count() == 2


def test_facts_have_history_from_the_first_day():
    assert Tenure.history.count() >= 114
    assert Government.objects.first().history.last().history_change_reason


def test_loading_again_changes_nothing():
    tenure = Tenure.objects.first()
    tenure.note_sv = "Redaktörens egen anmärkning."
    tenure.save()
    assert load_content(at=NOW) == {"facts": 0, "releases": 0}
    tenure.refresh_from_db()
    assert tenure.note_sv == "Redaktörens egen anmärkning."


def test_every_release_is_labelled_or_official():
    versions = Version.objects.in_force(NOW)
    official = [version.slug for version in versions if not version.is_demonstration]
    assert official == ["regeringen-starker-arbetet-med-att-motverka-segregation"]
    assert len(versions) == 15


def test_every_kind_of_notice_and_every_government_can_be_seen():
    readings = read_all(Version.objects.live(NOW).for_lists(), NOW.date())
    statuses = [
        frozenset(notice.status for notice in reading.notices.ministers) for reading in readings
    ]
    assert {frozenset(), frozenset({Status.LEFT}), frozenset({Status.CHANGED})} <= set(statuses)
    assert frozenset({Status.LEFT, Status.CHANGED}) in statuses
    assert any(not reading.text for reading in readings)
    for government in Government.objects.all():
        assert Version.objects.live(NOW).under_government(government).exists(), government
    assert any(len(reading.people) == 2 for reading in readings)


def test_every_tenure_linked_is_held_on_the_day():
    for version in Version.objects.in_force(NOW).with_ministers():
        for row in version.ministers.all():
            assert any(row.tenure.holds_on(day) for day in version.days_meant), row


def test_every_fact_has_english():
    for tenure in Tenure.objects.select_related("post"):
        assert tenure.post.title_sv and tenure.post.title_en


def test_fixtures_are_the_shared_facts():
    needed(SHARED_FACTS.exists(), "The shared facts are not beside the project.")
    facts = json.loads(SHARED_FACTS.read_text(encoding="utf-8"))
    rows = json.loads((FIXTURES / "ministers.json").read_text(encoding="utf-8"))
    names = {
        row["fields"]["slug"]: f"{row['fields']['given_name']} {row['fields']['family_name']}"
        for row in rows
        if row["model"] == "ministers.minister"
    }
    titles = {
        row["fields"]["slug"]: row["fields"]["title_sv"]
        for row in rows
        if row["model"] == "ministers.post"
    }
    ours = sorted(
        (
            names[row["fields"]["minister"][0]],
            titles[row["fields"]["post"][0]],
            row["fields"]["starts_on"],
            row["fields"]["ends_on"] or "",
        )
        for row in rows
        if row["model"] == "ministers.tenure"
    )

    def whole(day):
        return f"{day}-01" if day and len(day) == 7 else day or ""

    theirs = sorted(
        (fact["person"], fact["title_sv"], whole(fact["start"]), whole(fact["end"]))
        for fact in facts["tenures"]
    )
    assert ours == theirs
