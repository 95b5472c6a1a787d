"""Named entities of articles: read, checked and compared in nervaluate's four schemes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate.gold import Articles, read_json_lines

SCHEMES = ("strict", "exact", "partial", "ent_type")


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """A named entity; `label` is None where its type was left undecided."""

    start: int
    end: int
    label: str | None


@dataclass(frozen=True, slots=True)
class SchemeScore:
    """Counts and figures of one scheme.

    Attributes:
        partial: Overlaps that count half (scheme `partial` only).
    """

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class EntityReport:
    """Scheme → figures, overall and by label; `macro` is the mean F1 over labels."""

    articles: int
    overall: dict[str, SchemeScore]
    by_label: dict[str, dict[str, SchemeScore]]

    def macro(self, scheme: str) -> float | None:
        """Return the mean F1 over labels."""
        values = [scores[scheme].f1 for scores in self.by_label.values()]
        return sum(values) / len(values) if values else None


def load_entities(path: str | Path, articles: Articles | None = None) -> dict[str, list[Entity]]:
    """Read entities: lines of `id` (or `article_id`), `entities` and perhaps `text`.

    Args:
        path: JSON lines.
        articles: The articles; where given, ids are checked, and offsets against their text.

    Raises:
        FactwireError: E030 or E006 with file, line and reason for the first wrong line.
    """
    found: dict[str, list[Entity]] = {}
    lines: dict[str, int] = {}
    for line, value in read_json_lines(path):

        def refuse(reason: str, line: int = line) -> FactwireError:
            return FactwireError(E.E030, path=path, line=line, reason=reason)

        if not isinstance(value, dict) or not isinstance(value.get("entities"), list):
            raise refuse("'entities' is missing or no list")
        identity = value.get("article_id", value.get("id"))
        if not isinstance(identity, str):
            raise refuse("'id' is missing or no text")
        if identity in lines:
            raise FactwireError(E.E006, path=path, line=line, id=identity, first=f"{path}:{lines[identity]}")
        if articles is not None and identity not in articles:
            raise refuse(f"unknown article {identity!r}")
        text = articles[identity].text if articles is not None else value.get("text")
        lines[identity] = line
        try:
            found[identity] = sorted(
                (_entity(e, text) for e in value["entities"]), key=lambda e: (e.start, e.end)
            )
        except ValueError as error:
            raise refuse(str(error)) from error
    return found


def evaluate_entities(
    gold: Mapping[str, Sequence[Entity]],
    predicted: Mapping[str, Sequence[Entity]],
    labels: Iterable[str] | None = None,
) -> EntityReport:
    """Compare entities in the schemes strict, exact, partial and type.

    Predictions that touch a gold entity of undecided label are left out, and that entity
    with them.

    Args:
        gold: Article id → gold entities.
        predicted: Article id → predicted entities; articles without any may be absent.
        labels: The labels that gold annotates; default all that it holds.

    Raises:
        FactwireError: E032 if nervaluate is not installed.
    """
    try:
        from nervaluate import Evaluator
    except ImportError as error:
        raise FactwireError(E.E032, feature="scoring entities", package="nervaluate") from error
    ids = sorted(gold)
    wanted = set(labels) if labels is not None else _labels(gold.values())
    pairs = [_comparable(gold[i], predicted.get(i, ()), wanted) for i in ids]
    tags = sorted(wanted)
    if not tags or not any(ours or theirs for ours, theirs in pairs):
        return EntityReport(len(ids), {}, {})
    evaluator = Evaluator(
        [_plain(ours) for ours, _ in pairs], [_plain(theirs) for _, theirs in pairs], tags, "dict"
    )
    results = evaluator.evaluate()
    return EntityReport(
        articles=len(ids),
        overall=_scores(results["overall"]),
        by_label={label: _scores(results["entities"][label]) for label in tags},
    )


def _entity(value: Any, text: str | None) -> Entity:
    if not isinstance(value, dict):
        raise ValueError("an entity must be an object")
    start, end, label = value.get("start"), value.get("end"), value.get("label")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise ValueError(f"the offsets {start!r} to {end!r} are no span")
    if text is not None and end > len(text):
        raise ValueError(f"the offsets {start} to {end} lie outside the text")
    quoted = value.get("text")
    if quoted is not None and text is not None and text[start:end] != quoted:
        raise ValueError(f"the offsets {start} to {end} don't fit the text: {quoted!r}")
    if label is not None and not isinstance(label, str):
        raise ValueError(f"the label {label!r} is no text")
    return Entity(start, end, label)


def _labels(groups: Iterable[Sequence[Entity]]) -> set[str]:
    return {e.label for group in groups for e in group if e.label is not None}


def _comparable(
    gold: Sequence[Entity], predicted: Sequence[Entity], labels: set[str]
) -> tuple[list[Entity], list[Entity]]:
    undecided = [e for e in gold if e.label is None]
    ours = [e for e in gold if e.label in labels]
    theirs = [
        e
        for e in predicted
        if e.label in labels and not any(e.start < u.end and u.start < e.end for u in undecided)
    ]
    return ours, theirs


def _plain(entities: Iterable[Entity]) -> list[dict[str, Any]]:
    """Return entities for nervaluate, to which an end is the last character's offset."""
    return [{"label": e.label, "start": e.start, "end": e.end - 1} for e in entities]


def _scores(results: Mapping[str, Any]) -> dict[str, SchemeScore]:
    return {
        scheme: SchemeScore(
            correct=results[scheme].correct,
            incorrect=results[scheme].incorrect,
            partial=results[scheme].partial,
            missed=results[scheme].missed,
            spurious=results[scheme].spurious,
            precision=float(results[scheme].precision),
            recall=float(results[scheme].recall),
            f1=float(results[scheme].f1),
        )
        for scheme in SCHEMES
    }


def predict_entities(
    path: str | Path, model: str, articles: Articles | None = None
) -> dict[str, list[Entity]]:
    """Return the entities that a spaCy model finds in the texts of a gold file.

    Args:
        path: JSON lines of `id` and, without articles, `text`.
        model: spaCy model, by name or path.
        articles: The articles, where the gold file holds no text.

    Raises:
        FactwireError: if the file or the model cannot be used.
    """
    from pipeline.annotate.model import load_model

    rows = [(_text_of(path, line, value, articles), value) for line, value in read_json_lines(path)]
    nlp = load_model(model)
    found: dict[str, list[Entity]] = {}
    for doc, value in nlp.pipe(rows, as_tuples=True):
        identity = str(value.get("article_id", value.get("id")))
        found[identity] = [Entity(e.start_char, e.end_char, e.label_) for e in doc.ents]
    return found


def _text_of(path: str | Path, line: int, value: Any, articles: Articles | None) -> str:
    row = value if isinstance(value, dict) else {}
    article = (articles or {}).get(str(row.get("article_id", row.get("id"))))
    text = article.text if article else row.get("text")
    if not isinstance(text, str):
        reason = "'text' is missing or no text; where it stands apart, name the articles"
        raise FactwireError(E.E030, path=path, line=line, reason=reason)
    return text
