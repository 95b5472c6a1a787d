"""Reading: files, folders, globs and standard input become articles."""

from pipeline.read.articles import Article, Fault, is_date, read_articles

__all__ = ["Article", "Fault", "is_date", "read_articles"]
