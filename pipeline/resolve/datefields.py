"""Dates by their own parts: years, decades, quarters, days and months, as the calendar has them."""

import re
from datetime import date, datetime, timedelta
from functools import cache

from dateutil.parser import ParserError, parse
from msgspec import Struct

from pipeline.annotate.words import words
from pipeline.resolve.dateunits import quarter_value
from pipeline.resolve.datewords import YEAR, Tense, weekday_of

DECADE = re.compile(r"(?:the )?(?:mid |early |late |mid-)?(?P<century>1[0-9]|20)?['’]?(?P<decade>\d)0s")
SPLIT_YEAR = re.compile(r"(?P<first>(?:1[0-9]|20)\d\d)\s*[/–-]\s*(?P<last>\d\d(?:\d\d)?)(?P<rest>(?: .*)?)")
QUARTER = re.compile(
    r"(?:the )?(?:(?P<n>first|second|third|fourth|last|1st|2nd|3rd|4th|q[1-4])[\s-]*(?P<unit>quarter|half)?)"
    r"(?: of)?(?: (?P<year>(?:1[0-9]|20)\d\d|this year|last year|next year|the year))?"
)
FAR_BACK = 9
_NO_DAY, _NO_MONTH = datetime(2004, 1, 1), datetime(2008, 2, 2)


def year_forms(text: str) -> str | None:
    """Return "2001", "1985/86 coffee year" and "2004-05"."""
    if YEAR.fullmatch(text):
        return text
    match = SPLIT_YEAR.fullmatch(text)
    if match is None:
        return None
    first = int(match["first"])
    last = int(match["last"]) if len(match["last"]) == 4 else first - first % 100 + int(match["last"])
    if last <= first and len(match["last"]) == 2:
        last += 100
    if not first < last <= first + 100:
        return None
    if last == first + 1 and (month := _crop_month(match["rest"])):
        return f"{first}-{month:02}/{last}-{month - 1:02}"
    return f"{first}/{last}"


def _crop_month(rest: str) -> int | None:
    return next((month for crop, month in words().time.crop_years.items() if crop in rest), None)


def decade(text: str) -> str | None:
    """Return "the 1990s" as EDTF "199X"."""
    match = DECADE.fullmatch(text)
    if match is None:
        return None
    century = match["century"] or ("20" if int(match["decade"]) < 2 else "19")
    return f"{century}{match['decade']}X"


def quarter_of_year(text: str) -> str | None:
    """Return the months of a quarter or half whose year is named."""
    match = QUARTER.fullmatch(text)
    if match is None or not (match["year"] or "").isdigit():
        return None
    return quarter_value(match, int(match["year"]))


class Fields(Struct, frozen=True):
    """The parts of a date that a text names."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None


def calendar_fields(text: str) -> Fields | None:
    """Return the fields that dateutil finds in an absolute expression, or None.

    What the text leaves open is what differs between parses with two different defaults.
    """
    if not _is_calendar(text):
        return None
    plain = re.sub(r"\bsept\b", "sep", re.sub(r"(?<=[a-z])\.", "", text)).replace(" of ", " ")
    try:
        one, other = parse(plain, default=_NO_DAY), parse(plain, default=_NO_MONTH)
    except (ParserError, OverflowError, ValueError, TypeError):
        return None
    weekday = weekday_of(text)
    year = one.year if one.year == other.year else None
    month = one.month if one.month == other.month else None
    day = one.day if one.day == other.day and (month or not weekday) else None
    if weekday is not None and not month:
        return Fields(None, None, None, weekday)
    if month is None:
        return None
    return Fields(year, month, None if not re.search(r"\d", YEAR.sub("", text)) else day, None)


def _is_calendar(text: str) -> bool:
    """Tell whether a text is nothing but month, weekday and figures."""
    names = _calendar_names()
    tokens = [token for token in re.split(r"[\s,]+", text) if token not in ("of", "the", "and")]
    figures = [re.fullmatch(r"\d{1,4}(?:st|nd|rd|th)?|'?\d\d|\d+([/.-])\d+\1\d+", token) for token in tokens]
    named = [token.rstrip(".") in names for token in tokens]
    whole = any(figure and figure[1] for figure in figures)
    return all(a or b for a, b in zip(figures, named, strict=True)) and (any(named) or whole)


@cache
def _calendar_names() -> frozenset[str]:
    table = words().time
    names = (*table.months, *table.month_abbreviations, *table.weekdays, *table.weekday_abbreviations)
    return frozenset(form for name in names for form in (name.rstrip("."), name.rstrip(".") + "s"))


def complete(fields: Fields, published: date | None, tense: Tense) -> str | None:
    """Return the ISO value of fields, with the year or week that the article's date gives."""
    if fields.weekday is not None:
        return _nearest_weekday(fields.weekday, published, tense) if published else None
    year = fields.year or (_likely_year(fields, published, tense) if published else None)
    if year is None:
        return None
    value = f"{year:04}-{fields.month:02}"
    if fields.day is None:
        return value
    try:
        return date(year, fields.month or 1, fields.day).isoformat()
    except ValueError:
        return None


def _nearest_weekday(weekday: int, published: date, tense: Tense) -> str:
    back = (published.weekday() - weekday) % 7
    if tense == "future":
        return (published + timedelta(days=(weekday - published.weekday()) % 7)).isoformat()
    return (published - timedelta(days=back)).isoformat()


def nearest_year(month: int, day: int | None, published: date, tense: Tense) -> int:
    """Return the year of a month or day that names none: the last one, or the next one."""
    here = (published.month, published.day if day else 0)
    there = (month, day or 0)
    if tense == "future":
        return published.year + (there < here)
    return published.year - (there > here)


def _likely_year(fields: Fields, published: date, tense: Tense) -> int:
    """Return the year of a month or day that names none, as news means it.

    A bare month that was over nearly a year ago is the coming one, whatever the tense:
    what was bought in March "for April" is to come.
    """
    month = fields.month or 1
    if fields.day is None and (published.month - month) % 12 >= FAR_BACK:
        tense = "future"
    return nearest_year(month, fields.day, published, tense)
