"""Who did what when: a reading of what is kept anyway, in one order, without a second copy.

A `Source` reads one append-only table as events. Each answers a `Query` in SQL, newest first, and
the streams are merged; only the rows that are shown are then compared with those before them. So a
page costs the same number of queries however much is kept.

The order is total: the latest instant first, then the sources by name backwards (so that a decision
stands above the review, and that above the draft, of the same instant), then the latest row. A page
begins where another ended, so what happens meanwhile moves nothing.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from segregation_site.audit_text import words

FAR = datetime(9999, 1, 1, tzinfo=UTC)
NOBODY = "ingen"


class Action(models.TextChoices):
    ADDED = "added", _("Lade till")
    CHANGED = "changed", _("Ändrade")
    DELETED = "deleted", _("Tog bort")
    SUBMITTED = "submitted", _("Lämnade in för granskning")
    APPROVED = "approved", _("Godkände")
    RETURNED = "returned", _("Återlämnade")
    PUBLISHED = "published", _("Publicerade")
    SCHEDULED = "scheduled", _("Schemalade")
    CORRECTED = "corrected", _("Rättade")
    MOVED = "moved", _("Bytte adress")
    CANCELLED = "cancelled", _("Ställde in")
    WITHDRAWN = "withdrawn", _("Drog tillbaka")
    REINSTATED = "reinstated", _("Återinförde")
    BYPASSED = "bypassed", _("Publicerade utan granskning")
    BYPASS_REVIEWED = "bypass_reviewed", _("Granskade efteråt")
    SHARED = "shared", _("Delade förhandsgranskning")
    REVOKED = "revoked", _("Återkallade delning")
    UPLOADED = "uploaded", _("Laddade upp")
    PASSWORD = "password", _("Bytte lösenord")
    FACTOR = "factor", _("Ändrade säker inloggning")
    BEGAN = "began", _("Började antecknas")


class Key(NamedTuple):
    """An event's place in the order."""

    at: datetime
    source: str
    pk: int

    @property
    def place(self):
        backwards = (*(-ord(letter) for letter in self.source), 0)
        return FAR - self.at, backwards, -self.pk

    def __str__(self):
        return f"{self.at.astimezone(UTC).isoformat()}~{self.source}~{self.pk}"

    @classmethod
    def parse(cls, text):
        """The Key that `str` wrote; ValueError for anything else."""
        at, source, pk = text.split("~")
        at = datetime.fromisoformat(at)
        if at.tzinfo is None or not (source.isascii() and pk.isascii() and pk.isdecimal()):
            raise ValueError("not a place in the log")
        if len(pk) > 18 or at > FAR:
            raise ValueError("no such place in the log")
        return cls(at.astimezone(UTC), source, int(pk))


@dataclass(frozen=True)
class Change:
    """One field's old and new value as plain text; empty where there was or is none."""

    label: str
    old: str
    new: str

    @cached_property
    def marked(self):
        """Both values as [(passage, whether it differs)]."""
        return words(self.old, self.new)


@dataclass(frozen=True)
class Event:
    key: Key
    who: str
    action: Action
    kind: str
    # The model's label and the object's key: what ?typ= and ?nr= take.
    model: str
    number: str
    label: str
    url: str
    changes: list = field(default_factory=list)

    @property
    def at(self):
        return self.key.at


@dataclass(frozen=True)
class Query:
    """What is asked for: days as half-open instants, and "" or None for what is not."""

    since: datetime | None = None
    before: datetime | None = None
    who: str = ""
    kind: str = ""
    number: int | None = None
    text: str = ""
    action: str = ""


class Source:
    """One table of deeds. Subclasses say where each part of an event stands in a row."""

    name = ""
    model = None
    # The model of the object that the deeds are done to, and the way from a row to its key.
    about = None
    number = "pk"
    own_number = "pk"
    # The model that one must have the right to see; `about` if not given.
    seen_with = None
    at = ""
    who = ""
    search = ()
    actions = {}

    def rows(self):
        return self.model._base_manager.all()

    def may_be_seen_by(self, user):
        return may_see(user, self.seen_with or self.about)

    def kinds(self):
        """The labels of the models that ?typ= finds these rows by."""
        return {self.about._meta.label_lower, self.model._meta.label_lower}

    def asked_for(self, query):
        """The rows that answer the query, or None where none can."""
        if query.kind and query.kind not in self.kinds():
            return None
        if query.action and query.action not in self.actions:
            return None
        rows = self.rows()
        if query.since:
            rows = rows.filter(**{f"{self.at}__gte": query.since})
        if query.before:
            rows = rows.filter(**{f"{self.at}__lt": query.before})
        if query.who:
            who = None if query.who == NOBODY else query.who
            rows = rows.filter(**{f"{self.who}__isnull": True} if who is None else {self.who: who})
        if query.number is not None:
            rows = rows.filter(self.numbered(query))
        if query.text:
            rows = rows.filter(self.named(query.text))
        if query.action:
            rows = rows.filter(self.actions[query.action])
        return rows

    def numbered(self, query):
        about = query.kind in ("", self.about._meta.label_lower)
        return Q(**{self.number if about else self.own_number: query.number})

    def named(self, text):
        """SQLite folds the case of a to z only, so the rest is asked for in each."""
        found = Q(pk__in=[])
        for variant in {text, text.lower(), text.title(), text.upper()}:
            for path in self.search:
                found |= Q(**{f"{path}__icontains": variant})
        return found

    def keys(self, query, after, batch):
        """Yield the Keys that answer, newest first from `after` on, `batch` to a question."""
        rows = self.asked_for(query)
        while rows is not None:
            found = rows
            if after is not None:
                found = found.filter(self.later_in_order(after))
            found = found.order_by(f"-{self.at}", "-pk").values_list(self.at, "pk")[:batch]
            keys = [Key(at, self.name, pk) for at, pk in found]
            yield from keys
            if len(keys) < batch:
                return
            after = keys[-1]

    def later_in_order(self, key):
        older, same = Q(**{f"{self.at}__lt": key.at}), Q(**{self.at: key.at})
        if self.name == key.source:
            return older | same & Q(pk__lt=key.pk)
        return older | same if self.name < key.source else older

    def events(self, keys, user):
        """{key: Event}, in a number of queries that does not grow with the keys."""
        raise NotImplementedError


def may_see(user, model):
    """Whether the user may read objects of the model in admin."""
    label, name = model._meta.app_label, model._meta.model_name
    return any(user.has_perm(f"{label}.{verb}_{name}") for verb in ("view", "change"))


def keys_of(sources, query, after, batch):
    streams = [source.keys(query, after, batch) for source in sources]
    return merge(*streams, key=lambda key: key.place)


def described(sources, keys, user):
    """The events of the keys, in their order."""
    by_source = defaultdict(list)
    for key in keys:
        by_source[key.source].append(key)
    found = {}
    for source in sources:
        if source.name in by_source:
            found |= source.events(by_source[source.name], user)
    return [found[key] for key in keys if key in found]


def page_of(sources, query, user, *, after=None, size=50):
    """One page of events, and the Key after which the next one begins (None at the end)."""
    keys = list(islice(keys_of(sources, query, after, size + 1), size + 1))
    following = keys[size - 1] if len(keys) > size else None
    return described(sources, keys[:size], user), following


def every_event(sources, query, user, *, batch=200):
    """Yield every event that answers, newest first."""
    keys = keys_of(sources, query, None, batch)
    while chunk := list(islice(keys, batch)):
        yield from described(sources, chunk, user)
