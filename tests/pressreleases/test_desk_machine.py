"""Several editors, two texts, one moving clock, and every verb in whatever order Hypothesis likes.

The machine keeps its own plain account of who wrote, handed in and approved which text. Every verb
must succeed exactly when that account allows it, and after each step three things hold: the public
reads only what was approved (or went without, with a reason) and whose time has come; no text ever
entered is lost; the hash chains verify. And every address that was ever public leads to its release
in one step at most.
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
from pressreleases.enums import CORRECTIONS, Change
from pressreleases.models import Draft, GivenAddress, Reinstatement, Version, Withdrawal
from pressreleases.record import broken_links
from pressreleases.restoring import restore
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
later = st.one_of(st.none(), waits)
# Few addresses, shared by both texts, so that they are wanted again.
slugs = st.sampled_from(["a", "b", "c", "d"])


@dataclass
class Account:
    """What the machine itself knows of one text."""

    title: str = "Ett"
    entered: set = field(default_factory=lambda: {"Ett"})
    writers: set = field(default_factory=set)
    last_editor: int | None = None
    # title → what became of it the last time it was handed in
    reviews: dict = field(default_factory=dict)
    # (published_at, title, slug) of every version that was not called off, oldest first
    versions: list = field(default_factory=list)
    # For each version that took its text from the desk: who had written since the one before, and
    # what had become of what was handed in, which is used up by it.
    before: list = field(default_factory=list)
    # title → who has saved it: it stays theirs, whoever takes it back
    savers: dict = field(default_factory=dict)
    slug: str = ""
    # Every address that it has now, has had in public, or will have when its time comes.
    given: set = field(default_factory=set)
    allowed: set = field(default_factory=set)
    withdrawn: bool = False

    @property
    def others_forbidden(self):
        return self.writers | {self.last_editor} | self.savers.get(self.title, set())

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
        self.releases = [make_release(title_sv="Ett", slug=slug) for slug in "ab"]
        self.accounts = [Account(slug=slug) for slug in "ab"]
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
        self.written(account, who, title)

    def written(self, account, who, title):
        if title != account.title:
            account.writers.add(who)
            account.savers.setdefault(title, set()).add(who)
        account.last_editor = who
        account.title = title
        account.entered.add(title)

    @rule(n=which, who=editors, pick=st.integers(0, 99), published=st.booleans())
    def restore(self, n, who, pick, published):
        release, account = self.releases[n], self.accounts[n]
        rows = release.versions.all() if published else release.drafts.all()
        if not rows:
            return
        row = list(rows.order_by("pk"))[pick % len(rows)]
        given = {"version" if published else "draft": row}
        if self.attempt(True, restore, release=release, by=self.users[who], **given):
            self.written(account, who, row.title_sv if published else row.content["title_sv"])

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
        account.versions.append((published_at, account.title, account.slug))
        account.before.append((account.writers, account.reviews))
        account.given.add(account.slug)
        account.writers, account.reviews = set(), {}

    def free(self, n, slug):
        return slug not in self.accounts[1 - n].given

    def may_publish(self, n, reason):
        account = self.accounts[n]
        return (
            not account.versions
            and (account.approved or bool(reason.strip()))
            and self.free(n, account.slug)
        )

    @rule(n=which, slug=slugs)
    def choose_address(self, n, slug):
        """Before the first publication the address is a field like the others."""
        release, account = self.releases[n], self.accounts[n]
        if not account.versions and not account.reviews:
            release.refresh_from_db()
            release.slug = account.slug = slug
            release.save()

    @rule(n=which, who=editors, reason=reasons)
    def publish(self, n, who, reason):
        allowed = self.may_publish(n, reason)
        given = {"release": self.releases[n], "by": self.users[who], "bypass_reason": reason}
        if self.attempt(allowed, publishing.publish, **given):
            self.shown_from(n, self.now, reason)

    @rule(n=which, who=editors, reason=reasons, wait=waits)
    def schedule(self, n, who, reason, wait):
        allowed = self.may_publish(n, reason)
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
            # The text that waits goes along; what is on the desk is still nobody else's.
            account.versions[-1] = (instant, *account.versions[-1][1:])

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
            # Whoever wrote since the version before counts again, and what was handed in.
            writers, reviews = account.before.pop()
            account.writers |= writers
            account.reviews = reviews | account.reviews
            if not account.versions:
                account.given.clear()

    @rule(n=which, who=editors, slug=slugs, reason=reasons)
    def move(self, n, who, slug, reason):
        account = self.accounts[n]
        allowed = (
            bool(account.versions)
            and not self.ahead(account)
            and slug != account.slug
            and bool(reason.strip())
            and self.free(n, slug)
        )
        given = {"release": self.releases[n], "by": self.users[who], "slug": slug}
        if self.attempt(allowed, publishing.move, reason=reason, **given):
            account.versions.append((self.now, account.versions[-1][1], slug))
            account.slug = slug
            account.given.add(slug)

    @rule(n=which, who=editors, reason=reasons, note=reasons, minor=st.booleans(), wait=later)
    def correct(self, n, who, reason, note, minor, wait):
        account = self.accounts[n]
        ahead = wait and self.now + wait
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
            "published_at": ahead,
        }
        if self.attempt(allowed, publishing.correct, **given):
            self.shown_from(n, ahead or self.now, reason)
            if ahead:
                self.done["correct ahead"] += 1

    @rule(n=which, who=editors, title=titles, wait=later)
    def write_review_and_correct(self, n, who, title, wait):
        self.write_and_review(n, who, title, "", False)
        self.correct(n, who, "", "", True, wait)

    @rule(n=which, who=editors, title=titles, wait=waits, back=st.booleans())
    def let_a_correction_wait_and_change_it(self, n, who, title, wait, back):
        self.write_review_and_correct(n, who, title, wait)
        self.reschedule(n, who, wait + timedelta(hours=1))
        if back:
            self.cancel(n, who)

    @rule(n=which, who=editors, title=titles, slug=slugs, back=st.booleans())
    def publish_move_and_withdraw(self, n, who, title, slug, back):
        self.write_and_review(n, who, title, "Fel belopp.", back)
        self.publish(n, who, "Det brådskar.")
        self.move(n, who, slug, "Fel belopp.")
        self.withdraw(n, who, "Fel belopp.")
        if back:
            self.reinstate(n, who, "Det brådskar.")

    @rule(n=which, who=editors, reason=reasons)
    def withdraw(self, n, who, reason):
        account = self.accounts[n]
        allowed = (
            bool(account.versions)
            and account.versions[0][0] <= self.now + timedelta(seconds=1)
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
                out = [title for at, title, _slug in account.versions if at <= instant]
                if out and not account.withdrawn:
                    expected[release.pk] = out[-1]
                    assert out[-1] in account.allowed
            live = {version.release_id: version for version in Version.objects.live(instant)}
            assert {pk: version.title_sv for pk, version in live.items()} == expected
            for version in live.values():
                assert version.published_at <= instant
                # A text that was moved goes by what let it out the first time.
                let_out = (
                    version.release.versions.filter(cancelled_at=None, number__lte=version.number)
                    .exclude(change=Change.ADDRESS)
                    .order_by("number")
                    .last()
                )
                assert let_out.title_sv == version.title_sv
                assert let_out.approved_by_id or let_out.bypass.reason.strip()
                assert let_out.approved_by_id is None or not hasattr(let_out, "bypass")

    @invariant()
    def nothing_entered_is_lost(self):
        for release, account in zip(self.releases, self.accounts, strict=True):
            kept = Draft.objects.filter(release=release).values_list("content", flat=True)
            assert account.entered <= {content["title_sv"] for content in kept}
            release.refresh_from_db()
            assert release.title_sv == account.title

    @invariant()
    def every_address_leads_to_its_text(self):
        """What the page does (views.release_detail): one look, and one step at most."""
        expected = {}
        for release, account in zip(self.releases, self.accounts, strict=True):
            out = [slug for at, _title, slug in account.versions if at <= self.now]
            expected |= dict.fromkeys(out, (release.pk, *out[-1:]))
        for slug in "abcd":
            place = {"kind": "press_release", "year": 2036, "month": 3, "slug": slug}
            found = Version.objects.known_at(self.now, **place).in_force(self.now)
            leads_to = [(version.release_id, version.slug) for version in found]
            assert leads_to == ([expected[slug]] if slug in expected else [])

    @invariant()
    def addresses_are_given_once(self):
        for release, account in zip(self.releases, self.accounts, strict=True):
            given = GivenAddress.objects.filter(release=release).values_list("slug", flat=True)
            assert set(given) == account.given
            release.refresh_from_db()
            assert release.slug == account.slug

    @invariant()
    def versions_follow_one_another_without_a_gap(self):
        for release in self.releases:
            versions = list(release.versions.filter(cancelled_at=None).order_by("number"))
            ends = [version.superseded_at for version in versions]
            assert ends == [*(version.published_at for version in versions[1:]), None][: len(ends)]
            assert all(v.change in (*CORRECTIONS, Change.ADDRESS) for v in versions[1:])

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
            max_examples=10,
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
        "correct ahead",
        "move",
        "restore",
        "withdraw",
        "reinstate",
    }
    measured(f"the desk's state machine: {sum(Desk.done.values())} verbs done, {dict(Desk.done)}")
