"""Data files of the rooms: TOML beside the code, checked when they are read."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.errors import E, FactwireError

T = TypeVar("T")
_PLACE = re.compile(r" - at `(?P<at>[^`]*)`")


def read_table(package: str, name: str, kind: type[T]) -> T:
    """Return a data file of a package as the given type.

    Args:
        package: Import name of the package that owns the file, such as "pipeline.annotate".
        name: File name within the package's folder `data`.
        kind: A msgspec struct that forbids unknown fields.

    Raises:
        FactwireError: E020 for an unknown key, E021 for anything else that doesn't fit.
    """
    return load_table(Path(str(files(package) / "data" / name)), kind)


def load_table(path: Path, kind: type[T]) -> T:
    """Return a TOML file as the given type.

    Raises:
        FactwireError: E020 for an unknown key, E021 for anything else that doesn't fit.
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)
    except tomllib.TOMLDecodeError as error:
        raise FactwireError(E.E021, path=path, entry="TOML", reason=error) from error
    except msgspec.ValidationError as error:
        raise _explain(path, str(error), kind) from error


def _explain(path: Path, message: str, kind: type) -> FactwireError:
    unknown = re.search(r"unknown field `([^`]*)`", message)
    place = _PLACE.search(message)
    entry = place["at"].removeprefix("$.") if place else "$"
    if unknown:
        allowed = ", ".join(getattr(kind, "__struct_fields__", ())) if not place else "those of its kind"
        return FactwireError(E.E020, path=path, entry=entry, key=unknown[1], allowed=allowed)
    return FactwireError(E.E021, path=path, entry=entry, reason=message)
