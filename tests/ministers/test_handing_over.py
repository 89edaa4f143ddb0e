"""A planned change of government entered and taken back: all of it or nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from ministers.handing_over import enter, entered, planned, take_back
from ministers.handover import Action, Arrival, Plan, Step
from ministers.models import Government, Minister, Tenure
from tests.factories import (
    make_government,
    make_minister,
    make_post,
    make_release,
    make_tenure,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DAY = date(2027, 1, 12)
STARTED = date(2022, 10, 18)
SOURCE = {"sv": "Riksdagens protokoll", "en": "Records of the Riksdag"}


@pytest.fixture
def old():
    return make_government(slug="gammal", starts_on=STARTED, ends_on=None)


@pytest.fixture
def sitting():
    return make_tenure(starts_on=STARTED, ends_on=None, ends_source_sv="")


def new(minister, post, start=DAY, **given):
    return Tenure(minister=minister, post=post, starts_on=start, **given)


def make_plan(old, *, steps=(), arrivals=(), **overrides):
    values = {
        "leaves_on": DAY,
        "starts_on": DAY,
        "outgoing": Government.objects.get(pk=old.pk) if old else None,
        "government": Government(
            slug="ny", name_sv="regeringen Ny", prime_minister="Kim Ny", starts_on=DAY
        ),
        "caretaker_from": None,
        "ends_source": SOURCE,
        "steps": tuple(
            Step(f"rad-{tenure.pk}", Tenure.objects.get(pk=tenure.pk), action, then)
            for tenure, action, then in steps
        ),
        "arrivals": tuple(Arrival(f"ny-{row}", tenure) for row, tenure in enumerate(arrivals)),
    }
    return Plan(**values | overrides)


def leaving(sitting):
    return (sitting, Action.LEAVES, None)


def someone():
    return Minister(slug="kim-ny", given_name="Kim", family_name="Ny", pronoun="hen")


def test_enter_ends_the_old_and_begins_the_new_on_one_day(old, sitting):
    plan = make_plan(old, steps=[leaving(sitting)], arrivals=[new(someone(), sitting.post)])

    key = enter(plan=plan)

    old.refresh_from_db()
    sitting.refresh_from_db()
    assert (old.ends_on, old.ends_source_sv) == (DAY, "Riksdagens protokoll")
    assert (sitting.ends_on, sitting.ends_source_en) == (DAY, "Records of the Riksdag")
    assert [t.minister.name for t in Tenure.objects.on(DAY)] == ["Kim Ny"]
    assert Government.objects.on(DAY).get().slug == "ny"
    assert entered(key).first_day == DAY
    assert entered(key).government.slug == "ny"
    assert [one.key for one in planned(TODAY)] == [key]
    assert planned(DAY) == []


def test_enter_leaves_one_who_stays_untouched(old, sitting):
    enter(plan=make_plan(old, steps=[(sitting, Action.STAYS, None)]))

    assert sitting.history.count() == 1
    assert Tenure.objects.get().ends_on is None


def test_enter_move_gives_the_new_post_from_the_day(old, sitting):
    post = make_post()
    then = new(sitting.minister, post)

    enter(plan=make_plan(old, steps=[(sitting, Action.MOVES, then)]))

    first, second = Tenure.objects.order_by("starts_on")
    assert (first.ends_on, second.starts_on, second.post) == (DAY, DAY, post)


def test_enter_two_who_change_posts_with_each_other(old):
    one, other = (make_tenure(starts_on=STARTED, ends_on=None) for _ in range(2))
    swap = [
        (one, Action.MOVES, new(one.minister, other.post)),
        (other, Action.MOVES, new(other.minister, one.post)),
    ]

    enter(plan=make_plan(old, steps=swap))

    held = {tenure.minister: tenure.post for tenure in Tenure.objects.on(DAY)}
    assert held == {one.minister: other.post, other.minister: one.post}


def test_enter_new_minister_with_two_posts_is_one_person(old):
    kim = someone()

    enter(plan=make_plan(old, arrivals=[new(kim, make_post()), new(kim, make_post())]))

    assert Minister.objects.get().tenures.count() == 2


def test_enter_acting_beside_one_who_stays(old, sitting):
    stand_in = new(make_minister(), sitting.post, acting=True)

    enter(plan=make_plan(old, steps=[(sitting, Action.STAYS, None)], arrivals=[stand_in]))

    assert Tenure.objects.on(DAY).count() == 2


def test_enter_gap_begins_the_new_later(old, sitting):
    later = date(2027, 1, 20)
    government = Government(
        slug="ny", name_sv="regeringen Ny", prime_minister="Kim Ny", starts_on=later
    )
    back = new(sitting.minister, sitting.post, start=later)
    plan = make_plan(
        old, steps=[leaving(sitting)], arrivals=[back], government=government, starts_on=later
    )

    key = enter(plan=plan)

    assert not Government.objects.on(DAY).exists()
    assert not Tenure.objects.on(date(2027, 1, 19)).exists()
    assert Government.objects.on(later).get().slug == "ny"
    assert entered(key).first_day == DAY


def test_enter_caretaker_only_ends_nothing(old, sitting):
    caretaker = date(2026, 12, 1)
    plan = make_plan(old, government=None, leaves_on=None, starts_on=None, caretaker_from=caretaker)

    key = enter(plan=plan)

    old.refresh_from_db()
    assert (old.caretaker_from, old.ends_on) == (caretaker, None)
    assert entered(key).first_day == caretaker


def test_enter_day_that_has_been_corrects_later_ends(old):
    late = make_tenure(starts_on=STARTED, ends_on=date(2026, 11, 1), ends_source_sv="Gissning")
    past = date(2026, 10, 1)
    plan = make_plan(old, steps=[leaving(late)], leaves_on=past, government=None, starts_on=None)

    enter(plan=plan)

    late.refresh_from_db()
    assert (late.ends_on, late.ends_source_sv) == (past, "Riksdagens protokoll")


def test_enter_end_that_is_right_already_keeps_its_source(old):
    known = make_tenure(starts_on=STARTED, ends_on=DAY, ends_source_sv="Regeringen.se")

    enter(plan=make_plan(old, steps=[leaving(known)]))

    known.refresh_from_db()
    assert known.ends_source_sv == "Regeringen.se"
    assert known.history.count() == 1


def refused(plan):
    """The messages of a plan that is refused, after seeing that nothing was written."""
    before = (Government.history.count(), Tenure.history.count(), Minister.history.count())
    with pytest.raises(ValidationError) as refusal:
        enter(plan=plan)
    after = (Government.history.count(), Tenure.history.count(), Minister.history.count())
    assert before == after
    return refusal.value.message_dict


def test_enter_refused_names_each_row_and_writes_nothing(old, sitting):
    ahead = make_tenure(starts_on=date(2027, 6, 1), ends_on=None)
    make_minister(slug="kim-ny")
    plan = make_plan(
        old,
        steps=[leaving(sitting)],
        arrivals=[new(make_minister(), ahead.post), new(someone(), sitting.post)],
    )

    said = refused(plan)

    assert "Posten har redan en innehavare under den tiden:" in said["ny-0"][0]
    assert "Adress" in said["ny-1"][0]


def test_enter_refused_where_a_government_is_already_entered_ahead(old):
    Government.objects.filter(pk=old.pk).update(ends_on=date(2027, 2, 1))
    make_government(slug="annan", starts_on=date(2027, 2, 1), ends_on=None, name_sv="regeringen X")

    [said] = refused(make_plan(old))["government"]

    assert said == "Två regeringar kan inte sitta samtidigt. I vägen står: Regeringen X"


def test_enter_refused_without_any_change():
    plan = make_plan(None, government=None)

    assert refused(plan) == {"government": ["Planen ändrar ingenting."]}


def test_enter_refusal_of_the_database_is_told_in_words(old, sitting, monkeypatch):
    """Someone else took the post between the check and the write."""
    name = "ministers_tenure_post_one_holder"

    def refuse(self, *args, **kwargs):
        raise IntegrityError(f'conflicting key violates exclusion constraint "{name}"')

    monkeypatch.setattr(Tenure, "save", refuse)

    said = refused(make_plan(old, arrivals=[new(make_minister(), make_post())]))

    assert said == {"ny-0": ["Posten har redan en innehavare under den tiden:"]}


@pytest.fixture
def key(old, sitting):
    arrivals = [new(someone(), sitting.post)]
    return enter(plan=make_plan(old, steps=[leaving(sitting)], arrivals=arrivals))


def test_take_back_reopens_and_deletes_and_keeps_history(key, old, sitting):
    take_back(key=key, on=TODAY)

    old.refresh_from_db()
    sitting.refresh_from_db()
    assert (old.ends_on, sitting.ends_on, sitting.ends_source_sv) == (None, None, "")
    assert list(Tenure.objects.all()) == [sitting]
    assert not Minister.objects.filter(slug="kim-ny").exists()
    assert [row.history_type for row in Government.history.filter(slug="ny")] == ["-", "+"]
    assert sitting.history.count() == 3
    assert planned(TODAY) == []


def test_take_back_leaves_room_for_a_new_plan_with_the_same_names(key, old, sitting):
    take_back(key=key, on=TODAY)

    again = enter(plan=make_plan(old, steps=[leaving(sitting)]))

    assert [one.key for one in planned(TODAY)] == [again]


def kept(key, on=TODAY):
    """What is said when it cannot be taken back, after seeing that nothing changed."""
    rows = Tenure.history.count() + Government.history.count()
    with pytest.raises(ValidationError) as refusal:
        take_back(key=key, on=on)
    assert Tenure.history.count() + Government.history.count() == rows
    return " ".join(refusal.value.messages)


def test_take_back_refused_once_the_day_has_come(key):
    assert "Skiftet har redan skett, den 2027-01-12." in kept(key, on=DAY)
    assert Government.objects.filter(slug="ny").exists()


def test_take_back_refused_where_someone_has_changed_a_fact_since(key):
    tenure = Tenure.objects.get(minister__slug="kim-ny")
    tenure.note_sv = "Rättad"
    tenure.save()

    assert "Någon har ändrat det här efter att skiftet planerades: Kim Ny" in kept(key)


def test_take_back_refused_where_a_text_builds_on_it(key):
    make_release(tenures=[Tenure.objects.get(minister__slug="kim-ny")])

    assert "för annat bygger på det" in kept(key)


def test_take_back_refused_where_a_minister_has_got_another_post(key):
    make_tenure(minister=Minister.objects.get(slug="kim-ny"), starts_on=DAY, ends_on=None)

    assert "Kim Ny kan inte tas bort" in kept(key)


def test_take_back_twice_is_refused(key):
    take_back(key=key, on=TODAY)

    assert kept(key) == "Det planerade skiftet finns inte längre."


def test_take_back_of_what_never_was_is_refused():
    assert kept("0" * 12) == "Det planerade skiftet finns inte längre."


def test_take_back_keeps_caretaking_that_has_begun(old, sitting):
    caretaker = date(2026, 11, 20)
    key = enter(plan=make_plan(old, steps=[leaving(sitting)], caretaker_from=caretaker))

    take_back(key=key, on=TODAY)

    old.refresh_from_db()
    assert (old.caretaker_from, old.ends_on) == (caretaker, None)


def test_take_back_undoes_caretaking_that_lies_ahead(old):
    key = enter(plan=make_plan(old, caretaker_from=date(2026, 12, 24)))

    take_back(key=key, on=TODAY)

    old.refresh_from_db()
    assert old.caretaker_from is None


def seen_by_another():
    """Who governs on the day, asked by a reader of another connection."""

    def look():
        try:
            governments = {government.slug for government in Government.objects.on(DAY)}
            return governments, {tenure.minister.name for tenure in Tenure.objects.on(DAY)}
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as reader:
        return reader.submit(look).result()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_enter_is_never_seen_half_by_a_reader(monkeypatch):
    """SQLite's test database lies in memory and has one connection; there a writer is alone."""
    old = make_government(slug="gammal", starts_on=STARTED, ends_on=None)
    sitting = make_tenure(starts_on=STARTED, ends_on=None)
    plan = make_plan(old, steps=[leaving(sitting)], arrivals=[new(someone(), sitting.post)])
    before, polled, save = seen_by_another(), [], Tenure.save

    def save_and_poll(self, *args, **kwargs):
        save(self, *args, **kwargs)
        polled.append(seen_by_another())

    monkeypatch.setattr(Tenure, "save", save_and_poll)
    enter(plan=plan)

    assert polled == [before, before]
    assert seen_by_another() == ({"ny"}, {"Kim Ny"})
