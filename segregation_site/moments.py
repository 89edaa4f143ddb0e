"""Instants as editors speak of them: "i dag kl. 15.15", "måndag 23 november kl. 09.00"."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ministers.dates import long_date
from ministers.periods import STOCKHOLM


def when(instant, moment):
    """An aware instant in Stockholm time, told from the day of `moment`."""
    local = instant.astimezone(STOCKHOLM)
    day, clock = local.date(), local.strftime(_("%H.%M"))
    if day == moment.on:
        return _("i dag kl. %s") % clock
    if day == moment.on - timedelta(days=1):
        return _("i går kl. %s") % clock
    named = {
        "weekday": date_format(day, "l").lower(),
        "date": long_date(day) if day.year != moment.on.year else date_format(day, "j F"),
        "time": clock,
    }
    if day == moment.on + timedelta(days=1):
        return _("i morgon, %(weekday)s %(date)s, kl. %(time)s") % named
    return _("%(weekday)s %(date)s kl. %(time)s") % named
