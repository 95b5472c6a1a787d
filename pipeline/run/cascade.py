"""The cascade: which articles can hold facts at all, by the words of the rules.

The language model takes nearly all of the time, and most news is about something else.
A rule fires only within a sentence that has a form of its trigger and, where the rule asks
for things of a closed class ("place" an *order*, "put" one's *signature*) or for a
preposition, a word of that class and that preposition. An article none of whose sentences
has them is spared. The article is the unit: what a fact refers to may stand anywhere in it.

Where sentences end is guessed so that two may be taken for one, not one for two. What the
entity recogniser alone makes goods or an agreement is a name, so names count as both.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from spacy.language import Language

from pipeline.predicates.clauses import NOBODY
from pipeline.predicates.lexicon import lexicon, supersenses, words
from pipeline.relations import Rule
from pipeline.relations.inflection import noun_forms, verb_forms

WORD = re.compile(r"[^\W\d_]+")
PARAGRAPH = re.compile(r"\n\s*\n")
SENTENCE_END = re.compile(r"(?<=[a-z]{2}[a-z])[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z])")
LAST_WORD = re.compile(r"[\w'’-]+$")
NAME = re.compile(r"(?<=[\w,;:)\]”’'\"-] )[A-Z][\w-]*|\b[A-Za-z]*-?\d+[A-Za-z][\w-]*|\b[A-Za-z]+-?\d[\w-]*")
ACRONYM = re.compile(r"\b[A-Z]{4,}\b|\b[A-Z][A-Za-z]+ [IVX]+\b")
LEAST_LETTERS = 3

# Classes that only these words have; `goods`, `agreement` and `law` also have names.
CLOSED = frozenset(
    "agreement alliance artifact claim concession designation dispute falsehood goods instrument law measure"
    " negotiation order signature stake transfer".split()
)
SENSES = {"artifact": "artifact", "goods": "goods", "food": "goods", "substance": "goods", "plant": "goods"}
SLOTS = frozenset(
    "subj obj iobj poss mod namemod nounmod governor head in-host purpose comp infinitive finite predicative"
    " modal csubj speaker up support holder subject-of modified appos bound".split()
)
STEMS = (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("es", ""), ("s", ""), ("men", "man"), ("a", "um"))


@dataclass(slots=True)
class _Segment:
    """A stretch of text that holds whole sentences.

    Attributes:
        text: The stretch.
        words: Its words in lower case, parts of hyphenated ones apart.
        classes: Closed classes of its words, once they were asked for.
    """

    text: str
    words: frozenset[str]
    classes: frozenset[str] | None = None

    def has_class(self, name: str) -> bool:
        """Tell whether a word of the segment may be of a class."""
        if self.classes is None:
            self.classes = frozenset().union(*map(_classes, self.words), _phrases(self.words))
        if name in self.classes:
            return True
        if name in ("goods", "designation"):
            return NAME.search(self.text) is not None
        return name in ("agreement", "law") and ACRONYM.search(self.text) is not None


Check = Callable[[_Segment], bool]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way for a rule to fire: words beside the trigger's first, and checks."""

    words: frozenset[str]
    checks: tuple[Check, ...] = field(default=())

    def open(self, segment: _Segment) -> bool:
        """Tell whether a segment that has the trigger's first word has all the rest."""
        return self.words <= segment.words and all(check(segment) for check in self.checks)


class Cascade:
    """Tells of a text whether any rule can fire in it.

    Args:
        nlp: Pipeline whose component `factwire` has the rules.
    """

    def __init__(self, nlp: Language) -> None:
        component: Any = nlp.get_pipe("factwire")
        self._ways: dict[str, list[_Way]] = defaultdict(list)
        for rule in component.matcher.rules:
            checks = tuple(_checks(rule))
            for first, rest in _triggers(rule):
                self._ways[first].append(_Way(rest, checks))

    def __call__(self, text: str) -> bool:
        """Return whether the model has to read a text."""
        return any(self.opens(segment) for segment in segments(text))

    def opens(self, text: str) -> bool:
        """Return whether a rule can fire in a segment of a text."""
        found = frozenset(WORD.findall(text.lower()))
        segment = _Segment(text, found)
        return any(way.open(segment) for word in found & self._ways.keys() for way in self._ways[word])


def segments(text: str) -> Iterator[str]:
    """Yield stretches of a text that hold whole sentences."""
    for paragraph in PARAGRAPH.split(text):
        start = 0
        for end in SENTENCE_END.finditer(paragraph):
            if _ends_sentence(paragraph[start : end.start()]):
                yield paragraph[start : end.end()]
                start = end.end()
        yield paragraph[start:]


def _ends_sentence(before: str) -> bool:
    """Tell whether a full stop after these words surely ends a sentence."""
    found = LAST_WORD.search(before)
    word = found[0] if found else ""
    return word.islower() and len(word) >= LEAST_LETTERS and word not in _table()["abbreviations"]


def _triggers(rule: Rule) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each form of a rule's triggers: a word by which to find it, and the others."""
    for trigger in rule.triggers:
        parts = trigger.split()
        for pos in rule.pos:
            key = parts[0] if pos == "verb" or parts[1:2] == ["of"] else parts[-1]
            forms = {"verb": verb_forms, "noun": noun_forms}.get(pos, lambda word: iter((word,)))(key)
            rest = {word for part in parts if part != key for word in WORD.findall(part)}
            for form in forms:
                first, *others = WORD.findall(form)
                yield first, frozenset(rest.union(others))


def _checks(rule: Rule) -> Iterator[Check]:
    """Yield what a segment must have, beside the trigger, for a rule to fire."""
    for path in rule.require:
        yield from _path_checks(path)
    for role in {*rule.need, *rule.at_least}:
        ways = [tuple(_path_checks(path)) for path in rule.roles[role]]
        if all(ways):
            yield _any_of(ways)
        wanted = rule.where.get(role, ())
        if wanted and CLOSED.issuperset(wanted):
            yield _of_class(wanted)


def _path_checks(path: str) -> Iterator[Check]:
    """Yield what a filled slot path needs: prepositions, and words of closed classes."""
    for part in path.split(">"):
        slot, _, wanted = part.partition(":")
        if slot == "neg":
            yield _has_word(words("negation") | NOBODY | {"n", "t"})
        elif slot not in SLOTS:
            yield _has_word({slot.split()[0]})
        classes = wanted.split("|")
        if wanted and CLOSED.issuperset(classes):
            yield _of_class(classes)


def _any_of(ways: Iterable[tuple[Check, ...]]) -> Check:
    held = tuple(ways)
    return lambda segment: any(all(check(segment) for check in way) for way in held)


def _of_class(names: Iterable[str]) -> Check:
    held = tuple(names)
    return lambda segment: any(map(segment.has_class, held))


def _has_word(choices: Iterable[str]) -> Check:
    held = frozenset(choices)
    return lambda segment: not held.isdisjoint(segment.words)


@lru_cache(maxsize=65536)
def _classes(word: str) -> frozenset[str]:
    """Return the closed classes that a word may have, whatever its part of speech."""
    found: set[str] = set()
    stems = {word[: len(word) - len(end)] + stem for end, stem in STEMS if word.endswith(end)}
    for lemma in {word, *stems}:
        found |= lexicon().get(lemma, frozenset())
        sense = SENSES.get(supersenses().get(lemma, ""))
        if sense is not None:
            found.add(sense)
        if lemma in _table()["law_nouns"]:
            found |= {"agreement", "law"}
    return frozenset(found & CLOSED)


def _phrases(found: frozenset[str]) -> frozenset[str]:
    """Return the closed classes of the phrases that words may form ("letter of intent")."""
    classes: set[str] = set()
    for head in found & _phrase_table().keys():
        for rest, names in _phrase_table()[head]:
            if rest <= found:
                classes |= names
    return frozenset(classes)


@lru_cache(maxsize=1)
def _phrase_table() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """Return the phrases of the lexicon by each form of their head."""
    table: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = defaultdict(list)
    for phrase, names in lexicon().items():
        parts = WORD.findall(phrase)
        if len(parts) > 1:
            head = parts[0] if "of" in parts else parts[-1]
            rest = frozenset(part for part in parts if part != head)
            for form in noun_forms(head):
                table[form].append((rest, names & CLOSED))
    return table


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    path = files("pipeline.run") / "data" / "cascade.toml"
    return {key: frozenset(value) for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items()}
