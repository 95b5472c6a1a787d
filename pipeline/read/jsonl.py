"""JSON lines: articles, and the lines of `quarantine.jsonl`, which name what is to be read again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import jsonlines

from pipeline.errors import E, FactwireError
from pipeline.read.records import Article, Fault, encodable, has_surrogates, is_blank, is_date
from pipeline.read.streams import DOCUMENT_BYTES

QUARANTINE = "factwire_quarantine"


@dataclass(frozen=True, slots=True)
class Again:
    """A line of a quarantine that names an entry of another input.

    Attributes:
        source: The input.
        entry: Number of the entry in it, from 0.
        rest: Whether all that follows is meant too.
    """

    source: str
    entry: int
    rest: bool


def read_jsonl(lines: Iterable[bytes | None], name: str) -> Iterator[Article | Fault | Again]:
    """Read JSON lines; every bad one is told with its place and costs no other.

    Args:
        lines: The lines; None stands for one over the limit.
        name: The file, for messages.
    """
    number = 0
    huge: list[int] = []

    def numbered() -> Iterator[bytes]:
        nonlocal number
        for number, line in enumerate(lines, 1):
            if line is None:
                huge.append(number)
            yield b"" if line is None else line

    with jsonlines.Reader(numbered()) as reader:
        while True:
            try:
                record = reader.read(skip_empty=True, allow_none=True)
                yield from _too_long(huge, name)
                yield _entry_of(record, name, number)
            except EOFError:
                yield from _too_long(huge, name)
                return
            except jsonlines.InvalidLineError as error:
                yield from _too_long(huge, name)
                yield _bad_line(error, name)
            except RecursionError:
                yield Fault.of(E.E004, path=name, line=number, reason="nested too deeply")
            except FactwireError as error:
                yield Fault(error.message)


def _too_long(huge: list[int], name: str) -> Iterator[Fault]:
    while huge:
        yield Fault.of(E.E080, path=f"{name}:{huge.pop(0)}", limit=DOCUMENT_BYTES)


def _bad_line(error: jsonlines.InvalidLineError, name: str) -> Fault:
    cause = error.__cause__
    if isinstance(cause, UnicodeDecodeError):
        return Fault.of(E.E003, path=name, line=error.lineno, byte=cause.start, reason=cause.reason)
    return Fault.of(E.E004, path=name, line=error.lineno, reason=cause or error)


def _entry_of(record: Any, name: str, line: int) -> Article | Again:
    if not isinstance(record, dict):
        raise FactwireError(E.E004, path=name, line=line, reason="a line must be an object")
    again = record.pop(QUARANTINE, None)
    if isinstance(again, dict) and isinstance(again.get("source"), str) and "text" not in record:
        return Again(again["source"], int(again.get("entry", 0)), bool(again.get("rest")))
    for key in ("id", "text"):
        value = record.get(key)
        if not isinstance(value, str) or is_blank(value):
            raise FactwireError(E.E005, path=name, line=line, field=key, kind="a text")
        if has_surrogates(value):
            raise FactwireError(E.E005, path=name, line=line, field=key, kind="valid Unicode")
    published = record.get("published")
    if published is not None and not is_date(published):
        raise FactwireError(E.E005, path=name, line=line, field="published", kind="an ISO date")
    meta = encodable({k: v for k, v in record.items() if k not in ("id", "text", "published")})
    return Article(record["id"], record["text"], published, meta, f"{name}:{line}")
