"""Who is known to have directed an agency by a day."""

from ministers.periods import days_of


def known_directorships(agency, moment):
    """Those whose first known day, or month, is over by the day shown.

    One without any day came at some time while the agency was open: on a day asked for they show
    once it has closed, and otherwise from its opening.
    """
    undated_from = agency.ends_on if moment.asked else agency.starts_on
    return [
        held
        for held in agency.directorships.all()
        if (first := first_known_day(held) or undated_from) and first <= moment.on
    ]


def first_known_day(held):
    """The day from which a directorship is known, or None; of a month, its last."""
    if held.appointed_on:
        return days_of(held.appointed_on, held.appointed_precision)[-1]
    return held.starts_on
