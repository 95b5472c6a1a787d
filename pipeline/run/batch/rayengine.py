"""The crew on a Ray cluster: the same work on the processors of many machines.

Ray Data deals out chunks of entries to a pool of actors and starts lost ones anew, elsewhere if a
machine is gone; within an actor the local `Crew` guards against documents that hang or kill. Reading
and writing stay in the main process, so shards, quarantine and resuming are those of a local run.
"""

from collections.abc import Generator, Iterable
from socket import create_connection
from typing import Any

import msgspec
from spacy import util

from pipeline.errors import E, FactwireError
from pipeline.read import Article, Page
from pipeline.run.batch.crew import CHUNK, Crew, Key, in_order
from pipeline.run.batch.extractor import Outcome, Work

CHUNKS_EACH = 40
WAIT = 10.0


class RayCrew:
    """Actors of a Ray cluster that do the work of a batch run.

    Args:
        work: What they do; it travels as what its `__reduce__` tells, and is loaded there.
        size: Largest number of actors, one processor each.
        timeout: Seconds that one entry may take, or None for no limit.
        address: Of the cluster; None for the one of `RAY_ADDRESS`, or else one of this machine alone.

    Raises:
        FactwireError: E045 without Ray, E055 if no cluster can be reached.
    """

    def __init__(self, work: Work, size: int, timeout: float | None, address: str | None = None) -> None:
        self._ray = _ray()
        self._args = (*_recipe(work), timeout)
        self.size = size
        try:
            _knock(address)
            self._ray.init(address=address, log_to_driver=False, logging_level="error")
        except (OSError, ValueError, RuntimeError) as error:
            raise FactwireError(E.E055, address=address or "local", reason=error) from error
        context = self._ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False

    def __enter__(self) -> "RayCrew":
        return self

    def __exit__(self, *_: object) -> None:
        self._ray.shutdown()

    def run(self, tasks: Iterable[tuple[Key, Article | Page]]) -> Generator[tuple[Key, Outcome]]:
        """Do tasks, a window of chunks at a time; see `Crew.run`.

        Yields:
            Each key with its outcome, as they come, in no certain order.
        """
        cut: Any = util.minibatch
        for window in cut(cut(tasks, CHUNK), CHUNKS_EACH * self.size):
            yield from self._done(window)

    def _done(self, chunks: list[list[tuple[Key, Article | Page]]]) -> Generator[tuple[Key, Outcome]]:
        # Entries go as references: as objects of Python they would go through Arrow.
        rows = [
            {"entries": self._ray.put([entry for _, entry in chunk]), "number": number}
            for number, chunk in enumerate(chunks)
        ]
        data = self._ray.data.from_items(rows, override_num_blocks=len(rows))
        pool = self._ray.data.ActorPoolStrategy(min_size=1, max_size=min(self.size, len(rows)))
        for row in data.map(_Actor, fn_constructor_args=self._args, compute=pool, num_cpus=1).iter_rows():
            outcomes = msgspec.msgpack.decode(row["outcomes"], type=list[Outcome])
            for (key, _), outcome in zip(chunks[row["number"]], outcomes, strict=True):
                yield key, outcome


class _Actor:
    """Does chunks of entries with a local crew of one, in a process of the cluster."""

    def __init__(self, load: Any, args: tuple[Any, ...], together: bool, timeout: float | None) -> None:
        work = _Together(load, args) if together else _Elsewhere(load, args)
        self._crew = Crew(work, 1, timeout, fork=False)
        self._ray = _ray()

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        entries = self._ray.get(row["entries"])
        outcomes = [outcome for _, outcome in in_order(self._crew, entries)]
        return {"number": row["number"], "outcomes": msgspec.msgpack.encode(outcomes)}


class _Elsewhere:
    """Work that is loaded in the process that does it, not where it is handed out."""

    def __init__(self, load: Any, args: tuple[Any, ...]) -> None:
        self._recipe = (load, args)

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return self._recipe

    def __call__(self, entry: Article | Page) -> Outcome:
        raise AssertionError("work is done in the process that loads it")


class _Together(_Elsewhere):
    """Such work that takes several entries at a time."""

    def batch(self, entries: list[Article | Page]) -> list[Outcome]:
        """Stand for the method of the work, whose presence tells that it can."""
        raise AssertionError("work is done in the process that loads it")


def _recipe(work: Work) -> tuple[Any, tuple[Any, ...], bool]:
    recipe: Any = work.__reduce__()
    return recipe[0], recipe[1], hasattr(work, "batch")


def _knock(address: str | None) -> None:
    """Fail at once where nobody answers: Ray would wait for two minutes, and then end the process."""
    host, _, port = (address or "").rpartition(":")
    if host and port.isdigit():
        create_connection((host, int(port)), WAIT).close()


def _ray() -> Any:
    try:
        import ray.data
    except ImportError as error:
        raise FactwireError(E.E045, feature="--engine ray", package="Ray", extra="ray") from error
    return ray
