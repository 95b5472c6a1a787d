"""The room's data file, checked: limits, wide names, kinds and stages of agreements."""

from functools import cache

from msgspec import Struct

from pipeline.annotate.tables import read_table


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far numbers and dates of one event may lie apart.

    `number` and `approximate` are shares of the larger number; days are counted from
    the day of the article.
    """

    about: str
    number: float
    approximate: float
    days_back: int
    days_ahead: int


class WideNames(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Item names that any weapon or any goods can have."""

    about: str
    weapons: frozenset[str]
    goods: frozenset[str]


class Agreements(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kinds of agreement, each with its nouns and verbs."""

    about: str
    kinds: dict[str, frozenset[str]]


class Stages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stages in the order of an agreement's life."""

    about: str
    order: tuple[str, ...]


class Vague(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that tell claims and subjects apart from nothing."""

    about: str
    words: frozenset[str]


class MergeTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `merge.toml`."""

    limits: Limits
    items: WideNames
    agreements: Agreements
    stages: Stages
    vague: Vague


@cache
def merge_table() -> MergeTable:
    """Return the checked table."""
    return read_table("pipeline.merge", "merge.toml", MergeTable)


def kind_of(word: str) -> str | None:
    """Return the kind of agreement that a noun or verb tells, None for one that fits every kind."""
    for kind, words in merge_table().agreements.kinds.items():
        if word in words:
            return kind
    return None
