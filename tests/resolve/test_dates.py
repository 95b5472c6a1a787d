"""Dates and durations of the text to ISO 8601 and EDTF."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.resolve.dates import resolve_date, resolve_duration

THURSDAY = date(2019, 3, 14)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Feb. 28, 2024", "2024-02-28"),
        ("on 28 February 2024", "2024-02-28"),
        ("Sept 1, 1987", "1987-09-01"),
        ("2024-02-28", "2024-02-28"),
        ("in March 2021", "2021-03"),
        ("March of 2021", "2021-03"),
        ("2001", "2001"),
        ("early 2005", "2005"),
        ("late 2004", "2004"),
        ("the 1990s", "199X"),
        ("mid-1990s", "199X"),
        ("the '80s", "198X"),
        ("prior to Oct. 7, 2023", "../2023-10-07"),
        ("Before 2010", "../2010"),
        ("until October 2023", "../2023-10"),
        ("from 2009", "2009/.."),
        ("since 1979", "1979/.."),
        ("beginning in 1991", "1991/.."),
        ("between 2001 and 2005", "2001/2005"),
        ("from 2001 to 2005", "2001/2005"),
        ("2001-2005", "2001/2005"),
        ("between April and June 2003", "2003-04/2003-06"),
        ("March 3-5, 2003", "2003-03-03/2003-03-05"),
        ("Q1 2005", "2005-01/2005-03"),
        ("the first half of 2004", "2004-01/2004-06"),
        ("the 1985/86 coffee year", "1985-10/1986-09"),
        ("1999/2000", "1999/2000"),
    ],
)
def test_absolute_dates_need_no_article_date(text, value):
    assert resolve_date(text, None, "past") == value


@pytest.mark.parametrize(
    ("text", "tense", "value"),
    [
        ("on Tuesday", "past", "2019-03-12"),
        ("on Tuesday", "future", "2019-03-19"),
        ("Thursday", "past", "2019-03-14"),
        ("last Friday", "past", "2019-03-08"),
        ("next Friday", "future", "2019-03-15"),
        ("Monday night", "past", "2019-03-11"),
        ("yesterday", "past", "2019-03-13"),
        ("last night", "past", "2019-03-13"),
        ("earlier today", "past", "2019-03-14"),
        ("tomorrow", "future", "2019-03-15"),
        ("last week", "past", "2019-W10"),
        ("last week's", "past", "2019-W10"),
        ("next week", "future", "2019-W12"),
        ("last month", "past", "2019-02"),
        ("this calendar year", "present", "2019"),
        ("earlier this year", "past", "2019"),
        ("next year", "future", "2020"),
        ("last April", "past", "2018-04"),
        ("in November", "past", "2018-11"),
        ("in November", "future", "2019-11"),
        ("on October 29", "past", "2018-10-29"),
        ("in April", "past", "2019-04"),
        ("two weeks ago", "past", "2019-W09"),
        ("three months ago", "past", "2018-12"),
        ("a year ago", "past", "2018"),
        ("last summer", "past", "2018-22"),
        ("the second quarter", "future", "2019-04/2019-06"),
        ("the second quarter", "past", "2018-04/2018-06"),
        ("the fourth quarter of last year", "past", "2018-10/2018-12"),
        ("June of this year", "future", "2019-06"),
        ("Aug/Sept/Oct", "future", "2019-08/2019-10"),
        ("between April/May/July", "past", "2019-04/2019-07"),
        ("between November and February", "past", "2018-11/2019-02"),
        ("by year-end", "future", "../2019-12"),
        ("in mid to late July", "future", "2019-07"),
        ("at the beginning of December", "future", "2019-12"),
    ],
)
def test_relative_dates_count_from_the_article(text, tense, value):
    assert resolve_date(text, THURSDAY, tense) == value
    assert resolve_date(text, None, tense) is None


@pytest.mark.parametrize(
    "text",
    [
        "in the past",
        "now",
        "the same day",
        "the next day",
        "three days later",
        "Tuesdays",
        "",
        "the past two years",
    ],
)
def test_undecidable_dates_have_no_value(text):
    assert resolve_date(text, THURSDAY, "past") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25-year", "P25Y"),
        ("a 10-year", "P10Y"),
        ("five months", "P5M"),
        ("three-month", "P3M"),
        ("two and a half years", "P2.5Y"),
        ("a decade", "P10Y"),
        ("for about two weeks", "P2W"),
        ("24 hours", "PT24H"),
        ("the next five years", "P5Y"),
        ("10 consecutive days", "P10D"),
    ],
)
def test_durations(text, value):
    assert resolve_duration(text) == value


@pytest.mark.parametrize(
    "text", ["five to ten years", "two years ago", "several years", "years", "2005", "", "last year"]
)
def test_no_durations(text):
    assert resolve_duration(text) is None


VALUE = re.compile(
    r"(?:\.\.|\d{4}(?:-(?:W?\d\d)(?:-\d\d)?)?|\d{3}X|\d\dXX)(?:/(?:\.\.|\d{4}(?:-\d\d(?:-\d\d)?)?))?|\.\./\d{3}X"
)
PIECES = [
    "in",
    "on",
    "last",
    "next",
    "the",
    "May",
    "Tuesday",
    "2004",
    "7",
    "of",
    "-",
    "/",
    "to",
    "late",
    "two",
    "years",
    "ago",
]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)),
    st.sampled_from(["past", "present", "future"]),
)
def test_any_text_gives_a_valid_value_or_none(text, tense):
    value = resolve_date(text, THURSDAY, tense)
    assert value is None or VALUE.fullmatch(value)
    resolve_duration(text)


@given(st.integers(0, 6), st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_a_weekday_is_within_a_week(weekday, published):
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday]
    past = date.fromisoformat(resolve_date(f"on {name}", published, "past"))
    future = date.fromisoformat(resolve_date(f"on {name}", published, "future"))
    assert past.weekday() == future.weekday() == weekday
    assert timedelta(0) <= published - past < timedelta(7)
    assert timedelta(0) <= future - published < timedelta(7)
