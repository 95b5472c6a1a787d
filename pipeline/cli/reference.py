"""Pages of the documentation that are made from the code: commands and error codes.

`python -m pipeline.cli.reference docs` writes them; a test compares them.
"""

import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from typer.main import get_command

from pipeline.cli.app import app
from pipeline.errors import E

GROUPS = {
    "E00": "Input",
    "E01": "Language model",
    "E02": "Rules and lexicons",
    "E03": "Evaluation",
    "E04": "Output and databases",
    "E05": "Running",
    "E06": "Batch runs",
    "E08": "Formats of input",
    "E09": "Merging",
    "E10": "Review",
    "E11": "Configuration",
}


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    return {"cli.md": commands(), "errors.md": errors()}


def errors() -> str:
    """Return the error catalogue as Markdown: one table a group."""
    lines = ["# Error messages", "", "Made by `python -m pipeline.cli.reference docs`.", ""]
    for group, entries in groupby(E, key=lambda entry: entry.name[:3]):
        lines += [f"## {GROUPS[group]}", "", "| code | message |", "| --- | --- |"]
        lines += [f"| {entry.name} | {entry.value} |" for entry in entries] + [""]
    return "\n".join(lines).rstrip() + "\n"


def commands() -> str:
    """Return the commands as Markdown: one section a command, with arguments and options."""
    lines = [
        "# Command line",
        "",
        "Made by `python -m pipeline.cli.reference docs`; see also `exit-codes.md`.",
        "",
    ]
    lines += _sections("factwire", get_command(app))
    return "\n".join(lines).rstrip() + "\n"


def _sections(path: str, command: Any) -> list[str]:
    if hasattr(command, "commands"):
        lines: list[str] = []
        for name in sorted(command.commands):
            lines += _sections(f"{path} {name}", command.commands[name])
        return lines
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join([path, *map(_placeholder, arguments), "[OPTIONS]"])
    lines = [f"## {path}", "", (command.help or "").strip(), "", f"    {usage}", ""]
    for parameter in command.params:
        if parameter.name == "help":
            continue
        names = ", ".join(parameter.opts + parameter.secondary_opts)
        if parameter.param_type_name == "argument":
            names = _placeholder(parameter)
        lines.append(f"- `{names}`: {parameter.help or ''}")
    return [*lines, ""]


def _placeholder(argument: Any) -> str:
    name: str = argument.metavar or argument.name.upper()
    name = f"{name}..." if argument.nargs == -1 else name
    return name if argument.required else f"[{name}]"


if __name__ == "__main__":
    for name, text in pages().items():
        (Path(sys.argv[1]) / name).write_text(text, encoding="utf-8")
