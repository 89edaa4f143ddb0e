"""Dates and the language of texts, for templates."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ministers import dates
from ministers.facts import both
from ministers.periods import Precision
from ministers.wording import marked

register = template.Library()


@register.filter
def longdate(day):
    return dates.long_date(day) if day else ""


@register.filter
def partialdate(day, precision):
    return dates.long_date(day, precision) if day else ""


@register.filter
def longtime(instant):
    return dates.long_time(instant) if instant else ""


@register.simple_tag
def time_tag(day, precision=Precision.DAY):
    """A <time> element that says a date as far as it is known."""
    if day is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>',
        dates.machine_date(day, precision),
        dates.long_date(day, precision),
    )


@register.simple_tag
def instant_tag(instant):
    """A <time> element for an instant, printed in Stockholm time."""
    return format_html(
        '<time datetime="{}">{}</time>', dates.machine_time(instant), dates.long_time(instant)
    )


@register.simple_tag
def period(thing, on=None, *, whole_days=False):
    """The interval of `thing` in words; an end after `on` is not told yet.

    `whole_days` ends with the last whole day (as governments do) instead of the day of discharge.
    """
    start = time_tag(thing.starts_on, getattr(thing, "starts_precision", Precision.DAY))
    if thing.ends_on is None or (on and thing.ends_on > on):
        return format_html(_("sedan {}"), start) if thing.starts_on else _("pågår")
    end = time_tag(
        thing.last_day if whole_days else thing.ends_on,
        getattr(thing, "ends_precision", Precision.DAY),
    )
    if thing.starts_on is None:
        return format_html(_("till {}"), end)
    return format_html(_("{} till {}"), start, end)


@register.simple_tag
def tr(thing, field):
    """A translated field in the page's language, else in the other's, marked as such."""
    return marked(*both(thing, field).pick(get_language()))


@register.simple_tag
def tr_frozen(pair):
    """The same for a {"sv": …, "en": …} of the record."""
    language = get_language()
    other = "en" if language == "sv" else "sv"
    return marked(*((pair[language], language) if pair.get(language) else (pair[other], other)))
