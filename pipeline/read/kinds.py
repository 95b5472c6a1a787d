"""Which format a file has, by its name."""

from pathlib import PurePath
from typing import Literal

from pipeline.read.streams import base_name

Kind = Literal["text", "jsonl", "table", "parquet", "html", "warc", "feed", "zip"]

KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "table",
    ".tsv": "table",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".warc": "warc",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".zip": "zip",
}


def kind_of(name: str) -> Kind | None:
    """Return the format that a file's name tells, or None where it tells none."""
    return KINDS.get(PurePath(base_name(name)).suffix)


def stem_of(name: str) -> str:
    """Return a file's name without folder, format and packing; a member of a zip file has its own."""
    path = PurePath(name.rpartition(".zip!")[2])
    packed = len(base_name(path.name)) < len(path.name)
    return PurePath(path.stem).stem if packed else path.stem
