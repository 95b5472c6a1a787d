"""The tables of each kind of result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.evaluate.agreement import Agreement
from pipeline.evaluate.calibration import Calibration, calibrate, confidence_pairs, gold_count
from pipeline.evaluate.compare import Difference
from pipeline.evaluate.diagnosis import by_rule, record_losses
from pipeline.evaluate.measures import ACCURACIES, ALL_ROLES, HEADLINE
from pipeline.evaluate.ner import EntityReport, SchemeScore
from pipeline.evaluate.records import RELATIONS
from pipeline.evaluate.render import Row, Section, decimal, interval, percent
from pipeline.evaluate.report import Report, Score
from pipeline.facts.types import ACTOR_ROLES

HEADER: Row = ("measure", "P", "R", "F1 / acc.", "95%", "right/pred./gold")
GROUPED: Row = ("P", "R", "F1", "95%", "facts", "records")
SHOWN_ARTICLES = 100  # more of them are figures for a program, which takes them as JSON
SPANS = ("argument", "argument.strict", "argument.relaxed", "argument.all")
DETAILS = ("stage", "canonical", "canonical.exact", "value")


def of_report(report: Report, full: bool = True) -> Iterator[Section]:
    """Yield the tables of an evaluation; without `full` only the contract's measures."""
    yield _scores(f"All relations, {len(report.scores)} articles", report.table())
    for relation in RELATIONS:
        if report.score("fact", relation, interval=False).f1 is not None:
            yield _scores(relation, report.table(relation))
    if not full:
        return
    yield _scores("Arguments by span, and with those of missed facts", report.table(measures=SPANS))
    roles = [f"role.{role}" for role in ALL_ROLES]
    yield _scores("Arguments by role", report.table(measures=roles))
    actors = [f"actor.{role}" for role in ACTOR_ROLES]
    yield _scores("Actors by role, and other fields", report.table(measures=[*actors, *DETAILS]))
    yield _macro(report)
    few = ["article"] if len(report.scores) <= SHOWN_ARTICLES else []
    for group in (*report.groups, *few):
        tables = report.by(group)
        if len(tables) > 1:
            title = f"Facts (right/predicted/gold) and F1 of records by {group}"
            yield Section(title, (group, *GROUPED), tuple(_grouped(tables)))
    yield from of_diagnosis(report)
    pairs = confidence_pairs(report.scores)
    if pairs:
        yield from of_calibration(calibrate(pairs, gold_count(report.scores)))


def of_diagnosis(report: Report) -> Iterator[Section]:
    """Yield what keeps found facts from being right records, and the figures of each rule."""
    losses = [
        (loss.relation, loss.what, str(loss.facts), str(loss.alone)) for loss in record_losses(report.scores)
    ]
    header = ("relation", "what is wrong", "facts", "nothing else")
    yield Section("What keeps found facts from being right records", header, losses)
    rules = [
        (r.rule, str(r.predicted), percent(r.found / r.predicted), percent(r.records / r.predicted))
        for r in by_rule(report.scores)
    ]
    yield Section("Precision by rule", ("rule", "predicted", "fact P", "record P"), rules)


def of_calibration(result: Calibration) -> Iterator[Section]:
    """Yield the reliability table and the precision at each recall."""
    title = f"Confidence of {result.cases} facts: ECE {decimal(result.ece)}, "
    yield Section(
        f"{title}Brier {decimal(result.brier)}",
        ("confidence", "facts", "mean", "right"),
        [
            (f"{b.low:.1f}–{b.high:.1f}", str(b.count), percent(b.confidence), percent(b.right))
            for b in result.bins
        ],
    )
    rows = [(f"{r:.2f}", t) for r, t in result.precision_at.items()]
    if result.best is not None:
        rows.append(("best F1", result.best))
    yield Section(
        "Precision at each recall, by --min-confidence",
        ("recall wanted", "min-confidence", "P", "R", "F1"),
        [
            (label, f"{t.confidence:.3f}", percent(t.precision), percent(t.recall), percent(t.f1))
            for label, t in rows
        ],
    )


def of_comparison(differences: Iterable[Difference]) -> Iterator[Section]:
    """Yield the table of differences between two runs."""
    yield Section(
        "B against A: approximate randomisation over articles; fields of what both found",
        ("measure", "relation", "A", "B", "B - A", "p"),
        [
            (
                d.measure,
                d.relation or "all",
                percent(d.a),
                percent(d.b),
                f"{100 * d.difference:+.1f}",
                f"{d.p:.4f}",
            )
            for d in differences
        ],
    )


def of_agreement(result: Agreement) -> Iterator[Section]:
    """Yield the tables of two annotators' agreement."""
    yield Section(
        f"Agreement on {result.articles} articles, by level",
        ("level", "F1", "95%", "units"),
        [
            (name, percent(level.f1), interval(level.low, level.high), str(level.units))
            for name, level in result.levels.items()
            if level.f1 is not None
        ],
    )
    yield Section(
        "Agreement on labels",
        ("field", "observed", "Cohen's κ", "Krippendorff's α", "units"),
        [
            (name, percent(c.observed), decimal(c.kappa), decimal(c.alpha), str(c.units))
            for name, c in result.labels.items()
        ],
    )


def of_entities(result: EntityReport) -> Iterator[Section]:
    """Yield the tables of an evaluation of entities."""
    header = ("scheme", "P", "R", "F1", "right", "wrong", "part", "missed", "false")
    rows = [_scheme(name, score) for name, score in result.overall.items()]
    rows += [
        (f"{scheme}, macro", "", "", percent(result.macro(scheme)), "", "", "", "", "")
        for scheme in result.overall
    ]
    yield Section(f"Entities in {result.articles} articles", header, rows)
    labels = [_scheme(label, scores["strict"]) for label, scores in result.by_label.items()]
    yield Section("Entities by label, strict", ("label", *header[1:]), labels)


def _scheme(name: str, score: SchemeScore) -> Row:
    shares = (percent(score.precision), percent(score.recall), percent(score.f1))
    counts = (score.correct, score.incorrect, score.partial, score.missed, score.spurious)
    return (name, *shares, *map(str, counts))


def _scores(title: str, table: Mapping[str, Score]) -> Section:
    rows = [_row(name, score) for name, score in table.items() if score.f1 is not None]
    return Section(title, HEADER, rows)


def _macro(report: Report) -> Section:
    rows: list[Row] = []
    for measure in HEADLINE:
        means = [report.macro(measure, over) for over in ("relation", "article")]
        if means[0] is not None:
            rows.append((measure, *map(percent, means)))
    return Section("Macro means", ("measure", "over relations", "over articles"), rows)


def _row(name: str, score: Score, label: str | None = None) -> Row:
    accuracy = name.split(".")[0] in ACCURACIES
    shares = ("", "") if accuracy else (percent(score.precision), percent(score.recall))
    counts = (score.right, score.gold) if accuracy else (score.right, score.predicted, score.gold)
    bounds = interval(score.low, score.high)
    return (label or name, *shares, percent(score.f1), bounds, "/".join(map(str, counts)))


def _grouped(tables: Mapping[str, Mapping[str, Score]]) -> Iterator[Row]:
    for name, table in sorted(tables.items()):
        fact = table["fact"]
        if fact.f1 is not None:
            _, precision, recall, f1, bounds, counts = _row("fact", fact)
            yield (name, precision, recall, f1, bounds, counts, percent(table["record"].f1))
