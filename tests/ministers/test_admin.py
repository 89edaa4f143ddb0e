"""The editors' forms for facts: rules in words, the preview before saving, and the history."""

import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError
from django.urls import NoReverseMatch, reverse

from ministers import admin_preview
from ministers.models import Department, FactsCheck, Government, Minister, Post, Tenure
from tests.factories import (
    make_government,
    make_minister,
    make_post,
    make_published,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MODELS = [Government, Department, Post, Minister, Tenure, FactsCheck]


@pytest.fixture(autouse=True)
def today(clock):
    return clock(TODAY)


@pytest.fixture
def editor(client):
    user = make_user(is_superuser=True)
    client.force_login(user)
    client.user = user
    return client


def change_url(obj):
    return reverse(f"admin:ministers_{obj._meta.model_name}_change", args=[obj.pk])


def filled_in(client, url):
    """What a browser would send from the form at `url`, unchanged."""
    context = client.get(url).context
    data = values_of(context["adminform"].form)
    for formset in context["inline_admin_formsets"]:
        data |= values_of(formset.formset.management_form)
        for form in formset.formset.forms:
            data |= values_of(form)
    return data


def values_of(form):
    found = {}
    for field in form:
        value = field.value()
        value = value() if callable(value) else value
        if isinstance(value, bool):
            found |= {field.html_name: "on"} if value else {}
        elif isinstance(value, list):
            found[field.html_name] = [getattr(item, "pk", item) for item in value]
        elif value is not None:
            found[field.html_name] = str(getattr(value, "pk", value))
    return found


def hidden_values(response):
    """What the preview carries along, as a browser would send it."""
    return {
        name: value.replace("&quot;", '"').replace("&amp;", "&").replace("&#x27;", "'")
        for name, value in re.findall(
            r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', response.text, re.DOTALL
        )
    }


@pytest.fixture
def baylan():
    """A minister whose tenure ended, on a text that says so."""
    make_government(name_sv="regeringen Löfven I")
    minister = make_minister(given_name="Ibrahim", family_name="Baylan", pronoun="han")
    post = make_post(title_sv="samordnings- och energiminister", title_en="Minister for Energy")
    tenure = make_tenure(minister=minister, post=post)
    make_published(
        tenures=[tenure], title_sv="Texten om energi", at=datetime(2017, 12, 1, tzinfo=UTC)
    )
    return minister


# --- reach ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 302), ("staff", 403), ("editor", 200), ("superuser", 200)]
)
def test_fact_pages_by_who_asks(client, model, who, status):
    user = {
        "staff": make_user,
        "editor": lambda: with_permissions(make_user(), model),
        "superuser": lambda: make_user(is_superuser=True),
    }.get(who)
    if user:
        client.force_login(user())
    name = model._meta.model_name

    for page in ("changelist", "add"):
        assert client.get(reverse(f"admin:ministers_{name}_{page}")).status_code == status


def with_permissions(user, model):
    user.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label="ministers", content_type__model=model._meta.model_name
        )
    )
    return user


def test_fact_pages_ask_no_other_host_and_have_no_inline_script(editor, baylan):
    for url in (
        reverse("admin:index"),
        change_url(baylan),
        change_url(baylan).replace("change", "history"),
        reverse("admin:ministers_tenure_changelist"),
    ):
        html = editor.get(url).text
        assert not re.findall(r'(?:src|href)="(?:https?:)?//[^"]+\.(?:js|css)', html)
        assert not re.search(r"<script(?![^>]*(?:src=|nonce=|application/json))", html)
        assert not re.search(r"<[a-z][^>]* style=|<style", html)


def test_fact_forms_hold_both_languages_without_script(editor):
    html = editor.get(reverse("admin:ministers_tenure_add") + "?_listor=1").text

    assert 'name="starts_source_sv"' in html and 'name="starts_source_en"' in html
    assert "Källa för starten på engelska" in html
    assert "admin-autocomplete" not in html


# --- lists ---------------------------------------------------------------------------------------


def test_tenure_list_government_filter_takes_what_overlaps(editor):
    make_government(slug="lofven-1")
    make_tenure(
        starts_on=date(2014, 10, 3), ends_on=date(2015, 1, 1), post=make_post(title_sv="inne")
    )
    make_tenure(starts_on=date(2019, 1, 21), ends_on=None, post=make_post(title_sv="efteråt"))

    html = editor.get(reverse("admin:ministers_tenure_changelist") + "?regering=lofven-1").text

    assert ">inne<" in html
    assert ">efteråt<" not in html


def test_minister_list_government_filter_names_each_once(editor, baylan):
    make_tenure(minister=baylan, starts_on=date(2015, 1, 1), ends_on=date(2016, 5, 25))
    slug = Government.objects.get().slug

    response = editor.get(reverse("admin:ministers_minister_changelist") + f"?regering={slug}")

    assert list(response.context["cl"].result_list) == [baylan]


@pytest.mark.parametrize(
    ("given", "confirmed"),
    [
        ({}, True),
        ({"starts_source_sv": ""}, False),
        ({"ends_source_sv": ""}, False),
        ({"ends_source_sv": "", "ends_on": None}, True),
        ({"starts_source_sv": "", "starts_source_en": "register"}, True),
    ],
)
def test_tenure_list_says_what_no_source_confirms(editor, given, confirmed):
    make_tenure(**given)
    url = reverse("admin:ministers_tenure_changelist")

    assert ("Ej bekräftad:" in editor.get(url).text) is not confirmed
    assert editor.get(f"{url}?bekraftad=nej").context["cl"].result_count == (not confirmed)
    assert editor.get(f"{url}?bekraftad=ja").context["cl"].result_count == confirmed


@pytest.mark.parametrize("term", ["Åsa", "åsa", "ÅSA", "åsa lind"])
def test_minister_search_finds_swedish_letters_in_any_case(editor, term):
    make_minister(given_name="Åsa", family_name="Lindhagen")
    make_minister()

    response = editor.get(reverse("admin:ministers_minister_changelist"), {"q": term})

    assert [minister.name for minister in response.context["cl"].result_list] == ["Åsa Lindhagen"]


# --- rules, in words -----------------------------------------------------------------------------


def test_minister_form_shows_tenures_in_date_order(editor, baylan):
    make_tenure(minister=baylan, starts_on=date(2014, 10, 3), ends_on=date(2016, 5, 25))

    forms = editor.get(change_url(baylan)).context["inline_admin_formsets"][0].formset.forms

    assert [form.instance.starts_on.year for form in forms] == [2014, 2016]


def test_minister_form_refuses_reversed_days_in_words(editor, baylan):
    data = filled_in(editor, change_url(baylan)) | {"tenures-0-ends_on": "2016-01-01"}

    response = editor.post(change_url(baylan), data)

    assert "Slutdagen måste vara senare än startdagen." in response.text
    assert baylan.tenures.get().ends_on == date(2019, 1, 21)


def new_row(data, number, **values):
    return data | {
        "tenures-TOTAL_FORMS": str(number + 1),
        f"tenures-{number}-starts_precision": "day",
        f"tenures-{number}-ends_precision": "day",
        **{f"tenures-{number}-{name}": value for name, value in values.items()},
    }


def test_minister_form_refuses_a_taken_post_in_words(editor, baylan):
    taken = make_tenure(starts_on=date(2019, 1, 21), ends_on=None)
    data = new_row(
        filled_in(editor, change_url(baylan)), 1, post=taken.post_id, starts_on="2020-01-01"
    )

    response = editor.post(change_url(baylan), data)

    assert "Posten har redan en innehavare under den tiden:" in response.text
    assert baylan.tenures.count() == 1


def test_minister_form_refuses_the_same_post_twice_in_words(editor, baylan):
    """The row's own form leaves the minister out of its checks; acting, the post rule too."""
    post = baylan.tenures.get().post_id
    data = new_row(
        filled_in(editor, change_url(baylan)), 1, post=post, starts_on="2018-01-01", acting="on"
    )

    response = editor.post(change_url(baylan), data)

    assert "Statsrådet har redan samma post under den tiden:" in response.text
    assert baylan.tenures.count() == 1


def test_minister_form_refuses_two_new_rows_that_overlap(editor):
    minister, post = make_minister(), make_post()
    data = filled_in(editor, change_url(minister))
    data = new_row(data, 0, post=post.pk, starts_on="2018-01-01", acting="on")
    data = new_row(data, 1, post=post.pk, starts_on="2019-01-01", acting="on")

    response = editor.post(change_url(minister), data)

    assert "Två rader i formuläret ger statsrådet samma post samtidigt." in response.text
    assert minister.tenures.count() == 0


def test_minister_form_takes_rows_that_meet_on_one_day(editor):
    minister, post = make_minister(), make_post()
    data = filled_in(editor, change_url(minister))
    data = new_row(data, 0, post=post.pk, starts_on="2018-01-01", ends_on="2019-01-01")
    data = new_row(data, 1, post=post.pk, starts_on="2019-01-01")

    assert editor.post(change_url(minister), data).status_code == 302
    assert minister.tenures.count() == 2


def test_tenure_form_refuses_overlap_in_words(editor, baylan):
    tenure = baylan.tenures.get()
    other = make_tenure(post=tenure.post, starts_on=date(2019, 1, 21), ends_on=None)
    data = filled_in(editor, change_url(other)) | {"starts_on": "2018-01-01"}

    response = editor.post(change_url(other), data)

    assert "Posten har redan en innehavare under den tiden: Ibrahim Baylan" in response.text


def test_government_form_refuses_overlap_in_words(editor):
    make_government(name_sv="regeringen Ett")
    other = make_government(starts_on=date(2019, 1, 21), ends_on=None)
    data = filled_in(editor, change_url(other)) | {"starts_on": "2019-01-01"}

    response = editor.post(change_url(other), data)

    assert "Två regeringar kan inte sitta samtidigt. I vägen står: Regeringen Ett" in response.text


@pytest.mark.parametrize(
    "said",
    [
        "Posten har redan en innehavare under den tiden:",
        'violates exclusion constraint "ministers_tenure_post_one_holder"\nDETAIL: …',
    ],
    ids=["sqlite", "postgresql"],
)
def test_form_answers_a_refusal_of_the_database_in_words(editor, baylan, monkeypatch, said):
    """Where someone else was first, between the check and the save."""

    def refuse(*args, **kwargs):
        raise IntegrityError(said)

    monkeypatch.setattr(Tenure, "save", refuse)
    data = filled_in(editor, change_url(baylan)) | {"tenures-0-ends_on": "2019-01-20"}

    response = editor.post(change_url(baylan), data)

    assert response.status_code == 200
    assert "Ingenting sparades" in response.text
    assert "Posten har redan en innehavare under den tiden:" in response.text
    assert 'value="2019-01-20"' in response.text


def test_deleting_a_fact_in_use_shows_what_protects_it(editor, baylan):
    tenure = baylan.tenures.get()

    for obj in (baylan, tenure, tenure.post):
        url = change_url(obj).replace("change", "delete")
        for response in (editor.get(url), editor.post(url, {"post": "yes"})):
            assert response.status_code == 200
            assert response.context["protected"]
    assert Tenure.objects.filter(pk=tenure.pk).exists()


def test_minister_form_refuses_to_delete_a_tenure_in_use(editor, baylan):
    data = filled_in(editor, change_url(baylan)) | {"tenures-0-DELETE": "on"}

    response = editor.post(change_url(baylan), data)

    assert response.status_code == 200
    assert baylan.tenures.count() == 1


# --- the preview ---------------------------------------------------------------------------------

OLD = "Under perioden 25 maj 2016 till den 21 januari 2019 var han samordnings- och energiminister."
NEW = "Under perioden 25 maj 2016 till den 20 januari 2019 var han samordnings- och energiminister."


def ends(editor, obj):
    """The posted form of `obj`, with the tenure's end a day earlier."""
    field = "tenures-0-ends_on" if isinstance(obj, Minister) else "ends_on"
    return filled_in(editor, change_url(obj)) | {field: "2019-01-20", "_continue": "1"}


@pytest.fixture(params=["minister", "tenure"])
def form_of(request, baylan):
    return baylan if request.param == "minister" else baylan.tenures.get()


def test_preview_shows_each_text_before_and_after_and_saves_nothing(editor, baylan, form_of):
    response = editor.post(change_url(form_of), ends(editor, form_of))

    assert "Så här ändras det som läsarna ser" in response.text
    assert "Texten om energi" in response.text
    assert OLD in response.text and NEW in response.text
    assert "sparades" not in response.text.lower()
    tenure = baylan.tenures.get()
    assert tenure.ends_on == date(2019, 1, 21)
    assert tenure.history.count() == 1


def test_preview_confirmed_saves_what_was_typed(editor, baylan, form_of):
    preview = editor.post(change_url(form_of), ends(editor, form_of))

    response = editor.post(change_url(form_of), hidden_values(preview) | {"_confirmed": "1"})

    assert response.status_code == 302
    assert response.url.startswith(change_url(form_of))
    assert baylan.tenures.get().ends_on == date(2019, 1, 20)


def test_preview_back_gives_the_form_as_it_was_typed(editor, baylan):
    typed = ends(editor, baylan) | {"tenures-0-note_sv": 'Rad ett & "två"\r\nrad två'}
    preview = editor.post(change_url(baylan), typed)

    response = editor.post(change_url(baylan), hidden_values(preview) | {"_back": "1"})

    assert response.status_code == 200
    form = response.context["inline_admin_formsets"][0].formset.forms[0]
    assert form["ends_on"].value() == "2019-01-20"
    assert form["note_sv"].value().split() == ["Rad", "ett", "&", '"två"', "rad", "två"]
    assert not response.context["errors"]
    assert baylan.tenures.get().ends_on == date(2019, 1, 21)


def test_preview_asked_for_says_that_nothing_changes(editor, baylan):
    data = filled_in(editor, change_url(baylan)) | {"_preview": "1"}

    response = editor.post(change_url(baylan), data)

    assert "Inga publicerade texter får en annan notis av ändringen." in response.text


def test_preview_is_passed_where_no_reader_sees_a_difference(editor, baylan):
    data = filled_in(editor, change_url(baylan)) | {"wikidata": "Q1"}

    response = editor.post(change_url(baylan), data)

    assert response.status_code == 302
    baylan.refresh_from_db()
    assert baylan.wikidata == "Q1"


def test_preview_of_a_form_with_errors_is_the_form(editor, baylan):
    data = ends(editor, baylan) | {"tenures-0-ends_on": "2016-01-01", "_preview": "1"}

    response = editor.post(change_url(baylan), data)

    assert response.context["errors"]


def test_preview_of_a_government_shows_the_banner(editor, baylan):
    government = Government.objects.get()
    data = filled_in(editor, change_url(government)) | {"ends_on": "2019-01-10"}

    response = editor.post(change_url(government), data)

    assert "3 oktober 2014 till den 20 januari 2019" in response.text
    assert "3 oktober 2014 till den 9 januari 2019" in response.text
    assert Government.objects.get().ends_on == date(2019, 1, 21)


def test_preview_of_a_new_tenure_shows_the_changed_notice(editor, baylan):
    url = reverse("admin:ministers_tenure_add")
    data = filled_in(editor, url) | {
        "minister": baylan.pk,
        "post": make_post(title_sv="näringsminister").pk,
        "starts_on": "2019-01-21",
    }

    response = editor.post(url, data)

    assert "bytt ansvarsområde" in response.text
    assert baylan.tenures.count() == 1


def test_preview_of_a_day_to_come_says_from_when(editor, baylan):
    tenure = baylan.tenures.get()
    Tenure.objects.filter(pk=tenure.pk).update(ends_on=None)
    data = filled_in(editor, change_url(tenure)) | {"ends_on": "2027-03-01"}

    response = editor.post(change_url(tenure), data)

    assert "Från den 1 mars 2027" in response.text
    assert "Så snart ändringen är sparad" not in response.text


def test_preview_names_a_text_once_where_the_difference_stays_the_same():
    shown = admin_preview.Shown
    days = [date(2026, 1, 1), date(2027, 1, 1)]
    before = {(day, 1): shown("T", "/t/", ("A",)) for day in days}
    after = {(day, 1): shown("T", "/t/", ("B",)) for day in days}

    found = admin_preview.compare(before, after, days, days[0])

    assert [(day.on, len(day.differences)) for day in found] == [(None, 1)]


def test_corrected_date_stands_on_the_public_page_at_the_next_request(editor, baylan):
    page = baylan.tenures.get().releases.get().versions.get().get_absolute_url()
    assert OLD in editor.get(page).text

    editor.post(change_url(baylan), ends(editor, baylan) | {"_confirmed": "1"})

    assert NEW in editor.get(page).text


# --- history -------------------------------------------------------------------------------------


def test_history_shows_who_and_both_values_of_a_translated_field(editor, baylan):
    tenure = baylan.tenures.get()
    data = filled_in(editor, change_url(tenure)) | {
        "starts_source_en": "Statement of Government Policy",
        "starts_source_sv": "Riksdagens protokoll",
    }
    editor.post(change_url(tenure), data)

    for fact in (tenure, baylan):
        html = editor.get(change_url(fact).replace("change", "history")).text
        assert "<del>Regeringsförklaring</del> → <ins>Riksdagens protokoll</ins>" in html
        assert "<ins>Statement of Government Policy</ins>" in html
        assert editor.user.username in html
    changed = tenure.history.first()
    assert changed.history_user == editor.user
    assert changed.prev_record.starts_source_sv == "Regeringsförklaring"


def test_history_has_no_form_that_goes_around_the_preview():
    with pytest.raises(NoReverseMatch):
        reverse("admin:ministers_minister_simple_history", args=[1, 1])
