"""Days that an EDTF value covers: the forms of the fact contract, ISO weeks included."""

import re
from calendar import monthrange
from datetime import date, timedelta

from msgspec import Struct

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
MONTH = re.compile(r"(\d{4})-(\d\d)")
WEEK = re.compile(r"(\d{4})-W(\d\d)")
YEAR = re.compile(r"\d{4}")
DECADE = re.compile(r"(\d{3})X")
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
FIRST, LAST = date.min, date.max


class Interval(Struct, frozen=True, order=True):
    """The days from `start` to `end`, both included."""

    start: date
    end: date

    def overlaps(self, other: "Interval") -> bool:
        """Tell whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1


def interval_of(value: str | None) -> Interval | None:
    """Return the days of an EDTF value, None where it is none ("P5Y", None).

    An open side reaches to the first or last year that Python knows; `~`, `?` and `%`
    (about, perhaps) widen nothing: whoever compares decides how near is near enough.
    """
    if not value:
        return None
    first, slash, last = value.partition("/")
    if slash:
        start, end = _side(first, FIRST), _side(last, LAST)
        if start is None or end is None or end.end < start.start:
            return None
        return Interval(start.start, end.end)
    return _simple(value)


def _side(text: str, limit: date) -> Interval | None:
    return Interval(limit, limit) if text in ("..", "") else _simple(text)


def _simple(text: str) -> Interval | None:
    text = text.rstrip("~?%")
    try:
        if match := DAY.fullmatch(text):
            day = date(*map(int, match.groups()))
            return Interval(day, day)
        if match := WEEK.fullmatch(text):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return Interval(monday, monday + timedelta(days=6))
        if match := MONTH.fullmatch(text):
            return _months(int(match[1]), int(match[2]))
        if YEAR.fullmatch(text):
            return Interval(date(int(text), 1, 1), date(int(text), 12, 31))
        if match := DECADE.fullmatch(text):
            first = int(match[1]) * 10
            return Interval(date(max(first, 1), 1, 1), date(first + 9, 12, 31))
    except ValueError:
        return None
    return None


def _months(year: int, month: int) -> Interval | None:
    if month in SEASONS:
        first, last = SEASONS[month]
        last_year = year + (last < first)
        return Interval(date(year, first, 1), _last_day(last_year, last))
    return Interval(date(year, month, 1), _last_day(year, month)) if 1 <= month <= 12 else None


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def days_around(day: date, back: int, ahead: int) -> Interval:
    """Return the days from `back` before a day to `ahead` after it, as far as calendars go."""
    start = max(FIRST.toordinal(), day.toordinal() - back)
    end = min(LAST.toordinal(), day.toordinal() + ahead)
    return Interval(date.fromordinal(start), date.fromordinal(end))
