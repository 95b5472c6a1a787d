"""Messages to standard error, and pipes whose reader goes away."""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.cli.messages import LOG

LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "note": logging.WARNING}


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
    """Tell the user something; what begins with `error:`, `warning:` or `note:` counts as that."""
    LOG.log(LEVELS.get(message.partition(":")[0], logging.INFO), "%s", message)
