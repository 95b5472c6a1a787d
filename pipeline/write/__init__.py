"""Writing: records to JSON lines, into databases and Parquet files, and questions to databases."""

from pipeline.write.database import load_facts
from pipeline.write.jsonl import open_output

__all__ = ["load_facts", "open_output"]
