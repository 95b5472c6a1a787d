"""Typed fact records: what the program writes, one JSON object a line.

Offsets are Unicode code points into the article's text exactly as read, end
exclusive, so that `text[start:end]` is the quoted text.
"""

import hashlib
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

Relation = Literal["supply", "deal", "denial"]
Kind = Literal["named", "nominal", "pronoun", "implicit"]
Stage = Literal[
    "proposed",
    "negotiating",
    "agreed",
    "signed",
    "in_force",
    "completed",
    "extended",
    "suspended",
    "breached",
    "ended",
]
Polarity = Literal["positive", "negative"]
Certainty = Literal["certain", "probable", "possible"]
Time = Literal["past", "present", "future"]
Status = Literal["negated", "conditional", "possible", "planned", "reported", "asserted"]
Offset = Annotated[int, Meta(ge=0)]
Probability = Annotated[float, Meta(ge=0.0, le=1.0)]


class Span(Struct, frozen=True, kw_only=True):
    """A stretch of the article's text."""

    start: Offset
    end: Offset


class Anchor(Struct, frozen=True, kw_only=True):
    """A quoted stretch of the article's text, such as an antecedent."""

    text: str
    start: Offset
    end: Offset


class Trigger(Struct, frozen=True, kw_only=True):
    """The word or words that tell the event."""

    text: str
    start: Offset
    end: Offset
    lemma: str


class Quantity(Struct, frozen=True, kw_only=True):
    """How much of an item: `unit` is None for countable things."""

    value: float | int | None
    approximate: bool = False
    unit: str | None = None


class Money(Struct, frozen=True, kw_only=True):
    """An amount in whole units of an ISO 4217 currency."""

    amount: float | int
    currency: str | None
    approximate: bool = False


class Mention(Struct, kw_only=True):
    """A stretch of text that fills a role; all offsets are None where it is implicit."""

    text: str | None
    start: Offset | None
    end: Offset | None
    label: str | None = None


class Phrase(Mention, kw_only=True):
    """A mention told by its words: instrument, subject, claim, place."""

    kind: Kind = "nominal"
    canonical: str | None = None
    antecedent: Anchor | None = None


class Actor(Phrase, kw_only=True):
    """A country, organisation, group or person that takes part in an event."""


class Item(Phrase, kw_only=True):
    """Goods that pass from one actor to another."""

    category: str | None = None
    quantity: Quantity | None = None
    designations: list[str] = []


class TimeMention(Mention, kw_only=True):
    """A date or duration; `value` is ISO 8601 or EDTF level 1."""

    value: str | None = None


class MoneyMention(Mention, kw_only=True):
    """A price or value."""

    value: Money | None = None


class SupplyArguments(Struct, kw_only=True, omit_defaults=True):
    """Roles of a supply."""

    supplier: list[Actor] = []
    recipient: list[Actor] = []
    item: list[Item] = []
    via: list[Actor] = []
    date: list[TimeMention] = []
    price: list[MoneyMention] = []
    place: list[Phrase] = []


class DealArguments(Struct, kw_only=True, omit_defaults=True):
    """Roles of a deal."""

    party: list[Actor] = []
    instrument: list[Phrase] = []
    subject: list[Phrase] = []
    date: list[TimeMention] = []
    value: list[MoneyMention] = []
    duration: list[TimeMention] = []
    place: list[Phrase] = []


class DenialArguments(Struct, kw_only=True, omit_defaults=True):
    """Roles of a denial."""

    denier: list[Actor] = []
    claim: list[Phrase] = []
    date: list[TimeMention] = []
    place: list[Phrase] = []


class Factuality(Struct, frozen=True, kw_only=True):
    """The writer's judgement of the event, after the sources that the text quotes.

    Terms follow FactBank (Saurí & Pustejovsky 2009), with time and condition apart.
    """

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    time: Time = "past"
    conditional: bool = False


class Cue(Struct, frozen=True, kw_only=True):
    """A word that moved the factuality, and the rule that says how."""

    text: str
    start: Offset
    end: Offset
    effect: str


class Source(Struct, frozen=True, kw_only=True):
    """Whom the text cites."""

    text: str
    start: Offset
    end: Offset
    canonical: str


class Attribution(Struct, frozen=True, kw_only=True):
    """One source of a fact; `source` is None for an unnamed one ("reportedly")."""

    source: Source | None
    cue: str | None
    anonymous: bool = False


class Producer(Struct, frozen=True, kw_only=True):
    """The versions that made a record."""

    pipeline: str
    model: str


class _Record(Struct, kw_only=True):
    id: str
    article_id: str
    published: str | None
    trigger: Trigger
    sentence: Span
    factuality: Factuality
    attribution: list[Attribution]
    status: Status
    confidence: Probability
    rule: str
    producer: Producer
    stage: Stage | None = None
    denies: list[str] = []
    disputed_by: list[str] = []
    cues: list[Cue] = []


class SupplyFact(_Record, kw_only=True, tag_field="relation", tag="supply"):
    """Goods pass, passed, will pass, might pass or did not pass between actors."""

    arguments: SupplyArguments


class DealFact(_Record, kw_only=True, tag_field="relation", tag="deal"):
    """An agreement between two or more actors, in any stage."""

    arguments: DealArguments


class DenialFact(_Record, kw_only=True, tag_field="relation", tag="denial"):
    """An actor says that a claim, report or accusation is not true."""

    arguments: DenialArguments


Fact = SupplyFact | DealFact | DenialFact
Arguments = SupplyArguments | DealArguments | DenialArguments

ARGUMENT_TYPES: dict[str, type[Arguments]] = {
    "supply": SupplyArguments,
    "deal": DealArguments,
    "denial": DenialArguments,
}
FACT_TYPES: dict[str, type[SupplyFact] | type[DealFact] | type[DenialFact]] = {
    "supply": SupplyFact,
    "deal": DealFact,
    "denial": DenialFact,
}
ROLES: dict[str, tuple[str, ...]] = {
    relation: kind.__struct_fields__ for relation, kind in ARGUMENT_TYPES.items()
}
CORE_ROLES: dict[str, tuple[str, ...]] = {
    "supply": ("supplier", "recipient", "item"),
    "deal": ("party",),
    "denial": ("denier", "claim"),
}
ACTOR_ROLES = ("supplier", "recipient", "via", "party", "denier")


def relation_of(fact: Fact) -> Relation:
    """Return the relation that a record's type stands for."""
    tag: Any = type(fact).__struct_config__.tag
    return tag  # type: ignore[no-any-return]


def iter_arguments(fact: Fact) -> Iterator[tuple[str, Mention]]:
    """Yield each (role, mention) of a record, in the contract's order of roles."""
    for role in fact.arguments.__struct_fields__:
        for mention in getattr(fact.arguments, role):
            yield role, mention


def derive_status(factuality: Factuality, attributed: bool) -> Status:
    """Return the status of a fact: the first condition of the contract that holds."""
    if factuality.polarity == "negative":
        return "negated"
    if factuality.conditional:
        return "conditional"
    if factuality.certainty != "certain":
        return "possible"
    if factuality.time == "future":
        return "planned"
    return "reported" if attributed else "asserted"


def fact_id(article_id: str, relation: str, start: int, end: int) -> str:
    """Return the deterministic id of a fact, from its article, relation and trigger span."""
    key = f"{article_id}\x1f{relation}\x1f{start}\x1f{end}".encode()
    return "f" + hashlib.sha256(key).hexdigest()[:16]


def encode(fact: Fact) -> bytes:
    """Return the JSON line of a record, without the newline."""
    return msgspec.json.encode(fact)


def decode(line: bytes | str) -> Fact:
    """Return the record of a JSON line.

    Raises:
        msgspec.ValidationError: if the line is no record of the contract.
    """
    fact: Fact = msgspec.json.decode(line, type=Fact)
    return fact
