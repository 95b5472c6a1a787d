"""Amounts of money: number, magnitude and currency of a mention, by babel's names and ISO 4217."""

import re
from functools import cache

from babel import Locale

from pipeline.annotate.words import plural_forms, words
from pipeline.facts import Money
from pipeline.resolve.approximation import split_cues
from pipeline.resolve.numbers import Number, parse_number, parse_range

_RATE = re.compile(
    r"\s(?:per|a|an|each|apiece)\b(?!\s+(?:half|quarter)\b)(?!\s*(?:million|billion)).*$", re.I
)
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])|(?<![A-Za-z])([A-Z]{3})(?=\d)")
_GLUE = re.compile(r"(?<=[a-zA-Z])-|-(?=[a-zA-Z])")
_WORD = re.compile(r"[^\s-]+")
HUNDREDTH = 100


def parse_money(text: str) -> Money | None:
    """Return the amount and currency that a mention states, or None.

    "$1.2bn", "536 million dlrs", "Rs 300 crore", "about 80 cents a share". Rates give the
    amount for one. Ranges and bare plurals ("millions of dollars") have no amount.

    Args:
        text: The mention, with or without approximating words.
    """
    phrase = _RATE.sub("", " ".join(text.split()))
    phrase, approximate = split_cues(phrase)
    currency, part, rest = _currency(phrase)
    if currency is None:
        return None
    amount = _amount(rest)
    if amount is None:
        return None
    if part:
        amount = _hundredth(amount)
    return Money(amount=amount, currency=currency or None, approximate=approximate)


def _amount(text: str) -> Number | None:
    words_ = [word for word in _GLUE.sub(" ", text).split() if word not in ("of", "in", "worth")]
    phrase = " ".join(words_).strip(" -,;.")
    if parse_range(phrase) is not None:
        return None
    return parse_number(phrase)


def _hundredth(amount: Number) -> Number:
    value = amount / HUNDREDTH
    return int(value) if value == int(value) else round(value, 6)


def _currency(text: str) -> tuple[str | None, bool, str]:
    """Return the currency's code, whether its hundredth part is named, and the text without it."""
    for symbol in _symbols():
        pattern = rf"(?<![A-Za-z]){re.escape(symbol)}(?![A-Za-z])"
        if re.search(pattern, text):
            rest = re.sub(pattern, " ", text)
            return _symbol_code(symbol), False, _without_names(rest)
    code = _CODE.search(text)
    if code and (found := code[1] or code[2]) in Locale("en").currencies:
        return found, False, text.replace(found, " ")
    return _by_name(text)


def _without_names(text: str) -> str:
    """Drop a currency word beside a symbol ("$5 million dollars")."""
    return " ".join(word for word in text.split() if _singular(word.lower()) not in words().money.words)


def _by_name(text: str) -> tuple[str | None, bool, str]:
    lower = text.lower()
    for name, code in _babel_names():
        if name in lower and re.search(rf"\b{re.escape(name)}\b", lower):
            return code, False, lower.replace(name, " ")
    table = words().money
    tokens = list(_WORD.finditer(lower))
    for place, token in enumerate(tokens):
        name = _singular(token[0].strip(".,"))
        base = table.words.get(name, table.parts.get(name))
        if base is None:
            continue
        before = [match[0] for match in tokens[max(0, place - 2) : place]]
        code, used = _qualified(name, before, base)
        start = tokens[place - used].start()
        return code, name in table.parts, f"{lower[:start]} {lower[token.end() :]}"
    return None, False, text


def _qualified(name: str, before: list[str], base: str) -> tuple[str, int]:
    """Return the code that a country's adjective before the name gives, and how many words it took."""
    countries = words().money.qualified.get(name, {})
    for length in (2, 1):
        code = countries.get(" ".join(before[-length:])) if len(before) >= length else None
        if code:
            return code, length
    return base, 0


@cache
def _singulars() -> dict[str, str]:
    table = words().money
    names = [*table.words, *table.parts, *table.qualified]
    return {form: name for name in names for form in plural_forms(name)}


def _singular(word: str) -> str:
    return _singulars().get(word, word)


@cache
def _symbols() -> tuple[str, ...]:
    return tuple(sorted(words().money.symbols, key=lambda symbol: (-len(symbol), symbol)))


def _symbol_code(symbol: str) -> str:
    return words().money.symbols[symbol]


@cache
def _babel_names() -> tuple[tuple[str, str], ...]:
    """Return English names of more than one word ("swiss francs"), longest first, with their codes."""
    names: dict[str, str] = {}
    locale = Locale("en")
    for code, name in locale.currencies.items():
        if " " in name and "(" not in name:
            for form in plural_forms(name.lower()):
                names.setdefault(form, code)
    return tuple(sorted(names.items(), key=lambda item: (-len(item[0]), item[0])))
