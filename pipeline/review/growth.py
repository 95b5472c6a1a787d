"""How much corrections let gold grow, and what that did to the scores of a run."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.errors import E, FactwireError
from pipeline.evaluate import Record, evaluate
from pipeline.evaluate.render import percent
from pipeline.evaluate.spans import overlap
from pipeline.review.corrections import Correction


@dataclass(frozen=True, slots=True)
class Growth:
    """Gold before and after corrections, as pairs of (before, after).

    Attributes:
        corrections: Their number by action.
        annotators: Their number by annotator.
        facts: All gold facts.
        articles: Articles with gold facts.
        relations: Gold facts by relation.
        f1: Fact F1 of the run over the articles that had gold before, from 0 to 1; None
            without a run, or where nothing is to be found.
        f1_all: The same over the articles that have gold afterwards.
        contested: Facts that two annotators corrected differently; the last one counts.
        undecided: Facts of the run in articles new to gold that nobody judged; they are left
            out of `f1_all`.
    """

    corrections: dict[str, int]
    annotators: dict[str, int]
    facts: tuple[int, int]
    articles: tuple[int, int]
    relations: dict[str, tuple[int, int]]
    contested: int = 0
    f1: tuple[float | None, float | None] | None = None
    f1_all: float | None = None
    undecided: int = 0


def growth(
    before: Sequence[Record],
    after: Sequence[Record],
    corrections: Sequence[Correction],
    run: Sequence[Record] | None = None,
) -> Growth:
    """Return the figures of a merge.

    Args:
        before: Gold before.
        after: Gold with the corrections.
        corrections: What was merged.
        run: Records of a run, to score against both.
    """
    counts = [Counter(r.relation for r in records) for records in (before, after)]
    old, new = ({r.article_id for r in records} for records in (before, after))
    found = Growth(
        corrections=dict(Counter(c.action for c in corrections)),
        annotators=dict(Counter(c.annotator for c in corrections)),
        facts=(len(before), len(after)),
        articles=(len(old), len(new)),
        relations={name: (counts[0][name], counts[1][name]) for name in sorted(counts[0] | counts[1])},
        contested=_contested(corrections),
    )
    if run is None:
        return found
    touched = {c.article_id for c in corrections} - old
    judged = [r for r in run if r.article_id not in touched or _judged(r, after, corrections)]
    return replace(
        found,
        f1=(_f1(before, run, old), _f1(after, run, old)),
        f1_all=_f1(after, judged, old | touched),
        undecided=len(run) - len(judged),
    )


def figure_lines(found: Growth) -> list[str]:
    """Return the figures in sentences."""
    actions = ", ".join(f"{n} {action}" for action, n in sorted(found.corrections.items()))
    kinds = ", ".join(f"{name} {old} → {new}" for name, (old, new) in found.relations.items())
    who = ", ".join(found.annotators) or "nobody"
    lines = [
        f"{sum(found.corrections.values())} corrections ({actions or 'none'}) by {who}",
        f"gold had {found.facts[0]} facts in {found.articles[0]} articles and has {found.facts[1]} "
        f"in {found.articles[1]}: {kinds or 'none'}",
    ]
    if found.contested:
        lines.append(
            f"{found.contested} facts were corrected differently by two annotators; the last one counts"
        )
    if found.f1 is not None:
        before, after = map(percent, found.f1)
        lines.append(
            f"fact F1 {before} before and {after} after over the articles that had gold, "
            f"{percent(found.f1_all)} over all that have gold now"
        )
    if found.undecided:
        lines.append(
            f"{found.undecided} facts of the run in articles new to gold are neither accepted nor rejected; "
            "F1 leaves them out"
        )
    return lines


def add_figures(found: Growth, path: Path) -> None:
    """Add the figures to a file of JSON lines, one a merge.

    Raises:
        FactwireError: E040 if the file cannot be written.
    """
    try:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(found), ensure_ascii=False) + "\n")
    except OSError as error:
        raise FactwireError(E.E040, path=path, reason=error.strerror) from error


def _contested(corrections: Iterable[Correction]) -> int:
    said: dict[str, dict[str, str]] = {}
    for c in corrections:
        record = None if c.record is None else c.record.raw
        said.setdefault(c.fact_id, {})[c.annotator] = json.dumps(record, sort_keys=True)
    return sum(len(set(by_annotator.values())) > 1 for by_annotator in said.values())


def _judged(fact: Record, gold: Iterable[Record], corrections: Iterable[Correction]) -> bool:
    if any(c.fact_id == fact.id for c in corrections):
        return True
    same = (r for r in gold if r.article_id == fact.article_id and r.relation == fact.relation)
    return any(overlap(r.trigger, fact.trigger) for r in same)


def _f1(gold: Sequence[Record], run: Sequence[Record], ids: set[str]) -> float | None:
    return evaluate(gold, run, only=ids, samples=0).score("fact", interval=False).f1
