"""Instants on Swedish clocks, and how such a time and a span to it are said in words.

Twice a year the clock is moved: an hour in spring does not exist, an hour in autumn comes twice.
"""

from datetime import UTC

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ministers.periods import STOCKHOLM


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
    if len(parts) < 2:
        return parts[0]
    return _("%(first)s och %(second)s") % {"first": parts[0], "second": parts[1]}
