"""Facts of a text that was read without the remains of escaping, told by the text as it came."""

from collections.abc import Sequence
from typing import Any

import msgspec

from pipeline.facts import Fact, fact_id
from pipeline.read.escapes import Plain

# Key of a document's user data under which its `Plain` text lies.
KEY = "factwire_plain"


def in_raw(facts: Sequence[Fact], plain: Plain) -> list[Fact]:
    """Return facts with the spans and texts of the raw text, and with the ids that these spans give."""
    told = [msgspec.to_builtins(fact) for fact in facts]
    for fact in told:
        _shift(fact, plain)
    ids = {fact["id"]: _id(fact) for fact in told}
    for fact in told:
        fact["id"] = ids[fact["id"]]
        for links in ("denies", "disputed_by"):
            fact[links] = [ids[other] for other in fact[links]]
    return [msgspec.convert(new, type(old)) for new, old in zip(told, facts, strict=True)]


def _id(fact: dict[str, Any]) -> str:
    trigger = fact["trigger"]
    return fact_id(fact["article_id"], fact["relation"], trigger["start"], trigger["end"])


def _shift(part: Any, plain: Plain) -> None:
    """Move all spans in a part of a fact, in place."""
    if isinstance(part, list):
        for inner in part:
            _shift(inner, plain)
    elif isinstance(part, dict):
        for inner in part.values():
            _shift(inner, plain)
        if isinstance(part.get("start"), int) and isinstance(part.get("end"), int):
            part["start"], part["end"] = plain.span(part["start"], part["end"])
            if "text" in part:
                part["text"] = plain.raw[part["start"] : part["end"]]
