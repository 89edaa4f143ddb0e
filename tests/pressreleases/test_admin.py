"""The editors' desk: each verb through its page, each refusal, and who may."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, Permission
from django.test import RequestFactory
from django.urls import reverse

from pressreleases.admin import ReleaseAdmin
from pressreleases.models import Reinstatement, Release, Version, Withdrawal
from pressreleases.publishing import publish, withdraw
from pressreleases.reviewing import submit
from segregation_site.admin_site import EditorsSite
from tests.factories import (
    make_bypass,
    make_department,
    make_government,
    make_minister,
    make_post,
    make_published,
    make_release,
    make_tenure,
    make_user,
)
from tests.ministers.test_admin import filled_in

pytestmark = pytest.mark.django_db
# The database's own clock decides what may still be set, so the verbs act in the present.
TODAY = datetime.now(UTC)
VERBS = ("publish", "correct", "withdraw", "reinstate")
TYPED = {
    "publish": {"precision": "day", "bypass_reason": "Brådskar."},
    "correct": {
        "change": "substantive",
        "note_sv": "Datumet är rättat.",
        "bypass_reason": "Brådskar.",
    },
    "withdraw": {"reason_sv": "Texten är fel."},
    "reinstate": {"reason_sv": "Texten var rätt."},
}


def editor_with(*codenames):
    user = make_user()
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="pressreleases", codename__in=codenames)
    )
    return user


@pytest.fixture
def editor(client):
    client.user = make_user(is_superuser=True)
    client.force_login(client.user)
    return client


def url_of(release, page="change"):
    return reverse(f"admin:pressreleases_release_{page}", args=[release.pk])


def ready_for(verb):
    """A release in the state that the verb takes."""
    if verb == "publish":
        return make_release()
    release = make_published(at=TODAY - timedelta(days=2)).release
    if verb == "correct":
        Release.objects.filter(pk=release.pk).update(title_sv="Rättad rubrik")
    if verb == "reinstate":
        withdraw(release=release, by=None, at=TODAY - timedelta(days=1), reason_sv="Fel.")
    return release


def rows():
    return (Version.objects.count(), Withdrawal.objects.count(), Reinstatement.objects.count())


# --- who may -------------------------------------------------------------------------------------

WHO = {
    "anonymous": (None, 302),
    "staff": (make_user, 403),
    "writer": (lambda: editor_with("view_release", "change_release"), 403),
    "publisher": (lambda: editor_with("view_release", "publish_release", "bypass_review"), 200),
    "superuser": (lambda: make_user(is_superuser=True), 200),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", WHO)
def test_verb_page_by_who_asks(client, verb, who):
    make, status = WHO[who]
    release = ready_for(verb)
    before = rows()
    if make:
        client.force_login(make())

    assert client.get(url_of(release, verb)).status_code == status
    assert rows() == before
    response = client.post(url_of(release, verb), TYPED[verb])

    assert response.status_code == (302 if status == 200 else status)
    assert (rows() != before) is (status == 200)


def test_buttons_stand_only_for_those_who_may_publish(client):
    release = make_release()
    client.force_login(editor_with("view_release", "change_release"))

    html = client.get(url_of(release)).text

    assert url_of(release, "preview") in html
    assert url_of(release, "publish") not in html


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("publish", {"publish"}),
        ("correct", {"correct", "withdraw"}),
        ("reinstate", {"reinstate"}),
    ],
)
def test_buttons_follow_the_state(editor, state, buttons):
    release = ready_for(state)

    html = editor.get(url_of(release)).text

    assert {verb for verb in VERBS if url_of(release, verb) in html} == buttons


# --- the verbs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
def test_verb_links_to_the_public_page_and_notes_who(editor, verb):
    release = ready_for(verb)

    response = editor.post(url_of(release, verb), TYPED[verb], follow=True)

    version = release.versions.first()
    assert f'href="{version.get_absolute_url()}"' in response.text
    written = {
        "publish": Version,
        "correct": Version,
        "withdraw": Withdrawal,
        "reinstate": Reinstatement,
    }[verb]
    assert written.objects.order_by("pk").last().recorded_by == editor.user


def test_publish_takes_an_instant_in_swedish_time(editor):
    release = make_release()

    editor.post(
        url_of(release, "publish"),
        TYPED["publish"] | {"published_at_0": "2018-06-01", "published_at_1": "10:30"},
    )

    assert release.versions.get().published_at == datetime(2018, 6, 1, 8, 30, tzinfo=UTC)


def test_publish_ahead_is_scheduled_and_not_readable(editor):
    release = make_release()
    ahead = TODAY + timedelta(days=10)

    editor.post(
        url_of(release, "publish"),
        TYPED["publish"] | {"published_at_0": ahead.date().isoformat(), "published_at_1": "08:00"},
    )

    assert "schemalagd" in editor.get(url_of(release)).text
    assert editor.get(release.versions.get().get_absolute_url()).status_code == 404


@pytest.mark.parametrize("who", WHO)
def test_cancel_of_a_scheduled_text_by_who_asks(client, who):
    make, status = WHO[who]
    release = make_published(at=TODAY, published_at=TODAY + timedelta(days=365 * 20)).release
    if make:
        client.force_login(make())

    assert client.get(url_of(release, "cancel")).status_code == status
    assert release.versions.get().cancelled_at is None
    response = client.post(url_of(release, "cancel"))

    assert response.status_code == (302 if status == 200 else status)
    assert (release.versions.get().cancelled_at is not None) is (status == 200)


def test_publish_of_an_incomplete_text_says_what_is_missing(editor):
    release = make_release(lead_sv="")
    data = {"published_at_0": "2018-06-01", "published_at_1": "10:30", "precision": "month"}

    response = editor.post(url_of(release, "publish"), data)

    assert "Det saknas: ingress på svenska." in response.text
    assert 'value="2018-06-01"' in response.text
    assert '<option value="month" selected>' in response.text
    assert rows() == (0, 0, 0)


def test_publish_on_a_handover_day_asks_which_government(editor):
    make_government(name_sv="regeringen Ny", starts_on=date(2019, 1, 21), ends_on=None)
    release = make_release()
    data = TYPED["publish"] | {"published_at_0": "2019-01-21", "published_at_1": "09:00"}

    response = editor.post(url_of(release, "publish"), data)

    assert "Texten räknas till regeringen Ny" in response.text
    assert rows() == (0, 0, 0)

    assert editor.post(url_of(release, "publish"), data | {"handover": "on"}).status_code == 302
    assert release.versions.count() == 1


def test_publish_on_a_handover_day_by_the_outgoing_government_asks_nothing(editor):
    outgoing = make_government(name_sv="regeringen Gammal")
    make_government(starts_on=date(2019, 1, 21), ends_on=None)
    release = make_release(sent_under=outgoing)
    data = TYPED["publish"] | {"published_at_0": "2019-01-21", "published_at_1": "09:00"}

    assert editor.post(url_of(release, "publish"), data).status_code == 302


@pytest.mark.parametrize(
    ("verb", "typed", "answer"),
    [
        ("publish", {"published_at_0": "igår", "precision": "day"}, "published_at"),
        ("correct", {"note_sv": "Sparat ord"}, "change"),
        (
            "correct",
            {"change": "substantive", "note_en": "Sparat ord"},
            "behöver en notis som läsaren får se",
        ),
        ("withdraw", {"reason_en": "Sparat ord"}, "reason_sv"),
        ("reinstate", {"reason_en": "Sparat ord"}, "reason_sv"),
    ],
)
def test_verb_refused_keeps_what_was_typed(editor, verb, typed, answer):
    release = ready_for(verb)
    before = rows()

    response = editor.post(url_of(release, verb), typed)

    assert response.status_code == 200
    assert answer in str(response.context["form"].errors)
    assert "Ingenting har ändrats." in response.text
    assert "Sparat ord" in response.text or verb == "publish"
    assert rows() == before


@pytest.mark.parametrize(
    ("state", "verb", "answer"),
    [
        ("withdraw", "publish", "redan publicerad"),
        ("publish", "correct", "inget att rätta"),
        ("withdraw", "correct", "Ingenting har ändrats sedan"),
        ("publish", "withdraw", "kan inte dras tillbaka"),
        ("reinstate", "withdraw", "redan tillbakadragen"),
        ("withdraw", "reinstate", "inte tillbakadragen"),
    ],
)
def test_verb_out_of_turn_is_refused_in_words(editor, state, verb, answer):
    response = editor.post(url_of(ready_for(state), verb), TYPED[verb])

    assert response.status_code == 200
    assert answer in response.text


def test_withdraw_names_the_text_that_replaces_it(editor):
    release, other = ready_for("withdraw"), ready_for("withdraw")

    editor.post(
        url_of(release, "withdraw"),
        TYPED["withdraw"] | {"replaced_by": other.pk, "removed": "on"},
    )

    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.replaced_by, withdrawal.removed) == (other, True)


# --- writing -------------------------------------------------------------------------------------


def test_desk_writes_a_new_text(editor):
    url = reverse("admin:pressreleases_release_add")
    tenure = make_tenure()
    data = filled_in(editor, url) | {
        "kind": "speech",
        "slug": "ett-tal",
        "department": make_department().pk,
        "title_sv": "Ett tal",
        "body_sv": '<p onclick="x()">Hej</p><ul><li><p>ett</p></li></ul><script>x()</script>',
        "publisher_sv": "Statsrådsberedningen",
        "appearances-TOTAL_FORMS": "1",
        "appearances-0-position": "1",
        "appearances-0-tenure": tenure.pk,
    }

    assert editor.post(url, data).status_code == 302

    release = Release.objects.get()
    assert release.edited_by == editor.user
    assert release.body_sv == "<p>Hej</p><ul><li><p>ett</p></li></ul>"
    assert release.appearances.get().tenure == tenure
    assert rows() == (0, 0, 0)


def test_desk_without_script_has_lists_to_choose_in_and_rows_to_fill(editor):
    tenure = make_tenure()
    url = reverse("admin:pressreleases_release_add")

    assert "<noscript>" in editor.get(url).text
    html = editor.get(url + "?_listor=1").text

    assert f'<option value="{tenure.pk}">' in html
    assert 'name="appearances-2-tenure"' in html and 'name="contacts-2-name"' in html


def test_desk_saving_a_published_text_leaves_the_record_alone(editor):
    release = make_published(at=TODAY - timedelta(days=1)).release
    data = filled_in(editor, url_of(release)) | {
        "title_sv": "Ny rubrik",
        "slug": "ny-adress",
        "kind": "speech",
    }

    assert editor.post(url_of(release), data).status_code == 302

    release.refresh_from_db()
    assert (release.title_sv, release.kind) == ("Ny rubrik", "press_release")
    assert release.slug == release.versions.get().slug
    assert release.versions.get().title_sv != "Ny rubrik"


def test_desk_save_and_preview_goes_to_the_preview(editor):
    release = make_release()
    data = filled_in(editor, url_of(release)) | {"_save_and_preview": "1"}

    assert editor.post(url_of(release), data).url == url_of(release, "preview")


@pytest.mark.parametrize(("language", "title"), [("sv", "Utkastets rubrik"), ("en", "The draft")])
def test_preview_shows_the_desk_in_each_language_and_writes_nothing(editor, language, title):
    tenure = make_tenure(minister=make_minister(given_name="Ibrahim", family_name="Baylan"))
    release = make_release(title_sv="Utkastets rubrik", title_en="The draft", tenures=[tenure])

    response = editor.get(url_of(release, "preview") + f"?language={language}")

    assert f'<html lang="{language}"' in response.text
    assert title in response.text
    assert "Ibrahim Baylan" in response.text
    assert rows() == (0, 0, 0)


def test_preview_of_a_correction_keeps_the_day_of_publication(editor):
    release = make_published(
        at=TODAY, published_at=datetime(2017, 12, 1, tzinfo=UTC), precision="month"
    ).release

    assert "december 2017" in editor.get(url_of(release, "preview")).text


def test_preview_needs_the_right_to_see_texts(client):
    client.force_login(make_user())

    assert client.get(url_of(make_release(), "preview")).status_code == 403


def test_pages_of_a_text_that_does_not_exist_are_not_found(editor):
    for page in ("preview", *VERBS):
        url = reverse(f"admin:pressreleases_release_{page}", args=[999])
        assert editor.get(url).status_code == 404


def test_text_editor_gets_by_with_the_nonce(editor):
    response = editor.get(url_of(make_release()))

    nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])[1]
    assert f'<script type="importmap" nonce="{nonce}">' in response.text
    assert not re.search(r"<script(?![^>]*(?:src=|nonce=|application/json))", response.text)
    assert not re.search(r"<[a-z][^>]* style=|<style", response.text)
    assert "ListItem" in response.text


# --- lists and the record ------------------------------------------------------------------------


def test_list_filters_by_state(editor):
    expected = {
        "draft": ready_for("publish"),
        "published": ready_for("correct"),
        "withdrawn": ready_for("reinstate"),
        "scheduled": make_published(at=TODAY, published_at=TODAY + timedelta(days=3)).release,
    }
    url = reverse("admin:pressreleases_release_changelist")

    assert editor.get(url).context["cl"].result_count == 4
    for state, release in expected.items():
        assert list(editor.get(f"{url}?lage={state}").context["cl"].result_list) == [release]


def test_tenure_is_found_by_name_and_by_title(editor):
    tenure = make_tenure(
        minister=make_minister(family_name="Baylan"), post=make_post(title_sv="energiminister")
    )
    for term in ("bayl", "energi"):
        answer = editor.get(
            reverse("admin:autocomplete"),
            {
                "term": term,
                "app_label": "pressreleases",
                "model_name": "appearance",
                "field_name": "tenure",
            },
        ).json()
        assert [result["id"] for result in answer["results"]] == [str(tenure.pk)]


def test_record_is_read_and_never_written(editor):
    release = ready_for("reinstate")
    version, withdrawal = release.versions.get(), release.withdrawals.get()

    for row in (version, withdrawal):
        name = f"admin:pressreleases_{row._meta.model_name}"
        assert editor.get(reverse(f"{name}_changelist")).status_code == 200
        assert editor.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
        assert editor.post(reverse(f"{name}_change", args=[row.pk]), {}).status_code == 403
        assert editor.get(reverse(f"{name}_add")).status_code == 403
        assert editor.post(reverse(f"{name}_delete", args=[row.pk])).status_code == 403


def test_deleting_a_published_text_shows_what_protects_it(editor):
    release = ready_for("correct")

    response = editor.post(url_of(release, "delete"), {"post": "yes"})

    assert response.context["protected"]
    assert Release.objects.filter(pk=release.pk).exists()


def test_correction_shows_in_the_version_list(editor):
    release = ready_for("correct")
    editor.post(url_of(release, "correct"), {"change": "minor", "bypass_reason": "Brådskar."})

    html = editor.get(reverse("admin:pressreleases_version_changelist")).text

    assert "Mindre rättelse" in html and "Första version" in html


# --- the first page ------------------------------------------------------------------------------


def test_first_page_groups_by_the_work(rf):
    desk = EditorsSite()
    for model, model_admin in site._registry.items():
        desk.register(model, type(model_admin))
    request = rf.get("/admin/")
    request.user = make_user(is_superuser=True)

    groups = [(str(app["name"]), len(app["models"])) for app in desk.get_app_list(request)]

    assert groups == [
        ("Skriva och publicera", 3),
        ("Statsråd och poster", 3),
        ("Regeringar och departement", 4),
        ("Myndigheter och uppdrag", 3),
        ("Det publicerade arkivet (kan bara läsas)", 3),
        ("Konton", 2),
    ]


def test_first_page_shows_what_has_no_place_yet(rf):
    desk = EditorsSite()
    desk.register(Permission)
    request = rf.get("/admin/")
    request.user = make_user(is_superuser=True)

    assert len(desk.get_app_list(request)) == 1


@pytest.mark.parametrize("day", ["0001-01-01", "0900-05-05", "3000-01-01", "9999-12-31"])
def test_publish_in_a_year_that_is_a_slip_is_told_in_words(editor, day):
    release = make_release()

    response = editor.post(
        url_of(release, "publish"),
        {"published_at_0": day, "published_at_1": "08:00", "precision": "day"},
    )

    assert response.status_code == 200
    assert "1900" in response.text or "kunde inte tolkas" in response.text
    assert not release.versions.exists()


def test_a_form_read_before_publication_does_not_wipe_the_address():
    stale = make_release()
    publish(release=stale, by=None, at=TODAY)
    request = RequestFactory().post("/", {"revision": "0"})
    request.user = make_user()

    ReleaseAdmin(Release, site).save_model(request, stale, form=None, change=True)

    stored = Release.objects.get(pk=stale.pk)
    assert (stored.year, stored.month) == (TODAY.year, TODAY.month)
    assert stored.edited_by == request.user


# --- review --------------------------------------------------------------------------------------


def submitted_by_another():
    writer = make_user()
    release = make_release(edited_by=writer)
    submit(release=release, by=writer, at=TODAY)
    return release


def test_review_goes_from_the_writer_to_the_public(client):
    people = {}
    for role in ("skribent", "granskare", "publicerare"):
        people[role] = make_user()
        people[role].groups.add(Group.objects.get(name=role))
    release = make_release(edited_by=people["skribent"])

    client.force_login(people["skribent"])
    html = client.get(url_of(release)).text
    assert url_of(release, "submit") in html and url_of(release, "approve") not in html
    assert client.post(url_of(release, "submit")).status_code == 302

    client.force_login(people["granskare"])
    waiting = reverse("admin:pressreleases_release_changelist") + "?granskning=min"
    assert list(client.get(waiting).context["cl"].result_list) == [release]
    assert url_of(release, "approve") in client.get(url_of(release)).text
    page = client.get(url_of(release, "approve"))
    assert release.title_sv in page.text and "Brödtexten." in page.text
    seen = page.context["form"].initial["seen"]
    assert client.post(url_of(release, "approve"), {"seen": seen}).status_code == 302
    assert list(client.get(waiting).context["cl"].result_list) == []

    client.force_login(people["publicerare"])
    assert "Skäl att publicera utan" not in client.get(url_of(release, "publish")).text
    assert client.post(url_of(release, "publish"), {"precision": "day"}).status_code == 302
    assert release.versions.get().approved_by == people["granskare"]


def test_review_returned_shows_the_comment_to_the_writer(editor):
    release = submitted_by_another()
    seen = editor.get(url_of(release, "return")).context["form"].initial["seen"]

    editor.post(url_of(release, "return"), {"seen": seen, "comment": "Belopp saknas."})

    html = editor.get(url_of(release)).text
    assert "Belopp saknas." in html and "återlämnad" in html


def test_review_of_a_text_changed_meanwhile_keeps_the_comment(editor):
    release = submitted_by_another()
    seen = editor.get(url_of(release, "return")).context["form"].initial["seen"]
    Release.objects.filter(pk=release.pk).update(title_sv="Ny rubrik")

    page = editor.post(url_of(release, "return"), {"seen": seen, "comment": "Belopp saknas."})

    assert "Läs den på nytt" in page.text
    assert "Belopp saknas." in page.text and "Ny rubrik" in page.text
    assert f'value="{seen}"' not in page.text


def test_review_of_ones_own_text_has_no_button_and_is_refused(editor):
    release = make_release(edited_by=editor.user)
    submit(release=release, by=editor.user, at=TODAY)
    assert url_of(release, "approve") not in editor.get(url_of(release)).text
    seen = editor.get(url_of(release, "approve")).context["form"].initial["seen"]

    page = editor.post(url_of(release, "approve"), {"seen": seen, "comment": "Bra."})

    assert "Du har själv skrivit" in page.text and "Bra." in page.text


def test_publish_unapproved_without_a_reason_is_refused_in_words(editor):
    release = make_release()

    page = editor.post(url_of(release, "publish"), {"precision": "day"})

    assert "Texten är inte godkänd." in page.text
    assert "Skäl att publicera utan granskning" in page.text
    assert rows() == (0, 0, 0)


@pytest.mark.parametrize("value", ["min", "submitted", "returned", "approved", "annat"])
def test_list_of_reviews_answers_every_filter(editor, value):
    submitted_by_another()
    url = reverse("admin:pressreleases_release_changelist") + f"?granskning={value}"

    found = editor.get(url).context["cl"].result_count

    assert found == (1 if value in ("min", "submitted", "annat") else 0)


def test_reschedule_moves_the_waiting_text(editor):
    release = make_published(at=TODAY, published_at=TODAY + timedelta(days=3)).release
    later = TODAY + timedelta(days=10)
    assert url_of(release, "reschedule") in editor.get(url_of(release)).text
    typed = {"published_at_0": later.date().isoformat(), "published_at_1": "08:00"}

    page = editor.post(url_of(release, "reschedule"), typed, follow=True)

    assert "publiceras av sig själv" in page.text
    assert release.versions.filter(cancelled_at=None).get().published_at.date() == later.date()


def test_bypass_list_is_ticked_off_by_someone_else(editor):
    own, other = make_bypass(by=editor.user), make_bypass()
    url = reverse("admin:pressreleases_bypass_changelist")
    ticked = {"action": "mark_reviewed", "_selected_action": [own.pk, other.pk]}

    page = editor.post(url, ticked, follow=True)

    assert "Du har själv" in page.text and "1 publicering är granskad." in page.text
    assert list(editor.get(f"{url}?granskad=nej").context["cl"].result_list) == [own]
    assert list(editor.get(f"{url}?granskad=ja").context["cl"].result_list) == [other]
    assert editor.get(reverse("admin:pressreleases_bypass_change", args=[own.pk])).text


def test_desk_saving_keeps_the_text_and_who_wrote_it(editor):
    release = make_release()
    data = filled_in(editor, url_of(release)) | {"title_sv": "Ny rubrik"}

    editor.post(url_of(release), data)

    draft = release.drafts.get()
    assert (draft.saved_by, draft.content["title_sv"]) == (editor.user, "Ny rubrik")


def test_one_who_may_only_read_sees_the_text_and_not_its_markup(client):
    release = make_release(body_sv="<p>Ett <strong>viktigt</strong> stycke.</p>")
    client.force_login(editor_with("view_release"))

    html = client.get(url_of(release)).text

    assert "<strong>viktigt</strong>" in html
    assert "&lt;p&gt;" not in html


def test_verb_that_no_longer_fits_offers_no_button(editor):
    """What could only be refused is said before it is pressed."""
    version = make_published()

    page = editor.get(
        reverse("admin:pressreleases_release_publish", args=[version.release_id])
    ).text

    assert "i ett annat läge" in page
    assert 'type="submit" value="Publicera"' not in page


def test_bypass_is_read_where_it_is_listed(editor):
    bypass = make_bypass(body_sv="<p>Det som gick ut.</p>")

    page = editor.get(reverse("admin:pressreleases_bypass_change", args=[bypass.pk])).text

    assert "Det som gick ut." in page
