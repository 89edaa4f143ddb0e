"""Every change to a fact keeps who, when, old and new value: translated fields too."""

import pytest
from django.apps import apps

from tests.factories import make_department, make_post, make_tenure, make_user

pytestmark = pytest.mark.django_db


def test_translated_fields_are_kept():
    post = make_post(title_en="Minister for Energy")
    post.title_en = "Energy Minister"
    post.save()
    new, old = post.history.all()
    [change] = [c for c in new.diff_against(old).changes if c.field == "title_en"]
    assert (change.old, change.new) == ("Minister for Energy", "Energy Minister")


def test_who_and_when_are_kept():
    user, department = make_user(), make_department()
    department._history_user = user
    department.save()
    assert department.history.first().history_user == user
    assert department.history.first().history_date is not None


def test_a_deleted_fact_leaves_its_last_values():
    tenure = make_tenure()
    history = type(tenure).history
    tenure.delete()
    assert history.first().history_type == "-"
    assert history.first().starts_source_sv == "Regeringsförklaring"


def test_every_fact_is_registered():
    kept = {
        model.__name__
        for model in apps.get_models()
        if hasattr(model, "history") and model._meta.app_label in ("ministers", "agency")
    }
    assert kept == {
        "Government",
        "Department",
        "Post",
        "Minister",
        "Tenure",
        "FactsCheck",
        "Agency",
        "Directorship",
        "Mandate",
        "MandateTask",
        "Assignment",
        "AssignmentPart",
        "AgencyEvent",
    }


def test_history_holds_every_column_of_the_fact():
    for model in apps.get_models():
        # Of accounts, the password and the time of sign-in are left out (see test_account_history).
        tracked = hasattr(model._meta, "simple_history_manager_attribute")
        if not tracked or model._meta.app_label == "auth":
            continue
        columns = {field.attname for field in model._meta.concrete_fields}
        kept = {field.attname for field in model.history.model._meta.concrete_fields}
        assert columns <= kept, model
