"""A planned change of government entered, found again, and taken back: all or nothing.

Nothing says "planned" in a column: what was entered together bears the same reason in its history,
and whether it has happened follows from the dates.
"""

from dataclasses import dataclass
from uuid import uuid4

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from ministers.handover import Action
from ministers.handover_problems import problems
from ministers.models import Government, Minister, Tenure

MAY_ENTER = (
    "ministers.add_government",
    "ministers.change_government",
    "ministers.add_tenure",
    "ministers.change_tenure",
    "ministers.add_minister",
)
MAY_TAKE_BACK = (*MAY_ENTER, "ministers.delete_government", "ministers.delete_tenure")
REASON = "regeringsskifte "
TAKEN_BACK = "regeringsskifte-taget-tillbaka "
# What a plan changes of a fact that was there before it.
CHANGED = ("ends_on", "ends_source_sv", "ends_source_en", "caretaker_from")
WRITTEN = (Government, Tenure, Minister)


@transaction.atomic
def enter(*, plan):
    """Write the whole plan; return the key by which `entered` finds it again.

    Raises ValidationError {key of a row, or "government": [messages]}; then nothing is written.
    Ends come before beginnings, so that a post is free when its next holder comes.
    """
    wrong, key = problems(plan), uuid4().hex[:12]
    if wrong:
        raise ValidationError(wrong)
    if plan.outgoing and end(plan.outgoing, plan):
        keep("government", plan.outgoing, key, wrong)
    for step in plan.steps:
        if step.action != Action.STAYS and end(step.tenure, plan):
            keep(step.key, step.tenure, key, wrong)
    if plan.government:
        keep("government", plan.government, key, wrong)
    for row, tenure in plan.begun:
        if tenure.minister.pk is None and not keep(row, tenure.minister, key, wrong):
            continue
        # Once more, now that a new minister has a key.
        tenure.minister = tenure.minister
        keep(row, tenure, key, wrong)
    if not wrong and entered(key) is None:
        wrong["government"].append(_("Planen ändrar ingenting."))
    if wrong:
        raise ValidationError(wrong)
    return key


def end(fact, plan):
    """Set what the plan changes of a fact; return whether that is anything. Unsaved.

    A fact that already ends on the day keeps its end's source.
    """
    changed = False
    if isinstance(fact, Government) and plan.caretaker_from not in (None, fact.caretaker_from):
        fact.caretaker_from, changed = plan.caretaker_from, True
    if plan.leaves_on and fact.ends_on != plan.leaves_on:
        fact.ends_on, changed = plan.leaves_on, True
        fact.ends_source_sv, fact.ends_source_en = plan.ends_source["sv"], plan.ends_source["en"]
    return changed


def keep(row, fact, key, wrong):
    """Check and save one fact; return whether it was. What its rules refuse is added to `wrong`.

    Raises ValidationError for what the database refuses, because someone else came before.
    """
    fact._change_reason = REASON + key
    try:
        fact.full_clean()
        fact.save()
    except ValidationError as refusal:
        wrong[row] += refusal.messages
        return False
    except IntegrityError as refusal:
        raise ValidationError({row: [in_words(refusal, type(fact))]}) from refusal
    return True


def in_words(refusal, model):
    """The rule that the database names, as an editor is told it."""
    said = str(refusal)
    for rule in model._meta.constraints:
        message = str(rule.get_violation_error_message())
        # PostgreSQL names the rule, the triggers of SQLite say its message.
        if rule.name in said or message in said:
            return message
    return _("Uppgifterna krockar med något som någon annan just har sparat.")


@dataclass(frozen=True)
class Entered:
    """What one plan wrote, as rows of history: what it made, and what it changed."""

    key: str
    by: object
    at: object
    made: tuple
    changed: tuple

    @property
    def government(self):
        """The new government as it was entered, or None."""
        return next((row for row in self.made if row.instance_type is Government), None)

    @property
    def first_day(self):
        """The first day on which anything of it shows; caretaking counts if there is no other."""
        days = [row.starts_on for row in self.made if hasattr(row, "starts_on")]
        days += [row.ends_on for row in self.changed if row.ends_on != before(row, "ends_on")]
        caretaking = [getattr(row, "caretaker_from", None) for row in self.changed]
        return min(day for day in (days or caretaking) if day)

    @property
    def untouched(self):
        """Whether nobody has changed any of it since."""
        return all(is_last_word(row) for row in (*self.made, *self.changed))

    @property
    def stands(self):
        """Whether any of it is still there: what was taken back is not."""
        return any(is_there(row) for row in self.made) or (
            not self.made and any(is_last_word(row) for row in self.changed)
        )


def before(row, field):
    return getattr(row.prev_record, field) if row.prev_record else None


def is_last_word(row):
    last = row.instance_type.history.filter(id=row.id).order_by("-history_id").first()
    return last.history_id == row.history_id


def name_of(row):
    """What a row of history is about; its fact, or what that leads to, may be gone since."""
    try:
        return str(row.instance)
    except ObjectDoesNotExist:
        return _("%s (borttagen)") % row.instance_type._meta.verbose_name


def is_there(row):
    return row.instance_type.objects.filter(pk=row.id).exists()


def entered(key):
    """The Entered of a key, or None."""
    rows = [
        row
        for model in WRITTEN
        for row in model.history.filter(history_change_reason=REASON + key)
        .select_related("history_user")
        .order_by("history_id")
    ]
    if not rows:
        return None
    return Entered(
        key,
        rows[0].history_user,
        rows[0].history_date,
        made=tuple(row for row in rows if row.history_type == "+"),
        changed=tuple(row for row in rows if row.history_type == "~"),
    )


def planned(on):
    """The Entered that still stand and have not happened by day `on`, the nearest first."""
    reasons = {
        reason
        for model in (Government, Tenure)
        for reason in model.history.filter(history_change_reason__startswith=REASON).values_list(
            "history_change_reason", flat=True
        )
    }
    found = [entered(reason.removeprefix(REASON)) for reason in reasons]
    ahead = [one for one in found if one.first_day > on and one.stands]
    return sorted(ahead, key=lambda one: (one.first_day, one.key))


@transaction.atomic
def take_back(*, key, on):
    """Undo a plan that has not happened by day `on`: delete what it made, reopen what it ended.

    Raises ValidationError in words where the day has come, where someone has changed a fact after
    it, or where something else builds on what it made; then nothing changes. Caretaking that has
    begun stays: it is true whatever comes of the plan. History keeps every step.
    """
    one = entered(key)
    if one is None or not one.stands:
        raise ValidationError(_("Det planerade skiftet finns inte längre."))
    if one.first_day <= on:
        raise ValidationError(
            _("Skiftet har redan skett, den %s. Rätta i stället uppgifterna var för sig.")
            % one.first_day.isoformat()
        )
    for row in (*one.made, *one.changed):
        if not is_last_word(row):
            raise ValidationError(
                _("Någon har ändrat det här efter att skiftet planerades: %s. Rätta det för sig.")
                % name_of(row)
            )
    for model in (Tenure, Government, Minister):
        for row in one.made:
            if row.instance_type is model:
                remove(model.objects.get(pk=row.id), key)
    for row in one.changed:
        reopen(row, on, key)


def remove(fact, key):
    fact._change_reason = TAKEN_BACK + key
    try:
        fact.delete()
    except ProtectedError as refusal:
        others = ", ".join(sorted(str(other) for other in list(refusal.protected_objects)[:3]))
        raise ValidationError(
            _("%(fact)s kan inte tas bort, för annat bygger på det: %(others)s.")
            % {"fact": fact, "others": others}
        ) from refusal


def reopen(row, on, key):
    """Give the fact back what it had before the plan."""
    fact = row.instance_type.objects.get(pk=row.id)
    caretaking = getattr(row, "caretaker_from", None)
    fields = [name for name in CHANGED if hasattr(row, name)]
    if caretaking and caretaking <= on:
        fields.remove("caretaker_from")
    for name in fields:
        setattr(fact, name, before(row, name))
    fact._change_reason = TAKEN_BACK + key
    fact.full_clean()
    fact.save()
