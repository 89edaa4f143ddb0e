"""The plan of a change of government: what is wrong with it, and what is worth a second look."""

from datetime import date

from ministers.handover import Action, Arrival, Plan, Step
from ministers.handover_hints import hints, left_without_holder
from ministers.handover_problems import problems
from ministers.models import Government, Minister, Post, Tenure

DAY = date(2027, 1, 12)
ENERGY = Post(pk=1, slug="energiminister", title_sv="energiminister")
FINANCE = Post(pk=2, slug="finansminister", title_sv="finansminister")
PRIME = Post(pk=3, slug="statsminister", title_sv="statsminister")
KIM = Minister(pk=1, slug="kim", given_name="Kim", family_name="Ek")
LO = Minister(pk=2, slug="lo", given_name="Lo", family_name="Al")


def held(minister, post, acting=False, start=date(2022, 10, 18)):
    return Tenure(minister=minister, post=post, acting=acting, starts_on=start)


def new(minister, post, acting=False):
    return held(minister, post, acting, DAY)


def step(key, tenure, action, then=None):
    return Step(key, tenure, action, then)


def make_plan(steps=(), arrivals=(), **overrides):
    values = {
        "leaves_on": DAY,
        "starts_on": DAY,
        "outgoing": None,
        "government": Government(name_sv="regeringen Ek", prime_minister="Kim Ek"),
        "caretaker_from": None,
        "ends_source": {"sv": "Protokoll", "en": ""},
        "steps": tuple(steps),
        "arrivals": tuple(Arrival(f"ny-{row}", tenure) for row, tenure in enumerate(arrivals)),
    }
    return Plan(**values | overrides)


def test_problems_none_where_the_post_is_left_to_its_next_holder():
    plan = make_plan([step("a", held(KIM, ENERGY), Action.LEAVES)], [new(LO, ENERGY)])

    assert problems(plan) == {}


def test_problems_post_with_two_holders_is_said_on_both_rows():
    plan = make_plan([step("a", held(KIM, ENERGY), Action.STAYS)], [new(LO, ENERGY)])

    message = "Posten energiminister får två innehavare: Kim Ek och Lo Al."
    assert problems(plan) == {"a": [message], "ny-0": [message]}


def test_problems_acting_holder_beside_the_ordinary_is_allowed():
    plan = make_plan([step("a", held(KIM, ENERGY), Action.STAYS)], [new(LO, ENERGY, acting=True)])

    assert problems(plan) == {}


def test_problems_same_person_twice_in_one_post():
    arrivals = [new(LO, ENERGY), new(LO, ENERGY, acting=True)]

    assert problems(make_plan((), arrivals))["ny-1"] == [
        "Lo Al får posten energiminister på två rader."
    ]


def test_problems_two_new_people_of_one_name_are_one_person():
    twins = [Minister(given_name="Kim", family_name="Ny") for _ in range(2)]
    arrivals = [new(twins[0], ENERGY), new(twins[1], ENERGY, acting=True)]

    assert "Kim Ny får posten" in problems(make_plan((), arrivals))["ny-0"][0]


def test_problems_minister_with_two_posts_is_allowed():
    plan = make_plan([step("a", held(KIM, ENERGY), Action.STAYS)], [new(KIM, FINANCE)])

    assert problems(plan) == {}


def test_problems_move_to_the_same_post_is_to_stay():
    move = step("a", held(KIM, ENERGY), Action.MOVES, new(KIM, ENERGY))

    assert problems(make_plan([move])) == {
        "a": ["Det är samma post som nu. Välj Fortsätter i stället."]
    }


def test_problems_acting_minister_may_be_made_ordinary():
    move = step("a", held(KIM, ENERGY, acting=True), Action.MOVES, new(KIM, ENERGY))

    assert problems(make_plan([move])) == {}


def test_problems_leaving_and_coming_back_the_same_day_is_to_stay():
    plan = make_plan([step("a", held(KIM, ENERGY), Action.LEAVES)], [new(KIM, ENERGY)])

    assert problems(plan) == {
        "ny-0": ["Kim Ek har redan posten. Välj Fortsätter på den raden i stället."]
    }


def test_problems_leaving_and_coming_back_after_a_gap_is_allowed():
    steps = [step("a", held(KIM, ENERGY), Action.LEAVES)]

    assert problems(make_plan(steps, [new(KIM, ENERGY)], starts_on=date(2027, 1, 20))) == {}


def test_hints_posts_that_nobody_holds_after():
    plan = make_plan(
        [
            step("a", held(KIM, ENERGY), Action.LEAVES),
            step("b", held(LO, PRIME), Action.MOVES, new(LO, FINANCE)),
        ]
    )

    assert left_without_holder(plan) == [ENERGY, PRIME]
    assert hints(plan)[0] == "Poster som ingen har efter skiftet: energiminister, statsminister."


def test_hints_prime_minister_of_another_name():
    said = hints(make_plan((), [new(LO, PRIME)]))

    assert said == ["Regeringens statsminister är Kim Ek, men posten statsminister har Lo Al."]


def test_hints_none_where_all_fits():
    assert hints(make_plan((), [new(KIM, PRIME)])) == []


def test_hints_gap_missing_government_and_source():
    said = " ".join(
        hints(
            make_plan(
                starts_on=date(2027, 1, 20), government=None, ends_source={"sv": "", "en": ""}
            )
        )
    )

    assert "Ingen ny regering är angiven." in said
    assert "Mellan 2027-01-12 och 2027-01-20 sitter ingen regering." in said
    assert "ej bekräftad uppgift" in said
