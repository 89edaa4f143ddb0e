"""What the published texts tell their readers, for the preview of a change to the facts."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from ministers.admin_preview import Shown
from ministers.periods import days_of, stockholm_midnight
from ministers.wording import describe
from pressreleases.models import Version, VersionMinister
from pressreleases.reading import read_all


def shown_to_readers(touched, at, on):
    """{version's key: Shown} of the texts public at `at` that `touched` may reach, read on `on`.

    Reached are texts about one of the ministers, and texts of one of the governments' periods.
    """
    versions = Version.objects.live(at).filter(reached_by(touched)).with_ministers()
    versions = versions.select_related("sent_under").newest_first()
    return {
        reading.version.pk: Shown(
            reading.version.title, reading.version.get_absolute_url(), lines(reading)
        )
        for reading in read_all(versions, on)
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


def lines(reading):
    """The notices as plain text, banner first, each sentence of a minister after the name."""
    text = describe(reading.notices, html=False)
    found = [text.banner.sentence] if text.banner else []
    for group in text.groups:
        found += [
            f"{group.heading}: {entry.name}. {' '.join(entry.sentences)}" for entry in group.entries
        ]
    return tuple(found)
