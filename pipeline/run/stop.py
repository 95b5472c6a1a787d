"""Signals that ask a command to stop, none of which is lost.

Python raises the exception of a signal wherever the program is, and drops it where that is a
finaliser ("Exception ignored in: ..."). So what was asked for is remembered, and loops that may run
for hours raise it again.
"""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NoReturn

ASKING = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Remembers the first signal that came."""

    def __init__(self) -> None:
        self._answers: Mapping[int, BaseException] = {}
        self._asked: BaseException | None = None

    def listen(self, answers: Mapping[int, BaseException]) -> None:
        """Answer signals, from now on, with exceptions in the main thread."""
        self._answers, self._asked = answers, None
        for number in answers:
            signal.signal(number, self._answer)

    def check(self) -> None:
        """Raise the exception of a signal that came, again."""
        if self._asked is not None:
            raise self._asked

    def _answer(self, number: int, _frame: object) -> NoReturn:
        self._asked = self._answers[number]
        raise self._asked


STOP = Stop()


@contextmanager
def unasked() -> Iterator[None]:
    """Hold signals back while a process is made, until it has its own way with them (`take_over`)."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ASKING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def take_over() -> None:
    """Let a worker ignore an interrupt, which goes to its whole group, and end where it is terminated."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKING)
