"""Names swapped for others of their kind while a recogniser learns (mention replacement, Dai and Adel 2020).

A small corpus has few firms, and most of what it calls by one unknown word are persons. With other names in
the same sentences it is the context that tells a firm from a person, and not the memory of a name.
"""

import random
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.train.entities import Passage

ARTICLES = ("the ", "a ", "an ", "The ", "A ", "An ")
SHORTEST_IN_CAPITALS = 4


@cache
def pools() -> dict[str, list[str]]:
    """Read the names by label."""
    source = (files("pipeline.train") / "names.toml").read_text(encoding="utf-8")
    named: dict[str, Any] = tomllib.loads(source)
    return {"ORG": named["firms"], "PERSON": named["surnames"], "GPE": named["places"]}


def swapped(item: "Passage", rng: random.Random, share: float) -> "Passage":
    """Swap a share of the names of firms, persons and places, each the same way throughout.

    Args:
        item: The passage; its spans don't overlap.
        rng: The source of chance.
        share: How many of the names are swapped, in [0, 1].
    """
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    swaps: dict[tuple[str, str], str | None] = {}
    at = length = 0
    for start, end, label in sorted(item.spans):
        if start < at:
            return item
        surface = item.text[start:end]
        new = surface
        if _may_swap(item.text, start, surface, label):
            new = _swap(surface, label, swaps, rng, share)
        parts += [item.text[at:start], new]
        length += start - at
        spans.append((length, length + len(new), label))
        length += len(new)
        at = end
    return replace(item, text="".join([*parts, item.text[at:]]), spans=spans)


def _may_swap(text: str, start: int, surface: str, label: str) -> bool:
    """Tell whether another name can stand there: no "the Saab", no part of a name with "of"."""
    if label == "PERSON":
        return surface[:1].isupper()
    if label not in ("ORG", "GPE") or text[:start].endswith(ARTICLES) or not surface[:1].isupper():
        return False
    words = surface.split()
    return all(word[:1].isupper() for word in words) and (
        label == "ORG" or (len(words) == 1 and "." not in surface)
    )


def _swap(
    surface: str, label: str, swaps: dict[tuple[str, str], str | None], rng: random.Random, share: float
) -> str:
    """Swap a name; of a person only the surname."""
    kept, _, name = surface.rpartition(" ") if label == "PERSON" else ("", "", surface)
    key = (label, name)
    if key not in swaps:
        swaps[key] = rng.choice(pools()[label]) if rng.random() < share else None
    new = swaps[key]
    if new is None:
        return surface
    if name.isupper() and len(name) > SHORTEST_IN_CAPITALS:
        new = new.upper()
    return f"{kept} {new}".lstrip()
