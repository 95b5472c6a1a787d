"""A progress display on standard error, for terminals."""

from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.run.job import JobReport


class ProgressBar:
    """Shows the articles and facts so far; the number of articles is not known ahead."""

    def __init__(self) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("loading the model")

    def __enter__(self) -> "Callable[[JobReport], None]":
        self._progress.start()
        return self._advance

    def _advance(self, report: "JobReport") -> None:
        self._progress.update(self._task, description=report.summary())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()
