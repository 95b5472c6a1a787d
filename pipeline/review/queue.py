"""What is worth a human's look next: facts that are uncertain, and of kinds that gold lacks."""

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.errors import E, FactwireError
from pipeline.evaluate import Record
from pipeline.evaluate.gold import read_json_lines


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact to look at; both reasons are in [0, 1]."""

    fact_id: str
    article_id: str
    relation: str
    trigger: str
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

    def worth(fact: Record) -> float:
        return _uncertainty(fact) + 1 / (1 + seen[_kind(fact)])

    # What was chosen only makes others worth less: a fact on top that kept its worth is the best.
    heap = [(-worth(fact), number) for number, fact in enumerate(left)]
    heapq.heapify(heap)
    chosen: list[Candidate] = []
    while heap and len(chosen) < limit:
        before, number = heapq.heappop(heap)
        fact = left[number]
        if -worth(fact) > before:
            heapq.heappush(heap, (-worth(fact), number))
            continue
        uncertainty, novelty = round(_uncertainty(fact), 4), round(1 / (1 + seen[_kind(fact)]), 4)
        score = round(worth(fact) / 2, 4)
        chosen.append(
            Candidate(fact.id, fact.article_id, fact.relation, fact.trigger_text, score, uncertainty, novelty)
        )
        seen[_kind(fact)] += 1
    return chosen


def load_queue(path: str | Path, facts: Iterable[Record]) -> list[Candidate]:
    """Read a queue that `factwire annotate queue` wrote.

    Args:
        path: JSON lines.
        facts: The facts that it was chosen from.

    Raises:
        FactwireError: E001 to E004 if it cannot be read, E030 for the first line that is none.
    """
    found = []
    known = {fact.id for fact in facts}
    for line, value in read_json_lines(path):
        try:
            candidate = msgspec.convert(value, Candidate)
        except msgspec.ValidationError as error:
            raise FactwireError(E.E030, path=path, line=line, reason=error) from error
        if candidate.fact_id not in known:
            reason = f"{candidate.fact_id!r} is none of the facts"
            raise FactwireError(E.E030, path=path, line=line, reason=reason)
        found.append(candidate)
    return found


def _uncertainty(fact: Record) -> float:
    confidence = 0.5 if fact.confidence is None else fact.confidence
    return 1 - abs(2 * confidence - 1)


def _kind(fact: Record) -> tuple[str, str]:
    trigger = fact.raw.get("trigger") or {}
    return fact.relation, str(trigger.get("lemma") or fact.trigger_text).lower()
