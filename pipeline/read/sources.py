"""Files from names: a file, a folder with all that it holds, or a pattern."""

import os
from collections.abc import Iterator
from glob import glob, has_magic
from pathlib import Path

from pipeline.errors import E
from pipeline.read.records import Fault

SUFFIXES = (".txt", ".jsonl")


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


def _walk(folder: Path) -> Iterator[Path | Fault]:
    """Return the texts below a folder; links that lead nowhere are kept, to be told of."""
    faults: list[OSError] = []
    found = [
        Path(parent) / file
        for parent, _, files in os.walk(folder, onerror=faults.append)
        for file in files
        if file.lower().endswith(SUFFIXES)
    ]
    for fault in faults:
        yield Fault.of(E.E002, path=fault.filename, reason=fault.strerror)
    found = [path for path in found if path.is_file() or not path.exists()]
    if not found and not faults:
        yield Fault.of(E.E008, reason=f"{folder} holds no .txt or .jsonl")
    yield from sorted(found)
