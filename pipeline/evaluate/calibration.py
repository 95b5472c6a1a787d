"""Whether `confidence` means what it says, and what to make of it.

A case is a predicted fact with its confidence and whether it is right: as an event (it is
paired with a gold fact) or as a database record. Facts that stand for optional gold are no
cases.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.evaluate.measures import ArticleScore

Pairs = Sequence[tuple[float, bool]]
BINS = 10
RECALLS = tuple(i / 20 for i in range(1, 21))


@dataclass(frozen=True, slots=True)
class Bin:
    """The facts whose confidence lies in one interval, and how many of them are right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """What keeping only facts of at least some confidence gives."""

    confidence: float
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The reliability of a run's confidences.

    Attributes:
        cases: Number of facts with a confidence.
        ece: Expected calibration error.
        brier: Mean squared error of the confidence.
        bins: The reliability table.
        precision_at: Recall that is asked for → the highest threshold that reaches it.
        best: The threshold with the highest F1.
    """

    cases: int
    ece: float | None
    brier: float | None
    bins: list[Bin]
    precision_at: dict[float, Threshold]
    best: Threshold | None

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data, with recalls as text."""
        plain = asdict(self)
        plain["precision_at"] = {f"{r:.2f}": t for r, t in plain["precision_at"].items()}
        return plain


def confidence_pairs(scores: Iterable[ArticleScore], right: str = "fact") -> list[tuple[float, bool]]:
    """Return (confidence, right) of each predicted fact that counts.

    Args:
        scores: What `evaluate` found.
        right: `fact`, where a found event is right, or `record`, where all of its row must be.
    """
    pairs: list[tuple[float, bool]] = []
    for score in scores:
        for relation, pairing in score.pairings.items():
            for c in score.comparisons[relation]:
                if c.predicted.confidence is not None:
                    pairs.append((c.predicted.confidence, right == "fact" or c.record_right))
            pairs += [(p.confidence, False) for p in pairing.spurious if p.confidence is not None]
    return pairs


def gold_count(scores: Iterable[ArticleScore]) -> int:
    """Return the number of gold facts that count."""
    return sum(len(p.pairs) + len(p.missed) for s in scores for p in s.pairings.values())


def calibrate(pairs: Pairs, gold: int, bins: int = BINS) -> Calibration:
    """Measure how well confidences are calibrated.

    Args:
        pairs: (confidence, right) of each predicted fact.
        gold: Number of gold facts, for recall.
        bins: Number of equally wide bins of the reliability table.
    """
    table = reliability(pairs, bins)
    total = len(pairs)
    curve = thresholds(pairs, gold)
    reached = {r: _first(curve, r) for r in RECALLS}
    return Calibration(
        cases=total,
        ece=sum(b.count * abs(b.confidence - b.right) for b in table) / total if total else None,
        brier=sum((c - ok) ** 2 for c, ok in pairs) / total if total else None,
        bins=table,
        precision_at={r: t for r, t in reached.items() if t is not None},
        best=max(curve, key=lambda t: (t.f1, t.confidence), default=None),
    )


def reliability(pairs: Pairs, bins: int = BINS) -> list[Bin]:
    """Return the reliability table; bins without facts are left out."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        groups.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, right))
    return [
        Bin(
            low=index / bins,
            high=(index + 1) / bins,
            count=len(group),
            confidence=sum(c for c, _ in group) / len(group),
            right=sum(ok for _, ok in group) / len(group),
        )
        for index, group in sorted(groups.items())
    ]


def thresholds(pairs: Pairs, gold: int) -> list[Threshold]:
    """Return precision, recall and F1 at each confidence that occurs, highest first."""
    ordered = sorted(pairs, reverse=True)
    curve: list[Threshold] = []
    right = 0
    for position, (confidence, ok) in enumerate(ordered, 1):
        right += ok
        if position < len(ordered) and ordered[position][0] == confidence:
            continue
        recall = right / gold if gold else 0.0
        f1 = 2 * right / (position + gold)
        curve.append(Threshold(confidence, right / position, recall, f1))
    return curve


def choose_min_confidence(pairs: Pairs, gold: int, precision: float | None = None) -> float | None:
    """Return a `--min-confidence`: the lowest that reaches a precision, or the best F1's.

    Args:
        pairs: (confidence, right) of each predicted fact.
        gold: Number of gold facts.
        precision: The precision that is wanted.

    Returns:
        The threshold, or None where no threshold reaches the precision.
    """
    curve = thresholds(pairs, gold)
    if precision is None:
        best = max(curve, key=lambda t: (t.f1, t.confidence), default=None)
        return best.confidence if best else None
    reaching = [t.confidence for t in curve if t.precision >= precision]
    return min(reaching, default=None)


def fit_calibration(pairs: Pairs) -> list[tuple[float, float]]:
    """Fit a monotone table from raw confidence to the share that is right.

    Isotonic regression; each level of it becomes one or two points, between which
    `apply_calibration` interpolates.

    Args:
        pairs: (raw confidence, right) of each predicted fact.

    Returns:
        (raw, calibrated) points with rising raw and never falling calibrated values.
    """
    if not pairs:
        return [(0.0, 0.0), (1.0, 1.0)]
    import numpy as np
    from scipy.optimize import isotonic_regression

    raw, inverse, counts = np.unique([c for c, _ in pairs], return_inverse=True, return_counts=True)
    shares = np.bincount(inverse, [float(ok) for _, ok in pairs]) / counts
    fitted = isotonic_regression(shares, weights=counts.astype(float)).x
    points: list[tuple[float, float]] = []
    for index, (x, y) in enumerate(zip(raw, fitted, strict=True)):
        first = index == 0 or fitted[index - 1] != y
        last = index == len(raw) - 1 or fitted[index + 1] != y
        if first or last:
            points.append((round(float(x), 4), round(float(y), 4)))
    return points


def apply_calibration(table: Sequence[tuple[float, float]], raw: float) -> float:
    """Return the calibrated confidence, interpolated between the points of a table."""
    xs = [x for x, _ in table]
    place = bisect_right(xs, raw)
    if place == 0:
        return table[0][1]
    if place == len(table):
        return table[-1][1]
    (x0, y0), (x1, y1) = table[place - 1], table[place]
    return y0 + (y1 - y0) * (raw - x0) / (x1 - x0)


def _first(curve: list[Threshold], recall: float) -> Threshold | None:
    return next((t for t in curve if t.recall >= recall - 1e-12), None)
