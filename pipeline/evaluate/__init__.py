"""Evaluation: gold and predicted facts, paired and compared by the contract's measures."""

from pipeline.evaluate.gold import load_articles, load_records, records_of
from pipeline.evaluate.records import Argument, Record
from pipeline.evaluate.report import Report, Score, evaluate, evaluate_files, load_ids

__all__ = [
    "Argument",
    "Record",
    "Report",
    "Score",
    "evaluate",
    "evaluate_files",
    "load_articles",
    "load_ids",
    "load_records",
    "records_of",
]
