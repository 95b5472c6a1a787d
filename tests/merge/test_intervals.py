from datetime import date

import pytest

from pipeline.merge.intervals import FIRST, LAST, Interval, days_around, interval_of


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2024-02-28", date(2024, 2, 28), date(2024, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2001", date(2001, 1, 1), date(2001, 12, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("1997~", date(1997, 1, 1), date(1997, 12, 31)),
        ("2024-W05", date(2024, 1, 29), date(2024, 2, 4)),
        ("2006-22", date(2006, 6, 1), date(2006, 8, 31)),
        ("2006-24", date(2006, 12, 1), date(2007, 2, 28)),
        ("../2023-10-07", FIRST, date(2023, 10, 7)),
        ("2018/..", date(2018, 1, 1), LAST),
        ("1985-10/1986-09", date(1985, 10, 1), date(1986, 9, 30)),
    ],
)
def test_a_value_covers_its_days(value, start, end):
    assert interval_of(value) == Interval(start, end)


@pytest.mark.parametrize(
    "value", [None, "", "P5Y", "2024-13", "2024-02-30", "2024-W60", "soon", "2024/2020", "x/.."]
)
def test_what_is_no_date_covers_nothing(value):
    assert interval_of(value) is None


def test_days_around_stop_at_the_ends_of_the_calendar():
    assert days_around(date(1, 1, 2), 45, 0) == Interval(FIRST, date(1, 1, 2))
    assert days_around(date(9999, 12, 30), 0, 730).end == LAST
    assert days_around(date(2024, 3, 1), 1, 1).days == 3


def test_overlap_is_symmetric_and_includes_the_last_day():
    one, two = interval_of("2024-02"), interval_of("2024-02-29/2024-03-05")
    assert one.overlaps(two) and two.overlaps(one)
    assert not one.overlaps(interval_of("2024-03"))
