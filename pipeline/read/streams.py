"""Streams of bytes: counted, decompressed, and bounded whatever a file claims to be."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, cast

from pipeline.errors import E, FactwireError
from pipeline.read.extras import load_extra

DOCUMENT_BYTES = 64 * 2**20
PACKED_SUFFIXES = (".gz", ".zst", ".bz2", ".xz")
EXPANSION = 500
EXPANSION_FROM = 64 * 2**20


class Meter:
    """Counts the bytes that were read from files, for a progress display.

    Args:
        total: Bytes that there are to read, as far as known.
    """

    def __init__(self, total: int = 0) -> None:
        self.total = total
        self.done = 0


class _Counted(io.RawIOBase):
    """A file whose bytes a meter counts."""

    def __init__(self, path: Path, meter: Meter) -> None:
        self._file = path.open("rb", buffering=0)
        self._meter = meter
        self.read_bytes = 0

    def readinto(self, buffer: Any) -> int:
        size = self._file.readinto(buffer) or 0
        self._meter.done += size
        self.read_bytes += size
        return size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


class _Bounded(io.RawIOBase):
    """An unpacked stream that refuses to grow out of all proportion to what was packed."""

    def __init__(self, stream: IO[bytes], packed: _Counted) -> None:
        self._stream = stream
        self._packed = packed
        self._size = 0

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read1(len(buffer))  # type: ignore[attr-defined]
        buffer[: len(data)] = data
        self._size += len(data)
        check_expansion(self._size, self._packed.read_bytes)
        return len(data)

    def readable(self) -> bool:
        return True


class DamagedError(Exception):
    """A packed stream that cannot be unpacked any further."""


def check_expansion(size: int, packed: int) -> None:
    """Refuse data that unpack to a monstrous size.

    Args:
        size: Bytes unpacked so far.
        packed: Bytes that they were unpacked from.

    Raises:
        DamagedError: if no honest text could be packed so tightly.
    """
    if size > EXPANSION_FROM and size > EXPANSION * max(packed, 1):
        raise DamagedError(f"it unpacks to more than {EXPANSION} times its size")


@contextmanager
def open_stream(path: Path, meter: Meter) -> Iterator[IO[bytes]]:
    """Open a file, unpacked where its name says that it is packed.

    Raises:
        OSError: if it cannot be opened.
        DamagedError: while reading, if it is damaged.
    """
    with ExitStack() as stack:
        raw = stack.enter_context(_Counted(path, meter))
        plain: IO[bytes] = cast("IO[bytes]", io.BufferedReader(raw, 2**20))
        suffix = path.suffix.lower()
        if suffix in PACKED_SUFFIXES:
            unpacked = stack.enter_context(_unpacked(plain, suffix))
            plain = cast("IO[bytes]", io.BufferedReader(_Bounded(unpacked, raw), 2**20))
        try:
            yield plain
        except (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error) as error:
            raise DamagedError(str(error)) from error
        except OSError as error:
            if error.errno is None:  # bz2 and zstandard say so of bad data
                raise DamagedError(str(error)) from error
            raise


@contextmanager
def _unpacked(stream: IO[bytes], suffix: str) -> Iterator[IO[bytes]]:
    if suffix == ".zst":
        zstandard = load_extra("zstandard", ".zst files")
        try:
            with zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True) as unpacked:
                yield unpacked
        except zstandard.ZstdError as error:
            raise DamagedError(str(error)) from error
        return
    kinds: dict[str, Any] = {".gz": gzip.GzipFile, ".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile}
    options = {"fileobj": stream} if suffix == ".gz" else {"filename": stream}
    with kinds[suffix](**options) as unpacked:
        yield unpacked


def base_name(path: str) -> str:
    """Return a file name in lower case without the suffix that says how it is packed."""
    name = path.lower()
    return next((name.removesuffix(s) for s in PACKED_SUFFIXES if name.endswith(s)), name)


def read_document(stream: IO[bytes], path: object) -> bytes:
    """Read one document, up to the limit.

    Raises:
        FactwireError: E080 if it is longer.
    """
    data = stream.read(DOCUMENT_BYTES + 1)
    if len(data) > DOCUMENT_BYTES:
        raise FactwireError(E.E080, path=path, limit=DOCUMENT_BYTES)
    return data


def read_lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines of a stream; None stands for a line over the limit."""
    while line := stream.readline(DOCUMENT_BYTES + 1):
        if len(line) <= DOCUMENT_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(2**20)
        yield None
