"""Whether goods are told of as known: "the wheat" after "subsidized wheat", "the same equipment"."""

from itertools import pairwise

from pipeline.facts import Item

KNOWN = frozenset("the this that these those its their such same remaining".split()) | frozenset(
    "other more another further additional extra".split()
)
DEFINITE_WORDS = 3


def is_known_again(mine: Item, told: Item, by_kind: bool = True) -> bool:
    """Tell whether an item can be one told of before, under a shorter or more general name.

    Args:
        mine: The later mention; it must be definite.
        told: The earlier one.
        by_kind: Whether a word for goods of its kind will do ("the jets" for "MD-11s").
    """
    if not mine.canonical or not told.canonical:
        return False
    if mine.designations and told.designations:
        return not set(mine.designations).isdisjoint(told.designations)
    if not _is_definite(mine):
        return False
    mine_words = mine.canonical.lower().replace("-", " ").split()
    told_words = told.canonical.lower().replace("-", " ").split()
    if mine_words == told_words[-len(mine_words) :]:
        return True
    general = by_kind and len(mine_words) == 1 and not mine.designations
    return general and mine.category is not None and _kind(mine.category) == _kind(told.category)


def _kind(category: str | None) -> str:
    """Return the word of a category that SIPRI's and the Harmonized System's names share ("HS 89 ships")."""
    return category.split()[-1].removesuffix("s") if category else ""


def _is_definite(item: Item) -> bool:
    words = (item.text or "").lower().split()
    parted = any(of == "of" and after in KNOWN for of, after in pairwise(words))  # "a third of the oil"
    return parted or bool(KNOWN & set(words[:DEFINITE_WORDS]))
