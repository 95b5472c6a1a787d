"""Words of time expressions: the table `dates.toml` and look-ups of units, months and weekdays."""

import re
from functools import cache
from typing import Literal

from msgspec import Struct

from pipeline.annotate.tables import read_table
from pipeline.annotate.words import plural_forms, words

Tense = Literal["past", "present", "future"]
PUNCTUATION = re.compile(r"^[\s,;(\"'“‘]+|[\s,;.)\"'”’]+$")
YEAR = re.compile(r"(?:1[0-9]|20)\d\d")


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
def date_words() -> DateFile:
    """Return the checked words of time expressions."""
    return read_table("pipeline.resolve", "dates.toml", DateFile)


def is_fixed(text: str) -> bool:
    """Tell whether an expression has a meaning as a whole ("the day before yesterday")."""
    return text in date_words().days or text.removeprefix("the ") in date_words().days


def without_parts(text: str) -> str:
    """Return a time expression without what only narrows it ("late", "the end of")."""
    parts = sorted(date_words().parts.words, key=len, reverse=True)
    changed = True
    while changed:
        changed = False
        text = re.sub(r"^(?:the|of|in|at) (?=(?:the )?\S)", "", text) if not is_fixed(text) else text
        for part in parts:
            for joint in (" ", "-", " - "):
                if text.startswith(part + joint) and not is_fixed(text):
                    text, changed = text[len(part + joint) :], True
    return text


def weekday_of(text: str) -> int | None:
    """Return the number of the weekday that a text names, Monday being 0."""
    for token in re.split(r"[\s,.]+", text):
        for number, name in enumerate(words().time.weekdays):
            if len(token) > 2 and (name.startswith(token) or token == name + "s"):
                return number
    return None


def month_of(text: str) -> int | None:
    """Return the number of the month that a text names, January being 1."""
    short = text.rstrip(".")
    for number, name in enumerate(words().time.months, start=1):
        if len(short) > 2 and name.startswith(short if short != "sept" else "sep"):
            return number
    return None


def unit_of(word: str) -> str:
    """Return a unit of time in the singular; any other word as it is."""
    return next(
        (
            unit
            for unit in (*words().time.units, *words().time.clock, *words().time.seasons)
            if word in plural_forms(unit)
        ),
        word,
    )
