"""What publishing or correcting at an instant means, in words for the editor who chooses it."""

from django.utils.translation import gettext as _

from ministers.dates import on_the_date
from ministers.periods import STOCKHOLM, Precision
from pressreleases.instants import how_far, spelled_out


def meaning(instant, *, at, government, taking_office=None, precision=Precision.DAY):
    """What publishing at `instant` (None: now) means, as a list of sentences, told at `at`.

    `government` (or None) is the one that the text will count to, `taking_office` the one that
    takes over that day, if any.
    """
    told = instant or at
    when = {"when": spelled_out(told)}
    if instant is None:
        lines = [_("Texten publiceras direkt, %(when)s.") % when]
    elif instant > at:
        lines = [
            _("Publiceras %(when)s, om %(far)s.") % {**when, "far": how_far(instant - at)},
            _("Till dess ser ingen läsare den, och då visas den av sig själv."),
        ]
    elif precision == Precision.DAY:
        lines = [
            _("Sidan säger att texten publicerades %(when)s, för %(far)s sedan.")
            % {**when, "far": how_far(at - instant)},
            _("Den blir läsbar direkt. Välj en tid framåt om du vill schemalägga."),
        ]
    else:
        day = told.astimezone(STOCKHOLM).date()
        lines = [
            _("Sidan säger att texten publicerades %(when)s. Den blir läsbar direkt.")
            % {"when": on_the_date(day, precision)}
        ]
    if taking_office:
        lines.append(
            _("Dagen är en skiftesdag: %(government)s tillträder.")
            % {"government": taking_office.name}
        )
    if government:
        lines.append(_("Texten räknas till %(government)s.") % {"government": government.name})
    else:
        lines.append(_("Ingen regering är inlagd för den dagen."))
    return lines


def correction_meaning(instant, *, at):
    """What correcting at `instant` (None: now) means, as a list of sentences, told at `at`."""
    if instant is None:
        return [_("Rättelsen publiceras direkt.")]
    if instant <= at:
        return [_("Tiden har redan varit. Välj en tid som ligger framåt.")]
    return [
        _("Rättelsen publiceras %(when)s, om %(far)s.")
        % {"when": spelled_out(instant), "far": how_far(instant - at)},
        _("Till dess läser alla den nuvarande versionen."),
    ]
