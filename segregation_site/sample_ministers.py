"""Made-up ministers for the component page, and the notices about them."""

from datetime import date

from ministers.notices import Both, Cabinet, Evidence, Held, Person, notices
from ministers.wording import describe

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


def seen(people, governments):
    return describe(notices(people, governments, [date(2017, 12, 1)], READ_ON))
