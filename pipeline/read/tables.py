"""Tables: CSV and Parquet, a row an article."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any, cast

from pipeline.errors import E, FactwireError
from pipeline.read.decode import SAMPLE, decode, detected
from pipeline.read.extras import load_extra
from pipeline.read.kinds import stem_of
from pipeline.read.options import ReadOptions
from pipeline.read.records import Article, Fault, is_blank, is_date
from pipeline.read.streams import DOCUMENT_BYTES

BATCH_ROWS = 64
USUAL = {
    "text": ("text", "body", "content", "article", "article_text", "fulltext", "maintext"),
    "id": ("id", "article_id", "doc_id", "guid", "uuid", "url", "link"),
    "published": ("published", "date", "published_at", "publish_date", "date_publish", "pubdate", "datetime"),
    "title": ("title", "headline"),
}


class Columns:
    """Which column of a table means what.

    Args:
        names: The table's columns.
        options: Choices of the user.
        path: The table, for messages.

    Raises:
        FactwireError: E085 if a column that was asked for, or one of text, is not there.
    """

    def __init__(self, names: list[str], options: ReadOptions, path: str) -> None:
        asked = {
            "text": options.text_column,
            "id": options.id_column,
            "published": options.date_column,
            "title": options.title_column,
        }
        lower = {name.lower().strip("\ufeff "): name for name in reversed(names)}
        self.of: dict[str, str] = {}
        for role, wanted in asked.items():
            if wanted is not None and wanted not in names:
                raise FactwireError(E.E085, path=path, column=wanted, names=", ".join(names))
            found = wanted or next((lower[name] for name in USUAL[role] if name in lower), None)
            if found is not None:
                self.of[role] = found
        if "text" not in self.of:
            raise FactwireError(E.E085, path=path, column="text", names=", ".join(names))

    def article(self, row: Mapping[str, Any], path: str, line: int, number: int) -> Article:
        """Return the article of a row.

        Args:
            row: Values by column.
            path: The table.
            line: Line or row in it, for messages.
            number: Number of the row, from 1, for articles without an id.

        Raises:
            FactwireError: E005 if a value doesn't do.
        """
        text, published = row.get(self.of["text"]), _iso(row.get(self.of.get("published", "")))
        if not isinstance(text, str) or is_blank(text):
            raise FactwireError(E.E005, path=path, line=line, field=self.of["text"], kind="a text")
        if published is not None and not is_date(published):
            raise FactwireError(E.E005, path=path, line=line, field=self.of["published"], kind="an ISO date")
        identifier = row.get(self.of.get("id", ""))
        named = identifier is not None and not is_blank(str(identifier))
        used = {self.of[role] for role in ("text", "id", "published") if role in self.of}
        meta = {str(k): _plain(v) for k, v in row.items() if k and k not in used and v not in (None, "")}
        if "title" in self.of and self.of["title"] in meta:
            meta["title"] = str(meta.pop(self.of["title"]))
        name = str(identifier) if named else f"{stem_of(path)}:{number}"
        return Article(name, text, published, meta, f"{path}:{line}")


def read_csv(stream: IO[bytes], path: str, options: ReadOptions) -> Iterator[Article | Fault]:
    """Read a CSV or TSV file, whatever its separator and encoding."""
    head = cast("io.BufferedReader", stream).peek(SAMPLE)[:SAMPLE]
    encoding = _encoding(head)
    csv.field_size_limit(DOCUMENT_BYTES)
    lines = io.TextIOWrapper(stream, encoding, errors="strict", newline="")
    rows = csv.DictReader(lines, dialect=_dialect(head.decode(encoding, "replace")))
    columns = Columns(list(rows.fieldnames or ()), options, path)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
            yield columns.article(row, path, rows.line_num, number)
        except StopIteration:
            lines.detach()
            return
        except FactwireError as error:
            yield Fault(error.message)
        except csv.Error as error:
            yield Fault.of(E.E030, path=path, line=rows.line_num, reason=error)
        except UnicodeDecodeError as error:
            yield Fault.of(
                E.E003, path=path, line=rows.line_num, byte=error.start, reason=error.reason, rest=True
            )
            lines.detach()
            return


def read_parquet(stream: IO[bytes], path: str, options: ReadOptions) -> Iterator[Article | Fault]:
    """Read a Parquet file, a few rows at a time."""
    parquet = load_extra("pyarrow.parquet", "Parquet")
    arrow = load_extra("pyarrow", "Parquet")
    try:
        file = parquet.ParquetFile(stream)
        columns = Columns(list(file.schema_arrow.names), options, path)
        batches: Iterable[Any] = file.iter_batches(batch_size=BATCH_ROWS, use_threads=False)
        number = 0
        for batch in batches:
            for row in batch.to_pylist():
                number += 1
                try:
                    yield columns.article(row, path, number, number)
                except FactwireError as error:
                    yield Fault(error.message)
    except (arrow.ArrowException, OSError) as error:
        yield Fault.of(E.E084, path=path, reason=str(error).split("\n", 1)[0], rest=True)


def _encoding(head: bytes) -> str:
    """Return the encoding of a table from its beginning, which may end within a character."""
    for cut in range(4):
        try:
            name = decode(head[: len(head) - cut])[1] if cut < len(head) else "utf-8"
        except UnicodeDecodeError:
            continue
        if name == "utf-8":
            return "utf-8-sig"
        if name.startswith("utf-"):
            return name
    return detected(head) or "utf-8"


def _dialect(head: str) -> type[csv.Dialect]:
    line = head.splitlines()[0] if head else ""
    found = max(",;\t|", key=line.count)

    class Found(csv.excel):
        delimiter = found

    return Found


def _iso(value: Any) -> str | None:
    """Return a date of a table as ISO 8601, or as it is where that cannot be told."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value).strip()
    if not is_date(text):
        with suppress(ValueError, TypeError, IndexError):
            return parsedate_to_datetime(text).isoformat()
    return text


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)
