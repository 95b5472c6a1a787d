"""What readers give: articles, and faults of the input."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.errors import E, FactwireError

DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].+)?")


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    Attributes:
        id: Unique name: a file's stem, or the `id` of a JSON line.
        text: The text, exactly as read; all offsets count its code points.
        published: ISO 8601 date, or date and time, or None.
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

    @classmethod
    def of(cls, code: E, **values: object) -> "Fault":
        """Make a fault from an entry of the error catalogue."""
        return cls(FactwireError(code, **values).message)


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
    return any("\ud800" <= char <= "\udfff" for char in text)


def is_blank(text: str) -> bool:
    """Tell whether a text holds nothing but white space, NULs and byte order marks."""
    return all(char.isspace() or char in "\ufeff\0" for char in text)
