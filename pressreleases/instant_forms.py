"""The form that asks which of two hours is meant where a clock time comes twice."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pressreleases.instants import comes_twice

FIRST, SECOND = "0", "1"


class AsksWhichHour(forms.Form):
    """For a form with a StockholmInstantField `published_at`: asks which of two hours is meant."""

    which_hour = forms.ChoiceField(
        label=gettext_lazy("Klockan visar den tiden två gånger. Vilken menar du?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            (FIRST, gettext_lazy("Första gången, i sommartid")),
            (SECOND, gettext_lazy("Andra gången, en timme senare, i normaltid")),
        ],
    )

    def settle_hour(self, cleaned):
        """Put the instant that is meant into `cleaned`, or ask; to be called first in clean()."""
        instant = cleaned.get("published_at")
        if not instant or not comes_twice(instant):
            self.fields.pop("which_hour")
        elif cleaned.get("which_hour") not in (FIRST, SECOND):
            self.add_error(
                "which_hour",
                _("Den natten ställs klockan tillbaka från 03.00 till 02.00. Välj vilken gång."),
            )
        elif cleaned["which_hour"] == SECOND:
            cleaned["published_at"] = instant + timedelta(hours=1)
