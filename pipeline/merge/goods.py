"""Items and numbers of two mentions: the same, a kind of each other, or too far apart."""

from typing import Literal

from msgspec import Struct

from pipeline.facts import Item
from pipeline.merge.tables import merge_table
from pipeline.resolve.itemwords import category_of, item_words

SAME, KIND, CATEGORY, WIDE = 2, 1, 1, 0
Agreement = Literal["equal", "near"]


class ItemMatch(Struct, frozen=True):
    """How two items fit, and what that weighs."""

    reason: str
    weight: int


def compare_items(ours: list[Item], theirs: list[Item]) -> ItemMatch | None:
    """Return the best fit of any two items of two lists, None where no two fit."""
    found = [match for one in ours for two in theirs if (match := _fit(one, two))]
    return max(found, key=lambda match: (match.weight, match.reason), default=None)


def _fit(one: Item, two: Item) -> ItemMatch | None:
    shared = sorted({*one.designations} & {*two.designations})
    if shared:
        return ItemMatch(f"item {shared[0]}", SAME)
    first, second = sorted((_name(one), _name(two)))
    if first == second:
        return ItemMatch(f"item {first}", SAME)
    if one.designations and two.designations:
        return None
    if _is_kind_of(first, second) or _is_kind_of(second, first):
        return ItemMatch(f"item {first} ~ {second}", KIND)
    ours, theirs = _category(one), _category(two)
    if ours and ours == theirs:
        return ItemMatch(f"item {first}, {second}: {ours}", CATEGORY)
    if _is_wide(_name(one), theirs) or _is_wide(_name(two), ours):
        return ItemMatch(f"item {first}, {second}: one is a wide name", WIDE)
    return None


def _name(item: Item) -> str:
    return (item.canonical or "").lower()


def _category(item: Item) -> str | None:
    return item.category or category_of(_name(item))


def _is_kind_of(long: str, short: str) -> bool:
    """Tell whether a name only narrows the other: "fighter jet" and "jet"."""
    return long.endswith(" " + short)


def _is_wide(name: str, other_category: str | None) -> bool:
    """Tell whether a name can mean goods of the other's category."""
    wide = merge_table().items
    if name in wide.goods:
        return True
    return name in wide.weapons and (other_category is None or other_category in item_words().weapons)


def numbers_agree(one: float | None, two: float | None, approximate: bool = False) -> Agreement | None:
    """Return "equal" or "near" for two numbers of one thing, None where they are too far apart.

    Args:
        one: A number, or None where the text gives none.
        two: Another.
        approximate: One of them is approximate: near enough is equal.
    """
    if one is None or two is None or one == two:
        return "equal"
    limits = merge_table().limits
    apart = abs(one - two) / max(abs(one), abs(two))
    if approximate and apart <= limits.approximate:
        return "equal"
    return "near" if apart <= limits.number else None
