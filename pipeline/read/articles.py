"""Articles from files: streaming, unaltered, and with every fault told where it stands.

A reader yields `Article`s and `Fault`s in the order of the input, so that one bad line
never costs the others their results.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO, Any

import jsonlines

from pipeline.errors import E, FactwireError
from pipeline.read.records import Article, Fault, has_surrogates, is_blank, is_date
from pipeline.read.sources import find_files

BOM = "\ufeff"


def read_articles(inputs: Iterable[str], published: str | None = None) -> Iterator[Article | Fault]:
    """Read articles from files, folders, globs and `-` (standard input).

    Args:
        inputs: Paths, patterns, or `-`.
        published: Date for articles that bring none.

    Yields:
        Articles with unique ids, and faults, in the order of the input.
    """
    seen: dict[str, str] = {}
    for name in inputs:
        for entry in _read_input(name):
            if isinstance(entry, Fault):
                yield entry
            elif entry.id in seen:
                path, _, line = entry.origin.rpartition(":")
                place = {"path": path, "line": line} if path else {"path": entry.origin, "line": 1}
                yield Fault.of(E.E006, **place, id=entry.id, first=seen[entry.id])
            else:
                seen[entry.id] = entry.origin
                dated = entry.published is not None or published is None
                yield entry if dated else replace(entry, published=published)


def _read_input(name: str) -> Iterator[Article | Fault]:
    if name == "-":
        yield from _read_stream(sys.stdin.buffer, "<stdin>", "stdin")
        return
    for file in find_files(name):
        if isinstance(file, Fault):
            yield file
        else:
            yield from _read_file(file)


def _read_file(path: Path) -> Iterator[Article | Fault]:
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() == ".jsonl":
                yield from _read_jsonl(stream, str(path))
            elif has_surrogates(path.stem):
                yield Fault.of(E.E002, path=path, reason="its name is not valid UTF-8")
            else:
                yield from _read_text(stream.read(), str(path), path.stem)
    except FileNotFoundError:
        yield Fault.of(E.E001, path=path)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        yield Fault.of(E.E002, path=path, reason=reason)


def _read_stream(stream: IO[bytes], name: str, stem: str) -> Iterator[Article | Fault]:
    """Read standard input: JSON lines where the first character opens an object, else one text."""
    head: list[bytes] = []
    for line in stream:
        head.append(line)
        if line.removeprefix(BOM.encode()).strip():
            break
    if head and head[-1].removeprefix(BOM.encode()).lstrip().startswith(b"{"):
        yield from _read_jsonl(chain(head, stream), name)
    else:
        yield from _read_text(b"".join(chain(head, stream)), name, stem)


def _read_text(data: bytes, name: str, stem: str) -> Iterator[Article | Fault]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        yield Fault.of(E.E003, path=name, line=line, byte=error.start, reason=error.reason)
        return
    if is_blank(text):
        yield Fault.of(E.E007, path=name)
    else:
        yield Article(stem, text, origin=name)


def _read_jsonl(lines: Iterable[bytes], name: str) -> Iterator[Article | Fault]:
    number = 0

    def numbered() -> Iterator[bytes]:
        nonlocal number
        for number, line in enumerate(lines, 1):  # noqa: B007 - read below
            yield line

    with jsonlines.Reader(numbered()) as reader:
        while True:
            try:
                record = reader.read(skip_empty=True, allow_none=True)
                yield _article_of(record, name, number)
            except EOFError:
                return
            except jsonlines.InvalidLineError as error:
                yield _bad_line(error, name)
            except RecursionError:
                yield Fault.of(E.E004, path=name, line=number, reason="nested too deeply")
            except FactwireError as error:
                yield Fault(error.message)


def _bad_line(error: jsonlines.InvalidLineError, name: str) -> Fault:
    cause = error.__cause__
    if isinstance(cause, UnicodeDecodeError):
        return Fault.of(E.E003, path=name, line=error.lineno, byte=cause.start, reason=cause.reason)
    return Fault.of(E.E004, path=name, line=error.lineno, reason=cause or error)


def _article_of(record: Any, name: str, line: int) -> Article:
    if not isinstance(record, dict):
        raise FactwireError(E.E004, path=name, line=line, reason="a line must be an object")
    for key in ("id", "text"):
        value = record.get(key)
        if not isinstance(value, str) or is_blank(value):
            raise FactwireError(E.E005, path=name, line=line, field=key, kind="a text")
        if has_surrogates(value):
            raise FactwireError(E.E005, path=name, line=line, field=key, kind="valid Unicode")
    published = record.get("published")
    if published is not None and not is_date(published):
        raise FactwireError(E.E005, path=name, line=line, field="published", kind="an ISO date")
    meta = {k: v for k, v in record.items() if k not in ("id", "text", "published")}
    return Article(record["id"], record["text"], published, meta, f"{name}:{line}")
