"""Several editors, two texts, one moving clock, and every verb in whatever order Hypothesis likes.

The machine keeps its own plain account of who wrote, handed in and approved which text. Every verb
must succeed exactly when that account allows it, and after each step three things hold: the public
reads only what was approved (or went without, with a reason) and whose time has come; no text ever
entered is lost; the hash chains verify.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from pressreleases import publishing, reviewing
from pressreleases.desk import digest_of, keep
from pressreleases.enums import Change
from pressreleases.models import Draft, Reinstatement, Version, Withdrawal
from pressreleases.record import broken_links
from tests.factories import make_release, make_user

# The database's own clock decides what is frozen, so this one runs ahead of it.
START = datetime(2036, 3, 1, 9, tzinfo=UTC)
EDITORS = 3
WAITING, APPROVED, RETURNED = "waiting", "approved", "returned"

editors = st.integers(0, EDITORS - 1)
which = st.integers(0, 1)
# Few titles, so that texts are changed back to what they were.
titles = st.sampled_from(["Ett", "Två", "Tre"])
reasons = st.sampled_from([" ", "Det brådskar.", "Fel belopp."])
waits = st.integers(1, 3).map(lambda hours: timedelta(hours=hours))


@dataclass
class Account:
    """What the machine itself knows of one text."""

    title: str = "Ett"
    entered: set = field(default_factory=lambda: {"Ett"})
    writers: set = field(default_factory=set)
    last_editor: int | None = None
    # title → what became of it the last time it was handed in
    reviews: dict = field(default_factory=dict)
    # (published_at, title) of every version that was not called off, oldest first
    versions: list = field(default_factory=list)
    allowed: set = field(default_factory=set)
    withdrawn: bool = False

    @property
    def others_forbidden(self):
        return self.writers | {self.last_editor}

    @property
    def approved(self):
        return self.reviews.get(self.title) == APPROVED


class Desk(RuleBasedStateMachine):
    # How often each verb did what it does, over all runs.
    done = Counter()

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = START
        self.users = [make_user() for _ in range(EDITORS)]
        self.releases = [make_release(title_sv="Ett") for _ in range(2)]
        self.accounts = [Account() for _ in range(2)]
        for release in self.releases:
            keep(release=release, by=None, at=self.now)

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def attempt(self, allowed, verb, **given):
        """Call the verb, which must succeed exactly when `allowed`; say whether it did."""
        # No two steps share an instant, as no two requests do.
        self.now += timedelta(seconds=1)
        try:
            verb(at=self.now, **given)
        except ValidationError as refusal:
            assert not allowed, (verb.__name__, refusal.messages)
            return False
        assert allowed, verb.__name__
        self.done[verb.__name__] += 1
        return True

    def ahead(self, account):
        return bool(account.versions) and account.versions[-1][0] > self.now + timedelta(seconds=1)

    def unchanged(self, account):
        return bool(account.versions) and account.versions[-1][1] == account.title

    # --- the clock and the desk ---

    @rule(wait=waits)
    def wait(self, wait):
        self.now += wait

    @rule(n=which, who=editors, title=titles)
    def edit(self, n, who, title):
        self.now += timedelta(seconds=1)
        release, account = self.releases[n], self.accounts[n]
        release.refresh_from_db()
        release.title_sv, release.edited_by = title, self.users[who]
        release.save()
        keep(release=release, by=self.users[who], at=self.now)
        if title != account.title:
            account.writers.add(who)
        account.last_editor = who
        account.title = title
        account.entered.add(title)

    # --- review ---

    @rule(n=which, who=editors)
    def submit(self, n, who):
        account = self.accounts[n]
        allowed = not self.unchanged(account) and account.reviews.get(account.title) not in (
            WAITING,
            APPROVED,
        )
        given = {"release": self.releases[n], "by": self.users[who]}
        if self.attempt(allowed, reviewing.submit, **given):
            account.reviews[account.title] = WAITING
            account.writers.add(who)

    @rule(n=which, who=editors, fresh=st.booleans(), comment=reasons, back=st.booleans())
    def decide(self, n, who, fresh, comment, back):
        account, release = self.accounts[n], self.releases[n]
        release.refresh_from_db()
        allowed = (
            fresh
            and account.reviews.get(account.title) == WAITING
            and who not in account.others_forbidden
            and (not back or bool(comment.strip()))
        )
        verb = reviewing.send_back if back else reviewing.approve
        given = {"release": release, "by": self.users[who], "comment": comment}
        seen = digest_of(release) if fresh else "en text som sedan ändrades"
        if self.attempt(allowed, verb, seen=seen, **given):
            account.reviews[account.title] = RETURNED if back else APPROVED
            if not back:
                account.allowed.add(account.title)

    @rule(n=which, who=editors, title=titles, comment=reasons, back=st.booleans())
    def write_and_review(self, n, who, title, comment, back):
        """The ordinary way, so that the machine gets somewhere: two people, one after the other."""
        self.edit(n, who, title)
        self.submit(n, who)
        self.decide(n, (who + 1) % EDITORS, True, comment, back)

    # --- publication ---

    def shown_from(self, n, published_at, reason):
        account = self.accounts[n]
        if not account.approved:
            assert reason.strip()
            account.allowed.add(account.title)
        account.versions.append((published_at, account.title))
        account.writers = set()

    @rule(n=which, who=editors, reason=reasons)
    def publish(self, n, who, reason):
        account = self.accounts[n]
        allowed = not account.versions and (account.approved or bool(reason.strip()))
        given = {"release": self.releases[n], "by": self.users[who], "bypass_reason": reason}
        if self.attempt(allowed, publishing.publish, **given):
            self.shown_from(n, self.now, reason)

    @rule(n=which, who=editors, reason=reasons, wait=waits)
    def schedule(self, n, who, reason, wait):
        account = self.accounts[n]
        allowed = not account.versions and (account.approved or bool(reason.strip()))
        given = {"release": self.releases[n], "by": self.users[who], "bypass_reason": reason}
        instant = self.now + wait
        if self.attempt(allowed, publishing.schedule, published_at=instant, **given):
            self.shown_from(n, instant, reason)

    @rule(n=which, who=editors, wait=waits)
    def reschedule(self, n, who, wait):
        account = self.accounts[n]
        instant = self.now + wait
        given = {"release": self.releases[n], "by": self.users[who], "published_at": instant}
        waiting = self.ahead(account)
        if self.attempt(waiting, publishing.reschedule, **given):
            account.versions[-1] = (instant, account.versions[-1][1])
            account.writers = set()

    @rule(n=which, who=editors, reason=reasons, wait=waits)
    def schedule_and_move(self, n, who, reason, wait):
        self.schedule(n, who, reason, wait)
        self.reschedule(n, who, wait + timedelta(hours=1))

    @rule(n=which, who=editors)
    def cancel(self, n, who):
        account = self.accounts[n]
        given = {"release": self.releases[n], "by": self.users[who]}
        if self.attempt(self.ahead(account), publishing.cancel, **given):
            account.versions.pop()
            # Whoever wrote since the beginning counts again; the desk knows them from its drafts.
            account.writers = self.writers_kept(n)

    def writers_kept(self, n):
        release = self.releases[n]
        kept = set(release.drafts.values_list("saved_by", flat=True))
        kept |= set(release.reviews.values_list("submitted_by", flat=True))
        return {number for number, user in enumerate(self.users) if user.pk in kept}

    @rule(n=which, who=editors, reason=reasons, note=reasons, minor=st.booleans())
    def correct(self, n, who, reason, note, minor):
        account = self.accounts[n]
        allowed = (
            bool(account.versions)
            and not self.ahead(account)
            and not self.unchanged(account)
            and (minor or bool(note.strip()))
            and (account.approved or bool(reason.strip()))
        )
        given = {
            "release": self.releases[n],
            "by": self.users[who],
            "bypass_reason": reason,
            "change": Change.MINOR if minor else Change.SUBSTANTIVE,
            "note_sv": note,
        }
        if self.attempt(allowed, publishing.correct, **given):
            self.shown_from(n, self.now, reason)

    @rule(n=which, who=editors, title=titles)
    def write_review_and_correct(self, n, who, title):
        self.write_and_review(n, who, title, "", False)
        self.correct(n, who, "", "", True)

    @rule(n=which, who=editors, reason=reasons)
    def withdraw(self, n, who, reason):
        account = self.accounts[n]
        allowed = (
            bool(account.versions)
            and not self.ahead(account)
            and not account.withdrawn
            and bool(reason.strip())
        )
        given = {"release": self.releases[n], "by": self.users[who], "reason_sv": reason}
        if self.attempt(allowed, publishing.withdraw, **given):
            account.withdrawn = True

    @rule(n=which, who=editors, reason=reasons)
    def reinstate(self, n, who, reason):
        account = self.accounts[n]
        allowed = account.withdrawn and bool(reason.strip())
        given = {"release": self.releases[n], "by": self.users[who], "reason_sv": reason}
        if self.attempt(allowed, publishing.reinstate, **given):
            account.withdrawn = False

    # --- what always holds ---

    @invariant()
    def public_reads_only_what_it_may(self):
        for instant in (self.now, self.now + timedelta(hours=1)):
            expected = {}
            for release, account in zip(self.releases, self.accounts, strict=True):
                out = [title for at, title in account.versions if at <= instant]
                if out and not account.withdrawn:
                    expected[release.pk] = out[-1]
                    assert out[-1] in account.allowed
            live = {version.release_id: version for version in Version.objects.live(instant)}
            assert {pk: version.title_sv for pk, version in live.items()} == expected
            for version in live.values():
                assert version.published_at <= instant
                assert version.approved_by_id or version.bypass.reason.strip()
                assert version.approved_by_id is None or not hasattr(version, "bypass")

    @invariant()
    def nothing_entered_is_lost(self):
        for release, account in zip(self.releases, self.accounts, strict=True):
            kept = Draft.objects.filter(release=release).values_list("content", flat=True)
            assert account.entered <= {content["title_sv"] for content in kept}
            release.refresh_from_db()
            assert release.title_sv == account.title

    @invariant()
    def chains_verify(self):
        for model in (Version, Withdrawal, Reinstatement):
            assert list(broken_links(model)) == []


@pytest.mark.django_db
def test_desk_any_order_of_verbs(measured):
    Desk.done.clear()
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=9,
            stateful_step_count=40,
            # Without shrinking, which takes minutes here: the steps that failed are told anyway.
            phases=[Phase.generate],
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

    assert set(Desk.done) == {
        "submit",
        "approve",
        "send_back",
        "publish",
        "schedule",
        "reschedule",
        "cancel",
        "correct",
        "withdraw",
        "reinstate",
    }
    measured(f"the desk's state machine: {sum(Desk.done.values())} verbs done, {dict(Desk.done)}")
