"""Gold and predicted facts, paired one to one with the best total.

A pair qualifies where the triggers overlap, or where both facts lie in the same sentence
and share a core argument. Of all pairings the one is taken that has, in this order, the
most overlapping triggers, the most pairs, the most identical triggers and the most shared
arguments. Optional facts count neither way: required facts are paired with each other
first, and what then pairs with an optional one is left out of every count.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.evaluate.records import Argument, Offsets, Record
from pipeline.evaluate.spans import matches, overlap, same_canonical, shared
from pipeline.facts.types import CORE_ROLES

_TRIGGER, _PAIR, _EXACT = 1e7, 1e4, 10.0


@dataclass(slots=True)
class Pairing:
    """The facts of one article and relation, paired.

    Attributes:
        pairs: (gold, predicted) facts that count.
        missed: Required gold facts that no prediction stands for.
        spurious: Predictions that stand for no gold fact.
        ignored: Predictions for optional gold facts, with these.
        left_out: Gold facts that count neither way.
    """

    pairs: list[tuple[Record, Record]] = field(default_factory=list)
    missed: list[Record] = field(default_factory=list)
    spurious: list[Record] = field(default_factory=list)
    ignored: list[tuple[Record, Record]] = field(default_factory=list)
    left_out: list[Record] = field(default_factory=list)


def pair_facts(gold: Iterable[Record], predicted: Iterable[Record]) -> Pairing:
    """Pair the facts of one article and relation.

    Args:
        gold: Gold facts.
        predicted: Predicted facts, or a second annotator's.
    """
    golds, predictions = _sorted(gold), _sorted(predicted)
    required = [g for g in golds if not g.optional]
    counted = [p for p in predictions if not p.optional]
    result = Pairing(pairs=assign_facts(required, counted))
    taken = {g.id for g, _ in result.pairs} | {p.id for _, p in result.pairs}
    open_gold = [g for g in required if g.id not in taken]
    open_predicted = [p for p in counted if p.id not in taken]
    optional_gold = [g for g in golds if g.optional]
    optional_predicted = [p for p in predictions if p.optional]
    result.ignored = assign_facts(optional_gold, open_predicted)
    dropped = {p.id for _, p in result.ignored}
    excused = {g.id for g, _ in assign_facts(open_gold, optional_predicted)}
    result.spurious = [p for p in open_predicted if p.id not in dropped]
    result.missed = [g for g in open_gold if g.id not in excused]
    result.left_out = optional_gold + [g for g in open_gold if g.id in excused]
    return result


def assign_facts(gold: list[Record], predicted: list[Record]) -> list[tuple[Record, Record]]:
    """Return the best one-to-one pairs of facts."""
    scores = [[pair_score(g, p) for p in predicted] for g in gold]
    return [(gold[i], predicted[j]) for i, j in best_assignment(scores)]


def pair_score(gold: Record, predicted: Record) -> float:
    """Return how well two facts go together: 0 where they are no pair."""
    overlapping = overlap(gold.trigger, predicted.trigger)
    close = overlapping or (_same_sentence(gold, predicted) and _share_core(gold, predicted))
    if not close:
        return 0.0
    exact = gold.trigger == predicted.trigger
    return _TRIGGER * overlapping + _PAIR + _EXACT * exact + _common(gold, predicted)


def pair_arguments(
    gold: Iterable[Argument], predicted: Iterable[Argument], spans: str = "head"
) -> list[tuple[Argument, Argument]]:
    """Return the best one-to-one pairs of arguments of two paired facts.

    Of several possible partners the one with the same canonical name, then the one with
    the same span is taken.
    """
    left, right = list(gold), list(predicted)
    scores = [[_argument_score(g, p, spans) for p in right] for g in left]
    return [(left[i], right[j]) for i, j in best_assignment(scores)]


def best_assignment(scores: list[list[float]]) -> list[tuple[int, int]]:
    """Return the (row, column) pairs with the highest total; 0 is never paired."""
    if not scores or not scores[0]:
        return []
    if len(scores) == 1:
        best = max(range(len(scores[0])), key=scores[0].__getitem__)
        return [(0, best)] if scores[0][best] > 0 else []
    if len(scores[0]) == 1:
        best = max(range(len(scores)), key=lambda i: scores[i][0])
        return [(best, 0)] if scores[best][0] > 0 else []
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(scores, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if scores[int(i)][int(j)] > 0]


def _sorted(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: record.order)


def _same_sentence(gold: Record, predicted: Record) -> bool:
    """Tell whether both triggers lie in one sentence, by either side's sentences."""
    return _inside(predicted.trigger, gold.sentence) or _inside(gold.trigger, predicted.sentence)


def _inside(inner: Offsets, outer: Offsets | None) -> bool:
    return outer is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _share_core(gold: Record, predicted: Record) -> bool:
    return any(
        shared(g, p)
        for role in CORE_ROLES[gold.relation]
        for g in gold.of_role(role)
        for p in predicted.of_role(role)
    )


def _common(gold: Record, predicted: Record) -> float:
    """Return the share of arguments in common, in [0, 1], seen from both sides alike."""
    ours, theirs = gold.arguments or (), predicted.arguments or ()
    if not ours or not theirs:
        return 0.0
    found = sum(any(g.role == p.role and shared(g, p) for p in theirs) for g in ours)
    found += sum(any(g.role == p.role and shared(g, p) for g in ours) for p in theirs)
    return found / (len(ours) + len(theirs))


def _argument_score(gold: Argument, predicted: Argument, spans: str) -> float:
    if gold.role != predicted.role or not matches(gold, predicted, spans):
        return 0.0
    named = same_canonical(gold.canonical, predicted.canonical)
    return 100.0 + 2.0 * named + (gold.span == predicted.span)
