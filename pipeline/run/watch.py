"""A folder that is watched: what comes in is extracted and loaded, each file once.

A file is taken when it has not changed for a while, so that nobody's half-written file is read.
Its facts are loaded before it is noted as taken; a run that is killed in between loads them again,
which changes nothing. A database that goes away is tried again.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from threading import Event

import msgspec
from sqlalchemy import Engine

from pipeline.errors import E, FactwireError
from pipeline.facts import Fact
from pipeline.facts.types import decode
from pipeline.read import Article, Fault, ReadOptions, read_entries
from pipeline.run.batch.crew import Crew, in_order
from pipeline.run.batch.extractor import Outcome
from pipeline.run.words import count
from pipeline.write import load_facts
from pipeline.write.database import open_database, telling
from pipeline.write.watched import note_taken, taken_files

CHUNK = 200
RETRY = 5.0
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", "~")


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How a folder is watched.

    Attributes:
        folder: The folder; its sub-folders count too.
        url: SQLAlchemy URL of the database.
        quarantine: File that takes a line of JSON for each input that failed.
        settle: Seconds without a change after which a file is taken.
        poll: Seconds between two looks.
        once: Stop when nothing is left to take.
        reading: How files become articles.
    """

    folder: Path
    url: str
    quarantine: Path
    settle: float = 2.0
    poll: float = 1.0
    once: bool = False
    reading: ReadOptions = field(default_factory=ReadOptions)


@dataclass(slots=True)
class Taken:
    """What became of one file."""

    articles: int = 0
    facts: int = 0
    failed: int = 0
    skipped: int = 0

    def summary(self) -> str:
        """Return it in one line."""
        parts = [count(self.articles, "article"), count(self.facts, "fact")]
        parts += [f"{self.skipped:,} not English"] if self.skipped else []
        parts += [f"{count(self.failed, 'input')} failed"] if self.failed else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that is new, or changed since it was taken."""

    path: Path
    changed: float
    fingerprint: str


def watch(crew: Crew, options: WatchOptions, stop: Event, say: Callable[[str], None]) -> int:
    """Take files as they come, until told to stop; a file that was begun is finished.

    Args:
        crew: Does the work; its outcomes must bring their articles along.
        options: What to watch.
        stop: Set from outside to end.
        say: Takes a line for each file.

    Returns:
        How many files were taken.

    Raises:
        FactwireError: E001 if there is no such folder, E041 if the database cannot be used at the start.
    """
    if not options.folder.is_dir():
        raise FactwireError(E.E001, path=options.folder)
    with telling(options.url):
        engine = open_database(options.url)
        known = taken_files(engine)
    number = 0
    while not stop.is_set():
        found = list(_look(options, known))
        ready = [file for file in found if time.time() - file.changed >= options.settle]
        for file in ready:
            if stop.is_set() or not _done(crew, file, options, engine, stop, say):
                break
            known[str(file.path)] = file.fingerprint
            number += 1
        if options.once and not found:
            break
        if not ready:
            stop.wait(options.poll)
    engine.dispose()
    return number


def _look(options: WatchOptions, known: dict[str, str]) -> list[_Found]:
    """Return the files that were not taken as they are now, oldest first."""
    found = []
    for path in options.folder.rglob("*"):
        if path.name.startswith(".") or path.name.endswith(UNFINISHED) or path == options.quarantine:
            continue
        try:
            state = path.stat()
        except OSError:  # gone again
            continue
        fingerprint = f"{state.st_size}-{state.st_mtime_ns}"
        if path.is_file() and known.get(str(path)) != fingerprint:
            found.append(_Found(path, state.st_mtime, fingerprint))
    return sorted(found, key=lambda file: (file.changed, file.path))


def _done(
    crew: Crew, file: _Found, options: WatchOptions, engine: Engine, stop: Event, say: Callable[[str], None]
) -> bool:
    """Take a file and note it; False where the database is away: it stays for the next look."""
    try:
        taken = _take(crew, file.path, options)
        with telling(options.url):
            note_taken(engine, str(file.path), file.fingerprint, taken.articles, taken.facts, taken.failed)
    except FactwireError as error:
        if error.code is not E.E041:
            raise
        say(f"warning: {error.message}; {file.path} stays for later")
        stop.wait(RETRY)
        return False
    say(f"{file.path}: {taken.summary()}")
    return True


def _take(crew: Crew, path: Path, options: WatchOptions) -> Taken:
    taken = Taken()
    done = in_order(crew, read_entries([str(path)], options.reading))
    while chunk := list(islice(done, CHUNK)):
        articles: dict[str, Article] = {}
        facts: list[Fact] = []
        for _, outcome in chunk:
            if outcome.fault is None:
                article = _article(outcome)
                articles[article.id] = article
                facts += map(decode, outcome.facts)
            elif outcome.fault.skipped:
                taken.skipped += 1
            else:
                taken.failed += 1
                _set_aside(path, outcome.fault, options.quarantine)
        load_facts(facts, options.url, articles)
        taken.articles += len(articles)
        taken.facts += len(facts)
    return taken


def _article(outcome: Outcome) -> Article:
    record = msgspec.json.decode(outcome.article or b"{}")
    id, text, published = record.pop("id"), record.pop("text"), record.pop("published", None)
    return Article(id=id, text=text, published=published, meta=record)


def _set_aside(path: Path, fault: Fault, quarantine: Path) -> None:
    line = msgspec.json.encode({"path": str(path), "id": fault.id, "message": fault.message})
    try:
        quarantine.parent.mkdir(parents=True, exist_ok=True)
        with quarantine.open("ab") as stream:
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise FactwireError(E.E040, path=quarantine, reason=error.strerror or error) from error
