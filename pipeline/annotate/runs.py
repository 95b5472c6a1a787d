"""Entity patterns matched only where they can match: what spaCy's `Matcher` finds, in a tenth of the time.

A match is a run of tokens each of which fits an element of the entry, with one that fits an
element the pattern cannot do without (its anchor), and a context token on either side.
Which elements a word fits depends on its form alone, so it is worked out once a word.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

TokenSpec = dict[str, Any]
Match = tuple[int, int, int]
MOST_WORDS = 65536
# An anchor should be rare: of a pattern's elements, the one that fits the fewest of these.
COMMON = (
    "the of and to a in is was for that on with as by at from it be are were has have had this not but or an"
    " they which will would said its their his he she who been after one two more new also . , - The A In"
).split()


class RunMatcher:
    """Matches the patterns of entries that look at the form of words only (LOWER, TEXT).

    Args:
        vocab: The pipeline's vocabulary.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._matchers: list[Matcher] = []
        self._elements: list[_Elements] = []
        self._masks: dict[int, tuple[int, int]] = {}

    def add(self, key: str, patterns: list[list[TokenSpec]], left: bool, right: bool) -> None:
        """Add the patterns of an entry.

        Args:
            key: Its name.
            patterns: Matcher patterns.
            left: Whether their first element is context.
            right: Whether their last element is context.
        """
        matcher = Matcher(self._vocab)
        matcher.add(key, patterns, greedy="LONGEST")
        self._matchers.append(matcher)
        bodies = (pattern[left : len(pattern) - right] for pattern in patterns)
        self._elements.append(_Elements(bodies))
        self._masks.clear()

    def __call__(self, doc: Doc) -> list[Match]:
        """Return (key, start, end) of every match, greedy within an entry."""
        masks = [self._mask(token) for token in doc]
        present = 0
        for _, anchors in masks:
            present |= anchors
        found: list[Match] = []
        for number, matcher in enumerate(self._matchers):
            bit = 1 << number
            if present & bit:
                for start, end in _spans(masks, bit):
                    found += [(key, start + a, start + b) for key, a, b in matcher(doc[start:end])]
        return found

    def _mask(self, token: Token) -> tuple[int, int]:
        """Return, a bit an entry, for which of them a word can be an element, and an anchor."""
        mask = self._masks.get(token.orth)
        if mask is None:
            if len(self._masks) >= MOST_WORDS:
                self._masks.clear()
            fits = anchors = 0
            for number, elements in enumerate(self._elements):
                fit, anchor = elements.look_at(token.lower_, token.text)
                fits |= fit << number
                anchors |= anchor << number
            mask = self._masks[token.orth] = (fits, anchors)
        return mask


class _Elements:
    """The elements of an entry's patterns, and which of them are anchors."""

    def __init__(self, bodies: Iterable[list[TokenSpec]]) -> None:
        found: dict[str, tuple[Callable[[str, str], bool], bool]] = {}
        for body in bodies:
            tests = {repr(_plain(spec)): (_test(spec), spec.get("OP") in ("?", "*")) for spec in body}
            needed = [name for name, (_, optional) in tests.items() if not optional]
            anchor = min(needed, key=lambda name: sum(tests[name][0](w.lower(), w) for w in COMMON))
            for name, (test, _) in tests.items():
                found[name] = (test, name == anchor or found.get(name, (test, False))[1])
        self._tests = sorted(found.values(), key=lambda pair: not pair[1])

    def look_at(self, lower: str, text: str) -> tuple[bool, bool]:
        """Return whether a word fits any element, and whether it fits an anchor."""
        for test, anchor in self._tests:  # anchors come first
            if test(lower, text):
                return True, anchor
        return False, False


def _plain(spec: TokenSpec) -> TokenSpec:
    return {key: value for key, value in spec.items() if key != "OP"}


def _test(spec: TokenSpec) -> Callable[[str, str], bool]:
    """Return the test of an element, given a word in lower case and as it stands."""
    parts: list[tuple[bool, Callable[[str], bool]]] = []
    for key, wanted in _plain(spec).items():
        assert key in ("LOWER", "TEXT"), key
        parts.append((key == "LOWER", _condition(wanted)))
    return lambda lower, text: all(check(lower if low else text) for low, check in parts)


def _condition(wanted: Any) -> Callable[[str], bool]:
    if isinstance(wanted, str):
        return wanted.__eq__
    if "IN" in wanted:
        return frozenset(wanted["IN"]).__contains__
    search = re.compile(wanted["REGEX"]).search
    return lambda word: search(word) is not None


def _spans(masks: list[tuple[int, int]], bit: int) -> Iterator[tuple[int, int]]:
    """Yield where an entry can match, with a context token on either side; what touches is joined."""
    held: tuple[int, int] | None = None
    start, anchored = None, False
    for i, (fits, anchors) in enumerate([*masks, (0, 0)]):
        if fits & bit:
            start = i if start is None else start
            anchored = anchored or bool(anchors & bit)
        elif start is not None:
            if anchored:
                span = (max(0, start - 1), min(len(masks), i + 1))
                if held is not None and span[0] < held[1]:
                    held = (held[0], span[1])
                else:
                    if held is not None:
                        yield held
                    held = span
            start, anchored = None, False
    if held is not None:
        yield held
