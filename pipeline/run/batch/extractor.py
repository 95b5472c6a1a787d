"""One entry of the input in, its outcome out: what a worker does."""

from hashlib import blake2b
from typing import Any, Protocol

import msgspec
from msgspec import Struct
from spacy.language import Language

from pipeline.facts.types import encode
from pipeline.read import Article, Fault, Page, ReadOptions, finished
from pipeline.run.cascade import Cascade
from pipeline.run.extract import Result, facts_of, facts_of_all, load_pipeline, readable
from pipeline.run.glance import Glance

WARM = (
    "Norway has shipped 40 howitzers worth $5 million to Estonia, the ministry said on Monday. The two"
    " countries signed a pact with Acme Corp. Officials in Oslo denied that it was suspended."
)


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
        cascade: Tells of a text whether it can hold facts at all; None asks the model always.
        keep: Whether outcomes bring the article along.
        reading: How entries become articles.
    """

    def __init__(
        self,
        nlp: Language,
        cascade: Cascade | None = None,
        keep: bool = False,
        reading: ReadOptions | None = None,
    ) -> None:
        self.nlp = nlp
        self.cascade = cascade
        self.glance = Glance(nlp, cascade.openings) if cascade is not None else None
        self.keep = keep
        self.reading = reading or ReadOptions()

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as the paths of model and rules; they are loaded again there."""
        rules = self.nlp.get_pipe_config("factwire").get("rules")
        return Extractor.load, (str(self.nlp.path), self.cascade is not None, self.keep, self.reading, rules)

    @classmethod
    def load(
        cls,
        model: str | None,
        cascade: bool,
        keep: bool = False,
        reading: ReadOptions | None = None,
        rules: list[str] | None = None,
    ) -> "Extractor":
        """Make an extractor.

        Args:
            model: Name or path of a spaCy pipeline, or None for the best one installed.
            cascade: Whether articles that can hold no facts are spared.
            keep: Whether outcomes bring the article along.
            reading: How entries become articles.
            rules: Paths of all rule files, or None for those that ship and those of plug-ins.

        Raises:
            FactwireError: E010 or E011 if the model cannot be loaded.
        """
        nlp = load_pipeline(model, rules)
        return cls(nlp, Cascade(nlp) if cascade else None, keep, reading)

    def warm(self) -> None:
        """Load all tables that are read when they are first needed, before workers are forked."""
        article = Article("warm", WARM, "2024-03-08")
        finished(article, self.reading)
        facts_of(self.nlp, article)
        if self.cascade is not None:
            self.cascade(WARM)

    def __call__(self, entry: Article | Page) -> Outcome:
        """Return the outcome of an entry; whatever goes wrong is told in it."""
        read = self._read(entry)
        if isinstance(read, Outcome):
            return read
        with self.nlp.memory_zone():
            return self._outcome(read, facts_of(self.nlp, read, self.glance))

    def batch(self, entries: list[Article | Page]) -> list[Outcome]:
        """Return the outcomes of several entries, which short ones reach faster together.

        The facts are the same as one by one: each row of a matrix is computed alone.
        """
        outcomes = [self._read(entry) for entry in entries]
        articles = [read for read in outcomes if isinstance(read, Article)]
        with self.nlp.memory_zone():
            results = dict(
                zip((a.id for a in articles), facts_of_all(self.nlp, articles, self.glance), strict=True)
            )
            return [
                read if isinstance(read, Outcome) else self._outcome(read, results[read.id])
                for read in outcomes
            ]

    def _read(self, entry: Article | Page) -> Article | Outcome:
        """Return the article of an entry, or its outcome where the model has nothing to do."""
        article = finished(entry, self.reading)
        if isinstance(article, Fault):
            return Outcome(fault=article)
        if self.cascade is not None and not self.cascade(readable(article)):
            return Outcome(article=self._kept(article))
        return article

    def _outcome(self, article: Article, result: Result) -> Outcome:
        if isinstance(result, str):
            return Outcome(fault=Fault(result, id=article.id), modelled=True)
        return Outcome(facts=tuple(map(encode, result)), modelled=True, article=self._kept(article))

    def _kept(self, article: Article) -> bytes | None:
        return article_line(article) if self.keep else None


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
