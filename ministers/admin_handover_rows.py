"""The rows of a change of government's form: one of each who sits, and empty ones for who comes."""

from datetime import timedelta

from ministers.admin_handover_forms import ArrivalForm, StepForm
from ministers.models import Department, Minister, Post, Tenure

EMPTY_ROWS = 4
MOST_ROWS = 60


def typed(data, form, prefix=""):
    """What was posted for a form's fields, to be shown again without being judged."""
    if data is None:
        return {}
    return {name: data[prefix + name] for name in form.base_fields if prefix + name in data}


def lists():
    """{field: {key: row}} for the forms' choices: three queries."""
    rows = {"minister": Minister, "post": Post, "department": Department}
    return {name: {str(row.pk): row for row in model.objects.all()} for name, model in rows.items()}


def rows_asked(data):
    """How many rows there are for those who come."""
    try:
        asked = int(data["rader"])
    except (KeyError, TypeError, ValueError):
        return EMPTY_ROWS
    return min(max(asked, EMPTY_ROWS), MOST_ROWS)


def row_forms(data, bound, day, count):
    """(StepForms of those who sit on the eve of the day, `count` ArrivalForms); none without it."""
    eve, choices = day - timedelta(days=1) if day else None, lists()
    sitting = Tenure.objects.on(eve).for_cabinet() if eve else ()
    rows = range(count) if day else ()
    steps = [
        StepForm(
            bound,
            tenure=tenure,
            lists=choices,
            initial=typed(data, StepForm, f"rad-{tenure.pk}-"),
        )
        for tenure in sitting
    ]
    arrivals = [
        ArrivalForm(
            bound, number=row, lists=choices, initial=typed(data, ArrivalForm, f"ny-{row}-")
        )
        for row in rows
    ]
    return steps, arrivals
