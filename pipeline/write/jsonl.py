"""Output streams: whole files or nothing, never a half-written one."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pipeline.errors import E, FactwireError
from pipeline.facts.shown import plain_json


class Output:
    """A stream whose faults name the output.

    Args:
        stream: Takes the bytes.
        name: The output's name in messages.
    """

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name

    def write(self, data: bytes) -> None:
        """Write bytes.

        Raises:
            FactwireError: E040 if they cannot be written.
        """
        with _telling(self._name):
            self._stream.write(data)

    def finish(self) -> None:
        """Hand all that was written to the system.

        Raises:
            FactwireError: E040 if it cannot be written.
        """
        with _telling(self._name):
            self._stream.flush()


class TerminalOutput(Output):
    """A terminal: characters that would act there are written as JSON's escapes, which mean the same."""

    def write(self, data: bytes) -> None:
        """Write whole lines of JSON."""
        lines = data.decode("utf-8").split("\n")
        super().write("\n".join(map(plain_json, lines)).encode())


@contextmanager
def open_output(path: str | None) -> Iterator[Output]:
    """Open an output that appears under its name only when it is complete.

    The data goes to a temporary file beside the target, is synced to disk and then
    renamed over it; on an error the target stays as it was. A link is followed; a
    device or pipe is written to as it is. None or `-` is standard output.

    Raises:
        FactwireError: E040 if the output cannot be written.
    """
    if path is None or path == "-":
        yield from _standard_output()
        return
    with _telling(path):
        target = Path(path).resolve()
        if target.exists() and not target.is_file():
            stream: IO[bytes] = target.open("wb")
            temporary = None
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
            stream = os.fdopen(handle, "wb")
            temporary = Path(name)
    try:
        output = Output(stream, path)
        yield output
        output.finish()
        if temporary:
            with _telling(path):
                os.fsync(stream.fileno())
                temporary.chmod(0o666 & ~_umask())
                temporary.replace(target)
    except BaseException:
        if temporary:
            temporary.unlink(missing_ok=True)
        raise
    finally:
        with suppress(OSError):  # what is left in the buffer of a full disk was told of already
            stream.close()


def _standard_output() -> Iterator[Output]:
    kind = TerminalOutput if sys.stdout.isatty() else Output
    output = kind(sys.stdout.buffer, "standard output")
    try:
        yield output
        output.finish()
    except FactwireError:
        # What is left in the buffer would fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


@contextmanager
def _telling(name: str) -> Iterator[None]:
    """Make errors of the system name the output; a reader that has gone is no error of ours."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FactwireError(E.E040, path=name, reason=error.strerror or error) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
