"""Dated facts: one abstract period, its QuerySet, and the rule that two may not overlap.

Intervals are half-open, [starts_on, ends_on), in Stockholm days: `ends_on` is the day of
discharge, on which the successor already holds the post; an empty `ends_on` is "ongoing".
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def stockholm_day(instant):
    """The Stockholm date of an aware instant."""
    return instant.astimezone(STOCKHOLM).date()


def stockholm_midnight(day):
    """The aware instant at which `day` begins in Stockholm."""
    return datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM)


class Precision(models.TextChoices):
    """How much of a date its source gives."""

    DAY = "day", _("dag")
    MONTH = "month", _("månad")
    YEAR = "year", _("år")


def days_of(day, precision):
    """Every day that a date of `precision` may mean: one, or the whole month or year."""
    if precision == Precision.DAY:
        return [day]
    first = day.replace(day=1) if precision == Precision.MONTH else day.replace(month=1, day=1)
    months = 1 if precision == Precision.MONTH else 12
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return [first + timedelta(days=n) for n in range((date(year, month + 1, 1) - first).days)]


class HalfOpen:
    """What can be said of anything with `starts_on` and `ends_on`."""

    @property
    def last_day(self):
        """The last whole day, or None while it is ongoing."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def holds_on(self, day):
        """Whether it is in effect on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def shares_a_day_with(self, other):
        """Whether the two overlap."""
        return (other.ends_on is None or self.starts_on < other.ends_on) and (
            self.ends_on is None or other.starts_on < self.ends_on
        )


class PeriodQuerySet(models.QuerySet):
    def on(self, day):
        """Those in effect on `day`: started by it and not ended by it."""
        return self.started_by(day).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))

    def current(self, today):
        """Those in effect today; the clock is the caller's."""
        return self.on(today)

    def started_by(self, day):
        """Those that have begun by `day`; what is entered ahead is left out."""
        return self.filter(starts_on__lte=day)

    def first_day(self):
        """The earliest day that any of them speaks of, or None."""
        return self.aggregate(first=models.Min("starts_on"))["first"]

    def overlapping(self, starts_on, ends_on):
        """Those that share at least one day with [starts_on, ends_on); None is "ongoing"."""
        found = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on))
        return found if ends_on is None else found.filter(starts_on__lt=ends_on)


class Period(HalfOpen, models.Model):
    """A fact that held from one day up to, and not on, another."""

    starts_on = models.DateField(
        _("från och med"), help_text=_("Första dagen, till exempel 2019-01-21.")
    )
    ends_on = models.DateField(
        _("till (entledigad den)"),
        null=True,
        blank=True,
        help_text=_(
            "Dagen då det upphörde; efterträdaren börjar samma dag. Tomt betyder att det pågår."
        ),
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                violation_error_message=_("Slutdagen måste vara senare än startdagen."),
            )
        ]


class PartlyKnownPeriod(HalfOpen, models.Model):
    """A period of which the sources may leave either day out."""

    starts_on = models.DateField(_("från och med"), null=True, blank=True)
    ends_on = models.DateField(_("till"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gt=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                violation_error_message=_("Slutdagen måste vara senare än startdagen."),
            )
        ]


class Sourced(models.Model):
    """A fact that says where it was read."""

    source_urls = models.TextField(
        _("källor"),
        blank=True,
        help_text=_("En adress eller hänvisning per rad."),
    )
    note = models.TextField(_("källanmärkning"), blank=True, help_text=_("Visas för läsaren."))

    class Meta:
        abstract = True

    @property
    def sources(self):
        return [line.strip() for line in self.source_urls.splitlines() if line.strip()]


class NoOverlap(ExclusionConstraint):
    """Refuses two rows that agree on `equal` and whose periods share a day.

    On PostgreSQL it is an exclusion constraint (needs btree_gist). SQLite has none, so there
    `sqlite_triggers()` gives the triggers that do the same; they are laid after each migration,
    because SQLite drops a table's triggers whenever a migration rebuilds the table.
    """

    def __init__(self, *, name, equal=(), unless=None, violation_error_message=None, **given):
        self.equal, self.unless = tuple(equal), unless
        days = Func(F("starts_on"), F("ends_on"), function="daterange")
        super().__init__(
            name=name,
            expressions=[
                *((field, RangeOperators.EQUAL) for field in self.equal),
                (days, RangeOperators.OVERLAPS),
            ],
            condition=Q(**{unless: False}) if unless else None,
            violation_error_message=violation_error_message,
        )

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        for derived in ("expressions", "condition"):
            kwargs.pop(derived, None)
        return path, args, {**kwargs, "equal": self.equal, "unless": self.unless}

    def constraint_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            return super().constraint_sql(model, schema_editor)
        return None

    def create_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            return super().create_sql(model, schema_editor)
        return None

    def remove_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            return super().remove_sql(model, schema_editor)
        return None

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        """Raise ValidationError naming the rows that stand in the way, on either engine."""
        needed = {"starts_on", "ends_on", *self.equal}
        if (exclude and needed & set(exclude)) or instance.starts_on is None:
            return
        if self.unless and getattr(instance, self.unless):
            return
        same = {
            field: getattr(instance, model._meta.get_field(field).attname) for field in self.equal
        }
        if None in same.values():
            return
        others = model._default_manager.using(using).filter(**same)
        if self.unless:
            others = others.filter(**{self.unless: False})
        others = others.exclude(pk=instance.pk).overlapping(instance.starts_on, instance.ends_on)
        if clash := list(others[:3]):
            message = self.get_violation_error_message()
            raise ValidationError(
                f"{message} " + "; ".join(str(other) for other in clash),
                code=self.violation_error_code or "overlap",
            )

    def sqlite_triggers(self, model):
        """The SQL statements that lay this rule on SQLite, safe to run again."""
        table = model._meta.db_table
        columns = [model._meta.get_field(field).column for field in self.equal]
        tests = [f'other."{column}" = NEW."{column}"' for column in columns]
        if self.unless:
            column = model._meta.get_field(self.unless).column
            tests += [f'NOT other."{column}"', f'NOT NEW."{column}"']
        tests += [
            "other.id <> NEW.id",
            "(other.ends_on IS NULL OR other.ends_on > NEW.starts_on)",
            "(NEW.ends_on IS NULL OR NEW.ends_on > other.starts_on)",
        ]
        message = str(self.get_violation_error_message()).replace("'", "''")
        clash = f'SELECT 1 FROM "{table}" other WHERE {" AND ".join(tests)}'  # noqa: S608
        for event in ("INSERT", "UPDATE"):
            trigger = f"{self.name}_{event.lower()}"
            yield f'DROP TRIGGER IF EXISTS "{trigger}"'
            yield (
                f'CREATE TRIGGER "{trigger}" AFTER {event} ON "{table}" '
                f"WHEN EXISTS ({clash}) "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )


def lay_sqlite_triggers(sender, using=DEFAULT_DB_ALIAS, **kwargs):
    """Receiver of post_migrate: lay every NoOverlap rule of the app's models on SQLite."""
    from django.db import connections

    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in sender.get_models():
            if model._meta.db_table not in existing:
                continue
            for constraint in model._meta.constraints:
                if isinstance(constraint, NoOverlap):
                    for statement in constraint.sqlite_triggers(model):
                        cursor.execute(statement)
