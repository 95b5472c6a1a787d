"""Entity patterns matched only where they can match: what spaCy's `Matcher` finds, in a tenth of the time.

A match is a run of tokens each of which fits an element of the entry, with one that fits an
element the pattern cannot do without (its anchor), and a context token on either side.
Which elements a word fits depends on its form alone, so it is worked out once a word.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

TokenSpec = dict[str, Any]
Match = tuple[int, int, int]
Test = Callable[[str, str], bool]
FORMS = ("LOWER", "TEXT")
ANNOTATIONS = ("POS", "ENT_TYPE")
MOST_WORDS = 65536
# An anchor should be rare: of the elements the one that fits the fewest of these; of equals the one that most
# patterns of the entry have.
COMMON = (
    "the of and to a in is was for that on with as by at from it be are were has have had this not but or an"
    " they which will would said its their his he she who been after one two more new also . , - The A In"
).split()


class RunMatcher:
    """Matches the patterns of entries; where, it tells from the form of words (LOWER, TEXT).

    Args:
        vocab: The pipeline's vocabulary.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._matchers: list[Matcher] = []
        self._elements = _Elements()
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
        bodies = (pattern[left : len(pattern) - right] for pattern in patterns)
        self._elements.add(1 << len(self._matchers), bodies)
        self._matchers.append(matcher)
        self._masks.clear()

    def __call__(self, doc: Doc) -> list[Match]:
        """Return (key, start, end) of every match, greedy within an entry."""
        masks = [self._mask(token) for token in doc]
        found: list[Match] = []
        for number, places in sorted(_places(masks).items()):
            matcher = self._matchers[number]
            for start, end in _spans(masks, 1 << number, places):
                found += [(key, start + a, start + b) for key, a, b in matcher(doc[start:end])]
        return found

    def _mask(self, token: Token) -> tuple[int, int]:
        """Return, a bit an entry, for which of them a word can be an element, and an anchor."""
        mask = self._masks.get(token.orth)
        if mask is None:
            if len(self._masks) >= MOST_WORDS:
                self._masks.clear()
            mask = self._masks[token.orth] = self._elements.look_at(token.lower_, token.text)
        return mask


class _Elements:
    """The elements of all entries' patterns: which entries have each, and as an anchor; a bit an entry.

    Many entries share an element, and most elements are lists of words, which are looked up.
    """

    def __init__(self) -> None:
        self._listed: dict[str, tuple[int, int]] = {}
        self._tested: dict[str, tuple[Test, int, int]] = {}

    def add(self, bit: int, bodies: Iterable[list[TokenSpec]]) -> None:
        """Add the elements of an entry.

        Args:
            bit: The entry's bit.
            bodies: Its patterns without context.
        """
        specs = [{repr(_plain(spec)): spec for spec in body} for body in bodies]
        needed = [[name for name, spec in body.items() if spec.get("OP") not in ("?", "*")] for body in specs]
        uses = Counter(name for names in needed for name in names)
        for body, names in zip(specs, needed, strict=True):
            anchor = min(names, key=lambda name: (_commonness(_test(body[name])), -uses[name]))
            for name, spec in body.items():
                self._add_element(name, _plain(spec), bit, bit if name == anchor else 0)

    def _add_element(self, name: str, spec: TokenSpec, fits: int, anchors: int) -> None:
        listed = _listed(spec)
        for word in listed or ():
            known = self._listed.get(word, (0, 0))
            self._listed[word] = (known[0] | fits, known[1] | anchors)
        if listed is None:
            test, *held = self._tested.get(name, (_test(spec), 0, 0))
            self._tested[name] = (test, held[0] | fits, held[1] | anchors)

    def look_at(self, lower: str, text: str) -> tuple[int, int]:
        """Return of which entries a word fits an element, and of which an anchor."""
        fits, anchors = self._listed.get(lower, (0, 0))
        for test, fit, anchor in self._tested.values():
            if test(lower, text):
                fits |= fit
                anchors |= anchor
        return fits, anchors


def _commonness(test: Test) -> int:
    return sum(test(word.lower(), word) for word in COMMON)


def _listed(spec: TokenSpec) -> Iterable[str] | None:
    """Return the words in lower case that an element is a list of, None where it is more than that."""
    wanted = spec.get("LOWER")
    if len(spec) > 1 or wanted is None:
        return None
    return (wanted,) if isinstance(wanted, str) else wanted.get("IN")


def _plain(spec: TokenSpec) -> TokenSpec:
    return {key: value for key, value in spec.items() if key != "OP"}


def _test(spec: TokenSpec) -> Test:
    """Return the test of an element's form, given a word in lower case and as it stands."""
    parts: list[tuple[bool, Callable[[str], bool]]] = []
    for key, wanted in _plain(spec).items():
        assert key in FORMS or key in ANNOTATIONS, key
        if key in FORMS:
            parts.append((key == "LOWER", _condition(wanted)))
    return lambda lower, text: all(check(lower if low else text) for low, check in parts)


def _condition(wanted: Any) -> Callable[[str], bool]:
    if isinstance(wanted, str):
        return wanted.__eq__
    if "IN" in wanted:
        return frozenset(wanted["IN"]).__contains__
    search = re.compile(wanted["REGEX"]).search
    return lambda word: search(word) is not None


def _places(masks: list[tuple[int, int]]) -> dict[int, list[int]]:
    """Return where each entry, by its number, has anchors."""
    found: dict[int, list[int]] = defaultdict(list)
    for i, (_, anchors) in enumerate(masks):
        while anchors:
            number = anchors.bit_length() - 1
            found[number].append(i)
            anchors ^= 1 << number
    return found


def _spans(masks: list[tuple[int, int]], bit: int, places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield where an entry can match: a run round each anchor, with a context token on either side.

    Runs that touch are joined.
    """
    held: tuple[int, int] | None = None
    last = 0
    for place in places:
        if held is not None and place < last:
            continue
        start, last = place, place + 1
        while start > 0 and masks[start - 1][0] & bit:
            start -= 1
        while last < len(masks) and masks[last][0] & bit:
            last += 1
        span = (max(0, start - 1), min(len(masks), last + 1))
        if held is not None and span[0] < held[1]:
            held = (held[0], span[1])
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held
