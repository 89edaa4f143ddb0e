"""The verbs of reviewing.py, and what publishing.py asks of them: each refusal in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pressreleases.desk import digest_of, keep
from pressreleases.enums import Change, Decision
from pressreleases.models import Bypass, Draft, Release, Review, Version
from pressreleases.publishing import cancel, correct, publish, reschedule, schedule
from pressreleases.record import broken_links, hash_of
from pressreleases.restoring import restore
from pressreleases.reviewing import (
    approve,
    of_standing,
    review_bypass,
    send_back,
    standing_of,
    submit,
)
from pressreleases.states import Standing
from tests.factories import (
    make_agency,
    make_approved,
    make_bypass,
    make_government,
    make_published,
    make_release,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

# The database's own clock decides what is frozen, so what is done "now" lies ahead of it.
NOW = datetime(2036, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINOR = {"change": Change.MINOR}


def edit(release, by, *, at=NOW, **fields):
    """Save the desk's text as admin does."""
    release.refresh_from_db()
    for name, value in fields.items():
        setattr(release, name, value)
    release.edited_by = by
    release.save()
    keep(release=release, by=by, at=at)


def refused(words, verb, **given):
    """The verb refuses in these words, and no row of the desk or the record is touched."""

    def rows():
        models = (Release, Draft, Review, Bypass, Version)
        return [list(model.objects.order_by("pk").values()) for model in models]

    before = rows()
    with pytest.raises(ValidationError, match=words):
        verb(**given)
    assert rows() == before


@pytest.fixture
def writer():
    return make_user()


@pytest.fixture
def reviewer():
    return make_user()


@pytest.fixture
def submitted(writer):
    release = make_release(edited_by=writer)
    submit(release=release, by=writer, at=NOW)
    return release


# --- submit --------------------------------------------------------------------------------------


def test_submit_keeps_the_text_and_who_and_when(submitted, writer):
    review = submitted.reviews.get()

    assert (review.submitted_by, review.submitted_at, review.decision) == (writer, NOW, "")
    assert review.digest == digest_of(submitted)
    assert submitted.drafts.get().content["title_sv"] == submitted.title_sv
    assert standing_of(submitted) == Standing.SUBMITTED


def test_submit_incomplete_text_is_refused(writer):
    refused("saknas", submit, release=make_release(lead_sv=""), by=writer, at=NOW)


def test_submit_twice_is_refused(submitted, writer):
    refused("väntar redan", submit, release=submitted, by=writer, at=NOW)


def test_submit_of_an_approved_text_is_refused(writer):
    refused("redan godkänd", submit, release=make_approved(at=NOW), by=writer, at=NOW)


def test_submit_of_what_is_published_already_is_refused(writer):
    release = make_published(at=NOW).release
    refused("Ingenting har ändrats", submit, release=release, by=writer, at=NOW)


def test_submit_of_a_returned_text_asks_again(submitted, writer, reviewer):
    send_back(release=submitted, by=reviewer, at=NOW, seen=digest_of(submitted), comment="Nej.")
    submit(release=submitted, by=writer, at=NOW + HOUR)

    assert standing_of(submitted) == Standing.SUBMITTED
    assert submitted.reviews.count() == 2


# --- approve and send back -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "standing"), [(approve, Standing.APPROVED), (send_back, Standing.RETURNED)]
)
def test_decision_notes_who_when_and_why(submitted, reviewer, verb, standing):
    seen = digest_of(submitted)
    review = verb(release=submitted, by=reviewer, at=NOW + HOUR, seen=seen, comment=" Bra. ")

    review.refresh_from_db()
    assert (review.decided_by, review.decided_at) == (reviewer, NOW + HOUR)
    assert review.comment == "Bra."
    assert standing_of(submitted) == standing


@pytest.mark.parametrize("verb", [approve, send_back])
@pytest.mark.parametrize("who", ["author", "last editor", "submitter"])
def test_decision_on_ones_own_text_is_refused(writer, verb, who):
    author, editor = make_user(), make_user()
    release = make_release()
    edit(release, author, title_sv="Ett")
    edit(release, editor, title_sv="Två")
    submit(release=release, by=writer, at=NOW)
    by = {"author": author, "last editor": editor, "submitter": writer}[who]

    given = {"release": release, "by": by, "at": NOW, "seen": digest_of(release)}
    refused("Du har själv", verb, **given, comment="Mm.")


def test_approve_by_the_writer_of_an_earlier_version_is_allowed(writer, reviewer):
    release = make_release()
    edit(release, writer, title_sv="Ett")
    make_approved(release=release, at=NOW, writer=writer, reviewer=reviewer)
    publish(release=release, by=writer, at=NOW + HOUR)
    edit(release, reviewer, at=NOW + 2 * HOUR, title_sv="Rättad")
    submit(release=release, by=reviewer, at=NOW + 2 * HOUR)

    approve(release=release, by=writer, at=NOW + 3 * HOUR, seen=digest_of(release))

    version = correct(release=release, by=reviewer, at=NOW + 4 * HOUR, **MINOR)
    assert version.approved_by == writer


@pytest.mark.parametrize("verb", [approve, send_back])
def test_decision_on_another_text_than_was_read_is_refused(submitted, writer, reviewer, verb):
    seen = digest_of(submitted)
    edit(submitted, writer, title_sv="Insmugglad rubrik")
    submit(release=submitted, by=writer, at=NOW)

    given = {"release": submitted, "by": reviewer, "at": NOW, "seen": seen}
    refused("Läs den på nytt", verb, **given, comment="Mm.")


@pytest.mark.parametrize("verb", [approve, send_back])
def test_decision_on_a_text_not_handed_in_is_refused(submitted, writer, reviewer, verb):
    edit(submitted, writer, title_sv="Ändrad efteråt")

    assert standing_of(submitted) == Standing.CHANGED
    given = {"release": submitted, "by": reviewer, "at": NOW, "seen": digest_of(submitted)}
    refused("inte inlämnad", verb, **given, comment="Mm.")


@pytest.mark.parametrize("verb", [approve, send_back])
def test_decision_twice_is_refused(reviewer, verb):
    release = make_approved(at=NOW)
    given = {"release": release, "by": reviewer, "at": NOW, "seen": digest_of(release)}
    refused("redan avgjord", verb, **given, comment="Mm.")


def test_send_back_without_a_comment_is_refused(submitted, reviewer):
    given = {"release": submitted, "by": reviewer, "at": NOW, "seen": digest_of(submitted)}
    refused("vad som behöver ändras", send_back, **given, comment=" ")


def test_the_database_refuses_half_a_decision(submitted, reviewer):
    for half in (
        {"decided_at": NOW},
        {"decided_by": reviewer},
        {"decision": Decision.APPROVED},
        {"decided_at": NOW, "decided_by": reviewer, "decision": Decision.RETURNED},
        {"decided_at": NOW, "decided_by": reviewer, "decision": "kanske"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            submitted.reviews.update(**half)


# --- what may be published -----------------------------------------------------------------------


def test_publish_freezes_who_approved_in_the_hash(reviewer):
    release = make_approved(at=NOW, reviewer=reviewer)

    version = publish(release=release, by=make_user(), at=NOW + HOUR)

    assert version.approved_by == reviewer
    assert not Bypass.objects.exists()
    assert list(broken_links(Version)) == []
    version.approved_by = None
    assert hash_of(version) != version.hash


def test_publish_of_a_text_nobody_approved_is_refused(submitted, writer):
    refused("inte godkänd", publish, release=submitted, by=writer, at=NOW)
    refused("inte godkänd", publish, release=submitted, by=writer, at=NOW, bypass_reason=" ")
    given = {"release": submitted, "by": writer, "at": NOW, "published_at": NOW + HOUR}
    refused("inte godkänd", schedule, **given)


def test_publish_of_a_returned_text_is_refused(submitted, reviewer):
    send_back(release=submitted, by=reviewer, at=NOW, seen=digest_of(submitted), comment="Nej.")
    refused("inte godkänd", publish, release=submitted, by=reviewer, at=NOW)


@pytest.mark.parametrize("what", ["title", "minister", "contact", "fact"])
def test_publish_of_a_text_changed_after_approval_is_refused(writer, what):
    tenure = make_tenure()
    release = make_approved(at=NOW, writer=writer, tenures=[tenure])
    if what == "title":
        edit(release, writer, title_sv="Något helt annat")
    elif what == "minister":
        release.appearances.create(tenure=make_tenure())
    elif what == "contact":
        release.contacts.create(role_sv="Presschef", name="Någon")
    else:
        tenure.post.title_sv = "en annan titel"
        tenure.post.save()

    refused("har ändrats sedan den godkändes", publish, release=release, by=writer, at=NOW)


def test_publish_of_a_text_changed_back_is_approved(writer):
    release = make_approved(at=NOW, writer=writer, title_sv="Rubriken")
    edit(release, writer, title_sv="Någon annan")
    edit(release, writer, title_sv="Rubriken")

    assert publish(release=release, by=writer, at=NOW).approved_by


def test_correct_needs_approval_of_its_own(writer):
    release = make_approved(at=NOW, writer=writer)
    publish(release=release, by=writer, at=NOW)
    edit(release, writer, at=NOW + HOUR, title_sv="Rättad")

    given = {"release": release, "by": writer, "at": NOW + HOUR, **MINOR}
    refused("inte godkänd", correct, **given)
    make_approved(release=release, at=NOW + HOUR, writer=writer)
    assert correct(**given | {"at": NOW + 2 * HOUR}).number == 2


def test_one_person_desk_publishes_and_corrects_alone(settings, writer):
    settings.REQUIRE_SECOND_PERSON = False
    release = make_release(edited_by=writer)
    publish(release=release, by=writer, at=NOW, bypass_reason="Behövs inte.")
    edit(release, writer, title_sv="Rättad")

    version = correct(release=release, by=writer, at=NOW + HOUR, **MINOR)

    assert version.approved_by is None
    assert not Bypass.objects.exists()


def test_one_person_desk_may_approve_its_own(settings, submitted, writer):
    settings.REQUIRE_SECOND_PERSON = False

    approve(release=submitted, by=writer, at=NOW, seen=digest_of(submitted))

    assert standing_of(submitted) == Standing.APPROVED


# --- bypass --------------------------------------------------------------------------------------


def test_bypass_publishes_and_stays_on_the_list(writer):
    release = make_release()
    version = publish(release=release, by=writer, at=NOW, bypass_reason=" Det brådskar. ")

    bypass = Bypass.objects.unreviewed().get()
    assert (bypass.version, bypass.reason, bypass.by, bypass.at) == (
        version,
        "Det brådskar.",
        writer,
        NOW,
    )
    assert version.approved_by is None
    assert list(Version.objects.live(NOW)) == [version]


def test_bypass_of_a_correction_stays_on_the_list_too(writer):
    release = make_published(at=NOW).release
    edit(release, writer, title_sv="Rättad")
    version = correct(release=release, by=writer, at=NOW + HOUR, **MINOR, bypass_reason="Fel!")

    assert Bypass.objects.unreviewed().get().version == version


def test_bypass_reason_beside_an_approval_makes_no_bypass(writer):
    publish(release=make_approved(at=NOW), by=writer, at=NOW, bypass_reason="För säkerhets skull")

    assert not Bypass.objects.exists()


def test_bypass_reviewed_by_someone_else_leaves_the_list(reviewer):
    bypass = review_bypass(bypass=make_bypass(at=NOW), by=reviewer, at=NOW + HOUR)

    assert (bypass.reviewed_by, bypass.reviewed_at) == (reviewer, NOW + HOUR)
    assert not Bypass.objects.unreviewed().exists()
    refused("redan granskad", review_bypass, bypass=bypass, by=reviewer, at=NOW)


@pytest.mark.parametrize("who", ["publisher", "writer"])
def test_bypass_reviewed_by_oneself_is_refused(writer, who):
    publisher = make_user()
    bypass = make_bypass(at=NOW, by=publisher, edited_by=writer)
    by = {"publisher": publisher, "writer": writer}[who]

    refused("Du har själv", review_bypass, bypass=bypass, by=by, at=NOW)


def test_bypass_called_off_in_time_leaves_the_list(writer):
    release = make_release()
    given = {"release": release, "by": writer, "at": NOW}
    schedule(**given, published_at=NOW + HOUR, bypass_reason="Det brådskar.")
    cancel(**given)

    assert not Bypass.objects.unreviewed().exists()


# --- scheduling ----------------------------------------------------------------------------------


def test_schedule_needs_an_instant_ahead(writer):
    given = {"release": make_approved(at=NOW), "by": writer, "at": NOW}
    refused("redan varit", schedule, **given, published_at=NOW)


def test_schedule_shows_at_the_instant(writer):
    release = make_approved(at=NOW)
    version = schedule(release=release, by=writer, at=NOW, published_at=NOW + HOUR)

    assert not Version.objects.live(NOW + HOUR - timedelta(microseconds=1)).exists()
    assert list(Version.objects.live(NOW + HOUR)) == [version]


def test_reschedule_moves_the_frozen_text_and_its_approval(writer, reviewer):
    tenure, agency = make_tenure(), make_agency()
    release = make_approved(
        at=NOW, writer=writer, reviewer=reviewer, tenures=[tenure], agencies=[agency]
    )
    old = schedule(release=release, by=writer, at=NOW, published_at=NOW + HOUR)
    edit(release, writer, title_sv="Skrivs om under tiden")
    later = datetime(2036, 4, 2, tzinfo=UTC)

    new = reschedule(release=release, by=writer, at=NOW, published_at=later)

    release.refresh_from_db()
    assert (release.year, release.month) == (new.year, new.month) == (2036, 4)
    assert (new.title_sv, new.approved_by) == (old.title_sv, reviewer)
    assert [row.tenure for row in new.ministers.all()] == [tenure]
    assert [row.agency for row in new.agencies.all()] == [agency]
    assert not Version.objects.live(later - timedelta(microseconds=1)).exists()
    assert list(Version.objects.live(later)) == [new]
    assert list(broken_links(Version)) == []


def test_reschedule_takes_the_reason_to_go_without_along(writer):
    release = make_release()
    given = {"release": release, "by": writer, "at": NOW}
    schedule(**given, published_at=NOW + HOUR, bypass_reason="Det brådskar.")
    new = reschedule(**given, published_at=NOW + 2 * HOUR)

    assert Bypass.objects.unreviewed().get().version == new
    assert new.bypass.reason == "Det brådskar."


@pytest.mark.parametrize(
    ("at", "published_at", "words"),
    [
        (NOW, NOW, "redan varit"),
        (NOW + HOUR, NOW + 2 * HOUR, "ingen version som väntar"),
    ],
)
def test_reschedule_to_the_past_or_of_the_past_is_refused(writer, at, published_at, words):
    release = make_published(at=NOW, published_at=NOW + HOUR).release
    refused(words, reschedule, release=release, by=writer, at=at, published_at=published_at)


def test_reschedule_to_an_address_in_use_is_refused(writer):
    make_published(at=NOW, slug="samma", published_at=datetime(2036, 5, 2, tzinfo=UTC))
    release = make_published(at=NOW, slug="samma", published_at=NOW + HOUR).release
    may = datetime(2036, 5, 3, tzinfo=UTC)
    refused("används redan", reschedule, release=release, by=writer, at=NOW, published_at=may)


def test_reschedule_past_the_sending_government_is_refused(writer):
    leaving = make_government(ends_on=(NOW + HOUR).date())
    given = {"by": None, "at": NOW}
    release = make_published(sent_under=leaving, published_at=NOW + HOUR, **given).release
    words, later = "satt inte den dagen", NOW + 24 * HOUR
    refused(words, reschedule, release=release, published_at=later, **given | {"by": writer})


def test_reschedule_to_a_year_that_is_a_slip_is_refused(writer):
    release = make_published(at=NOW, published_at=NOW + HOUR).release
    slip = datetime(2306, 5, 3, tzinfo=UTC)
    refused("Året måste", reschedule, release=release, by=writer, at=NOW, published_at=slip)


def test_standing_counts_what_cleaning_takes_away_as_no_change(writer):
    release = make_release(body_sv="<p>Brödtexten.</p><script>x</script>", edited_by=writer)
    publish(release=release, by=None, at=NOW)
    assert standing_of(release) == Standing.UNCHANGED


# --- where texts stand ---------------------------------------------------------------------------


def test_standing_of_texts_is_found_in_lists(submitted, writer, reviewer):
    approved, returned = make_approved(at=NOW), make_release(edited_by=writer)
    submit(release=returned, by=writer, at=NOW)
    send_back(release=returned, by=reviewer, at=NOW, seen=digest_of(returned), comment="Nej.")
    published = make_approved(at=NOW)
    publish(release=published, by=writer, at=NOW)
    changed = make_approved(at=NOW)
    edit(changed, writer, title_sv="Ny")
    make_release()
    every = Release.objects.all()

    assert list(of_standing(every, Standing.SUBMITTED)) == [submitted]
    assert list(of_standing(every, Standing.APPROVED)) == [approved]
    assert list(of_standing(every, Standing.RETURNED)) == [returned]
    assert not of_standing(every, Standing.SUBMITTED, not_written_by=writer)
    assert list(of_standing(every, Standing.SUBMITTED, not_written_by=reviewer)) == [submitted]


def test_standing_without_a_word_from_anyone_is_written():
    assert standing_of(make_release()) == Standing.WRITTEN
    assert standing_of(make_published(at=NOW).release) == Standing.UNCHANGED


def test_keep_the_same_text_twice_keeps_it_once(writer):
    release = make_release()
    for _time in range(2):
        keep(release=release, by=writer, at=NOW)

    assert release.drafts.count() == 1


def test_kept_drafts_cannot_be_rewritten_or_deleted(writer):
    release = make_release()
    keep(release=release, by=writer, at=NOW)
    for action in (
        lambda: Draft.objects.update(content={}),
        lambda: Draft.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            action()


def test_approval_that_led_to_a_version_is_used_up():
    """An older text taken back is reviewed anew: someone had a reason to correct it away."""
    anna, bo, eva = make_user(), make_user(), make_user()
    release = make_approved(at=NOW, writer=anna, reviewer=bo)
    first = publish(release=release, by=eva, at=NOW + HOUR)
    release = Release.objects.get(pk=release.pk)
    release.lead_sv, release.edited_by = "Rättat fel.", anna
    release.save()
    keep(release=release, by=anna, at=NOW + 2 * HOUR)
    make_approved(release=release, at=NOW + 3 * HOUR, writer=anna, reviewer=bo)
    correct(release=release, by=eva, at=NOW + 4 * HOUR, change=Change.MINOR)

    restore(release=release, by=eva, at=NOW + 5 * HOUR, version=first)

    release = Release.objects.get(pk=release.pk)
    assert standing_of(release) == Standing.WRITTEN
    with pytest.raises(ValidationError, match="inte godkänd"):
        correct(release=release, by=eva, at=NOW + 6 * HOUR, change=Change.MINOR)


def test_bypass_is_not_reviewed_by_one_who_wrote_some_of_the_text():
    anna, bo, eva = make_user(), make_user(), make_user()
    release = make_release(edited_by=anna)
    keep(release=release, by=anna, at=NOW)
    release.lead_sv, release.edited_by = "Bos ingress.", bo
    release.save()
    keep(release=release, by=bo, at=NOW + HOUR)
    version = publish(release=release, by=bo, at=NOW + 2 * HOUR, bypass_reason="Bråttom.")

    for writer in (anna, bo):
        with pytest.raises(ValidationError, match="Någon annan"):
            review_bypass(bypass=version.bypass, by=writer, at=NOW + 3 * HOUR)
        assert not Bypass.objects.not_by(writer).exists()
    review_bypass(bypass=version.bypass, by=eva, at=NOW + 3 * HOUR)


def test_bypass_may_be_reviewed_by_who_wrote_only_what_was_published_before():
    anna, bo = make_user(), make_user()
    release = make_release(edited_by=anna)
    keep(release=release, by=anna, at=NOW)
    publish(release=release, by=bo, at=NOW + HOUR, bypass_reason="Bråttom.")
    release = Release.objects.get(pk=release.pk)
    release.lead_sv, release.edited_by = "Bos ingress.", bo
    release.save()
    keep(release=release, by=bo, at=NOW + 2 * HOUR)
    correction = correct(
        release=release, by=bo, at=NOW + 3 * HOUR, change=Change.MINOR, bypass_reason="Fel."
    )

    assert Bypass.objects.not_by(anna).get() == correction.bypass


def test_draft_of_a_text_that_a_fact_changed_names_no_writer():
    anna, bo = make_user(), make_user()
    release = make_release(edited_by=anna)
    keep(release=release, by=anna, at=NOW)
    release.department.name_sv = "Nya departementet"
    release.department.save()

    submit(release=Release.objects.get(pk=release.pk), by=bo, at=NOW + HOUR)

    assert [draft.saved_by for draft in release.drafts.order_by("pk")] == [anna, None]


def test_nobody_publishes_a_text_that_they_have_not_seen():
    bo = make_user()
    release = make_release()
    seen = digest_of(release)
    Release.objects.filter(pk=release.pk).update(title_sv="Något annat")
    release = Release.objects.get(pk=release.pk)

    with pytest.raises(ValidationError, match="ändrats sedan du öppnade"):
        publish(release=release, by=bo, at=NOW, bypass_reason="Bråttom.", seen=seen)

    assert not release.versions.exists()
    assert publish(
        release=release, by=bo, at=NOW, bypass_reason="Bråttom.", seen=digest_of(release)
    )
