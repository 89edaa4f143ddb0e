"""What the published texts tell their readers, for the preview of a change to the facts."""

from functools import reduce
from itertools import chain, groupby
from operator import itemgetter, or_

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ministers.admin_preview import Shown
from ministers.facts import all_governments, person_of
from ministers.models import Minister
from ministers.notices import notices
from ministers.periods import days_of, stockholm_midnight
from ministers.wording import describe
from pressreleases.models import Version, VersionMinister
from pressreleases.reading import SINCE

# What a text's title, address and day take; bodies are left where they are.
PRINTED = (
    "title_sv",
    "title_en",
    "kind",
    "year",
    "month",
    "slug",
    "first_published_at",
    "published_precision",
    "sent_under__starts_on",
    "sent_under__ends_on",
)


def shown_to_readers(touched, at, on):
    """{version's key: Shown} of the texts public at `at` that `touched` may reach, read on `on`.

    Reached are texts about one of the ministers, and texts of one of the governments' periods. Five
    queries and a few hundred bytes a text, however many they are: a change of government reaches
    most of an archive. Texts that agree in ministers and days share one computation.
    """
    versions = Version.objects.live(at).filter(reached_by(touched))
    named, people, governments = named_in(versions), {}, all_governments()
    for minister in Minister.objects.filter(pk__in=set(chain(*named.values()))).with_tenures():
        people[minister.pk] = person_of(minister)
    told, found = {}, {}
    for version in versions.select_related("sent_under").only(*PRINTED).iterator(chunk_size=2000):
        said = (named.get(version.pk, ()), tuple(version.days_meant))
        if said not in told:
            who = [people[minister] for minister in said[0]]
            told[said] = lines(notices(who, governments, said[1], on))
        found[version.pk] = Shown(version.title, version.get_absolute_url(), *told[said])
    return found


def named_in(versions):
    """{version's key: its ministers' keys, in the text's order, each once}."""
    mentions = VersionMinister.objects.filter(version__in=versions.order_by().values("pk"))
    rows = mentions.order_by("version", "position").values_list("version", "tenure__minister")
    return {
        version: tuple(dict.fromkeys(minister for _version, minister in mentioned))
        for version, mentioned in groupby(rows.iterator(), key=itemgetter(0))
    }


def reached_by(touched):
    mentions = VersionMinister.objects.filter(
        version=OuterRef("pk"), tenure__minister__in=touched.ministers
    )
    return reduce(or_, map(published_in, touched.periods), Q(Exists(mentions)))


def published_in(period):
    """The condition that a text may have been published on a day of the period, or sent in it."""
    starts_on, ends_on = period
    # A text whose day is not known stands at the first of its month or year.
    condition = Q(first_published_at__gte=stockholm_midnight(days_of(starts_on, "year")[0]))
    if ends_on:
        condition &= Q(first_published_at__lt=stockholm_midnight(ends_on))
    return condition | Q(sent_under__starts_on=starts_on)


def lines(found):
    """The notices as plain text, and what each line is about: (lines, abouts).

    The banner first, then each minister's sentences after the name.
    """
    text = describe(found, html=False)
    said = []
    if text.banner:
        name, _language = found.banner.name.pick(get_language())
        said.append((text.banner.sentence, _("periodrad för %s") % name))
    for group in text.groups:
        said += [
            (
                f"{group.heading}: {entry.name}. {' '.join(entry.sentences)}",
                f"{entry.name} {SINCE[group.status]}",
            )
            for entry in group.entries
        ]
    return tuple(line for line, _about in said), tuple(about for _line, about in said)
