"""A change of address: every old one leads straight to the new one, and none is ever given away."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse, translate_url

from pressreleases.desk import differs, digest_of, latest
from pressreleases.enums import Change, Kind
from pressreleases.models import GivenAddress, Release, Version
from pressreleases.publishing import (
    cancel,
    correct,
    move,
    publish,
    reschedule,
    schedule,
    withdraw,
)
from pressreleases.record import broken_links
from pressreleases.reviewing import may_review, standing_of, submit, writers
from pressreleases.states import Standing
from tests.factories import (
    make_agency,
    make_approved,
    make_bypass,
    make_published,
    make_release,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

# The database's own clock decides what is frozen, so what is done "now" lies ahead of it.
NOW = datetime(2036, 3, 1, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def moved(version, slug, *, at, kind=None, by=None):
    return move(
        release=version.release, by=by, at=at, slug=slug, kind=kind, reason="Felstavad adress."
    )


@pytest.fixture
def first():
    return make_published(at=NOW, slug="a", tenures=[make_tenure()], agencies=[make_agency()])


# --- the verb ------------------------------------------------------------------------------------


def test_move_makes_a_version_of_the_same_text(first):
    by = make_user()
    second = moved(first, "b", at=NOW + HOUR, by=by)

    assert (second.number, second.change, second.slug) == (2, Change.ADDRESS, "b")
    assert (second.change_note_sv, second.recorded_by) == ("Felstavad adress.", by)
    assert second.frozen == first.frozen and second.body_sv == first.body_sv
    assert (second.year, second.month) == (first.year, first.month)
    assert second.first_published_at == first.first_published_at
    assert [row.tenure for row in second.ministers.all()] == [
        row.tenure for row in first.ministers.all()
    ]
    assert list(Version.objects.live(NOW + HOUR)) == [second]
    assert list(broken_links(Version)) == []


def test_move_takes_the_text_that_is_read_not_the_one_being_written(first):
    Release.objects.filter(pk=first.release_id).update(title_sv="Halvskriven rubrik")

    second = moved(first, "b", at=NOW + HOUR)

    release = Release.objects.get(pk=first.release_id)
    assert second.title_sv == first.title_sv
    assert (release.title_sv, release.slug) == ("Halvskriven rubrik", "b")
    assert differs(release, latest(release))
    third = correct(release=release, by=None, at=NOW + 2 * HOUR, change=Change.MINOR)
    assert (third.slug, third.title_sv) == ("b", "Halvskriven rubrik")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"slug": "a"}, "redan den adressen"),
        ({"slug": "Ny_Adress"}, "små bokstäver"),
        ({"slug": ""}, "."),
        ({"slug": "x" * 201}, "200"),
        ({"kind": "dikt"}, "dikt"),
        ({"reason": " "}, "Skriv varför"),
    ],
)
def test_move_to_what_will_not_do_is_refused(first, given, words):
    given = {"slug": "b", "reason": "Skäl."} | given
    with pytest.raises(ValidationError, match=words):
        move(release=first.release, by=None, at=NOW + HOUR, **given)
    assert first.release.versions.count() == first.release.addresses.count() == 1


def test_move_of_a_draft_is_refused():
    with pytest.raises(ValidationError, match="inte publicerad"):
        move(release=make_release(), by=None, at=NOW, slug="b", reason="Skäl.")


def test_move_to_an_address_that_another_has_had_is_refused(first):
    moved(first, "b", at=NOW + HOUR)
    other = make_published(at=NOW, slug="c")
    for slug in ("a", "b"):
        with pytest.raises(ValidationError, match="Adressen används redan"):
            moved(other, slug, at=NOW + HOUR)
        with pytest.raises(ValidationError, match="Adressen används redan"):
            publish(release=make_release(slug=slug), by=None, at=NOW + HOUR)
    assert other.release.versions.count() == 1


def test_an_approved_text_stays_approved_when_the_published_one_is_moved(first):
    Release.objects.filter(pk=first.release_id).update(title_sv="Ny rubrik")
    writer, reviewer = make_user(), make_user()
    release = Release.objects.get(pk=first.release_id)
    make_approved(release=release, writer=writer, reviewer=reviewer, at=NOW + HOUR)
    digest = digest_of(release)

    moved(first, "b", at=NOW + 2 * HOUR)

    release.refresh_from_db()
    assert digest_of(release) == digest
    assert standing_of(release) == Standing.APPROVED
    third = correct(release=release, by=make_user(), at=NOW + 3 * HOUR, change=Change.MINOR)
    assert third.approved_by == reviewer


@pytest.mark.parametrize("verb", ["move", "reschedule"])
def test_a_moved_version_takes_no_text_so_its_writers_still_may_not_approve(verb):
    first_writer, last_writer = make_user(), make_user()
    ahead = NOW + 9 * HOUR if verb == "reschedule" else NOW
    first = make_published(at=NOW, published_at=ahead, slug="a")
    release = first.release
    for hours, writer in ((1, first_writer), (2, last_writer)):
        release.title_sv, release.edited_by = f"Rubrik {hours}", writer
        release.save()
        submit(release=release, by=writer, at=NOW + hours * HOUR)

    if verb == "move":
        moved(first, "b", at=NOW + 3 * HOUR)
    else:
        reschedule(release=release, by=None, at=NOW + 3 * HOUR, published_at=ahead + HOUR)

    release.refresh_from_db()
    assert writers(release) == {first_writer.pk, last_writer.pk}
    assert not may_review(release, first_writer)


def test_a_bypass_stays_on_the_list_once_when_the_text_is_moved():
    bypass = make_bypass(at=NOW)
    second = moved(bypass.version, "b", at=NOW + HOUR)
    assert not hasattr(second, "bypass")
    assert list(type(bypass).objects.unreviewed()) == [bypass]


# --- the register --------------------------------------------------------------------------------


def addresses():
    return set(GivenAddress.objects.values_list("year", "month", "slug"))


def test_register_follows_a_text_that_is_scheduled_moved_and_called_off():
    release = make_release(slug="a")
    schedule(release=release, by=None, at=NOW, published_at=NOW + HOUR)
    assert addresses() == {(2036, 3, "a")}
    later = datetime(2036, 4, 2, tzinfo=UTC)
    reschedule(release=release, by=None, at=NOW, published_at=later)
    assert addresses() == {(2036, 4, "a")}
    cancel(release=release, by=None, at=NOW)
    assert addresses() == set()
    # What was never public is anyone's again.
    publish(release=make_release(slug="a"), by=None, at=later)


def test_register_keeps_what_has_been_public(first):
    moved(first, "b", at=NOW + HOUR)
    release = Release.objects.get(pk=first.release_id)
    release.title_sv = "Ny rubrik"
    release.save()
    given = {"release": release, "by": None}
    correct(at=NOW + 2 * HOUR, published_at=NOW + 9 * HOUR, change=Change.MINOR, **given)
    cancel(at=NOW + 3 * HOUR, **given)
    assert addresses() == {(2036, 3, "a"), (2036, 3, "b")}


def test_register_is_unique_in_the_database(first):
    other = make_release()
    with pytest.raises(IntegrityError), transaction.atomic():
        GivenAddress.objects.create(release=other, **first.address)


# --- what the reader meets -----------------------------------------------------------------------


def follow(client, url):
    """(the address that answers at last, how many redirects there were)"""
    response = client.get(url, follow=True)
    assert response.status_code == 200, url
    chain = response.redirect_chain
    assert {status for _url, status in chain} <= {301}
    return (chain[-1][0] if chain else url), len(chain)


def test_old_addresses_lead_straight_to_the_present_one(client, clock, first):
    second = moved(first, "b", at=NOW + HOUR)
    third = moved(first, "c", at=NOW + 2 * HOUR, kind=Kind.ARTICLE)
    clock(NOW + 3 * HOUR)
    present = third.get_absolute_url()
    assert present == "/artiklar/2036/03/c/"
    for old in (first, second, third):
        assert follow(client, old.get_absolute_url()) == (present, int(old != third))


def test_moving_back_makes_no_circle(client, clock, first):
    second = moved(first, "b", at=NOW + HOUR)
    third = moved(first, "c", at=NOW + 2 * HOUR)
    back = moved(first, "a", at=NOW + 3 * HOUR)
    clock(NOW + 4 * HOUR)
    present = back.get_absolute_url()
    assert present == first.get_absolute_url()
    assert follow(client, present) == (present, 0)
    for old in (second, third):
        assert follow(client, old.get_absolute_url()) == (present, 1)
    # A browser that kept the first redirect would otherwise never find its way.
    redirect = client.get(second.get_absolute_url())
    assert "no-cache" in redirect.headers["Cache-Control"]


def test_redirect_keeps_the_language_and_the_day(client, clock, first):
    second = moved(first, "b", at=NOW + HOUR, kind=Kind.SPEECH)
    clock(NOW + 2 * HOUR)
    for language in ("sv", "en"):
        old = translate_url(first.get_absolute_url(), language)
        new = translate_url(second.get_absolute_url(), language)
        assert client.get(old).url == new
        assert client.get(f"{old}?datum=2036-03-01").url == f"{new}?datum=2036-03-01"
        assert client.head(old).status_code == 301
    assert client.get(f"{first.get_absolute_url()}?x=//evil.example/").url == (
        second.get_absolute_url()
    )


def test_new_address_is_not_known_before_its_time(client, clock, first):
    second = moved(first, "b", at=NOW + DAY)
    clock(NOW + DAY - HOUR)
    assert client.get(first.get_absolute_url()).status_code == 200
    assert client.get(second.get_absolute_url()).status_code == 404
    clock(NOW + DAY)
    assert follow(client, first.get_absolute_url()) == (second.get_absolute_url(), 1)


def test_an_address_that_waits_for_its_first_publication_is_not_known(client, clock):
    version = make_published(at=NOW, published_at=NOW + DAY)
    clock(NOW)
    assert client.get(version.get_absolute_url()).status_code == 404


def test_text_as_it_was_on_a_day_is_read_at_the_present_address(client, clock, first):
    second = moved(first, "b", at=NOW + DAY)
    release = Release.objects.get(pk=first.release_id)
    release.title_sv = "Rättad rubrik"
    release.save()
    correct(release=release, by=None, at=NOW + 2 * DAY, change=Change.MINOR)
    clock(NOW + 3 * DAY)
    for day, status, title in (
        ("2036-02-29", 404, None),
        ("2036-03-01", 200, first.title_sv),
        ("2036-03-03", 200, "Rättad rubrik"),
    ):
        for version in (first, second):
            answer = client.get(f"{version.get_absolute_url()}?datum={day}", follow=True)
            assert answer.status_code == status, (day, version.slug)
            assert title is None or title in answer.text
            if status == 200:
                assert answer.request["PATH_INFO"] == second.get_absolute_url()


def test_withdrawn_text_can_be_moved_and_tells_the_same_at_its_new_address(client, clock, first):
    withdraw(release=first.release, by=None, at=NOW + HOUR, reason_sv="Beloppet var fel.")
    second = moved(first, "b", at=NOW + 2 * HOUR)
    clock(NOW + 3 * HOUR)
    assert follow(client, first.get_absolute_url()) == (second.get_absolute_url(), 1)
    assert "Beloppet var fel." in client.get(second.get_absolute_url()).text


def test_a_move_is_no_correction_to_the_reader(client, clock, first):
    moved(first, "b", at=NOW + HOUR)
    release = Release.objects.get(pk=first.release_id)
    clock(NOW + 2 * HOUR)
    html = client.get(latest(release).get_absolute_url()).text
    for trace in ("Rättad", "Ändringslogg", "Ny adress", "Felstavad"):
        assert trace not in html


def test_the_day_of_the_last_correction_stands_after_a_move(client, clock, first):
    release = first.release
    release.title_sv = "Rättad rubrik"
    release.save()
    correct(release=release, by=None, at=NOW + HOUR, change=Change.MINOR)
    third = moved(first, "b", at=NOW + 5 * HOUR)
    clock(NOW + 6 * HOUR)
    html = client.get(third.get_absolute_url()).text
    assert "kl. 11.00" in html and "kl. 15.00" not in html
    assert html.count("Mindre rättelse") == 1 and "Ny adress" not in html


def test_detail_page_asks_no_more_queries_after_many_moves(
    client, clock, first, django_assert_max_num_queries
):
    for number in range(9):
        last = moved(first, f"b{number}", at=NOW + (number + 1) * HOUR)
    clock(NOW + DAY)
    with django_assert_max_num_queries(8):
        assert client.get(last.get_absolute_url()).status_code == 200
    with django_assert_max_num_queries(1):
        assert client.get(first.get_absolute_url()).status_code == 301


# --- at the desk ---------------------------------------------------------------------------------

TODAY = datetime.now(UTC)


@pytest.fixture
def editor(client):
    client.force_login(make_user(is_superuser=True))
    return client


def test_desk_shows_from_where_to_where_before_it_moves(editor):
    version = make_published(at=TODAY - DAY, slug="a")
    release = version.release
    url = reverse("admin:pressreleases_release_move", args=[release.pk])
    change = reverse("admin:pressreleases_release_change", args=[release.pk])
    assert url in editor.get(change).text
    typed = {"kind": "article", "slug": "b", "reason": "Felstavat."}
    new = version.get_absolute_url().replace("pressmeddelanden", "artiklar").replace("/a/", "/b/")

    asked = editor.post(url, typed)

    assert f"från {version.get_absolute_url()} till {new}" in asked.text
    assert "Läs och bekräfta" in asked.text
    assert release.versions.count() == 1
    shown = asked.context["form"]["shown"].value()
    elsewhere = editor.post(url, {**typed, "slug": "c", "shown": shown, "confirmed": "on"})
    assert "/c/" in elsewhere.text and release.versions.count() == 1

    done = editor.post(url, {**typed, "shown": shown, "confirmed": "on"}, follow=True)

    assert "Texten har fått en ny adress:" in done.text and f'href="{new}"' in done.text
    assert release.versions.get(number=2).change_note_sv == "Felstavat."


def test_desk_refuses_to_move_to_what_is_taken_in_words(editor):
    make_published(at=TODAY - DAY, slug="b")
    release = make_published(at=TODAY - DAY, slug="a").release
    url = reverse("admin:pressreleases_release_move", args=[release.pk])
    typed = {"kind": "press_release", "slug": "b", "reason": "Felstavat."}
    shown = editor.post(url, typed).context["form"]["shown"].value()

    refused = editor.post(url, {**typed, "shown": shown, "confirmed": "on"})

    assert "Adressen används redan av en annan text." in refused.text
    assert "Felstavat." in refused.text
    for slug in ("", "Fel Adress", "a"):
        assert editor.post(url, {**typed, "slug": slug}).status_code == 200
    assert release.versions.count() == 1
