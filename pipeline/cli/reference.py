"""The CLI reference of the documentation, made from the commands themselves.

`python -m pipeline.cli.reference > docs/cli.md`; a test compares the two.
"""

import sys
from typing import Any

from typer.main import get_command

from pipeline.cli.app import app


def reference() -> str:
    """Return the reference as Markdown: one section a command, with arguments and options."""
    lines = [
        "# Command line",
        "",
        "Made by `python -m pipeline.cli.reference`; see also `exit-codes.md`.",
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
    context = command.make_context(path, [], resilient_parsing=True)
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f"## {path}", "", (command.help or "").strip(), "", f"    {path} {usage}", ""]
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name != "help":
            names = ", ".join(parameter.opts + parameter.secondary_opts)
            lines.append(f"- `{names}`: {parameter.help or ''}")
    return [*lines, ""]


if __name__ == "__main__":
    sys.stdout.write(reference())
