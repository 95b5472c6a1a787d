"""Figures from counts: precision, recall, F1, accuracy, slices and bootstrap intervals."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate.calibration import calibrate, confidence_pairs, gold_count
from pipeline.evaluate.gold import load_articles, load_records
from pipeline.evaluate.measures import ACCURACIES, HEADLINE, MEASURES, ArticleScore, score_articles
from pipeline.evaluate.records import RELATIONS, Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.read import Article

    Counts = NDArray[np.float64]

Interval = tuple[float, float] | None
NO_INTERVALS: tuple[Interval, ...] = (None, None, None)
SEED = 20240229
SAMPLES = 1000
LENGTHS = ((0, 100), (100, 300), (300, 600), (600, None))


@dataclass(frozen=True, slots=True)
class Score:
    """A measure's figures; None where nothing was there to be found or predicted.

    For an accuracy, precision, recall and F1 are all the accuracy.

    Attributes:
        intervals: 95% intervals of precision, recall and F1.
    """

    right: int
    predicted: int
    gold: int
    intervals: tuple[Interval, ...] = NO_INTERVALS

    @property
    def low(self) -> float | None:
        """Lower bound of the F1."""
        return self.intervals[2][0] if self.intervals[2] else None

    @property
    def high(self) -> float | None:
        """Upper bound of the F1."""
        return self.intervals[2][1] if self.intervals[2] else None

    @property
    def precision(self) -> float | None:
        """Share of the predicted ones that are right."""
        return _ratio(self.right, self.predicted, self.predicted + self.gold)

    @property
    def recall(self) -> float | None:
        """Share of the gold ones that were found."""
        return _ratio(self.right, self.gold, self.predicted + self.gold)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return _ratio(2 * self.right, self.predicted + self.gold, self.predicted + self.gold)


def score_of(counts: Counts, intervals: tuple[Interval, ...] = NO_INTERVALS) -> Score:
    """Return the figures of counts (right, predicted, gold)."""
    right, predicted, gold = (int(count) for count in counts)
    return Score(right, predicted, gold, intervals)


@dataclass(slots=True)
class Report:
    """All figures of a comparison.

    Attributes:
        scores: What was found, article by article.
        counts: Array (article, relation, measure, right/predicted/gold).
        groups: Name of a slice ("style", "length") → each article's group.
    """

    scores: list[ArticleScore]
    counts: Counts
    groups: dict[str, list[str]] = field(default_factory=dict)
    samples: int = SAMPLES
    seed: int = SEED

    def score(self, measure: str, relation: str | None = None, interval: bool = True) -> Score:
        """Return a measure's figures over all articles."""
        return self._summary(self.counts, [measure], relation, interval)[measure]

    def table(self, relation: str | None = None, measures: Sequence[str] = HEADLINE) -> dict[str, Score]:
        """Return the figures of several measures, with intervals."""
        return self._summary(self.counts, list(measures), relation, True)

    def by(self, group: str, measures: Sequence[str] = HEADLINE) -> dict[str, dict[str, Score]]:
        """Return figures by group of articles, such as `style`, `length` or `article`."""
        import numpy as np

        ids = [s.article_id for s in self.scores]
        labels = np.array(ids if group == "article" else self.groups[group])
        names = list(dict.fromkeys(labels.tolist()))
        wide = group != "article"
        return {
            name: self._summary(self.counts[labels == name], list(measures), None, wide) for name in names
        }

    def macro(self, measure: str, over: str = "relation") -> float | None:
        """Return the unweighted mean F1 over relations, or over articles that have any."""
        axis = 0 if over == "relation" else 1
        cells = self.counts[:, :, MEASURES.index(measure)].sum(axis=axis)
        values = [f for f in (score_of(c).f1 for c in cells) if f is not None]
        return sum(values) / len(values) if values else None

    def calibration(self) -> dict[str, Any] | None:
        """Return how well confidences are calibrated, or None where there are none."""
        pairs = confidence_pairs(self.scores)
        return calibrate(pairs, gold_count(self.scores)).to_dict() if pairs else None

    def _summary(
        self, counts: Counts, measures: list[str], relation: str | None, interval: bool
    ) -> dict[str, Score]:
        chosen = counts[:, :, [MEASURES.index(m) for m in measures]]
        cells = chosen.sum(axis=1) if relation is None else chosen[:, RELATIONS.index(relation)]
        bounds = bootstrap(cells, self.samples, self.seed) if interval else []
        return {
            m: score_of(cells[:, i].sum(axis=0), bounds[i] if bounds else NO_INTERVALS)
            for i, m in enumerate(measures)
        }

    def to_dict(self) -> dict[str, Any]:
        """Return every figure as plain data."""
        groups = [g for g in self.groups if len(set(self.groups[g])) > 1]
        return {
            "articles": len(self.scores),
            "interval": {"level": 0.95, "samples": self.samples, "seed": self.seed},
            "overall": _plain(self.table(measures=MEASURES)),
            "macro": {
                over: {m: _round(self.macro(m, over)) for m in HEADLINE} for over in ("relation", "article")
            },
            "by_relation": {r: _plain(self.table(r, MEASURES)) for r in RELATIONS},
            **{f"by_{g}": {n: _plain(t) for n, t in self.by(g).items()} for g in groups},
            "calibration": self.calibration(),
            "by_article": {n: _plain(t) for n, t in self.by("article").items()},
        }


def evaluate(
    gold: Iterable[Record],
    predicted: Iterable[Record],
    articles: Mapping[str, Article] | None = None,
    only: Iterable[str] | None = None,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Report:
    """Compare predicted facts with gold facts.

    Args:
        gold: Gold records.
        predicted: Predicted records.
        articles: All articles that were annotated, by id; without them, those of `only`,
            else those that have facts.
        only: Ids of the articles to be compared, if not all.
        samples: Number of bootstrap samples.
        seed: Seed of the bootstrap.
    """
    ours, theirs = list(gold), list(predicted)
    wanted = None if only is None else set(only)
    known = set(articles) if articles else wanted or {r.article_id for r in ours + theirs}
    ids = sorted(known if wanted is None else known & wanted)
    scores = score_articles(ours, theirs, ids)
    groups = _groups(ids, articles) if articles else {}
    return Report(scores, counts_of(scores), groups, samples, seed)


def evaluate_files(
    gold: str | Path,
    predicted: str | Path,
    articles: str | Path | None = None,
    only: Iterable[str] | None = None,
    samples: int = SAMPLES,
    seed: int = SEED,
    min_confidence: float | None = None,
) -> Report:
    """Compare the facts of two files; see `evaluate`.

    Args:
        gold: Gold records, as JSON lines.
        predicted: Predicted records, as JSON lines.
        articles: The articles, as JSON lines.
        only: Ids of the articles to be compared, if not all.
        samples: Number of bootstrap samples.
        seed: Seed of the bootstrap.
        min_confidence: Leave out predictions of less confidence.

    Raises:
        FactwireError: for the first line of the input that is wrong.
    """
    known = load_articles(articles) if articles is not None else None
    ours, theirs = load_records(gold, known), load_records(predicted, known)
    if min_confidence is not None:
        theirs = [r for r in theirs if r.confidence is None or r.confidence >= min_confidence]
    return evaluate(ours, theirs, known, only, samples, seed)


def load_ids(path: str | Path) -> list[str]:
    """Read a JSON list of article ids."""
    try:
        value = json.loads(Path(path).read_text("utf-8"))
    except FileNotFoundError as error:
        raise FactwireError(E.E001, path=path) from error
    except (OSError, ValueError) as error:
        raise FactwireError(E.E002, path=path, reason=error) from error
    if not isinstance(value, list) or not all(isinstance(i, str) for i in value):
        raise FactwireError(E.E002, path=path, reason="it is no JSON list of ids")
    return value


def bootstrap(cells: Counts, samples: int, seed: int) -> list[tuple[Interval, ...]]:
    """Return 95% percentile intervals over resampled articles.

    Args:
        cells: Array (article, measure, right/predicted/gold).
        samples: Number of samples.
        seed: Seed, so that the same counts give the same intervals.

    Returns:
        For each measure the intervals of precision, recall and F1; nothing where there are
        fewer than two articles to sample from.
    """
    import numpy as np

    size = len(cells)
    if size < 2 or samples < 1:
        return []
    generator = np.random.default_rng(seed)
    weights = generator.multinomial(size, np.full(size, 1 / size), samples).astype(np.float64)
    sums = (weights @ cells.reshape(size, -1)).reshape(samples, cells.shape[1], 3)
    shares = (share_of(sums[..., :1], sums[..., [1]]), share_of(sums[..., :1], sums[..., [2]]))
    values = np.concatenate([*shares, f1_of(sums)[..., None]], axis=2)
    return [
        tuple(_percentiles(values[:, measure, kind]) for kind in range(3))
        for measure in range(values.shape[1])
    ]


def share_of(part: Counts, whole: Counts) -> Counts:
    """Return part/whole; NaN where the whole is 0."""
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def f1_of(counts: Counts) -> Counts:
    """Return F1 along the last axis (right, predicted, gold); NaN where all are 0."""
    return share_of(2 * counts[..., 0], counts[..., 1] + counts[..., 2])


def _percentiles(values: Counts) -> Interval:
    import numpy as np

    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def counts_of(scores: Sequence[ArticleScore]) -> Counts:
    """Return the counts as an array (article, relation, measure, right/predicted/gold)."""
    import numpy as np

    counts = np.zeros((len(scores), len(RELATIONS), len(MEASURES), 3))
    for index, score in enumerate(scores):
        for (relation, measure), cell in score.counts.items():
            counts[index, relation, measure] = cell
    return counts


def _groups(ids: list[str], articles: Mapping[str, Article]) -> dict[str, list[str]]:
    chosen = [articles[i] for i in ids]
    styles = [str(a.meta.get("style") or a.meta.get("source") or "unknown") for a in chosen]
    return {"style": styles, "length": [_length(a.text) for a in chosen]}


def _length(text: str) -> str:
    words = len(text.split())
    for low, high in LENGTHS:
        if high is None or words < high:
            return f"{low}–{high - 1} words" if high else f"{low} words or more"
    raise AssertionError("the last length is open")


def _ratio(part: int, whole: int, anything: int) -> float | None:
    if not anything:
        return None
    return part / whole if whole else 0.0


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _plain(table: Mapping[str, Score]) -> dict[str, dict[str, Any]]:
    plain = {}
    for name, score in table.items():
        figures: dict[str, Any] = {"right": score.right, "gold": score.gold}
        if name.split(".")[0] in ACCURACIES:
            figures["accuracy"] = _round(score.f1)
        else:
            figures["predicted"] = score.predicted
            figures["precision"] = _round(score.precision)
            figures["recall"] = _round(score.recall)
            figures["f1"] = _round(score.f1)
        kinds = ("precision", "recall", "f1") if "f1" in figures else ("", "", "accuracy")
        bounds = {k: b for k, b in zip(kinds, score.intervals, strict=True) if k and b}
        if bounds:
            figures["interval"] = {k: [_round(low), _round(high)] for k, (low, high) in bounds.items()}
        plain[name] = figures
    return plain
