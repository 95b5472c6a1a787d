"""Articles from files: streaming, unaltered, and with every fault told where it stands.

A reader yields entries in the order of the input, so that one bad line never costs the
others their results.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from pipeline.errors import E, FactwireError
from pipeline.read.archives import read_zip
from pipeline.read.extras import load_extra
from pipeline.read.ids import SeenIds
from pipeline.read.jsonl import Again, read_jsonl
from pipeline.read.kinds import Kind, kind_of, stem_of
from pipeline.read.language import prepare
from pipeline.read.options import DEFAULTS, ReadOptions
from pipeline.read.pages import completed
from pipeline.read.records import Article, Entry, Fault, Page, has_surrogates
from pipeline.read.sources import find_files
from pipeline.read.streams import DamagedError, Meter, open_stream, read_document, read_lines
from pipeline.read.tables import read_csv, read_parquet
from pipeline.read.web import read_feed, read_warc

BOM = "\ufeff"
DEPTH = 3
ID_BYTES = 2000  # PostgreSQL cannot index much more


def read_articles(
    inputs: Iterable[str], published: str | None = None, options: ReadOptions | None = None
) -> Iterator[Article | Fault]:
    """Read articles from files, folders, globs and `-` (standard input).

    Args:
        inputs: Paths, patterns, or `-`.
        published: Date for articles that bring none.
        options: More choices; `published` goes before theirs.

    Yields:
        Articles with unique ids, and faults, in the order of the input.
    """
    chosen = options or DEFAULTS
    if published is not None:
        chosen = replace(chosen, published=published)
    for entry in read_entries(inputs, chosen):
        yield entry if isinstance(entry, Fault) else finished(entry, chosen)


def finished(entry: Article | Page, options: ReadOptions = DEFAULTS) -> Article | Fault:
    """Return the article of an entry, with the date that was given for those without, or a fault."""
    article = completed(entry, options.any_language)
    if isinstance(article, Article) and article.published is None and options.published is not None:
        return replace(article, published=options.published)
    return article


def read_entries(
    inputs: Iterable[str], options: ReadOptions = DEFAULTS, meter: Meter | None = None
) -> Iterator[Entry]:
    """Read entries: articles, and pages whose conversion is left to `finished`.

    Args:
        inputs: Paths, patterns, or `-`.
        options: Choices.
        meter: Counts the bytes that are read.

    Yields:
        Entries with unique ids, and faults, in the order of the input.
    """
    seen = SeenIds()
    if not options.any_language:
        prepare()
    counted = meter or Meter()
    for name in inputs:
        for number, entry in enumerate(_read_input(name, options, counted, 0)):
            if isinstance(entry, Fault):
                yield entry if entry.source else replace(entry, source=name, entry=number)
                continue
            if len(entry.id.encode()) > ID_BYTES:
                kind = f"a text of at most {ID_BYTES:,} bytes"
                yield _refused(entry, name, number, E.E005, field="id", kind=kind)
                continue
            first = seen.first(entry.id, entry.origin)
            if first is None:
                yield entry
            else:
                yield _refused(entry, name, number, E.E006, id=entry.id, first=first)


def _refused(entry: Article | Page, name: str, number: int, code: E, **values: Any) -> Fault:
    path, _, line = entry.origin.rpartition(":")
    if isinstance(entry, Page):
        name, number = entry.source, entry.entry
    if isinstance(entry, Page) or not line.isdigit():
        path, line = entry.origin, str(number + 1)
    fault = Fault.of(code, path=path, line=line, **values)
    return replace(fault, id=entry.id, source=name, entry=number)


def _read_input(name: str, options: ReadOptions, meter: Meter, depth: int) -> Iterator[Entry]:
    if name == "-":
        yield from _read_standard(sys.stdin.buffer)
        return
    for file in find_files(name):
        if isinstance(file, Fault):
            yield replace(file, source=name, rest=True)
        else:
            yield from _read_file(file, options, meter, depth)


def _read_file(path: Path, options: ReadOptions, meter: Meter, depth: int) -> Iterator[Entry]:
    """Read a file; its entries carry its name and their number in it."""
    for number, entry in enumerate(_told(path, options, meter)):
        if isinstance(entry, Again):
            yield from _read_again(entry, options, meter, depth)
        elif isinstance(entry, Article):
            yield entry
        else:
            yield entry if entry.source else replace(entry, source=str(path), entry=number)


def _told(path: Path, options: ReadOptions, meter: Meter) -> Iterator[Entry | Again]:
    """Read a file; what makes the rest of it unreadable becomes a fault."""
    try:
        with open_stream(path, meter) as stream:
            yield from read_stream(stream, kind_of(path.name) or "text", str(path), options)
    except FileNotFoundError:
        yield Fault.of(E.E001, path=path, rest=True)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        yield Fault.of(E.E002, path=path, reason=reason, rest=True)
    except DamagedError as error:
        yield Fault.of(E.E084, path=path, reason=error, rest=True)
    except FactwireError as error:
        yield Fault(error.message, rest=True)


def read_stream(stream: IO[bytes], kind: Kind, path: str, options: ReadOptions) -> Iterator[Entry | Again]:
    """Read an open stream of a format.

    Args:
        stream: The bytes, unpacked.
        kind: The format.
        path: The file's name, for ids and messages.
        options: Choices.

    Raises:
        OSError: if the stream cannot be read on.
        DamagedError: if it is damaged.
        FactwireError: E080 for a document over the limit, E081 if a library is missing.
    """
    if kind == "jsonl":
        yield from read_jsonl(read_lines(stream), path)
    elif kind == "table":
        yield from read_csv(stream, path, options)
    elif kind == "parquet":
        yield from read_parquet(stream, path, options)
    elif kind == "warc":
        yield from read_warc(stream, path)
    elif kind == "feed":
        yield from read_feed(stream, path)
    elif kind == "zip":
        yield from read_zip(stream, path, lambda s, k, p: read_stream(s, k, p, options))
    else:
        if kind == "html":
            load_extra("trafilatura", "HTML")  # told once, and before workers are forked
        stem = stem_of(path)
        if has_surrogates(stem):
            yield Fault.of(E.E002, path=path, reason="its name is not valid UTF-8")
        else:
            yield Page(stem, read_document(stream, path), kind, origin=path)


def _read_again(again: Again, options: ReadOptions, meter: Meter, depth: int) -> Iterator[Entry]:
    """Read what a line of a quarantine names: one entry of an input, or all from it on."""
    if depth >= DEPTH:
        yield Fault.of(E.E083, path=again.source, reason="a quarantine of a quarantine of a quarantine")
        return
    stop = None if again.rest else again.entry + 1
    yield from islice(_read_input(again.source, options, meter, depth + 1), again.entry, stop)


def _read_standard(stream: IO[bytes]) -> Iterator[Article | Page | Fault]:
    """Read standard input: JSON lines where the first character opens an object, else one text."""
    head: list[bytes] = []
    for line in stream:
        head.append(line)
        if line.removeprefix(BOM.encode()).strip():
            break
    if head and head[-1].removeprefix(BOM.encode()).lstrip().startswith(b"{"):
        for entry in read_jsonl(chain(head, stream), "<stdin>"):
            yield Fault.of(E.E001, path=entry.source) if isinstance(entry, Again) else entry
    else:
        yield Page("stdin", b"".join(chain(head, stream)), "text", origin="<stdin>")
