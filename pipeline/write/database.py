"""Records into a database by SQLAlchemy: idempotent, in batches, all in one transaction, with history."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, delete, event, insert, literal, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from pipeline.errors import E, FactwireError
from pipeline.facts import Fact
from pipeline.read import Article
from pipeline.write import tables as t
from pipeline.write.migrations import migrate
from pipeline.write.rows import Loaded, Rows, by_article, rows_of

BATCH = 200


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, in numbers.

    Attributes:
        articles: Articles that came.
        unchanged: Those that the database had already, just so.
        facts: Facts that came.
        replaced: Facts of the database that went into its history.
    """

    articles: int
    unchanged: int
    facts: int
    replaced: int


@contextmanager
def telling(url: str) -> Iterator[None]:
    """Tell what goes wrong in a database as an error of this program.

    Raises:
        FactwireError: E041 with the database and the reason.
    """
    try:
        yield
    except (SQLAlchemyError, ArgumentError, NoSuchModuleError, ImportError) as error:
        reason = (str(getattr(error, "orig", None) or error).splitlines() or ["unknown"])[0]
        raise FactwireError(E.E041, url=url, reason=reason) from error


def load_facts(
    records: Iterable[Fact], url: str, articles: Mapping[str, Article] | None = None
) -> LoadReport:
    """Load records into a database; loading the same records again changes nothing.

    Facts of one article replace what the database held of that article, which goes into
    its history. Records must come grouped by article, as `factwire extract` writes them.
    After an error the database is as it was.

    Args:
        records: The facts.
        url: SQLAlchemy URL, such as `sqlite:///facts.db`.
        articles: The articles that were read, by id, if known: their titles and sentences are
            kept, and those without a fact lose the facts that the database has of them.

    Raises:
        FactwireError: E041 if the database cannot be used, E042 if the facts of an
            article do not stand together, E043 if the database is of a newer version.
    """
    with telling(url):
        engine = open_database(url)
        try:
            with _lasting(engine, url), engine.begin() as connection:
                return _load(connection, by_article(records, articles or {}, url))
        finally:
            engine.dispose()


def connect(url: str) -> Engine:
    """Return an engine with what this program needs set, and nothing changed in the database."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_pragmas)
    return engine


def open_database(url: str) -> Engine:
    """Return an engine on a database of the newest version.

    Raises:
        FactwireError: E043 if the database is newer than this program.
    """
    engine = connect(url)
    with engine.begin() as connection:
        migrate(connection, url)
    return engine


@contextmanager
def _lasting(engine: Engine, url: str) -> Iterator[None]:
    """Tell if the file of a database was removed or replaced meanwhile: what was written is gone with it."""
    before = _file_number(engine)
    yield
    if _file_number(engine) != before:
        raise FactwireError(E.E041, url=url, reason="its file was removed or replaced during the load")


def _file_number(engine: Engine) -> int | None:
    """Return what the file system knows a database's file by, None without a file."""
    path = file_of(engine)
    return path.stat().st_ino if path is not None and path.is_file() else None


def file_of(engine: Engine) -> Path | None:
    """Return the file that holds a database, None for one in memory or of a server."""
    name = engine.url.database
    local = engine.dialect.name in ("sqlite", "duckdb") and name and name != ":memory:"
    return Path(name) if local and name else None


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _load(connection: Connection, groups: Iterator[Loaded]) -> LoadReport:
    total = unchanged = count = replaced = 0
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    while batch := list(islice(groups, BATCH)):
        wanted = t.articles.c.id.in_([item.id for item in batch])
        rows = connection.execute(select(t.articles.c.id, t.articles.c.digest).where(wanted))
        known = {row.id: row.digest for row in rows}
        fresh = [item for item in batch if known.get(item.id) != item.digest]
        replaced += _remove(connection, [item.id for item in fresh if item.id in known], now)
        for table, values in rows_of(fresh, now).items():
            _insert(connection, table, values)
        total += len(batch)
        unchanged += len(batch) - len(fresh)
        count += sum(len(item.facts) for item in batch)
    return LoadReport(total, unchanged, count, replaced)


def _remove(connection: Connection, ids: list[str], now: str) -> int:
    """Move the facts of articles into history, and remove all that hangs on them; return how many."""
    if not ids:
        return 0
    kept = _keep_history(connection, ids, now)
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
    return kept


def _keep_history(connection: Connection, ids: list[str], now: str) -> int:
    facts, articles = t.facts.c, t.articles.c
    old = (
        select(
            facts.id,
            literal(now).label("replaced"),
            facts.article_id,
            facts.relation,
            facts.status,
            facts.pipeline,
            facts.model,
            articles.loaded,
            facts.record,
        )
        .join(t.articles, articles.id == facts.article_id)
        .where(facts.article_id.in_(ids), facts.record.is_not(None))
    )
    names = t.names_of(t.fact_history)
    rows = [dict(zip(names, row, strict=True)) for row in connection.execute(old)]
    _insert(connection, t.fact_history, rows)
    return len(rows)


def _insert(connection: Connection, table: Table, rows: Rows) -> None:
    if not rows:
        return
    if connection.dialect.name == "duckdb":
        _insert_columns(connection, table, rows)
    else:
        connection.execute(insert(table), rows)


def _insert_columns(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows by column, which DuckDB is made for: row by row it takes a thousand times as long."""
    from pipeline.write.parquet import arrow_table

    driver: Any = connection.connection.driver_connection
    driver.register("incoming", arrow_table(table, rows))
    names = ", ".join(f'"{name}"' for name in t.names_of(table))
    driver.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM incoming")
    driver.unregister("incoming")
