"""What readers will see on a day that they do not see today: a change of government rehearsed.

A plan is entered in a transaction that is rolled back; what readers are told is asked for in it and
after it, with the machinery of ministers/admin_preview.py. What is already entered ahead needs no
plan: then only the day differs.
"""

from django.db import transaction

from ministers.admin_preview import compare, look
from ministers.handing_over import enter
from ministers.rehearsal_outcome import Rehearsal
from ministers.rehearsal_reach import touched_between, touched_by
from ministers.world import world


def rehearse(*, plan, at, on):
    """The Rehearsal of a Plan, seen from the instant `at` on day `on`; nothing is kept.

    Raises the ValidationError of `enter`. A plan for a day that has been shows at once: then the
    pages of today are compared.
    """
    asked = [plan.leaves_on or plan.caretaker_from, plan.starts_on]
    days = sorted({max(day, on) for day in asked if day})
    now, touched = world(on), touched_by(plan)
    with transaction.atomic():
        enter(plan=plan)
        touched |= touched_by(plan) | touched_between(on, days[-1])
        after = look(touched, at, days)
        then = world(days[-1])
        transaction.set_rollback(True)
    return rehearsal(now, then, look(touched, at, [on]), after, days)


def foresee(*, day, at, on):
    """The Rehearsal of what is already entered for the days after `on`, up to `day`."""
    touched = touched_between(on, day)
    before, after = look(touched, at, [on]), look(touched, at, [day])
    return rehearsal(world(on), world(day), before, after, [day])


def rehearsal(now, then, before, after, days):
    shown = {key: found for (_on, key), found in before.items()}
    # Today's notices stand against each of the days.
    against = {(day, key): found for day in days for key, found in shown.items()}
    last = {key: found for (day, key), found in after.items() if day == days[-1]}
    abouts = {}
    for found in (*shown.values(), *after.values()):
        abouts.update(zip(found.lines, found.abouts, strict=True))
    changed = compare(against, after, days, None)
    return Rehearsal(days[-1], changed, now, then, shown, last, abouts)
