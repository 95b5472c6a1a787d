"""Batch runs: shards of articles, each done once, whatever happens in between.

`plan` cuts the input into shards, an `Extractor` turns entries into outcomes, a `Crew`
does so in processes that may hang or die, and a `BatchFolder` keeps what is done. `run_batch`
puts them together; another engine can use the same parts.
"""

from pipeline.run.batch.crew import CHUNK, Crew, in_order, process_shard
from pipeline.run.batch.extractor import Extractor, Outcome, Work, producer_of
from pipeline.run.batch.folder import BatchFolder, ShardRecord, fact_files, open_folder
from pipeline.run.batch.job import BatchOptions, BatchReport, run_batch
from pipeline.run.batch.shards import Shard, plan

__all__ = [
    "CHUNK",
    "BatchFolder",
    "BatchOptions",
    "BatchReport",
    "Crew",
    "Extractor",
    "Outcome",
    "Shard",
    "ShardRecord",
    "Work",
    "fact_files",
    "in_order",
    "open_folder",
    "plan",
    "process_shard",
    "producer_of",
    "run_batch",
]
