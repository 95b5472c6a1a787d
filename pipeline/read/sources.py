"""Files from names: a file, a folder with all that it holds, or a pattern."""

import os
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pipeline.errors import E
from pipeline.read.kinds import kind_of
from pipeline.read.records import Fault


def find_files(name: str) -> Iterator[Path | Fault]:
    """Return the files that a name stands for, in the order of their paths.

    Args:
        name: Path of a file or folder, or a pattern.

    Yields:
        Paths; a fault where nothing is found or a folder cannot be read.
    """
    path = Path(name)
    if path.is_dir():
        yield from _walk(path)
    elif path.exists() or path.is_symlink() or not has_magic(name):
        yield path
    else:
        found = sorted(Path(p) for p in glob(name, recursive=True))  # noqa: PTH207 - absolute patterns
        if not found:
            yield Fault.of(E.E001, path=name)
        for match in found:
            if not match.is_dir():
                yield match


def fingerprints(names: Iterable[str]) -> tuple[list[dict[str, Any]], int]:
    """Return what inputs are made of: number and bytes of their files, and a hash of names and sizes.

    Args:
        names: Paths and patterns.

    Returns:
        One entry an input, and the bytes of them all.
    """
    found: list[dict[str, Any]] = []
    total = 0
    for name in names:
        count = size = 0
        listed = blake2b(digest_size=16)
        for file in () if name == "-" else find_files(name):
            if isinstance(file, Fault):
                continue
            length = file.stat().st_size if file.is_file() else 0
            relative = os.path.relpath(file, name) if Path(name).is_dir() else file.name
            listed.update(f"{relative}\0{length}\n".encode("utf-8", "surrogateescape"))
            count, size = count + 1, size + length
        found.append({"name": name, "files": count, "bytes": size, "listing": listed.hexdigest()})
        total += size
    return found, total


def _walk(folder: Path) -> Iterator[Path | Fault]:
    """Return the articles below a folder; links that lead nowhere are kept, to be told of."""
    faults: list[OSError] = []
    found = [
        Path(parent) / file
        for parent, _, files in os.walk(folder, onerror=faults.append)
        for file in files
        if kind_of(file) is not None
    ]
    for fault in faults:
        yield Fault.of(E.E002, path=fault.filename, reason=fault.strerror)
    found = [path for path in found if path.is_file() or not path.exists()]
    if not found and not faults:
        yield Fault.of(E.E008, reason=f"{folder} holds no file of a known format")
    yield from sorted(found)
