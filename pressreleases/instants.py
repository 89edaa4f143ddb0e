"""Clock times that editors type in Swedish time, and what such a time means, in words.

Twice a year the clock is moved: an hour in spring does not exist, an hour in autumn comes twice.
"""

from datetime import UTC, datetime, timedelta

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ministers.dates import on_the_date
from ministers.periods import STOCKHOLM, Precision

FIRST, SECOND = "0", "1"
_CLOCK = gettext_lazy("Klockslag")


def instants_of(local):
    """The instants, in UTC, at which Swedish clocks show the naive `local`: none, one or two."""
    found = []
    for fold in (0, 1):
        instant = local.replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC)
        shown = instant.astimezone(STOCKHOLM).replace(tzinfo=None)
        if shown == local and instant not in found:
            found.append(instant)
    return found


def comes_twice(instant):
    """Whether Swedish clocks show the time of `instant` twice that day."""
    return len(instants_of(instant.astimezone(STOCKHOLM).replace(tzinfo=None))) == 2


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


# --- in words ------------------------------------------------------------------------------------


def spelled_out(instant):
    """Such as: tisdag den 3 mars 2026 klockan 09.00 svensk tid; and which of two, if two."""
    local = instant.astimezone(STOCKHOLM)
    words = _("%(weekday)s den %(date)s klockan %(time)s svensk tid") % {
        "weekday": date_format(local, "l"),
        "date": date_format(local, "j F Y"),
        "time": local.strftime(_("%H.%M")),
    }
    if not comes_twice(instant):
        return words
    return words + ", " + (_("andra gången") if local.fold else _("första gången"))


def how_far(span):
    """A positive timedelta by its two largest units: "2 dagar och 3 timmar", "5 minuter"."""
    minutes = max(1, round(span.total_seconds() / 60))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        words % number
        for number, words in (
            (days, ngettext("%d dag", "%d dagar", days)),
            (hours, ngettext("%d timme", "%d timmar", hours)),
            (minutes, ngettext("%d minut", "%d minuter", minutes)),
        )
        if number
    ]
    return _(" och ").join(parts[:2])


def meaning(instant, *, at, government, taking_office=None, precision=Precision.DAY):
    """What publishing at `instant` (None: now) means, as a list of sentences, told at `at`.

    `government` (or None) is the one that the text will count to, `taking_office` the one that
    takes over that day, if any.
    """
    told = instant or at
    when = {"when": spelled_out(told)}
    if instant is None:
        lines = [_("Texten publiceras direkt, %(when)s.") % when]
    elif instant > at:
        lines = [
            _("Publiceras %(when)s, om %(far)s.") % {**when, "far": how_far(instant - at)},
            _("Till dess ser ingen läsare den, och då visas den av sig själv."),
        ]
    elif precision == Precision.DAY:
        lines = [
            _("Sidan säger att texten publicerades %(when)s, för %(far)s sedan.")
            % {**when, "far": how_far(at - instant)},
            _("Den blir läsbar direkt. Välj en tid framåt om du vill schemalägga."),
        ]
    else:
        day = told.astimezone(STOCKHOLM).date()
        lines = [
            _("Sidan säger att texten publicerades %(when)s. Den blir läsbar direkt.")
            % {"when": on_the_date(day, precision)}
        ]
    if taking_office:
        lines.append(
            _("Dagen är en skiftesdag: %(government)s tillträder.")
            % {"government": taking_office.name}
        )
    if government:
        lines.append(_("Texten räknas till %(government)s.") % {"government": government.name})
    else:
        lines.append(_("Ingen regering är inlagd för den dagen."))
    return lines


def correction_meaning(instant, *, at):
    """What correcting at `instant` (None: now) means, as a list of sentences, told at `at`."""
    if instant is None:
        return [_("Rättelsen publiceras direkt.")]
    if instant <= at:
        return [_("Tiden har redan varit. Välj en tid som ligger framåt.")]
    return [
        _("Rättelsen publiceras %(when)s, om %(far)s.")
        % {"when": spelled_out(instant), "far": how_far(instant - at)},
        _("Till dess läser alla den nuvarande versionen."),
    ]
