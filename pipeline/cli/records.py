"""Reading the records of `factwire extract` for commands that take them."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import E, FactwireError
from pipeline.facts import Fact

STANDARD_INPUT = Path("-")


def read_records(path: Path) -> Iterator[Fact]:
    """Read records of a file, or of the folder of `factwire batch`; the first bad line is an error.

    Args:
        path: The file or folder; `-` is standard input.

    Raises:
        FactwireError: E001 or E002 if a file cannot be read, E030 for a line that is no record.
    """
    if path.is_dir():
        from pipeline.run.batch import fact_files

        parts = fact_files(path)
        if not parts:
            raise FactwireError(E.E008, reason=f"{path} holds no facts of factwire batch")
        for part in parts:
            yield from _read_file(part)
    else:
        yield from _read_file(path)


def _read_file(path: Path) -> Iterator[Fact]:
    try:
        if path == STANDARD_INPUT:
            yield from _decoded(sys.stdin.buffer, "standard input")
            return
        with path.open("rb") as stream:
            yield from _decoded(stream, path)
    except FileNotFoundError as error:
        raise FactwireError(E.E001, path=path) from error
    except OSError as error:
        raise FactwireError(E.E002, path=path, reason=error.strerror) from error


def _decoded(lines: Iterable[bytes], name: str | Path) -> Iterator[Fact]:
    import msgspec

    from pipeline.facts.types import decode

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise FactwireError(E.E030, path=name, line=number, reason=error) from error
