"""The measures, as counts per article and relation, from which every figure follows.

Each measure is kept as (right, predicted, gold): precision is right/predicted, recall is
right/gold; for an accuracy predicted and gold are both the number of cases.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.evaluate.comparison import Comparison, compare_facts, scored_fields
from pipeline.evaluate.pairing import Pairing, pair_arguments, pair_facts
from pipeline.evaluate.records import FACTUALITY_FIELDS, RELATIONS, Record, links_of
from pipeline.evaluate.spans import same_canonical, same_value
from pipeline.facts.types import ACTOR_ROLES, ROLES

ALL_ROLES = tuple(dict.fromkeys(role for roles in ROLES.values() for role in roles))
ACCURACIES = ("actor", "canonical", "value", "status", *FACTUALITY_FIELDS, "stage")
MEASURES = (
    "fact",
    "argument",
    "actor",
    "status",
    *FACTUALITY_FIELDS,
    "link",
    "record",
    "stage",
    "canonical",
    "canonical.exact",
    "value",
    "argument.strict",
    "argument.relaxed",
    "argument.all",
    *(f"role.{role}" for role in ALL_ROLES),
    *(f"actor.{role}" for role in ACTOR_ROLES),
)
HEADLINE = MEASURES[:10]
_INDEX = {measure: i for i, measure in enumerate(MEASURES)}


@dataclass(slots=True)
class ArticleScore:
    """All that was found in one article.

    Attributes:
        pairings: Relation → the paired facts.
        comparisons: Relation → the paired facts, compared.
        missed_links: Gold (denial, fact) links that were not predicted.
        spurious_links: Predicted links that gold lacks.
        counts: (relation, measure) → right, predicted, gold.
    """

    article_id: str
    pairings: dict[str, Pairing] = field(default_factory=dict)
    comparisons: dict[str, list[Comparison]] = field(default_factory=dict)
    missed_links: list[tuple[Record, Record]] = field(default_factory=list)
    spurious_links: list[tuple[Record, Record]] = field(default_factory=list)
    counts: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))

    def add(self, relation: str, measure: str, right: int, predicted: int, gold: int) -> None:
        """Add to the counts of a measure."""
        cell = self.counts[RELATIONS.index(relation), _INDEX[measure]]
        cell[0] += right
        cell[1] += predicted
        cell[2] += gold


def score_article(article_id: str, gold: Sequence[Record], predicted: Sequence[Record]) -> ArticleScore:
    """Pair and compare the facts of one article."""
    score = ArticleScore(article_id)
    for relation in RELATIONS:
        ours = [r for r in gold if r.relation == relation]
        theirs = [r for r in predicted if r.relation == relation]
        if not ours and not theirs:
            continue
        pairing = pair_facts(ours, theirs)
        comparisons = [compare_facts(g, p) for g, p in pairing.pairs]
        score.pairings[relation] = pairing
        score.comparisons[relation] = comparisons
        _count_facts(score, relation, pairing, comparisons)
        for comparison in comparisons:
            _count_arguments(score, relation, comparison)
            _count_fields(score, relation, comparison)
    _count_links(score, list(gold), list(predicted))
    return score


def score_articles(
    gold: Iterable[Record], predicted: Iterable[Record], article_ids: Iterable[str]
) -> list[ArticleScore]:
    """Score each of the articles."""
    ours, theirs = _by_article(gold), _by_article(predicted)
    return [score_article(i, ours.get(i, ()), theirs.get(i, ())) for i in article_ids]


def shared_pairs(a: ArticleScore, b: ArticleScore) -> tuple[ArticleScore, ArticleScore]:
    """Return arguments and fields of two runs, counted on the gold facts that both found.

    Each run's own pairs would compare the runs on different facts.
    """
    both = _found(a) & _found(b)
    return _fields_of(a, both), _fields_of(b, both)


def _found(score: ArticleScore) -> set[str]:
    return {c.gold.id for comparisons in score.comparisons.values() for c in comparisons}


def _fields_of(score: ArticleScore, gold_ids: set[str]) -> ArticleScore:
    kept = ArticleScore(score.article_id)
    for relation, comparisons in score.comparisons.items():
        for comparison in comparisons:
            if comparison.gold.id in gold_ids:
                _count_arguments(kept, relation, comparison)
                _count_fields(kept, relation, comparison)
    return kept


def _by_article(records: Iterable[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[record.article_id].append(record)
    return groups


def _count_facts(score: ArticleScore, relation: str, pairing: Pairing, comparisons: list[Comparison]) -> None:
    pairs = len(pairing.pairs)
    predicted, gold = pairs + len(pairing.spurious), pairs + len(pairing.missed)
    score.add(relation, "fact", pairs, predicted, gold)
    right = sum(c.record_right for c in comparisons)
    score.add(relation, "record", right, predicted, gold)
    missed = sum(len(g.arguments or ()) for g in pairing.missed)
    spurious = sum(len(p.arguments or ()) for p in pairing.spurious)
    score.add(relation, "argument.all", 0, spurious, missed)


def _count_arguments(score: ArticleScore, relation: str, comparison: Comparison) -> None:
    gold = comparison.gold.arguments
    if gold is None:
        return
    predicted = comparison.predicted.arguments or ()
    totals = len(predicted), len(gold)
    for measure in ("argument", "argument.all"):
        score.add(relation, measure, len(comparison.arguments), *totals)
    for spans in ("strict", "relaxed"):
        right = len(pair_arguments(gold, predicted, spans))
        score.add(relation, f"argument.{spans}", right, *totals)
    right_by = Counter(g.role for g, _ in comparison.arguments)
    predicted_by = Counter(p.role for p in predicted)
    gold_by = Counter(g.role for g in gold)
    for role in predicted_by | gold_by:
        score.add(relation, f"role.{role}", right_by[role], predicted_by[role], gold_by[role])
    for ours, theirs in comparison.arguments:
        if ours.canonical is not None:
            right = int(same_canonical(ours.canonical, theirs.canonical))
            score.add(relation, "canonical", right, 1, 1)
            exact = int(ours.canonical == theirs.canonical)
            score.add(relation, "canonical.exact", exact, 1, 1)
            if ours.role in ACTOR_ROLES:
                score.add(relation, "actor", right, 1, 1)
                score.add(relation, f"actor.{ours.role}", right, 1, 1)
        if ours.raw.get("value") is not None:
            right = int(same_value(ours.raw["value"], theirs.raw.get("value")))
            score.add(relation, "value", right, 1, 1)


def _count_fields(score: ArticleScore, relation: str, comparison: Comparison) -> None:
    for key, ours, theirs in scored_fields(comparison.gold, comparison.predicted):
        score.add(relation, key, int(ours == theirs), 1, 1)


def _count_links(score: ArticleScore, gold: list[Record], predicted: list[Record]) -> None:
    """Count (denial, denied fact) links, leaving out those with an optional end."""
    pairings = score.pairings.values()
    partner = {g.id: p.id for pairing in pairings for g, p in pairing.pairs}
    ours, theirs = {r.id: r for r in gold}, {r.id: r for r in predicted}
    left_out = {r.id for pairing in pairings for r in pairing.left_out}
    dropped = {p.id for pairing in pairings for _, p in pairing.ignored}
    dropped |= {r.id for r in predicted if r.optional}
    wanted = [link for link in links_of(gold) if not left_out & set(link)]
    found = {link for link in links_of(predicted) if not dropped & set(link)}
    right = set()
    for denial, denied in wanted:
        link = (partner.get(denial, ""), partner.get(denied, ""))
        if link in found:
            right.add(link)
        else:
            score.missed_links.append((ours[denial], ours[denied]))
    for denial, denied in sorted(found - right):
        score.spurious_links.append((theirs[denial], theirs[denied]))
    if wanted or found:
        score.add("denial", "link", len(right), len(found), len(wanted))
