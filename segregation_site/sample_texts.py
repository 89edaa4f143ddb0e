"""Made-up texts for the component page: unsaved versions and how they are read."""

from datetime import UTC, datetime

from pressreleases.enums import Kind, Origin
from pressreleases.models import Version
from pressreleases.reading import Reading
from segregation_site.sample_facts import AGENCY, DEPARTMENT
from segregation_site.sample_ministers import GOVERNMENT, READ_ON

PUBLISHED = datetime(2017, 12, 1, 9, tzinfo=UTC)
CORRECTED = datetime(2017, 12, 4, 14, 15, tzinfo=UTC)
MANDATE = {
    "agency": AGENCY,
    "agency_name": {"sv": "Delegationen mot segregation", "en": "Delegation against Segregation"},
    "tasks": [
        {"sv": "främja samverkan", "en": "promote collaboration"},
        {"sv": "fördela statsbidrag.", "en": "distribute grants."},
    ],
}


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
