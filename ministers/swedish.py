"""Swedish alphabetical order on both engines: å, ä and ö last, in that order.

PostgreSQL has it from ICU. SQLite knows no language, so each connection is taught a collation.
"""

import unicodedata

from django.db.models import Func

COLLATION = "swedish"
_LAST = {letter: "{" + str(n) for n, letter in enumerate("åäö")}
# Letters of the neighbours sort with their Swedish counterparts (SAOL: ü as y, æ as ä, ø as ö).
_LAST |= {"æ": _LAST["ä"], "ø": _LAST["ö"], "ü": "y", "ł": "l", "đ": "d", "ð": "d"}


def swedish_key(text):
    """The key that puts `text` in Swedish order: case and other accents do not count."""
    letters = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        if letter in _LAST:
            letters.append(_LAST[letter])
        else:
            letters.append(unicodedata.normalize("NFD", letter)[0])
    return "".join(letters)


def compare(left, right):
    """-1, 0 or 1, as SQLite wants it; the text itself decides between equal keys."""
    a, b = (swedish_key(left), left), (swedish_key(right), right)
    return (a > b) - (a < b)


def teach_sqlite_swedish(sender, connection, **kwargs):
    """Receiver of connection_created: give SQLite the collation."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, compare)


class Swedish(Func):
    """Order by a text column as Swedish does: `order_by(Swedish("family_name"))`."""

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template=f"%(expressions)s COLLATE {COLLATION}")

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "sv-SE-x-icu"')
