"""Names of places, persons and offices in raw text: they are neither goods nor agreements."""

import re
from collections.abc import Iterator
from functools import lru_cache

import pycountry

from pipeline.resolve.countries import cities, countries, fold
from pipeline.resolve.tables import first_names
from pipeline.run.wordlists import table

# Words with a capital side by side, with what may stand within somebody's name.
RUN = re.compile(r"[A-Z][\w'’-]*(?: (?:[A-Z]\.|al|bin|d[aeiu]|el|v[ao]n|[A-Z][\w'’-]*))*")
PART = re.compile(r"[A-Z][\w-]*")
BEHIND = re.compile(r"([A-Za-z]+) (?:(?:the|an?|his|her|its|their) )?$")
LAST_NAME = re.compile(r"([A-Z][\w'’-]*) $")
LONGEST_NAME = 4
REACH = 60


@lru_cache(maxsize=1)
def others() -> frozenset[str]:
    """Return names that are neither goods nor agreements: of time, offices, institutions and countries."""
    lands = (land.name for land in (*pycountry.countries, *pycountry.subdivisions))
    return table()["other_names"] | {name for name in lands if name.isalpha()}


@lru_cache(maxsize=65536)
def is_other(word: str) -> bool:
    """Tell whether a word with a capital names a time, office, place or people: neither goods nor a pact."""
    return word in others() or countries().any(word) is not None or fold(word) in cities()


def persons(text: str) -> frozenset[int]:
    """Return where the words of somebody's name stand, behind a first name or an office."""
    return frozenset(start for run in RUN.finditer(text) for start in _person(run))


def _person(run: re.Match[str]) -> Iterator[int]:
    parts = list(PART.finditer(run[0]))
    for i, part in enumerate(parts[:-1]):
        first = part[0].lower() in first_names() and not is_other(part[0])
        if first or part[0] in table()["offices"]:
            yield from (run.start() + found.start() for found in parts[i : i + LONGEST_NAME])


def is_behind_preposition(text: str, start: int) -> bool:
    """Tell whether a name stands right behind a preposition, and so is no verb's object.

    A country, city or month before it in one run of capitals ("in May Leopards") is a name of its own.
    """
    while (found := LAST_NAME.search(text, max(0, start - REACH), start)) and not is_other(found[1]):
        start = found.start()
    before = BEHIND.search(text, max(0, start - REACH), start)
    return before is not None and before[1].lower() in table()["prepositions"] - {"of", "as"} | {"to"}
