"""Spans, heads and canonical names: when two mentions are the same.

A gold mention's head is approximated from its words, since gold has no parse: the last
word before the first preposition or relative pronoun ("40 *missiles* of Iranian make"); of
a clause ("to supply jets", "selling arms") its first verb. Of dates and amounts, whose
syntactic head says little ("12.25 *dollars* a share"), every word counts as head. Canonical
names are compared without regard to case and to differences of white space.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pipeline.evaluate.records import Argument, Offsets

CLAUSAL_ROLES = frozenset({"claim", "subject"})
WHOLE_ROLES = frozenset({"date", "duration", "price", "value"})
_WORD = re.compile(r"[^\s;:()\"“”]+|[;:()]")
_CUT = frozenset(
    "of for in on at to from with by between among over under about against into worth near "
    "that which who whom whose where when including ; : (".split()
)
_PARTS_OF_NUMBERS = frozenset({"up", "close", "down"})


def overlap(one: Offsets | None, other: Offsets | None) -> bool:
    """Tell whether two spans share a character."""
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def same_canonical(one: str | None, other: str | None) -> bool:
    """Tell whether two canonical names are given and equal."""
    return one is not None and other is not None and normalise(one) == normalise(other)


def same_value(gold: Any, predicted: Any) -> bool:
    """Tell whether a date or amount is right in all that gold says of it."""
    if isinstance(gold, Mapping) and isinstance(predicted, Mapping):
        return all(predicted.get(key) == value for key, value in gold.items())
    return bool(gold == predicted)


@lru_cache(maxsize=65536)
def normalise(canonical: str) -> str:
    """Return a canonical name in lower case with single spaces."""
    return " ".join(canonical.split()).casefold()


@lru_cache(maxsize=65536)
def head_within(text: str, clausal: bool = False) -> Offsets:
    """Return the offsets of a mention's head within its text.

    Args:
        text: The mention.
        clausal: Whether it may be a clause ("to supply jets").
    """
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    if not words:
        return 0, len(text)
    if clausal and len(words) > 1:
        first = words[0][0]
        if first.lower() == "to":
            return words[1][1:]
        if first.islower() and first.endswith("ing"):
            return words[0][1:]
    end = len(words)
    for index in range(1, len(words)):
        before, word = words[index - 1][0].lower(), words[index][0].lower()
        if word in _CUT and before not in _PARTS_OF_NUMBERS:
            end = index
            break
    last, start, _ = words[end - 1]
    return start, start + (len(last.rstrip(",")) or len(last))


def head_of(argument: Argument) -> Offsets | None:
    """Return the offsets of an argument's head, or None where it is implicit."""
    if argument.span is None:
        return None
    start, end = argument.span
    if argument.role in WHOLE_ROLES or argument.text is None or len(argument.text) != end - start:
        return argument.span
    left, right = head_within(argument.text, argument.role in CLAUSAL_ROLES)
    return start + left, start + right


def matches(gold: Argument, predicted: Argument, spans: str = "head") -> bool:
    """Tell whether a predicted argument of the same role is the gold one.

    An implicit gold argument has no span: there the canonical names must be equal.

    Args:
        gold: The gold argument.
        predicted: The predicted argument.
        spans: `head` (overlaps the gold span's head), `strict` (the very same span) or
            `relaxed` (any overlap).
    """
    if gold.span is None:
        explicit = spans == "strict" and predicted.span is not None
        return not explicit and same_canonical(gold.canonical, predicted.canonical)
    if spans == "strict":
        return gold.span == predicted.span
    return overlap(gold.span if spans == "relaxed" else head_of(gold), predicted.span)


def shared(one: Argument, other: Argument) -> bool:
    """Tell whether two arguments of one role stand for the same, seen from either side."""
    if one.span is not None and other.span is not None:
        return overlap(one.span, other.span)
    return same_canonical(one.canonical, other.canonical)
