"""One entry of the input in, its outcome out: what a worker does."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Protocol

import msgspec
from msgspec import Struct
from spacy.language import Language

from pipeline.facts.types import encode
from pipeline.read import Article, Fault, Page, ReadOptions, finished
from pipeline.run.extract import facts_of


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one entry.

    Attributes:
        facts: JSON lines of its facts, without newlines.
        fault: Why there are none, if something was wrong.
        modelled: Whether the language model read it; the cascade spares the rest.
        article: JSON line of the article as it was read, if asked for.
    """

    facts: tuple[bytes, ...] = ()
    fault: Fault | None = None
    modelled: bool = False
    article: bytes | None = None


class Work(Protocol):
    """Turns an entry into its outcome."""

    def __call__(self, entry: Article | Page) -> Outcome:
        """Return the outcome; it raises nothing."""


class Extractor:
    """Extracts the facts of entries with one pipeline.

    Args:
        nlp: Pipeline of `load_pipeline`.
        may_hold: Tells of a text whether it can hold facts at all (the cascade); None asks the model always.
        keep: Whether outcomes bring the article along.
        reading: How entries become articles.
    """

    def __init__(
        self,
        nlp: Language,
        may_hold: Callable[[str], bool] | None = None,
        keep: bool = False,
        reading: ReadOptions | None = None,
    ) -> None:
        self.nlp = nlp
        self.may_hold = may_hold
        self.keep = keep
        self.reading = reading or ReadOptions()

    def __call__(self, entry: Article | Page) -> Outcome:
        """Return the outcome of an entry; whatever goes wrong is told in it."""
        article = finished(entry, self.reading)
        if isinstance(article, Fault):
            return Outcome(fault=article)
        kept = article_line(article) if self.keep else None
        if self.may_hold is not None and not self.may_hold(article.text):
            return Outcome(article=kept)
        with self.nlp.memory_zone():
            result = facts_of(self.nlp, article)
            if isinstance(result, str):
                return Outcome(fault=Fault(result, id=article.id), modelled=True)
            return Outcome(facts=tuple(map(encode, result)), modelled=True, article=kept)


def producer_of(nlp: Language) -> str:
    """Return what a pipeline is: model, and its rules as they are in this version of the package."""
    component: Any = nlp.get_pipe("factwire")
    rules = blake2b(repr(component.matcher.rules).encode(), digest_size=8).hexdigest()
    return f"{component.producer.model}, rules {rules}"


def article_line(article: Article, **more: object) -> bytes:
    """Return the JSON line of an article, which readers take back as it was."""
    record = {**article.meta, "id": article.id, "text": article.text, **more}
    if article.published is not None:
        record["published"] = article.published
    return msgspec.json.encode(record, enc_hook=str)
