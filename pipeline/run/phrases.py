"""The object of a verb where raw text leaves no doubt of it, and what its head may be.

"received seven-year prison terms in May": words in small letters behind the verb, up to a mark or
preposition, are one noun phrase, and its last word heads it. Where anything is left open (names,
lists, adverbs, times, somebody who may be given something else), nothing is said.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.annotate.words import words as annotated
from pipeline.predicates.classes import ADDED, FUNCTIONAL, OTHER_SENSE, SUPERSENSE_CLASSES
from pipeline.predicates.lexicon import lexicon, supersenses, words
from pipeline.run.segments import Segment, Spot, is_mere_noun, is_single, lemmas, may_act, phrases
from pipeline.run.wordlists import table

PHRASE = re.compile(r"(?: (?:[a-z]+(?:-[a-z]+)*|\d[\d,.]*\d|\d))+")
ENDS = re.compile(r" ?(?:[.;:?!)—–]|$)")
OTHER_ACTOR = re.compile(r"\b(?:and|or|but) [A-Z][\w.-]*(?= )")
RECIPROCAL = re.compile(r" (?:one an|each )other\b")
# A noun phrase from where its clause begins to a verb, with an auxiliary or adverb between.
SUBJECT = re.compile(
    r"(?:^\W*|, |\b(?:but|that|when|while|because|if) )"
    r"(?P<phrase>(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)(?: [\w’'-]+){1,5}?)"
    r"(?: (?:will|would|had|has|have|was|were|is|are|been|be|\w+ly))* $"
)
LONGEST_SUBJECT = 90
BEFORE = re.compile(r"\b((?:[a-z]+|An?|The)(?: [a-z]+){1,3}) $")
LONGEST = 7
SHORTEST = 2  # "a noun"
LONGEST_BEFORE = 60
PASSIVE_REACH = 30
PARTICIPLES = ("ing", "ed")
JOINING = frozenset({"and", "or"})
WORTH = "worth"
PLACES = frozenset({"place", "polity", "land"})
ARTICLES = frozenset({"a", "an"})
UNSURE = frozenset({"quantity", "measure", "place", "polity"})


class Head(NamedTuple):
    """A word that heads a noun phrase.

    Attributes:
        word: The word.
        before: The word before it in the phrase, or "".
    """

    word: str
    before: str


def object_head(segment: Segment, spot: Spot) -> Head | None:
    """Return the head of the object that follows a verb, None where that isn't sure.

    Args:
        segment: The segment.
        spot: The verb.
    """
    found = PHRASE.match(segment.text, spot.end)
    if found is None or (not spot.bare and _is_passive(segment, spot)) or RECIPROCAL.search(found[0]):
        return None
    phrase: list[str] = []
    end = "" if ENDS.match(segment.text, found.end()) else "?"
    for word in found[0].split():
        if word in table()["boundaries"]:
            end = word
            break
        phrase.append(word)
    if (
        not phrase
        or phrase == ["her"]
        or len(phrase) > LONGEST
        or _is_doubtful(phrase)
        or end == "?"
        or end in table()["clauses"]
    ):
        return None
    if end == "of" and (phrase[-1] in phrases() or "measure" in _of_lexicon(phrase[-1])):
        return None
    word = annotated().hyphened.get(phrase[-1]) or phrase[-1].rpartition("-")[2]
    return Head(word, phrase[-2] if len(phrase) > 1 else "") if _is_plain(word) else None


def _of_lexicon(word: str) -> frozenset[str]:
    return frozenset().union(*(lexicon().get(lemma, ()) for lemma in lemmas(word)))


def _is_passive(segment: Segment, spot: Spot) -> bool:
    """Tell whether a verb may be passive: no other name acts between an auxiliary and it."""
    before = segment.text[max(0, spot.start - PASSIVE_REACH) : spot.start]
    acting = OTHER_ACTOR.search(before)
    reach = PASSIVE_REACH if acting is None else len(before) - acting.end()
    return segment.is_passive(spot, reach, table()["being"])


def noun_phrase(segment: Segment, spot: Spot) -> list[str]:
    """Return the words of a noun phrase that surely ends right before a verb, or none.

    Args:
        segment: The segment.
        spot: The verb.
    """
    found = BEFORE.search(segment.text, max(0, spot.start - LONGEST_BEFORE), spot.start)
    words = found[1].lower().split() if found else []
    first = max((i for i, word in enumerate(words) if word in table()["determiners"]), default=len(words))
    phrase = words[first:]
    if len(phrase) < SHORTEST or not (table()["boundaries"] | JOINING).isdisjoint(phrase[1:]):
        return []
    single = phrase[0] in ARTICLES and is_single(phrase[-1])
    return phrase if single or is_mere_noun(phrase[-1]) else []


def subject_head(segment: Segment, spot: Spot) -> Head | None:
    """Return the head of the subject that stands right before a verb, None where that isn't sure.

    Args:
        segment: The segment.
        spot: The verb.
    """
    found = SUBJECT.search(segment.text, max(0, spot.start - LONGEST_SUBJECT), spot.start)
    if found is None:
        return None
    phrase = [word.lower() for word in found["phrase"].split()]
    stops = table()["boundaries"] | JOINING
    if any(word in stops or word.endswith("ly") for word in phrase) or _is_doubtful(["the", *phrase[1:]]):
        return None
    head, known = phrase[-1], _kinds(phrase[-1])
    certain = known and head not in table()["no_heads"] and all(UNSURE.isdisjoint(kind) for kind in known)
    return (
        Head(head, phrase[-2] if len(phrase) > 1 else "")
        if certain and found["phrase"][-1].islower()
        else None
    )


def modified_head(segment: Segment, spot: Spot) -> Head | None:
    """Return the thing that a participle modifies ("a statement released on Monday"), or None.

    Args:
        segment: The segment.
        spot: The verb.
    """
    following = PHRASE.match(segment.text, spot.end)
    ends = following is None or following[0].split()[0] in table()["boundaries"]
    phrase = noun_phrase(segment, spot) if ends and not spot.bare else []
    return Head(phrase[-1], phrase[-2]) if phrase and _is_plain(phrase[-1]) else None


def _is_doubtful(phrase: list[str]) -> bool:
    """Tell whether words may be more or less than one object."""
    if phrase[0] == "her":
        phrase = phrase[1:]
    names = ("no_objects", "times", "quantifiers", "pronouns", "indefinites")
    listed = frozenset().union(*(table()[name] for name in names))
    if any(word in listed or word.endswith("ly") for word in phrase):
        return True
    if any(word.endswith(PARTICIPLES) or word == WORTH for word in phrase[:-1]):
        return True
    return phrase[0] in table()["no_heads"] or not table()["determiners"].isdisjoint(phrase[1:])


def _is_plain(word: str) -> bool:
    """Tell whether a head is a known noun that measures nothing and is given nothing, as towns are."""
    kinds = _kinds(word)
    return (
        bool(kinds)
        and word not in table()["no_heads"]
        and not may_act(word)
        and all(UNSURE.isdisjoint(kind) for kind in kinds)
    )


@lru_cache(maxsize=65536)
def may_host(word: str) -> bool:
    """Tell whether a word may be a place, or is unknown and so may be anything."""
    kinds = _kinds(word)
    return not kinds or any(not PLACES.isdisjoint(kind) for kind in kinds)


def may_be(head: Head, wanted: frozenset[str], never: frozenset[str]) -> bool:
    """Tell whether a head can be what a role takes.

    Args:
        head: The head.
        wanted: Classes of which it must have one; none for any.
        never: Classes that it must not have.
    """
    kinds = (*_kinds(head.word), *_kinds(f"{head.before} {head.word}"))
    return any((not wanted or wanted & kind) and not never & kind for kind in kinds)


@lru_cache(maxsize=65536)
def _kinds(word: str) -> tuple[frozenset[str], ...]:
    """Return the classes of each noun that a word or phrase may be a form of."""
    return tuple(dict.fromkeys(_each_kind(word)))


def _each_kind(word: str) -> Iterator[frozenset[str]]:
    before, _, last = word.rpartition(" ")
    for lemma in lemmas(last):
        phrase = f"{before} {lemma}".strip()
        if lemma in words("remnant"):
            yield frozenset({"pronoun", "count", "nominal"})
        curated = lexicon().get(phrase, frozenset()) - FUNCTIONAL
        sense = supersenses().get(phrase) if curated <= ADDED else None
        senses = SUPERSENSE_CLASSES.get(sense, OTHER_SENSE) if sense else frozenset()
        if curated or senses:
            yield curated | senses | {"nominal"}
