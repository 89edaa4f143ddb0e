"""What a form of the desk holds: in words, to set beside another, and as data, to fill it with."""

import hashlib
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

from django import forms
from django.db.models import Model
from django.forms.utils import ErrorDict, ErrorList
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField

from pressreleases.richtext import clean

# What the form carries about itself; no editor has typed it.
ABOUT_ITSELF = ("revision", "base", "opened")
# How a row is given its file; which file it is stands in words.
GIVES_FILE = ("upload", "kept")
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote)>|<br>")
_LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


class ReleaseForm(forms.ModelForm):
    """With what was read when the form was filled, by which a newer text is known."""

    revision = forms.CharField(required=False, widget=forms.HiddenInput)
    # A short digest of each field as it was filled in: tells who has changed which.
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)


class Unjudged:
    """A form that shows what was typed and says nothing of it."""

    judged = False

    def full_clean(self):
        self._errors, self.cleaned_data = ErrorDict(), {}


class UnjudgedSet:
    """The same for rows of forms; what files came with them is received before."""

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(data, None, **kwargs)

    def full_clean(self):
        self._errors, self._non_form_errors = [], ErrorList()

    def is_valid(self):
        return False


def unjudged(form_class):
    class Shown(Unjudged, form_class):
        pass

    return Shown


def unjudged_set(formset_class):
    class Shown(UnjudgedSet, formset_class):
        form = unjudged(formset_class.form)

    return Shown


@dataclass(frozen=True)
class Part:
    """A field, or all rows of an inline: its name, its label, and what it holds.

    `value` is what decides whether two differ; `lines` is what a person is shown of it.
    """

    name: str
    label: str
    language: str
    value: str
    lines: tuple

    @property
    def digest(self):
        return hashlib.sha256(self.value.encode()).hexdigest()[:12]


def parts_of(form, formsets):
    """{name: Part} of everything that an editor can change in the form."""
    found = {}
    for bound in form:
        if bound.name not in ABOUT_ITSELF:
            value, lines = in_words(bound)
            language = bound.field.widget.attrs.get("lang", "")
            found[bound.name] = Part(bound.name, str(bound.label), language, value, lines)
    for formset in formsets:
        label = capfirst(formset.model._meta.verbose_name_plural)
        rows = rows_in_words(formset)
        lines, value = tuple(line for line, _file in rows), "\n".join(map("".join, rows))
        found[formset.prefix] = Part(formset.prefix, label, "", value, lines)
    return found


def in_words(bound):
    """(what decides, lines to show) of a bound field."""
    field, value = bound.field, bound.value()
    if isinstance(field, forms.ModelChoiceField):
        keys = sorted(keys_of(value))
        names = sorted(str(thing) for thing in field.queryset.filter(pk__in=keys))
        return "\n".join(keys), tuple(names)
    if isinstance(field, forms.ChoiceField):
        label = dict(field.choices).get(value, value)
        return str(value or ""), (str(label),) if value else ()
    if isinstance(field, ProseEditorFormField):
        html = clean(str(value or ""))
        return html, lines_of_html(html)
    if isinstance(field, forms.BooleanField):
        return str(bool(value)), (_("ja") if value else _("nej"),)
    text = "\n".join(line.rstrip() for line in str(value or "").strip().splitlines())
    return text, tuple(line for line in text.splitlines() if line)


def keys_of(value):
    """The keys in a choice's value, as text; what is no key is left out."""
    values = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
    keys = (str(thing.pk if isinstance(thing, Model) else thing) for thing in values)
    return [key for key in keys if key.isascii() and key.isdigit() and len(key) < 18]


def lines_of_html(html):
    """Rich text as lines of plain text, one for each paragraph, that say what kind they are."""
    html = _LINK.sub(r"\2 (\1)", html)
    for tag, words in (
        ("h2", _("Rubrik:")),
        ("h3", _("Underrubrik:")),
        ("li", "•"),
        ("blockquote", _("Citat:")),
    ):
        html = html.replace(f"<{tag}>", f"{words} ")
    lines = (unescape(strip_tags(block)).strip() for block in _BLOCK_END.split(html))
    return tuple(line for line in lines if line)


def rows_in_words(formset):
    """(a line, the checksum of its file or "") of each row that is filled in and not to be removed.

    In the order of `position`.
    """
    rows = []
    for number, form in enumerate(formset.forms):
        if form.is_bound and f"{form.prefix}-DELETE" in form.data:
            continue
        own = {formset.model._meta.pk.name, formset.fk.name, "DELETE", "position", *GIVES_FILE}
        file = getattr(form.instance, "file", None)
        words = [file.name] if file else []
        words += [" / ".join(in_words(bound)[1]) for bound in form if bound.name not in own]
        if any(words):
            position = str(form["position"].value()) if "position" in form.fields else ""
            order = int(position) if position.isascii() and position.isdigit() else 0
            line = ", ".join(filter(None, words))
            rows.append((order, number, line, file.sha256 if file else ""))
    return tuple((line, checksum) for _order, _number, line, checksum in sorted(rows))


def as_data(bound):
    """What a browser would send of a field that nobody has touched, as a list."""
    value = bound.value()
    if isinstance(bound.field, forms.ModelChoiceField):
        return keys_of(value)
    if isinstance(bound.field, forms.BooleanField):
        return ["on"] if value else []
    if value is None or isinstance(bound.field, forms.FileField):
        return []
    return [str(value)]


def row_as_data(form):
    return {bound.name: as_data(bound) for bound in form}


def fill_rows(data, formset, *, keep_typed):
    """Put the rows of `formset` (unbound, as stored) in `data`, and after them the typed ones.

    Rows that are still stored hold what was typed in them; rows that someone else has removed
    become new ones, and rows that someone else has added stand there too, so that no row of
    anyone's is lost without being seen. Without `keep_typed` only the stored rows are left.
    """
    stored = [row_as_data(form) for form in formset.initial_forms]
    typed = take_rows(data, formset.prefix)
    key, own = formset.model._meta.pk.name, (formset.fk.name, formset.model._meta.pk.name)
    there = [row[key] for row in stored]
    for row in typed:
        # A row that is stored no longer may have come back under another key.
        if row.get(key) not in there:
            row[key] = [""]
    rows = []
    for row in stored:
        match = next((other for other in typed if other.get(key) == row[key]), None)
        if match is None:
            match = next((other for other in typed if is_same_row(other, row, own)), None)
        if match is not None:
            typed.remove(match)
        rows.append({**match, **{name: row[name] for name in own}} if match and keep_typed else row)
    if keep_typed:
        new = [row for row in typed if not row.get("DELETE") and is_filled(row, own)]
        rows += [{**row, key: [""]} for row in new]
    data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(stored))
    for number, row in enumerate(rows):
        for name, values in row.items():
            data.setlist(f"{formset.prefix}-{number}-{name}", values)


def take_rows(data, prefix):
    """The typed rows, as dictionaries of lists, taken out of `data`."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-(\w+)")
    rows = {}
    for name in list(data):
        if found := pattern.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = data.pop(name)
    return [row for _number, row in sorted(rows.items())]


def is_filled(row, own):
    return any(any(row[name]) for name in row if name not in (*own, "position"))


def is_same_row(typed, stored, own):
    """Whether a new row says what a stored one says: both editors have added it."""
    if any(typed.get(own[1], [""])):
        return False
    return all(
        [*filter(None, typed.get(name, []))] == [*filter(None, stored[name])]
        for name in stored
        if name not in (*own, "position", "DELETE")
    )


def without_loose_keys(data, form, formsets):
    """Take out of `data` what the fields that choose rows could not even look up."""
    for bound in form:
        if isinstance(bound.field, forms.ModelChoiceField) and bound.name in data:
            data.setlist(bound.name, keys_of(data.getlist(bound.name)))
    for formset in formsets:
        for name, field in formset.empty_form.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                for key in data:
                    if re.fullmatch(rf"{re.escape(formset.prefix)}-\d+-{name}", key):
                        data.setlist(key, keys_of(data.getlist(key)))


def marked(mine, stored):
    """Two columns of (line, whether only this side has it)."""
    columns = [], []
    matcher = SequenceMatcher(None, mine, stored, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        columns[0].extend((line, kind != "equal") for line in mine[start:end])
        columns[1].extend((line, kind != "equal") for line in stored[other_start:other_end])
    return columns
