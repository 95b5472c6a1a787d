"""Headlines that feeds give in one line with their text: "Acme to Buy Kilo (Reuters) Reuters - Acme said"."""

import re
from functools import cache, lru_cache

from spacy.tokens import Doc

from pipeline.annotate.mechanisms import off
from pipeline.annotate.words import words

LONGEST = 400
DASH = "(?:-|–|—|--)"


@cache
def _one_line() -> re.Pattern[str]:
    """Words without a full stop, an agency's tag perhaps, and then a dateline or "Reuters - "."""
    agency = "(?:" + "|".join(map(re.escape, words().agencies.names)) + ")"
    return re.compile(
        rf"(?!\S+ \({agency}\))[^.!?\n]{{16,140}}?(?: \({agency}\))?\s+"
        rf"(?=[A-Z][A-Z.]+(?:[ ,]+[A-Z][A-Za-z.]*){{0,4}} \({agency}\) {DASH} |{agency} {DASH} )"
    )


def end_in_line(doc: Doc) -> int:
    """Return the offset at which the text starts behind a headline in its own line, 0 without one."""
    return 0 if "one-line-headlines" in off(doc) else _end(doc[:LONGEST].text[:LONGEST])


@lru_cache(maxsize=1024)
def _end(text: str) -> int:
    found = _one_line().match(text)
    return found.end() if found else 0
