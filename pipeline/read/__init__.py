"""Reading: files of many formats, folders, globs and standard input become articles."""

from pipeline.read.articles import finished, read_articles, read_entries
from pipeline.read.options import ReadOptions
from pipeline.read.records import Article, Entry, Fault, Page, is_date
from pipeline.read.sources import fingerprints
from pipeline.read.streams import Meter

__all__ = [
    "Article",
    "Entry",
    "Fault",
    "Meter",
    "Page",
    "ReadOptions",
    "fingerprints",
    "finished",
    "is_date",
    "read_articles",
    "read_entries",
]
