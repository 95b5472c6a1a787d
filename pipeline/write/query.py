"""The usual questions to a database of facts: who supplied what to whom, whose deals, what is denied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    TableClause,
    and_,
    column,
    exists,
    func,
    or_,
    select,
    table,
    text,
)

from pipeline.errors import E, FactwireError
from pipeline.facts.types import ACTOR_ROLES
from pipeline.resolve.countries import countries
from pipeline.write import tables as t
from pipeline.write.database import connect, file_of, telling
from pipeline.write.migrations import steps, version_of

Question = Literal["supplies", "deals", "denials", "denied", "new"]
COLUMNS: dict[Question, tuple[str, ...]] = {
    "supplies": ("supplier", "recipient", "item", "quantity", "unit", "date", "status", "sources"),
    "deals": ("party", "instrument", "subject", "stage", "date", "value", "status", "sources"),
    "denials": ("denier", "claim", "denies", "status", "sources"),
    "denied": ("relation", "actors", "about", "status", "denied_by", "denial"),
    "new": ("relation", "actors", "about", "status", "loaded"),
}
COMMON = ("article_id", "published", "evidence", "fact_id")
VIEWS: dict[Question, str] = {"supplies": "supply_view", "deals": "deal_view", "denials": "denial_view"}
ABOUT_ROLES = ("item", "instrument", "subject", "claim")


@dataclass(frozen=True, slots=True)
class Filters:
    """What facts have to fit; None and empty fit all.

    Attributes:
        roles: Role → name: a country in any spelling or as a code, or a part of a name.
        actor: A name in any actor's role.
        status: Statuses, one of which a fact must have.
        since: First date of publication, ISO 8601; for `new`, first moment of loading.
        until: Last date of publication.
        words: Words that the sentence must have, by the engine's full-text search where it has one.
        min_confidence: Least confidence, in [0, 1].
        limit: Most facts to give.
    """

    roles: dict[str, str] | None = None
    actor: str | None = None
    status: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    words: str | None = None
    min_confidence: float = 0.0
    limit: int | None = None


def ask(url: str, question: Question, filters: Filters) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Answer a question, the newest articles first.

    Args:
        url: SQLAlchemy URL of the database.
        question: Which facts.
        filters: What they have to fit.

    Returns:
        The names of the columns, and the rows.

    Raises:
        FactwireError: E001 if its file is not there, E041 if the database cannot be used, E043
            if it is of a newer version, E044 if it holds no facts or is of an older version.
    """
    with telling(url):
        engine = connect(url)
        try:
            _check_there(engine)
            with engine.connect() as connection:
                _check_version(connection, url)
                statement = _statement(question, filters, connection.dialect.name)
                names = (*COLUMNS[question], *COMMON)
                return names, [tuple(row) for row in connection.execute(statement)]
        finally:
            engine.dispose()


def _check_there(engine: Engine) -> None:
    """Refuse a file that is not there, which an engine would make."""
    path = file_of(engine)
    if path is not None and not path.exists():
        raise FactwireError(E.E001, path=path)


def _check_version(connection: Connection, url: str) -> None:
    found, known = version_of(connection), steps()[-1].version
    if found > known:
        raise FactwireError(E.E043, url=url, found=found, known=known)
    if found < known:
        raise FactwireError(E.E044, url=url, found=found)


def _statement(question: Question, filters: Filters, engine: str) -> Select[Any]:
    if question in VIEWS:
        view = _view(VIEWS[question], (*COLUMNS[question], *COMMON, "confidence"))
        chosen = select(*(view.c[name] for name in (*COLUMNS[question], *COMMON)))
        key, published = view.c.fact_id, view.c.published
        conditions = list(_conditions(filters, key, published, view.c.status, view.c.confidence, engine))
    else:
        facts, articles = t.facts, t.articles
        names: dict[str, Any] = {
            "fact_id": facts.c.id,
            "published": articles.c.published,
            "loaded": articles.c.loaded,
        }
        names |= {"article_id": facts.c.article_id, "evidence": facts.c.evidence}
        names |= {"relation": facts.c.relation, "status": facts.c.status}
        names |= {"actors": _told(engine, ACTOR_ROLES), "about": _told(engine, ABOUT_ROLES)}
        names |= {"denied_by": _deniers(engine), "denial": _denials(engine)}
        chosen = select(*(names[name].label(name) for name in (*COLUMNS[question], *COMMON)))
        chosen = chosen.select_from(facts.join(articles, articles.c.id == facts.c.article_id))
        key, published = facts.c.id, articles.c.published
        moment = articles.c.loaded if question == "new" else published
        conditions = list(_conditions(filters, key, moment, facts.c.status, facts.c.confidence, engine))
        if question == "denied":
            conditions.append(exists().where(t.fact_links.c.denied_id == key))
    ordered = chosen.where(and_(True, *conditions)).order_by(published.desc().nulls_last(), key)
    return ordered.limit(filters.limit) if filters.limit else ordered


def _view(name: str, columns: Sequence[str]) -> TableClause:
    return table(name, *(column(c) for c in dict.fromkeys(columns)))


def _conditions(
    filters: Filters,
    key: ColumnElement[Any],
    moment: ColumnElement[Any],
    status: ColumnElement[Any],
    confidence: ColumnElement[Any],
    engine: str,
) -> Iterator[ColumnElement[bool]]:
    if filters.status:
        yield status.in_(filters.status)
    if filters.since:
        yield moment >= filters.since
    if filters.until:
        yield moment < _after(filters.until)
    if filters.min_confidence:
        yield confidence >= filters.min_confidence
    for role, name in (filters.roles or {}).items():
        yield _has(key, (role,), name)
    if filters.actor:
        yield _has(key, ACTOR_ROLES, filters.actor)
    if filters.words:
        yield _says(key, filters.words, engine)


def _after(date: str) -> str:
    """Return a text that sorts behind all moments of a date or month."""
    return date + "~"


def _has(key: ColumnElement[Any], roles: Sequence[str], name: str) -> ColumnElement[bool]:
    """Tell whether a fact has an argument of a name: a country by its code, and all by a part of it."""
    arguments = t.arguments.c
    part = name.lower()
    fits = or_(
        arguments.canonical == (countries().any(name) or name),
        func.lower(arguments.canonical).contains(part, autoescape=True),
        func.lower(arguments.text).contains(part, autoescape=True),
    )
    return exists().where(arguments.fact_id == key, arguments.role.in_(roles), fits)


def _says(key: ColumnElement[Any], words: str, engine: str) -> ColumnElement[bool]:
    """Tell whether the sentence of a fact has all of some words."""
    facts = t.facts.alias("said")
    if engine == "sqlite":
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
        hits = text("rowid IN (SELECT rowid FROM evidence_search WHERE evidence_search MATCH :match)")
        found = select(t.facts.c.id).select_from(t.facts).where(hits.bindparams(match=quoted))
        return key.in_(found)
    if engine == "postgresql":
        vector = func.to_tsvector("english", func.coalesce(facts.c.evidence, ""))
        return exists().where(facts.c.id == key, vector.bool_op("@@")(func.plainto_tsquery("english", words)))
    said = func.lower(facts.c.evidence)
    parts = (said.contains(word.lower(), autoescape=True) for word in words.split())
    return exists().where(facts.c.id == key, *parts)


def _aggregate(engine: str, value: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.group_concat(value, "; ") if engine == "sqlite" else func.string_agg(value, "; ")


def _told(engine: str, roles: Sequence[str]) -> ColumnElement[Any]:
    """Return what a fact has in some roles, as one text."""
    arguments = t.arguments.c
    named = func.coalesce(arguments.canonical, arguments.text)
    told = select(_aggregate(engine, named)).where(
        arguments.fact_id == t.facts.c.id, arguments.role.in_(roles)
    )
    return told.correlate(t.facts).scalar_subquery()


def _deniers(engine: str) -> ColumnElement[Any]:
    arguments, links = t.arguments.c, t.fact_links
    named = func.coalesce(arguments.canonical, arguments.text)
    told = select(_aggregate(engine, named)).select_from(
        links.join(t.arguments, arguments.fact_id == links.c.denial_id)
    )
    return (
        told.where(links.c.denied_id == t.facts.c.id, arguments.role == "denier")
        .correlate(t.facts)
        .scalar_subquery()
    )


def _denials(engine: str) -> ColumnElement[Any]:
    links = t.fact_links.c
    told = select(_aggregate(engine, links.denial_id)).where(links.denied_id == t.facts.c.id)
    return told.correlate(t.facts).scalar_subquery()
