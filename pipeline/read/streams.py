"""Streams of bytes: counted, decompressed, and bounded whatever a file claims to be."""

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, cast

from pipeline.errors import E, FactwireError
from pipeline.read.extras import load_extra

DOCUMENT_BYTES = 64 * 2**20
PACKED_SUFFIXES = (".gz", ".zst", ".bz2", ".xz")
EXPANSION = 500
EXPANSION_FROM = 64 * 2**20
BUFFER = 2**20
BROKEN = (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error, zipfile.BadZipFile)


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


class DamagedError(Exception):
    """A packed stream that cannot be unpacked any further."""


class Unpacked(io.RawIOBase):
    """An unpacked stream: its faults are `DamagedError`s, and it may not grow out of all proportion.

    Args:
        stream: The stream, which unpacks.
        packed: Returns the number of bytes that were unpacked so far, before unpacking.
    """

    def __init__(self, stream: IO[bytes], packed: Callable[[], int]) -> None:
        self._stream = stream
        self._packed = packed
        self._size = 0

    def readinto(self, buffer: Any) -> int:
        """Read on.

        Raises:
            DamagedError: if no honest text could be packed so tightly, or the data are damaged.
        """
        try:
            data = self._stream.read1(len(buffer))  # type: ignore[attr-defined]
        except BROKEN as error:
            raise DamagedError(str(error) or type(error).__name__) from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise DamagedError(str(error)) from error  # bz2 says so of bad data
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            raise DamagedError(str(error)) from error
        buffer[: len(data)] = data
        self._size += len(data)
        if self._size > EXPANSION_FROM and self._size > EXPANSION * max(self._packed(), 1):
            raise DamagedError(f"it unpacks to more than {EXPANSION} times its size")
        return len(data)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True


@contextmanager
def open_stream(path: Path, meter: Meter) -> Iterator[IO[bytes]]:
    """Open a file, unpacked where its name says that it is packed.

    Raises:
        OSError: if it cannot be opened, or while reading.
        DamagedError: while reading, if it is damaged.
        FactwireError: E081 if a library is missing.
    """
    with ExitStack() as stack:
        raw = stack.enter_context(_Counted(path, meter))
        plain = buffered(raw)
        suffix = path.suffix.lower()
        if suffix in PACKED_SUFFIXES:
            unpacked = stack.enter_context(_unpacked(plain, suffix))
            plain = buffered(Unpacked(unpacked, lambda: raw.read_bytes))
        yield plain


def buffered(stream: io.RawIOBase) -> IO[bytes]:
    """Return a stream that reads in large pieces."""
    return cast("IO[bytes]", io.BufferedReader(stream, BUFFER))


def _unpacked(stream: IO[bytes], suffix: str) -> AbstractContextManager[IO[bytes]]:
    if suffix == ".zst":
        zstandard = load_extra("zstandard", ".zst files")
        reader = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
        return cast("AbstractContextManager[IO[bytes]]", reader)
    kinds: dict[str, Any] = {".gz": gzip.GzipFile, ".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile}
    options = {"fileobj": stream} if suffix == ".gz" else {"filename": stream}
    return cast("AbstractContextManager[IO[bytes]]", kinds[suffix](**options))


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
