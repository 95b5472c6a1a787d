"""Headlines that feeds give in one line with their text: "Acme to Buy Kilo (Reuters) Reuters - Acme said"."""

import re
from functools import lru_cache

from spacy.tokens import Doc

from pipeline.annotate.mechanisms import off

LONGEST = 400
AGENCIES = "(?:AP|AFP|Reuters|Dow Jones|Bloomberg|UPI|Xinhua|Interfax)"
DASH = "(?:-|–|—|--)"
# Words without a full stop, an agency's tag perhaps, and then a dateline or "Reuters - ".
ONE_LINE = re.compile(
    rf"(?!\S+ \({AGENCIES}\))[^.!?\n]{{16,140}}?(?: \({AGENCIES}\))?\s+"
    rf"(?=[A-Z][A-Z.]+(?:[ ,]+[A-Z][A-Za-z.]*){{0,4}} \({AGENCIES}\) {DASH} |{AGENCIES} {DASH} )"
)


def end_in_line(doc: Doc) -> int:
    """Return the offset at which the text starts behind a headline in its own line, 0 without one."""
    return 0 if "one-line-headlines" in off(doc) else _end(doc[:LONGEST].text[:LONGEST])


@lru_cache(maxsize=1024)
def _end(text: str) -> int:
    found = ONE_LINE.match(text)
    return found.end() if found else 0
