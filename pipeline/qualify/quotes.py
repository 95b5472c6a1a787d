"""Quotations of a document: straight, curly and angled marks, over sentences and paragraphs."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

MARKS = re.compile(r"\n\s*|[\"“”„«»‘’']|``|''")
PAIRS = {"“": "”", "„": "”", "«": "»", "‘": "’", '"': '"', "'": "'", "``": "''"}
OPENERS = frozenset(PAIRS)
MIN_SAID = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch of tokens, without its marks.

    Attributes:
        start: Index of the first token inside.
        end: Index after the last token inside.
        closed: Whether a closing mark was found in its paragraph.
    """

    start: int
    end: int
    closed: bool

    def __contains__(self, token: object) -> bool:
        return isinstance(token, Token) and self.start <= token.i < self.end

    def is_speech(self, doc: Doc) -> bool:
        """Tell whether a quotation says something, and is no mere word in quotation marks."""
        inside = doc[self.start : self.end]
        verbal = any(t.pos_ in ("VERB", "AUX") for t in inside)
        return verbal and len(inside) >= MIN_SAID


def quotations(doc: Doc) -> list[Quotation]:
    """Return the quotations of a document in text order; nested ones are left out."""
    words = [(token.idx, token.i) for token in doc if not token.is_space]
    found = []
    for start, end, closed in _stretches(doc.text):
        first, after = bisect_left(words, (start, 0)), bisect_left(words, (end, 0))
        if first < after:
            found.append(Quotation(words[first][1], words[after - 1][1] + 1, closed))
    return found


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, closed) of quoted characters.

    A quotation that a paragraph leaves open ends with the paragraph; the next paragraph
    opens it again with its own mark, as English typography does.
    """
    opened: tuple[int, str] | None = None
    for match in MARKS.finditer(text):
        mark, at = match.group(), match.start()
        if mark.startswith("\n"):
            if opened is not None and _is_paragraph_end(text, match):
                yield opened[0], at, False
                opened = None
            continue
        if opened is not None and _closes(text, at, mark, opened[1]):
            yield opened[0], at, True
            opened = None
        elif opened is None and mark in OPENERS and _opens(text, at, mark):
            opened = (match.end(), PAIRS[mark])
    if opened is not None and "'" not in opened[1]:
        yield opened[0], len(text), False


def _is_paragraph_end(text: str, match: re.Match[str]) -> bool:
    """Tell whether a line break ends a paragraph: a blank line, or a full stop before it."""
    before = text[: match.start()].rstrip(" &")
    return match.group().count("\n") > 1 or before.endswith((".", "!", "?", ":", '"', "”"))


def _opens(text: str, at: int, mark: str) -> bool:
    if mark in ("'", "‘"):
        return not text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()
    after = text[at + len(mark) : at + len(mark) + 1]
    return bool(after) and not after.isspace()


def _closes(text: str, at: int, mark: str, wanted: str) -> bool:
    if mark != wanted:
        return False
    if mark in ("'", "’"):
        return not text[at + 1 : at + 2].isalnum() and not _is_possessive(text, at)
    return True


def _is_possessive(text: str, at: int) -> bool:
    """Tell whether an apostrophe after *s* goes with a noun that follows ("workers' pay")."""
    return text[at - 1 : at] == "s" and bool(re.match(r"\s[a-z]", text[at + 1 : at + 3]))
