"""Qualify: whether a fact is so (factuality) and who says it (attribution)."""

from pipeline.qualify.attribution import AttributionFinder, SourceMention
from pipeline.qualify.factuality import FactualityJudge, Judgement
from pipeline.qualify.quotes import Quotation, quotations

__all__ = [
    "AttributionFinder",
    "FactualityJudge",
    "Judgement",
    "Quotation",
    "SourceMention",
    "quotations",
]
