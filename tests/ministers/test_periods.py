"""Periods: half-open, never overlapping, never reversed, on both engines and in words."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from ministers.models import Government, Tenure
from ministers.periods import NoOverlap, Precision, days_of, lay_sqlite_triggers, stockholm_day
from tests.factories import (
    make_agency,
    make_government,
    make_mandate,
    make_minister,
    make_post,
    make_tenure,
)

pytestmark = pytest.mark.django_db

A, B, C, D = date(2014, 10, 3), date(2016, 5, 25), date(2019, 1, 21), date(2021, 11, 30)


def refused(make, **given):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**given)


class TestQueries:
    def test_on_the_first_day_and_the_day_of_discharge(self):
        tenure = make_tenure(starts_on=B, ends_on=C)
        assert list(Tenure.objects.on(B)) == [tenure]
        assert not Tenure.objects.on(C).exists()

    def test_on_the_handover_day_the_post_has_one_holder_the_new_one(self):
        post = make_post()
        make_tenure(post=post, starts_on=A, ends_on=B)
        new = make_tenure(post=post, starts_on=B, ends_on=None)
        assert list(post.tenures.on(B)) == [new]

    def test_ongoing_holds_on_every_later_day(self):
        tenure = make_tenure(starts_on=A, ends_on=None)
        assert list(Tenure.objects.current(date(2999, 1, 1))) == [tenure]

    def test_future_is_not_started(self):
        make_tenure(starts_on=C, ends_on=None)
        assert not Tenure.objects.started_by(B).exists()

    @pytest.mark.parametrize(
        ("start", "end", "shared"),
        [
            (A, B, False),
            (A, date(2016, 5, 26), True),
            (C, None, False),
            (B, C, True),
            (A, None, True),
        ],
    )
    def test_overlapping(self, start, end, shared):
        make_tenure(starts_on=B, ends_on=C)
        assert Tenure.objects.overlapping(start, end).exists() is shared

    def test_last_day_is_the_day_before_the_end(self):
        assert make_government(starts_on=A, ends_on=C).last_day == date(2019, 1, 20)


class TestDatabase:
    """The database refuses, whatever Python forgets."""

    def test_reversed_interval(self):
        refused(make_tenure, starts_on=C, ends_on=B)

    def test_empty_interval(self):
        refused(make_tenure, starts_on=B, ends_on=B)

    def test_one_post_two_holders(self):
        post = make_post()
        make_tenure(post=post, starts_on=A, ends_on=C)
        refused(make_tenure, post=post, starts_on=B, ends_on=D)
        refused(make_tenure, post=post, starts_on=B, ends_on=None)
        refused(make_tenure, post=post, starts_on=date(2010, 1, 1), ends_on=D)

    def test_one_post_moved_by_an_update(self):
        post = make_post()
        make_tenure(post=post, starts_on=A, ends_on=B)
        later = make_tenure(post=post, starts_on=B, ends_on=C)
        with pytest.raises(IntegrityError), transaction.atomic():
            Tenure.objects.filter(pk=later.pk).update(starts_on=A)

    def test_next_holder_the_same_day_is_right(self):
        post = make_post()
        make_tenure(post=post, starts_on=A, ends_on=B)
        make_tenure(post=post, starts_on=B, ends_on=C)
        assert post.tenures.count() == 2

    def test_acting_beside_the_ordinary_holder_is_right(self):
        post = make_post()
        make_tenure(post=post, starts_on=A, ends_on=C)
        make_tenure(post=post, starts_on=B, ends_on=C, acting=True)
        assert post.tenures.on(B).count() == 2

    def test_one_minister_twice_in_one_post_even_acting(self):
        minister, post = make_minister(), make_post()
        make_tenure(minister=minister, post=post, starts_on=A, ends_on=C)
        refused(make_tenure, minister=minister, post=post, starts_on=B, ends_on=C, acting=True)

    def test_one_minister_in_two_posts_is_right(self):
        minister = make_minister()
        make_tenure(minister=minister, starts_on=A, ends_on=C)
        make_tenure(minister=minister, starts_on=A, ends_on=C)
        assert minister.tenures.on(B).count() == 2

    def test_two_governments(self):
        make_government(starts_on=A, ends_on=C)
        refused(make_government, starts_on=B, ends_on=None)
        make_government(starts_on=C, ends_on=None)
        assert Government.objects.on(C).count() == 1

    def test_a_gap_between_governments_is_right(self):
        make_government(starts_on=A, ends_on=B)
        make_government(starts_on=C, ends_on=None)
        assert not Government.objects.on(date(2018, 1, 1)).exists()

    def test_two_instructions_of_one_agency(self):
        agency = make_agency()
        make_mandate(agency=agency)
        refused(make_mandate, agency=agency, starts_on=date(2019, 1, 1))
        make_mandate(starts_on=date(2019, 1, 1))

    def test_caretaker_within_the_government(self):
        refused(make_government, starts_on=A, ends_on=C, caretaker_from=C)
        make_government(starts_on=A, ends_on=C, caretaker_from=date(2019, 1, 20))


class TestWords:
    """What an editor reads."""

    def test_overlap_names_the_rows_in_the_way(self):
        post = make_post(title_sv="energiminister")
        holder = make_tenure(post=post, starts_on=A, ends_on=C)
        clash = Tenure(minister=make_minister(), post=post, starts_on=B, ends_on=None)
        with pytest.raises(ValidationError) as caught:
            clash.full_clean()
        [message] = caught.value.messages
        assert message.startswith("Posten har redan en innehavare under den tiden:")
        assert holder.minister.name in message and "2014-10-03 – 2019-01-21" in message

    def test_reversed_interval(self):
        with pytest.raises(ValidationError, match="Slutdagen måste vara senare än startdagen"):
            Tenure(minister=make_minister(), post=make_post(), starts_on=C, ends_on=B).full_clean()

    def test_missing_start_is_the_only_complaint(self):
        with pytest.raises(ValidationError) as caught:
            Tenure(minister=make_minister(), post=make_post()).full_clean()
        assert set(caught.value.error_dict) == {"starts_on"}

    def test_its_own_row_is_not_in_the_way(self):
        make_tenure(starts_on=A, ends_on=C).full_clean()


def test_sqlite_triggers_survive_a_table_that_is_rebuilt():
    """SQLite drops the triggers of a table that a migration rebuilds: they are laid again."""
    rules = [rule for rule in Tenure._meta.constraints if isinstance(rule, NoOverlap)]
    assert len(rules) == 2
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute('DROP TRIGGER "ministers_tenure_post_one_holder_insert"')
        lay_sqlite_triggers(Tenure._meta.app_config)
    post = make_post()
    make_tenure(post=post, starts_on=A, ends_on=C)
    refused(make_tenure, post=post, starts_on=B, ends_on=C)


def test_migrating_again_changes_nothing():
    call_command("migrate", verbosity=0)


class TestDays:
    def test_a_day_means_itself(self):
        assert days_of(A, Precision.DAY) == [A]

    @pytest.mark.parametrize(
        ("first", "last", "number"),
        [
            (date(2017, 12, 1), date(2017, 12, 31), 31),
            (date(2016, 2, 1), date(2016, 2, 29), 29),
            (date(2018, 4, 1), date(2018, 4, 30), 30),
        ],
    )
    def test_a_month_means_all_its_days(self, first, last, number):
        found = days_of(first, Precision.MONTH)
        assert (found[0], found[-1], len(found)) == (first, last, number)

    def test_a_year_means_all_its_days(self):
        assert len(days_of(date(2016, 7, 1), Precision.YEAR)) == 366

    @pytest.mark.parametrize(
        ("instant", "day"),
        [
            (datetime(2018, 6, 30, 21, 59, tzinfo=UTC), date(2018, 6, 30)),
            (datetime(2018, 6, 30, 22, 0, tzinfo=UTC), date(2018, 7, 1)),
            (datetime(2018, 12, 31, 23, 0, tzinfo=UTC), date(2019, 1, 1)),
        ],
    )
    def test_stockholm_day(self, instant, day):
        assert stockholm_day(instant) == day
