"""A batch run from input names to a finished folder."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline import __version__
from pipeline.errors import E, FactwireError
from pipeline.read import Article, Entry, Fault, Meter, Page, ReadOptions, fingerprints, read_entries
from pipeline.run.batch.crew import Crew
from pipeline.run.batch.extractor import Outcome, Work
from pipeline.run.batch.folder import BatchFolder, ShardRecord, open_folder
from pipeline.run.batch.shards import SHARD_SIZE, Shard, plan
from pipeline.run.words import count

if TYPE_CHECKING:
    from pipeline.run.batch.rayengine import RayCrew

TOLD = 20
# Entries that a worker is given at a time: the cascade leaves few of them for the model to read together.
TOGETHER = 64
Key = tuple[int, int]
Engine = Literal["local", "ray"]


@dataclass(frozen=True, kw_only=True)
class BatchOptions:
    """What a batch run is asked to do.

    Attributes:
        inputs: Files, folders, patterns.
        out: Folder for the output.
        reading: How the inputs are read.
        workers: Number of worker processes; the output is the same for every number.
        timeout: Seconds that one document may take.
        shard_size: Number of documents that are written together.
        keep: Whether the articles are written too, as they were read.
        restart: Whether a run that the folder holds is given up.
        engine: `local` for processes of this machine, `ray` for a Ray cluster.
        address: Of the Ray cluster, None for the nearest.
        producer: What makes the facts, kept in the manifest: a resumed run must have the same.
    """

    inputs: tuple[str, ...]
    out: Path
    reading: ReadOptions = field(default_factory=ReadOptions)
    workers: int = 1
    timeout: float | None = 120.0
    shard_size: int = SHARD_SIZE
    keep: bool = False
    restart: bool = False
    engine: Engine = "local"
    address: str | None = None
    producer: str = ""

    def settings(self) -> dict[str, Any]:
        """Return what decides the output, beside the input; workers and time limit don't."""
        return {
            "factwire": __version__,
            "producer": self.producer,
            "shard_size": self.shard_size,
            "keep_articles": self.keep,
            **self.reading.settings(),
        }


@dataclass(slots=True)
class BatchReport:
    """What a run did, in this process and, resumed, before.

    Attributes:
        articles: Number of articles whose facts were extracted.
        modelled: How many of them the language model read.
        facts: Number of facts.
        failed: Number of entries in quarantine.
        skipped: Number of articles in other languages.
        shards: Number of shards that are done.
        resumed: How many of them were done before.
        old: Number of entries of these.
        new: Number of entries that were worked on now, also of shards that are not done yet.
    """

    articles: int = 0
    modelled: int = 0
    facts: int = 0
    failed: int = 0
    skipped: int = 0
    shards: int = 0
    resumed: int = 0
    old: int = 0
    new: int = 0

    def add(self, record: ShardRecord) -> None:
        """Count a shard that is done."""
        for name in ("articles", "modelled", "facts", "failed", "skipped"):
            setattr(self, name, getattr(self, name) + getattr(record, name))
        self.shards += 1

    def add_old(self, record: ShardRecord) -> None:
        """Count a shard that was done before."""
        self.add(record)
        self.resumed += 1
        self.old += record.articles + record.failed + record.skipped

    def summary(self) -> str:
        """Return the report in one line."""
        parts = [count(self.articles, "article"), count(self.facts, "fact")]
        if self.modelled < self.articles:
            parts.append(f"{self.articles - self.modelled:,} spared by the cascade")
        if self.skipped:
            parts.append(f"{self.skipped:,} not English")
        if self.failed:
            parts.append(f"{self.failed:,} in quarantine")
        if self.resumed:
            parts.append(f"{self.resumed:,} of {count(self.shards, 'shard')} done before")
        return ", ".join(parts)


Show = Callable[[BatchReport, Meter], None]
_SILENT: AbstractContextManager[Show] = nullcontext(lambda report, meter: None)


def run_batch(
    options: BatchOptions,
    work: Work,
    say: Callable[[str], None],
    progress: AbstractContextManager[Show] | None = None,
) -> BatchReport:
    """Run a batch, or go on with one that was interrupted.

    Args:
        options: What to do.
        work: Turns an entry into its outcome: an `Extractor`.
        say: Takes messages for the user.
        progress: Context whose value is told of every shard and, between them, of every document.

    Raises:
        FactwireError: E040, E052, E060, E061 or E062 (see `open_folder` and `Crew`).
    """
    _stay_outside(options)
    inputs, size = fingerprints(options.inputs)
    meter = Meter(size)
    with open_folder(options.out, options.settings(), inputs, options.restart) as folder:
        entries = read_entries(options.inputs, options.reading, meter)
        with _crew(options, work) as crew, progress or _SILENT as show:
            run = _Run(folder, _Voice(say), lambda report: show(report, meter))
            run.run(plan(entries, options.shard_size), crew)
        folder.finish(run.report.shards)
    return run.report


def _crew(options: BatchOptions, work: Work) -> "Crew | RayCrew":
    """Return who does the work."""
    if options.engine == "ray":
        from pipeline.run.batch.rayengine import RayCrew

        return RayCrew(work, options.workers, options.timeout, options.address)
    return Crew(work, options.workers, options.timeout, TOGETHER)


def _stay_outside(options: BatchOptions) -> None:
    """Refuse an output folder that would be read as input the next time."""
    out = options.out.resolve()
    for name in options.inputs:
        folder = Path(name).resolve()
        if folder.is_dir() and (out == folder or folder in out.parents):
            raise FactwireError(E.E063, path=options.out, name=name)


class _Run:
    """One pass over the shards of an open folder."""

    def __init__(self, folder: BatchFolder, voice: "_Voice", show: Callable[[BatchReport], None]) -> None:
        self.folder = folder
        self.voice = voice
        self.show = show
        self.report = BatchReport()
        self._open: dict[int, _Assembly] = {}

    def run(self, shards: Iterable[Shard], crew: "Crew | RayCrew") -> None:
        """Do every shard that is not done yet, several at a time."""
        with closing(crew.run(self._tasks(shards))) as results:
            for (number, index), outcome in results:
                self.report.new += 1
                assembly = self._open[number]
                assembly.outcomes[index] = outcome
                assembly.left -= 1
                self._commit(assembly)
                self.show(self.report)

    def _tasks(self, shards: Iterable[Shard]) -> Iterator[tuple[Key, Article | Page]]:
        for shard in shards:
            record = self.folder.record(shard)
            if record is not None:
                self.report.add_old(record)
                self.show(self.report)
                continue
            assembly = _Assembly(shard)
            self._open[shard.number] = assembly
            self._commit(assembly)
            for index, entry in enumerate(shard.entries):
                if not isinstance(entry, Fault):
                    yield (shard.number, index), entry

    def _commit(self, assembly: "_Assembly") -> None:
        """Write a shard when nothing of it is missing any more."""
        if assembly.left:
            return
        del self._open[assembly.shard.number]
        self.report.add(self.folder.commit(assembly.shard, assembly.outcomes))
        for outcome in assembly.outcomes:
            if outcome.fault is not None:
                self.voice.tell(outcome.fault)


class _Assembly:
    """A shard whose outcomes are coming in."""

    def __init__(self, shard: Shard) -> None:
        self.shard = shard
        self.outcomes = [_outcome(entry) for entry in shard.entries]
        self.left = sum(not isinstance(entry, Fault) for entry in shard.entries)


def _outcome(entry: Entry) -> Outcome:
    return Outcome(fault=entry if isinstance(entry, Fault) else None)


class _Voice:
    """Tells the first faults; the others are in the files."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._told = 0

    def tell(self, fault: Fault) -> None:
        """Tell a fault, unless many were told."""
        if self._told < TOLD:
            self._say(f"{'note' if fault.skipped else 'error'}: {fault.message}")
        elif self._told == TOLD:
            self._say("note: more of them stand in quarantine.jsonl and skipped.jsonl")
        self._told += 1
