"""Pre-annotations: a run's facts and entities, for a human to correct."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.evaluate.interchange import Annotated
from pipeline.facts import Fact
from pipeline.read import Article

if TYPE_CHECKING:
    from spacy.tokens import Doc

NOT_GOLD = ("confidence", "rule", "producer", "cues")


def suggest(docs: Iterable[tuple[Article, "Doc"]]) -> Iterator[Annotated]:
    """Yield each article with the facts and entities that were found in it.

    Args:
        docs: Articles and their docs, after a pipeline with the component `factwire`.
    """
    for article, doc in docs:
        yield Annotated(
            article.id,
            article.text,
            article.published,
            article.meta,
            [draft(fact) for fact in doc._.facts],
            [{"start": e.start_char, "end": e.end_char, "label": e.label_} for e in doc.ents],
        )


def draft(fact: Fact) -> dict[str, Any]:
    """Return a fact as a gold record would be, marked as suggested."""
    record: dict[str, Any] = msgspec.to_builtins(fact)
    kept = {key: value for key, value in record.items() if key not in NOT_GOLD}
    return kept | {"suggested": True}
