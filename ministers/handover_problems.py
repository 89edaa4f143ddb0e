"""What is wrong with a planned change of government, row by row; no queries."""

from collections import defaultdict
from itertools import combinations

from django.utils.translation import gettext as _


def problems(plan):
    """{key of a row: [what is wrong with it, in words]}; the database's own rules come after."""
    found = defaultdict(list)
    no_gap = plan.starts_on == plan.leaves_on
    for step in plan.steps:
        if step.then and same_seat(step.tenure, step.then) and no_gap:
            found[step.key].append(_("Det är samma post som nu. Välj Fortsätter i stället."))
    ended = plan.ended
    for arrival in plan.arrivals:
        new = arrival.tenure
        if no_gap and any(same_person(new, old) and same_seat(old, new) for old in ended):
            found[arrival.key].append(
                _("%(name)s har redan posten. Välj Fortsätter på den raden i stället.")
                % {"name": new.minister.name}
            )
    for (first, one), (second, other) in combinations(plan.kept + plan.begun, 2):
        if one.post_id != other.post_id:
            continue
        message = None
        if same_person(one, other):
            message = _("%(name)s får posten %(post)s på två rader.")
        elif not one.acting and not other.acting:
            message = _("Posten %(post)s får två innehavare: %(name)s och %(other)s.")
        if message:
            words = {
                "post": one.post.title,
                "name": one.minister.name,
                "other": other.minister.name,
            }
            for key in dict.fromkeys((first, second)):
                found[key].append(message % words)
    return found


def same_person(one, other):
    """Whether two tenures are of one minister; of a new one, whether the name is the same."""
    if one.minister.pk and other.minister.pk:
        return one.minister.pk == other.minister.pk
    return one.minister.name.casefold() == other.minister.name.casefold()


def same_seat(one, other):
    return one.post_id == other.post_id and one.acting == other.acting
