"""Reading: files, folders, globs and standard input become articles."""

from pipeline.read.articles import read_articles
from pipeline.read.records import Article, Fault, is_date

__all__ = ["Article", "Fault", "is_date", "read_articles"]
