"""What is typed in an open form and not saved yet.

What is typed is its writer's alone: no page, preview or verb reads it, and nobody else is shown it.
"""

from django.db import transaction

from pressreleases.models import OpenForm
from pressreleases.posted_forms import revision_of, value_of


class AnotherForm(Exception):
    """Another form's unsaved text already waits; `typed_at` is when it was typed."""

    def __init__(self, typed_at):
        super().__init__()
        self.typed_at = typed_at


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
