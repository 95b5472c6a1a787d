"""Numbers in figures and words: "11.5 mln", "two and a half dozen", "half a million"."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from text_to_num import text2num

from pipeline.annotate.words import plural_forms, words

Number = int | float
_FIGURE = re.compile(r"[~+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?")
_GLUED = re.compile(r"(?<=\d)(?=[a-z])|(?<=\d)-(?=[a-z])|(?<=[a-z])-(?=[a-z0-9])")
_RANGE = re.compile(r"^(.+?)\s*(?:–|—|-| to | or | and )\s*(.+)$")
VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667"}
_DENOMINATORS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}


@cache
def _magnitudes() -> dict[str, int]:
    table = words().numbers.magnitudes
    return {form: value for word, value in table.items() for form in plural_forms(word)}


def parse_number(text: str) -> Number | None:
    """Return the number that a phrase states, or None where it states none.

    A range ("five to six million") has no single number; bare plurals ("hundreds") have none.

    Args:
        text: The number's words alone, such as "1,500 mln" or "two and a half million".
    """
    phrase = " ".join(text.lower().replace("\u00a0", " ").split())
    for sign, decimal in VULGAR.items():
        phrase = re.sub(rf"(?<=\d)\s*{sign}", decimal[1:], phrase).replace(sign, decimal)
    phrase = re.sub(r"(?<=\d) 1/2(?!\d)", ".5", phrase)
    value = _value(_GLUED.sub(" ", phrase).split())
    return None if value is None else _tidy(value)


def parse_range(text: str) -> tuple[Number, Number] | None:
    """Return both ends of a range ("15–25", "five to six million"), or None."""
    phrase = " ".join(text.lower().split()).removeprefix("between ").removeprefix("from ")
    match = _RANGE.match(phrase)
    if match is None:
        return None
    upper = parse_number(match[2])
    lower = parse_number(match[1])
    if lower is None or upper is None:
        return None
    magnitude = _shared_magnitude(match[1], match[2])
    lower = _tidy(Decimal(str(lower)) * magnitude)
    return (lower, upper) if lower < upper else None


def _shared_magnitude(lower: str, upper: str) -> int:
    """Return the magnitude that "five to six million" means for its first number too."""
    last = _GLUED.sub(" ", upper).split()[-1]
    own = any(word in _magnitudes() for word in _GLUED.sub(" ", lower).split())
    return 1 if own else _magnitudes().get(last, 1)


def _tidy(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else float(value)


def _value(tokens: list[str]) -> Decimal | None:
    """Return the value of number tokens: [amount] [magnitude…], with "and a half" inside."""
    if not tokens:
        return None
    if tokens[0] in ("a", "an") and len(tokens) > 1:
        return _fraction(tokens[1:], Decimal(1)) or _value(["one", *tokens[1:]])
    if tokens[0] == "half":
        rest = [token for token in tokens[1:] if token not in ("a", "an", "of")]
        return Decimal("0.5") * (_value(["one", *rest]) or 0) if rest else Decimal("0.5")
    if tokens[1:4] == ["and", "a", "half"] or tokens[1:3] == ["and", "half"]:
        whole = _amount(tokens[:1])
        rest = tokens[tokens.index("half") + 1 :]
        return None if whole is None else _scaled(whole + Decimal("0.5"), rest)
    if len(tokens) == 2 and (part := _fraction(tokens[1:], _amount(tokens[:1]))):
        return part
    return _spelt(tokens)


def _fraction(tokens: list[str], count: Decimal | None) -> Decimal | None:
    """Return "third" or "a quarter of a million" times its count."""
    denominator = _DENOMINATORS.get(tokens[0].removesuffix("s"))
    if denominator is None or count is None:
        return None
    rest = [token for token in tokens[1:] if token not in ("of", "a", "an")]
    return _scaled(count / denominator, rest)


def _spelt(tokens: list[str]) -> Decimal | None:
    if tokens[0] in _magnitudes() and tokens[0] not in words().numbers.magnitudes:
        return None  # a bare plural: "hundreds"
    split = len(tokens)
    while split > 1 and tokens[split - 1] in _magnitudes():
        split -= 1
    amount = _amount(tokens[:split])
    return None if amount is None else _scaled(amount, tokens[split:])


def _scaled(amount: Decimal, magnitudes: list[str]) -> Decimal | None:
    for word in magnitudes:
        if word not in _magnitudes():
            return None
        amount *= _magnitudes()[word]
    return amount


def _amount(tokens: list[str]) -> Decimal | None:
    if len(tokens) == 1:
        figure = _figure(tokens[0])
        if figure is not None:
            return figure
    phrase = " ".join(token for token in tokens if token != "and")
    if any(ch.isdigit() for ch in phrase) or not phrase.strip():
        return None
    try:
        return Decimal(text2num(phrase, "en"))
    except ValueError:
        return None


def _figure(token: str) -> Decimal | None:
    if not _FIGURE.fullmatch(token) or not any(ch.isdecimal() for ch in token):
        return None
    try:
        return Decimal(token.lstrip("~+").replace(",", ""))
    except InvalidOperation:
        return None
