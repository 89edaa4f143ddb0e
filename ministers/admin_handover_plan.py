"""All forms of a planned change of government as one, and the Plan that they say."""

from datetime import timedelta

from django import forms

from ministers.admin_handover_forms import DAY, ArrivalForm, PlanForm, StepForm
from ministers.handover import Action, Arrival, Plan, Step
from ministers.models import Department, Government, Minister, Post, Tenure

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


class Handover:
    """The whole form: empty for a day, as it was posted, or as it was typed and not yet judged."""

    def __init__(self, data=None, *, day=None, judged=True):
        self.data = data
        if data is not None:
            try:
                day = PlanForm.base_fields[DAY].clean(data.get(DAY))
            except forms.ValidationError:
                day = None
        eve, choices = day - timedelta(days=1) if day else None, lists()
        bound = data if judged else None
        sitting = Tenure.objects.on(eve).for_cabinet() if eve else ()
        rows = range(self.rows) if day else ()
        self.day = day
        self.plan_form = PlanForm(bound, initial=typed(data, PlanForm) or {DAY: day})
        self.steps = [
            StepForm(
                bound,
                tenure=tenure,
                lists=choices,
                initial=typed(data, StepForm, f"rad-{tenure.pk}-"),
            )
            for tenure in sitting
        ]
        self.arrivals = [
            ArrivalForm(
                bound, number=row, lists=choices, initial=typed(data, ArrivalForm, f"ny-{row}-")
            )
            for row in rows
        ]

    @property
    def rows(self):
        """How many rows there are for those who come."""
        try:
            asked = int(self.data["rader"])
        except (KeyError, TypeError, ValueError):
            return EMPTY_ROWS
        return min(max(asked, EMPTY_ROWS), MOST_ROWS)

    @property
    def forms(self):
        return [self.plan_form, *self.steps, *self.arrivals]

    @property
    def gone(self):
        """Keys of posted rows whose tenure no longer sits on the eve."""
        here = {f"{form.prefix}-action" for form in self.steps}
        return [
            name
            for name in self.data or ()
            if name.startswith("rad-") and name.endswith("-action") and name not in here
        ]

    def is_valid(self):
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def error_count(self):
        return sum(len(said) for form in self.forms for said in form.errors.values())

    def refuse(self, refusal):
        """Say each message of enter() at its row."""
        places = {form.prefix: form for form in self.forms}
        for key, messages in refusal.message_dict.items():
            for message in messages:
                places.get(key, self.plan_form).add_error(None, message)

    def plan(self):
        """The Plan of a valid form."""
        given = self.plan_form.cleaned_data
        day = given[DAY]
        begins = given["starts_on"] or day
        source = {"sv": given["source_sv"], "en": given["source_en"]}
        eve = day - timedelta(days=1) if day else given["caretaker_from"]
        made = {}

        def tenure(minister, fields):
            return Tenure(
                minister=minister,
                post=fields["post"],
                department=fields["department"],
                acting=fields["acting"],
                starts_on=begins,
                starts_source_sv=source["sv"],
                starts_source_en=source["en"],
                source_urls=given["source_urls"],
            )

        steps = [
            Step(
                form.prefix,
                form.tenure,
                Action(form.cleaned_data["action"]),
                tenure(form.tenure.minister, form.cleaned_data)
                if form.cleaned_data["action"] == Action.MOVES
                else None,
            )
            for form in self.steps
        ]
        arrivals = [
            Arrival(form.prefix, tenure(form.minister_of(made), form.cleaned_data))
            for form in self.arrivals
            if not form.is_empty
        ]
        government = None
        if given["name_sv"]:
            government = Government(
                slug=given["slug"],
                name_sv=given["name_sv"],
                name_en=given["name_en"] or None,
                prime_minister=given["prime_minister"],
                parties=given["parties"],
                starts_on=begins,
                starts_source_sv=source["sv"],
                starts_source_en=source["en"],
                source_urls=given["source_urls"],
            )
        return Plan(
            leaves_on=day,
            starts_on=begins,
            outgoing=Government.objects.on(eve).first(),
            government=government,
            caretaker_from=given["caretaker_from"],
            ends_source=source,
            steps=tuple(steps),
            arrivals=tuple(arrivals),
        )


def fill(data, action):
    """The posted data with `action` chosen on every row that has none."""
    filled = data.copy()
    for form in Handover(data, judged=False).steps:
        filled.setdefault(f"{form.prefix}-action", action)
    return filled


def more_rows(data):
    filled = data.copy()
    filled["rader"] = str(Handover(data, judged=False).rows + EMPTY_ROWS)
    return filled
