"""Shards: runs of entries that are worked on and written together.

Where a shard begins and ends depends on the input and its size alone, so that every
run over the same input, on any number of processes or machines, has the same shards.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

import msgspec

from pipeline.read import Article, Entry, Fault, Page

SHARD_SIZE = 200
SHARD_BYTES = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Shard:
    """Entries of the input that belong together.

    Attributes:
        number: Its place in the run, from 0.
        entries: The entries, in input order.
        digest: Fingerprint of their content.
    """

    number: int
    entries: tuple[Entry, ...]
    digest: str


def plan(entries: Iterable[Entry], size: int = SHARD_SIZE) -> Iterator[Shard]:
    """Cut entries into shards; they are taken as they are needed.

    Args:
        entries: What a reader gives.
        size: Largest number of entries in a shard; large ones close it earlier.
    """
    held: list[Entry] = []
    held_bytes = number = 0
    for entry in entries:
        held.append(entry)
        held_bytes += _size(entry)
        if len(held) >= size or held_bytes >= SHARD_BYTES:
            yield _shard(number, held)
            held, held_bytes, number = [], 0, number + 1
    if held:
        yield _shard(number, held)


def _shard(number: int, entries: list[Entry]) -> Shard:
    return Shard(number, tuple(entries), _digest(entries))


def _size(entry: Entry) -> int:
    if isinstance(entry, Article):
        return len(entry.text)
    return len(entry.data) if isinstance(entry, Page) else len(entry.message)


def _digest(entries: Iterable[Entry]) -> str:
    """Return a fingerprint of what entries hold, wherever their files lie."""
    total = blake2b(digest_size=16)
    for entry in entries:
        if isinstance(entry, Fault):
            parts: list[object] = ["fault", entry.id, entry.entry]
        elif isinstance(entry, Page):
            parts = ["page", entry.id, entry.published, entry.meta, entry.encoding, entry.kind]
            total.update(blake2b(entry.data).digest())
        else:
            parts = ["article", entry.id, entry.text, entry.published, entry.meta]
        total.update(msgspec.msgpack.encode(parts, enc_hook=str))
    return total.hexdigest()
