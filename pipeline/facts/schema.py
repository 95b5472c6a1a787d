"""JSON Schema of the records, generated from their types."""

from typing import Any

import msgspec

from pipeline.facts.types import Fact


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every written record satisfies."""
    schema: dict[str, Any] = msgspec.json.schema(Fact)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "factwire fact record",
        **schema,
    }
