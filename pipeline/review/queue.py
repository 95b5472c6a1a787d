"""What is worth a human's look next: facts that are uncertain, and of kinds that gold lacks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.evaluate import Record


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact to look at; both reasons are in [0, 1]."""

    fact_id: str
    article_id: str
    score: float
    uncertainty: float
    novelty: float


def queue(facts: Sequence[Record], gold: Sequence[Record], limit: int) -> list[Candidate]:
    """Return the facts of articles without gold that teach most, best first.

    Uncertainty is 1 at a confidence of 0.5 and 0 at 0 and 1; novelty is 1/(1+n), n being the
    number of facts with the same relation and trigger word in gold or already chosen, so
    that the queue does not ask for one kind again and again.
    """
    done = {record.article_id for record in gold}
    seen = Counter(_kind(record) for record in gold)
    left = sorted((f for f in facts if f.article_id not in done), key=lambda f: f.id)
    chosen: list[Candidate] = []
    while left and len(chosen) < limit:
        best = max(left, key=lambda f: _uncertainty(f) + 1 / (1 + seen[_kind(f)]))
        left.remove(best)
        uncertainty, novelty = _uncertainty(best), 1 / (1 + seen[_kind(best)])
        total = round((uncertainty + novelty) / 2, 4)
        chosen.append(Candidate(best.id, best.article_id, total, round(uncertainty, 4), round(novelty, 4)))
        seen[_kind(best)] += 1
    return chosen


def _uncertainty(fact: Record) -> float:
    confidence = 0.5 if fact.confidence is None else fact.confidence
    return 1 - abs(2 * confidence - 1)


def _kind(fact: Record) -> tuple[str, str]:
    trigger = fact.raw.get("trigger") or {}
    return fact.relation, str(trigger.get("lemma") or fact.trigger_text).lower()
