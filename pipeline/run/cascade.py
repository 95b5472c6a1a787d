"""The cascade: which articles can hold facts at all, by the words of the rules.

The language model takes nearly all of the time, and most news is about something else.
A rule fires only within a sentence that has a form of its trigger and what `openings`
asks for beside it. An article none of whose sentences has that is spared. The article is
the unit: what a fact refers to may stand anywhere in it. Rules that only tell again what
another rule tells need no look: without it they make no fact.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from spacy.language import Language

from pipeline.annotate.passages import passages
from pipeline.relations import Rule
from pipeline.relations.inflection import noun_forms, verb_forms
from pipeline.run.openings import Check, checks_of, trigger_check
from pipeline.run.segments import WORD, Segment, Spot

# Of the forms of a verb, the first ones: base, third person, gerund.
BARE_FORMS = 3


class Opening(NamedTuple):
    """A passage in which rules can fire.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        rules: The ids of the rules.
    """

    start: int
    end: int
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way for a rule to fire: at a form of a trigger, with what must stand beside it."""

    rule: str
    bare: bool
    checks: tuple[Check, ...]

    def open(self, segment: Segment, start: int, end: int) -> bool:
        """Tell whether a segment that has the form at a place has all the rest."""
        spot = Spot(start, end, self.bare)
        return all(check(segment, spot) for check in self.checks)


class Cascade:
    """Tells of a text whether any rule can fire in it.

    Args:
        nlp: Pipeline whose component `factwire` has the rules.
    """

    def __init__(self, nlp: Language) -> None:
        component: Any = nlp.get_pipe("factwire")
        self._ways: dict[str, list[_Way]] = defaultdict(list)
        for rule in component.matcher.rules:
            if not rule.retells:
                self._add(rule)

    def _add(self, rule: Rule) -> None:
        """Add the ways of a rule, by the first word of each form of each trigger."""
        needed = tuple(checks_of(rule))
        for trigger in rule.triggers:
            parts = trigger.split()
            for pos in rule.pos:
                of = parts[1:2] == ["of"]
                key = parts[0] if pos == "verb" or of else parts[-1]
                beside = [word for part in parts if part != key for word in WORD.findall(part)]
                for form, bare in _forms(key, pos):
                    first, *hyphened = WORD.findall(form)
                    place = trigger_check(key, tuple(beside), tuple(hyphened), pos, of)
                    self._ways[first].append(_Way(rule.id, bare, (place, *needed)))

    def __call__(self, text: str) -> bool:
        """Return whether the model has to read a text."""
        return any(self.opens(text[slice(*span)]) for span in passages(text))

    def openings(self, text: str) -> Iterator[Opening]:
        """Yield the passages of a text in which rules can fire."""
        for start, end in passages(text):
            rules = frozenset(self._open(text[start:end]))
            if rules:
                yield Opening(start, end, rules)

    def opens(self, text: str) -> bool:
        """Return whether a rule can fire in a passage."""
        return next(self._open(text), None) is not None

    def _open(self, text: str) -> Iterator[str]:
        """Yield the ids of the rules that can fire in a passage."""
        segment = Segment(text)
        for word in segment.spots.keys() & self._ways.keys():
            for start in segment.spots[word]:
                for way in self._ways[word]:
                    if way.open(segment, start, start + len(word)):
                        yield way.rule


def _forms(key: str, pos: str) -> Iterator[tuple[str, bool]]:
    """Yield the forms of a trigger's main word, and whether each is no past or participle of a verb."""
    if pos != "verb":
        yield from ((form, False) for form in (noun_forms(key) if pos == "noun" else (key,)))
        return
    forms = list(verb_forms(key))
    past = set(forms[BARE_FORMS:])
    yield from ((form, form not in past) for form in dict.fromkeys(forms))
