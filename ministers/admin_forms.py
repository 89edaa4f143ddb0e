"""The rules of time inside the minister's form, where each tenure is a row."""

from itertools import combinations

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from ministers.models import Tenure
from ministers.periods import NoOverlap


class TenureRows(BaseInlineFormSet):
    """Checks what Django leaves out: a row's own form does not check rules about the minister.

    Each changed row is held against the rows as they are stored and against the other rows as
    they are filled in, so that the rows can be saved in any order.
    """

    def clean(self):
        super().clean()
        kept = [
            form
            for form in self.forms
            if form.is_valid() and form not in self.deleted_forms and form.instance.starts_on
        ]
        for form in kept:
            if form.has_changed():
                self.hold_against_stored(form)
        for one, other in combinations(kept, 2):
            self.hold_against(one, other)

    def hold_against_stored(self, form):
        for rule in Tenure._meta.constraints:
            if isinstance(rule, NoOverlap) and "minister" in rule.equal:
                try:
                    rule.validate(Tenure, form.instance)
                except ValidationError as refusal:
                    form.add_error(None, refusal)

    def hold_against(self, one, other):
        first, second = one.instance, other.instance
        if first.post_id != second.post_id or not first.shares_a_day_with(second):
            return
        for form in (one, other):
            if form.has_changed() and not form.non_field_errors():
                form.add_error(
                    None, _("Två rader i formuläret ger statsrådet samma post samtidigt.")
                )
