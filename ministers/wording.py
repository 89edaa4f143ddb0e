"""The sentences of the notices, in the active language, for pages (HTML) and for plain text."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from ministers.dates import long_date, on_the_date, the_date
from ministers.notices import Status

HEADINGS = {
    Status.CHANGED: gettext_lazy("Statsråd på denna sida som har bytt ansvarsområde"),
    Status.LEFT: gettext_lazy("Statsråd på denna sida som har entledigats"),
    Status.DIED: gettext_lazy("Statsråd på denna sida som har avlidit"),
}
# English bends the verb: "he was" but "they were". Swedish does not, hence the contexts. English
# also names the person once more in "died", which gettext is told not to mind.
SINGULAR = {
    "past": pgettext_lazy("han/hon", "Under perioden {start} till {end} var {who} {title}."),
    "now": pgettext_lazy("han/hon", "Sedan {start} är {who} {title}."),
    # xgettext:no-python-brace-format
    "died": pgettext_lazy("han/hon", "{Who} var {title} från {start} till sin bortgång {end}."),
}
PLURAL = {
    "past": pgettext_lazy("hen", "Under perioden {start} till {end} var {who} {title}."),
    "now": pgettext_lazy("hen", "Sedan {start} är {who} {title}."),
    # xgettext:no-python-brace-format
    "died": pgettext_lazy("hen", "{Who} var {title} från {start} till sin bortgång {end}."),
}
PRONOUNS = {
    "han": pgettext_lazy("pronomen", "han"),
    "hon": pgettext_lazy("pronomen", "hon"),
    "hen": pgettext_lazy("pronomen", "hen"),
}


@dataclass(frozen=True)
class BannerText:
    sentence: str
    facts: list


@dataclass(frozen=True)
class Entry:
    slug: str
    name: str
    sentences: list
    facts: list


@dataclass(frozen=True)
class Group:
    status: Status
    heading: str
    entries: list


@dataclass(frozen=True)
class NoticesText:
    banner: BannerText | None
    groups: list

    def __bool__(self):
        return bool(self.banner or self.groups)


def marked(text, language):
    """The text as HTML, its language marked where it is not the page's (WCAG 3.1.2)."""
    if not text or language == get_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


def unmarked(text, language):
    return text


def describe(notices, *, html=True):
    """The NoticesText of a Notices in the active language; `html=False` gives plain text."""
    fill, mark = (format_html, marked) if html else (str.format, unmarked)
    groups = [
        Group(status, str(heading), [entry(notice, fill, mark) for notice in found])
        for status, heading in HEADINGS.items()
        if (found := notices.of(status))
    ]
    return NoticesText(banner(notices.banner, fill, mark), groups)


def banner(government, fill, mark):
    if government is None:
        return None
    first, last = long_date(government.starts_on), the_date(government.last_day)
    sentence = fill(
        _("Innehållet publicerades under perioden {first} till {last}, under {government}."),
        first=first,
        last=last,
        government=mark(*government.name.pick(get_language())),
    )
    fact = fill(
        _("{government} tillträdde {start} och lämnade {end}."),
        government=mark(*capitalised(government.name)),
        start=the_date(government.starts_on),
        end=the_date(government.ends_on),
    )
    return BannerText(sentence, [sourced(fact, (government.evidence,), True, fill, mark)])


def capitalised(both):
    text, language = both.pick(get_language())
    return capfirst(text), language


def entry(notice, fill, mark):
    person = notice.person
    kind = "died" if notice.status is Status.DIED else "past"
    sentences = [sentence("now", person, held, fill, mark) for held in notice.now]
    for held in notice.ended:
        # Only the post that the death ended speaks of it.
        ended_by_death = kind == "died" and held is notice.ended[0]
        sentences.append(sentence("died" if ended_by_death else "past", person, held, fill, mark))
    facts = [
        sourced(
            fill("{}: {}.", title_of(held, fill, mark, leads=True), interval(held)),
            held.evidence,
            bool(held.ends_on),
            fill,
            mark,
        )
        for held in (*notice.now, *notice.ended)
    ]
    return Entry(person.slug, person.name, sentences, facts)


def sentence(kind, person, held, fill, mark):
    """One sentence about one post; the year is always printed, the end is the day of discharge."""
    forms = PLURAL if person.pronoun == "hen" else SINGULAR
    who = str(PRONOUNS.get(person.pronoun, person.name))
    # Swedish has no article before the first date of "Under perioden"; the seed's own wording.
    start = long_date if kind == "past" else the_date
    until = on_the_date if kind == "died" else the_date
    return fill(
        str(forms[kind]),
        start=start(held.starts_on, held.starts_precision),
        end=until(held.ends_on, held.ends_precision) if held.ends_on else "",
        who=who,
        Who=capfirst(who),
        title=title_of(held, fill, mark),
    )


def title_of(held, fill, mark, *, leads=False):
    """The title, an acting minister's said as such; `leads` begins a sentence with it."""
    if not held.acting:
        return mark(*(capitalised(held.title) if leads else held.title.pick(get_language())))
    form = _("tillförordnad {title}")
    title = mark(*held.title.pick(get_language()))
    return fill(capfirst(form) if leads else form, title=title)


def interval(held):
    """The period in words; an ongoing one says since when."""
    start = long_date(held.starts_on, held.starts_precision)
    if held.ends_on is None:
        return _("sedan %s") % the_date(held.starts_on, held.starts_precision)
    return _("%(start)s till %(end)s") % {
        "start": start,
        "end": the_date(held.ends_on, held.ends_precision),
    }


def sourced(fact, evidences, ended, fill, mark):
    """The fact, then where its dates were read; what no source confirms says so."""
    lines = [source_line(_("Källa för starten: {source}."), evidences[0].starts, fill, mark)]
    if ended:
        lines.append(source_line(_("Källa för slutet: {source}."), evidences[-1].ends, fill, mark))
    lines += [mark(*item.note.pick(get_language())) for item in evidences if any_text(item.note)]
    for line in lines:
        fact = fill("{} {}", fact, line)
    return fact


def source_line(template, source, fill, mark):
    if not any_text(source):
        return fill(template, source=_("ej bekräftad uppgift"))
    return fill(template, source=mark(*source.pick(get_language())))


def any_text(both):
    return bool(both.sv or both.en)


def then_title(person, held, *, html=True):
    """What the person was called that day: "samordnings- och energiminister", or nothing."""
    fill, mark = (format_html, marked) if html else (str.format, unmarked)
    titles = [title_of(item, fill, mark) for item in held]
    if not titles:
        return ""
    joined = titles[0]
    for title in titles[1:]:
        joined = fill(pgettext("två poster", "{first} och {second}"), first=joined, second=title)
    return joined
