"""Telling an event: its actors, goods, days and sources, and where its mentions differ."""

from collections.abc import Iterable
from typing import TypeVar

from pipeline.facts import Actor, Fact
from pipeline.facts.types import Stage, Status, iter_arguments
from pipeline.merge.cluster import Clusters
from pipeline.merge.differences import differences
from pipeline.merge.mention import ACTOR_ROLES, MentionView
from pipeline.merge.types import (
    DateValue,
    Event,
    EventItem,
    EventSource,
    Evidence,
    Join,
    MoneyValue,
    Participant,
    Step,
)

T = TypeVar("T")
ABOUT = ("instrument", "subject", "claim")
ROLES = (*ACTOR_ROLES, "via")


def event_id(fact: str) -> str:
    """Return the id of the event whose first mention a fact is: later articles do not change it."""
    return "e" + fact[1:]


def build_event(
    group: list[MentionView], clusters: Clusters, events: dict[str, str], deniers: dict[str, MentionView]
) -> Event:
    """Return the event that a group of facts tells.

    Args:
        group: Its mentions, in order.
        clusters: Where the group comes from; it knows why facts joined.
        events: Event of each fact.
        deniers: The denials, by fact id.
    """
    first, last = group[0], max(group, key=_weight)
    ids = [view.id for view in group]
    own = event_id(first.id)
    return Event(
        id=own,
        relation=first.relation,
        actors=_actors(group),
        items=_items(group),
        about=_unique(m.text for view in group for role, m in iter_arguments(view.fact) if role in ABOUT),
        dates=[DateValue(value=value, facts=facts) for value, facts in _by_value(_dates(group)).items()],
        money=_money(group),
        status=last.fact.status,
        stage=_last_stage(group),
        course=_course(group),
        differences=differences(group, deniers),
        sources=_sources(group),
        articles=_unique(view.fact.article_id for view in group),
        evidence=[_evidence(view) for view in group],
        joins=[
            Join(facts=list(pair), reasons=clusters.comparison(pair).reasons)
            for pair in clusters.taken
            if pair[0] in ids
        ],
        denies=_unique(events[name] for view in group for name in view.fact.denies if name in events),
        disputed_by=_unique(
            events[name] for view in group for name in view.fact.disputed_by if name in events
        ),
        confidence=max(view.fact.confidence for view in group),
    )


def _weight(view: MentionView) -> tuple[str, int, float, str]:
    """Order of mentions by what they settle: the last day counts, there what is done, then confidence."""
    settled: dict[Status, int] = {"asserted": 3, "reported": 2, "negated": 2, "planned": 1}
    fact = view.fact
    return (fact.published or "", settled.get(fact.status, 0), fact.confidence, fact.id)


def _last_stage(group: list[MentionView]) -> Stage | None:
    staged = [view for view in group if view.stage_rank is not None and view.fact.status != "negated"]
    if not staged:
        return None
    return max(staged, key=lambda view: (view.fact.published or "", view.stage_rank or 0, view.id)).fact.stage


def _actors(group: list[MentionView]) -> dict[str, list[Participant]]:
    found: dict[str, dict[str, list[tuple[str, Actor]]]] = {}
    for view in group:
        for role, mention in iter_arguments(view.fact):
            if role in ROLES and isinstance(mention, Actor) and mention.canonical:
                names = found.setdefault(role, {})
                names.setdefault(mention.canonical, []).append((view.id, mention))
    return {
        role: [
            Participant(
                canonical=name,
                texts=_unique(mention.text for _, mention in told),
                facts=_unique(fact for fact, _ in told),
                implicit=all(mention.kind == "implicit" for _, mention in told),
            )
            for name, told in names.items()
        ]
        for role, names in found.items()
    }


def _items(group: list[MentionView]) -> list[EventItem]:
    names = _unique(item.canonical for view in group for item in view.items)
    found = []
    for name in names:
        told = [(view.id, item) for view in group for item in view.items if item.canonical == name]
        quantities = [item.quantity for _, item in told if item.quantity is not None]
        found.append(
            EventItem(
                canonical=name,
                category=next((item.category for _, item in told if item.category), None),
                quantities=_unique(quantities),
                designations=_unique(d for _, item in told for d in item.designations),
                facts=_unique(fact for fact, _ in told),
            )
        )
    return found


def _dates(group: list[MentionView]) -> list[tuple[str, str]]:
    return [(value, view.id) for view in group for value in view.date_values]


def _money(group: list[MentionView]) -> list[MoneyValue]:
    told = _by_value((money, view.id) for view in group for money in view.money)
    return [MoneyValue(value=money, facts=facts) for money, facts in told.items()]


def _sources(group: list[MentionView]) -> list[EventSource]:
    told = (
        (entry.source.canonical if entry.source else None, view.id)
        for view in group
        for entry in view.fact.attribution
    )
    return [EventSource(canonical=name, facts=facts) for name, facts in _by_value(told).items()]


def _course(group: list[MentionView]) -> list[Step]:
    """Return how the event stood day by day, articles without a day first."""
    days: dict[str, list[Fact]] = {}
    for view in group:
        days.setdefault(view.fact.published or "", []).append(view.fact)
    return [_step(day or None, days[day]) for day in sorted(days)]


def _step(day: str | None, told: list[Fact]) -> Step:
    return Step(
        published=day,
        status=_unique(fact.status for fact in told),
        stage=_unique(fact.stage for fact in told),
        facts=[fact.id for fact in told],
    )


def _evidence(view: MentionView) -> Evidence:
    fact = view.fact
    return Evidence(
        fact=fact.id,
        article_id=fact.article_id,
        published=fact.published,
        trigger=fact.trigger.text,
        sentence=fact.sentence,
        status=fact.status,
        stage=fact.stage,
        confidence=fact.confidence,
    )


def _events_of(facts: Iterable[str], events: dict[str, str]) -> list[str]:
    return _unique(events.get(fact) for fact in facts)


def _unique(values: Iterable[T | None]) -> list[T]:
    """Return the values that are not None, each once, in order of appearance."""
    return list(dict.fromkeys(value for value in values if value is not None))


def _by_value(told: Iterable[tuple[T, str]]) -> dict[T, list[str]]:
    """Return the facts of each value, in order of appearance."""
    found: dict[T, list[str]] = {}
    for value, fact in told:
        facts = found.setdefault(value, [])
        if fact not in facts:
            facts.append(fact)
    return found
