"""Who has a release's form open, and what is typed there and not saved yet.

What is typed is its writer's alone: no page, preview or verb reads it, and nobody else is shown it.
Every form carries a key of its own (the field `opened`), so that a form opened later cannot put its
text in the place of one that still waits to be taken back.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from ministers.dates import long_time
from ministers.periods import STOCKHOLM
from pressreleases.models import OpenForm

# Seen within OPEN, a form is open; within RECENT, it is worth knowing that it was.
OPEN = timedelta(minutes=2)
RECENT = timedelta(hours=2)
# The largest text that is kept, in bytes: some hundred times the longest of our texts.
LARGEST = 1_000_000
MOST_FIELDS = 5_000
# Never kept: the token, and what only says which button was pressed.
NOT_KEPT = ("csrfmiddlewaretoken",)


class AnotherForm(Exception):
    """Another form's unsaved text already waits; `typed_at` is when it was typed."""

    def __init__(self, typed_at):
        super().__init__()
        self.typed_at = typed_at


def new_key(user):
    """A form's key: it names whose form it is, so that nobody else's session takes its text."""
    return f"{user.pk}.{get_random_string(12)}"


def is_form_of(user, fields):
    """Whether the [name, value] pairs come from a form that was opened by `user`."""
    return value_of(fields, "opened").startswith(f"{user.pk}.")


def value_of(fields, name):
    """The first value of `name` among [name, value] pairs, or ""."""
    return next((value for key, value in fields if key == name), "")


def clock_time(instant, at):
    """The instant as "10.32", with its day where that is not the day of `at`."""
    local = instant.astimezone(STOCKHOLM)
    if local.date() == at.astimezone(STOCKHOLM).date():
        return local.strftime(_("%H.%M"))
    return long_time(instant)


def name_of(user):
    return user.get_full_name() or user.get_username()


def posted_fields(data):
    """What is kept of a posted form (a QueryDict): [name, value] pairs in the order sent."""
    return fit_to_keep((name, value) for name, values in data.lists() for value in values)


def fit_to_keep(pairs):
    # PostgreSQL keeps no NUL in a text, and nobody types one.
    return [
        [name.replace("\x00", ""), value.replace("\x00", "")]
        for name, value in pairs
        if name not in NOT_KEPT and not name.startswith("_")
    ]


def revision_of(fields):
    """The revision that the form was filled from, or None where it does not say."""
    text = value_of(fields, "revision")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def see(*, release, user, at):
    """Note that `user` has the form of `release` open at `at`; return the OpenForm."""
    form, made = OpenForm.objects.get_or_create(
        release=release,
        user=user,
        defaults={"opened_at": at, "seen_at": at, "revision": release.revision},
    )
    if not made:
        if at - form.seen_at > OPEN:
            form.opened_at = at
        form.seen_at = at
        form.save(update_fields=["opened_at", "seen_at"])
    return form


def others(*, release, user, at):
    """A sentence about each other editor who has, or lately had, the form open."""
    forms = OpenForm.objects.filter(release=release, seen_at__gt=at - RECENT)
    return [
        (
            _("%(who)s har sidan öppen sedan %(when)s.")
            % {"who": name_of(form.user), "when": clock_time(form.opened_at, at)}
            if at - form.seen_at <= OPEN
            else _("%(who)s hade sidan öppen senast %(when)s.")
            % {"who": name_of(form.user), "when": clock_time(form.seen_at, at)}
        )
        for form in forms.exclude(user=user).select_related("user").order_by("opened_at", "pk")
    ]


def saved_words(release, at):
    """Who saved the stored text and when, as words: "av Anna, 10.41"."""
    last = release.drafts.select_related("saved_by").first()
    if last and last.saved_by:
        return _("av %(who)s, %(when)s") % {
            "who": name_of(last.saved_by),
            "when": clock_time(last.saved_at, at),
        }
    return _("av %s") % name_of(release.edited_by) if release.edited_by else ""


def typed_by(user, release=None):
    """The OpenForm of `user` with unsaved text in it, or None; without a release the new form."""
    return OpenForm.objects.filter(release=release, user=user, typed__isnull=False).first()


@transaction.atomic
def keep_typed(*, release, user, at, fields, instead=False):
    """Keep the [name, value] pairs as what `user` has typed and not saved.

    Raises AnotherForm where another form's text waits, unless this one is to take its place
    (`instead`): then it is a text that has no other place to be.
    """
    form, _made = OpenForm.objects.get_or_create(
        release=release, user=user, defaults={"opened_at": at, "seen_at": at}
    )
    form = OpenForm.objects.select_for_update().get(pk=form.pk)
    opened = value_of(fields, "opened")
    if form.typed and not instead and value_of(form.typed, "opened") != opened:
        raise AnotherForm(form.typed_at)
    form.typed, form.typed_at, form.seen_at = fields, at, at
    form.revision = revision_of(fields) or 0
    form.save()
    return form


def forget(*, user, opened, release=None):
    """The form was saved: its text waits no longer. Another form's text is left."""
    for form in OpenForm.objects.filter(release=release, user=user):
        if not form.typed or value_of(form.typed, "opened") == opened:
            form.delete()


def discard(*, user, release=None):
    """Throw away what `user` has typed and not saved, at their own word."""
    OpenForm.objects.filter(release=release, user=user).update(typed=None, typed_at=None)
