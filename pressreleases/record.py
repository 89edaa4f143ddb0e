"""The guards of the record: triggers by which the database itself refuses to rewrite history.

Laid after every migration on both engines. The database's own clock decides whether a version's
time has come. `superseded_at` may be set to an instant up to a minute ago, because the verb that
sets it read the clock before the statement reached the database.
"""

import hashlib
import json
from datetime import UTC, datetime

from django.db import DEFAULT_DB_ALIAS, connections

GENESIS = "0" * 64
RECORD = (
    "Version",
    "VersionMinister",
    "VersionAgency",
    "VersionFile",
    "Withdrawal",
    "Reinstatement",
)
MAY_CHANGE = ("superseded_at", "cancelled_at", "cancelled_by_id")
# Columns that are filled together, once: what is decided stays decided.
DECIDED_ONCE = {
    "Review": ("decided_at", "decided_by_id", "decision", "comment"),
    "Bypass": ("reviewed_at", "reviewed_by_id"),
}
# Columns younger than the first rows: where empty they are left out, so that old hashes hold.
ADDED_LATER = ("approved_by_id",)
GUARDED = (*RECORD, "Draft", "StoredFile", *DECIDED_ONCE)
FROZEN = "Posten är skriven en gång för alla och kan inte ändras eller tas bort."

NOW = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "postgresql": "clock_timestamp()",
}
A_MINUTE_AGO = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now', '-60 seconds')",
    "postgresql": "clock_timestamp() - interval '1 minute'",
}


def has_passed(vendor, column):
    """The SQL condition that an instant has passed; SQLite's own clock has only milliseconds."""
    value = f"substr(OLD.{column}, 1, 23)" if vendor == "sqlite" else f"OLD.{column}"
    return f"{value} <= {NOW[vendor]}"


def changed(vendor, column):
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return f'OLD."{column}" {differs} NEW."{column}"'


def forbidden_update(model, vendor):
    """The SQL condition under which an UPDATE of a row of `model` is refused."""
    columns = [field.column for field in model._meta.concrete_fields]
    once = DECIDED_ONCE.get(model.__name__, ())
    tests = [
        f"({changed(vendor, column)} AND OLD.{once[0]} IS NOT NULL)"
        if column in once
        else changed(vendor, column)
        for column in columns
        if column not in MAY_CHANGE
    ]
    if "superseded_at" in columns:
        tests.append(
            f"({changed(vendor, 'superseded_at')} AND ({has_passed(vendor, 'superseded_at')} "
            f"OR NEW.superseded_at < {A_MINUTE_AGO[vendor]}))"
        )
        tests.append(
            f"(({changed(vendor, 'cancelled_at')} OR {changed(vendor, 'cancelled_by_id')}) "
            f"AND (OLD.cancelled_at IS NOT NULL OR {has_passed(vendor, 'published_at')}))"
        )
    return " OR ".join(tests)


def sqlite_guard(model):
    table = model._meta.db_table
    refuse = f"BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
    for event, condition in (
        ("update", f"WHEN {forbidden_update(model, 'sqlite')}"),
        ("delete", ""),
    ):
        yield f'DROP TRIGGER IF EXISTS "{table}_no_{event}"'
        yield (
            f'CREATE TRIGGER "{table}_no_{event}" BEFORE {event.upper()} ON "{table}" '
            f"{condition} {refuse}"
        )


def postgresql_guard(model):
    table = model._meta.db_table
    yield (
        "CREATE OR REPLACE FUNCTION pressreleases_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{FROZEN}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    for event, per, condition in (
        ("update", "ROW", f"WHEN ({forbidden_update(model, 'postgresql')})"),
        ("delete", "ROW", ""),
        ("truncate", "STATEMENT", ""),
    ):
        yield f'DROP TRIGGER IF EXISTS "{table}_no_{event}" ON "{table}"'
        yield (
            f'CREATE TRIGGER "{table}_no_{event}" BEFORE {event.upper()} ON "{table}" '
            f"FOR EACH {per} {condition} EXECUTE FUNCTION pressreleases_refuse()"
        )


GUARDS = {"sqlite": sqlite_guard, "postgresql": postgresql_guard}


def lay_guards(sender, using=DEFAULT_DB_ALIAS, **kwargs):
    """Receiver of post_migrate: lay the guards on every table of the record."""
    lay_on([sender.get_model(name) for name in GUARDED], using)


def lay_on(models, using):
    """Make the database refuse to change rows of the models, and to delete them."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in models:
            if model._meta.db_table in existing:
                for statement in GUARDS[connection.vendor](model):
                    cursor.execute(statement)


def canonical(values):
    """The one spelling of plain values in JSON, as bytes: what a checksum is made of."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def frozen_columns(entry):
    """Every column of a row that its hash covers, by name, as plain values."""
    columns = {}
    for field in entry._meta.concrete_fields:
        if field.primary_key or field.attname in ("hash", *MAY_CHANGE):
            continue
        # modeltranslation's bare field is a second name for the active language's own column.
        if hasattr(entry, f"{field.name}_sv"):
            continue
        value = getattr(entry, field.attname)
        if value is None and field.attname in ADDED_LATER:
            continue
        columns[field.attname] = (
            value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        )
    return columns


def hash_of(entry):
    """SHA-256, in hexadecimal, of the row's frozen content and the hash before it."""
    return hashlib.sha256(canonical(frozen_columns(entry))).hexdigest()


def names_as_frozen(entry):
    """Whether the rows beside a version name whom, and hold what, its frozen, hashed text says."""
    if not hasattr(entry, "frozen"):
        return True
    files = sorted((row.file.key, row.file.sha256) for row in entry.files.all())
    if files != sorted((file["key"], file["sha256"]) for file in entry.frozen.get("files", ())):
        return False
    return [row.tenure.minister.slug for row in entry.ministers.all()] == [
        named["minister"] for named in entry.frozen["ministers"]
    ] and {row.agency.slug for row in entry.agencies.all()} == {
        named["slug"] for named in entry.frozen["agencies"]
    }


def broken_links(model):
    """Yield the primary keys of rows that are not as they were written.

    That is: whose hash is wrong, whose link to the row before is, or beside whose text other
    ministers, agencies or files stand than it was published with.
    """
    previous, rows = GENESIS, model._default_manager.order_by("pk")
    if hasattr(model, "frozen"):
        rows = rows.prefetch_related(
            "ministers__tenure__minister", "agencies__agency", "files__file"
        )
    for entry in rows.iterator(chunk_size=500):
        chained = entry.previous_hash == previous and entry.hash == hash_of(entry)
        if not chained or not names_as_frozen(entry):
            yield entry.pk
        previous = entry.hash
