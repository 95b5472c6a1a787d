"""The commands that pages of the documentation show, in blocks and in lines, and their checks."""

import re
import shlex
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import ascii_lowercase

from typer.main import get_command

from pipeline.cli import app

ROOT = Path(__file__).parents[2]
SHOWN = (
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/*.md"),
    *ROOT.glob("models/*.md"),
    *ROOT.glob("annotations/*.md"),
)
GENERATED = {"cli.md", "errors.md", "CHANGELOG.md"}
PAGES = sorted(page for page in SHOWN if page.name not in GENERATED)
LETTERS = frozenset(ascii_lowercase)
PROGRAMS = ("factwire", "make", "python", "sqlite3")


@dataclass(frozen=True)
class Command:
    """A command in a block, with what the page shows as its output and the file it is sent to."""

    page: Path
    line: int
    words: tuple[str, ...]
    output: list[str] = field(default_factory=list)
    target: str | None = None

    def __str__(self):
        return f"{self.page.name}:{self.line}: {shlex.join(self.words)}"


def in_blocks(page):
    """Return the commands of a page's blocks."""
    found, fence = [], False
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        if line.startswith("```"):
            fence = not fence
            prompted = False
            continue
        if not fence:
            continue
        prompted = prompted or line.startswith("$ ")
        bare = line.removeprefix("$ ")
        if bare.startswith(tuple(f"{p} " for p in PROGRAMS)) and (bare != line or not prompted):
            words = shlex.split(bare, comments=True)
            cut = words.index(">") if ">" in words else len(words)
            target = words[cut + 1] if cut < len(words) else None
            found.append(Command(page, number, tuple(words[:cut]), target=target))
        elif prompted and line.strip() and found:
            found[-1].output.append(line)
    return found


def in_lines(page):
    """Return the pieces of code in a page's running text."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [" ".join(piece.split()) for piece in re.findall(r"`([^`]+)`", text)]


@cache
def root():
    return get_command(app)


@cache
def all_options(command=None):
    """Return the options of a command and of all below it."""
    command = command or root()
    return own_options(command).union(*map(all_options, getattr(command, "commands", {}).values()))


def targets():
    """Return the targets of the Makefile."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def complaints(words, whole):
    """Return what is wrong with a command; a whole one must also have all that it needs.

    Pieces of running text may leave arguments out and write alternatives as a|b.
    """
    program, *rest = words
    rest = rest[: rest.index("|")] if "|" in rest else rest
    if program == "factwire":
        return _of_factwire([w for w in rest if w != "…"], whole)
    if program == "make":
        return [f"no target {word}" for word in rest if word[0] in LETTERS and word not in targets()]
    if program == "python":
        return _of_python(rest)
    return []


def _of_factwire(words, whole):
    command, name = root(), "factwire"
    while hasattr(command, "commands"):
        while words and words[0] in own_options(command):
            words = words[1:]
        if not words:
            return []
        if words[0] not in command.commands:
            return [f"{name} has no {words[0]}"]
        command, name, words = command.commands[words[0]], words[0], words[1:]
    if whole:
        command.make_context(name, list(words))
        return []
    given = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"}
    return [f"{name} has no {option}" for option in sorted(given - own_options(command))]


def own_options(command):
    """Return a command's own options."""
    return {name for p in command.params for name in (*p.opts, *p.secondary_opts)} | {"--help"}


def _of_python(words):
    if words[0] == "-c":
        compile(words[1], "documentation", "exec")
        return []
    if words[0] == "-m":
        path = ROOT / (words[1].replace(".", "/") + ".py")
        return [] if path.exists() or (path.with_suffix("") / "__main__.py").exists() else [f"no {words[1]}"]
    script = ROOT / words[0]
    if not script.exists():
        return [f"no {words[0]}"]
    options = re.findall(r"--[a-z-]+", " ".join(words))
    source = script.read_text("utf-8")
    return [f"{words[0]} has no {o}" for o in options if f'"{o}"' not in source]
