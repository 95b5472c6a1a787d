"""Which facts are one event: strongest joins first, and no event with a blocker inside it.

Facts that share an actor or a denied event and can be of the same days are compared. Joins
are then taken in order of weight, ties by the facts' ids, and one is refused where any two
facts of the two groups block each other: what one mention leaves open cannot tie two others
that differ. The order of the input plays no part.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from pipeline.merge.compare import Comparison, compare
from pipeline.merge.mention import MentionView
from pipeline.resolve.names import key_words

Pair = tuple[str, str]


class Clusters:
    """The groups of facts of one relation.

    Args:
        views: The facts, in any order, each id once.
        events: Event of each fact that a denial may deny.
    """

    def __init__(self, views: Iterable[MentionView], events: dict[str, str]) -> None:
        self._views = {view.id: view for view in sorted(views, key=lambda view: view.key)}
        self._events = events
        self._index = self._indexed()
        self._compared: dict[Pair, Comparison] = {}
        self._group = {name: [name] for name in self._views}
        self.taken: list[Pair] = []
        self.refused: dict[Pair, str] = {}
        self._join()

    def groups(self) -> list[list[str]]:
        """Return the groups, each in the order of its facts."""
        unique = {id(group): group for group in self._group.values()}
        ordered = [sorted(group, key=lambda name: self._views[name].key) for group in unique.values()]
        return sorted(ordered, key=lambda group: self._views[group[0]].key)

    def comparison(self, pair: Pair) -> Comparison:
        """Return the comparison of two facts."""
        first, second = sorted(pair)
        if (first, second) not in self._compared:
            found = compare(self._views[first], self._views[second], self._events)
            self._compared[first, second] = found
        return self._compared[first, second]

    def near(self) -> Iterator[tuple[Pair, list[str], list[str]]]:
        """Yield pairs with something in common that are not one event: pair, reasons, blockers."""
        pairs = {pair for names in self._index.values() for pair in combinations(sorted(names), 2)}
        for pair in sorted(pairs):
            if self._group[pair[0]] is self._group[pair[1]]:
                continue
            found = self.comparison(pair)
            if found.weight == 0:
                continue
            blockers = [*found.blockers]
            if pair in self.refused:
                blockers.append(self.refused[pair])
            yield pair, found.reasons, blockers or [f"too little in common (weight {found.weight})"]

    def _join(self) -> None:
        joins = [pair for pair in self._candidates() if self.comparison(pair).joins]
        for pair in sorted(joins, key=lambda pair: (-self.comparison(pair).weight, pair)):
            first, second = self._group[pair[0]], self._group[pair[1]]
            if first is second:
                continue
            blocker = self._blocker(first, second)
            if blocker is not None:
                self.refused[pair] = blocker
                continue
            self.taken.append(pair)
            first.extend(second)
            for name in second:
                self._group[name] = first

    def _blocker(self, first: list[str], second: list[str]) -> str | None:
        """Return what keeps two groups apart: of all blockers, that of the first pair."""
        for pair in sorted((min(a, b), max(a, b)) for a in first for b in second):
            found = self.comparison(pair)
            if found.blockers:
                return f"{pair[0]} and {pair[1]}: {found.blockers[0]}"
        return None

    def _indexed(self) -> dict[str, list[str]]:
        """Return the facts by what they have in common: an actor in a role, or a denied event."""
        index: dict[str, list[str]] = defaultdict(list)
        for name, view in self._views.items():
            for key in self._keys(view):
                index[key].append(name)
        return index

    def _candidates(self) -> set[Pair]:
        """Return the pairs that have something in common and share a day: a sweep over the days."""
        found: set[Pair] = set()
        for names in self._index.values():
            open_: list[tuple[date, str]] = []
            for days, name in sorted((self._views[name].days, name) for name in names):
                open_ = [(end, other) for end, other in open_ if end >= days.start]
                found |= {(min(name, other), max(name, other)) for _, other in open_}
                open_.append((days.end, name))
        return found

    def _keys(self, view: MentionView) -> set[str]:
        keys = {
            f"event {self._events[fact]}"
            for fact in view.fact.denies
            if self._events and fact in self._events
        }
        for role, names in view.actors.items():
            for name in names:
                keys |= {f"{role} {key}" for key in _name_keys(name)}
        return keys


def _name_keys(name: str) -> Iterator[str]:
    """Yield what names of one actor have in common: themselves, or first word and initials."""
    yield name
    words = key_words(name)
    if len(name) == 3 and name.isupper():
        return
    if words:
        yield words[0]
    letters = "".join(word[0] for word in words)
    if len(letters) > 1:
        yield letters
