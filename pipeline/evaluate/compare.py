"""Whether two runs differ by more than chance: approximate randomisation over articles.

For each trial the two runs' outputs are swapped article by article with probability one
half; p is the share of trials whose difference is at least as large as the observed one
(Noreen 1989; Yeh 2000). What is measured on pairs is compared on the gold facts that both runs found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate.measures import ACCURACIES, HEADLINE, MEASURES, shared_pairs
from pipeline.evaluate.records import RELATIONS
from pipeline.evaluate.report import SEED, Report, counts_of, f1_of

if TYPE_CHECKING:
    from pipeline.evaluate.report import Counts

TRIALS = 10_000
OVER_PAIRS = frozenset({*ACCURACIES, "argument"})
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure of two runs: F1 (or accuracy) of each, b minus a, and its p-value."""

    measure: str
    relation: str | None
    a: float
    b: float
    difference: float
    p: float

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as plain data."""
        return asdict(self)


def compare_runs(
    a: Report,
    b: Report,
    measures: Sequence[str] = HEADLINE,
    trials: int = TRIALS,
    seed: int = SEED,
) -> list[Difference]:
    """Compare two runs on the same articles and gold, overall and by relation.

    Args:
        a: The report of the first run.
        b: The report of the second run.
        measures: The measures to compare; those that neither run has are left out.
        trials: Number of random swaps.
        seed: Seed, so that the same runs give the same p-values.

    Raises:
        FactwireError: E033 if the articles are not the same.
    """
    if [s.article_id for s in a.scores] != [s.article_id for s in b.scores]:
        raise FactwireError(E.E033, reason="they were evaluated on different articles")
    if not a.scores:
        return []
    runs = _comparable(a, b, measures)
    found: list[Difference] = []
    for relation in (None, *RELATIONS):
        first, second = (_cells(counts, relation) for counts in runs)
        found += _compare(first, second, measures, relation, trials, seed)
    return found


def _comparable(a: Report, b: Report, measures: Sequence[str]) -> list[Counts]:
    """Return both runs' counts; what is measured on pairs is counted on those of both."""
    shared = [shared_pairs(*pair) for pair in zip(a.scores, b.scores, strict=True)]
    index = [MEASURES.index(m) for m in measures]
    paired = [i for i, m in enumerate(measures) if m in OVER_PAIRS]
    runs = []
    for side, report in enumerate((a, b)):
        counts = report.counts[:, :, index]
        fields = counts_of([pair[side] for pair in shared])[:, :, index]
        counts[:, :, paired] = fields[:, :, paired]
        runs.append(counts)
    return runs


def _cells(counts: Counts, relation: str | None) -> Counts:
    return counts.sum(axis=1) if relation is None else counts[:, RELATIONS.index(relation)]


def _compare(
    a: Counts, b: Counts, measures: Sequence[str], relation: str | None, trials: int, seed: int
) -> Iterator[Difference]:
    import numpy as np

    ours, theirs = (f1_of(run.sum(axis=0)) for run in (a, b))
    observed = np.nan_to_num(theirs) - np.nan_to_num(ours)
    extreme = np.zeros(len(measures))
    for swapped in _random_differences(a, b, trials, seed):
        extreme += (np.abs(swapped) >= np.abs(observed) - 1e-12).sum(axis=0)
    for i, measure in enumerate(measures):
        if not np.isnan([ours[i], theirs[i]]).all():
            yield Difference(
                measure,
                relation,
                float(np.nan_to_num(ours[i])),
                float(np.nan_to_num(theirs[i])),
                float(observed[i]),
                float((extreme[i] + 1) / (trials + 1)),
            )


def _random_differences(a: Counts, b: Counts, trials: int, seed: int) -> Iterator[Counts]:
    """Yield batches (trial, measure) of differences between randomly swapped runs."""
    import numpy as np

    generator = np.random.default_rng(seed)
    size, width, _ = a.shape
    gap = (b - a).reshape(size, -1)
    sums = a.reshape(size, -1).sum(axis=0), b.reshape(size, -1).sum(axis=0)
    for start in range(0, trials, _BATCH):
        count = min(_BATCH, trials - start)
        moved = generator.integers(0, 2, (count, size)).astype(np.float64) @ gap
        one, two = (
            f1_of((total + sign * moved).reshape(count, width, 3))
            for total, sign in zip(sums, (1, -1), strict=True)
        )
        yield np.nan_to_num(two) - np.nan_to_num(one)
