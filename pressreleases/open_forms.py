"""Who has a release's form open, and who saved it last, in words for the other editors."""

from datetime import timedelta

from django.utils.translation import gettext as _

from ministers.dates import long_time
from ministers.periods import STOCKHOLM
from pressreleases.models import OpenForm

# Seen within OPEN, a form is open; within RECENT, it is worth knowing that it was.
OPEN = timedelta(minutes=2)
RECENT = timedelta(hours=2)


def clock_time(instant, at):
    """The instant as "10.32", with its day where that is not the day of `at`."""
    local = instant.astimezone(STOCKHOLM)
    if local.date() == at.astimezone(STOCKHOLM).date():
        return local.strftime(_("%H.%M"))
    return long_time(instant)


def name_of(user):
    return user.get_full_name() or user.get_username()


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
