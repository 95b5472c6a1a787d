"""Lines of keys in TOML files, for messages: the standard parser does not tell them."""

import re
from collections.abc import Iterator, Mapping

KeyPath = tuple[str, ...]
PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
DOTTED = rf"{PART}(?:\s*\.\s*{PART})*"
HEADER = re.compile(rf"\s*(\[\[?)\s*({DOTTED})\s*\]")
KEY = re.compile(rf"\s*({DOTTED})\s*=")
FENCE = re.compile(r'"""|\'\'\'')
AT_LINE = re.compile(r"at line (\d+)")


def line_of(text: str, path: KeyPath, nth: int = 1) -> int:
    """Return the line of a key or table, from 1; where it is not written out, that of its table.

    Args:
        text: A TOML document.
        path: Names of the tables and of the key.
        nth: Which entry, where the first name is that of an array of tables.
    """
    best, found = 0, 1
    for line, here, number in _entries(text):
        shared = _shared(here, path)
        if number in (0, nth) and shared > best and shared == min(len(here), len(path)):
            best, found = shared, line
    return found


def line_of_error(error: Exception, text: str) -> int:
    """Return the line at which the parser stopped."""
    told = AT_LINE.search(str(error))
    return int(told.group(1)) if told else text.count("\n") + 1


def flat(table: Mapping[str, object], above: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    """Yield the values of a table and of the tables in it, each with its path."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, (*above, key))
        else:
            yield (*above, key), value


def _entries(text: str) -> Iterator[tuple[int, KeyPath, int]]:
    """Yield line, path and number (0 outside arrays of tables) of each header and key."""
    table: KeyPath = ()
    counts: dict[str, int] = {}
    fenced = False
    for line, content in enumerate(text.split("\n"), 1):
        fences = len(FENCE.findall(content))
        if fenced:
            fenced = fences % 2 == 0
            continue
        if header := HEADER.match(content):
            table = _parts(header.group(2))
            if header.group(1) == "[[":
                counts[table[0]] = counts.get(table[0], 0) + 1
            yield line, table, counts.get(table[0], 0)
        elif key := KEY.match(content):
            path = (*table, *_parts(key.group(1)))
            yield line, path, counts.get(path[0], 0)
        fenced = fences % 2 == 1


def _parts(dotted: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in re.findall(PART, dotted))


def _shared(one: KeyPath, other: KeyPath) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
