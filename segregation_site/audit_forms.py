"""What may be asked of the audit, checked: days in Stockholm, who, what and which."""

from datetime import date, timedelta

from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ministers.periods import stockholm_midnight
from segregation_site.audit import NOBODY, Action, Query

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
WRITE_THE_DAY = _("Skriv dagen som ÅÅÅÅ-MM-DD, till exempel 2026-01-31.")
LARGEST_KEY = 2**63 - 1


def day_field(label):
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"placeholder": _("ÅÅÅÅ-MM-DD"), "autocomplete": "off"}
        ),
        validators=[
            MinValueValidator(FIRST, WRITE_THE_DAY),
            MaxValueValidator(LAST, WRITE_THE_DAY),
        ],
        error_messages={"invalid": WRITE_THE_DAY},
    )


class AuditForm(forms.Form):
    """The filter, sent by GET. `sources` are those that the user may see."""

    error_messages = {"choice": _("Välj ett av alternativen i listan.")}

    fran = day_field(_("Från och med"))
    till = day_field(_("Till och med"))
    vem = forms.ChoiceField(label=_("Vem"), required=False)
    handelse = forms.ChoiceField(label=_("Händelse"), required=False)
    typ = forms.ChoiceField(label=_("Slag"), required=False)
    objekt = forms.CharField(
        label=_("Namn eller rubrik innehåller"), required=False, max_length=100
    )
    nr = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST_KEY, widget=forms.HiddenInput
    )

    def __init__(self, data, *, sources):
        super().__init__(data, use_required_attribute=False)
        accounts = get_user_model()._base_manager.filter(is_staff=True)
        name = get_user_model().USERNAME_FIELD
        self.fields["vem"].choices = [
            ("", _("alla")),
            (NOBODY, _("ingen inloggad")),
            *((str(pk), said) for pk, said in accounts.order_by(name).values_list("pk", name)),
        ]
        self.fields["typ"].choices = [("", _("alla slag")), *kinds_of(sources)]
        self.fields["handelse"].choices = [("", _("alla händelser")), *actions_of(sources)]
        for name in ("vem", "typ", "handelse"):
            self.fields[name].error_messages["invalid_choice"] = self.error_messages["choice"]

    def clean(self):
        given = super().clean()
        first, last = given.get("fran"), given.get("till")
        if first and last and last < first:
            raise ValidationError(_("Till och med ligger före från och med. Byt plats på dagarna."))
        if given.get("nr") is not None and not given.get("typ"):
            raise ValidationError(
                _("Ett nummer säger bara vilket objekt det är tillsammans med slag.")
            )
        return given

    def query(self):
        """The Query that a valid form asks; both days are counted in."""
        given = self.cleaned_data
        first, last = given["fran"], given["till"]
        return Query(
            since=stockholm_midnight(first) if first else None,
            before=stockholm_midnight(last + timedelta(days=1)) if last else None,
            who=given["vem"],
            kind=given["typ"],
            number=given["nr"],
            text=given["objekt"],
            action=given["handelse"],
        )


def kinds_of(sources):
    """(label, name) of every kind of object that the sources tell of, by name."""
    found = set()
    for source in sources:
        if source.about is not None:
            found |= source.kinds()
    named = {label: apps.get_model(label)._meta.verbose_name for label in found}
    return sorted(
        (
            (label, capfirst(str(name)))
            for label, name in named.items()
            if "historical" not in label
        ),
        key=lambda choice: choice[1].casefold(),
    )


def actions_of(sources):
    possible = {action for source in sources for action in source.actions}
    return [(action.value, action.label) for action in Action if action in possible]
