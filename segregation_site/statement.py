"""The accessibility statement as data; the page is made from it.

Contents by Digg's regulations on lag (2018:1937) om tillgänglighet till digital offentlig service.
The publisher is no public actor, so the statement is voluntary and says so.
"""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

STANDARD = "EN 301 549 V3.2.1 (WCAG 2.1 AA), WCAG 2.2 AA"
ASSESSED_ON = date(2026, 11, 22)
UPDATED_ON = date(2026, 11, 22)


@dataclass(frozen=True)
class Issue:
    """A known fault: whom it meets in which situation, against which criterion, and the plan."""

    text: str
    criterion: str
    situation: str
    reason: str
    plan: str


@dataclass(frozen=True)
class Statement:
    actor: str
    service: str
    compliance: str
    method: str
    contact: str
    issues: list
    standard: str = STANDARD
    assessed_on: date = ASSESSED_ON
    updated_on: date = UPDATED_ON
    tools: list = field(default_factory=list)
    complaint_url: str = "https://www.digg.se/tdosanmalan"
    oskaligt: list = field(default_factory=list)
    outside: list = field(default_factory=list)


def accessibility_statement():
    """The Statement in the active language.

    "Helt förenlig" needs a recorded manual pass with assistive technology, which has not been made.
    """
    return Statement(
        actor=_("Projektet bakom Pressarkivet"),
        service=settings.SITE_NAME,
        compliance=_("delvis förenlig"),
        method=_(
            "Självskattning. Varje sidtyp prövas automatiskt på båda språken, i ljust och mörkt "
            "läge och i tre bredder, och har granskats för hand med tangentbord."
        ),
        contact=settings.SITE_CONTACT,
        tools=["axe-core", "Nu Html Checker", "Chromium"],
        issues=[
            Issue(
                text=_("Webbplatsen är inte provad med skärmläsare"),
                criterion=_("Alla kriterier som rör hjälpmedel"),
                situation=_("utan synförmåga, nedsatt syn"),
                reason=_("De automatiska proven visar inte hur en skärmläsare läser upp sidorna."),
                plan=_("En genomgång med NVDA och VoiceOver görs före nästa bedömning."),
            ),
            Issue(
                text=_("Ursprungliga källor kan vara otillgängliga"),
                criterion="WCAG 2.1 AA",
                situation=_("alla användningssituationer"),
                reason=_("Länkar leder till andras webbplatser, som vi inte råder över."),
                plan=_("Behöver du innehållet i en annan form, skriv till oss."),
            ),
        ],
        outside=[_("Innehåll på andra webbplatser som vi länkar till.")],
    )
