"""Words of numbers, time, money and measure, which entity patterns and normalisation share."""

from functools import cache
from typing import Any

from msgspec import Struct

from pipeline.annotate.tables import read_table

Words = tuple[str, ...]


class Numbers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Number words; magnitudes multiply what stands before them."""

    words: Words
    ordinals: Words
    vague: Words
    magnitudes: dict[str, int]
    fractions: dict[str, float]


class Approximation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words beside a number that make it no exact figure."""

    before: Words
    after: Words


class TimeWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Calendar words; `units` gives each unit's ISO 8601 duration without its P."""

    weekdays: Words
    weekday_abbreviations: Words
    months: Words
    month_abbreviations: Words
    ambiguous_months: Words
    parts_of_day: Words
    seasons: Words
    units: dict[str, str]
    clock: dict[str, str]
    crop_years: dict[str, int]


class MoneyWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Currency words in the singular and symbols, with their ISO 4217 codes."""

    words: dict[str, str]
    parts: dict[str, str]
    symbols: dict[str, str]
    qualified: dict[str, dict[str, str]]


class MeasureWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Units in the singular, and the adjectives that belong to them."""

    units: Words
    prefixes: Words


class FirmWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that tell a firm's name, and what stands behind it."""

    legal_forms: frozenset[str]
    tails: frozenset[str]
    kinds: frozenset[str]
    offices: frozenset[str]
    predicates: frozenset[str]


class SentenceWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that tell in raw text whether a full stop ends a sentence."""

    openers: frozenset[str]
    titles: frozenset[str]
    abbreviations: frozenset[str]


class Agencies(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """News agencies as datelines name them."""

    names: Words


class WordTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `words.toml`."""

    numbers: Numbers
    approximation: Approximation
    time: TimeWords
    money: MoneyWords
    measure: MeasureWords
    firms: FirmWords
    agencies: Agencies
    sentences: SentenceWords
    hyphened: dict[str, str]


@cache
def words() -> WordTable:
    """Return the checked table of words."""
    return read_table("pipeline.annotate", "words.toml", WordTable)


def is_legal_form(word: str) -> bool:
    """Tell whether a word, in any case, is the legal form at the end of a firm's name."""
    return word.lower().strip(".") in words().firms.legal_forms


def is_firm_tail(word: str) -> bool:
    """Tell whether a word, in any case, ends firms' names ("Acme Systems")."""
    return word.lower() in words().firms.tails


def is_firms_kind(text: str) -> bool:
    """Tell whether a word in small letters says what kind of firm the name behind it is ("its unit Acme")."""
    return text in words().firms.kinds


def plural_forms(noun: str) -> tuple[str, ...]:
    """Return a regular English noun with its plural: ("day", "days"), ("century", "centuries")."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun, noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh", "o")) and noun not in ("kilo", "euro", "peso", "escudo"):
        return noun, noun + "es"
    return noun, noun + "s"


def vocabulary() -> dict[str, list[str]]:
    """Return the word lists that entity patterns name, longest words first."""
    table = words()
    units: list[str] = [*table.time.units, *table.time.clock]
    lists: dict[str, Any] = {
        "number_word": table.numbers.words,
        "ordinal": table.numbers.ordinals,
        "magnitude": _inflected(table.numbers.magnitudes),
        "approximator": table.approximation.before,
        "weekday": (*table.time.weekdays, *table.time.weekday_abbreviations),
        "month": (*table.time.months, *table.time.month_abbreviations),
        "part_of_day": table.time.parts_of_day,
        "season": table.time.seasons,
        "calendar_unit": _inflected(table.time.units),
        "clock_unit": _inflected(table.time.clock),
        "time_unit": _inflected(units),
        "currency": _inflected([*table.money.words, *table.money.parts, "cts"]),
        "currency_symbol": table.money.symbols,
        "currency_country": {name for names in table.money.qualified.values() for name in names},
        "unit": _inflected(table.measure.units),
        "unit_prefix": table.measure.prefixes,
    }
    return {name: sorted(set(items), key=lambda item: (-len(item), item)) for name, items in lists.items()}


def _inflected(nouns: Any) -> list[str]:
    return [form for noun in nouns for form in plural_forms(noun)]
