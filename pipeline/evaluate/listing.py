"""Errors as compact text, a block for each fact, for a reader who mends rules."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from pipeline.evaluate.errors import FactError

_SIGNS = {"missed": "-", "spurious": "+", "wrong": "≠"}


def list_errors(errors: Iterable[FactError]) -> Iterator[str]:
    """Yield one block of lines for each fact that is not wholly right.

    Args:
        errors: Errors in the order of `find_errors`.
    """
    for _, group in groupby(errors, key=lambda e: (e.article_id, e.gold_id, e.predicted_id)):
        found = list(group)
        yield "\n".join([_head(found[0]), *(f"  {_line(error)}" for error in found)])


def _head(error: FactError) -> str:
    kind = {"fact": error.kind[:4].upper(), "link": "LINK"}.get(error.field, "DIFF")
    place = f"{kind} {error.article_id} {error.relation} @{error.start}"
    return f"{place} {error.before}⟦{error.quoted}⟧{error.after}"


def _line(error: FactError) -> str:
    what = " ".join(filter(None, [error.role, "" if error.field == "argument" else error.field]))
    values = " ← ".join(v for v in (error.gold, error.predicted) if v is not None)
    rule = f" rule={error.rule}" if error.field == "fact" and error.rule else ""
    return f"{_SIGNS[error.kind]} {what}: {values} ({error.cause}){rule}"
