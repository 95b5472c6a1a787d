"""Merging: mentions of the same event across articles become one event with its evidence."""

from pipeline.merge.events import merge_facts
from pipeline.merge.types import Event, NearJoin, event_schema

__all__ = ["Event", "NearJoin", "event_schema", "merge_facts"]
