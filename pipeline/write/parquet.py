"""Records as Parquet files, one for each table of the database."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Boolean, Float, Integer, Table

from pipeline.errors import E, FactwireError
from pipeline.facts import Fact
from pipeline.read import Article
from pipeline.write import tables as t
from pipeline.write.database import BATCH, LoadReport
from pipeline.write.rows import Rows, by_article, rows_of

WRITTEN = (t.articles, t.facts, t.arguments, t.attributions, t.fact_links)
TYPES = ((Boolean, pa.bool_()), (Integer, pa.int64()), (Float, pa.float64()))


def arrow_schema(table: Table) -> Any:
    """Return the Arrow schema of a table."""
    fields = []
    for column in table.columns:
        kind = next((kind for sql, kind in TYPES if isinstance(column.type, sql)), pa.string())
        fields.append(pa.field(column.name, kind, bool(column.nullable)))
    return pa.schema(fields)


def arrow_table(table: Table, rows: Rows) -> Any:
    """Return rows of a table as an Arrow table."""
    return pa.Table.from_pylist(rows, arrow_schema(table))


def write_parquet(
    records: Iterable[Fact], folder: Path, articles: Mapping[str, Article] | None = None
) -> LoadReport:
    """Write records as `articles.parquet`, `facts.parquet` and so on; existing files are replaced together.

    Args:
        records: The facts, grouped by article.
        folder: Where the files go.
        articles: The articles that were read, by id, if known.

    Raises:
        FactwireError: E040 if the files cannot be written, E042 if the facts of an
            article do not stand together.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".parquet-") as unfinished:
            report = _write(records, Path(unfinished), articles or {}, str(folder))
            for table in WRITTEN:
                name = f"{table.name}.parquet"
                (Path(unfinished) / name).replace(folder / name)
    except OSError as error:
        raise FactwireError(E.E040, path=folder, reason=error.strerror or error) from error
    return report


def _writer(folder: Path, table: Table) -> Any:
    return pq.ParquetWriter(folder / f"{table.name}.parquet", arrow_schema(table))


def _write(records: Iterable[Fact], folder: Path, articles: Mapping[str, Article], url: str) -> LoadReport:
    total = count = 0
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    groups = by_article(records, articles, url)
    with ExitStack() as stack:
        writers = {table: stack.enter_context(_writer(folder, table)) for table in WRITTEN}
        while batch := list(islice(groups, BATCH)):
            for table, rows in rows_of(batch, now).items():
                if rows:
                    writers[table].write_table(arrow_table(table, rows))
            total += len(batch)
            count += sum(len(item.facts) for item in batch)
    return LoadReport(total, 0, count, 0)
