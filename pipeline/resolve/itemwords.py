"""The word lists of `items.toml`: what an item's name leaves out, and its categories."""

from functools import cache

from msgspec import Struct

from pipeline.annotate.tables import read_table


class WordList(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of one kind, with phrases of more than one word where the kind has them."""

    about: str
    words: frozenset[str]
    phrases: tuple[str, ...] = ()


class Measures(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which categories units measure; chapters of the Harmonized System are numbers.

    Attributes:
        about: What the table is for.
        weights: Units of weight and volume; what is counted is not weighed.
        counted: Categories whose goods are counted.
        units: Unit → categories that it measures, and no others.
    """

    about: str
    weights: frozenset[str]
    counted: frozenset[str]
    units: dict[str, frozenset[str]]


class ItemFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `items.toml`."""

    partitives: WordList
    containers: WordList
    measures: Measures
    vague: WordList
    classifying: WordList
    numeric_prefixes: WordList
    plural_only: WordList
    unions: WordList
    dual_use: WordList
    weapons: dict[str, tuple[str, ...]]
    goods: dict[str, tuple[str, ...]]


@cache
def item_words() -> ItemFile:
    """Return the checked word lists."""
    return read_table("pipeline.resolve", "items.toml", ItemFile)


@cache
def _categories() -> dict[str, str]:
    table = item_words()
    goods = {name: f"HS {chapter}" for chapter, names in table.goods.items() for name in names}
    weapons = {name: category for category, names in table.weapons.items() for name in names}
    return goods | weapons


def category_of(canonical: str, pairs_only: bool = False) -> str | None:
    """Return the category of an item by the last words of its canonical name, or None.

    Weapons have SIPRI's category ("missile"), other goods the chapter of the Harmonized
    System ("HS 10 cereals").

    Args:
        canonical: The item's name.
        pairs_only: Look only for names of two words and more ("crude oil").
    """
    tokens = canonical.lower().split()
    table = _categories()
    for length in (3, 2) if pairs_only else (3, 2, 1):
        name = " ".join(tokens[-length:])
        if len(tokens) >= length and name in table:
            return table[name]
    return None


def is_measured_by(category: str | None, unit: str) -> bool:
    """Tell whether goods of a category can be given in a unit: oil in barrels, vaccine in doses."""
    measures = item_words().measures
    name = category.split()[1] if category and category.startswith("HS ") else category
    if unit in measures.units:
        return name in measures.units[unit]
    return unit not in measures.weights or name not in measures.counted


def is_weapon(canonical: str) -> bool:
    """Tell whether an item's category is one of weapons and of nothing civil."""
    category = category_of(canonical)
    return category in item_words().weapons and category not in item_words().dual_use.words
