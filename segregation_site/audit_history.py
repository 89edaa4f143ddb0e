"""Deeds to facts, accounts and roles: each row of a history beside the one before it."""

from collections import defaultdict

from django.contrib.admin.utils import quote
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import DateField, DateTimeField, ForeignKey, OuterRef, Q, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ministers.admin_base import IN_LANGUAGE
from ministers.dates import long_time
from segregation_site.account_history import BEGAN, PASSWORD
from segregation_site.audit import Action, Change, Event, Source, may_see
from segregation_site.audit_text import differing

# Longer lists of what was chosen are told by what was added and taken away.
SHORT_LIST = 10
TYPES = {"+": Action.ADDED, "~": Action.CHANGED, "-": Action.DELETED}
REASONS = {BEGAN: Action.BEGAN, PASSWORD: Action.PASSWORD}


def object_url(model, pk, user):
    """The page in admin of an object that exists, or "" where the user may not see it."""
    if pk is None or not may_see(user, model):
        return ""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    try:
        return reverse(name, args=[quote(pk)])
    except NoReverseMatch:
        return ""


class HistorySource(Source):
    """The history that simple_history keeps of one model.

    `parent` is the foreign key of a part that has no page of its own in admin.
    """

    at, who, own_number = "history_date", "history_user", "id"

    def __init__(self, tracked, parent=""):
        self.tracked, self.parent = tracked, parent
        self.name = tracked._meta.label_lower
        self.model = tracked.history.model
        self.about = tracked._meta.get_field(parent).related_model if parent else tracked
        self.number = f"{parent}_id" if parent else "id"
        self.seen_with = tracked
        doubled = {
            field.translated_field.name
            for field in tracked._meta.fields
            if hasattr(field, "translated_field")
        }
        self.fields = [
            field
            for field in self.model.tracked_fields
            if field.name not in doubled and not field.primary_key
        ]
        self.search = [
            field.name for field in self.fields if field.get_internal_type() == "CharField"
        ]
        self.search += [
            f"{field.name}__{name}"
            for field in self.fields
            if isinstance(field, ForeignKey)
            for name in ("family_name", "given_name", "title_sv", "title_en", "name_sv", "name_en")
            if name in {other.name for other in field.related_model._meta.fields}
        ]
        said = Q(history_change_reason__in=REASONS)
        plain = Q(history_change_reason__isnull=True) | ~said
        self.actions = {
            **{action: Q(history_type=sign) & plain for sign, action in TYPES.items()},
            **{action: Q(history_change_reason=why) for why, action in REASONS.items()},
        }

    def kinds(self):
        return {self.about._meta.label_lower, self.tracked._meta.label_lower}

    def events(self, keys, user):
        rows = self.rows_with_previous([key.pk for key in keys])
        previous = self.model._base_manager.in_bulk({row.previous for row in rows.values()})
        seen = [*rows.values(), *previous.values()]
        chosen, named = self.chosen(seen), self.named_objects(seen)
        there = set(
            self.about._base_manager.filter(
                pk__in={getattr(row, self.number) for row in rows.values()}
            ).values_list("pk", flat=True)
        )
        found = {}
        for key in keys:
            row = rows[key.pk]
            number = getattr(row, self.number)
            found[key] = Event(
                key=key,
                who=row.history_user.get_username() if row.history_user else "",
                action=REASONS.get(row.history_change_reason) or TYPES[row.history_type],
                kind=capfirst(self.tracked._meta.verbose_name),
                model=self.about._meta.label_lower,
                number=str(number),
                label=self.label(row, named),
                url=object_url(self.about, number, user) if number in there else "",
                changes=self.changes(row, previous.get(row.previous), named, chosen),
            )
        return found

    def rows_with_previous(self, pks):
        earlier = self.model._base_manager.filter(id=OuterRef("id")).filter(
            Q(history_date__lt=OuterRef("history_date"))
            | Q(history_date=OuterRef("history_date"), history_id__lt=OuterRef("history_id"))
        )
        rows = self.model._base_manager.select_related("history_user").annotate(
            previous=Subquery(
                earlier.order_by("-history_date", "-history_id").values("history_id")[:1]
            )
        )
        return rows.in_bulk(pks)

    def named_objects(self, rows):
        """{model: {pk: object}} of all that the rows point at, with what their names need."""
        wanted = defaultdict(set)
        for field in self.fields:
            if isinstance(field, ForeignKey):
                values = {getattr(row, field.attname) for row in rows} - {None}
                wanted[field.related_model] |= values
        return {
            model: model._base_manager.select_related().in_bulk(pks)
            for model, pks in wanted.items()
            if pks
        }

    def label(self, row, named):
        """The object's name as the row has it."""
        values = {field.attname: getattr(row, field.attname) for field in self.model.tracked_fields}
        thing = self.tracked(**values)
        for field in self.fields:
            if isinstance(field, ForeignKey) and field.get_internal_type() == "ForeignKey":
                other = named.get(field.related_model, {}).get(getattr(row, field.attname))
                if other is not None:
                    setattr(thing, field.name, other)
        try:
            return str(thing)
        except ObjectDoesNotExist:
            return _("nr %s") % row.id

    def changes(self, row, previous, named, chosen):
        if row.history_type == "-":
            old, new = row, None
        elif row.history_type == "+" or row.history_change_reason == BEGAN:
            old, new = None, row
        elif previous is None:
            return []
        else:
            old, new = previous, row
        found = []
        for field in self.fields:
            values = [self.value(one, field, named) if one else "" for one in (old, new)]
            # Empty is empty, whether the column holds nothing or no text.
            if values[0] != values[1]:
                found.append(self.change(field, *values))
        for name, by_row in chosen.items():
            sides = [by_row[one.pk] if one else [] for one in (old, new)]
            if sides[0] != sides[1]:
                found += chosen_changes(self.tracked._meta.get_field(name).verbose_name, *sides)
        return found

    def change(self, field, old, new):
        language = getattr(field, "language", None)
        named = field.translated_field.verbose_name if language else field.verbose_name
        label = capfirst(IN_LANGUAGE[language] % named if language else str(named))
        if old and new and "\n" in old + new:
            old, new = differing(old.splitlines(), new.splitlines())
        return Change(label, old, new)

    def value(self, row, field, named):
        value = getattr(row, field.attname)
        if value is None or value == "":
            return ""
        if isinstance(field, ForeignKey):
            other = named.get(field.related_model, {}).get(value)
            return str(other) if other is not None else _("borttagen, nr %s") % value
        if isinstance(value, bool):
            return _("ja") if value else _("nej")
        if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, DateTimeField):
            return long_time(value)
        return value.isoformat() if isinstance(field, DateField) else str(value)

    def chosen(self, rows):
        """{field: {history row: [names chosen]}} of the kept relations to many."""
        pks = {row.pk for row in rows}
        found = {}
        for field in self.model._history_m2m_fields:
            kept = getattr(self.model, field.name).model
            target = field.m2m_reverse_field_name()
            links = list(kept.objects.filter(history__in=pks).values_list("history", target))
            names = field.related_model._base_manager.select_related().in_bulk(
                {pk for _row, pk in links}
            )
            found[field.name] = by_row = defaultdict(list)
            for row, pk in links:
                by_row[row].append(str(names.get(pk) or _("borttagen, nr %s") % pk))
            for chosen in by_row.values():
                chosen.sort()
        return found


def chosen_changes(label, old, new):
    """Both lists whole where they are short, else what left and what came."""
    label = capfirst(label)
    if max(len(old), len(new)) <= SHORT_LIST:
        return [Change(label, "\n".join(old), "\n".join(new))]
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    return [
        Change(text % label, "\n".join(before), "\n".join(after))
        for text, before, after in (
            (_("%s som togs bort"), gone, []),
            (_("%s som lades till"), [], come),
        )
        if before or after
    ]
