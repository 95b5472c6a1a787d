"""Where repairs are tried: at words of some form, tag or relation, which most words aren't."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Token

# The tokens of a document, made once: spaCy makes a new object at each doc[i].
Words = list[Token]
Repair = Callable[[Words, list[int], list[str], int], None]


class Gate(NamedTuple):
    """What the word must be at which a repair is tried; None for anything.

    Attributes:
        words: Its form in small letters.
        tags: Its tag.
        deps: Its relation, as the repairs before have left it.
    """

    words: frozenset[str] | None = None
    tags: frozenset[str] | None = None
    deps: frozenset[str] | None = None


OPEN = Gate()
_GATES: dict[Repair, Gate] = {}


def at(
    words: Iterable[str] | None = None,
    tags: Iterable[str] | None = None,
    deps: Iterable[str] | None = None,
) -> Callable[[Repair], Repair]:
    """Say of a repair that it does nothing at other words than these."""
    gate = Gate(*(None if wanted is None else frozenset(wanted) for wanted in (words, tags, deps)))

    def mark(repair: Repair) -> Repair:
        _GATES[repair] = gate
        return repair

    return mark


def like(repair: Repair, other: Repair) -> Repair:
    """Let another repair be tried where one is, and return it."""
    if repair in _GATES:
        _GATES[other] = _GATES[repair]
    return other


class Plan:
    """Repairs in their order, with what each is tried at.

    Args:
        repairs: The repairs.
    """

    def __init__(self, repairs: Iterable[Repair]) -> None:
        self._repairs = [(number, repair) for number, repair in enumerate(repairs)]
        gates = (_GATES.get(repair, OPEN) for _, repair in self._repairs)
        self._words = frozenset(word for gate in gates for word in gate.words or ())
        self._known: dict[tuple[str, str, str], Sequence[tuple[int, Repair]]] = {}

    def apply(self, doc: Words, heads: list[int], deps: list[str]) -> None:
        """Try all repairs at each word in turn."""
        for i, token in enumerate(doc):
            word, tag = token.lower_, token.tag_
            self._apply_at(word if word in self._words else "", tag, doc, heads, deps, i)

    def _apply_at(
        self, word: str, tag: str, doc: Words, heads: list[int], deps: list[str], i: int, done: int = 0
    ) -> None:
        """Try the repairs at a word, from one on; where its relation changes, gates are looked at anew."""
        dep = deps[i]
        for number, repair in self._of(word, tag, dep):
            if number >= done:
                repair(doc, heads, deps, i)
                if deps[i] != dep:
                    self._apply_at(word, tag, doc, heads, deps, i, number + 1)
                    return

    def _of(self, word: str, tag: str, dep: str) -> Sequence[tuple[int, Repair]]:
        """Return the repairs to try at a word of a form, tag and relation."""
        key = (word, tag, dep)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = [
                (number, repair)
                for number, repair in self._repairs
                if all(
                    wanted is None or own in wanted
                    for own, wanted in zip(key, _GATES.get(repair, OPEN), strict=True)
                )
            ]
        return found
