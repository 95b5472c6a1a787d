"""Which denial denies which fact, while corrections let facts go, come and get other ids."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

LINKS = ("denies", "disputed_by")


class Links:
    """Pairs of (denial, denied fact) in one article, which corrections change from either end."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = set(pairs)
        self._now: dict[str, str | None] = {}

    def move(self, gone: Sequence[str], identity: str | None) -> None:
        """Let links of the facts `gone` lead to the fact that took their place, or to none."""
        ends: dict[str | None, str | None] = dict.fromkeys(gone, identity)
        self._now = {old: ends.get(new, new) for old, new in self._now.items()}
        self._now |= dict.fromkeys(gone, identity)
        moved = ((ends.get(a, a), ends.get(b, b)) for a, b in self._pairs)
        self._pairs = {(a, b) for a, b in moved if a is not None and b is not None}

    def change(self, identity: str, added: Mapping[str, Iterable[str]], taken: Iterable[str]) -> None:
        """Add links of one fact and take others away.

        Args:
            identity: The fact.
            added: `denies` and `disputed_by`, with ids as the corrections know them.
            taken: Facts that are linked to it no longer, in either direction.
        """
        for other in taken:
            end = self._now.get(other, other)
            self._pairs -= {(identity, end), (end, identity)}
        for key in LINKS:
            for other in added[key]:
                end = self._now.get(other, other)
                if end is not None:
                    self._pairs.add((identity, end) if key == "denies" else (end, identity))

    def written(self, records: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the records with both ends of each link whose facts are there.

        Links keep the order that they had in a record; new ones follow in the text's order.
        """
        order = {i: (r["trigger"]["start"], i) for i, r in records.items()}
        ends: dict[str, dict[str, set[str]]] = {i: {key: set() for key in LINKS} for i in records}
        for denial, denied in self._pairs:
            if denial in records and denied in records and _may_link(records[denial], records[denied]):
                ends[denial]["denies"].add(denied)
                ends[denied]["disputed_by"].add(denial)
        return [dict(raw) | self._fields(raw, ends[i], order) for i, raw in records.items()]

    def _fields(
        self, raw: Mapping[str, Any], ends: Mapping[str, set[str]], order: Mapping[str, tuple[int, str]]
    ) -> dict[str, list[str]]:
        fields = {}
        for key in LINKS:
            had = [self._now.get(i, i) for i in raw.get(key) or []]
            found = list(dict.fromkeys(i for i in had if i in ends[key]))
            found += sorted(ends[key] - {i for i in found if i}, key=lambda i: order[i])
            if found or key in raw:
                fields[key] = [i for i in found if i]
        return fields


def _may_link(denial: Mapping[str, Any], denied: Mapping[str, Any]) -> bool:
    return denial["relation"] == "denial" and denial is not denied
