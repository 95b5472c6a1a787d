"""Workers in processes of their own: one that hangs or dies costs the entry it was at.

The model is loaded once and its pages are shared with the workers through fork, where
the system has it. Nothing that a worker does outlives it: results go back through a
pipe, entry by entry, and only the main process writes.
"""

import gc
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple, TypeVar

from pipeline.errors import E, FactwireError
from pipeline.read import Article, Entry, Fault, Page
from pipeline.run.batch.extractor import Outcome, Work
from pipeline.run.batch.shards import Shard
from pipeline.run.stop import STOP, take_over, unasked

CHUNK = 16
CHUNK_BYTES = 256 * 2**10
POLL = 1.0
START_LIMIT = 600.0
TRIES = 2

Key = TypeVar("Key", bound=Hashable)


class Task(NamedTuple):
    """An entry to do, under a key that comes back with its outcome."""

    key: Any
    entry: Article | Page
    tries: int = 0


class Crew:
    """A fixed number of workers.

    Args:
        work: What each of them does; it travels to them by fork, or by pickle elsewhere.
            Where it has a method `batch`, that is given several entries at a time; a method `warm`
            is called before workers are forked.
        size: Number of workers.
        timeout: Seconds that one entry may take, or None for no limit.
        chunk: Largest number of entries that a worker is given at a time.
        fork: Whether workers may be forked where the system can; a process with threads must not.
    """

    def __init__(
        self,
        work: Work,
        size: int = 1,
        timeout: float | None = None,
        chunk: int = CHUNK,
        fork: bool = True,
    ) -> None:
        self.work = work
        self.size = size
        self.timeout = timeout
        self.chunk = chunk
        self.method = "fork" if fork and _forks(work) else "spawn"
        self._workers: list[_Worker] = []
        self._seen = time.monotonic()

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def run(self, tasks: Iterable[tuple[Key, Article | Page]]) -> Generator[tuple[Key, Outcome]]:
        """Do tasks; they are taken as workers become idle.

        Yields:
            Each key with its outcome, as they come, in no certain order.

        Raises:
            FactwireError: E052 if no worker can be started.
        """
        waiting = (Task(key, entry) for key, entry in tasks)
        again: deque[Task] = deque()
        while True:
            self._feed(waiting, again)
            busy = [worker for worker in self._workers if worker.chunk]
            if not busy:
                return
            for worker in self._ready(busy):
                try:
                    yield from worker.take(self._seen)
                except _WorkerError as error:
                    self._workers.remove(worker)
                    yield from _settled(worker, error, again)

    def stop(self) -> None:
        """End all workers at once; they hold nothing that could be lost."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _feed(self, waiting: Iterator[Task], again: deque[Task]) -> None:
        """Give every idle worker a chunk, starting workers while there is work for them."""
        while True:
            idle = next((worker for worker in self._workers if not worker.chunk), None)
            if idle is None and len(self._workers) >= self.size:
                return
            chunk = _chunk(again, waiting, self.chunk)
            if not chunk:
                return
            if idle is None:
                idle = self._started()
            idle.give(chunk)

    def _started(self) -> "_Worker":
        if not self._workers and self.method == "fork" and hasattr(self.work, "warm"):
            self.work.warm()
        if not gc.get_freeze_count():
            gc.freeze()  # keeps the collector from touching, and so copying, the shared pages
        self._workers.append(_Worker(self.work, self.timeout, self.method))
        return self._workers[-1]

    def _ready(self, busy: "list[_Worker]") -> "list[_Worker]":
        """Wait until a worker has something to say or has used up its time.

        Time that the main process spends elsewhere (reading, writing) is not held against them.
        """
        away = time.monotonic() - self._seen
        for worker in busy:
            worker.deadline += away
        limits = [worker.deadline - time.monotonic() for worker in busy]
        ready = wait([worker.pipe for worker in busy], max(0.0, min([POLL, *limits])))
        STOP.check()
        self._seen = time.monotonic()
        return [worker for worker in busy if worker.pipe in ready or worker.deadline <= self._seen]


class _WorkerError(Exception):
    """A worker is gone; `code` says why, None that it never was ready."""

    def __init__(self, code: E | None) -> None:
        super().__init__(code)
        self.code = code


class _Worker:
    """One worker process, seen from the main process."""

    def __init__(self, work: Work, timeout: float | None, method: str) -> None:
        context: Any = get_context(method)
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=_serve, args=(work, theirs, os.getpid()), daemon=True
        )
        with unasked():
            self.process.start()
        theirs.close()
        self.together = hasattr(work, "batch")
        self.limit = timeout if timeout is not None else float("inf")
        self.chunk: deque[Task] = deque()
        self.alive = False
        self.deadline = time.monotonic() + START_LIMIT

    def give(self, chunk: "deque[Task]") -> None:
        """Send entries to an idle worker."""
        self.chunk = chunk
        if self.alive:
            self.deadline = time.monotonic() + self.limit
        with suppress(OSError):  # a worker that is gone is noticed by `take`
            self.pipe.send([task.entry for task in chunk])

    def take(self, now: float) -> Iterator[tuple[Any, Outcome]]:
        """Yield what has come from the worker: outcomes in the order of the entries.

        Args:
            now: When it was last waited for, on the monotonic clock.

        Raises:
            _WorkerError: if it is gone or has used up its time.
        """
        while True:
            try:
                if not self.pipe.poll():
                    break
                message = self.pipe.recv()
            except (EOFError, OSError):
                raise _WorkerError(E.E051 if self.alive else None) from None
            self.alive = True
            self.deadline = time.monotonic() + self.limit
            for outcome in message:
                yield self.chunk.popleft().key, outcome
        if self.chunk and self.deadline <= now:
            raise _WorkerError(E.E053 if self.alive else None)

    def end(self) -> None:
        """Kill the process and wait for its end."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _settled(worker: _Worker, error: _WorkerError, again: deque[Task]) -> Iterator[tuple[Any, Outcome]]:
    """Give the entry at which a worker was lost its outcome, and the others to the next worker.

    Of entries that were worked on together, nobody knows which it was: each is tried alone.
    An entry whose worker died is tried once more: it may have been killed from outside.
    """
    worker.end()
    if error.code is None:
        raise FactwireError(E.E052, reason=f"exit code {worker.process.exitcode}")
    if not worker.chunk:
        return
    if worker.together and len(worker.chunk) > 1:
        again.extend(task._replace(tries=1) for task in worker.chunk)
        return
    task = worker.chunk.popleft()
    again.extend(worker.chunk)
    if error.code is E.E051 and task.tries + 1 < TRIES:
        again.append(task._replace(tries=task.tries + 1))
        return
    path = task.entry.origin or task.entry.id
    fault = Fault.of(error.code, path=path, limit=worker.limit)
    yield task.key, Outcome(fault=replace(fault, id=task.entry.id))


def _chunk(again: deque[Task], waiting: Iterator[Task], most: int) -> deque[Task]:
    """Take the next entries for one worker: few, or few bytes; one that was tried before goes alone."""
    chunk: deque[Task] = deque()
    size = 0
    while len(chunk) < most and size < CHUNK_BYTES:
        task = again.popleft() if again else next(waiting, None)
        if task is None:
            break
        if task.tries and chunk:
            again.appendleft(task)
            break
        chunk.append(task)
        size += len(task.entry.text if isinstance(task.entry, Article) else task.entry.data)
        if task.tries:
            break
    return chunk


def _forks(work: Work) -> bool:
    """Tell whether a worker may be forked: not where threads of a neural library would be lost."""
    nlp = getattr(work, "nlp", None)
    return sys.platform == "linux" and "transformer" not in getattr(nlp, "pipe_names", ())


def _serve(work: Work, pipe: Connection, parent: int) -> None:
    """Do what comes through the pipe, until it closes or the parent is gone."""
    take_over()
    Thread(target=_end_with, args=(parent,), daemon=True).start()
    with suppress(OSError):  # where memory runs out, the system shall take a worker first
        Path("/proc/self/oom_score_adj").write_text("500")
    with suppress(EOFError, OSError):
        pipe.send([])
        together: Callable[[list[Article | Page]], list[Outcome]] | None = getattr(work, "batch", None)
        while True:
            entries = pipe.recv()
            if together is not None and len(entries) > 1:
                pipe.send(together(entries))
            else:
                for entry in entries:
                    pipe.send([work(entry)])


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL / 4)
    os._exit(1)


def in_order(crew: Crew, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Outcome]]:
    """Yield entries with their outcomes in the order of the input; faults pass through.

    Args:
        crew: Does the work.
        entries: What a reader gives; it is taken as it is needed.
    """
    held: deque[tuple[int, Entry]] = deque()
    done: dict[int, Outcome] = {}

    def tasks() -> Iterator[tuple[int, Article | Page]]:
        for number, entry in enumerate(entries):
            held.append((number, entry))
            if isinstance(entry, Fault):
                done[number] = Outcome(fault=entry)
            else:
                yield number, entry

    def settled() -> Iterator[tuple[Entry, Outcome]]:
        while held and held[0][0] in done:
            number, entry = held.popleft()
            yield entry, done.pop(number)

    for number, outcome in crew.run(tasks()):
        done[number] = outcome
        yield from settled()
    yield from settled()


def process_shard(crew: Crew, shard: Shard) -> list[Outcome]:
    """Return the outcomes of a shard's entries, in their order.

    Args:
        crew: Does the work.
        shard: The shard.
    """
    return [outcome for _, outcome in in_order(crew, shard.entries)]
