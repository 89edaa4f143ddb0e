"""What the component page shows: the real templates with made-up facts, without a database.

Texts, files, ministers and other facts are in the other sample_*.py. Links lead to pages of the
content.
"""

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from pressreleases.attachments import shown_files
from pressreleases.enums import Change, Kind
from pressreleases.models import Version, Withdrawal
from segregation_site.sample_attachments import FILES, sample_file_url
from segregation_site.sample_facts import AGENCY, ASSIGNMENT, fact_samples
from segregation_site.sample_ministers import CHANGED, DIED, GOVERNMENT, LEFT, LINKED, seen
from segregation_site.sample_texts import CORRECTED, MANDATE, SampleReading, version


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
