"""The form field for a clock time that editors type in Swedish time."""

from datetime import datetime

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pressreleases.instants import instants_of

_CLOCK = gettext_lazy("Klockslag")


class DayAndTime(AdminSplitDateTime):
    """Admin's two boxes, each with a name of its own."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        for box, name in zip(self.widgets, (gettext_lazy("Datum"), _CLOCK), strict=True):
            box.attrs["aria-label"] = name


class StockholmInstantField(forms.SplitDateTimeField):
    """A day and a time on Swedish clocks; cleans to an instant in UTC.

    A time that does not exist is refused in words. Of a time that comes twice it gives the first;
    a form that mixes in AsksWhichHour asks.
    """

    widget = DayAndTime

    def compress(self, data_list):
        if not data_list:
            return None
        day, typed = data_list
        if day in self.empty_values:
            raise ValidationError(self.error_messages["invalid_date"], code="invalid_date")
        if typed in self.empty_values:
            raise ValidationError(self.error_messages["invalid_time"], code="invalid_time")
        found = instants_of(datetime.combine(day, typed))
        if not found:
            raise ValidationError(
                _(
                    "Klockan %(time)s finns inte den dagen: då ställs klockan fram från 02.00 till "
                    "03.00. Välj en tid före 02.00 eller från 03.00."
                ),
                code="no_such_time",
                params={"time": typed.strftime(_("%H.%M"))},
            )
        return found[0]
