"""Dates and the language of texts, for templates."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from ministers import dates
from ministers.facts import both
from ministers.periods import Precision
from ministers.wording import marked

register = template.Library()


@register.filter
def longdate(day):
    return dates.long_date(day) if day else ""


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
    """The interval of `thing`: "sedan den 18 oktober 2022", "3 oktober 2014–21 januari 2019".

    An end after `on` is not told yet. `whole_days` ends with the last whole day (as governments
    do) instead of the day of discharge.
    """
    first, known = thing.starts_on, getattr(thing, "starts_precision", Precision.DAY)
    start = time_tag(first, known)
    if thing.ends_on is None or (on and thing.ends_on > on):
        return format_html(_("sedan den {}") if known == Precision.DAY else _("sedan {}"), start)
    last = thing.last_day if whole_days else thing.ends_on
    known_end = getattr(thing, "ends_precision", Precision.DAY)
    end = time_tag(last, known_end)
    if start == end:
        return start
    if known == known_end == Precision.DAY and first.replace(day=1) == last.replace(day=1):
        # Within a month the month is said once: "6–18 oktober 2022".
        return format_html('<time datetime="{}">{}</time>–{}', first.isoformat(), first.day, end)
    return format_html(pgettext("period", "{}–{}"), start, end)


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
