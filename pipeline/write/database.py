"""Records into a database by SQLAlchemy: idempotent, in batches, all in one transaction."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, delete, event, select, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from pipeline.errors import E, FactwireError
from pipeline.facts import Actor, Fact, Item, MoneyMention, Phrase, TimeMention, iter_arguments
from pipeline.facts.types import relation_of
from pipeline.write import tables as t

AGGREGATES = {
    "sqlite": "group_concat({}, '; ')",
    "postgresql": "string_agg({}::text, '; ')",
    "duckdb": "string_agg(CAST({} AS VARCHAR), '; ')",
}
BATCH = 200


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, in numbers of articles and facts."""

    articles: int
    unchanged: int
    facts: int


def load_facts(records: Iterable[Fact], url: str, titles: dict[str, str | None] | None = None) -> LoadReport:
    """Load records into a database; loading the same records again changes nothing.

    Facts of one article replace what the database held of that article. Records must
    come grouped by article, as `factwire extract` writes them. After an error the
    database is as it was.

    Args:
        records: The facts.
        url: SQLAlchemy URL, such as `sqlite:///facts.db`.
        titles: Titles by article id, if known.

    Raises:
        FactwireError: E041 if the database cannot be used, E042 if the facts of an
            article do not stand together.
    """
    try:
        engine = open_database(url)
        report = _load(engine, records, titles or {})
        engine.dispose()
    except (SQLAlchemyError, ArgumentError, NoSuchModuleError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise FactwireError(E.E041, url=url, reason=reason) from error
    return report


def open_database(url: str) -> Engine:
    """Return an engine with all tables and views in place."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_pragmas)
    with engine.begin() as connection:
        t.metadata.create_all(connection)
        aggregate = AGGREGATES.get(engine.dialect.name, AGGREGATES["sqlite"])
        for relation in t.VIEW_ROLES:
            connection.execute(text(f"DROP VIEW IF EXISTS {relation}_view"))
            select_ = t.view_sql(relation, aggregate)
            connection.execute(text(f"CREATE VIEW {relation}_view AS {select_}"))
    return engine


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _load(engine: Engine, records: Iterable[Fact], titles: dict[str, str | None]) -> LoadReport:
    total = unchanged = count = 0
    groups = _by_article(records, str(engine.url))
    with engine.begin() as connection:
        while batch := [_Loaded(a, facts, titles.get(a)) for a, facts in islice(groups, BATCH)]:
            wanted = t.articles.c.id.in_([item.id for item in batch])
            rows = connection.execute(select(t.articles.c.id, t.articles.c.digest).where(wanted))
            known = {row.id: row.digest for row in rows}
            fresh = [item for item in batch if known.get(item.id) != item.digest]
            _replace(connection, fresh)
            total += len(batch)
            unchanged += len(batch) - len(fresh)
            count += sum(len(item.facts) for item in batch)
    return LoadReport(total, unchanged, count)


class _Loaded:
    """An article as the database holds it."""

    def __init__(self, article: str, facts: list[Fact], title: str | None) -> None:
        self.id = article
        self.facts = facts
        self.title = title
        digest = hashlib.sha256((title or "").encode())
        for fact in facts:
            digest.update(msgspec.json.encode(fact))
        self.digest = digest.hexdigest()

    def row(self) -> dict[str, Any]:
        """Return the row of the table of articles."""
        published = self.facts[0].published
        return {"id": self.id, "published": published, "title": self.title, "digest": self.digest}


def _by_article(records: Iterable[Fact], url: str) -> Iterator[tuple[str, list[Fact]]]:
    seen: set[str] = set()
    for article, group in groupby(records, key=lambda fact: fact.article_id):
        if article in seen:
            raise FactwireError(E.E042, url=url, id=article)
        seen.add(article)
        yield article, list(group)


def _replace(connection: Connection, batch: list[_Loaded]) -> None:
    """Put articles and all that hangs on them in the place of what was there."""
    if not batch:
        return
    ids = [item.id for item in batch]
    stale = select(t.facts.c.id).where(t.facts.c.article_id.in_(ids))
    for table, column in (
        (t.fact_links, t.fact_links.c.denial_id),
        (t.fact_links, t.fact_links.c.denied_id),
        (t.attributions, t.attributions.c.fact_id),
        (t.arguments, t.arguments.c.fact_id),
    ):
        connection.execute(delete(table).where(column.in_(stale)))
    connection.execute(delete(t.facts).where(t.facts.c.article_id.in_(ids)))
    connection.execute(delete(t.articles).where(t.articles.c.id.in_(ids)))
    every = [fact for item in batch for fact in item.facts]
    rows: dict[Any, list[dict[str, Any]]] = {
        t.articles: [item.row() for item in batch],
        t.facts: [_fact_row(fact) for fact in every],
        t.arguments: [row for fact in every for row in _argument_rows(fact)],
        t.attributions: [row for fact in every for row in _attribution_rows(fact)],
        t.fact_links: [
            {"denial_id": fact.id, "denied_id": denied} for fact in every for denied in fact.denies
        ],
    }
    for table, values in rows.items():
        if values:
            connection.execute(table.insert(), values)


def _fact_row(fact: Fact) -> dict[str, Any]:
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
    }


def _argument_rows(fact: Fact) -> Iterator[dict[str, Any]]:
    positions: dict[str, int] = {}
    for role, mention in iter_arguments(fact):
        position = positions[role] = positions.get(role, -1) + 1
        row: dict[str, Any] = dict.fromkeys(t.arguments.columns.keys())
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
