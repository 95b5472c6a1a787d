"""Titles tell in brief what the text tells in full: how far a deal is and whether it is so.

"Acme, Kilo in pact" stands over "Acme has signed an agreement with Kilo": one event, of
which the text says more. The first mention below that has the same actors judges both.
"""

from collections.abc import Iterator

import msgspec

from pipeline.facts import Phrase
from pipeline.facts.types import CORE_ROLES
from pipeline.qualify.verbgroup import is_headline
from pipeline.resolve.draft import Draft

MET = 2
"""Shared arguments by which two mentions are of one event."""
CLEAR = frozenset({"signed", "extended", "suspended", "breached", "ended", "in_force", "completed"})
"""Stages that a title has by its own words, of which "agreed" takes nothing back."""


def judge_titles(drafts: list[Draft]) -> None:
    """Let each fact of a title be as far, and as sure, as its retelling in the text, in place."""
    for title in drafts:
        if title.relation == "denial" or not is_headline(title.head.sent):
            continue
        told = next((draft for draft in _below(title, drafts) if _retells(title, draft)), None)
        if told is not None and _agree(title, told):
            if told.stage != "agreed" or title.stage not in CLEAR:
                title.stage = told.stage
            time = title.factuality.time if told.factuality.time == "present" else told.factuality.time
            title.factuality = msgspec.structs.replace(told.factuality, time=time)


def _below(title: Draft, drafts: list[Draft]) -> Iterator[Draft]:
    for draft in drafts:
        follows = draft.head.i > title.head.i and draft.relation == title.relation
        if follows and not is_headline(draft.head.sent):
            yield draft


def _retells(title: Draft, told: Draft) -> bool:
    """Tell whether two mentions share two arguments, or all that the title has."""
    first, second = _arguments(title), _arguments(told)
    shared = len(first & second)
    return shared >= MET or (shared > 0 and shared == len(first))


def _arguments(draft: Draft) -> set[str]:
    mentions = (m for role in CORE_ROLES[draft.relation] for m in draft.roles.get(role, ()))
    return {m.canonical for m in mentions if isinstance(m, Phrase) and m.canonical}


def _agree(title: Draft, told: Draft) -> bool:
    """Tell whether a title leaves its retelling its word: both say yes, or both no, and none denies it.

    What a title calls open ("may have sold") is not sure for a surer sentence below.
    """
    if any(cue.effect in ("deny", "denied") for draft in (title, told) for cue in draft.cues):
        return False
    first, second = title.factuality, told.factuality
    opened = bool(title.cues) and first.certainty != "certain" and second.certainty == "certain"
    ahead = first.time == "past" and second.time == "future" and second.certainty == "certain"  # "will sign"
    return first.polarity == second.polarity and not opened and not ahead
