"""Calendar units counted from a day: weeks, months, quarters, decades as ISO 8601 or EDTF."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}


def _quarter_number(match: re.Match[str]) -> int | None:
    name = match["n"]
    if name.startswith("q"):
        return int(name[1])
    return int(name[0]) if name[0].isdigit() else _QUARTERS[name]


def quarter_value(match: re.Match[str], year: int) -> str | None:
    """Return the months of a quarter or half of a year."""
    number = _quarter_number(match)
    if number is None or not (match["unit"] or match["n"].startswith("q")):
        return None
    length = 6 if match["unit"] == "half" else 3
    number = 2 if length == 6 and number > 2 else number
    start = (number - 1) * length + 1
    return f"{year}-{start:02}/{year}-{start + length - 1:02}"


def unit_value(unit: str, published: date, count: int) -> str | None:
    """Return the calendar unit that lies `count` units from the article's date."""
    read: Callable[[date, int], str | None] | None = _UNIT_VALUES.get(unit)
    return None if read is None else read(published, count)


def _week(published: date, count: int) -> str:
    iso = (published + timedelta(weeks=count)).isocalendar()
    return f"{iso.year}-W{iso.week:02}"


def weekend(published: date, count: int) -> str:
    """Return the days of the weekend that lies `count` weeks from the one of the given week."""
    saturday = published + timedelta(days=5 - published.weekday(), weeks=count)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"


def _quarter(published: date, count: int) -> str:
    moved = published + relativedelta(months=3 * count)
    start = (moved.month - 1) // 3 * 3 + 1
    return f"{moved.year:04}-{start:02}/{moved.year:04}-{start + 2:02}"


_UNIT_VALUES: dict[str, Callable[[date, int], str | None]] = {
    "day": lambda day, count: (day + timedelta(days=count)).isoformat(),
    "week": _week,
    "fortnight": lambda day, count: _week(day, 2 * count),
    "weekend": weekend,
    "month": lambda day, count: (day + relativedelta(months=count)).isoformat()[:7],
    "quarter": _quarter,
    "year": lambda day, count: f"{day.year + count:04}",
    "yr": lambda day, count: f"{day.year + count:04}",
    "decade": lambda day, count: f"{(day.year + 10 * count) // 10:03}X",
    "century": lambda day, count: f"{(day.year + 100 * count) // 100:02}XX",
}
