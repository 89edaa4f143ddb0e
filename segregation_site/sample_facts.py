"""Facts for the component page: unsaved rows whose addresses exist with the site's own content.

The dates are those of the content too, so that no real person is said to have done what they did
not; that some lack a source here is made up, to show how it looks.
"""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from agency.models import Agency, AgencyEvent, AssignmentStatus, Directorship
from agency.timeline import Entry
from ministers.models import Department, Government, Minister, Post, Tenure
from ministers.periods import Precision
from ministers.timeline import timeline
from segregation_site.clock import Moment

AGENCY = "delegationen-mot-segregation"
ASSIGNMENT = "uppfoljningssystem-2018"
DEPARTMENT = {
    "slug": "statsradsberedningen",
    "name_sv": "Statsrådsberedningen",
    "name_en": "Prime Minister’s Office",
}
# The day that the samples are seen on; one post is ended then, and one is held.
DAY = date(2018, 6, 1)
NOW = Moment(at=datetime(2018, 6, 1, 12, tzinfo=UTC), on=DAY)
ASKED = NOW.as_of(DAY)
SOURCE = {"starts_source_sv": "exempel", "starts_source_en": "example"}


def unsaved():
    """The rows that the tables share."""
    minister = Minister(slug="ibrahim-baylan", given_name="Ibrahim", family_name="Baylan")
    first = Post(
        slug="energiminister",
        title_sv="energiminister",
        title_en="Minister for Energy",
        succession_note_sv="Ett exempel på en anmärkning om övertagandet.",
        succession_note_en="An example of a note on who took the area over.",
    )
    second = Post(
        slug="samordnings-och-energiminister",
        title_sv="samordnings- och energiminister",
        title_en="Minister for Policy Coordination and Energy",
    )
    government = Government(
        slug="lofven-i",
        name_sv="regeringen Löfven I",
        name_en="the Löfven I Government",
        starts_on=date(2014, 10, 3),
        ends_on=date(2019, 1, 21),
    )
    ended = Tenure(
        minister=minister,
        post=first,
        starts_on=date(2014, 10, 3),
        ends_on=date(2016, 5, 25),
        note_sv="Ett exempel på en anmärkning.",
        note_en="An example of a note.",
        **SOURCE,
    )
    held = Tenure(
        minister=minister,
        post=second,
        department=Department(**DEPARTMENT),
        starts_on=date(2016, 5, 25),
        **SOURCE,
    )
    return SimpleNamespace(
        minister=minister, first=first, second=second, government=government, ended=ended, held=held
    )


def fact_samples():
    """What the component page shows of ministers, governments and agencies."""
    rows = unsaved()
    tenures = [rows.ended, rows.held]
    titles = [(tenure.post.title, "") for tenure in tenures]
    rows.minister.held = tenures
    colleague = Minister(slug="stefan-lofven", given_name="Stefan", family_name="Löfven")
    prime_minister = Post(slug="statsminister", title_sv="statsminister", title_en="Prime Minister")
    colleague.held = [Tenure(post=prime_minister, starts_on=rows.government.starts_on)]
    return {
        "now": NOW,
        "asked": ASKED,
        "people": [rows.minister, colleague],
        "government": rows.government,
        "rows": [(tenure, [rows.government]) for tenure in tenures],
        "timeline": timeline(list(zip(titles, tenures, strict=True)), DAY),
        "cabinet": [(rows.held.department, [rows.held]), (None, [rows.ended])],
        "began": [rows.held],
        "post": rows.first,
        "chain": [rows.first, rows.second],
        "unheld": [rows.first],
        "holder": rows.held,
        "statuses": ["current", "ended", *AssignmentStatus],
        "directorships": directorships(),
        "history": history(),
        "tasks": SimpleNamespace(tasks=SimpleNamespace(all=tasks())),
    }


def directorships():
    given = {"title_sv": "direktör", "title_en": "Director", "agency": Agency(slug=AGENCY)}
    return [
        Directorship(
            name="Kim Exempel",
            appointed_on=date(2017, 11, 1),
            appointed_precision=Precision.MONTH,
            starts_on=date(2018, 1, 1),
            source_urls="exempel.se/om-oss",
            **given,
        ),
        Directorship(name="Lo Exempel", **given),
    ]


def history():
    event = AgencyEvent(
        text_sv="En händelse med källa och anmärkning.",
        text_en="An event with a source and a note.",
        note_sv="Bara månaden är känd.",
        note_en="Only the month is known.",
        source_urls="exempel.se/rapport",
    )
    bare = AgencyEvent(text_sv="En händelse utan källa.", text_en="An event without a source.")
    return [
        Entry(DAY - timedelta(days=31), Precision.MONTH, event=event),
        Entry(DAY, Precision.DAY, event=bare),
    ]


def tasks():
    return [
        SimpleNamespace(text_sv="främja samverkan", text_en="promote collaboration", section="2 §"),
        SimpleNamespace(text_sv="fördela statsbidrag.", text_en="distribute grants.", section=""),
    ]
