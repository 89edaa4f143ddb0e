"""Dates as Swedish authorities write them; nothing says "Oct. 3"."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.html import strip_tags

from ministers.dates import long_date, long_time, machine_time, parse_day, the_date
from ministers.periods import Precision
from tests.factories import make_government, make_tenure

DAY = date(2014, 10, 3)


def rendered(source, **context):
    return Template("{% load dates %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "expected"), [("sv", "3 oktober 2014"), ("en", "3 October 2014")]
)
def test_long_date(language, expected):
    with translation.override(language):
        assert long_date(DAY) == expected


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        (Precision.DAY, "den 3 oktober 2014"),
        (Precision.MONTH, "oktober 2014"),
        (Precision.YEAR, "2014"),
    ],
)
def test_the_date_says_only_what_is_known(precision, expected):
    with translation.override("sv"):
        assert the_date(DAY, precision) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("sv", "3 oktober 2014 kl. 15.05"), ("en", "3 October 2014 at 15:05")],
)
def test_long_time_is_stockholm_time(language, expected):
    with translation.override(language):
        assert long_time(datetime(2014, 10, 3, 13, 5, tzinfo=UTC)) == expected


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        # 02:30 happens twice the night the clocks go back.
        (datetime(2018, 10, 28, 0, 30, tzinfo=UTC), "2018-10-28T02:30:00+02:00"),
        (datetime(2018, 10, 28, 1, 30, tzinfo=UTC), "2018-10-28T02:30:00+01:00"),
        # And not at all the night they go forward.
        (datetime(2018, 3, 25, 0, 59, tzinfo=UTC), "2018-03-25T01:59:00+01:00"),
        (datetime(2018, 3, 25, 1, 0, tzinfo=UTC), "2018-03-25T03:00:00+02:00"),
    ],
)
def test_machine_time_carries_the_offset(instant, expected):
    assert machine_time(instant) == expected


@pytest.mark.parametrize("text", ["2018-6-1", "20180601", "2018-02-30", "", "2018-W01-1", "x"])
def test_parse_day_refuses_other_forms(text):
    with pytest.raises(ValueError, match=r"\S"):
        parse_day(text)


def test_time_tag_says_the_same_to_machines():
    with translation.override("sv"):
        assert (
            rendered("{% time_tag day precision %}", day=DAY, precision=Precision.MONTH)
            == '<time datetime="2014-10">oktober 2014</time>'
        )


@pytest.mark.django_db
def test_period_does_not_tell_an_end_that_lies_ahead():
    tenure = make_tenure(starts_on=DAY, ends_on=date(2019, 1, 21))
    with translation.override("sv"):
        before = rendered("{% period t on %}", t=tenure, on=date(2019, 1, 20))
        after = rendered("{% period t on %}", t=tenure, on=date(2019, 1, 21))
    assert before == 'sedan den <time datetime="2014-10-03">3 oktober 2014</time>'
    assert after == (
        '<time datetime="2014-10-03">3 oktober 2014</time>'
        '–<time datetime="2019-01-21">21 januari 2019</time>'
    )


@pytest.mark.django_db
def test_period_of_a_government_ends_with_its_last_whole_day():
    government = make_government(starts_on=DAY, ends_on=date(2019, 1, 21))
    with translation.override("sv"):
        text = rendered("{% period g on whole_days=True %}", g=government, on=date(2020, 1, 1))
    assert text.endswith("20 januari 2019</time>")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "dates", "expected"),
    [
        ("sv", {}, "25 maj 2016–21 januari 2019"),
        ("en", {}, "25 May 2016 to 21 January 2019"),
        ("en", {"ends_on": None}, "since 25 May 2016"),
        ("sv", {"ends_on": None, "starts_precision": "month"}, "sedan maj 2016"),
        ("sv", {"ends_on": date(2016, 5, 27)}, "25–27 maj 2016"),
        ("en", {"ends_on": date(2016, 5, 27)}, "25–27 May 2016"),
        ("sv", {"ends_on": date(2016, 5, 27), "starts_precision": "month"}, "maj 2016–27 maj 2016"),
        (
            "sv",
            {
                "ends_on": date(2016, 5, 27),
                "starts_precision": "month",
                "ends_precision": "month",
            },
            "maj 2016",
        ),
    ],
)
def test_period_in_words(language, dates, expected):
    tenure = make_tenure(**dates)
    with translation.override(language):
        html = rendered("{% period t on %}", t=tenure, on=date(2020, 1, 1))
    assert strip_tags(html) == expected
