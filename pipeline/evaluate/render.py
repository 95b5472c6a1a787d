"""Figures as tables for the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.facts.shown import plain

if TYPE_CHECKING:
    from rich.console import Group

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table; the first column is left-aligned, the others are numbers."""

    title: str
    header: Row
    rows: Sequence[Row]


def to_rich(sections: Iterable[Section]) -> Group:
    """Return tables for a rich console."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    tables = []
    for section in sections:
        table = Table(title=Text(section.title), title_justify="left")
        for index, name in enumerate(section.header):
            table.add_column(name, justify="right" if index else "left")
        for row in section.rows:
            table.add_row(*(Text(plain(cell)) for cell in row))
        tables.append(table)
    return Group(*tables)


def to_markdown(sections: Iterable[Section]) -> str:
    """Return tables as Markdown."""
    blocks = []
    for section in sections:
        rule = "|---" + "|---:" * (len(section.header) - 1) + "|"
        lines = [f"### {section.title}", "", _line(section.header), rule]
        blocks.append("\n".join(lines + [_line(row) for row in section.rows]))
    return "\n\n".join(blocks) + "\n"


def percent(value: float | None) -> str:
    """Return a share as a percentage with one decimal, or a dash."""
    return "–" if value is None else f"{100 * value:.1f}"


def interval(low: float | None, high: float | None) -> str:
    """Return an interval of shares in percent, or nothing."""
    return "" if low is None or high is None else f"{percent(low)}–{percent(high)}"


def decimal(value: float | None) -> str:
    """Return a coefficient with two decimals, or a dash."""
    return "–" if value is None else f"{value:.2f}"


def _line(row: Row) -> str:
    return "| " + " | ".join(plain(cell).replace("|", "\\|") for cell in row) + " |"
