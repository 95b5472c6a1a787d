"""Passages of raw text, and what their words may be.

What only the entity recogniser makes goods or an agreement is a name, so names can be both.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipeline.annotate.words import words as annotated
from pipeline.predicates.classes import LABEL_CLASSES, OTHER_SENSE, PRONOUN_CLASSES, SUPERSENSE_CLASSES
from pipeline.predicates.lexicon import lexicon, supersenses
from pipeline.relations.inflection import noun_forms, verb_forms
from pipeline.resolve.tables import first_names
from pipeline.run.propernames import is_other, persons
from pipeline.run.wordlists import table

WORD = re.compile(r"[^\W\d_]+")
CAPITAL = re.compile(r"\b[A-Z]")
NAME = re.compile(
    r"(?<=[\w,;:)\]”’'\"-] )[A-Z][\w-]*|\b[A-Za-z]*-?\d+[A-Za-z][\w-]*|\b[A-Za-z]+-?\d[\w-]*"
    r"|\w*[\u0370-\U0010FFFF]\w*"
)
ACRONYM = re.compile(r"\b[A-Z]{4,}\b|\b[A-Z]{2,} I\b|\b[A-Z][A-Za-z]+ (?:V|X|[IVX]{2,})\b")
ACRONYM_ASIDE = re.compile(r"(?<=\w) \([A-Za-z&-]{2,10}\)(?= )")
PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
MARKS = frozenset(".;:?!()—–")
CURRENCIES = tuple("$£€¥₹")
ALL_OF_ONE = re.compile(r"\b(?:my|our|your|its|his|her|their) all\b")
RECEIVERS = frozenset({"me", "you", "him", "her", "it", "us", "them"})
NUMBER = re.compile(r"\b\d[\d,.]*\b")
MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
DATED = re.compile(rf"\b{MONTHS} $")
SURNAME = re.compile(r" (?:[A-Z]\.? |d[eiu] |v[ao]n )*[A-Z][a-z]")
LONGEST_PHRASE = 120

# Classes that words alone tell; the last four have names too.
CLOSED = frozenset(
    "alliance artifact assertion claim concession dispute falsehood instrument measure negotiation offer"
    " order refused signature stake transfer agreement law goods designation".split()
)
# Classes that labels, senses and grammar give too.
GIVEN = (
    frozenset().union(*LABEL_CLASSES.values(), *SUPERSENSE_CLASSES.values(), *PRONOUN_CLASSES.values())
    | OTHER_SENSE
    | {"abstract", "pronoun", "count", "counted_share", "nominal", "generic", "demonstrative", "clause"}
    | {"symbol", "unknown", "designation"}
)
SENSES = {"artifact": "artifact", "goods": "goods", "food": "goods", "substance": "goods", "plant": "goods"}
PERSONS = frozenset({"person", "group"})
ACTORS = frozenset({"actor", "people", "institution", "corporate"})
SEVERAL = frozenset({"group", "quantity"})
HUMAN = frozenset(word for word, names in PRONOUN_CLASSES.items() if "human" in names)
STEMS = (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("es", ""), ("s", ""), ("men", "man"), ("a", "um"))


class Spot(NamedTuple):
    """A word that may be a trigger.

    Attributes:
        start: Where it begins in its segment.
        end: Where it ends.
        bare: Whether it is a form of a verb, but none of the past.
    """

    start: int
    end: int
    bare: bool


class Segment:
    """A stretch of text that holds whole sentences.

    Args:
        text: The stretch.

    Attributes:
        spots: Its words in lower case, parts of hyphenated ones apart, with where they begin.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.spots: dict[str, list[int]] = {}
        for found in WORD.finditer(text.lower()):
            self.spots.setdefault(found[0], []).append(found.start())

    def of_class(self, name: str) -> list[int]:
        """Return where words stand that may be of a closed class, a name, acronym, pronoun or indefinite."""
        return self._held.get(name, [])

    @cached_property
    def _held(self) -> dict[str, list[int]]:
        held: dict[str, list[int]] = defaultdict(list)
        for word, offsets in self.spots.items():
            for name in _classes(word):
                held[name] += [start for start in offsets if not self._is_first_name(word, start)]
        for head in phrases().keys() & self.spots.keys():
            for rest, names in phrases()[head]:
                if rest <= self.spots.keys():
                    for name in names:
                        held[name] += self.spots[head]
        people = persons(self.text) if self.has_case and not self.is_titled else frozenset[int]()
        held["name"] = [start for start in self._capitals(NAME) if start not in people]
        held["acronym"] = list(self._capitals(ACRONYM))
        held["thing"] = list(self._pronouns(table()["pronouns"] - HUMAN))
        held["pronoun"] = held["thing"] + [
            start for word in HUMAN & table()["pronouns"] for start in self.spots.get(word, ())
        ]
        large = (found for found in NUMBER.finditer(self.text) if "," in found[0][1:-1])  # "took 30,000"
        held["tonnage"] += [found.start() for found in large if self._is_alone(found.end())]
        held["indefinite"] = [start for word in table()["indefinites"] for start in self.spots.get(word, ())]
        return held

    def _capitals(self, pattern: re.Pattern[str]) -> Iterator[int]:
        return (found.start() for found in pattern.finditer(self.text) if not is_other(found[0]))

    def _is_first_name(self, word: str, start: int) -> bool:
        """Tell whether a word is somebody's first name, which may be a noun's word too ("Bill Clinton")."""
        named = word in first_names() and self.text[start].isupper() and not self.is_titled
        return named and SURNAME.match(self.text, start + len(word)) is not None

    def _pronouns(self, words: frozenset[str]) -> Iterator[int]:
        """Yield where some pronouns stand, and quantities of what is left unsaid."""
        for word in words & self.spots.keys():
            yield from (start for start in self.spots[word] if not self._is_land(word, start))
        for word in table()["quantifiers"] & self.spots.keys():
            yield from (start for start in self.spots[word] if self._is_alone(start + len(word)))
        yield from (found.end() - len("all") for found in ALL_OF_ONE.finditer(self.text))
        for found in NUMBER.finditer(self.text):
            priced = self.text[found.start() - 1 : found.start()] in CURRENCIES
            if self._is_alone(found.end()) and not priced and not DATED.search(self.text, 0, found.start()):
                yield found.start()

    def _is_land(self, word: str, start: int) -> bool:
        """Tell whether a word is the United States, and no pronoun."""
        return word == "us" and self.text[start : start + 2] == "US" and not self.text.isupper()

    def _is_alone(self, end: int) -> bool:
        """Tell whether no noun can follow a quantity."""
        after = PIECE.match(self.text, end + 1) or PIECE.match(self.text, end)
        word = after[0].lower() if after else "."
        return (
            not word.isalnum() or word in table()["boundaries"] | table()["no_objects"] or word.endswith("ly")
        )

    @cached_property
    def has_case(self) -> bool:
        """Whether capitals tell names here: not where there is but one or little else."""
        return len(CAPITAL.findall(self.text)) > 1 and not self.text.isupper()

    @cached_property
    def is_titled(self) -> bool:
        """Whether every second word has a capital, as in some headlines."""
        return 2 * len(CAPITAL.findall(self.text)) >= sum(map(len, self.spots.values()))

    @cached_property
    def _flat(self) -> str:
        """The text without acronyms in brackets, of the same length."""
        return ACRONYM_ASIDE.sub(lambda found: " " * len(found[0]), self.text)

    def has_within(self, word: str, spot: Spot, reach: int) -> bool:
        """Tell whether a word stands behind a trigger, or before it where the reach is negative."""
        distances = (offset - spot.start for offset in self.spots.get(word, ()))
        return any(0 < distance <= reach or reach <= distance < 0 for distance in distances)

    def phrase_length(self, start: int, inner: frozenset[str] = frozenset()) -> int:
        """Return how far an object reaches that begins at an offset, before a word or mark that ends it.

        Args:
            start: The offset.
            inner: Words that end others, but may stand within this one.
        """
        pieces = list(PIECE.finditer(self._flat, start, start + LONGEST_PHRASE))
        for i, found in enumerate(pieces):
            word = found[0].lower()
            joined = i > 0 and pieces[i - 1][0] == "-" and pieces[i - 1].end() == found.start()
            ends = (word in table()["boundaries"] and word not in inner and not joined) or word in MARKS
            if ends and not (i and _goes_on(pieces[i - 1 : i + 2])):
                return found.start() - start
        return LONGEST_PHRASE

    def is_passive(self, spot: Spot, reach: int, auxiliaries: frozenset[str] | None = None) -> bool:
        """Tell whether an auxiliary of the passive, or one of others, stands before a trigger."""
        return any(self.has_within(word, spot, -reach) for word in auxiliaries or table()["passive"])


def _goes_on(pieces: list[re.Match[str]]) -> bool:
    """Tell whether three words begin a number ("up to", "more than", "about 40") or another object."""
    before, word, after = (piece[0].lower() for piece in (*pieces, pieces[-1])[:3])
    if (word == "but" and after in table()["determiners"]) or (word == "that" and before in RECEIVERS):
        return True
    return before in ("up", "more", "less", "fewer") or after.isdigit() or after in table()["quantifiers"]


@lru_cache(maxsize=1)
def closed() -> frozenset[str]:
    """Return all classes that words alone tell: the lexicon's that nothing else gives, too."""
    return CLOSED | (frozenset().union(*lexicon().values()) - GIVEN)


@lru_cache(maxsize=65536)
def lemmas(word: str) -> frozenset[str]:
    """Return what a word may be a form of, as a noun."""
    return frozenset(
        {word, *(word[: len(word) - len(end)] + stem for end, stem in STEMS if word.endswith(end))}
    )


@lru_cache(maxsize=65536)
def _classes(word: str) -> frozenset[str]:
    """Return the closed classes that a word may have, whatever its part of speech."""
    found: set[str] = set()
    if len(word) == 1 or word in table()["no_nouns"]:
        return frozenset()
    for lemma in lemmas(word):
        found |= lexicon().get(lemma, frozenset())
        sense = SENSES.get(supersenses().get(lemma, ""))
        if sense is not None:
            found.add(sense)
        if lemma in table()["law_nouns"]:
            found |= {"agreement", "law"}
    return frozenset(found & closed()) | _verbal().get(word, frozenset())


@lru_cache(maxsize=1)
def _verbal() -> dict[str, frozenset[str]]:
    """Return, by the forms of verbs, the classes that paths ask of verbs too."""
    found: dict[str, frozenset[str]] = {}
    for lemma, names in lexicon().items():
        names &= closed() - CLOSED
        for form in verb_forms(lemma) if names and lemma.isalpha() else ():
            found[form] = found.get(form, frozenset()) | names
    return found


@lru_cache(maxsize=65536)
def may_act(word: str) -> bool:
    """Tell whether a common noun may be somebody."""
    found = lemmas(word)
    if any(not ACTORS.isdisjoint(lexicon().get(lemma, ())) for lemma in found):
        return True
    return any(supersenses().get(lemma) in PERSONS for lemma in found)


@lru_cache(maxsize=65536)
def is_mere_noun(word: str) -> bool:
    """Tell whether a word in small letters is known as a noun of one thing, and as no adverb."""
    return word in supersenses() and is_single(word)


@lru_cache(maxsize=65536)
def is_single(word: str) -> bool:
    """Tell whether a word in small letters, behind an article, is no adverb and names nobody nor several."""
    many = word.endswith(("s", "ly")) or supersenses().get(word) in SEVERAL or may_act(word)
    return not many and word not in _before_verbs()


@lru_cache(maxsize=1)
def _before_verbs() -> frozenset[str]:
    names = (
        "boundaries",
        "no_objects",
        "quantifiers",
        "pronouns",
        "no_nouns",
        "no_heads",
        "times",
        "indefinites",
    )
    return frozenset().union(*(table()[name] for name in names))


@lru_cache(maxsize=1)
def phrases() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """Return the phrases of the lexicon ("letter of intent") by their head's forms, with their classes."""
    found: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = defaultdict(list)
    joined = ((form, lexicon().get(lemma, frozenset())) for form, lemma in annotated().hyphened.items())
    for phrase, names in (*lexicon().items(), *joined):
        parts = WORD.findall(phrase)
        if len(parts) > 1 and names & closed():
            head = parts[0] if "of" in parts else parts[-1]
            rest = frozenset(part for part in parts if part != head)
            for form in noun_forms(head):
                found[form].append((rest, names & closed()))
    return found
