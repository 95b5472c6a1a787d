"""How far two annotators agree, level by level.

Events, arguments, names and links have no fixed set of units, so they get F1, taken as the
mean of both directions where one annotator's spans would decide (Hripcsak & Rothschild
2005). Triggers are also labels on words, and the fields of facts that both annotated are
labels on facts: these get Cohen's kappa and Krippendorff's alpha.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate.measures import MEASURES
from pipeline.evaluate.records import FACTUALITY_FIELDS, Record
from pipeline.evaluate.report import SAMPLES, SEED, Report, bootstrap, evaluate

if TYPE_CHECKING:
    from pipeline.read import Article

LEVELS = ("fact", "argument", "argument.strict", "actor", "canonical", "link", "record")
FIELDS = ("status", *FACTUALITY_FIELDS, "stage")
NONE = "none"
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


@dataclass(frozen=True, slots=True)
class Level:
    """Agreement on one level as F1, with its 95% interval over articles."""

    f1: float | None
    low: float | None
    high: float | None
    units: int


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Agreement on labels: observed, Cohen's kappa and Krippendorff's alpha.

    The coefficients are None where both annotators used one and the same label throughout.
    """

    units: int
    observed: float | None
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """All levels of agreement between two annotators."""

    articles: int
    levels: dict[str, Level]
    labels: dict[str, Coefficient]

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return asdict(self)


def agreement(
    first: Iterable[Record],
    second: Iterable[Record],
    articles: Mapping[str, Article] | None = None,
    only: Iterable[str] | None = None,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Agreement:
    """Measure how far two annotators agree.

    Args:
        first: One annotator's records.
        second: The other's.
        articles: The articles; with them, agreement on triggers is measured over words.
        only: Ids of the articles that both annotated. Without it, those in which both found
            a fact, which flatters: give it.
        samples: Number of bootstrap samples.
        seed: Seed of the bootstrap.
    """
    ours, theirs = list(first), list(second)
    if only is None:
        only = {r.article_id for r in ours} & {r.article_id for r in theirs}
    ids = sorted(set(only))
    forth = evaluate(ours, theirs, articles, ids, samples, seed)
    back = evaluate(theirs, ours, articles, ids, samples, seed)
    labels = {key: coefficient(pairs) for key, pairs in _field_pairs(forth).items()}
    if articles is not None:
        chosen = set(ids)
        words = _trigger_labels(
            [r for r in ours if r.article_id in chosen],
            [r for r in theirs if r.article_id in chosen],
            {i: articles[i] for i in ids},
        )
        labels = {"trigger (words)": coefficient(words), **labels}
    return Agreement(len(ids), _levels(forth, back), labels)


def coefficient(pairs: Sequence[tuple[str, str]]) -> Coefficient:
    """Return observed agreement, kappa and alpha of pairs of labels."""
    if not pairs:
        return Coefficient(0, None, None, None)
    observed = sum(a == b for a, b in pairs) / len(pairs)
    return Coefficient(len(pairs), observed, cohen_kappa(pairs), krippendorff_alpha(pairs))


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa, or None where chance alone would agree always."""
    total = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(first[label] * second[label] for label in first) / total**2
    if expected == 1.0:
        return None
    observed = sum(a == b for a, b in pairs) / total
    return (observed - expected) / (1 - expected)


def krippendorff_alpha(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Krippendorff's alpha for nominal labels, or None where there is one label.

    Raises:
        FactwireError: E032 if krippendorff is not installed.
    """
    labels = sorted({label for pair in pairs for label in pair})
    if len(labels) < 2:
        return None
    try:
        import krippendorff
    except ImportError as error:
        raise FactwireError(E.E032, feature="Krippendorff's alpha", package="krippendorff") from error
    import numpy as np

    codes = {label: i for i, label in enumerate(labels)}
    units = Counter(pairs)
    counts = np.zeros((len(units), len(labels)))
    for row, (a, b) in enumerate(units):
        counts[row, codes[a]] += 1
        counts[row, codes[b]] += 1
    repeated = np.repeat(counts, list(units.values()), axis=0)
    return float(krippendorff.alpha(value_counts=repeated, level_of_measurement="nominal"))


def _levels(forth: Report, back: Report) -> dict[str, Level]:
    """Return F1 per level, from the counts of both directions added up."""
    counts = forth.counts + back.counts
    levels = {}
    for name in LEVELS:
        cells = counts[:, :, MEASURES.index(name)].sum(axis=1)[:, None, :]
        right, one, other = cells.sum(axis=(0, 1))
        bounds = bootstrap(cells, forth.samples, forth.seed)
        low, high = (bounds[0][2] if bounds else None) or (None, None)
        f1 = 2 * right / (one + other) if one + other else None
        levels[name] = Level(None if f1 is None else float(f1), low, high, int(one + other) // 4)
    return levels


def _field_pairs(report: Report) -> dict[str, list[tuple[str, str]]]:
    """Return, for each field, both annotators' labels of the facts that both found."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for score in report.scores:
        for comparisons in score.comparisons.values():
            for c in comparisons:
                for key in FIELDS:
                    one, other = _label(c.gold, key), _label(c.predicted, key)
                    if one is not None and other is not None:
                        pairs.setdefault(key, []).append((one, other))
    return pairs


def _label(record: Record, key: str) -> str | None:
    """Return a fact's label, or None where the annotator left the field open."""
    if key == "status":
        return record.status
    if key == "stage":
        return (record.stage or NONE) if record.relation == "deal" else None
    value = record.factuality.get(key)
    return None if value is None else str(value)


def _trigger_labels(
    first: list[Record], second: list[Record], articles: Mapping[str, Article]
) -> list[tuple[str, str]]:
    """Return both annotators' label of each word: the relation of its trigger, or none."""
    pairs: list[tuple[str, str]] = []
    for identity, article in articles.items():
        ours = [r for r in first if r.article_id == identity]
        theirs = [r for r in second if r.article_id == identity]
        for match in _WORD.finditer(article.text):
            pairs.append((_relation_at(ours, *match.span()), _relation_at(theirs, *match.span())))
    return pairs


def _relation_at(records: list[Record], start: int, end: int) -> str:
    relations = {r.relation for r in records if r.trigger[0] < end and start < r.trigger[1]}
    return "+".join(sorted(relations)) or NONE
