"""Entities that we marked by hand: on raw news (stand-off), in our own corpus, and in sentences made for it.

All of them mark all labels, so what they leave unmarked is no entity.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.train.entities import Passage, read_records

LOG = logging.getLogger(__name__)
RAW = Path("raw", "wikinews_en.jsonl")
MARKED = re.compile(r"\[([^|\]]+)\|([A-Z_]+)\]")


@dataclass(frozen=True, slots=True)
class Handmade:
    """Where the marks lie.

    Args:
        standoff: Stretches of raw news: the id of the document, ``start``, ``end``, entities.
        articles: Our own articles, each with its split.
        entities: Their entities.
        written: Sentences made for training, with their entities as ``[text|LABEL]``.
    """

    standoff: Path
    articles: Path
    entities: Path
    written: Path

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
        if record["id"] in texts:
            yield Passage(texts[record["id"]][start:end], _spans(record, start))
        else:
            LOG.warning("%s: the data holds no document %s", marks, record["id"])


def own_passages(articles: Path, entities: Path) -> Iterator[Passage]:
    """Give our own articles of the train split."""
    marks = {record["id"]: record for record in read_records(entities)}
    for article in read_records(articles):
        if article["split"] == "train":
            yield Passage(article["text"], _spans(marks[article["id"]], 0))


def written_passages(path: Path) -> Iterator[Passage]:
    """Give the sentences that were made for training, one a line; lines with ``#`` are comments."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _without_brackets(line)


def _without_brackets(line: str) -> Passage:
    text, spans, at = "", [], 0
    for mark in MARKED.finditer(line):
        text += line[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        at = mark.end()
    return Passage(text + line[at:], spans)


def _spans(record: dict[str, Any], origin: int) -> list[tuple[int, int, str]]:
    return [(mark["start"] - origin, mark["end"] - origin, mark["label"]) for mark in record["entities"]]
