"""A fact as rows of the database's tables, the same for every sink."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Table

from pipeline.errors import E, FactwireError
from pipeline.facts import Actor, Fact, Item, MoneyMention, Phrase, TimeMention, iter_arguments
from pipeline.facts.types import encode, relation_of
from pipeline.read import Article
from pipeline.write import tables as t
from pipeline.write.storable import storable_article, storable_fact, storable_text

Rows = list[dict[str, Any]]


class Loaded:
    """An article with its facts, as a sink holds it.

    Args:
        id: The article's id.
        facts: Its facts.
        article: The article itself, if known: for title, date and the sentences.

    Attributes:
        ids: The ids of its facts; a link to one that was filtered out before is left out.
    """

    def __init__(self, id: str, facts: list[Fact], article: Article | None = None) -> None:
        self.id = id
        self.facts = facts
        self.article = article
        self.ids = frozenset(fact.id for fact in facts)
        digest = hashlib.sha256(msgspec.json.encode((self.title, self.published)))
        for fact in facts:
            digest.update(encode(fact))
            digest.update((self.evidence(fact) or "").encode())
        self.digest = digest.hexdigest()

    @property
    def title(self) -> str | None:
        """The article's title, if known."""
        return self.article.meta.get("title") if self.article else None

    @property
    def published(self) -> str | None:
        """The article's date, if known."""
        if self.facts:
            return self.facts[0].published
        return self.article.published if self.article else None

    def evidence(self, fact: Fact) -> str | None:
        """Return the sentence of a fact, if the text is known."""
        return self.article.text[fact.sentence.start : fact.sentence.end] if self.article else None


def by_article(records: Iterable[Fact], articles: Mapping[str, Article], url: str) -> Iterator[Loaded]:
    """Give the articles of some facts, then those of `articles` that have no fact.

    Raises:
        FactwireError: E041 for a text that is no valid Unicode, E042 if the facts of an
            article do not stand together.
    """
    seen: set[str] = set()
    for id, group in groupby(records, key=lambda fact: fact.article_id):
        if id in seen:
            raise FactwireError(E.E042, url=url, id=id)
        seen.add(id)
        article = articles.get(id)
        facts = [storable_fact(fact, url) for fact in group]
        yield Loaded(storable_text(id), facts, article and storable_article(article, url))
    for id, article in articles.items():
        if id not in seen:
            yield Loaded(storable_text(id), [], storable_article(article, url))


def rows_of(batch: list[Loaded], now: str) -> dict[Table, Rows]:
    """Return the rows of some articles by table, in an order that foreign keys allow.

    Args:
        batch: The articles.
        now: When they are loaded, in ISO 8601.
    """
    every = [fact for item in batch for fact in item.facts]
    return {
        t.articles: [_article_row(item, now) for item in batch],
        t.facts: [_fact_row(item, fact) for item in batch for fact in item.facts],
        t.arguments: [row for fact in every for row in _argument_rows(fact)],
        t.attributions: [row for fact in every for row in _attribution_rows(fact)],
        t.fact_links: [
            {"denial_id": fact.id, "denied_id": denied}
            for item in batch
            for fact in item.facts
            for denied in fact.denies
            if denied in item.ids
        ],
    }


def _article_row(item: Loaded, now: str) -> dict[str, Any]:
    return {
        "id": item.id,
        "published": item.published,
        "title": item.title,
        "digest": item.digest,
        "loaded": now,
    }


def _fact_row(item: Loaded, fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "article_id": fact.article_id,
        "relation": relation_of(fact),
        "trigger_text": fact.trigger.text,
        "trigger_lemma": fact.trigger.lemma,
        "trigger_start": fact.trigger.start,
        "trigger_end": fact.trigger.end,
        "sentence_start": fact.sentence.start,
        "sentence_end": fact.sentence.end,
        "stage": fact.stage,
        "polarity": fact.factuality.polarity,
        "certainty": fact.factuality.certainty,
        "time": fact.factuality.time,
        "conditional": fact.factuality.conditional,
        "status": fact.status,
        "confidence": fact.confidence,
        "rule": fact.rule,
        "pipeline": fact.producer.pipeline,
        "model": fact.producer.model,
        "evidence": item.evidence(fact),
        "record": encode(fact).decode(),
    }


def _argument_rows(fact: Fact) -> Iterator[dict[str, Any]]:
    positions: dict[str, int] = {}
    for role, mention in iter_arguments(fact):
        position = positions[role] = positions.get(role, -1) + 1
        row: dict[str, Any] = dict.fromkeys(t.names_of(t.arguments))
        row |= {"fact_id": fact.id, "role": role, "position": position, "text": mention.text}
        row |= {"start": mention.start, "end": mention.end, "label": mention.label}
        if isinstance(mention, Phrase | Actor):
            row |= {"kind": mention.kind, "canonical": mention.canonical}
            row["antecedent"] = mention.antecedent.text if mention.antecedent else None
        if isinstance(mention, Item):
            row["category"] = mention.category
            if mention.quantity:
                row |= {"quantity": mention.quantity.value, "unit": mention.quantity.unit}
                row["approximate"] = mention.quantity.approximate
        if isinstance(mention, TimeMention):
            row["value"] = mention.value
        if isinstance(mention, MoneyMention) and mention.value:
            row |= {"amount": mention.value.amount, "currency": mention.value.currency}
            row["approximate"] = mention.value.approximate
        yield row


def _attribution_rows(fact: Fact) -> Iterator[dict[str, Any]]:
    for position, attribution in enumerate(fact.attribution):
        source = attribution.source
        yield {
            "fact_id": fact.id,
            "position": position,
            "source": source.text if source else None,
            "canonical": source.canonical if source else None,
            "cue": attribution.cue,
            "anonymous": attribution.anonymous,
        }
