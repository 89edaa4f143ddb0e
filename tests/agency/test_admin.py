"""The editors' forms for agencies, mandates and assignments."""

import pytest
from django.urls import reverse

from agency.models import Agency, Assignment, Mandate
from tests.factories import make_agency, make_assignment, make_mandate, make_user
from tests.ministers.test_admin import filled_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.user = make_user(is_superuser=True)
    client.force_login(client.user)
    return client


def change_url(obj):
    return reverse(f"admin:agency_{obj._meta.model_name}_change", args=[obj.pk])


@pytest.mark.parametrize("model", [Agency, Mandate, Assignment])
@pytest.mark.parametrize(("who", "status"), [(None, 302), ({}, 403), ({"is_superuser": True}, 200)])
def test_agency_pages_by_who_asks(client, model, who, status):
    if who is not None:
        client.force_login(make_user(**who))

    for page in ("changelist", "add"):
        url = reverse(f"admin:agency_{model._meta.model_name}_{page}")
        assert client.get(url).status_code == status


@pytest.mark.parametrize("make", [make_agency, make_mandate, make_assignment])
def test_agency_form_saved_as_it_stands_changes_nothing(editor, make):
    obj = make()

    response = editor.post(change_url(obj), filled_in(editor, change_url(obj)))
    history = editor.get(change_url(obj).replace("change", "history")).text

    assert response.status_code == 302
    assert "Sparad utan ändring." in history
    assert "<ins>" not in history


def test_mandate_form_refuses_two_instructions_at_once_in_words(editor):
    first = make_mandate(instruction_sv="Första instruktionen")
    url = reverse("admin:agency_mandate_add")
    data = filled_in(editor, url) | {
        "agency": first.agency_id,
        "slug": "andra",
        "instruction_sv": "Andra instruktionen",
        "starts_on": "2020-01-01",
    }

    response = editor.post(url, data)

    assert "Myndigheten har redan en instruktion under den tiden:" in response.text
    assert "Första instruktionen" in response.text


def test_mandate_form_refuses_one_place_twice_in_words(editor):
    mandate = make_mandate()
    data = filled_in(editor, change_url(mandate)) | {
        "tasks-TOTAL_FORMS": "2",
        "tasks-0-position": "1",
        "tasks-0-text_sv": "främja",
        "tasks-1-position": "1",
        "tasks-1-text_sv": "bidra",
    }

    response = editor.post(change_url(mandate), data)

    assert response.status_code == 200
    assert response.context["errors"]
    assert mandate.tasks.count() == 0


def test_assignment_form_refuses_a_report_before_the_decision_in_words(editor):
    assignment = make_assignment()
    data = filled_in(editor, change_url(assignment)) | {"reported_on": "2017-01-01"}

    response = editor.post(change_url(assignment), data)

    assert "Ett uppdrag beslutas innan det redovisas." in response.text


def test_agency_history_tells_of_its_directors_too(editor):
    agency = make_agency()
    data = filled_in(editor, change_url(agency)) | {
        "directorships-TOTAL_FORMS": "1",
        "directorships-0-name": "Kim Exempel",
        "directorships-0-position": "1",
        "directorships-0-title_sv": "generaldirektör",
        "directorships-0-appointed_precision": "day",
    }
    editor.post(change_url(agency), data)
    data = filled_in(editor, change_url(agency)) | {"directorships-0-starts_on": "2018-01-01"}
    editor.post(change_url(agency), data)

    html = editor.get(change_url(agency).replace("change", "history")).text

    assert "Kim Exempel" in html
    assert "<ins>2018-01-01</ins>" in html


def test_deleting_an_agency_in_use_shows_what_protects_it(editor):
    mandate = make_mandate()
    url = change_url(mandate.agency).replace("change", "delete")

    assert editor.post(url, {"post": "yes"}).context["protected"]
    assert Agency.objects.exists()
