"""Dates and durations of the text to ISO 8601 and EDTF level 1.

The calendar itself is python-dateutil's; here is only what English says: "late 2004",
"two weeks ago", "on Tuesday" in the tense of its event, "between April and June".
"""

import re
from datetime import date, timedelta

from pipeline.annotate.words import words
from pipeline.resolve.approximation import split_cues
from pipeline.resolve.datefields import (
    DECADE,
    QUARTER,
    SPLIT_YEAR,
    calendar_fields,
    complete,
    decade,
    nearest_year,
    quarter_of_year,
    year_forms,
)
from pipeline.resolve.dateunits import quarter_value, unit_value, weekend
from pipeline.resolve.datewords import (
    PUNCTUATION,
    YEAR,
    Tense,
    date_words,
    is_fixed,
    month_of,
    unit_of,
    weekday_of,
    without_parts,
)
from pipeline.resolve.numbers import parse_number

_AGO = re.compile(r"(?P<count>.+?) (?P<unit>[a-z]+) (?P<way>ago|earlier|later|before|from now|hence)")
_STEP = re.compile(
    r"(?:the |earlier |later |late |early |in |of )*(?P<step>last|past|previous|this|current|next|coming) "
    r"(?:calendar |fiscal |financial |business |full )?(?P<what>[a-z.]+)(?:'s|’s)?"
)
_MONTH_YEAR_OF = re.compile(r"(?P<month>[a-z.]+) of (?P<year>this year|last year|next year)")
_WITHIN = re.compile(r"(?:earlier|later) in the (?P<unit>day|week|month|year)")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NARRATIVE = frozenset({"next day", "previous day", "the next day", "the previous day"})


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
    phrase = re.sub(r"^(?:a|an|the) (?=\S+ \S)", "", phrase)
    match = re.fullmatch(
        r"(?P<count>.+?) (?:calendar |consecutive |more |full |further )*(?P<unit>[a-z]+)", phrase
    )
    if match is None:
        return None
    unit = unit_of(match["unit"])
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
    return PUNCTUATION.sub("", plain)


def _split_marker(text: str) -> tuple[str, str]:
    """Return what the words before a date make of it, and the date without them."""
    kind, changed = "point", True
    while changed:
        changed = False
        for name, forms in (
            ("open_start", date_words().markers.open_start),
            ("open_end", date_words().markers.open_end),
            ("point", date_words().markers.point),
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
    return is_fixed(text) or text.startswith(
        tuple(part + " " for part in date_words().parts.words if " of" in part)
    )


def _interval(text: str, published: date | None, tense: Tense) -> str | None:
    """Return the value of "between X and Y", "from X to Y", "X/Y/Z", or None."""
    body = re.sub(r"^(?:between|from|in|over|during|for) ", "", text)
    if re.fullmatch(r"[a-z.]+(?:\s*/\s*[a-z.]+)+(?: \d{4})?", body):
        ends = [part.strip() for part in body.split("/")]
    else:
        joint = " and " if text.startswith("between ") else r" to | until | till | through |\s?[–-]\s?"
        ends = re.split(joint, body)
        whole = any(form.fullmatch(body) for form in (DECADE, SPLIT_YEAR, _ISO_DAY))
        if whole or len(ends) != 2:
            return None
    first, last = _shared_year(ends[0], ends[-1])
    start, end = _point(first, published, tense), _point(last, published, tense)
    if not start or not end or "/" in start + end or not start[:4].isdigit():
        return None
    if start > end and not YEAR.search(last):
        end = _moved_on(start, end)
    return f"{start}/{end}" if start <= end else None


def _moved_on(start: str, end: str) -> str:
    """Return the first occurrence of an end without a year that follows its start."""
    year = int(start[:4])
    same = f"{year:04}{end[4:]}"
    return same if same >= start else f"{year + 1:04}{end[4:]}"


def _shared_year(first: str, last: str) -> tuple[str, str]:
    """Give the first end the year or month that only the last end names."""
    if re.fullmatch(r"[a-z.]+ \d{1,2}", first) and re.fullmatch(r"\d{1,2}(?:,? \d{4})?", last):
        last = f"{first.split()[0]} {last}"
    year = YEAR.search(last)
    if year and not YEAR.search(first) and not YEAR.fullmatch(last):
        first = f"{first} {year[0]}"
    return first, last


def _point(text: str, published: date | None, tense: Tense) -> str | None:
    """Return the value of an expression without its preposition."""
    phrase = without_parts(PUNCTUATION.sub("", text))
    if not phrase:
        return None
    for read in (decade, year_forms, quarter_of_year):
        if value := read(phrase):
            return value
    fields = calendar_fields(phrase)
    if fields is not None:
        return complete(fields, published, tense)
    return _relative(phrase, published, tense) if published else None


def _relative(text: str, published: date, tense: Tense) -> str | None:
    """Return the value of an expression that counts from the article's date."""
    days = date_words().days
    if text in days or "the " + text in days:
        return (published + timedelta(days=days.get(text, days.get("the " + text, 0)))).isoformat()
    if match := _AGO.fullmatch(text):
        return _counted(match, published)
    if match := _WITHIN.fullmatch(text):
        return unit_value(match["unit"], published, 0)
    if match := _MONTH_YEAR_OF.fullmatch(text):
        month, step = month_of(match["month"]), date_words().deictic[match["year"].split()[0]]
        return f"{published.year + step:04}-{month:02}" if month else None
    if text in ("year-end", "year - end", "the year-end", "year end", "end of the year"):
        return _year_end(published, tense)
    if text.removeprefix("the ") == "weekend":
        return weekend(published, 0 if tense == "future" else -1)
    if match := QUARTER.fullmatch(text):
        return _relative_quarter(match, published, tense)
    if (match := _STEP.fullmatch(text)) and text not in _NARRATIVE:
        return _stepped(match["step"], match["what"], published, tense)
    return _day_part(text, published, tense)


def _year_end(published: date, tense: Tense) -> str:
    return f"{published.year - (tense == 'past'):04}-12"


def _relative_quarter(match: re.Match[str], published: date, tense: Tense) -> str | None:
    named = (match["year"] or "").split()
    if named and named[0] in date_words().deictic:
        return quarter_value(match, published.year + date_words().deictic[named[0]])
    value = quarter_value(match, published.year)
    if value is None:
        return None
    begins_later = value[:7] > published.isoformat()[:7]
    over = value[8:] < published.isoformat()[:7]
    if tense == "future" and over:
        return quarter_value(match, published.year + 1)
    return quarter_value(match, published.year - 1) if tense != "future" and begins_later else value


def _counted(match: re.Match[str], published: date) -> str | None:
    """Return "two weeks ago"; "earlier" and "later" count from a time that we don't know."""
    if match["way"] in ("earlier", "later", "before"):
        return None
    phrase, _ = split_cues(match["count"])
    count = 1 if phrase in ("a", "an", "one") else parse_number(phrase)
    unit = unit_of(match["unit"])
    if count is None or count != int(count) or unit not in words().time.units:
        return None
    return unit_value(unit, published, -int(count) if match["way"] == "ago" else int(count))


def _stepped(step: str, what: str, published: date, tense: Tense) -> str | None:
    """Return "last week", "next year", "last April", "this Tuesday"."""
    shift = date_words().deictic[step]
    unit = unit_of(what.removesuffix("'s"))
    if unit in words().time.units and not what.endswith("ss"):
        return unit_value(unit, published, shift)
    if unit in words().time.seasons:
        return _season(unit, published, shift)
    month = month_of(what)
    if month:
        if shift == 0:
            return f"{published.year:04}-{month:02}"
        tense = "future" if shift > 0 else "past"
        year = nearest_year(month, None, published, tense)
        if month == published.month:
            year += shift
        return f"{year:04}-{month:02}"
    weekday = weekday_of(what)
    if weekday is None:
        return None
    if shift:
        days = (weekday - published.weekday()) % 7 or 7
        return (published + timedelta(days=days if shift > 0 else days - 7 if days != 7 else -7)).isoformat()
    return (published + timedelta(days=weekday - published.weekday())).isoformat()


def _season(name: str, published: date, shift: int) -> str:
    return f"{published.year + shift:04}-{date_words().seasons[name]}"


def _day_part(text: str, published: date, tense: Tense) -> str | None:
    """Return "Tuesday night" and "yesterday morning" as their day."""
    head, _, part = text.rpartition(" ")
    if part not in words().time.parts_of_day or not head:
        return None
    return _point(head, published, tense)
