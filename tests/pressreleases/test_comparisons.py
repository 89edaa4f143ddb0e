"""A save over a newer text: refused with both texts, and nothing of anyone's is lost."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.handlers.base import BaseHandler
from django.db import connections
from django.test import Client, RequestFactory
from django.urls import reverse

from pressreleases import desk
from pressreleases.admin_form_data import lines_of_html, marked
from pressreleases.desk import Conflict, claim
from pressreleases.models import Appearance, Contact, Draft, OpenForm, Release
from tests.factories import (
    make_agency,
    make_minister,
    make_published,
    make_release,
    make_tenure,
    make_user,
)
from tests.ministers.test_admin import filled_in, values_of

ADDRESS = "admin:pressreleases_release_change"


def url_of(release):
    return reverse(ADDRESS, args=[release.pk])


def signed_in(**overrides):
    client = Client()
    client.user = make_user(is_superuser=True, **overrides)
    client.force_login(client.user)
    return client


def form_in(response):
    """What a browser would send from the form in a response."""
    data = values_of(response.context["adminform"].form)
    for formset in response.context["inline_admin_formsets"]:
        data |= values_of(formset.formset.management_form)
        for form in formset.formset.forms:
            data |= values_of(form)
    return data


def rows_of(data, prefix):
    return int(data[f"{prefix}-INITIAL_FORMS"]), int(data[f"{prefix}-TOTAL_FORMS"])


def with_row(data, prefix, **values):
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return data | row | {f"{prefix}-TOTAL_FORMS": str(number + 1)}


# --- the claim -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_claim_goes_to_whoever_has_read_the_stored_text():
    release = make_release()

    assert claim(release.pk, 0) == 1
    for revision in (0, 2, None):
        with pytest.raises(Conflict):
            claim(release.pk, revision)
    release.refresh_from_db()
    assert release.revision == 1


@pytest.mark.django_db
def test_save_raises_the_revision_and_a_new_text_begins_at_zero():
    editor = signed_in()
    release = make_release()
    for revision in (1, 2, 3):
        assert editor.post(url_of(release), filled_in(editor, url_of(release))).status_code == 302
        release.refresh_from_db()
        assert release.revision == revision


@pytest.mark.django_db
def test_save_between_the_check_and_the_claim_is_refused_too(monkeypatch):
    editor = signed_in()
    release = make_release(title_sv="Före")
    data = filled_in(editor, url_of(release)) | {"title_sv": "Min"}

    def too_late(pk, revision):
        raise Conflict

    monkeypatch.setattr(desk, "claim", too_late)
    response = editor.post(url_of(release), data)

    assert response.status_code == 409
    assert form_in(response)["title_sv"] == "Min"
    assert Release.objects.get(pk=release.pk).title_sv == "Före"


# --- the answer ----------------------------------------------------------------------------------


@pytest.fixture
def anna(db):
    return signed_in(first_name="Anna", last_name="Ek")


@pytest.fixture
def bo(db):
    return signed_in(first_name="Bo", last_name="Al")


def save(client, release, data):
    response = client.post(url_of(release), data)
    assert response.status_code == 302, response.context["errors"]
    return response


def test_second_save_is_refused_with_both_texts_and_changes_nothing(anna, bo):
    release = make_release(title_sv="Gammal", body_sv="<p>Ett.</p><p>Två.</p>")
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    save(bo, release, his | {"title_sv": "Bos rubrik", "body_sv": "<p>Ett.</p><p>Bos två.</p>"})
    drafts = Draft.objects.count()

    typed = hers | {"title_sv": "Annas rubrik", "body_sv": "<p>Ett.</p><p>Annas två.</p>"}
    response = anna.post(url_of(release), typed)

    assert response.status_code == 409
    page = response.text
    for words in ("Annas rubrik", "Bos rubrik", "Annas två.", "Bos två.", "Bara här:", "av Bo Al"):
        assert words in page
    assert "Både du och någon annan har ändrat här." in page
    release.refresh_from_db()
    assert (release.title_sv, release.revision) == ("Bos rubrik", 1)
    assert Draft.objects.count() == drafts
    again = form_in(response)
    assert (again["title_sv"], again["body_sv"]) == (typed["title_sv"], typed["body_sv"])
    assert again["revision"] == "1"


def test_second_save_made_knowingly_goes_through_and_the_other_text_is_kept(anna, bo):
    release = make_release()
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    save(bo, release, his | {"title_sv": "Bos rubrik"})
    refused = anna.post(url_of(release), hers | {"title_sv": "Annas rubrik"})

    save(anna, release, form_in(refused))

    release.refresh_from_db()
    assert (release.title_sv, release.revision) == ("Annas rubrik", 2)
    assert "Bos rubrik" in [draft.content["title_sv"] for draft in release.drafts.all()]


def test_field_that_only_the_other_changed_is_not_taken_back(anna, bo):
    agency = make_agency()
    release = make_release(lead_sv="Gammal ingress")
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    save(bo, release, his | {"lead_sv": "Bos ingress", "agencies": [agency.pk]})

    refused = anna.post(url_of(release), hers | {"title_sv": "Annas rubrik"})

    assert "Det här har du inte ändrat, men någon annan" in refused.text
    assert "Bara du har ändrat här." in refused.text
    assert "Gammal ingress" in refused.text
    save(anna, release, form_in(refused))
    release.refresh_from_db()
    assert (release.title_sv, release.lead_sv) == ("Annas rubrik", "Bos ingress")
    assert list(release.agencies.all()) == [agency]


def test_form_that_does_not_say_what_it_was_filled_from_keeps_all_of_ones_own(anna, bo):
    release = make_release(lead_sv="Gammal ingress")
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    save(bo, release, his | {"lead_sv": "Bos ingress"})

    for base in ("", "inte json", "[]", "[" * 100_000, '{"lead_sv": 1}'):
        refused = anna.post(url_of(release), hers | {"base": base})
        assert refused.status_code == 409
        assert form_in(refused)["lead_sv"] == "Gammal ingress"


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40, "²", None])
def test_form_without_a_readable_revision_is_refused(anna, revision):
    release = make_release()
    data = filled_in(anna, url_of(release)) | {"title_sv": "Annas rubrik"}
    data.pop("revision")

    given = {} if revision is None else {"revision": revision}
    assert anna.post(url_of(release), data | given).status_code == 409
    release.refresh_from_db()
    assert release.title_sv != "Annas rubrik"


def test_stored_text_can_be_taken_field_by_field(anna, bo):
    release = make_release()
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    save(bo, release, his | {"title_sv": "Bos rubrik", "lead_sv": "Bos ingress"})
    refused = anna.post(url_of(release), hers | {"title_sv": "Annas", "lead_sv": "Annas ingress"})

    response = anna.post(url_of(release), form_in(refused) | {"_take": "lead_sv"})

    assert response.status_code == 200
    again = form_in(response)
    assert (again["title_sv"], again["lead_sv"]) == ("Annas", "Bos ingress")
    assert "Formuläret har nu den sparade texten i: Ingress på svenska" in response.text
    release.refresh_from_db()
    assert release.revision == 1
    save(anna, release, again)


def test_take_of_something_that_is_no_field_changes_nothing(anna):
    release = make_release()
    data = filled_in(anna, url_of(release)) | {"title_sv": "Min", "_take": "finns_inte"}

    response = anna.post(url_of(release), data)

    assert response.status_code == 200
    assert form_in(response)["title_sv"] == "Min"


def test_same_text_saved_twice_is_no_clash(anna):
    release = make_release()
    data = filled_in(anna, url_of(release)) | {"title_sv": "Dubbelklick"}
    save(anna, release, data)

    response = anna.post(url_of(release), data, follow=True)

    assert response.status_code == 200
    assert "Texten är redan sparad, ord för ord som din." in response.text
    release.refresh_from_db()
    assert release.revision == 1


def test_clash_shows_no_complaint_about_what_is_half_written(anna, bo):
    release = make_release()
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    save(bo, release, his | {"title_sv": "Bos rubrik"})

    response = anna.post(url_of(release), hers | {"title_sv": "", "department": "x1"})

    assert response.status_code == 409
    assert "errornote" not in response.text


def test_clash_on_a_published_text_leaves_the_address_alone(anna, bo):
    release = make_published(at=datetime.now(UTC)).release
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    save(bo, release, his | {"title_sv": "Bos rubrik"})

    refused = anna.post(url_of(release), hers | {"title_sv": "Annas", "slug": "ny", "kind": "x"})

    assert refused.status_code == 409
    save(anna, release, form_in(refused))
    assert Release.objects.get(pk=release.pk).slug == release.slug


def test_text_removed_meanwhile_is_shown_to_copy(anna):
    release = make_release()
    data = filled_in(anna, url_of(release)) | {"body_sv": "<h2>Hej</h2><p>Ett &amp; två</p>"}
    release.delete()

    response = anna.post(url_of(release), data)

    assert response.status_code == 404
    assert "Någon har tagit bort texten" in response.text
    assert "Rubrik: Hej\n\nEtt &amp; två" in response.text


def test_clash_is_for_those_who_may_change_texts(bo, client):
    release = make_release(title_sv="Hemlig rubrik")
    client.force_login(make_user())

    response = client.post(url_of(release), {"title_sv": "x"})

    assert response.status_code == 403
    assert "Hemlig rubrik" not in response.text


# --- rows ----------------------------------------------------------------------------------------


def test_rows_of_both_editors_stand_in_the_form(anna, bo):
    release = make_release()
    kept = Contact.objects.create(release=release, role_sv="Pressjour", name="Kvar")
    removed = Contact.objects.create(release=release, role_sv="Pressjour", name="Borttagen")
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    number = [key for key, value in his.items() if key.endswith("-id") and value == str(removed.pk)]
    removal = {number[0].replace("-id", "-DELETE"): "on"}
    save(bo, release, with_row(his | removal, "contacts", position=3, role_sv="Ny", name="Bos nya"))

    typed = with_row(hers, "contacts", position=4, role_sv="Ny", name="Annas nya")
    refused = anna.post(url_of(release), typed)

    assert refused.status_code == 409
    again = form_in(refused)
    assert rows_of(again, "contacts") == (2, 4)
    for name in ("Kvar", "Borttagen", "Bos nya", "Annas nya"):
        assert f'value="{name}"' in refused.text
    save(anna, release, again)
    names = [contact.name for contact in release.contacts.all()]
    assert sorted(names) == ["Annas nya", "Borttagen", "Bos nya", "Kvar"]
    assert release.contacts.get(name="Kvar").pk == kept.pk


def test_row_that_both_added_stands_once(anna, bo):
    tenure = make_tenure(minister=make_minister(family_name="Baylan"))
    release = make_release()
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    row = {"position": 1, "tenure": tenure.pk}
    save(bo, release, with_row(his, "appearances", **row))

    refused = anna.post(
        url_of(release), with_row(hers | {"title_sv": "Annas"}, "appearances", **row)
    )

    assert rows_of(form_in(refused), "appearances") == (1, 1)
    save(anna, release, form_in(refused))
    assert Appearance.objects.get(release=release).tenure == tenure


def test_rows_that_only_the_other_changed_are_the_others(anna, bo):
    release = make_release()
    contact = Contact.objects.create(release=release, role_sv="Pressjour", name="Före")
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    save(bo, release, his | {"contacts-0-name": "Efter"})

    refused = anna.post(url_of(release), hers | {"title_sv": "Annas"})

    save(anna, release, form_in(refused))
    contact.refresh_from_db()
    assert contact.name == "Efter"


def test_rows_can_be_taken_as_stored(anna, bo):
    release = make_release()
    Contact.objects.create(release=release, role_sv="Pressjour", name="Före")
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    save(bo, release, his | {"contacts-0-name": "Bos"})
    refused = anna.post(url_of(release), hers | {"contacts-0-name": "Annas"})
    assert form_in(refused)["contacts-0-name"] == "Annas"

    response = anna.post(url_of(release), form_in(refused) | {"_take": "contacts"})

    assert form_in(response)["contacts-0-name"] == "Bos"


def test_rows_of_all_kinds_removed_by_the_other_do_not_break_the_page(anna, bo):
    release = make_release(tenures=[make_tenure(), make_tenure()])
    Contact.objects.create(release=release, role_sv="Pressjour", name="Före")
    hers = filled_in(anna, url_of(release)) | {"appearances-0-position": "9"}
    release.appearances.all().delete()
    release.contacts.all().delete()
    claim(release.pk, 0)

    refused = anna.post(url_of(release), hers)

    assert refused.status_code == 409
    assert rows_of(form_in(refused), "appearances") == (0, 2)
    save(anna, release, form_in(refused))
    assert release.appearances.count() == 2


@pytest.mark.parametrize(
    "odd",
    [
        {"contacts-TOTAL_FORMS": "x"},
        {"contacts-TOTAL_FORMS": "99999999"},
        {"contacts-0-id": "x", "contacts-0-name": "Y"},
        {"contacts-99999999-name": "Y"},
        {"department": "x", "agencies": ["x", "9" * 30]},
        {"appearances-0-tenure": "' OR 1=1", "appearances-TOTAL_FORMS": "1"},
    ],
)
def test_clash_with_a_form_that_no_browser_sends_is_answered(anna, odd):
    release = make_release()
    data = filled_in(anna, url_of(release)) | {"revision": "5", "title_sv": "Annas"} | odd

    assert anna.post(url_of(release), data).status_code == 409


def test_text_of_the_clash_is_kept_until_it_is_saved(anna, bo):
    release = make_release()
    hers, his = filled_in(anna, url_of(release)), filled_in(bo, url_of(release))
    save(bo, release, his | {"title_sv": "Bos rubrik"})
    refused = anna.post(url_of(release), hers | {"title_sv": "Annas rubrik"})

    assert "Du har text som inte är sparad" in anna.get(url_of(release)).text
    save(anna, release, form_in(refused))

    assert not OpenForm.objects.filter(user=anna.user, typed__isnull=False).exists()


# --- words ---------------------------------------------------------------------------------------


def test_lines_of_html_say_what_each_paragraph_is():
    html = (
        '<h2>Rubrik</h2><p>Med <a href="https://x.se/">länk</a>.</p><ul><li><p>ett</p></li></ul>'
        "<blockquote><p>Så sa hon.</p></blockquote>"
    )
    assert lines_of_html(html) == (
        "Rubrik: Rubrik",
        "Med länk (https://x.se/).",
        "• ett",
        "Citat: Så sa hon.",
    )
    assert lines_of_html("") == ()


def test_marked_names_what_only_one_side_has():
    mine, stored = marked(("a", "b", "c"), ("a", "x", "c", "d"))

    assert mine == [("a", False), ("b", True), ("c", False)]
    assert stored == [("a", False), ("x", True), ("c", False), ("d", True)]


# --- two hundred at once -------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_concurrent_saves_one_wins_each_round_and_the_others_are_told(measured):
    rounds, editors = 20, [signed_in() for _number in range(10)]
    site = BaseHandler()
    site.load_middleware()
    release = make_release(title_sv="Före", lead_sv="Före")
    url, wins, told, answers = url_of(release), 0, 0, {}

    def press_save(number, data, start):
        try:
            # The test client keeps the context of every page that any thread draws, so not here.
            browser = RequestFactory()
            browser.cookies = editors[number].cookies
            request = browser.post(url, data)
            request._dont_enforce_csrf_checks = True
            start.wait(timeout=60)
            answers[number] = site.get_response(request)
        finally:
            connections.close_all()

    for turn in range(rounds):
        read = filled_in(editors[0], url)
        assert read["revision"] == str(turn)
        start, answers = threading.Barrier(len(editors)), {}
        typed = {number: f"Runda {turn}, redaktör {number}" for number in range(len(editors))}
        threads = [
            threading.Thread(
                target=press_save,
                args=(number, read | {"title_sv": words, "lead_sv": words}, start),
            )
            for number, words in typed.items()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        statuses = {number: answer.status_code for number, answer in answers.items()}
        (winner,) = [number for number, status in statuses.items() if status == 302]
        losers = [number for number, status in statuses.items() if status == 409]
        assert len(losers) == len(editors) - 1, statuses
        for number in losers:
            page = answers[number].text
            assert f'name="title_sv" value="{typed[number]}"' in page
            assert f"</strong> {typed[winner]}</p>" in page
        stored = Release.objects.get(pk=release.pk)
        assert stored.title_sv == stored.lead_sv == typed[winner]
        assert (stored.edited_by, stored.revision) == (editors[winner].user, turn + 1)
        wins, told = wins + 1, told + len(losers)

    assert release.drafts.count() == wins == rounds
    measured(
        f"concurrent saves: {wins + told} saves in {rounds} rounds of {len(editors)} threads, "
        f"{wins} went through, {told} were told, revision {stored.revision}, 0 lost updates"
    )
