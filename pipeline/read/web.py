"""What comes from the web: WARC archives and news feeds, as pages still to be read."""

from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from typing import IO, Any

from pipeline.errors import E
from pipeline.read.extras import load_extra
from pipeline.read.kinds import stem_of
from pipeline.read.records import Fault, Page, is_blank
from pipeline.read.streams import DOCUMENT_BYTES, read_document

TYPES: dict[str, Any] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
}
OK = 200
RECORD_END = b"\r\n\r\n"
HEAD = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"


def read_warc(stream: IO[bytes], path: str) -> Iterator[Page | Fault]:
    """Read the pages of a WARC file: successful responses and resources that are HTML or text.

    Pictures, scripts, redirects and the crawler's own records are no articles and passed over.
    """
    warc = load_extra("fastwarc.warc", "WARC")
    load_extra("trafilatura", "HTML")  # told once, and before workers are forked
    kinds = warc.WarcRecordType
    wanted = int(kinds.response) | int(kinds.resource) | int(kinds.conversion)
    source = _Source(stream)
    try:
        for record in warc.ArchiveIterator(
            source, record_types=wanted, parse_http=False, stream_detect=False, fsspec_args=False
        ):
            length = int(record.headers.get("Content-Length") or -1)
            if length > DOCUMENT_BYTES:
                where = record.headers.get("WARC-Target-URI") or record.record_id
                yield Fault.of(E.E080, path=f"{path}: {where}", limit=DOCUMENT_BYTES)
                continue
            block = record.reader.read(max(length, 0))
            if len(block) != length:
                yield _cut(source, path)
                return
            entry = _page(warc, record, block, path)
            if entry is not None:
                yield entry
    except OSError as error:  # fastwarc's own, for what is no WARC
        yield Fault.of(E.E084, path=path, reason=error, rest=True)
        return
    if not source.read_bytes and source.error is None:
        yield Fault.of(E.E007, path=path)
    elif source.error is not None or source.tail != RECORD_END:
        yield _cut(source, path)


class _Source:
    """A stream for fastwarc, which swallows errors of its source: they are kept here."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.read_bytes = 0
        self.tail = b""
        self.error: Exception | None = None

    def tell(self) -> int:
        return self.read_bytes

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read1(size)  # type: ignore[attr-defined]
        except Exception as error:
            self.error = error
            return b""
        self.read_bytes += len(data)
        self.tail = (self.tail + data[-len(RECORD_END) :])[-len(RECORD_END) :]
        return bytes(data)


def _cut(source: _Source, path: str) -> Fault:
    if source.error is not None:
        raise source.error
    return Fault.of(E.E084, path=path, reason="it ends in the middle of a record", rest=True)


def _page(warc: Any, record: Any, block: bytes, path: str) -> Page | None:
    headers = {key: record.headers.get(key) for key in ("WARC-Target-URI", "WARC-Date", "Content-Type")}
    url, day, kind = headers["WARC-Target-URI"], headers["WARC-Date"], headers["Content-Type"] or ""
    charset = "utf-8" if record.record_type == warc.WarcRecordType.conversion else None
    if kind.startswith("application/http"):
        try:
            answer = warc.WarcRecord.from_bytes(HEAD % len(block) + block + b"\r\n\r\n")
            answer.parse_http(auto_decode="all")
            if answer.http_headers is None or answer.http_headers.status_code != OK:
                return None
            block = answer.reader.read(DOCUMENT_BYTES)
            kind, charset = answer.http_content_type or "", answer.http_charset
        except OSError:
            return None
    wanted = TYPES.get(kind.partition(";")[0].strip().lower())
    if wanted is None or not block.strip():
        return None
    meta = {"url": url, "crawled": day}
    return Page(
        id=record.record_id.removeprefix("<").removesuffix(">").removeprefix("urn:uuid:") or str(url),
        data=block,
        kind=wanted,
        encoding=charset,
        meta={key: value for key, value in meta.items() if value},
        origin=f"{path}: {url or record.record_id}",
    )


def read_feed(stream: IO[bytes], path: str) -> Iterator[Page | Fault]:
    """Read the entries of an RSS or Atom feed; each is an article of its content, summary or title."""
    feedparser = load_extra("feedparser", "RSS and Atom")
    feed = feedparser.parse(read_document(stream, path), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries and (feed.bozo or not feed.version):
        reason = getattr(feed, "bozo_exception", None) or "no RSS or Atom"
        yield Fault.of(E.E083, path=path, reason=str(reason).split("\n", 1)[0], rest=True)
        return
    for number, entry in enumerate(feed.entries, 1):
        name = entry.get("id") or entry.get("link") or f"{stem_of(path)}:{number}"
        yield _feed_page(entry, name, f"{path}: {name}")


def _feed_page(entry: Any, name: str, origin: str) -> Page | Fault:
    contents = [part.get("value", "") for part in entry.get("content", ())]
    body = max([*contents, entry.get("summary", "")], key=len)
    title = entry.get("title", "")
    text = title if is_blank(body) else body
    if is_blank(text):
        return Fault.of(E.E007, path=origin)
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    meta = {"title": title, "author": entry.get("author"), "url": entry.get("link")}
    return Page(
        id=name,
        data=text.encode("utf-8", "replace"),
        kind="fragment",
        encoding="utf-8",
        published=_iso(moment) if moment else None,
        meta={key: value for key, value in meta.items() if value},
        origin=origin,
    )


def _iso(moment: struct_time) -> str | None:
    try:
        return datetime(*moment[:6], tzinfo=UTC).isoformat()
    except ValueError:
        return None
