"""JSON lines out: whole files or nothing, never a half-written one."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipeline.errors import E, FactwireError


@contextmanager
def open_output(path: str | None) -> Iterator[IO[bytes]]:
    """Open an output that appears under its name only when it is complete.

    The data goes to a temporary file beside the target, is synced to disk and then
    renamed over it; on an error the target stays as it was. None or `-` is standard
    output.

    Raises:
        FactwireError: E040 if the file cannot be written.
    """
    if path is None or path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise FactwireError(E.E040, path=path, reason=error.strerror) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise FactwireError(E.E040, path=path, reason=error.strerror) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
