"""Rows of a database in the terminal, as CSV that no spreadsheet runs, or as JSON lines."""

import csv
import sys
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.facts.shown import plain, plain_json
from pipeline.review.terminal import COLOURS

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
HIDDEN_COLUMNS = frozenset({"fact_id", "denial", "denies", "evidence"})


def print_answers(
    names: Sequence[str], rows: Sequence[Sequence[Any]], form: Literal["table", "csv", "jsonl"]
) -> None:
    """Print rows to standard output.

    Args:
        names: The names of the columns.
        rows: Values by row; None stays empty.
        form: For people (without sentences and the ids of facts), for spreadsheets, for programs.
    """
    if form == "table":
        Console(highlight=False).print(_table(names, rows))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([safe_cell(value) for value in row] for row in rows)
    else:
        for row in rows:
            line = msgspec.json.encode(dict(zip(names, row, strict=True)))
            sys.stdout.write(plain_json(line.decode()) + "\n")


def safe_cell(value: Any) -> Any:
    """Return a value that a spreadsheet shows and doesn't run.

    A formula gets an apostrophe in front, hidden characters are shown as escapes, and a line
    break is a space.
    """
    if not isinstance(value, str):
        return value
    shown = plain(value)
    return "'" + shown if shown.lstrip().startswith(FORMULA) else shown


def _table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    shown = [i for i, name in enumerate(names) if name not in HIDDEN_COLUMNS]
    table = Table(*(names[i] for i in shown))
    for row in rows:
        table.add_row(*(_cell(names[i], row[i]) for i in shown))
    return table


def _cell(name: str, value: Any) -> Text:
    text = "" if value is None else plain(f"{value:g}" if isinstance(value, float) else str(value))
    return Text(text, COLOURS.get(text, "") if name == "status" else "")
