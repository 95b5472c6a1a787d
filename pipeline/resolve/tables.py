"""Reading the room's data files: checked tables of words."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import E, FactwireError

ALLOWED = ("about", "words", "sets")


def read_table(name: str) -> dict[str, dict[str, Any]]:
    """Return the sections of a data file of this room, each of which must say what it is about.

    Raises:
        FactwireError: E021 for a section that is no table or lacks `about`.
    """
    path = files("pipeline.resolve") / "data" / name
    table: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    for section, entry in table.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("about"), str):
            raise FactwireError(E.E021, path=path, entry=section, reason="it must be a table with 'about'")
    return table


def check_words(table: dict[str, dict[str, Any]], path: str) -> None:
    """Refuse sections with unknown keys or without words.

    Raises:
        FactwireError: E020 for an unknown key, E021 for a section without words.
    """
    for section, entry in table.items():
        for key in entry:
            if key not in ALLOWED:
                raise FactwireError(E.E020, path=path, entry=section, key=key, allowed=", ".join(ALLOWED))
        if not entry.get("words") and not entry.get("sets"):
            raise FactwireError(E.E021, path=path, entry=section, reason="no words")


@cache
def _actor_table() -> dict[str, dict[str, Any]]:
    table = read_table("actors.toml")
    check_words(table, "actors.toml")
    return table


@cache
def actor_words(*sections: str) -> frozenset[str]:
    """Return the words of sections of `actors.toml`."""
    return frozenset(word for section in sections for word in _actor_table()[section]["words"])


@cache
def synonym_sets() -> dict[str, frozenset[str]]:
    """Return, for each noun of `same`, the nouns that can name the same actor."""
    found: dict[str, set[str]] = {}
    for words in _actor_table()["same"]["sets"]:
        for word in words:
            found.setdefault(word, set()).update(words)
    return {word: frozenset(words) for word, words in found.items()}


@cache
def first_names() -> dict[str, str]:
    """Return "m" or "f" for each common first name."""
    path = files("pipeline.resolve") / "data" / "first_names.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))
