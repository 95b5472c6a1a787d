"""Articles in several processes: results in the order of the input, whatever happens to a worker."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread

from spacy.language import Language

from pipeline.errors import E, FactwireError
from pipeline.read import Article
from pipeline.run.extract import Result, facts_of, load_pipeline

CHUNK = 8
AHEAD = 2
_NLP: Language | None = None


def extract_parallel(
    articles: Iterable[Article], model: str | None, workers: int
) -> Iterator[tuple[Article, Result]]:
    """Extract the facts of articles in several processes.

    A worker that dies costs only the article that it died of.

    Args:
        articles: The articles; they are taken as they are needed.
        model: Name or path of a spaCy pipeline, or None for the best one installed.
        workers: Number of processes.

    Yields:
        Each article with its facts, or with the reason why it has none, in input order.

    Raises:
        FactwireError: E052 if no worker can be started.
    """
    crew = _Crew(model, workers)
    chunks = _chunks(articles, CHUNK)
    pending: deque[tuple[list[Article], Future[list[Result]]]] = deque()
    try:
        while True:
            for chunk in islice(chunks, workers * AHEAD - len(pending)):
                pending.append((chunk, crew.submit(chunk)))
            if not pending:
                return
            chunk, future = pending.popleft()
            try:
                yield from zip(chunk, future.result(), strict=True)
            except BrokenProcessPool:
                broken = [(chunk, future), *pending]
                pending.clear()
                yield from _saved(broken, model)
                crew.stop()
    finally:
        crew.stop()


def _saved(
    broken: list[tuple[list[Article], "Future[list[Result]]"]], model: str | None
) -> Iterator[tuple[Article, Result]]:
    """Take what a broken pool had done, and do the rest again, article by article."""
    for chunk, future in broken:
        if future.exception() is None:
            yield from zip(chunk, future.result(), strict=True)
        else:
            yield from _one_by_one(chunk, model)


def _one_by_one(articles: list[Article], model: str | None) -> Iterator[tuple[Article, Result]]:
    """Give each article to a worker alone; the one that kills it is told."""
    crew = _Crew(model, 1)
    try:
        for article in articles:
            try:
                (result,) = crew.submit([article]).result()
            except BrokenProcessPool:
                crew.stop()
                crew.probe()
                result = FactwireError(E.E051, path=article.origin or article.id).message
            yield article, result
    finally:
        crew.stop()


class _Crew:
    """A pool of workers that starts when there is work, and again after it was stopped.

    Args:
        model: Name or path of a spaCy pipeline.
        size: Number of workers.
    """

    def __init__(self, model: str | None, size: int) -> None:
        self.model = model
        self.size = size
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, chunk: list[Article]) -> "Future[list[Result]]":
        """Give articles to the workers; if the pool is broken already, the future says so."""
        if self._pool is None:
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(self.size, context, _start, (self.model,))
        try:
            return self._pool.submit(_work, chunk)
        except BrokenProcessPool as error:
            future: Future[list[Result]] = Future()
            future.set_exception(error)
            return future

    def probe(self) -> None:
        """Check that workers can be started at all.

        Raises:
            FactwireError: E052 if not.
        """
        try:
            self.submit([]).result()
        except BrokenProcessPool as error:
            raise FactwireError(E.E052, reason=error) from error

    def stop(self) -> None:
        """Stop the workers; work that waits is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _chunks(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    iterator = iter(articles)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _start(model: str | None) -> None:
    """Make a process ready: it ends without noise when the user or its parent does."""
    global _NLP
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()
    _NLP = load_pipeline(model)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(chunk: list[Article]) -> list[Result]:
    assert _NLP is not None
    return [facts_of(_NLP, article) for article in chunk]
