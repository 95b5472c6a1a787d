"""Records, articles and entities of files put together, and taken apart again."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate.files import write_text
from pipeline.evaluate.gold import load_articles, load_records, read_json_lines, records_of
from pipeline.evaluate.interchange import Annotated, export_annotations, import_annotations
from pipeline.evaluate.ner import load_entities
from pipeline.read import Article

JSONL = "jsonl"


def load_corpus(
    records: str | Path, articles: str | Path, entities: str | Path | None = None
) -> list[Annotated]:
    """Read articles with their records and entities.

    Raises:
        FactwireError: for the first line that is wrong.
    """
    known = load_articles(articles)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in load_records(records, known):
        found[record.article_id].append(dict(record.raw))
    spans = load_entities(entities, known) if entities is not None else {}
    return [
        Annotated(
            article.id,
            article.text,
            article.published,
            article.meta,
            found[article.id],
            [
                {"start": e.start, "end": e.end, "label": e.label}
                for e in spans.get(article.id, ())
                if e.label is not None
            ],
        )
        for article in known.values()
    ]


def read_corpus(tool: str, path: str | Path) -> list[Annotated]:
    """Read what humans annotated in a tool, and check it as gold is checked.

    Raises:
        FactwireError: if the file or an annotation is wrong.
    """
    corpus = _read_jsonl(path) if tool == JSONL else import_annotations(tool, path)
    articles = {a.article_id: Article(a.article_id, a.text, a.published, a.meta) for a in corpus}
    records_of([r for a in corpus for r in a.records], articles, str(path))
    return corpus


def save_corpus(corpus: Iterable[Annotated], tool: str, path: str | Path, suggested: bool = False) -> None:
    """Write articles with their records and entities for a tool, or as JSON lines."""
    if tool != JSONL:
        export_annotations(corpus, tool, path, suggested)
        return
    rows = [
        {
            "id": a.article_id,
            "published": a.published,
            **a.meta,
            "text": a.text,
            "records": a.records,
            "entities": a.entities,
        }
        for a in corpus
    ]
    _write_rows(rows, path)


def save_records(corpus: Iterable[Annotated], path: str | Path) -> None:
    """Write the records of articles as JSON lines."""
    _write_rows([record for a in corpus for record in a.records], path)


def save_entities(corpus: Iterable[Annotated], path: str | Path) -> None:
    """Write the entities of articles as JSON lines, with the articles' texts."""
    _write_rows([{"id": a.article_id, "text": a.text, "entities": a.entities} for a in corpus], path)


def _read_jsonl(path: str | Path) -> list[Annotated]:
    corpus = []
    for line, value in read_json_lines(path):
        row = dict(value) if isinstance(value, dict) else {}
        identity, text = row.pop("id", None), row.pop("text", None)
        records, entities = row.pop("records", []), row.pop("entities", [])
        if not isinstance(identity, str) or not isinstance(text, str):
            raise FactwireError(E.E030, path=path, line=line, reason="no text of 'id' and 'text'")
        published = row.pop("published", None)
        corpus.append(Annotated(identity, text, published, row, records, entities))
    return corpus


def _write_rows(rows: Iterable[dict[str, Any]], path: str | Path) -> None:
    write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), path)
