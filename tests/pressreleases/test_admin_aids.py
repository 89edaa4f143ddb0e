"""Help on the editing page: what is missing, advice, pasted text, and ministers by their titles."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from pressreleases.completeness import PARTS, lacks, missing_in
from pressreleases.models import Contact, Release
from pressreleases.publishing import publish
from tests.factories import (
    make_minister,
    make_post,
    make_published,
    make_release,
    make_tenure,
    make_user,
)
from tests.ministers.test_admin import filled_in

pytestmark = pytest.mark.django_db
NOW = datetime(2036, 3, 3, 8, tzinfo=UTC)
IN_2017 = datetime(2017, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def editor(client, clock):
    clock(NOW)
    client.force_login(make_user(is_superuser=True))
    return client


@pytest.fixture
def writer(client, clock):
    clock(NOW)
    user = make_user()
    user.groups.add(Group.objects.get(name="skribent"))
    client.force_login(user)
    return client


def url_of(release):
    return reverse("admin:pressreleases_release_change", args=[release.pk])


# --- what is missing -----------------------------------------------------------------------------


def test_lacks_of_a_complete_text_are_none():
    assert [lack.parts for lack in lacks(make_release())] == [(), ()]


@pytest.mark.parametrize("part", PARTS["sv"] + PARTS["en"], ids=lambda part: part.field)
@pytest.mark.parametrize("empty", ["", "  ", None])
def test_missing_names_the_empty_field(part, empty):
    release = make_release()
    setattr(release, part.field, empty)

    found = {language: missing_in(release, language) for language in PARTS}

    language = part.field[-2:]
    assert found.pop(language) == [part]
    assert list(found.values()) == [[]]


@pytest.mark.parametrize(
    ("empty", "consequence"),
    [
        ({"body_en": ""}, "Den engelska sidan visar den svenska texten och säger det."),
        ({"lead_en": ""}, "Den engelska sidan visar det på svenska."),
        ({}, ""),
    ],
)
def test_lacks_in_english_say_what_the_reader_sees(empty, consequence):
    _swedish, english = lacks(make_release(**empty))

    assert english.consequence == consequence


def test_form_says_above_what_is_missing_with_links_to_the_fields(writer):
    release = make_release(lead_en="", body_en="", lead_sv="")

    html = writer.get(url_of(release)).text

    above = html[: html.index('<fieldset class="module')]
    for field in ("lead_en", "body_en", "lead_sv"):
        assert f'<a href="#id_{field}">' in above
        assert f'id="id_{field}"' in html
    assert "Texten kan inte publiceras förrän det finns." in above


def test_form_of_a_complete_text_lists_nothing(writer):
    assert "desk-lacks" not in writer.get(url_of(make_release())).text


def test_form_of_a_new_text_has_the_help_and_says_what_it_needs(writer):
    html = writer.get(reverse("admin:pressreleases_release_add")).text

    assert "Texten kan inte publiceras förrän det finns." in html
    assert 'data-hints="' in html


def test_form_to_read_only_has_no_advice(client):
    user = make_user()
    user.groups.add(Group.objects.get(name="granskare"))
    client.force_login(user)

    html = client.get(url_of(make_release(lead_en=""))).text

    assert 'class="aids"' not in html
    assert "desk-lacks" not in html


def test_form_fields_of_the_text_say_their_language(writer):
    form = writer.get(url_of(make_release())).context["adminform"].form

    for name in ("title", "lead", "body", "publisher"):
        for language in ("sv", "en"):
            assert form.fields[f"{name}_{language}"].widget.attrs["lang"] == language


# --- advice and pasted text ----------------------------------------------------------------------


def test_hints_answer_for_what_is_typed_and_save_nothing(writer):
    long = "Regeringen " + "ger " * 40 + "pengar."
    before = Release.objects.count()

    html = writer.post(
        reverse("admin:pressreleases_release_hints"),
        {"title_sv": "Rubrik", "body_sv": f"<p>{long}</p>", "lead_en": "Lead."},
    ).text

    assert "En mening har 42 ord." in html
    assert '<a href="#id_lead_sv">ingress</a>' in html
    assert '<a href="#id_lead_en">' not in html
    assert Release.objects.count() == before


def test_form_shows_the_advice_without_script(writer):
    release = make_release(lead_sv="Vi ska tillse att det sker.")

    assert "Skriv hellre se till än tillse" in writer.get(url_of(release)).text


def test_pasted_is_cleaned_as_when_saved(writer):
    answer = writer.post(
        reverse("admin:pressreleases_release_pasted"), {"html": "<h1>R</h1><p onclick=x>t</p>"}
    )

    assert answer.json() == {"html": "<h2>R</h2><p>t</p>"}


def test_pasted_more_than_anyone_pastes_is_refused(writer):
    url = reverse("admin:pressreleases_release_pasted")

    assert writer.post(url, {"html": "x" * 1_000_001}).status_code == 413


def test_saved_text_is_tidied_whatever_the_editor_sent(editor):
    release = make_release()
    data = filled_in(editor, url_of(release)) | {"body_sv": "<div>Ett</div><h5>Två</h5>"}

    editor.post(url_of(release), data)

    release.refresh_from_db()
    assert release.body_sv == "<p>Ett</p><h3>Två</h3>"


# --- ministers -----------------------------------------------------------------------------------


@pytest.fixture
def baylan():
    """Two tenures of one minister, and another minister who holds the first post today."""
    minister = make_minister(given_name="Ibrahim", family_name="Baylan")
    energy = make_post(title_sv="samordnings- och energiminister")
    then = make_tenure(minister=minister, post=energy)
    later = make_tenure(
        minister=minister,
        post=make_post(title_sv="näringsminister"),
        starts_on=date(2019, 1, 21),
        ends_on=date(2021, 11, 30),
    )
    today = make_tenure(
        minister=make_minister(given_name="Åsa", family_name="Öberg"),
        post=energy,
        starts_on=date(2022, 10, 18),
        ends_on=None,
    )
    return then, later, today


def choices(client, **query):
    url = reverse("admin:pressreleases_release_tenures")
    return [row["text"] for row in client.get(url, query).json()["results"]]


def test_choices_have_those_in_office_that_day_first_and_say_so(writer, baylan):
    assert choices(writer, dag="2017-12-01") == [
        "Ibrahim Baylan – samordnings- och energiminister (25 maj 2016–21 januari 2019)"
        " · på posten den 1 december 2017",
        "Ibrahim Baylan – näringsminister (21 januari 2019–30 november 2021)",
        "Åsa Öberg – samordnings- och energiminister (sedan 18 oktober 2022)",
    ]


@pytest.mark.parametrize("day", ["", "i dag", "2017-02-30"])
def test_choices_without_a_day_are_for_today(writer, baylan, day):
    first, *_others = choices(writer, dag=day)

    assert first.startswith("Åsa Öberg")
    assert first.endswith("på posten den 3 mars 2036")


@pytest.mark.parametrize(
    ("day", "first"), [("2019-01-20", "samordnings"), ("2019-01-21", "näringsminister")]
)
def test_choices_on_a_handover_day_put_the_new_post_first(writer, baylan, day, first):
    assert first in choices(writer, dag=day)[0]


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("baylan", 2),
        ("Baylan näring", 1),
        ("energiminister", 2),
        ("åsa", 1),
        ("ÅSA", 1),
        ("öberg", 1),
        ("NÄRINGSMINISTER", 1),
        ("finns inte", 0),
    ],
)
def test_choices_are_searched_by_name_and_title(writer, baylan, term, found):
    assert len(choices(writer, term=term)) == found


def test_choices_take_the_same_number_of_queries_however_many(
    writer, baylan, django_assert_max_num_queries
):
    for _number in range(15):
        make_tenure()

    with django_assert_max_num_queries(12):
        assert len(choices(writer, dag="2017-12-01")) == 18


def test_choices_refuse_a_change(writer):
    assert writer.post(reverse("admin:pressreleases_release_tenures")).status_code == 403


@pytest.mark.parametrize("way", ["", "?_listor=1"])
def test_form_names_the_chosen_minister_with_the_title_of_the_day(editor, baylan, way):
    release = make_published(at=IN_2017, tenures=[baylan[0]]).release

    html = editor.get(url_of(release) + way).text

    chosen = (
        "Ibrahim Baylan – samordnings- och energiminister (25 maj 2016–21 januari 2019)"
        " · på posten den 1 december 2017"
    )
    assert f"selected>{chosen}</option>" in html
    assert ("dag=2017-12-01" in html) is not bool(way)


def test_form_without_script_lists_those_in_office_that_day_first(editor, baylan):
    release = make_published(at=IN_2017).release

    html = editor.get(url_of(release) + "?_listor=1").text

    assert html.index("på posten den 1 december 2017") < html.index("Åsa Öberg")


def test_saving_a_minister_who_did_not_hold_the_post_that_day_is_told_and_kept(editor, baylan):
    release = make_published(at=IN_2017, tenures=[baylan[1]]).release

    html = editor.post(url_of(release), filled_in(editor, url_of(release)), follow=True).text

    sentence = "Ibrahim Baylan – näringsminister: hade inte posten den 1 december 2017."
    assert sentence in html
    assert sentence in editor.get(url_of(release)).text
    assert release.appearances.get().tenure == baylan[1]


def test_saving_a_minister_who_held_the_post_that_day_says_nothing(editor, baylan):
    release = make_published(at=IN_2017, tenures=[baylan[0]]).release

    html = editor.post(url_of(release), filled_in(editor, url_of(release)), follow=True).text

    assert "hade inte posten" not in html


def test_minister_of_a_text_known_to_its_month_held_the_post_some_day_of_it(editor, baylan):
    at = datetime(2019, 1, 1, 9, tzinfo=UTC)
    release = make_published(at=at, precision="month", tenures=[baylan[1]]).release

    assert "hade inte posten" not in editor.get(url_of(release)).text


# --- contacts ------------------------------------------------------------------------------------


def test_contact_is_frozen_with_the_role_at_publication(editor):
    release = make_release()
    contact = Contact.objects.create(release=release, name="Kim", role_sv="presschef")
    first = publish(release=release, by=None, at=NOW)

    contact.role_sv = "rådgivare"
    contact.save()

    page = editor.get(first.get_absolute_url()).text
    assert "presschef" in page
    assert "rådgivare" not in page
    first.refresh_from_db()
    assert first.frozen["contacts"][0]["role"]["sv"] == "presschef"


def test_contacts_are_said_to_be_frozen_where_they_are_written(writer):
    assert "fryses som de är när texten publiceras" in writer.get(url_of(make_release())).text
