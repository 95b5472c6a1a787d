"""Where a run loses: what keeps found facts from being right records, and which rules err."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.evaluate.comparison import Comparison
from pipeline.evaluate.measures import ArticleScore
from pipeline.evaluate.records import RELATIONS


@dataclass(frozen=True, slots=True)
class Loss:
    """A core role, or the status, that is wrong in found facts.

    Attributes:
        facts: Number of found facts in which it is wrong.
        alone: Number of those in which nothing else keeps the record from being right.
    """

    relation: str
    what: str
    facts: int
    alone: int


@dataclass(frozen=True, slots=True)
class RuleScore:
    """How many of a rule's facts stand for a gold fact, and are right records."""

    rule: str
    predicted: int
    found: int
    records: int


def record_losses(scores: Iterable[ArticleScore]) -> list[Loss]:
    """Return what keeps found facts from being right records, most frequent first."""
    total: Counter[tuple[str, str]] = Counter()
    alone: Counter[tuple[str, str]] = Counter()
    for score in scores:
        for relation, comparisons in score.comparisons.items():
            for comparison in comparisons:
                wrong = _wrong(comparison)
                total.update((relation, what) for what in wrong)
                if len(wrong) == 1:
                    alone[relation, wrong[0]] += 1
    losses = [Loss(*key, count, alone[key]) for key, count in total.items()]
    return sorted(losses, key=lambda x: (RELATIONS.index(x.relation), -x.facts, x.what))


def by_rule(scores: Iterable[ArticleScore]) -> list[RuleScore]:
    """Return the figures of each rule, those with the most spurious facts first."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for score in scores:
        for relation, pairing in score.pairings.items():
            for spurious in pairing.spurious:
                counts[_rule(spurious.raw.get("rule"))][0] += 1
            for comparison in score.comparisons[relation]:
                cell = counts[_rule(comparison.predicted.raw.get("rule"))]
                cell[0] += 1
                cell[1] += 1
                cell[2] += comparison.record_right
    rules = [RuleScore(rule, *cell) for rule, cell in counts.items()]
    return sorted(rules, key=lambda r: (r.found - r.predicted, -r.predicted, r.rule))


def _wrong(comparison: Comparison) -> list[str]:
    return comparison.core_wrong + (["status"] if "status" in comparison.wrong else [])


def _rule(value: object) -> str:
    return str(value) if value else "(no rule)"
