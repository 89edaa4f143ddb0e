"""What the component page shows: the real templates with made-up facts, without a database.

Notices and releases are here, rows of facts in sample_facts.py. Links lead to pages of the content.
"""

from datetime import UTC, date, datetime

from django.templatetags.static import static
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from ministers.notices import Both, Cabinet, Evidence, Held, Person, notices
from ministers.wording import describe
from pressreleases.attachments import shown_files
from pressreleases.enums import Change, FileType, Kind, Origin
from pressreleases.models import Version, Withdrawal
from pressreleases.reading import Reading
from segregation_site.sample_facts import AGENCY, ASSIGNMENT, DEPARTMENT, fact_samples

PUBLISHED = datetime(2017, 12, 1, 9, tzinfo=UTC)
CORRECTED = datetime(2017, 12, 4, 14, 15, tzinfo=UTC)
SOURCED = (Evidence(starts=Both("exempel", "example"), ends=Both("exempel", "example")),)
GOVERNMENT = Cabinet(
    "exempel",
    Both("regeringen Exempel", "the Exempel Government"),
    date(2014, 10, 3),
    date(2019, 1, 21),
)
ENERGY = Both("energiminister", "Minister for Energy")
FINANCE = Both("finansminister", "Minister for Finance")
FUTURE = Both("framtidsminister", "")


def held(title, start, end=None, **given):
    return Held(title.sv, title, start, end, evidence=given.pop("evidence", SOURCED), **given)


LEFT = Person(
    "kim",
    "Kim Exempel",
    "hon",
    (
        held(ENERGY, date(2016, 5, 25), date(2019, 1, 21)),
        held(FINANCE, date(2019, 1, 21), date(2021, 11, 30), evidence=(Evidence(),)),
    ),
)
CHANGED = Person(
    "robin",
    "Robin Exempel",
    "han",
    (held(FUTURE, date(2014, 10, 3), date(2019, 1, 21)), held(FINANCE, date(2021, 11, 30))),
)
DIED = Person(
    "sam",
    "Sam Exempel",
    "hen",
    (held(ENERGY, date(2014, 10, 3), date(2018, 2, 2), acting=True),),
    died_on=date(2018, 2, 2),
)
READ_ON = date(2026, 1, 1)
# The minister whose page the text about a release links to, with the post held then.
LINKED = Person(
    "ibrahim-baylan",
    "Ibrahim Baylan",
    "han",
    (
        held(
            Both("samordnings- och energiminister", "Minister for Policy Coordination and Energy"),
            date(2016, 5, 25),
            date(2019, 1, 21),
        ),
    ),
)
MANDATE = {
    "agency": AGENCY,
    "agency_name": {"sv": "Delegationen mot segregation", "en": "Delegation against Segregation"},
    "tasks": [
        {"sv": "främja samverkan", "en": "promote collaboration"},
        {"sv": "fördela statsbidrag.", "en": "distribute grants."},
    ],
}

IMAGE = {
    "key": "",
    "name": "exempel.png",
    "type": FileType.PNG,
    "size": 24_500,
    "width": 600,
    "height": 300,
    "title": {"sv": "Bildtexten till ett exempel.", "en": "The caption of an example."},
    "alt": {
        "sv": "Stapeldiagram med fem staplar som blir lägre.",
        "en": "Bar chart with five bars, each lower than the one before.",
    },
    "decorative": False,
}
FILES = [
    IMAGE,
    {**IMAGE, "title": {"sv": "", "en": ""}, "alt": {"sv": "Bara på svenska.", "en": ""}},
    {
        **IMAGE,
        "type": FileType.PDF,
        "size": 1_240_000,
        "title": {"sv": "En bilaga", "en": "An attachment"},
    },
    {**IMAGE, "type": FileType.PDF, "title": {"sv": "En bilaga bara på svenska", "en": ""}},
]


def sample_file_url(file):
    """The picture is a file of our own; the documents lead back to the list itself."""
    return "#k-bilagor" if file["type"] == FileType.PDF else static("img/sample-figure.svg")


def seen(people, governments):
    return describe(notices(people, governments, [date(2017, 12, 1)], READ_ON))


def version(**given):
    """An unsaved Version that a list or a page can print."""
    values = {
        "kind": Kind.PRESS_RELEASE,
        "year": 2017,
        "month": 12,
        "slug": "regeringen-starker-arbetet-med-att-motverka-segregation",
        "title_sv": "Rubrik på ett exempel",
        "title_en": "The headline of an example",
        "lead_sv": "Ingressen säger det viktigaste först.",
        "lead_en": "The lead says what matters most.",
        "first_published_at": PUBLISHED,
        "published_at": PUBLISHED,
        "frozen": {
            "department": {
                "slug": DEPARTMENT["slug"],
                "name": {"sv": DEPARTMENT["name_sv"], "en": DEPARTMENT["name_en"]},
            },
            "provenance": {
                "origin": Origin.DEMONSTRATION,
                "publisher": {"sv": "Exempelutgivaren", "en": "The example publisher"},
                "licence_note": {"sv": "Fri att använda.", "en": "Free to use."},
                "original_url": "https://www.example.org/en-text",
            },
            "agencies": [{"slug": AGENCY, "name": MANDATE["agency_name"]}],
            "contacts": [
                {
                    "role": {"sv": "Presstjänsten", "en": "Press service"},
                    "name": "",
                    "email": "press@example.org",
                    "phone": "08-405 10 00",
                }
            ],
        },
    } | given
    return Version(**values)


class SampleReading(Reading):
    """A Reading whose people are given instead of read from the record."""

    def __init__(self, version, people):
        super().__init__(version, [GOVERNMENT], READ_ON)
        self.__dict__["people"] = people


def samples():
    """The context of about/components.html, in the active language."""
    corrected = version(
        number=2,
        change=Change.SUBSTANTIVE,
        published_at=CORRECTED,
        change_note_sv="Rätt datum är den 1 januari 2018.",
        change_note_en="The right date is 1 January 2018.",
    )
    only_swedish = version(title_en="", lead_en="", title_sv="En text som bara finns på svenska")
    withdrawal = Withdrawal(
        at=CORRECTED, reason_sv="Fel belopp angavs.", reason_en="A wrong amount was given."
    )
    return {
        "banner_only": seen([], [GOVERNMENT]),
        "left": seen([LEFT], [GOVERNMENT]),
        "changed": seen([CHANGED], []),
        "every_kind": seen([LEFT, CHANGED, DIED], [GOVERNMENT]),
        "nothing": seen([], []),
        "readings": [
            SampleReading(version(), [LEFT, CHANGED]),
            SampleReading(only_swedish, []),
        ],
        "reading": SampleReading(corrected, [LINKED]),
        "version": corrected,
        "corrections": [corrected],
        "beside": shown_files(Version(frozen={"files": FILES}), sample_file_url),
        "withdrawal": withdrawal,
        "removal": Withdrawal(at=CORRECTED, reason_sv="Lag.", reason_en="Law.", removed=True),
        "mandate": MANDATE,
        "assignment": {
            "agency": AGENCY,
            "slug": ASSIGNMENT,
            "title": {"sv": "Särskilt uppdrag", "en": "Special assignment"},
            "summary": {"sv": "Ta fram ett system.", "en": "Develop a system."},
        },
        "wrong_day": _("Skriv dagen som ÅÅÅÅ-MM-DD, till exempel 2018-01-01."),
        "kind": Kind.PRESS_RELEASE,
        "kinds": list(Kind),
        "years": [(2017, 1), (2018, 2)],
        "months": [(12, MONTHS[12], 1)],
        "sources": ["https://www.riksdagen.se/", "SFS 2017:1085"],
        **fact_samples(),
    }
