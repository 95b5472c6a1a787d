"""What a database can hold: texts without NUL, which PostgreSQL refuses, and valid Unicode."""

from dataclasses import replace
from typing import Any

import msgspec

from pipeline.errors import E, FactwireError
from pipeline.facts import Fact
from pipeline.facts.types import decode, encode
from pipeline.read import Article
from pipeline.read.records import has_surrogates

INSTEAD = "\ufffd"
ESCAPED = b"\\u0000"


def storable_text(text: str) -> str:
    """Return a text with NUL as U+FFFD; offsets stay."""
    return text.replace("\0", INSTEAD)


def storable_fact(fact: Fact, url: str) -> Fact:
    """Return a fact whose texts hold no NUL.

    Raises:
        FactwireError: E041 if a text of it is no valid Unicode.
    """
    try:
        data = encode(fact)
    except UnicodeEncodeError as error:
        reason = f"article {fact.article_id!r}: half of a surrogate pair in fact {fact.id}"
        raise FactwireError(E.E041, url=url, reason=reason) from error
    if ESCAPED not in data:
        return fact
    return decode(msgspec.json.encode(_without_nul(msgspec.json.decode(data))))


def storable_article(article: Article, url: str) -> Article:
    """Return an article whose id, text and title are fit for a database.

    Raises:
        FactwireError: E041 if one of them is no valid Unicode.
    """
    title = article.meta.get("title")
    shown = [article.id, article.text, "" if title is None else str(title)]
    if any(map(has_surrogates, shown)):
        reason = f"article {article.id!r}: half of a surrogate pair in its id, text or title"
        raise FactwireError(E.E041, url=url, reason=reason)
    identity, text, named = map(storable_text, shown)
    meta = article.meta if title is None else {**article.meta, "title": named}
    return replace(article, id=identity, text=text, meta=meta)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, list):
        return [_without_nul(v) for v in value]
    if isinstance(value, dict):
        return {key: _without_nul(v) for key, v in value.items()}
    return value
