"""A fact as merging sees it: who, what, when, in forms that compare."""

import re
from datetime import date
from functools import cached_property

from pipeline.facts import Actor, DealFact, Fact, Item, MoneyMention, Quantity, SupplyFact, TimeMention
from pipeline.facts.types import Money, Phrase, Relation, iter_arguments, relation_of
from pipeline.merge.intervals import Interval, days_around, interval_of
from pipeline.merge.tables import kind_of, merge_table
from pipeline.resolve.countries import fold

ACTOR_ROLES = ("supplier", "recipient", "party", "denier")
COUNTRY = re.compile(r"[A-Z]{3}")
WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W_]+)*")


def _is_named(name: str) -> bool:
    """Tell whether a canonical name means the same in every article: "consortium" does not."""
    return bool(COUNTRY.fullmatch(name)) or any(word[:1].isupper() for word in name.split())


class MentionView:
    """One fact, its comparable parts computed once.

    Args:
        fact: The record.
    """

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        self.id = fact.id
        self.relation: Relation = relation_of(fact)

    @cached_property
    def key(self) -> tuple[str, str, int, str]:
        """Place in the order of all facts: day, article, place in it."""
        fact = self.fact
        return (fact.published or "", fact.article_id, fact.trigger.start, fact.id)

    @cached_property
    def actors(self) -> dict[str, dict[str, str | None]]:
        """Role → canonical name → entity label.

        An unnamed actor has its article's id with it, and an unresolved pronoun is nobody.
        """
        found: dict[str, dict[str, str | None]] = {}
        for role, mention in iter_arguments(self.fact):
            if role in ACTOR_ROLES and isinstance(mention, Actor) and mention.canonical:
                name = mention.canonical
                if not _is_named(name):
                    if mention.kind == "pronoun":
                        continue
                    name = f"{name} [{self.fact.article_id}]"
                found.setdefault(role, {})[name] = mention.label
        return found

    @cached_property
    def items(self) -> list[Item]:
        """The goods of a supply."""
        fact = self.fact
        return (
            [item for item in fact.arguments.item if item.canonical] if isinstance(fact, SupplyFact) else []
        )

    @cached_property
    def quantities(self) -> list[tuple[str, Quantity]]:
        """Item name and quantity, where there is a number."""
        return [
            (item.canonical or "", item.quantity)
            for item in self.items
            if item.quantity is not None and item.quantity.value is not None
        ]

    @cached_property
    def money(self) -> list[Money]:
        """Price or value, where there is a number."""
        values = [m.value for _, m in iter_arguments(self.fact) if isinstance(m, MoneyMention)]
        return [value for value in values if value is not None]

    @cached_property
    def date_values(self) -> list[str]:
        """The EDTF values of the dates of the event itself."""
        values = [
            mention.value
            for role, mention in iter_arguments(self.fact)
            if role == "date" and isinstance(mention, TimeMention)
        ]
        return [value for value in values if value]

    @cached_property
    def dated(self) -> Interval | None:
        """The days that the text gives the event, over all its dates."""
        found = [days for value in self.date_values if (days := interval_of(value))]
        if not found:
            return None
        return Interval(min(days.start for days in found), max(days.end for days in found))

    @cached_property
    def published(self) -> date | None:
        """The day of the article."""
        days = interval_of((self.fact.published or "")[:10])
        return days.start if days else None

    @cached_property
    def guessed(self) -> Interval | None:
        """The days of an event without a date, around the day of the article."""
        if self.published is None:
            return None
        limits = merge_table().limits
        ahead = limits.days_ahead if self.fact.factuality.time == "future" else 0
        return days_around(self.published, limits.days_back, ahead)

    @cached_property
    def days(self) -> Interval:
        """The days outside which no other mention of the event can lie.

        All days where nothing tells, and for a dated stage of an agreement, whose others lie elsewhere.
        """
        open_ = self.dated is not None and self.stage_rank is not None
        days = None if open_ else self.dated or self.guessed
        return days or Interval(date.min, date.max)

    @cached_property
    def about(self) -> frozenset[str]:
        """The words that tell what a deal or denial is about."""
        roles = ("subject", "instrument", "claim")
        texts = [m.text or "" for role, m in iter_arguments(self.fact) if role in roles]
        found = {fold(word) for text in texts for word in WORD.findall(text)}
        names = {fold(name) for group in self.actors.values() for name in group}
        return frozenset(found - merge_table().vague.words - names)

    @cached_property
    def subject(self) -> frozenset[str]:
        """The words of a deal's subject alone."""
        if not isinstance(self.fact, DealFact):
            return frozenset()
        texts = [mention.text or "" for mention in self.fact.arguments.subject]
        found = {fold(word) for text in texts for word in WORD.findall(text)}
        return frozenset(found - merge_table().vague.words)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of agreement that the instrument, or else the trigger, tells."""
        if not isinstance(self.fact, DealFact):
            return frozenset()
        phrases: list[Phrase] = self.fact.arguments.instrument
        words = [word for phrase in phrases for word in WORD.findall((phrase.text or "").lower())]
        words += [*WORD.findall(self.fact.trigger.lemma.lower()), self.fact.trigger.lemma.lower()]
        return frozenset(kind for word in words if (kind := kind_of(word)))

    @cached_property
    def stage_rank(self) -> int | None:
        """Place of the stage in an agreement's life."""
        order = merge_table().stages.order
        return order.index(self.fact.stage) if self.fact.stage in order else None
