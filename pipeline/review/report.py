"""One self-contained page about a run: figures, plots, and samples of what is right and wrong."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline import __version__
from pipeline.evaluate import Record, Report
from pipeline.evaluate.calibration import calibrate, confidence_pairs, gold_count, thresholds
from pipeline.evaluate.errors import (
    CAUSES,
    FactError,
    KnownTrigger,
    by_cause,
    describe,
    find_errors,
    sentence_of,
)
from pipeline.evaluate.files import write_text
from pipeline.evaluate.records import RELATIONS
from pipeline.evaluate.sections import of_report
from pipeline.evaluate.templates import fill
from pipeline.read import Article
from pipeline.review import plots

T = TypeVar("T")
KINDS = ("missed", "spurious", "wrong")
MONTH = re.compile(r"\d{4}-\d{2}")
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture, and the words below it; `svg` is markup of our own."""

    title: str
    caption: str
    svg: str


@dataclass(frozen=True, slots=True)
class RightFact:
    """A fact whose whole record is right, with its sentence."""

    record: Record
    before: str
    quoted: str
    after: str
    values: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a report tells about.

    Attributes:
        report: The facts, compared with gold.
        title: Heading of the page.
        articles: The articles, for sentences; those of other facts stay without.
        known: Tells whether a relation has a trigger of some wording.
        examples: Number of sentences shown of each cause of errors, and of right facts.
    """

    report: Report
    title: str
    articles: Mapping[str, Article] | None = None
    known: KnownTrigger | None = None
    examples: int = 5

    def predicted(self) -> list[Record]:
        """Return the run's facts in the compared articles."""
        pairings = [p for s in self.report.scores for p in s.pairings.values()]
        return [r for p in pairings for r in [*p.spurious, *(x for _, x in [*p.pairs, *p.ignored])]]


def write_report(run: Run, path: str | Path) -> None:
    """Write the page.

    Raises:
        FactwireError: E045 without matplotlib, E032 without jinja2, E040 if it cannot be written.
    """
    write_text(to_html(run), path)


def to_html(run: Run) -> str:
    """Return the page; what comes from articles and records is escaped."""
    errors = find_errors(run.report.scores, run.articles, run.known)
    groups = by_cause(errors)
    first, *rest = of_report(run.report, full=True)
    return fill(
        "report.html",
        "pipeline.review",
        title=run.title,
        version=__version__,
        models=sorted({_model(r) for r in run.predicted()} - {""}),
        summary=first,
        sections=rest,
        plots=list(_plots(run, groups)),
        groups=groups,
        kinds={cause: _kinds(group) for cause, group in groups.items()},
        causes=CAUSES,
        samples={cause: sample(group, run.examples) for cause, group in groups.items()},
        right=sample(list(_right(run)), run.examples),
    )


def sample(items: Sequence[T], count: int) -> list[T]:
    """Return so many of the items, drawn the same way each time, in their order."""
    drawn = random.Random(0).sample(range(len(items)), min(count, len(items)))
    return [items[i] for i in sorted(drawn)]


def by_period(records: Sequence[Record]) -> tuple[dict[str, Counter[str]], str, int]:
    """Count facts by the month in which their article was published.

    Returns:
        Period → relation → number, from the first to the last with those between (where even
        years are too many, those that occur); `month` or, where that would be too many,
        `year`; and the number of facts without a date.
    """
    dated = [(str(r.raw.get("published") or ""), r.relation) for r in records]
    months = [(date[:7], relation) for date, relation in dated if MONTH.match(date)]
    undated = len(dated) - len(months)
    if not months:
        return {}, "month", undated
    places = [_place(month) for month, _ in months]
    first, last = min(places), max(places)
    if last - first < MOST_MONTHS:
        names = [f"{place // 12:04}-{place % 12 + 1:02}" for place in range(first, last + 1)]
        return _counted(names, months), "month", undated
    names = [f"{year:04}" for year in range(first // 12, last // 12 + 1)]
    if len(names) > MOST_MONTHS:
        names = sorted({month[:4] for month, _ in months})
    return _counted(names, [(month[:4], relation) for month, relation in months]), "year", undated


def _counted(names: Sequence[str], found: Sequence[tuple[str, str]]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for name, relation in found:
        counts[name][relation] += 1
    return counts


def _place(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _plots(run: Run, groups: Mapping[str, Sequence[FactError]]) -> Iterator[Plot]:
    """Yield the plots for which there are data."""
    scores = run.report.scores
    pairs, gold = confidence_pairs(scores), gold_count(scores)
    if pairs and gold:
        curves = {
            "event found": thresholds(pairs, gold),
            "record right": thresholds(confidence_pairs(scores, "record"), gold),
        }
        told = "From left to right the least confidence (--min-confidence) falls; dots mark some of them."
        yield Plot("Precision and recall", told, plots.precision_recall(curves))
        found = calibrate(pairs, gold)
        told = (
            f"{found.cases} facts in bins of a tenth, their numbers below. "
            f"Expected calibration error {found.ece or 0:.3f}."
        )
        yield Plot("Reliability of the confidence", told, plots.reliability_diagram(found.bins))
    if groups:
        told = f"{sum(map(len, groups.values()))} errors; the table below says what the causes mean."
        kinds = {cause: _kinds(group) for cause, group in groups.items()}
        yield Plot("Errors by cause", told, plots.bars(kinds, KINDS, "Number of errors by cause"))
    counts, period, undated = by_period(run.predicted())
    if counts:
        told = f"Facts of the run by the {period} in which their article was published"
        told += f"; {undated} without a date are left out." if undated else "."
        yield Plot(f"Facts per {period}", told, plots.columns(counts, RELATIONS, f"Facts per {period}"))


def _kinds(group: Sequence[FactError]) -> Counter[str]:
    return Counter(error.kind for error in group)


def _right(run: Run) -> Iterator[RightFact]:
    for score in run.report.scores:
        article = run.articles.get(score.article_id) if run.articles else None
        for comparisons in score.comparisons.values():
            for found in comparisons:
                if found.record_right and found.gold.arguments is not None:
                    record = found.predicted
                    yield RightFact(record, *sentence_of(record, article), describe(record))


def _model(record: Record) -> str:
    producer = record.raw.get("producer")
    return str(producer.get("model") or "") if isinstance(producer, Mapping) else ""
