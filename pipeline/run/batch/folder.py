"""The output folder of a batch run: what is done stays done.

    manifest.json        settings and inputs of the run; totals when it is complete
    facts/00000.jsonl    facts of a shard
    articles/00000.jsonl its articles as they were read, if asked for
    shards/00000.json    its record, written last: a shard without it is done again
    quarantine.jsonl     what gave no facts, and why; readers take it as input again
    skipped.jsonl        articles in other languages

Every file is written under another name, synced and renamed.
"""

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

import msgspec
from msgspec import Struct

from pipeline.errors import E, FactwireError
from pipeline.read import Article, Entry, Fault
from pipeline.run.batch.extractor import Outcome, article_line
from pipeline.run.batch.shards import Shard
from pipeline.write.jsonl import open_output

VERSION = 1
QUARANTINE = "factwire_quarantine"


class ShardRecord(Struct, kw_only=True, forbid_unknown_fields=True):
    """What a shard gave.

    Attributes:
        number: Its place in the run.
        digest: Fingerprint of its entries.
        articles: Number of articles whose facts were extracted.
        modelled: How many of them the language model read.
        facts: Number of facts.
        failed: Number of entries in quarantine.
        skipped: Number of articles in other languages.
        facts_digest: Fingerprint of the file of facts.
    """

    number: int
    digest: str
    articles: int = 0
    modelled: int = 0
    facts: int = 0
    failed: int = 0
    skipped: int = 0
    facts_digest: str = ""


class Manifest(Struct, kw_only=True):
    """What a run is of, and when it is complete, what it gave."""

    version: int = VERSION
    settings: dict[str, Any]
    inputs: list[dict[str, Any]]
    complete: bool = False
    totals: dict[str, int] = {}


class BatchFolder:
    """The folder of one run, held by this process; `open_folder` gives it.

    Args:
        path: The folder.
        manifest: Settings and inputs.
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest

    def record(self, shard: Shard) -> ShardRecord | None:
        """Return the record of a shard that is done already, or None.

        Raises:
            FactwireError: E061 if the shard held other entries then.
        """
        path = self._path("shards", shard.number, "json")
        try:
            record = msgspec.json.decode(path.read_bytes(), type=ShardRecord)
            facts = self._path("facts", shard.number, "jsonl").read_bytes()
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        except OSError as error:
            raise FactwireError(E.E002, path=error.filename, reason=error.strerror) from error
        if record.facts_digest != _digest(facts):
            return None
        if record.digest != shard.digest:
            raise FactwireError(E.E061, path=self.path, what=f"the entries of shard {shard.number}")
        return record

    def commit(self, shard: Shard, outcomes: Sequence[Outcome]) -> ShardRecord:
        """Keep the outcomes of a shard's entries; once this returns, they are safe.

        Args:
            shard: The shard.
            outcomes: One outcome an entry, in their order.

        Raises:
            FactwireError: E040 if the disk is full or refuses.
        """
        lines = [fact + b"\n" for outcome in outcomes for fact in outcome.facts]
        facts = b"".join(lines)
        record = ShardRecord(
            number=shard.number,
            digest=shard.digest,
            facts=len(lines),
            facts_digest=_digest(facts),
        )
        left: dict[str, list[bytes]] = {"quarantine": [], "skipped": []}
        for entry, outcome in zip(shard.entries, outcomes, strict=True):
            if outcome.fault is None:
                record.articles += 1
                record.modelled += outcome.modelled
            elif outcome.fault.skipped:
                left["skipped"].append(_note(entry, outcome.fault))
            else:
                left["quarantine"].append(quarantine_line(entry, outcome.fault))
        record.failed, record.skipped = len(left["quarantine"]), len(left["skipped"])
        articles = [outcome.article + b"\n" for outcome in outcomes if outcome.article is not None]
        for kind, content in (("facts", [facts]), ("articles", articles), *left.items()):
            path = self._path(kind, shard.number, "jsonl")
            if content or path.exists():
                self._write(path, content)
        self._write(self._path("shards", shard.number, "json"), [msgspec.json.encode(record), b"\n"])
        return record

    def finish(self, records: int) -> None:
        """Write what concerns the whole run: quarantine, notes and totals.

        Args:
            records: Number of shards.
        """
        totals: dict[str, int] = {"shards": records}
        for number in range(records):
            data = self._path("shards", number, "json").read_bytes()
            record = msgspec.to_builtins(msgspec.json.decode(data, type=ShardRecord))
            for key in ("articles", "modelled", "facts", "failed", "skipped"):
                totals[key] = totals.get(key, 0) + record[key]
        for kind in ("quarantine", "skipped"):
            parts = [self._path(kind, number, "jsonl") for number in range(records)]
            self._write(self.path / f"{kind}.jsonl", _contents(p for p in parts if p.exists()))
        self.manifest.complete, self.manifest.totals = True, totals
        self.write_manifest()

    def write_manifest(self) -> None:
        """Write the manifest."""
        data = msgspec.json.format(msgspec.json.encode(self.manifest, enc_hook=str))
        self._write(self.path / "manifest.json", [data, b"\n"])

    def _path(self, kind: str, number: int, suffix: str) -> Path:
        return self.path / kind / f"{number:06}.{suffix}"

    def _write(self, path: Path, content: Iterable[bytes]) -> None:
        with open_output(str(path)) as output:
            for part in content:
                output.write(part)
        _sync(path.parent)


@contextmanager
def open_folder(
    path: Path, settings: dict[str, Any], inputs: list[dict[str, Any]], restart: bool = False
) -> Iterator[BatchFolder]:
    """Open the folder of a run, new or begun before, and hold it.

    Args:
        path: The folder.
        settings: What decides the output, beside the input.
        inputs: Names of the inputs with their fingerprints.
        restart: Whether to begin anew where the folder holds another run.

    Raises:
        FactwireError: E040 if it cannot be written, E060 if another process holds it,
            E061 if it holds a run of other settings or inputs, E062 if it holds something else.
    """
    with _locked(path):
        before = _manifest(path)
        if restart and before is not None:
            _clear(path)
            before = None
        if before is not None:
            _same(path, before, settings, inputs)
        folder = BatchFolder(path, Manifest(settings=settings, inputs=inputs))
        for stray in path.rglob(".*.jsonl.*"):  # of a run that was killed while writing
            stray.unlink()
        for stray in path.rglob(".*.json.*"):
            stray.unlink()
        if before is None or before.complete:
            folder.write_manifest()
        yield folder


def fact_files(path: Path) -> list[Path]:
    """Return the files of facts of a run's folder, in the order of the input."""
    return sorted((path / "facts").glob("*.jsonl"))


def quarantine_line(entry: Entry, fault: Fault) -> bytes:
    """Return the line of `quarantine.jsonl` for an entry: the article, or where it can be read again."""
    why = {"reason": fault.message}
    if isinstance(entry, Article):
        return article_line(entry, **{QUARANTINE: {**why, "origin": entry.origin}}) + b"\n"
    place = {"source": entry.source, "entry": entry.entry}
    if isinstance(entry, Fault):
        place["rest"] = entry.rest
    line = {"id": entry.id, QUARANTINE: {**why, **place}}
    return msgspec.json.encode(line, enc_hook=str) + b"\n"


def _note(entry: Entry, fault: Fault) -> bytes:
    origin = "" if isinstance(entry, Fault) else entry.origin
    return msgspec.json.encode({"id": entry.id, "reason": fault.message, "origin": origin}) + b"\n"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a folder; the system frees it when this process ends, however it ends."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        stream: IO[bytes] = (path / ".lock").open("a+b", buffering=0)
    except OSError as error:
        raise FactwireError(E.E040, path=path, reason=error.strerror or error) from error
    with stream:
        try:
            fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            stream.seek(0)
            pid = stream.read().decode("ascii", "replace").strip()
            raise FactwireError(E.E060, path=path, pid=pid or "?") from error
        with suppress(OSError):  # on a full disk the lock holds, only its owner is not told
            stream.truncate(0)
            stream.write(f"{os.getpid()}\n".encode())
        yield


def _manifest(path: Path) -> Manifest | None:
    try:
        return msgspec.json.decode((path / "manifest.json").read_bytes(), type=Manifest)
    except FileNotFoundError:
        if any(child.name != ".lock" and not child.name.startswith(".manifest") for child in path.iterdir()):
            raise FactwireError(E.E062, path=path) from None
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise FactwireError(E.E002, path=path / "manifest.json", reason=error) from error


def _same(path: Path, before: Manifest, settings: dict[str, Any], inputs: list[dict[str, Any]]) -> None:
    """Check that a run goes on as it began."""
    was = {**before.settings, "version": before.version}
    for key, value in {**settings, "version": VERSION}.items():
        if was.get(key) != value:
            raise FactwireError(E.E061, path=path, what=f"{key} ({was.get(key)!r}, now {value!r})")
    if before.inputs != inputs:
        old = [entry.get("name") for entry in before.inputs]
        new = [entry.get("name") for entry in inputs]
        changed = [n["name"] for o, n in zip(before.inputs, inputs, strict=False) if o != n]
        what = f"the input {changed[0]}" if old == new else f"the inputs ({old}, now {new})"
        raise FactwireError(E.E061, path=path, what=what)


def _clear(path: Path) -> None:
    """Remove the files of a run, the manifest last, so that a kill in between leaves a run behind."""
    for kind in ("shards", "facts", "articles", "quarantine", "skipped"):
        for file in (path / kind).glob("*.json*"):
            file.unlink()
    for name in ("quarantine.jsonl", "skipped.jsonl", "manifest.json"):
        (path / name).unlink(missing_ok=True)


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    return (path.read_bytes() for path in paths)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _sync(folder: Path) -> None:
    """Make a rename in a folder safe against a power cut, where the file system can."""
    handle = os.open(str(folder), os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise FactwireError(E.E040, path=folder, reason=error.strerror) from error
    finally:
        os.close(handle)
