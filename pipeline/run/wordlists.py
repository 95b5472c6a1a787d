"""The word lists of `cascade.toml`, which the cascade needs beside rules and classes."""

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def table() -> dict[str, frozenset[str]]:
    """Return the lists by their names."""
    path = files("pipeline.run") / "data" / "cascade.toml"
    return {key: frozenset(value) for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items()}
