"""Articles from files: streaming, unaltered, and with every fault told where it stands.

A reader yields `Article`s and `Fault`s in the order of the input, so that one bad line
never costs the others their results.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from glob import glob, has_magic
from pathlib import Path
from typing import IO, Any

from pipeline.errors import E, FactwireError

SUFFIXES = (".txt", ".jsonl")
BOM = "﻿"


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    Attributes:
        id: Unique name: a file's stem, or the `id` of a JSON line.
        text: The text, exactly as read; all offsets count its code points.
        published: ISO 8601 date or None.
        meta: All other fields of a JSON line.
        origin: Where it was read, as `path` or `path:line`.
    """

    id: str
    text: str
    published: str | None = None
    meta: dict[str, Any] = field(default_factory=dict)
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the input that gives no article, and why."""

    message: str
    fatal: bool = True


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
                continue
            if entry.id in seen:
                path, _, line = entry.origin.rpartition(":")
                error = FactwireError(
                    E.E006,
                    path=path or entry.origin,
                    line=line if path else 1,
                    id=entry.id,
                    first=seen[entry.id],
                )
                yield Fault(error.message)
                continue
            seen[entry.id] = entry.origin
            if entry.published is None and published is not None:
                entry = Article(entry.id, entry.text, published, entry.meta, entry.origin)
            yield entry


def _read_input(name: str) -> Iterator[Article | Fault]:
    if name == "-":
        yield from _read_stream(sys.stdin.buffer, "<stdin>", "stdin")
        return
    path = Path(name)
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        if not found:
            yield Fault(FactwireError(E.E008, reason=f"{name} holds no .txt or .jsonl").message)
    elif path.exists() or not has_magic(name):
        found = [path]
    else:
        found = [Path(p) for p in sorted(glob(name, recursive=True))]  # noqa: PTH207 - absolute patterns
        if not found:
            yield Fault(FactwireError(E.E001, path=name).message)
    for file in found:
        yield from _read_file(file)


def _read_file(path: Path) -> Iterator[Article | Fault]:
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() == ".jsonl":
                yield from _read_jsonl(stream, str(path))
            else:
                yield from _read_text(stream.read(), str(path), path.stem)
    except FileNotFoundError:
        yield Fault(FactwireError(E.E001, path=path).message)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        yield Fault(FactwireError(E.E002, path=path, reason=reason).message)


def _read_stream(stream: IO[bytes], name: str, stem: str) -> Iterator[Article | Fault]:
    """Read standard input: JSON lines where the first byte opens an object, else one text."""
    data = stream.read()
    if data.lstrip().startswith(b"{"):
        yield from _read_jsonl(data.splitlines(keepends=True), name)
    else:
        yield from _read_text(data, name, stem)


def _read_text(data: bytes, name: str, stem: str) -> Iterator[Article | Fault]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        yield Fault(_invalid_utf8(name, line, error))
        return
    if not text.strip(f"{BOM} \t\r\n\0"):
        yield Fault(FactwireError(E.E007, path=name).message)
        return
    yield Article(stem, text, origin=name)


def _read_jsonl(lines: Iterable[bytes], name: str) -> Iterator[Article | Fault]:
    for number, raw in enumerate(lines, 1):
        if number == 1:
            raw = raw.removeprefix(BOM.encode())
        if not raw.strip():
            continue
        try:
            yield _article_of(raw, name, number)
        except FactwireError as error:
            yield Fault(error.message)


def _article_of(raw: bytes, name: str, line: int) -> Article:
    try:
        record = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise FactwireError(E.E003, path=name, line=line, byte=error.start, reason=error.reason) from error
    except (ValueError, RecursionError) as error:
        raise FactwireError(E.E004, path=name, line=line, reason=error) from error
    if not isinstance(record, dict):
        raise FactwireError(E.E004, path=name, line=line, reason="a line must be an object")
    for key in ("id", "text"):
        if not isinstance(record.get(key), str) or not record[key].strip():
            raise FactwireError(E.E005, path=name, line=line, field=key, kind="a text")
    published = record.get("published")
    if published is not None and not is_date(published):
        raise FactwireError(E.E005, path=name, line=line, field="published", kind="an ISO date")
    if _has_surrogates(record["id"] + record["text"]):
        raise FactwireError(E.E005, path=name, line=line, field="text", kind="valid Unicode")
    meta = {k: v for k, v in record.items() if k not in ("id", "text", "published")}
    return Article(record["id"], record["text"], published, meta, f"{name}:{line}")


def is_date(value: object) -> bool:
    """Tell whether a value is an ISO 8601 date or date and time."""
    from datetime import datetime

    if not isinstance(value, str):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def _invalid_utf8(name: str, line: int, error: UnicodeDecodeError) -> str:
    return FactwireError(E.E003, path=name, line=line, byte=error.start, reason=error.reason).message
