"""Progress displays on standard error.

They refresh themselves in the loop that they show, without a thread: workers are forked
from this process, and a fork copies no threads but all their locks.
"""

import time
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.read import Meter
    from pipeline.run.batch.job import BatchReport
    from pipeline.run.job import JobReport

REFRESH = 0.2
LOG_EVERY = 60.0


class _Display:
    """A line on a terminal that is drawn now and then."""

    def __init__(self, *columns: ProgressColumn) -> None:
        console = Console(stderr=True)
        self.progress = Progress(*columns, console=console, transient=True, auto_refresh=False)
        self.task = self.progress.add_task("", total=None)
        self._drawn = 0.0

    def start(self) -> None:
        """Show the line."""
        self.progress.start()

    def draw(self) -> None:
        """Draw the line again, unless that was done a moment ago."""
        now = time.monotonic()
        if now - self._drawn >= REFRESH:
            self._drawn = now
            self.progress.refresh()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()


class JobProgress(_Display):
    """Shows the articles and facts so far; the number of articles is not known ahead."""

    def __init__(self) -> None:
        super().__init__(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())

    def __enter__(self) -> "Callable[[JobReport], None]":
        self.start()
        return self._advance

    def _advance(self, report: "JobReport") -> None:
        self.progress.update(self.task, description=report.summary())
        self.draw()


class BatchProgress(_Display):
    """Shows how much of the input is read, the rate, and the time that the rest will take."""

    def __init__(self) -> None:
        text = TextColumn("{task.description}")
        super().__init__(SpinnerColumn(), BarColumn(24), TaskProgressColumn(), text, TimeElapsedColumn())
        self._pace = Pace()

    def __enter__(self) -> "Callable[[BatchReport, Meter], None]":
        self.start()
        return self._advance

    def _advance(self, report: "BatchReport", meter: "Meter") -> None:
        total = meter.total or None
        text = self._pace.line(report, meter)
        self.progress.update(self.task, description=text, completed=meter.done, total=total)
        self.draw()


class BatchLog:
    """Tells a line a minute, for runs whose messages go to a file.

    Args:
        say: Takes messages for the user.
    """

    def __init__(self, say: "Callable[[str], None]") -> None:
        self._pace = Pace()
        self._say = say
        self._said = time.monotonic()

    def __enter__(self) -> "Callable[[BatchReport, Meter], None]":
        return self._advance

    def _advance(self, report: "BatchReport", meter: "Meter") -> None:
        line = self._pace.line(report, meter)
        now = time.monotonic()
        if now - self._said >= LOG_EVERY:
            self._said = now
            self._say(line)

    def __exit__(self, *_: object) -> None:
        pass


class Pace:
    """How fast a batch run goes on, from when it began to do new work."""

    def __init__(self) -> None:
        self._start: tuple[float, int, int] | None = None

    def line(self, report: "BatchReport", meter: "Meter") -> str:
        """Return counts, rate and the estimated time that is left in one line."""
        now, new = time.monotonic(), report.new
        if self._start is None or not new:
            self._start = (now, new, meter.done)
        began, before, bytes_before = self._start
        passed, read = now - began, meter.done - bytes_before
        parts = [f"{report.old + new:,} articles", f"{report.facts:,} facts", f"{report.failed:,} failed"]
        if passed > 1.0 and new > before:
            parts.append(f"{(new - before) / passed:.1f}/s")
            if read > 0 and meter.total >= meter.done:
                parts.append(f"{_clock(passed * (meter.total - meter.done) / read)} left")
        return ", ".join(parts)


def _clock(seconds: float) -> str:
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}"
