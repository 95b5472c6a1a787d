"""Defaults from `factwire.toml`: found, checked, and told with their origin.

A key is an option's long name, `text_column` for `--text-column`. In the table of a command
(`[extract]`, `[annotate.queue]`) it counts for that command; at the top for every command
that has the option, and for the options of `factwire` itself. The command line comes first,
then the file of the project, then that of the user.
"""

import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer

from pipeline.cli.tomllines import KeyPath, flat, line_of, line_of_error
from pipeline.errors import E, FactwireError

NAME = "factwire.toml"
NOT_KEPT = frozenset({"help", "version", "config", "install_completion", "show_completion"})


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of a file.

    Attributes:
        value: The value, as the command line takes it.
        origin: File and line.
        parameter: Name of the parameter that takes it.
    """

    value: Any
    origin: str
    parameter: str


@dataclass(frozen=True, slots=True)
class Option:
    """An option that a file may set.

    Attributes:
        command: Names of its command, none for those of `factwire` itself.
        parameter: The parameter.
    """

    command: KeyPath
    parameter: Any

    @property
    def key(self) -> str:
        """The key that sets it."""
        names: list[str] = self.parameter.opts
        return max(names, key=len).lstrip("-").replace("-", "_")

    @property
    def path(self) -> KeyPath:
        """Table and key."""
        return (*self.command, self.key)


Settings = dict[KeyPath, Setting]


def options_of(command: Any, above: KeyPath = ()) -> Iterator[Option]:
    """Yield the options of a command and of those below it."""
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name not in NOT_KEPT:
            yield Option(above, parameter)
    for name, below in sorted(getattr(command, "commands", {}).items()):
        yield from options_of(below, (*above, name))


def config_files(named: Path | None = None, start: Path | None = None) -> list[Path]:
    """Return the files that count, the weaker first.

    Args:
        named: A file to take instead of the project's.
        start: Folder from which the project's file is looked for upwards; default the current one.

    Raises:
        FactwireError: E001 if the named file is not there.
    """
    if named is not None and not named.is_file():
        raise FactwireError(E.E001, path=named)
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    user = Path(base) / "factwire" / NAME
    here = (start or Path.cwd()).resolve()
    project = named or next((f / NAME for f in (here, *here.parents) if (f / NAME).is_file()), None)
    return [path for path in (user if user.is_file() else None, project) if path is not None]


def read_settings(root: typer.Context, paths: list[Path]) -> Settings:
    """Return the values of files, those of later files first.

    Raises:
        FactwireError: E002 for a file that cannot be read, E110 for what is wrong in one.
    """
    options = list(options_of(root.command))
    settings: Settings = {}
    for path in paths:
        settings |= _read(root, path, options)
    return settings


def default_map(settings: Settings) -> dict[str, Any]:
    """Return the values as the tree of tables that the command line takes its defaults from."""
    tree: dict[str, Any] = {}
    for path, setting in settings.items():
        table = tree
        for name in path[:-1]:
            table = table.setdefault(name, {})
        table[setting.parameter] = setting.value
    return tree


def to_toml(options: list[Option], settings: Settings | None) -> str:
    """Return options as TOML, each with its value; without settings, the defaults alone.

    With settings, a comment behind each value tells its origin; without, one before it what
    the option does. What has no value stands there as a comment.
    """
    lines: list[str] = []
    table: KeyPath = ()
    for option in options:
        if option.command != table:
            table = option.command
            lines += ["", f"[{'.'.join(table)}]"]
        setting = None if settings is None else settings.get(option.path)
        value = setting.value if setting else option.parameter.default
        kept = f"{option.key} = {_literal(value)}" if value is not None else ""
        line = kept or f"# {option.key} ="
        if settings is None:
            lines.append(f"# {option.parameter.help}")
        else:
            line += f"  # {setting.origin if setting else 'default' if kept else 'not set'}"
        lines.append(line)
    return "\n".join(lines).lstrip("\n") + "\n"


def _read(root: typer.Context, path: Path, options: list[Option]) -> Settings:
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise FactwireError(E.E002, path=path, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise FactwireError(E.E110, path=path, line=1, reason=error) from error
    except tomllib.TOMLDecodeError as error:
        line = line_of_error(error, text)
        raise FactwireError(E.E110, path=path, line=line, reason=error) from error
    general: Settings = {}
    special: Settings = {}
    for key, value in flat(table):
        line = line_of(text, key)
        chosen = [o for o in options if o.path == key or (len(key) == 1 and o.key == key[0])]
        if not chosen:
            raise FactwireError(E.E110, path=path, line=line, reason=_unknown(key, options))
        try:
            for option in chosen:
                taken = _checked(root, option, value, path)
                found = Setting(taken, f"{path}:{line}", option.parameter.name)
                (general if len(key) == 1 else special)[option.path] = found
        except typer.BadParameter as error:
            reason = f"{'.'.join(key)}: {error.message}"
            raise FactwireError(E.E110, path=path, line=line, reason=reason) from error
    return general | special


def _unknown(key: KeyPath, options: list[Option]) -> str:
    tables = {option.command for option in options}
    if key[:-1] in tables:
        names = sorted({o.key for o in options if o.command == key[:-1] or len(key) == 1})
        return f"unknown key {key[-1]!r}; {_instead(key[-1], names)}"
    known = [".".join(table) for table in sorted(tables) if table]
    return f"unknown table {'.'.join(key[:-1])!r}; {_instead('.'.join(key[:-1]), known)}"


def _instead(name: str, known: list[str]) -> str:
    """Return what may have been meant, or else all that is known."""
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"


def _checked(root: typer.Context, option: Option, value: Any, path: Path) -> Any:
    """Return a value as the command line takes it; the option's own check must let it pass.

    Paths count from the folder of the file.

    Raises:
        typer.BadParameter: if the option does not take it.
    """
    parameter = option.parameter
    if value == str(parameter.default):
        return value
    wants = "true or false" if parameter.is_flag else "a list" if parameter.multiple else "one value"
    is_list = isinstance(value, list)
    kind = "true or false" if isinstance(value, bool) else "a list" if is_list else "one value"
    if kind != wants:
        raise typer.BadParameter(f"takes {wants}, not {kind}")
    if parameter.is_flag:
        return value
    given = [str(v) for v in value] if parameter.multiple else str(value)
    taken = parameter.process_value(root, given)
    several = list(taken) if parameter.multiple else [taken]
    if several and all(isinstance(v, Path) for v in several):
        given = [str(path.parent / v) for v in several]
        return given if parameter.multiple else given[0]
    return given if parameter.multiple or isinstance(taken, str) else value


def _literal(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_literal, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return json.dumps(str(value), ensure_ascii=False)
