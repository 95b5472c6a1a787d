"""Dates and durations of the text to ISO 8601 and EDTF level 1.

The calendar itself is python-dateutil's; here is only what English says: "late 2004",
"two weeks ago", "on Tuesday" in the tense of its event, "between April and June".
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from dateutil.parser import ParserError, parse
from dateutil.relativedelta import relativedelta
from msgspec import Struct

from pipeline.annotate.tables import read_table
from pipeline.annotate.words import plural_forms, words
from pipeline.resolve.approximation import split_cues
from pipeline.resolve.numbers import parse_number

Tense = Literal["past", "present", "future"]
_PUNCTUATION = re.compile(r"^[\s,;(\"'“‘]+|[\s,;.)\"'”’]+$")
_ISO_MONTH = re.compile(r"\d{4}-\d{2}")
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_DECADE = re.compile(r"(?:the )?(?:mid |early |late |mid-)?(?P<century>1[0-9]|20)?['’]?(?P<decade>\d)0s")
_SPLIT_YEAR = re.compile(r"(?P<first>(?:1[0-9]|20)\d\d)\s*[/–-]\s*(?P<last>\d\d(?:\d\d)?)(?P<rest>(?: .*)?)")
_QUARTER = re.compile(
    r"(?:the )?(?:(?P<n>first|second|third|fourth|last|1st|2nd|3rd|4th|q[1-4])[\s-]*(?P<unit>quarter|half)?)"
    r"(?: of)?(?: (?P<year>(?:1[0-9]|20)\d\d|this year|last year|next year|the year))?"
)
_AGO = re.compile(r"(?P<count>.+?) (?P<unit>[a-z]+) (?P<way>ago|earlier|later|before|from now|hence)")
_STEP = re.compile(
    r"(?:the |earlier |later |late |early |in |of )*(?P<step>last|past|previous|this|current|next|coming) "
    r"(?:calendar |fiscal |financial |business |full )?(?P<what>[a-z.]+)(?:'s|’s)?"
)
_MONTH_YEAR_OF = re.compile(r"(?P<month>[a-z.]+) of (?P<year>this year|last year|next year)")
_WITHIN = re.compile(r"(?:earlier|later) in the (?P<unit>day|week|month|year)")
_NARRATIVE = frozenset({"next day", "previous day", "the next day", "the previous day"})
_NO_DAY, _NO_MONTH = datetime(2004, 1, 1), datetime(2008, 2, 2)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}


class Markers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words before a date, by what they make of it."""

    open_start: tuple[str, ...]
    open_end: tuple[str, ...]
    point: tuple[str, ...]


class Parts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that narrow a period."""

    words: tuple[str, ...]


class DateFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `dates.toml`."""

    markers: Markers
    parts: Parts
    deictic: dict[str, int]
    days: dict[str, int]
    seasons: dict[str, int]


@cache
def _table() -> DateFile:
    return read_table("pipeline.resolve", "dates.toml", DateFile)


def resolve_date(span_text: str, published: date | None, tense: Tense) -> str | None:
    """Return a date expression as ISO 8601 or EDTF level 1, or None where it cannot be told.

    Args:
        span_text: The expression with its preposition, such as "in November 2023".
        published: The article's date, against which relative expressions are resolved.
        tense: Time of the event, which decides between the last and the next Tuesday.
    """
    text = _normal(span_text)
    kind, phrase = _split_marker(text)
    value = _interval(text, published, tense) or _point(phrase, published, tense)
    if value is None or "/" in value:
        return value
    if kind == "open_start":
        return f"../{value}"
    return f"{value}/.." if kind == "open_end" else value


def resolve_duration(text: str) -> str | None:
    """Return a length of time as an ISO 8601 duration ("25-year" → "P25Y"), or None.

    Ranges, open lengths ("years") and points in time ("two years ago") give None.
    """
    phrase, _ = split_cues(_normal(text).removeprefix("for ").removeprefix("the next "))
    phrase = re.sub(r"[\s-]+", " ", phrase.removesuffix(" old"))
    match = re.fullmatch(r"(?P<count>.+?) (?:calendar |consecutive |more |full |further )*(?P<unit>[a-z]+)", phrase)
    if match is None:
        return None
    unit = _unit(match["unit"])
    count = parse_number(match["count"].removeprefix("the "))
    if match["count"] in ("a", "an", "one"):
        count = 1
    designator = words().time.units.get(unit) or words().time.clock.get(unit)
    if count is None or count <= 0 or designator is None or not designator[0].isdigit():
        return None
    number, letter = int(designator[:-1]), designator[-1]
    clock = "T" if unit in words().time.clock else ""
    total = count * number
    return f"P{clock}{total:g}{letter}" if total < 1_000_000 else None


def _normal(text: str) -> str:
    plain = " ".join(text.replace("’", "'").split()).lower()
    return _PUNCTUATION.sub("", plain)


def _split_marker(text: str) -> tuple[str, str]:
    """Return what the words before a date make of it, and the date without them."""
    kind, changed = "point", True
    while changed:
        changed = False
        for name, forms in (
            ("open_start", _table().markers.open_start),
            ("open_end", _table().markers.open_end),
            ("point", _table().markers.point),
        ):
            for form in sorted(forms, key=len, reverse=True):
                if text.startswith(form + " ") and not _is_whole(text):
                    text, changed = text[len(form) + 1 :], True
                    kind = name if name != "point" else kind
                    break
            if changed:
                break
    return kind, text


def _is_whole(text: str) -> bool:
    """Tell whether no marker may be cut off: fixed expressions and "beginning of December"."""
    return _is_fixed(text) or text.startswith(tuple(part + " " for part in _table().parts.words if " of" in part))


def _is_fixed(text: str) -> bool:
    """Tell whether an expression has a meaning as a whole ("the day before yesterday")."""
    return text in _table().days or _strip_article(text) in _table().days


def _strip_article(text: str) -> str:
    return text.removeprefix("the ")


def _interval(text: str, published: date | None, tense: Tense) -> str | None:
    """Return the value of "between X and Y", "from X to Y", "X/Y/Z", or None."""
    body = re.sub(r"^(?:between|from|in|over|during|for) ", "", text)
    if re.fullmatch(r"[a-z.]+(?:\s*/\s*[a-z.]+)+(?: \d{4})?", body):
        ends = [part.strip() for part in body.split("/")]
    else:
        joint = " and " if text.startswith("between ") else r" to | until | till | through |\s?[–-]\s?"
        ends = re.split(joint, body)
        if len(ends) != 2 or _DECADE.fullmatch(body) or _SPLIT_YEAR.fullmatch(body) or re.fullmatch(r"\d{4}-\d\d-\d\d", body):
            return None
    first, last = _shared_year(ends[0], ends[-1])
    start, end = _point(first, published, tense), _point(last, published, tense)
    if not start or not end or "/" in start + end or start.startswith("None"):
        return None
    return f"{start}/{end}" if start[:4].isdigit() and start <= end else None


def _shared_year(first: str, last: str) -> tuple[str, str]:
    """Give the first end the year or month that only the last end names."""
    year = _YEAR.search(last)
    if year and not _YEAR.search(first) and not _YEAR.fullmatch(last):
        first = f"{first} {year[0]}"
    if re.fullmatch(r"[a-z.]+ \d{1,2}", first) and re.fullmatch(r"\d{1,2}(?:,? \d{4})?", last):
        last = f"{first.split()[0]} {last}"
    return first, last


def _point(text: str, published: date | None, tense: Tense) -> str | None:
    """Return the value of an expression without its preposition."""
    phrase = _without_parts(_PUNCTUATION.sub("", text))
    if not phrase:
        return None
    for read in (_decade, _year_forms, _quarter_absolute):
        if value := read(phrase):
            return value
    fields = _calendar_fields(phrase)
    if fields is not None:
        return _complete(fields, published, tense)
    return _relative(phrase, published, tense) if published else None


def _without_parts(text: str) -> str:
    parts = sorted(_table().parts.words, key=len, reverse=True)
    changed = True
    while changed:
        changed = False
        text = re.sub(r"^(?:the|of|in|at) (?=(?:the )?\S)", "", text) if not _is_fixed(text) else text
        for part in parts:
            for joint in (" ", "-", " - "):
                if text.startswith(part + joint) and not _is_fixed(text):
                    text, changed = text[len(part + joint) :], True
    return text


def _year_forms(text: str) -> str | None:
    """Return "2001", "1985/86 coffee year" and "2004-05"."""
    if _YEAR.fullmatch(text):
        return text
    match = _SPLIT_YEAR.fullmatch(text)
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


def _decade(text: str) -> str | None:
    match = _DECADE.fullmatch(text)
    if match is None:
        return None
    century = match["century"] or ("20" if int(match["decade"]) < 2 else "19")
    return f"{century}{match['decade']}X"


def _quarter_number(match: re.Match[str]) -> int | None:
    name = match["n"]
    if name.startswith("q"):
        return int(name[1])
    return int(name[0]) if name[0].isdigit() else _QUARTERS[name]


def _quarter_absolute(text: str) -> str | None:
    match = _QUARTER.fullmatch(text)
    if match is None or not (match["year"] or "").isdigit():
        return None
    return _quarter_value(match, int(match["year"]))


def _quarter_value(match: re.Match[str], year: int) -> str | None:
    number = _quarter_number(match)
    if number is None or not (match["unit"] or match["n"].startswith("q")):
        return None
    length = 6 if match["unit"] == "half" else 3
    number = 2 if length == 6 and number > 2 else number
    start = (number - 1) * length + 1
    return f"{year}-{start:02}/{year}-{start + length - 1:02}"


class Fields(Struct, frozen=True):
    """The parts of a date that a text names."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None


def _calendar_fields(text: str) -> Fields | None:
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
    weekday = _weekday(text)
    year = one.year if one.year == other.year else None
    month = one.month if one.month == other.month else None
    day = one.day if one.day == other.day and (month or not weekday) else None
    if weekday is not None and not month:
        return Fields(None, None, None, weekday)
    if month is None:
        return None
    return Fields(year, month, None if not re.search(r"\d", _YEAR.sub("", text)) else day, None)


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


def _weekday(text: str) -> int | None:
    for token in re.split(r"[\s,.]+", text):
        for number, name in enumerate(words().time.weekdays):
            if len(token) > 2 and (name.startswith(token) or token == name + "s"):
                return number
    return None


def _month(text: str) -> int | None:
    short = text.rstrip(".")
    for number, name in enumerate(words().time.months, start=1):
        if len(short) > 2 and name.startswith(short if short != "sept" else "sep"):
            return number
    return None


def _complete(fields: Fields, published: date | None, tense: Tense) -> str | None:
    """Return the ISO value of fields, with the year or week that the article's date gives."""
    if fields.weekday is not None:
        return _nearest_weekday(fields.weekday, published, tense) if published else None
    year = fields.year or (_nearest_year(fields, published, tense) if published else None)
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


def _nearest_year(fields: Fields, published: date, tense: Tense) -> int:
    month, day = fields.month or 1, fields.day
    here = (published.month, published.day if day else 0)
    there = (month, day or 0)
    if tense == "future":
        return published.year + (there < here)
    return published.year - (there > here)


def _relative(text: str, published: date, tense: Tense) -> str | None:
    """Return the value of an expression that counts from the article's date."""
    days = _table().days
    if text in days or "the " + text in days:
        return (published + timedelta(days=days.get(text, days.get("the " + text, 0)))).isoformat()
    if match := _AGO.fullmatch(text):
        return _counted(match, published)
    if match := _WITHIN.fullmatch(text):
        return _unit_value(match["unit"], published, 0)
    if match := _MONTH_YEAR_OF.fullmatch(text):
        month, step = _month(match["month"]), _table().deictic[match["year"].split()[0]]
        return f"{published.year + step:04}-{month:02}" if month else None
    if text in ("year-end", "year - end", "the year-end", "year end", "end of the year"):
        return _year_end(published, tense)
    if text.removeprefix("the ") == "weekend":
        return _weekend(published, 0 if tense == "future" else -1)
    if match := _QUARTER.fullmatch(text):
        return _relative_quarter(match, published, tense)
    if (match := _STEP.fullmatch(text)) and text not in _NARRATIVE:
        return _stepped(match["step"], match["what"], published, tense)
    return _day_part(text, published, tense)


def _year_end(published: date, tense: Tense) -> str:
    return f"{published.year - (tense == 'past'):04}-12"


def _relative_quarter(match: re.Match[str], published: date, tense: Tense) -> str | None:
    named = (match["year"] or "").split()
    if named and named[0] in _table().deictic:
        return _quarter_value(match, published.year + _table().deictic[named[0]])
    value = _quarter_value(match, published.year)
    if value is None:
        return None
    begins_later = value[:7] > published.isoformat()[:7]
    over = value[8:] < published.isoformat()[:7]
    if tense == "future" and over:
        return _quarter_value(match, published.year + 1)
    return _quarter_value(match, published.year - 1) if tense != "future" and begins_later else value


def _counted(match: re.Match[str], published: date) -> str | None:
    """Return "two weeks ago"; "earlier" and "later" count from a time that we don't know."""
    if match["way"] in ("earlier", "later", "before"):
        return None
    phrase, _ = split_cues(match["count"])
    count = 1 if phrase in ("a", "an", "one") else parse_number(phrase)
    unit = _unit(match["unit"])
    if count is None or count != int(count) or unit not in words().time.units:
        return None
    return _unit_value(unit, published, -int(count) if match["way"] == "ago" else int(count))


def _stepped(step: str, what: str, published: date, tense: Tense) -> str | None:
    """Return "last week", "next year", "last April", "this Tuesday"."""
    shift = _table().deictic[step]
    unit = _unit(what.removesuffix("'s"))
    if unit in words().time.units and not what.endswith("ss"):
        return _unit_value(unit, published, shift)
    if unit in words().time.seasons:
        return _season(unit, published, shift)
    month = _month(what)
    if month:
        fields = Fields(None, month, None, None)
        if shift == 0:
            return f"{published.year:04}-{month:02}"
        tense = "future" if shift > 0 else "past"
        year = _nearest_year(fields, published, tense)
        if month == published.month:
            year += shift
        return f"{year:04}-{month:02}"
    weekday = _weekday(what)
    if weekday is None:
        return None
    if shift:
        days = (weekday - published.weekday()) % 7 or 7
        return (published + timedelta(days=days if shift > 0 else days - 7 if days != 7 else -7)).isoformat()
    return (published + timedelta(days=weekday - published.weekday())).isoformat()


def _season(name: str, published: date, shift: int) -> str:
    return f"{published.year + shift:04}-{_table().seasons[name]}"


def _day_part(text: str, published: date, tense: Tense) -> str | None:
    """Return "Tuesday night" and "yesterday morning" as their day."""
    head, _, part = text.rpartition(" ")
    if part not in words().time.parts_of_day or not head:
        return None
    return _point(head, published, tense)


def _unit(word: str) -> str:
    return next(
        (unit for unit in (*words().time.units, *words().time.clock, *words().time.seasons) if word in plural_forms(unit)),
        word,
    )


def _unit_value(unit: str, published: date, count: int) -> str | None:
    """Return the calendar unit that lies `count` units from the article's date."""
    read: Callable[[date, int], str | None] | None = _UNIT_VALUES.get(unit)
    return None if read is None else read(published, count)


def _week(published: date, count: int) -> str:
    iso = (published + timedelta(weeks=count)).isocalendar()
    return f"{iso.year}-W{iso.week:02}"


def _weekend(published: date, count: int) -> str:
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
    "weekend": _weekend,
    "month": lambda day, count: (day + relativedelta(months=count)).isoformat()[:7],
    "quarter": _quarter,
    "year": lambda day, count: f"{day.year + count:04}",
    "yr": lambda day, count: f"{day.year + count:04}",
    "decade": lambda day, count: f"{(day.year + 10 * count) // 10:03}X",
    "century": lambda day, count: f"{(day.year + 100 * count) // 100:02}XX",
}
