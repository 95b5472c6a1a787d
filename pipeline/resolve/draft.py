"""A fact in the making: roles hold mentions, and links are not yet drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from pipeline.facts import Attribution, Cue, Factuality, Mention, Phrase
from pipeline.facts.types import ACTOR_ROLES, CORE_ROLES, Relation
from pipeline.relations import Candidate


@dataclass(slots=True)
class Draft:
    """One fact before it becomes a record.

    Attributes:
        candidate: What the grammar found.
        roles: Role → mentions, normalised.
        factuality: Judgement of the event.
        cues: What moved the judgement.
        stage: Stage of a deal.
        attribution: Sources, outermost first.
        denies: Drafts whose truth a denial disputes.
        hows: How each explicit core argument was found, for the confidence.
    """

    candidate: Candidate
    roles: dict[str, list[Mention]]
    factuality: Factuality
    cues: list[Cue] = field(default_factory=list)
    stage: str | None = None
    attribution: list[Attribution] = field(default_factory=list)
    denies: list["Draft"] = field(default_factory=list)
    hows: list[str] = field(default_factory=list)

    @property
    def relation(self) -> Relation:
        """Relation of the fact."""
        return self.candidate.relation

    @property
    def head(self) -> Token:
        """Head of the trigger."""
        return self.candidate.head

    def actors(self, *roles: str) -> Iterator[Phrase]:
        """Yield the actor mentions of the given roles (all actor roles without any)."""
        for role in roles or ACTOR_ROLES:
            for mention in self.roles.get(role, ()):
                if isinstance(mention, Phrase):
                    yield mention

    def canonicals(self, *roles: str) -> set[str]:
        """Return the canonical names of the actors of the given roles."""
        return {mention.canonical for mention in self.actors(*roles) if mention.canonical}

    @property
    def core(self) -> int:
        """Number of core roles that are filled."""
        return sum(bool(self.roles.get(role)) for role in CORE_ROLES[self.relation])


def implicit(mention: Phrase) -> Phrase:
    """Return a mention of the same thing that is only understood from the context."""
    return type(mention)(text=None, start=None, end=None, kind="implicit", canonical=mention.canonical)
