"""Entities that we marked by hand: stand-off marks on raw news, and the train split of our own corpus.

Both mark all labels, so what they leave unmarked is no entity.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.train.entities import Passage, read_records

RAW = Path("raw", "wikinews_en.jsonl")


@dataclass(frozen=True, slots=True)
class Handmade:
    """Where the marks lie.

    Args:
        standoff: Stretches of raw news: the id of the document, ``start``, ``end``, entities.
        articles: Our own articles, each with its split.
        entities: Their entities.
    """

    standoff: Path
    articles: Path
    entities: Path

    @classmethod
    def beside(cls, folder: Path, paths: dict[str, str]) -> "Handmade":
        """Read the paths of a plan, which are relative to the folder of the configuration."""
        return cls(**{name: (folder / path).resolve() for name, path in paths.items()})


def standoff_passages(marks: Path, data: Path) -> Iterator[Passage]:
    """Give the marked stretches of raw news.

    Args:
        marks: The file of stand-off marks, whose offsets are code points of the document.
        data: The folder of shared data, which holds the documents.
    """
    texts = {record["id"]: record["text"] for record in read_records(data / RAW)}
    for record in read_records(marks):
        start, end = record["start"], record["end"]
        yield Passage(texts[record["id"]][start:end], _spans(record, start))


def own_passages(articles: Path, entities: Path) -> Iterator[Passage]:
    """Give our own articles of the train split."""
    marks = {record["id"]: record for record in read_records(entities)}
    for article in read_records(articles):
        if article["split"] == "train":
            yield Passage(article["text"], _spans(marks[article["id"]], 0))


def _spans(record: dict[str, Any], origin: int) -> list[tuple[int, int, str]]:
    return [(mark["start"] - origin, mark["end"] - origin, mark["label"]) for mark in record["entities"]]
