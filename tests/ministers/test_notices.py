"""The notices: the seed page, every edge of DESIGN §4, both languages, and what always holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from ministers.notices import (
    Both,
    Cabinet,
    Evidence,
    Held,
    Person,
    Status,
    notices,
    then_held,
)
from ministers.periods import Precision, days_of
from ministers.wording import describe, then_title

SOURCED = (Evidence(starts=Both("swerik", "swerik"), ends=Both("swerik", "swerik")),)
TITLES = {
    "energi": Both("energiminister", "Minister for Energy"),
    "samordning": Both(
        "samordnings- och energiminister", "Minister for Policy Coordination and Energy"
    ),
    "naring": Both("näringsminister", "Minister for Business, Industry and Innovation"),
    "finans": Both("finansminister", "Minister for Finance"),
    "bara-svenska": Both("framtidsminister", ""),
}


def day(text):
    return date.fromisoformat(text)


def held(post, start, end=None, **given):
    return Held(
        post=post,
        title=TITLES[post],
        starts_on=day(start),
        ends_on=day(end) if end else None,
        evidence=given.pop("evidence", SOURCED),
        **given,
    )


def person(*items, name="Anna Ek", pronoun="hon", died=None):
    return Person(
        slug=name.lower().replace(" ", "-"),
        name=name,
        pronoun=pronoun,
        held=items,
        died_on=day(died) if died else None,
    )


BAYLAN = person(
    held("energi", "2014-10-03", "2016-05-25"),
    held("samordning", "2016-05-25", "2019-01-21"),
    held("naring", "2019-01-21", "2021-11-30"),
    name="Ibrahim Baylan",
    pronoun="han",
)
LOFVEN_1 = Cabinet(
    "lofven-i",
    Both("regeringen Löfven I", "the Löfven I Government"),
    day("2014-10-03"),
    day("2019-01-21"),
)
LOFVEN_2 = Cabinet(
    "lofven-ii",
    Both("regeringen Löfven II", "the Löfven II Government"),
    day("2019-01-21"),
    day("2021-07-09"),
)
GOVERNMENTS = [LOFVEN_1, LOFVEN_2]
SEED_DAYS = days_of(day("2017-12-01"), Precision.MONTH)


def seen(people, published, on, governments=GOVERNMENTS):
    days = published if isinstance(published, list) else [day(published)]
    return notices(people, governments, days, day(on))


def statuses(found):
    return [(notice.person.name, notice.status) for notice in found.ministers]


def sentences(found, language="sv"):
    with translation.override(language):
        text = describe(found)
        return [
            sentence
            for group in text.groups
            for entry in group.entries
            for sentence in entry.sentences
        ]


class TestSeed:
    def test_banner_today(self):
        with translation.override("sv"):
            text = describe(seen([BAYLAN], SEED_DAYS, "2026-11-22"))
        assert text.banner.sentence == (
            "Innehållet publicerades under perioden 3 oktober 2014 till den 20 januari 2019, "
            "under regeringen Löfven I."
        )

    def test_exactly_two_sentences_today(self):
        with translation.override("sv"):
            text = describe(seen([BAYLAN], SEED_DAYS, "2026-11-22"))
        assert [group.heading for group in text.groups] == [
            "Statsråd på denna sida som har entledigats"
        ]
        assert [entry.name for entry in text.groups[0].entries] == ["Ibrahim Baylan"]
        assert text.groups[0].entries[0].sentences == [
            "Under perioden 21 januari 2019 till den 30 november 2021 var han näringsminister.",
            "Under perioden 25 maj 2016 till den 21 januari 2019 var han "
            "samordnings- och energiminister.",
        ]

    def test_in_english(self):
        with translation.override("en"):
            text = describe(seen([BAYLAN], SEED_DAYS, "2026-11-22"))
        assert text.banner.sentence == (
            "This content was published in the period from 3 October 2014 to 20 January 2019, "
            "under the Löfven I Government."
        )
        assert text.groups[0].entries[0].sentences == [
            "From 21 January 2019 to 30 November 2021 he was "
            "Minister for Business, Industry and Innovation.",
            "From 25 May 2016 to 21 January 2019 he was "
            "Minister for Policy Coordination and Energy.",
        ]

    def test_as_of_june_2020_changed_portfolio_and_banner(self):
        found = seen([BAYLAN], SEED_DAYS, "2020-06-01")
        assert found.banner == LOFVEN_1
        assert statuses(found) == [("Ibrahim Baylan", Status.CHANGED)]
        assert sentences(found) == [
            "Sedan den 21 januari 2019 är han näringsminister.",
            "Under perioden 25 maj 2016 till den 21 januari 2019 var han "
            "samordnings- och energiminister.",
        ]

    def test_as_of_june_2018_neither(self):
        found = seen([BAYLAN], SEED_DAYS, "2018-06-01")
        assert (found.banner, found.ministers) == (None, ())

    def test_then_title(self):
        assert [h.post for h in then_held(BAYLAN, SEED_DAYS, day("2026-11-22"))] == ["samordning"]


class TestEdges:
    def test_release_on_the_handover_day_belongs_to_the_new_government(self):
        assert seen([], "2019-01-21", "2021-07-09").banner == LOFVEN_2
        assert seen([], "2019-01-20", "2021-07-09").banner == LOFVEN_1

    def test_banner_flips_on_the_day_of_the_handover(self):
        assert seen([], "2018-01-01", "2019-01-20").banner is None
        assert seen([], "2018-01-01", "2019-01-21").banner == LOFVEN_1

    def test_gap_with_no_government_gives_no_banner(self):
        gap = [replace(LOFVEN_1, ends_on=day("2019-01-10")), LOFVEN_2]
        assert seen([], "2019-01-15", "2026-01-01", gap).banner is None

    def test_two_posts_at_once_and_one_of_them_kept(self):
        both = person(held("energi", "2015-01-01", "2016-01-01"), held("finans", "2015-01-01"))
        assert seen([both], "2015-06-01", "2020-01-01").ministers == ()
        assert [h.post for h in then_held(both, [day("2015-06-01")], day("2020-01-01"))] == [
            "energi",
            "finans",
        ]

    def test_two_posts_at_once_both_left_gives_one_notice(self):
        both = person(
            held("energi", "2015-01-01", "2016-01-01"), held("finans", "2015-01-01", "2017-01-01")
        )
        found = seen([both], "2015-06-01", "2020-01-01")
        assert statuses(found) == [("Anna Ek", Status.LEFT)]
        assert len(found.ministers[0].ended) == 2

    def test_old_and_new_holder_on_one_day(self):
        old = person(held("energi", "2015-01-01", "2016-05-25"), name="Olle Alm")
        new = person(held("energi", "2016-05-25"), name="Nina Ask")
        found = seen([old, new], "2016-05-25", "2016-05-25")
        assert statuses(found) == [("Olle Alm", Status.LEFT)]
        assert then_held(old, [day("2016-05-25")], day("2020-01-01")) == ()

    def test_leaves_and_returns_to_the_same_post(self):
        back = person(held("energi", "2015-01-01", "2016-01-01"), held("energi", "2018-01-01"))
        assert statuses(seen([back], "2015-06-01", "2017-01-01")) == [("Anna Ek", Status.LEFT)]
        assert seen([back], "2015-06-01", "2018-01-01").ministers == ()

    def test_leaves_and_returns_to_another_post(self):
        back = person(held("energi", "2015-01-01", "2016-01-01"), held("finans", "2018-01-01"))
        found = seen([back], "2015-06-01", "2019-01-01")
        assert statuses(found) == [("Anna Ek", Status.CHANGED)]

    def test_published_while_out_of_office_then_returned(self):
        back = person(held("energi", "2015-01-01", "2016-01-01"), held("finans", "2018-01-01"))
        assert seen([back], "2017-01-01", "2019-01-01").ministers == ()

    def test_same_title_in_the_next_government(self):
        through = person(
            held("energi", "2014-10-03", "2019-01-21"), held("energi", "2019-01-21", "2021-07-09")
        )
        assert seen([through], "2018-01-01", "2019-02-01").ministers == ()
        found = seen([through], "2018-01-01", "2022-01-01")
        assert sentences(found) == [
            "Under perioden 3 oktober 2014 till den 9 juli 2021 var hon energiminister."
        ]

    def test_changed_post_then_left(self):
        assert statuses(seen([BAYLAN], "2017-06-01", "2021-11-29")) == [
            ("Ibrahim Baylan", Status.CHANGED)
        ]
        assert statuses(seen([BAYLAN], "2017-06-01", "2021-11-30")) == [
            ("Ibrahim Baylan", Status.LEFT)
        ]

    def test_caretaker_is_still_in_office(self):
        # A dismissed government has no end until the next one takes office.
        caretaker = replace(LOFVEN_2, ends_on=None)
        assert seen([], "2021-06-29", "2021-07-01", [LOFVEN_1, caretaker]).banner is None

    def test_acting_minister(self):
        acting = person(held("energi", "2015-01-01", "2015-03-01", acting=True))
        found = seen([acting], "2015-02-01", "2016-01-01")
        assert sentences(found) == [
            "Under perioden 1 januari 2015 till den 1 mars 2015 var hon "
            "tillförordnad energiminister."
        ]
        with translation.override("sv"):
            [group] = describe(found).groups
        assert group.entries[0].facts[0].startswith("Tillförordnad energiminister: 1 januari 2015")

    def test_death_in_office_is_never_entledigats(self):
        dead = person(held("energi", "2015-01-01", "2016-02-02"), died="2016-02-02")
        found = seen([dead], "2015-06-01", "2020-01-01")
        assert statuses(found) == [("Anna Ek", Status.DIED)]
        assert sentences(found) == [
            "Hon var energiminister från den 1 januari 2015 till sin bortgång den 2 februari 2016."
        ]
        with translation.override("sv"):
            assert "entledigats" not in str(describe(found))

    def test_death_after_office_is_an_ordinary_notice(self):
        dead = person(held("energi", "2015-01-01", "2016-02-02"), died="2019-02-02")
        assert statuses(seen([dead], "2015-06-01", "2020-01-01")) == [("Anna Ek", Status.LEFT)]

    def test_backdated_release_counts_from_its_date(self):
        assert seen([BAYLAN], "2015-01-01", "2016-05-24").ministers == ()
        assert statuses(seen([BAYLAN], "2015-01-01", "2016-05-25")) == [
            ("Ibrahim Baylan", Status.CHANGED)
        ]

    def test_linked_to_a_minister_who_took_office_later(self):
        later = person(held("energi", "2018-01-01", "2019-01-01"))
        assert seen([later], "2017-01-01", "2017-06-01").ministers == ()
        assert seen([later], "2017-01-01", "2018-06-01").ministers == ()
        assert statuses(seen([later], "2017-01-01", "2019-06-01")) == [("Anna Ek", Status.LEFT)]

    def test_linked_to_a_minister_who_had_left_before_lists_the_last_post(self):
        found = seen([BAYLAN], "2022-01-01", "2023-01-01")
        assert sentences(found) == [
            "Under perioden 21 januari 2019 till den 30 november 2021 var han näringsminister."
        ]

    def test_translation_missing_shows_the_swedish_title_marked(self):
        only = person(held("bara-svenska", "2015-01-01", "2016-01-01"))
        found = seen([only], "2015-06-01", "2020-01-01")
        assert sentences(found, "en") == [
            'From 1 January 2015 to 1 January 2016 she was <span lang="sv">framtidsminister</span>.'
        ]

    def test_corrected_date_changes_the_answer_at_once(self):
        wrong = person(held("energi", "2015-01-01", "2016-01-01"))
        right = person(held("energi", "2015-01-01", "2016-03-01"))
        assert sentences(seen([wrong], "2015-06-01", "2020-01-01")) != sentences(
            seen([right], "2015-06-01", "2020-01-01")
        )

    def test_future_tenure_and_future_end_show_nothing(self):
        leaving = person(held("energi", "2015-01-01", "2030-01-01"), held("finans", "2030-01-01"))
        found = seen([leaving], "2015-06-01", "2029-12-31")
        assert found.ministers == ()
        assert statuses(seen([leaving], "2015-06-01", "2030-01-01")) == [
            ("Anna Ek", Status.CHANGED)
        ]

    def test_changed_does_not_tell_the_new_posts_future_end(self):
        moved = person(
            held("energi", "2015-01-01", "2016-01-01"), held("finans", "2016-01-01", "2030-01-01")
        )
        with translation.override("sv"):
            assert "2030" not in str(describe(seen([moved], "2015-06-01", "2020-01-01")))

    def test_month_in_which_the_government_changed_gives_no_banner_or_title(self):
        month = days_of(day("2019-01-01"), Precision.MONTH)
        found = seen([BAYLAN], month, "2026-01-01")
        assert found.banner is None
        assert found.ministers == ()
        assert then_held(BAYLAN, month, day("2026-01-01")) == ()

    def test_unconfirmed_month_prints_as_a_month(self):
        unsure = person(held("energi", "2015-01-01", "2025-09-01", ends_precision=Precision.MONTH))
        assert sentences(seen([unsure], "2015-06-01", "2026-01-01")) == [
            "Under perioden 1 januari 2015 till september 2025 var hon energiminister."
        ]

    def test_order_changed_before_left_and_ministers_in_the_texts_order(self):
        left = person(held("energi", "2015-01-01", "2016-01-01"), name="Lo Berg")
        moved = person(
            held("energi", "2015-01-01", "2016-01-01"), held("finans", "2016-01-01"), name="My Dal"
        )
        with translation.override("sv"):
            text = describe(seen([left, moved], "2015-06-01", "2020-01-01"))
        assert [group.status for group in text.groups] == [Status.CHANGED, Status.LEFT]

    @pytest.mark.parametrize(
        ("pronoun", "swedish", "english"),
        [
            ("han", "var han energiminister", "he was Minister for Energy"),
            ("hon", "var hon energiminister", "she was Minister for Energy"),
            ("hen", "var hen energiminister", "they were Minister for Energy"),
            ("namn", "var Anna Ek energiminister", "Anna Ek was Minister for Energy"),
        ],
    )
    def test_pronoun(self, pronoun, swedish, english):
        found = seen(
            [person(held("energi", "2015-01-01", "2016-01-01"), pronoun=pronoun)],
            "2015-06-01",
            "2020-01-01",
        )
        assert swedish in sentences(found)[0]
        assert english in sentences(found, "en")[0]

    def test_plain_text_has_no_markup(self):
        only = person(held("bara-svenska", "2015-01-01", "2016-01-01"), name="A <b> & C")
        with translation.override("en"):
            entry = (
                describe(seen([only], "2015-06-01", "2020-01-01"), html=False).groups[0].entries[0]
            )
        assert "framtidsminister" in entry.sentences[0]
        assert "<span" not in entry.sentences[0]

    def test_why_names_the_dates_and_the_sources(self):
        with translation.override("sv"):
            fact = describe(seen([BAYLAN], SEED_DAYS, "2026-11-22")).groups[0].entries[0].facts[0]
        assert fact == (
            "Näringsminister: 21 januari 2019 till den 30 november 2021. "
            "Källa för starten: swerik. Källa för slutet: swerik."
        )

    def test_why_says_what_is_not_confirmed(self):
        unsure = person(held("energi", "2015-01-01", "2016-01-01", evidence=(Evidence(),)))
        with translation.override("sv"):
            text = describe(seen([unsure], "2015-06-01", "2020-01-01"))
        assert "Källa för slutet: ej bekräftad uppgift." in text.groups[0].entries[0].facts[0]

    def test_then_title_of_two_posts(self):
        both = person(held("energi", "2015-01-01"), held("finans", "2015-01-01"))
        with translation.override("sv"):
            title = then_title(both, then_held(both, [day("2016-01-01")], day("2016-01-01")))
        assert title == "energiminister och finansminister"


FIRST, LAST = date(2014, 1, 1), date(2026, 12, 31)
days = st.dates(FIRST, LAST)


@st.composite
def stretches(draw):
    """A tenure of any post, perhaps ongoing."""
    start = draw(days)
    end = draw(st.none() | st.dates(start + timedelta(days=1), LAST + timedelta(days=1)))
    post = draw(st.sampled_from(["energi", "finans", "naring"]))
    return Held(post, TITLES[post], start, end, evidence=SOURCED)


@st.composite
def people(draw):
    number = draw(st.integers(0, 99))
    items = tuple(draw(st.lists(stretches(), max_size=5)))
    died = draw(st.none() | days)
    return Person(f"p{number}", f"P {number}", "hon", items, died)


@st.composite
def cabinets(draw):
    """Governments one after another, with a gap now and then."""
    found, start = [], draw(st.dates(FIRST, date(2018, 1, 1)))
    for number in range(draw(st.integers(0, 4))):
        end = start + timedelta(days=draw(st.integers(1, 900)))
        found.append(Cabinet(f"g{number}", Both(f"g{number}", f"g{number}"), start, end))
        start = end + timedelta(days=draw(st.sampled_from([0, 0, 0, 5])))
    return found


always = settings(deadline=None, max_examples=200)


class TestAlways:
    @always
    @given(people(), days, days)
    def test_never_a_notice_for_one_who_holds_the_same_post(self, who, published, on):
        then = {h.post for h in who.held if h.starts_on <= on and h.holds_on(published)}
        now = {h.post for h in who.held if h.holds_on(on)}
        found = notices([who], [], [published], on)
        assert not (then & now) or found.ministers == ()

    @always
    @given(st.lists(people(), max_size=4, unique_by=lambda p: p.slug), days, days)
    def test_at_most_one_notice_each(self, who, published, on):
        names = [notice.person.slug for notice in notices(who, [], [published], on).ministers]
        assert len(names) == len(set(names))

    @always
    @given(people(), stretches(), cabinets(), days, days)
    def test_what_starts_later_does_not_matter(self, who, later, governments, published, on):
        later = replace(later, starts_on=on + timedelta(days=1), ends_on=None)
        more = replace(who, held=(*who.held, later))
        bare = notices([who], governments, [published], on)
        full = notices([more], governments, [published], on)
        assert bare.banner == full.banner
        assert [replace(n, person=who) for n in full.ministers] == list(bare.ministers)

    @always
    @given(cabinets(), days, days)
    def test_banner_and_government_agree(self, governments, published, on):
        banner = notices([], governments, [published], on).banner
        sitting = [g for g in governments if g.holds_on(published) and g.ends_on <= on]
        assert ([banner] if banner else []) == sitting

    @always
    @given(people(), days, days)
    def test_every_listed_post_has_ended_and_every_new_one_is_held(self, who, published, on):
        for notice in notices([who], [], [published], on).ministers:
            assert all(h.ends_on <= on for h in notice.ended)
            assert all(h.holds_on(on) for h in notice.now)
            assert bool(notice.now) == (notice.status is Status.CHANGED)
