"""The pages "Regeringsskifte": planned row by row, rehearsed, saved, withdrawn; without script."""

import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ministers.models import Government, Minister, Tenure
from tests.factories import (
    make_department,
    make_government,
    make_minister,
    make_post,
    make_published,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2027, 1, 12)
STARTED = date(2022, 10, 18)
PLAN = "ministers_government_handover"


@pytest.fixture(autouse=True)
def today(clock):
    return clock(NOW)


@pytest.fixture
def editor(client):
    user = make_user(username="fakta")
    user.groups.add(Group.objects.get(name="faktaredaktör"))
    client.force_login(user)
    return client


@pytest.fixture
def old():
    return make_government(
        slug="gammal",
        name_sv="regeringen Gammal",
        name_en="the Gammal Government",
        starts_on=STARTED,
        ends_on=None,
    )


def sitting(title, given="Kim", family="Ek", **overrides):
    minister = make_minister(given_name=given, family_name=family)
    post = make_post(title_sv=title, slug=title.replace(" ", "-"))
    values = {"starts_on": STARTED, "ends_on": None, "ends_source_sv": ""} | overrides
    return make_tenure(minister=minister, post=post, **values)


@pytest.fixture
def cabinet(old):
    """Three who sit: Kim is named in a text, Lo in another, and Bo in both."""
    kim = sitting("energiminister")
    lo = sitting("finansminister", "Lo", "Al")
    bo = sitting("statsminister", "Bo", "Sten")
    at = datetime(2024, 3, 1, 9, tzinfo=UTC)
    make_published(at=at, tenures=[kim, bo], title_sv="Texten om energi", slug="energi")
    make_published(at=at, tenures=[lo, bo], title_sv="Texten om pengar", slug="pengar")
    return kim, lo, bo


def url(name=PLAN, *args):
    return reverse(f"admin:{name}", args=args)


def row(tenure, name="action"):
    return f"rad-{tenure.pk}-{name}"


def filled_in(cabinet, **overrides):
    """Kim leaves, Lo takes Kim's post, Bo stays, a new person takes Lo's."""
    kim, lo, bo = cabinet
    values = {
        "leaves_on": DAY.isoformat(),
        "name_sv": "regeringen Ny",
        "name_en": "the Ny Government",
        "prime_minister": "Bo Sten",
        "source_sv": "Riksdagens protokoll 2026/27:41",
        row(kim): "leaves",
        row(lo): "moves",
        row(lo, "post"): str(kim.post_id),
        row(bo): "stays",
        "ny-0-given_name": "Åsa",
        "ny-0-family_name": "Öst",
        "ny-0-pronoun": "hon",
        "ny-0-post": str(lo.post_id),
        "rader": "4",
    }
    return values | overrides


def rehearsed(editor, data):
    return editor.post(url(), data | {"_rehearse": "1"})


def saved(editor, data):
    response = editor.post(url(), data | {"_confirmed": "1"})
    assert response.status_code == 302, errors_of(response)
    return response.url


def errors_of(response):
    form = response.context["form"]
    return {one.prefix or "plan": dict(one.errors) for one in form.forms if one.errors}


def typed(response):
    """What a browser posts from the rehearsal: its hidden fields."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', response.text, re.S)
    return dict(found)


# --- planning ------------------------------------------------------------------------------------


def test_plan_shows_a_row_for_each_who_sits_on_the_eve(editor, cabinet):
    sitting("tidigare minister", ends_on=date(2026, 1, 1))
    sitting("kommande minister", starts_on=DAY)
    ends = sitting("avgående minister", ends_on=DAY)

    response = editor.get(url(), {"dag": DAY.isoformat()})

    shown = {form.tenure for form in response.context["form"].steps}
    assert shown == {*cabinet, ends}
    assert "slutar redan den 12 januari 2027" in response.text
    assert Tenure.history.count() == 6


def test_plan_takes_as_many_queries_for_many_as_for_few(editor, old):
    sitting("energiminister")
    editor.get(url())
    with CaptureQueriesContext(connection) as few:
        editor.get(url(), {"dag": DAY.isoformat()})
    for number in range(12):
        sitting(f"minister {number}")

    with CaptureQueriesContext(connection) as many:
        editor.get(url(), {"dag": DAY.isoformat()})

    assert len(many) == len(few) <= 12


def test_plan_day_that_is_none_is_said_in_words(editor):
    response = editor.get(url(), {"dag": "i morgon"})

    assert "Skriv dagen som ÅÅÅÅ-MM-DD" in response.text


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        ({"leaves_on": ""}, "plan", "Fyll i dagen då regeringen lämnar."),
        ({"leaves_on": "snart"}, "plan", "Fyll i ett giltigt datum."),
        ({"starts_on": "2027-01-01"}, "plan", "Den nya kan inte tillträda innan"),
        ({"prime_minister": ""}, "plan", "Fyll i vem som är statsminister."),
        ({"name_sv": ""}, "plan", "Fyll i den nya regeringens namn."),
        ({"slug": "Ny Regering"}, "plan", "Adressen får bara ha små bokstäver"),
        ({"slug": "gammal"}, "plan", "finns redan"),
        ({"ny-0-family_name": ""}, "ny-0", "Fyll i namnet, eller välj ett statsråd ovan."),
        ({"ny-0-pronoun": ""}, "ny-0", "Välj pronomen"),
        ({"ny-0-post": ""}, "ny-0", "Välj en post."),
        ({"ny-0-post": "99999"}, "ny-0", "Välj ett giltigt alternativ."),
    ],
)
def test_plan_errors_are_said_where_they_are(editor, cabinet, change, place, message):
    response = rehearsed(editor, filled_in(cabinet, **change))

    said = errors_of(response)
    assert message in str(said[place])
    assert message.split(" ", 1)[1][:20] in response.text
    assert response.context["form"].plan_form["source_sv"].value() == (
        "Riksdagens protokoll 2026/27:41"
    )
    assert not Government.objects.filter(name_sv="regeringen Ny").exists()


def test_plan_errors_of_rows_are_in_words_and_nothing_typed_is_lost(editor, cabinet):
    kim, lo, bo = cabinet
    data = filled_in(
        cabinet,
        **{row(kim): "stays", row(bo): "", "ny-0-minister": str(kim.minister_id)},
    )

    response = rehearsed(editor, data)

    said = errors_of(response)
    assert said.keys() == {row(bo, "")[:-1], "ny-0"}
    assert "Välj vad som händer." in response.text
    assert "Välj ett statsråd eller fyll i en ny person, inte båda." in response.text
    shown = response.context["form"]
    assert shown.arrivals[0]["family_name"].value() == "Öst"
    assert [form["action"].value() for form in shown.steps if form.tenure == lo] == ["moves"]


def test_plan_post_with_two_holders_is_refused_on_both_rows(editor, cabinet):
    kim, lo, bo = cabinet

    response = rehearsed(editor, filled_in(cabinet, **{row(kim): "stays"}))

    message = "Posten energiminister får två innehavare: Kim Ek och Lo Al."
    assert response.text.count(message) == 2
    assert errors_of(response).keys() == {f"rad-{kim.pk}", f"rad-{lo.pk}"}


def test_plan_post_without_choosing_to_move_is_refused(editor, cabinet):
    _kim, lo, _bo = cabinet

    response = rehearsed(editor, filled_in(cabinet, **{row(lo): "leaves"}))

    assert "En ny post är vald. Välj Byter post" in response.text


def test_plan_rows_without_choice_can_be_filled_at_once(editor, cabinet):
    kim, lo, bo = cabinet
    data = {"leaves_on": DAY.isoformat(), row(bo): "stays", "name_sv": "regeringen Ny"}

    response = editor.post(url(), data | {"_fill_leaves": "1"})

    shown = response.context["form"]
    chosen = {form.tenure: form["action"].value() for form in shown.steps}
    assert chosen == {kim: "leaves", lo: "leaves", bo: "stays"}
    assert shown.plan_form["name_sv"].value() == "regeringen Ny"
    assert "errornote" not in response.text


def test_plan_more_rows_keep_what_was_typed(editor, cabinet):
    response = editor.post(url(), filled_in(cabinet) | {"_more": "1"})

    arrivals = response.context["form"].arrivals
    assert len(arrivals) == 8
    assert arrivals[0]["given_name"].value() == "Åsa"
    assert 'name="rader" value="8"' in response.text


def test_plan_other_day_gives_its_rows_and_keeps_the_rest(editor, cabinet):
    gone = sitting("miljöminister", ends_on=date(2027, 1, 1))
    data = filled_in(cabinet, **{row(gone): "leaves", "leaves_on": "2026-12-24"})

    response = editor.post(url(), data | {"_rows": "1"})

    assert gone in {form.tenure for form in response.context["form"].steps}
    assert response.context["form"].arrivals[0]["family_name"].value() == "Öst"


def test_plan_row_that_is_gone_since_the_form_was_opened_is_told(editor, cabinet):
    response = rehearsed(editor, filled_in(cabinet) | {"rad-99999-action": "leaves"})

    assert "en rad är borta" in response.text


def test_plan_post_entered_ahead_for_another_is_refused_in_words(editor, cabinet):
    ahead = sitting("it-minister", "Ada", "By", starts_on=date(2027, 6, 1))

    response = rehearsed(editor, filled_in(cabinet, **{"ny-0-post": str(ahead.post_id)}))

    assert "Posten har redan en innehavare under den tiden:" in str(errors_of(response)["ny-0"])


# --- the rehearsal -------------------------------------------------------------------------------


def test_rehearsal_counts_and_shows_each_kind_and_saves_nothing(editor, cabinet):
    rows = (Government.history.count(), Tenure.history.count(), Minister.history.count())

    response = rehearsed(editor, filled_in(cabinet))

    text = " ".join(re.sub(r"<[^>]+>", " ", response.text).split())
    assert "2 publicerade sidor säger något annat den 12 januari 2027 än i dag" in text
    kinds = {(kind.about, kind.change): kind.pages for kind in response.context["days"][0]["kinds"]}
    assert kinds == {
        ("periodrad för regeringen Gammal", "new"): 2,
        ("Kim Ek har entledigats", "new"): 1,
        ("Lo Al har bytt ansvarsområde", "new"): 1,
    }
    assert "till den 11 januari 2027, under regeringen Gammal." in text
    assert "Sedan den 12 januari 2027 är Lo Al energiminister." in text
    assert "Åsa Öst, finansminister" in text
    assert "/regeringar/ny/" in text
    assert "/statsrad/asa-ost/" in text
    assert rows == (Government.history.count(), Tenure.history.count(), Minister.history.count())


def test_rehearsal_shows_a_chosen_page_today_and_then(editor, cabinet):
    data = typed(rehearsed(editor, filled_in(cabinet)))
    page = "http://testserver/pressmeddelanden/2024/03/energi/"

    response = editor.post(url(), data | {"_page": "1", "sida": page})

    before, after = response.context["page"]
    assert before == ()
    assert len(after) == 2
    missing = editor.post(url(), data | {"_page": "1", "sida": "/om/"})
    assert "Finns sidan så ändras den inte." in missing.text


def test_rehearsal_back_gives_the_plan_as_it_was_typed(editor, cabinet):
    data = typed(rehearsed(editor, filled_in(cabinet)))

    response = editor.post(url(), data | {"_back": "1"})

    shown = response.context["form"]
    assert shown.arrivals[0]["given_name"].value() == "Åsa"
    assert [f["action"].value() for f in shown.steps if f.tenure == cabinet[1]] == ["moves"]
    assert "errornote" not in response.text


def test_rehearsal_hints_at_posts_left_without_holder(editor, cabinet):
    data = filled_in(cabinet) | {f"ny-0-{name}": "" for name in ("given_name", "family_name")}
    data |= {"ny-0-pronoun": "", "ny-0-post": ""}

    response = rehearsed(editor, data)

    assert "Poster som ingen har efter skiftet: finansminister." in response.text


def test_rehearsal_caretaker_only_changes_no_notice(editor, cabinet):
    data = {"caretaker_from": "2026-12-01"}

    response = rehearsed(editor, data)

    assert response.context["found"].pages == 0
    assert "övergångsregering" in response.text
    saved(editor, data)
    assert Government.objects.get().caretaker_from == date(2026, 12, 1)
    assert Tenure.objects.filter(ends_on=None).count() == 3


def test_rehearsal_gap_shows_both_days(editor, cabinet):
    _kim, lo, _bo = cabinet
    data = filled_in(cabinet, starts_on="2027-01-20")

    response = rehearsed(editor, data)

    days = {day["on"]: day["pages"] for day in response.context["days"]}
    # On the first day Lo has left; on the second Lo holds another post.
    assert days == {DAY: 2, date(2027, 1, 20): 1}
    assert "Mellan 2027-01-12 och 2027-01-20 sitter ingen regering." in response.text


def test_rehearsal_of_a_day_that_has_been_is_of_today(editor, cabinet):
    response = rehearsed(editor, filled_in(cabinet, leaves_on="2026-11-01"))

    assert response.context["found"].day == date(2026, 11, 22)
    assert response.context["found"].pages == 2


def test_rehearsal_of_texts_from_after_a_late_handover_gives_no_banner(editor, cabinet):
    at = datetime(2026, 11, 10, 9, tzinfo=UTC)
    make_published(at=at, title_sv="Efter skiftet", slug="efter")
    day_itself = datetime(2026, 11, 1, 7, tzinfo=UTC)
    make_published(at=day_itself, title_sv="Samma dag", slug="samma-dag")

    response = rehearsed(editor, filled_in(cabinet, leaves_on="2026-11-01"))

    assert response.context["found"].pages == 2


# --- saving --------------------------------------------------------------------------------------


def test_save_enters_all_and_says_what(editor, cabinet):
    kim, lo, bo = cabinet
    data = typed(rehearsed(editor, filled_in(cabinet, **{"ny-0-department": make_department().pk})))

    response = editor.get(saved(editor, data))

    assert "Ingen läsare ser något av det förrän dagen är inne." in response.text
    assert "Regeringen Ny" in response.text
    held = {t.minister.name: t.post.title for t in Tenure.objects.on(DAY)}
    assert held == {
        "Lo Al": "energiminister",
        "Bo Sten": "statsminister",
        "Åsa Öst": "finansminister",
    }
    kim.refresh_from_db()
    assert kim.ends_source_sv == "Riksdagens protokoll 2026/27:41"
    assert kim.history.first().history_user.username == "fakta"
    assert bo.history.count() == 1
    assert Minister.objects.get(given_name="Åsa").slug == "asa-ost"
    assert "Regeringen Ny" in editor.get(url()).text or "regeringen Ny" in editor.get(url()).text


def test_save_leaves_nothing_when_the_last_row_is_refused(editor, cabinet):
    rows = (Government.history.count(), Tenure.history.count(), Minister.history.count())
    data = typed(rehearsed(editor, filled_in(cabinet)))
    make_minister(slug="asa-ost")

    response = editor.post(url(), data | {"_confirmed": "1"})

    assert "finns redan" in str(errors_of(response)["ny-0"])
    after = (Government.history.count(), Tenure.history.count(), Minister.history.count())
    assert after == (rows[0], rows[1], rows[2] + 1)


def test_take_back_undoes_it_by_one_button(editor, cabinet):
    entered = saved(editor, filled_in(cabinet))

    response = editor.post(entered + "ta-tillbaka/", follow=True)

    assert "Skiftet är taget tillbaka." in response.text
    assert Government.objects.get().ends_on is None
    assert Tenure.objects.filter(ends_on=None).count() == Tenure.objects.count() == 3
    assert "Det är taget tillbaka." in editor.get(entered).text


def test_take_back_is_refused_once_the_day_has_come(editor, cabinet, clock):
    entered = saved(editor, filled_in(cabinet))
    clock(datetime(2027, 1, 11, 23, tzinfo=UTC))
    editor.logout()
    editor.force_login(get_user_model().objects.get(username="fakta"))

    assert "Ta tillbaka skiftet" not in editor.get(entered).text
    response = editor.post(entered + "ta-tillbaka/", follow=True)

    assert "Skiftet har redan skett, den 2027-01-12." in response.text
    assert Government.objects.count() == 2


def test_take_back_by_get_changes_nothing(editor, cabinet):
    entered = saved(editor, filled_in(cabinet))

    response = editor.get(entered + "ta-tillbaka/")

    assert response.status_code == 405
    assert Government.objects.count() == 2


def test_entered_that_never_was_is_not_found(editor):
    assert editor.get(url(f"{PLAN}_entered", "0" * 12)).status_code == 404
    assert editor.post(url(f"{PLAN}_takeback", "0" * 12)).status_code == 404


# --- what is entered ahead -----------------------------------------------------------------------


def test_ahead_shows_what_is_entered_without_a_plan(editor, cabinet):
    saved(editor, filled_in(cabinet))

    response = editor.get(url(f"{PLAN}_ahead"), {"dag": "2027-02-01"})

    assert response.context["found"].pages == 2
    assert "Spara skiftet" not in response.text
    assert "Från" not in response.context["title"]


@pytest.mark.parametrize("day", ["2026-11-22", "2020-01-01", "snart"])
def test_ahead_takes_only_days_to_come(editor, day):
    response = editor.get(url(f"{PLAN}_ahead"), {"dag": day})

    assert "errornote" in response.text


def test_list_of_governments_and_the_first_page_lead_here(editor):
    assert url() in editor.get(reverse("admin:ministers_government_changelist")).text
    assert url() in editor.get(reverse("admin:index")).text


def test_writer_sees_no_way_in(client):
    writer = make_user()
    writer.groups.add(Group.objects.get(name="skribent"))
    client.force_login(writer)

    assert f'href="{url()}"' not in client.get(reverse("admin:index")).text
    assert client.get(url()).status_code == 403
    assert client.post(url(), {"_confirmed": "1"}).status_code == 403
    listed = client.get(reverse("admin:ministers_government_changelist")).text
    assert f'href="{url()}"' not in listed
