"""Messages to standard error, and pipes whose reader goes away."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def own_pipes() -> Iterator[None]:
    """Let only standard output's broken pipe end the program, not that of a worker that died."""
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    except BrokenPipeError:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.raise_signal(signal.SIGPIPE)
    finally:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def say(message: str) -> None:
    """Print a message to standard error, with control characters made visible."""
    from pipeline.review.terminal import plain

    typer.echo(plain(message), err=True)
