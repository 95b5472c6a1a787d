"""Zip files: their members in folders of any depth, and zip files among them to a bounded one."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from pipeline.errors import E, FactwireError
from pipeline.read.kinds import Kind, kind_of
from pipeline.read.records import Fault
from pipeline.read.streams import DamagedError, Unpacked, buffered

DEPTH = 3
SPOOLED = 16 * 2**20
BLOCK = 2**20
ENCRYPTED = 0x1

Read = Callable[[IO[bytes], Kind, str], Iterable[Any]]


def read_zip(stream: IO[bytes], path: str, read: Read) -> Iterator[Any]:
    """Read the members of a zip file whose names tell a format; a bad one costs no other.

    Args:
        stream: The file; it must be seekable.
        path: Its name.
        read: Reads a member, given its stream, format and name.
    """
    if path.lower().count(".zip!") >= DEPTH:
        yield Fault.of(E.E084, path=path, reason=f"zip files are opened {DEPTH} deep at most")
        return
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield Fault.of(E.E084, path=path, reason=error, rest=True)
        return
    with archive:
        for member in archive.infolist():
            kind = None if member.is_dir() or _hidden(member.filename) else kind_of(member.filename)
            if kind is not None:
                yield from _read_member(archive, member, kind, f"{path}!{member.filename}", read)


def _read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, kind: Kind, name: str, read: Read
) -> Iterator[Any]:
    if member.flag_bits & ENCRYPTED:
        yield Fault.of(E.E084, path=name, reason="it is encrypted")
        return
    try:
        with archive.open(member) as packed:
            plain = Unpacked(packed, lambda: member.compress_size)
            if kind in ("zip", "parquet"):
                with _spooled(plain) as copy:
                    yield from read(copy, kind, name)
            else:
                yield from read(buffered(plain), kind, name)
    except (DamagedError, zipfile.BadZipFile, NotImplementedError, OSError) as error:
        yield Fault.of(E.E084, path=name, reason=error)
    except FactwireError as error:
        yield Fault(error.message)


def _spooled(stream: io.RawIOBase) -> IO[bytes]:
    """Copy a member to where it can be read back and forth."""
    copy = SpooledTemporaryFile(SPOOLED)  # noqa: SIM115 - the caller closes it
    while data := stream.read(BLOCK):
        copy.write(data)
    copy.seek(0)
    return cast("IO[bytes]", copy)


def _hidden(name: str) -> bool:
    """Tell whether a member is a system's leftover, as in `__MACOSX/._a.txt`."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
