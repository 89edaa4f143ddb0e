"""Dates as Swedish authorities write them (webbriktlinjer.se R66), in both languages.

Django's own formats print "Oct. 3, 2014" in English and "15:05" in Swedish, so every format is
spelled out.
"""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ministers.periods import STOCKHOLM, Precision

FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
# How much of 2014-10-03 is known.
MACHINE = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def parse_day(text):
    """The date that `text` writes as ÅÅÅÅ-MM-DD; ValueError for any other form or no such day."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("not a day in the form 2018-06-01")
    return date.fromisoformat(text)


def long_date(day, precision=Precision.DAY):
    """A date as far as it is known: "3 oktober 2014", "december 2017", "2019"."""
    return date_format(day, FORMATS[precision])


def the_date(day, precision=Precision.DAY):
    """The same in running text: "den 3 oktober 2014", but "december 2017"."""
    text = long_date(day, precision)
    return _("den %s") % text if precision == Precision.DAY else text


def on_the_date(day, precision=Precision.DAY):
    """When something happened: "den 3 oktober 2014", but "i december 2017"."""
    text = long_date(day, precision)
    return (pgettext("när", "den %s") if precision == Precision.DAY else _("i %s")) % text


def long_time(instant):
    """An instant in Stockholm: "3 oktober 2014 kl. 15.15"."""
    local = instant.astimezone(STOCKHOLM)
    return _("%(date)s kl. %(time)s") % {
        "date": long_date(local.date()),
        "time": local.strftime(_("%H.%M")),
    }


def machine_date(day, precision=Precision.DAY):
    """What a <time> element's datetime attribute takes."""
    return day.isoformat()[: MACHINE[precision]]


def machine_time(instant):
    return instant.astimezone(STOCKHOLM).isoformat(timespec="seconds")
