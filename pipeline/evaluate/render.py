"""A report as a table for the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.evaluate.measures import ACCURACIES, ALL_ROLES, HEADLINE
from pipeline.evaluate.records import RELATIONS
from pipeline.evaluate.report import Report, Score

if TYPE_CHECKING:
    from rich.console import Group

Row = tuple[str, ...]
HEADER: Row = ("measure", "P", "R", "F1 / acc.", "95%", "n")
_SPANS = ("argument", "argument.strict", "argument.relaxed", "argument.all")


def sections(report: Report, full: bool = True) -> Iterator[tuple[str, list[Row]]]:
    """Yield (title, rows) of each part of a report."""
    yield f"All relations, {len(report.scores)} articles", _rows(report.table())
    for relation in RELATIONS:
        if report.score("fact", relation, interval=False).f1 is not None:
            yield relation, _rows(report.table(relation))
    if not full:
        return
    yield "Arguments by span", _rows(report.table(measures=_SPANS))
    roles = [f"role.{role}" for role in ALL_ROLES]
    yield "Arguments by role", _rows(report.table(measures=roles))
    for over in ("relation", "article"):
        means = [(m, report.macro(m, over)) for m in HEADLINE]
        rows: list[Row] = [(m, "", "", percent(f), "", "") for m, f in means if f is not None]
        yield f"Macro mean over {over}s", rows
    for group in report.groups:
        tables = report.by(group)
        if len(tables) > 1:
            yield f"Facts and records by {group}", list(_grouped(tables))


def to_rich(report: Report, full: bool = True) -> Group:
    """Return a report as tables for a rich console."""
    from rich.console import Group
    from rich.table import Table

    tables = []
    for title, rows in sections(report, full):
        table = Table(title=title, title_justify="left")
        for index, name in enumerate(HEADER):
            table.add_column(name, justify="right" if index else "left")
        for row in rows:
            table.add_row(*row)
        tables.append(table)
    return Group(*tables)


def to_markdown(report: Report, full: bool = True) -> str:
    """Return a report as Markdown."""
    blocks = []
    for title, rows in sections(report, full):
        lines = [f"### {title}", "", _line(HEADER), "|---" + "|---:" * (len(HEADER) - 1) + "|"]
        blocks.append("\n".join(lines + [_line(row) for row in rows]))
    return "\n\n".join(blocks) + "\n"


def percent(value: float | None) -> str:
    """Return a share as a percentage with one decimal, or a dash."""
    return "–" if value is None else f"{100 * value:.1f}"


def _rows(table: Mapping[str, Score]) -> list[Row]:
    return [_row(name, score) for name, score in table.items() if score.f1 is not None]


def _row(name: str, score: Score, label: str | None = None) -> Row:
    interval = ""
    if score.low is not None and score.high is not None:
        interval = f"{percent(score.low)}–{percent(score.high)}"
    accuracy = name.split(".")[0] in ACCURACIES
    share = ("", "") if accuracy else (percent(score.precision), percent(score.recall))
    count = str(score.gold) if accuracy else f"{score.right}/{score.predicted}/{score.gold}"
    return (label or name, *share, percent(score.f1), interval, count)


def _grouped(tables: Mapping[str, Mapping[str, Score]]) -> Iterator[Row]:
    for name, table in sorted(tables.items()):
        for measure in ("fact", "record"):
            if table[measure].f1 is not None:
                yield _row(measure, table[measure], f"{name}: {measure}")


def _line(row: Row) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
