"""Review: facts shown to a person."""

from pipeline.review.notebook import render

__all__ = ["render"]
