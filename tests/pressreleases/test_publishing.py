"""The verbs of publishing.py: what each writes, and what each refuses in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from pressreleases.enums import Change, Kind
from pressreleases.models import Version
from pressreleases.publishing import (
    cancel,
    correct,
    publish,
    publish_history,
    reinstate,
    unsaved_version,
    withdraw,
)
from tests.factories import (
    make_agency,
    make_government,
    make_minister,
    make_published,
    make_release,
    make_tenure,
)

pytestmark = pytest.mark.django_db

# The database's own clock decides what is frozen, so what is done "now" lies ahead of it.
NOW = datetime(2036, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_publish_makes_version_one_and_freezes_the_address():
    release = make_release(slug="ett")
    version = publish(release=release, by=None, at=NOW)
    release.refresh_from_db()
    assert (version.number, version.change) == (1, Change.FIRST)
    assert (release.year, release.month) == (2036, 3)
    assert list(Version.objects.live(NOW)) == [version]


def test_publish_uses_the_stockholm_date_for_the_address():
    late = datetime(2036, 3, 31, 22, 30, tzinfo=UTC)
    assert publish(release=make_release(), by=None, at=late).month == 4


@pytest.mark.parametrize("field", ["title_sv", "lead_sv", "body_sv", "publisher_sv"])
def test_publish_incomplete_text_is_refused(field):
    with pytest.raises(ValidationError, match="saknas"):
        publish(release=make_release(**{field: ""}), by=None, at=NOW)
    assert not Version.objects.exists()


def test_publish_twice_is_refused():
    release = make_published(at=NOW).release
    with pytest.raises(ValidationError, match="redan publicerad"):
        publish(release=release, by=None, at=NOW)


def test_publish_to_an_address_in_use_is_refused():
    make_published(at=NOW, slug="samma")
    with pytest.raises(ValidationError, match="Adressen används redan"):
        make_published(at=NOW, slug="samma")


def test_publish_ahead_shows_nothing_before_the_instant():
    version = publish(release=make_release(), by=None, at=NOW, published_at=NOW + HOUR)
    assert not Version.objects.live(NOW + HOUR - timedelta(microseconds=1)).exists()
    assert list(Version.objects.live(NOW + HOUR)) == [version]


def test_correct_supersedes_at_the_instant():
    first = make_published(at=NOW)
    first.release.title_sv = "Ny rubrik"
    first.release.save()
    second = correct(
        release=first.release,
        by=None,
        at=NOW + HOUR,
        change=Change.SUBSTANTIVE,
        note_sv="Rubriken var fel.",
    )
    assert second.number == 2
    assert second.first_published_at == first.published_at
    assert list(Version.objects.live(NOW + HOUR - timedelta(seconds=1))) == [first]
    assert list(Version.objects.live(NOW + HOUR)) == [second]


def test_correct_in_substance_needs_a_note():
    version = make_published(at=NOW)
    with pytest.raises(ValidationError, match="notis"):
        correct(release=version.release, by=None, at=NOW + HOUR, change=Change.SUBSTANTIVE)


def test_correct_without_change_is_refused():
    version = make_published(at=NOW)
    with pytest.raises(ValidationError, match="Ingenting har ändrats"):
        correct(release=version.release, by=None, at=NOW + HOUR, change=Change.MINOR)


def test_correct_of_a_draft_is_refused():
    with pytest.raises(ValidationError, match="inte publicerad"):
        correct(release=make_release(), by=None, at=NOW, change=Change.MINOR)


def test_correct_of_a_scheduled_text_is_refused():
    version = make_published(at=NOW, published_at=NOW + HOUR)
    with pytest.raises(ValidationError, match="ännu inte"):
        correct(release=version.release, by=None, at=NOW, change=Change.MINOR)


def test_correct_as_first_version_is_refused():
    version = make_published(at=NOW)
    with pytest.raises(ValidationError, match="Välj om rättelsen"):
        correct(release=version.release, by=None, at=NOW + HOUR, change=Change.FIRST)


def test_a_failed_correction_leaves_the_live_version_alone():
    version = make_published(at=NOW)
    version.release.lead_sv = ""
    version.release.save()
    with pytest.raises(ValidationError):
        correct(release=version.release, by=None, at=NOW + HOUR, change=Change.MINOR)
    assert list(Version.objects.live(NOW + HOUR)) == [version]


def test_withdraw_closes_the_gate_and_keeps_the_version():
    version = make_published(at=NOW)
    withdraw(release=version.release, by=None, at=NOW + HOUR, reason_sv="Fel.")
    assert list(Version.objects.live(NOW)) == [version]
    assert not Version.objects.live(NOW + HOUR).exists()
    assert list(Version.objects.in_force(NOW + HOUR)) == [version]


def test_withdraw_without_reason_is_refused():
    with pytest.raises(ValidationError, match="varför"):
        withdraw(release=make_published(at=NOW).release, by=None, at=NOW, reason_sv=" ")


def test_withdraw_of_a_draft_is_refused():
    with pytest.raises(ValidationError, match="inte publicerad"):
        withdraw(release=make_release(), by=None, at=NOW, reason_sv="Fel.")


def test_withdraw_twice_is_refused():
    release = make_published(at=NOW).release
    withdraw(release=release, by=None, at=NOW, reason_sv="Fel.")
    with pytest.raises(ValidationError, match="redan tillbakadragen"):
        withdraw(release=release, by=None, at=NOW + HOUR, reason_sv="Fel.")


def test_withdraw_replaced_by_itself_is_refused():
    release = make_published(at=NOW).release
    with pytest.raises(ValidationError, match="sig själv"):
        withdraw(release=release, by=None, at=NOW, reason_sv="Fel.", replaced_by=release)


def test_reinstate_opens_the_gate_again():
    version = make_published(at=NOW)
    withdraw(release=version.release, by=None, at=NOW + HOUR, reason_sv="Fel.")
    reinstate(release=version.release, by=None, at=NOW + 2 * HOUR, reason_sv="Inte fel.")
    assert not Version.objects.live(NOW + HOUR).exists()
    assert list(Version.objects.live(NOW + 2 * HOUR)) == [version]


def test_reinstate_of_what_is_not_withdrawn_is_refused():
    with pytest.raises(ValidationError, match="inte tillbakadragen"):
        reinstate(release=make_published(at=NOW).release, by=None, at=NOW, reason_sv="Inte fel.")


def test_publish_history_keeps_the_publishers_instants():
    release = make_release()
    texts = {
        "title_sv": "Rubrik",
        "lead_sv": "Ingress.",
        "body_sv": "<p>Text.</p>",
        "precision": "day",
    }
    early, late = datetime(2018, 1, 1, 9, tzinfo=UTC), datetime(2018, 1, 2, 9, tzinfo=UTC)
    publish_history(
        release=release,
        by=None,
        at=NOW,
        versions=[
            {**texts, "published_at": early, "change": Change.FIRST},
            {**texts, "published_at": late, "change": Change.MINOR, "lead_sv": "Ingressen."},
        ],
    )
    first, second = Version.objects.shown(NOW)
    assert (first.published_at, first.superseded_at) == (early, late)
    assert (second.published_at, second.superseded_at) == (late, None)
    assert first.recorded_at == NOW
    release.refresh_from_db()
    assert release.lead_sv == "Ingressen."


def test_the_record_keeps_what_facts_said_at_publication():
    minister = make_minister(given_name="Ada", family_name="Ek")
    tenure = make_tenure(minister=minister)
    version = make_published(tenures=[tenure])
    tenure.post.title_sv = "ny titel"
    tenure.post.save()
    version.refresh_from_db()
    assert version.frozen["ministers"][0]["title"]["sv"].startswith("minister nummer")
    assert [row.tenure for row in version.ministers.all()] == [tenure]


def test_a_preview_is_the_version_that_publishing_would_make():
    release = make_release()
    preview = unsaved_version(release, published_at=NOW)
    version = publish(release=release, by=None, at=NOW)
    assert preview.pk is None
    assert preview.frozen == version.frozen
    assert preview.get_absolute_url() == version.get_absolute_url()


def test_cancel_of_a_scheduled_text_makes_it_a_draft_again():
    release = make_release()
    publish(release=release, by=None, at=NOW, published_at=NOW + HOUR)
    cancel(release=release, by=None, at=NOW)
    release.refresh_from_db()
    assert (release.year, release.month) == (None, None)
    assert not Version.objects.live(NOW + 2 * HOUR).exists()
    again = publish(release=release, by=None, at=NOW + HOUR)
    assert again.number == 1
    assert list(Version.objects.live(NOW + HOUR)) == [again]


def test_cancel_of_a_published_text_is_refused():
    version = make_published(at=NOW)
    with pytest.raises(ValidationError, match="ingen version som väntar"):
        cancel(release=version.release, by=None, at=NOW)


@pytest.mark.parametrize("slug", ["Min_Sida", "min_sida", "åäö", "punkt.", "", "två ord", "a\n"])
def test_publish_to_what_is_no_address_is_refused(slug):
    with pytest.raises(ValidationError):
        publish(release=make_release(slug=slug), by=None, at=NOW)
    assert not Version.objects.exists()


@pytest.mark.parametrize("year", [1, 900, 1899, 2101, 3000, 9999])
def test_publish_in_a_year_that_is_a_slip_is_refused(year):
    with pytest.raises(ValidationError, match="1900 och 2100"):
        publish(
            release=make_release(),
            by=None,
            at=NOW,
            published_at=datetime(year, 5, 5, 12, tzinfo=UTC),
        )


def test_correct_keeps_the_address_whatever_the_desk_says():
    version = make_published(at=NOW, slug="gammal")
    version.release.slug, version.release.kind = "ny", Kind.SPEECH
    version.release.title_sv = "Ny rubrik"
    version.release.save()
    second = correct(release=version.release, by=None, at=NOW + HOUR, change=Change.MINOR)
    assert second.get_absolute_url() == version.get_absolute_url()


def test_sender_that_had_neither_sat_nor_left_that_day_is_refused():
    persson = make_government(starts_on=date(1996, 3, 22), ends_on=date(2006, 10, 6))
    release = make_release(sent_under=persson)
    noon = datetime(2006, 10, 7, 10, tzinfo=UTC)
    with pytest.raises(ValidationError, match="satt inte den dagen"):
        publish(release=release, by=None, at=NOW, published_at=noon)
    handover = datetime(2006, 10, 6, 6, tzinfo=UTC)
    assert publish(release=release, by=None, at=NOW, published_at=handover).days_meant == [
        date(2006, 10, 5)
    ]


def test_withdraw_again_with_an_earlier_instant_is_refused():
    release = make_published(at=NOW).release
    withdraw(release=release, by=None, at=NOW + HOUR, reason_sv="Fel.", since=NOW + HOUR)
    with pytest.raises(ValidationError, match="redan tillbakadragen"):
        withdraw(release=release, by=None, at=NOW + HOUR, reason_sv="Fel.", since=NOW)


@pytest.mark.parametrize("body", ["<p> </p>", "<p>&nbsp;</p>", "<p><br></p>", "<script>x</script>"])
def test_body_without_words_counts_as_missing(body):
    with pytest.raises(ValidationError, match="text på svenska"):
        publish(release=make_release(body_sv=body), by=None, at=NOW)


def test_agencies_are_those_of_the_version_not_of_the_desk():
    agency, other = make_agency(), make_agency()
    version = make_published(at=NOW, agencies=[agency])
    version.release.agencies.set([other])
    assert list(Version.objects.about_agency(agency)) == [version]
    assert not Version.objects.about_agency(other).exists()


def test_text_of_a_month_with_two_governments_belongs_to_neither():
    old = make_government(starts_on=date(2014, 10, 3), ends_on=date(2019, 1, 21))
    new = make_government(starts_on=date(2019, 1, 21), ends_on=date(2021, 7, 9))
    for month, first, second in ((12, True, False), (1, False, False), (2, False, True)):
        year = 2018 if month == 12 else 2019
        version = make_published(
            at=NOW, published_at=datetime(year, month, 1, 12, tzinfo=UTC), precision="month"
        )
        live = Version.objects.live(NOW).filter(pk=version.pk)
        assert live.under_government(old).exists() is first
        assert live.under_government(new).exists() is second
