"""What readers give: articles, pages that are still to become articles, and faults of the input."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pipeline.errors import E, FactwireError

DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].+)?")


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    Attributes:
        id: Unique name: a file's stem, or the `id` of a JSON line.
        text: The text, exactly as read; all offsets count its code points.
        published: ISO 8601 date, or date and time, or None.
        meta: All other fields of a JSON line; title, author and address of a page.
        origin: Where it was read, as `path` or `path:line`.
    """

    id: str
    text: str
    published: str | None = None
    meta: dict[str, Any] = field(default_factory=dict)
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it lies in the input, which `completed` turns into an article.

    It is kept as bytes until then, so that the costly and dangerous part of reading
    (markup, foreign encodings) is done where it can be stopped.

    Attributes:
        id: Unique name of the article to be.
        data: The bytes.
        kind: What they are: text, a whole page, or markup of an article alone.
        encoding: The declared encoding, or None.
        published: ISO 8601 date that the container gives, or None.
        meta: What the container says of it: title, author, address.
        origin: Where it was read, for messages.
        source: Input that it can be read from again.
        entry: Number of its entry in the source, from 0.
    """

    id: str
    data: bytes
    kind: Literal["text", "html", "fragment"]
    encoding: str | None = None
    published: str | None = None
    meta: dict[str, Any] = field(default_factory=dict)
    origin: str = ""
    source: str = ""
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the input that gives no article, and why.

    Attributes:
        message: What is wrong and where, with its code.
        source: Input that it can be read from again.
        entry: Number of the entry in the source, from 0.
        rest: Whether all that follows in the source is missing too.
        skipped: Whether it was left out on purpose: an article in another language.
        id: Name of the article that would have been, where known.
    """

    message: str
    source: str = ""
    entry: int = 0
    rest: bool = False
    skipped: bool = False
    id: str | None = None

    @classmethod
    def of(cls, code: E, *, rest: bool = False, **values: object) -> "Fault":
        """Make a fault from an entry of the error catalogue."""
        return cls(FactwireError(code, **values).message, rest=rest)


Entry = Article | Page | Fault


def is_date(value: object) -> bool:
    """Tell whether a value is an ISO 8601 calendar date (YYYY-MM-DD), with or without a time."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def has_surrogates(text: str) -> bool:
    """Tell whether a text holds halves of surrogate pairs, which UTF-8 cannot encode."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def encodable(value: Any) -> Any:
    """Return a JSON value whose texts UTF-8 can encode: half a surrogate pair becomes "?"."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8") if has_surrogates(value) else value
    if isinstance(value, list):
        return [encodable(v) for v in value]
    if isinstance(value, dict):
        return {encodable(k): encodable(v) for k, v in value.items()}
    return value


def is_blank(text: str) -> bool:
    """Tell whether a text holds nothing but white space, NULs and byte order marks."""
    return all(char.isspace() or char in "\ufeff\0" for char in text)
