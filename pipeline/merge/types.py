"""Typed events: what `factwire merge` writes, one JSON object a line."""

from typing import Any, Literal

import msgspec
from msgspec import Struct

from pipeline.facts.types import Money, Probability, Quantity, Relation, Span, Stage, Status

DifferenceKind = Literal["status", "quantity", "price", "value"]


class Participant(Struct, kw_only=True, frozen=True):
    """An actor in a role, and the facts that tell so."""

    canonical: str
    texts: list[str]
    facts: list[str]
    implicit: bool = False


class EventItem(Struct, kw_only=True, frozen=True):
    """Goods of an event, as one name of them has it."""

    canonical: str
    category: str | None
    quantities: list[Quantity]
    designations: list[str]
    facts: list[str]


class DateValue(Struct, kw_only=True, frozen=True):
    """A date that facts give the event, in EDTF."""

    value: str
    facts: list[str]


class MoneyValue(Struct, kw_only=True, frozen=True):
    """A price or value that facts give the event."""

    value: Money
    facts: list[str]


class Evidence(Struct, kw_only=True, frozen=True):
    """One mention of the event in an article."""

    fact: str
    article_id: str
    published: str | None
    trigger: str
    sentence: Span
    status: Status
    stage: Stage | None
    confidence: Probability


class EventSource(Struct, kw_only=True, frozen=True):
    """Who says so: `canonical` is None for a source that the text hides."""

    canonical: str | None
    facts: list[str]


class Join(Struct, kw_only=True, frozen=True):
    """Why two facts are mentions of one event."""

    facts: list[str]
    reasons: list[str]


class Difference(Struct, kw_only=True, frozen=True):
    """Where mentions of the event do not say the same."""

    field: DifferenceKind
    note: str
    facts: list[str]


class Step(Struct, kw_only=True, frozen=True):
    """How the event stood in the articles of one day."""

    published: str | None
    status: list[Status]
    stage: list[Stage]
    facts: list[str]


class Event(Struct, kw_only=True, frozen=True):
    """Something that happened, may happen or is denied, with every mention of it."""

    id: str
    relation: Relation
    actors: dict[str, list[Participant]]
    items: list[EventItem]
    about: list[str]
    dates: list[DateValue]
    money: list[MoneyValue]
    status: Status
    stage: Stage | None
    course: list[Step]
    differences: list[Difference]
    sources: list[EventSource]
    articles: list[str]
    evidence: list[Evidence]
    joins: list[Join]
    denies: list[str]
    disputed_by: list[str]
    confidence: Probability


class NearJoin(Struct, kw_only=True, frozen=True):
    """Two facts with much in common that are no mentions of one event, and what stands between them."""

    facts: list[str]
    reasons: list[str]
    blockers: list[str]


def event_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the events."""
    schema: dict[str, Any] = msgspec.json.schema(Event)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "factwire event",
        **schema,
    }
