"""What a stretch of text must have, beside a form of a trigger, for a rule to fire in it.

Rules speak of grammar, and here is none yet; so a check asks for what the grammar cannot do
without: words of the classes that a role takes, the prepositions of its paths, and that
each stands where it can, in front of the trigger or behind it and not too far. Each check
errs on the side of opening.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.predicates.clauses import NOBODY
from pipeline.predicates.lexicon import lexicon, supersenses, words
from pipeline.predicates.view import SLOTS
from pipeline.relations import Rule
from pipeline.relations.matcher import PARTICLES
from pipeline.run.phrases import may_be, may_host, modified_head, noun_phrase, object_head, subject_head
from pipeline.run.propernames import is_behind_preposition, others
from pipeline.run.segments import (
    CAPITAL,
    MONTHS,
    WORD,
    Segment,
    Spot,
    closed,
    is_mere_noun,
    lemmas,
    may_act,
)
from pipeline.run.wordlists import table

POSSESSED = re.compile(r"(?<!\blet)['’]s\s+$", re.IGNORECASE)
LAST_WORD = re.compile(r"([A-Za-z]+)\s+$")
TWO_WORDS = re.compile(r"([A-Za-z]+|[,;:(–—-]) ([a-z]{3,}) $")
NO_MODIFIERS = frozenset({"and", "or", "to", ","})
NEXT_WORDS = re.compile(r" ([A-Za-z]+)(?: ([A-Za-z]+))?(?: ([A-Za-z]+))?")
WITHIN = re.compile(r"(?:[\w,&-]|\b[A-Z]\.) ?$")
PARTICLE = re.compile(r" (?:" + "|".join(sorted(PARTICLES)) + r")\b(?! (?:to|of)\b)")
DELAYED = re.compile(r" (?:aside |off |down |up )?as\b")
ORDER_TO = re.compile(r"in order (?:not )?to\b", re.IGNORECASE)
NAMED_MAKER = re.compile(r"\b[A-Z][\w.]*-$")
HYPHENED = re.compile(r"[-–][A-Za-z]")
BY_WHOM = re.compile(r" by (?:(?:the|an?|his|her|its|their)\b|[A-Z\d])")
FRONTED = re.compile(r" (?:wh|that\b)")
APART = re.compile(r"(?:^\W*|[,;:—–(\"“] ?|\b(?:and|or|but|both|not|than|that) )$")
JOINED = re.compile(r"([A-Za-z]+)-$")
PRICED = re.compile(r"[\d$£€¥₹]|\b(?:million|billion|thousand|hundred)")
DIGIT = re.compile(r"\d")
STRANDED = re.compile(r"\W*(?:$|[.,;:!?)])")
# Classes that a rule may ask for beside closed ones, and that words tell near the trigger only.
NEAR = frozenset({"pronoun", "count", "thing"})
ACTING = frozenset({"actor", "name", "people", "institution", "corporate", "pronoun"})
GIVEN_TO = ACTING | {"place", "unknown", "land", "polity"}
PRICE = frozenset({"money", "symbol"})
NAMED = frozenset({"goods", "designation"})
AGREED = frozenset({"agreement", "law"})
# Words that may be of these classes, but are so common that they count near a trigger only.
UNSURE = (("name", NAMED), ("acronym", AGREED), ("pronoun", NEAR - {"thing"}), ("thing", NEAR))
OBJECTS = frozenset({"obj", "iobj"})
OF = frozenset({"of"})
# Prepositions that may set a scene before what happens in it.
PAIRING = frozenset({"between", "among", "under", "with", "in", "at", "on", "after", "for"})
# Somebody who acts, and what may stand between: "he didn't come".
HUMAN_SUBJECT = re.compile(
    r"\b(?:I|[Hh]e|[Ss]he)(?:['’][a-z]+)?(?: (?:am|was|is|has|had|have|will|would|can|could|may|might|must"
    r"|should|do|does|did|(?:did|do|does|was|is|has|had|have|would|could|should)n['’]t|not|never|also|just|only|been|be"
    r"|going|to))* $"
)
# A capital that begins no day or month.
ACTOR = re.compile(r"\b(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)(?!" + MONTHS + r"\b)[A-Z]")
SUBJECTS = frozenset({"he", "she", "it", "they", "we", "i", "has", "had", "have", "having"})
# Somebody right behind a noun: a relative clause without a mark ("the rebels Chad gave tanks").
REDUCED = re.compile(r"[a-z] (?:[A-Z][\w.-]*|he|she|they|it|we|the [a-z]+)(?: [a-z]+){0,2} $")
RELATIVES = frozenset({"who", "whom", "that", "which"})
MARKERS = frozenset({"with", "for", "from", "against", "into"})
# How far from a trigger something may stand, in characters.
OBJECT_REACH = 120
SUBJECT_REACH = 180
RELATIVE_REACH = 60
NAME_REACH = 80
NEAR_REACH = 60
CLOSE_REACH = 20
PARTICIPLE_REACH = 20
PARTICLE_REACH = 60
MODIFIER_REACH = 40
PASSIVE_REACH = 30
# How many words may stand between a verb and its particle.
SHORT_OBJECT = 3
SHORT_NAME = 3

Check = Callable[[Segment, Spot], bool]
Place = Callable[[Segment, Spot, list[int], bool], bool]


def checks_of(rule: Rule) -> Iterator[Check]:
    """Yield what a segment must have, beside the trigger, for a rule to fire."""
    if any(path.startswith("obj:nominal") for path in rule.lack):
        yield _lacks_noun
    if rule.pos == ("verb",) and (barred := frozenset(rule.lack) & MARKERS):
        yield lambda segment, spot: barred.isdisjoint(_next_words(segment, spot)[:1])
    for path in rule.require:
        yield from _path_checks(rule, path)
    for role in sorted({*rule.need, *rule.at_least}):
        yield _role_check(rule, role)
    for group in rule.need_any:
        yield _any_of([_role_check(rule, role) for role in group])


def trigger_check(
    lemma: str, beside: tuple[str, ...], hyphened: tuple[str, ...], pos: str, of: bool
) -> Check:
    """Return the check that the other words of a trigger stand where they must, and that it may be a verb.

    Args:
        lemma: The main word of the trigger.
        beside: Particles of a verb, what follows a noun, or what stands before it.
        hyphened: Further parts of the word itself.
        pos: Word class of the trigger.
        of: Whether it is a noun with *of* after it.
    """
    reach = PARTICLE_REACH if pos == "verb" or of else -MODIFIER_REACH

    def check(segment: Segment, spot: Spot) -> bool:
        if ORDER_TO.match(segment.text, max(0, spot.start - 3)):
            return False
        if pos == "verb" and (
            _is_no_verb(segment, spot, beside) or (not beside and _is_other_verb(segment, spot, lemma))
        ):
            return False
        if pos == "noun" and segment.text[spot.start : spot.end] in others() and not segment.is_titled:
            return False
        if pos != "noun" and not hyphened and _is_hyphened(segment, spot):
            return False
        if beside and pos == "verb" and not _has_particle(segment, spot, beside[0]):
            return False
        if hyphened and HYPHENED.match(segment.text, spot.end) is None:
            return False
        return all(segment.has_within(word, spot, reach) for word in beside) and all(
            segment.has_within(word, spot, MODIFIER_REACH) for word in hyphened
        )

    return check


def _has_particle(segment: Segment, spot: Spot, particle: str) -> bool:
    """Tell whether a particle stands right behind a verb, or behind a short object ("hand it over")."""
    places = (start for start in segment.spots.get(particle, ()) if start > spot.end)
    return any(len(segment.text[spot.end : start].split()) <= SHORT_OBJECT for start in places)


def _is_hyphened(segment: Segment, spot: Spot) -> bool:
    """Tell whether a word is a part of a longer one ("open-source", "take-down")."""
    if (
        NAMED_MAKER.search(segment.text, max(0, spot.start - NAME_REACH), spot.start) is not None
    ):  # "Russian-supplied missiles"
        return False
    before = JOINED.search(segment.text, max(0, spot.start - CLOSE_REACH), spot.start)
    joined = before is not None and before[1].lower() not in table()["prefixes"]
    return joined or HYPHENED.match(segment.text, spot.end) is not None


def _is_no_verb(segment: Segment, spot: Spot, beside: tuple[str, ...]) -> bool:
    """Tell whether a word surely is no verb: behind a determiner, or a name within a sentence.

    Args:
        segment: The segment.
        spot: The word.
        beside: Its particles, if it is a verb.
    """
    before, following = (
        segment.text[max(0, spot.start - CLOSE_REACH) : spot.start],
        _next_words(segment, spot)[:1],
    )
    if _is_name(segment, spot) and WITHIN.search(before) is not None and not segment.is_titled:
        return True
    if not spot.bare or following in (["it"], ["them"]):
        return False
    found = LAST_WORD.search(before)
    word = found[1].lower() if found else ""
    if _is_gerund(segment, spot):
        return word in ("a", "an")
    if POSSESSED.search(before) or word in table()["determiners"] | table()["prepositions"]:
        return True
    return _is_second_noun(segment, spot) or (following == ["of"] and following[0] not in beside)


def _is_gerund(segment: Segment, spot: Spot) -> bool:
    return segment.text[spot.start : spot.end].lower().endswith("ing")


def _is_name(segment: Segment, spot: Spot) -> bool:
    """Tell whether a word has a capital and is not of a line all in capitals."""
    word = segment.text[spot.start : spot.end]
    return word[0].isupper() and not (word.isupper() and len(word) > SHORT_NAME)


def _is_second_noun(segment: Segment, spot: Spot) -> bool:
    """Tell whether a verb's base form surely is a noun behind another ("a cargo ship"): it agrees with none.

    Unless somebody lets the cargo ship.
    """
    if segment.text[spot.start : spot.end].lower().endswith("s") or not (
        noun_phrase(segment, spot) or _follows_noun(segment, spot)
    ):
        return False
    return table()["letting"].isdisjoint(WORD.findall(segment.text[: spot.start].lower()))


def _follows_noun(segment: Segment, spot: Spot) -> bool:
    """Tell whether a noun of one thing stands right before a word, no last of several ("oil and gas")."""
    before = TWO_WORDS.search(segment.text, max(0, spot.start - MODIFIER_REACH), spot.start)
    if before is None:
        return False
    first, last = before[1].lower(), before[2]
    return is_mere_noun(last) and first not in NO_MODIFIERS | table()["letting"] | table()["boundaries"]


def _is_other_verb(segment: Segment, spot: Spot, lemma: str) -> bool:
    """Tell whether a verb is another with what follows it: "took place", "came down", "broke through"."""
    first, second, *_ = (*_next_words(segment, spot), "", "")
    if f"{lemma} {first}" in table()["phrasal"]:
        return True
    if first in table()["idioms"]:
        return second != "of"
    return first in PARTICLES and second not in ("to", "of")


def _lacks_noun(segment: Segment, spot: Spot) -> bool:
    """Tell whether a verb may have no noun for an object, by what follows it."""
    following = _next_words(segment, spot)
    if not following or following[0].endswith("ly"):
        return True
    if following[0] in table()["boundaries"] | table()["no_objects"]:
        return True
    return not table()["times"].isdisjoint(following)


def _next_words(segment: Segment, spot: Spot) -> list[str]:
    """Return up to three words in lower case that follow a trigger with nothing between."""
    found = NEXT_WORDS.match(segment.text, spot.end)
    return [word.lower() for word in found.groups() if word] if found else []


def _has_determiner(segment: Segment, spot: Spot) -> bool:
    """Tell whether a noun phrase surely begins behind a trigger."""
    return not table()["determiners"].isdisjoint(_next_words(segment, spot)[:1])


def _any_of(ways: list[Check]) -> Check:
    return lambda segment, spot: any(way(segment, spot) for way in ways)


def _role_check(rule: Rule, role: str) -> Check:
    """Return the check that a role can be filled by one of its paths."""
    ways = [
        (*_path_checks(rule, path), _object_check(rule, role, path), _filler_check(rule, role, path))
        for path in rule.roles[role]
    ]
    return lambda segment, spot: any(all(part(segment, spot) for part in way) for way in ways)


def _object_check(rule: Rule, role: str, path: str) -> Check:
    """Return the check that the object which surely follows a verb is what a role takes."""
    wanted, never = frozenset(rule.where.get(role, ())), frozenset(rule.never.get(role, ()))
    if path == "subj" and rule.pos == ("verb",) and role == "item":
        return lambda segment, spot: (
            (head := subject_head(segment, spot)) is None or may_be(head, wanted, never)
        )
    if path != "obj" or rule.pos != ("verb",) or any(p.startswith("predicative") for p in rule.require):
        return _always

    acting = not any(path.startswith("subj:") and "inanimate" in path for path in rule.lack)

    def check(segment: Segment, spot: Spot) -> bool:
        head = object_head(segment, spot) or (None if acting else modified_head(segment, spot))
        if head is None and _is_plain_passive(segment, spot):
            head = subject_head(segment, spot)
        return head is None or may_be(head, wanted, never)

    return check


def _is_plain_passive(segment: Segment, spot: Spot) -> bool:
    """Tell whether a verb is passive and has no object behind it, so that its subject is the object."""
    return (
        not spot.bare
        and segment.is_passive(spot, CLOSE_REACH, table()["being"])
        and _lacks_noun(segment, spot)
    )


def _always(_segment: Segment, _spot: Spot) -> bool:
    return True


def _filler_check(rule: Rule, role: str, path: str) -> Check:
    """Return the check that something of the classes that a role takes can fill a path."""
    wanted = frozenset(rule.where.get(role, ()))
    if "human" in rule.never.get(role, ()) and "pronoun" in wanted:
        wanted = wanted - {"pronoun"} | {"thing"}
    slot = path.rpartition(">")[2].partition(":")[0]
    if path == "subj" and "human" in rule.never.get(role, ()):
        return lambda segment, spot: (
            not _has_human_subject(segment, spot)
            and (not wanted or _may_fill(segment, spot, path, slot, wanted))
        )
    if path == "subject-of":
        return lambda segment, spot: not _is_attribute(segment, spot)
    return lambda segment, spot: _may_fill(segment, spot, path, slot, wanted)


def _may_fill(segment: Segment, spot: Spot, path: str, slot: str, wanted: frozenset[str]) -> bool:
    """Tell whether something of some classes can fill the last slot of a path."""
    if wanted and wanted <= closed() | NEAR:
        return _holds(segment, spot, _place(path, slot), wanted)
    if path == "iobj" and wanted and wanted <= GIVEN_TO:
        return _has_receiver(segment, spot)
    if wanted and wanted <= GIVEN_TO and slot not in SLOTS:
        return _acts_after(segment, slot.split()[0], wanted)
    return True


def _has_human_subject(segment: Segment, spot: Spot) -> bool:
    """Tell whether somebody surely acts: "he didn't come", "I would give"."""
    return HUMAN_SUBJECT.search(segment.text, max(0, spot.start - NAME_REACH), spot.start) is not None


def _is_attribute(segment: Segment, spot: Spot) -> bool:
    """Tell whether a word modifies a noun, and so is said of nothing ("a fake vest")."""
    before = LAST_WORD.search(segment.text, max(0, spot.start - CLOSE_REACH), spot.start)
    following = _next_words(segment, spot)
    return (
        before is not None
        and before[1].lower() in table()["determiners"]
        and bool(following)
        and is_mere_noun(following[0])
    )


def _path_checks(rule: Rule, path: str) -> Iterator[Check]:
    """Yield what a filled slot path needs: prepositions, and words of closed classes."""
    for number, part in enumerate(path.split(">")):
        slot, _, named = part.partition(":")
        if slot == "neg":
            yield _has_word(words("negation") | NOBODY | {"n", "t"})
        elif slot == "persons" and rule.pos == ("verb",):
            yield _has_person
        elif slot != "persons" and slot not in SLOTS:
            yield _has_marker(slot.split()[0], number == 0)
        wanted = frozenset(named.partition("!")[0].split("|"))
        if wanted and wanted <= PRICE and slot not in SLOTS:
            yield _has_price(slot.split()[0])
        if named and wanted <= closed():
            own = number == 0 and rule.pos == ("verb",) and slot in OBJECTS
            yield _has_class(wanted, _is_object if own else _is_anywhere)


def _has_price(marker: str) -> Check:
    """Return the check that behind a preposition an amount of money may stand."""
    return lambda segment, _: any(
        PRICED.search(segment.text, start, start + NAME_REACH)
        or any(map(_is_money, WORD.findall(segment.text[start : start + NAME_REACH].lower())))
        for start in segment.spots.get(marker, ())
    )


@lru_cache(maxsize=65536)
def _is_money(word: str) -> bool:
    found = lemmas(word)
    return any(
        supersenses().get(lemma) == "possession" or "money" in lexicon().get(lemma, ()) for lemma in found
    )


def _has_person(segment: Segment, spot: Spot) -> bool:
    """Tell whether a name can be a verb's object."""
    names = [found.start() for found in CAPITAL.finditer(segment.text)]
    following = _next_words(segment, spot)[:1]
    ends = STRANDED.match(segment.text, spot.end) is not None
    if ends or (not table()["boundaries"].isdisjoint(following) and following != ["up"]):
        related = not RELATIVES.isdisjoint(segment.spots)
        return related or segment.is_passive(spot, PASSIVE_REACH)
    return not segment.has_case or _is_object(segment, spot, names, True)


def _has_marker(marker: str, own: bool) -> Check:
    """Return the check that a preposition is there, behind the trigger if it marks what is its own.

    In front of it stands one with a question word, or a phrase that is set apart; "according to" has no *to*.
    """
    loose = not own or marker in PAIRING

    def check(segment: Segment, spot: Spot) -> bool:
        text = segment.text
        return any(
            (
                start > spot.start
                or loose
                or FRONTED.match(text, start + len(marker))
                or APART.search(text, 0, start)
            )
            and not text.startswith("ccording ", max(0, start - len("ccording ")))
            for start in segment.spots.get(marker, ())
        )

    return check


def _has_word(choices: frozenset[str]) -> Check:
    return lambda segment, _: not choices.isdisjoint(segment.spots)


def _has_class(wanted: frozenset[str], place: Place) -> Check:
    return lambda segment, spot: _holds(segment, spot, place, wanted)


def _holds(segment: Segment, spot: Spot, place: Place, wanted: frozenset[str]) -> bool:
    """Tell whether in a place stands a word of some classes, or what may be one: a name, a pronoun."""
    if any(place(segment, spot, segment.of_class(name), False) for name in wanted & closed()):
        return True
    if not wanted.isdisjoint(NEAR) and _is_around(spot, segment.of_class("indefinite")):
        return True
    return any(
        not wanted.isdisjoint(classes) and place(segment, spot, segment.of_class(name), True)
        for name, classes in UNSURE
    )


def _is_around(spot: Spot, offsets: list[int]) -> bool:
    return any(abs(offset - spot.start) <= OBJECT_REACH for offset in offsets)


def _place(path: str, slot: str) -> Place:
    """Return what tells whether one of some offsets stands where a path's fillers can."""
    if slot not in SLOTS:
        marker = slot.split()[0]
        return lambda segment, _spot, offsets, _near: _is_behind(segment, marker, offsets)
    return _is_object if path in OBJECTS else _is_subject if path == "subj" else _is_anywhere


def _is_anywhere(_segment: Segment, _spot: Spot, offsets: list[int], _near: bool) -> bool:
    return bool(offsets)


def _is_behind(segment: Segment, marker: str, offsets: list[int]) -> bool:
    """Tell whether one of some offsets is behind a preposition, or one is left alone by a relative clause."""
    for start in segment.spots.get(marker, ()):
        if STRANDED.match(segment.text, start + len(marker)) and offsets:
            return True
        if any(0 < offset - start <= OBJECT_REACH for offset in offsets):
            return True
    return False


def _is_subject(_segment: Segment, spot: Spot, offsets: list[int], near: bool) -> bool:
    reach = NEAR_REACH if near else SUBJECT_REACH
    return any(0 < spot.start - offset <= reach for offset in offsets)


def _is_relative(segment: Segment, spot: Spot) -> bool:
    """Tell whether a relative clause may have begun shortly before a verb."""
    return any(segment.has_within(word, spot, -RELATIVE_REACH) for word in RELATIVES)


def _is_object(segment: Segment, spot: Spot, offsets: list[int], near: bool) -> bool:
    """Tell whether one of some offsets can be a verb's object.

    Args:
        segment: The segment.
        spot: The verb.
        offsets: Where words stand.
        near: Whether they are so common that they count only close by.
    """
    particle = PARTICLE.match(segment.text, spot.end)
    end = particle.end() if particle else spot.end
    fronted = DELAYED.match(segment.text, spot.end) is not None
    phrase = 0 if fronted else segment.phrase_length(end, OF)
    length = end - spot.end + phrase
    by_whom = BY_WHOM.match(segment.text, spot.end) is not None
    after = (NEAR_REACH if near else OBJECT_REACH) if phrase <= 1 and not by_whom else length
    gerund = _is_gerund(segment, spot)
    active = (length > PARTICIPLE_REACH and not _lacks_noun(segment, spot)) or _has_determiner(segment, spot)
    if (segment.is_passive(spot, PASSIVE_REACH) or by_whom) and (gerund or not spot.bare):
        before = NEAR_REACH if near else SUBJECT_REACH
        passive = segment.is_passive(spot, PASSIVE_REACH, table()["being"])
        after = length if passive and not (gerund or fronted) else after
    elif gerund or (not spot.bare and active):
        before = OBJECT_REACH if _is_relative(segment, spot) else 0
    elif near:
        before = CLOSE_REACH
    else:
        before = RELATIVE_REACH if spot.bare else OBJECT_REACH
    return any(
        (0 <= offset - spot.end <= after and not (near and is_behind_preposition(segment.text, offset)))
        or 0 < spot.start - offset <= before
        for offset in offsets
    )


def _has_receiver(segment: Segment, spot: Spot) -> bool:
    """Tell whether a verb may have somebody for an object before another one ("sent Chad 40 tanks").

    A verb of the past may be passive; of a relative clause the receiver may be before it.
    """
    if not (spot.bare or _is_active(segment, spot)) or not RELATIVES.isdisjoint(segment.spots):
        return True
    if (
        not segment.has_case
        or segment.is_titled
        or REDUCED.search(segment.text, max(0, spot.start - OBJECT_REACH), spot.start)
    ):
        return True
    phrase = segment.text[spot.end : spot.end + segment.phrase_length(spot.end)]
    if "," in phrase or "(" in phrase:
        return True
    *first, _ = phrase.split() or [""]
    return any(word[0].isupper() or _may_receive(word.lower()) for word in first)


def _may_receive(word: str) -> bool:
    return may_act(word) or word in table()["pronouns"] | table()["quantifiers"] | table()["indefinites"]


def _is_active(segment: Segment, spot: Spot) -> bool:
    """Tell whether a verb of the past surely is no passive: a pronoun or "have" stands before it."""
    found = LAST_WORD.search(segment.text, max(0, spot.start - CLOSE_REACH), spot.start)
    return found is not None and found[1].lower() in SUBJECTS


def _acts_after(segment: Segment, marker: str, wanted: frozenset[str]) -> bool:
    """Tell whether a preposition may have somebody behind it, or is left alone by a relative clause."""
    if not segment.has_case:
        return True
    for offset in segment.spots.get(marker, ()):
        start = offset + len(marker)
        reach = segment.phrase_length(start, OF)
        behind = segment.text[start : start + (reach if reach > 1 else NAME_REACH)]
        counted = "pronoun" in wanted and DIGIT.search(behind) is not None
        if counted or ACTOR.search(behind) or STRANDED.match(behind) or not segment.text[:offset].strip():
            return True
        found = WORD.findall(behind.lower())
        pronouns = {"pronoun", "institution"} & wanted and not (
            table()["pronouns"] | table()["quantifiers"]
        ).isdisjoint(found)
        if pronouns or any(map(may_act, found)) or (wanted - ACTING and any(map(may_host, found))):
            return True
    return False
