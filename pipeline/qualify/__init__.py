"""Qualify: whether a fact is so (factuality) and who says it (attribution)."""

from pipeline.qualify.attribution import AttributionFinder
from pipeline.qualify.factuality import FactualityJudge, Judgement
from pipeline.qualify.quotes import Quotation, quotations
from pipeline.qualify.sources import SourceMention

__all__ = [
    "AttributionFinder",
    "FactualityJudge",
    "Judgement",
    "Quotation",
    "SourceMention",
    "quotations",
]
