"""Every miss, spurious fact and wrong field, with its sentence and its likely cause.

The cause is told from the records alone, so that any two runs can be looked at: a trigger
is known if the run uses the same word elsewhere or if the caller's lexicon has it; a missed
fact with a known trigger is put down to the parse, unless all its core arguments had to be
understood from the context.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.evaluate.comparison import Comparison
from pipeline.evaluate.files import write_text
from pipeline.evaluate.measures import ArticleScore
from pipeline.evaluate.records import Argument, Record
from pipeline.evaluate.spans import head_of, overlap, same_canonical, same_value
from pipeline.evaluate.templates import fill
from pipeline.facts.types import CORE_ROLES
from pipeline.read import Article

CAUSES = {
    "trigger unknown": "no fact is made of this word anywhere in the run",
    "trigger ambiguous": "a fact where gold has none",
    "relation": "the same words, taken for another relation",
    "parse": "the trigger is known, but it or an argument was attached wrongly",
    "argument missing": "an argument in the text was not found",
    "coreference": "a pronoun, noun phrase or implicit argument was not resolved",
    "name": "a mention was found, but its canonical name is another",
    "value": "a date, duration or amount was read differently",
    "factuality": "polarity, certainty, time, condition, status or stage",
    "link": "a denial and the fact that it denies",
}
KnownTrigger = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class FactError:
    """One thing that is not as in gold.

    Attributes:
        cause: One of `CAUSES`.
        kind: `missed`, `spurious` or `wrong`.
        field: `fact`, `trigger`, `argument`, `canonical`, `value`, `link`, or the name of the
            wrong field.
        before, quoted, after: The sentence around the trigger.
    """

    cause: str
    kind: str
    field: str
    article_id: str
    relation: str
    role: str | None
    gold: str | None
    predicted: str | None
    before: str
    quoted: str
    after: str
    start: int
    gold_id: str | None
    predicted_id: str | None
    rule: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain data, with its whole sentence."""
        plain = asdict(self)
        before, quoted, after = (plain.pop(key) for key in ("before", "quoted", "after"))
        return plain | {"trigger": quoted, "sentence": f"{before}{quoted}{after}"}


def find_errors(
    scores: Iterable[ArticleScore],
    articles: Mapping[str, Article] | None = None,
    known: KnownTrigger | None = None,
) -> list[FactError]:
    """Return all errors, article by article.

    Args:
        scores: What `evaluate` found.
        articles: The articles, for their sentences.
        known: Tells whether a relation has a trigger of some wording.
    """
    scores = list(scores)
    used = _used_triggers(scores)

    def is_known(relation: str, word: str) -> bool:
        return (relation, word.lower()) in used or (known is not None and known(relation, word))

    found: list[FactError] = []
    for score in scores:
        finder = _Finder(articles.get(score.article_id) if articles else None, is_known)
        found += finder.of_article(score)
    return found


def by_cause(errors: Iterable[FactError]) -> dict[str, list[FactError]]:
    """Group errors by cause, in the order of `CAUSES`."""
    groups: dict[str, list[FactError]] = {cause: [] for cause in CAUSES}
    for error in errors:
        groups[error.cause].append(error)
    return {cause: group for cause, group in groups.items() if group}


def write_jsonl(errors: Iterable[FactError], path: str | Path) -> None:
    """Write errors as JSON lines, sorted by cause."""
    lines = [
        json.dumps(e.to_dict(), ensure_ascii=False) + "\n"
        for group in by_cause(errors).values()
        for e in group
    ]
    write_text("".join(lines), path)


def write_html(errors: Iterable[FactError], path: str | Path, title: str = "Errors") -> None:
    """Write errors as one readable page, sorted by cause.

    Raises:
        FactwireError: E032 if jinja2 is not installed.
    """
    write_text(to_html(errors, title), path)


def to_html(errors: Iterable[FactError], title: str = "Errors") -> str:
    """Return the page of errors; all that comes from articles is escaped."""
    groups = by_cause(errors)
    kinds = {cause: Counter(e.kind for e in group) for cause, group in groups.items()}
    return fill("errors.html", title=title, groups=groups, kinds=kinds, causes=CAUSES)


def describe(record: Record) -> str:
    """Return a fact's arguments and status on one line."""
    roles: dict[str, list[str]] = {}
    for argument in record.arguments or ():
        roles.setdefault(argument.role, []).append(mention(argument))
    parts = [f"{role}={'; '.join(names)}" for role, names in roles.items()]
    parts.append(f"[{record.stage} {record.status}]" if record.stage else f"[{record.status}]")
    return " | ".join(parts)


def mention(argument: Argument) -> str:
    """Return a mention as `text→canonical`."""
    text = argument.text if argument.span is not None else "IMPL"
    return text or "?" if argument.canonical in (None, text) else f"{text}→{argument.canonical}"


def sentence_of(record: Record, article: Article | None) -> tuple[str, str, str]:
    """Return a fact's sentence on one line, parted at its trigger."""
    left, right = record.trigger
    if article is None:
        return "", record.trigger_text, ""
    start, end = record.sentence or (left, right)
    text = article.text
    parts = text[min(start, left) : left], text[left:right], text[right : max(right, end)]
    before, quoted, after = (" ".join(f"|{part}|".split())[1:-1] for part in parts)
    return before, quoted, after


def _used_triggers(scores: list[ArticleScore]) -> set[tuple[str, str]]:
    used: set[tuple[str, str]] = set()
    for score in scores:
        for relation, pairing in score.pairings.items():
            made = [p for _, p in pairing.pairs + pairing.ignored] + pairing.spurious
            for record in made:
                used.add((relation, record.trigger_text.lower()))
                lemma = (record.raw.get("trigger") or {}).get("lemma")
                if lemma:
                    used.add((relation, str(lemma).lower()))
    return used


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds the errors of one article."""

    article: Article | None
    is_known: KnownTrigger

    def of_article(self, score: ArticleScore) -> Iterator[FactError]:
        missed = [m for p in score.pairings.values() for m in p.missed]
        spurious = [s for p in score.pairings.values() for s in p.spurious]
        for relation, pairing in score.pairings.items():
            for gold in pairing.missed:
                cause = self._cause_of_miss(gold, spurious)
                yield self._error(cause, "missed", "fact", gold, None, ours=describe(gold))
            for predicted in pairing.spurious:
                confused = any(overlap(predicted.trigger, m.trigger) for m in missed)
                cause = "relation" if confused else "trigger ambiguous"
                yield self._error(cause, "spurious", "fact", None, predicted, theirs=describe(predicted))
            for comparison in score.comparisons[relation]:
                yield from self._of_pair(comparison)
        for denial, denied in score.missed_links:
            yield self._error("link", "missed", "link", denial, None, ours=denied.trigger_text)
        for denial, denied in score.spurious_links:
            yield self._error("link", "spurious", "link", None, denial, theirs=denied.trigger_text)

    def _cause_of_miss(self, gold: Record, spurious: list[Record]) -> str:
        if any(overlap(gold.trigger, s.trigger) for s in spurious):
            return "relation"
        if not self.is_known(gold.relation, gold.trigger_text):
            return "trigger unknown"
        core = [a for role in CORE_ROLES[gold.relation] for a in gold.of_role(role)]
        return "coreference" if core and all(a.span is None for a in core) else "parse"

    def _of_pair(self, comparison: Comparison) -> Iterator[FactError]:
        gold, predicted = comparison.gold, comparison.predicted
        if not overlap(gold.trigger, predicted.trigger):
            yield self._error(
                "parse",
                "wrong",
                "trigger",
                gold,
                predicted,
                None,
                gold.trigger_text,
                predicted.trigger_text,
            )
        for argument in comparison.missing:
            cause = _cause_of_missing(argument, comparison)
            yield self._error(cause, "missed", "argument", gold, predicted, argument.role, mention(argument))
        for argument in comparison.extra:
            cause = "coreference" if argument.span is None else "parse"
            yield self._error(
                cause,
                "spurious",
                "argument",
                gold,
                predicted,
                argument.role,
                theirs=mention(argument),
            )
        for ours, theirs in comparison.arguments:
            yield from self._of_argument(comparison, ours, theirs)
        for key, (wanted, found) in comparison.wrong.items():
            yield self._error("factuality", "wrong", key, gold, predicted, None, str(wanted), str(found))

    def _of_argument(self, comparison: Comparison, ours: Argument, theirs: Argument) -> Iterator[FactError]:
        gold, predicted, role = comparison.gold, comparison.predicted, ours.role
        if ours.canonical is not None and not same_canonical(ours.canonical, theirs.canonical):
            resolved = ours.kind in ("pronoun", "implicit") or bool(ours.raw.get("antecedent"))
            cause = "coreference" if resolved else "name"
            yield self._error(
                cause, "wrong", "canonical", gold, predicted, role, mention(ours), mention(theirs)
            )
        wanted, found = ours.raw.get("value"), theirs.raw.get("value")
        if wanted is not None and not same_value(wanted, found):
            yield self._error("value", "wrong", "value", gold, predicted, role, _plain(wanted), _plain(found))

    def _error(
        self,
        cause: str,
        kind: str,
        field: str,
        gold: Record | None,
        predicted: Record | None,
        role: str | None = None,
        ours: str | None = None,
        theirs: str | None = None,
    ) -> FactError:
        record = gold or predicted
        assert record is not None
        before, quoted, after = sentence_of(record, self.article)
        return FactError(
            cause=cause,
            kind=kind,
            field=field,
            article_id=record.article_id,
            relation=record.relation,
            role=role,
            gold=ours,
            predicted=theirs,
            before=before,
            quoted=quoted,
            after=after,
            start=record.trigger[0],
            gold_id=gold.id if gold else None,
            predicted_id=predicted.id if predicted else None,
            rule=predicted.raw.get("rule") if predicted else None,
        )


def _cause_of_missing(argument: Argument, comparison: Comparison) -> str:
    if argument.span is None:
        return "coreference"
    elsewhere = any(overlap(head_of(argument), extra.span) for extra in comparison.extra)
    return "parse" if elsewhere else "argument missing"


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
