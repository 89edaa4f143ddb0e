"""All forms of a planned change of government as one."""

from django import forms

from ministers.admin_handover_forms import DAY, PlanForm
from ministers.admin_handover_plan import plan_of
from ministers.admin_handover_rows import EMPTY_ROWS, row_forms, rows_asked, typed


class Handover:
    """The whole form: empty for a day, as it was posted, or as it was typed and not yet judged."""

    def __init__(self, data=None, *, day=None, judged=True):
        self.data = data
        if data is not None:
            try:
                day = PlanForm.base_fields[DAY].clean(data.get(DAY))
            except forms.ValidationError:
                day = None
        bound = data if judged else None
        self.day = day
        self.plan_form = PlanForm(bound, initial=typed(data, PlanForm) or {DAY: day})
        self.rows = rows_asked(data)
        self.steps, self.arrivals = row_forms(data, bound, day, self.rows)

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
        return plan_of(self)


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
