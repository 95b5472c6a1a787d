"""Character references and tags that feeds leave in their texts: "AT&amp;T", "the firm #39;s", "&lt;br&gt;".

Wires are escaped for web pages, some of them twice, and some lose the ampersand on the way. A text with such
remains is read without them; what is found there is told by the offsets of the text as it came.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

TAG = "(?:a|b|br|div|em|font|hr|i|img|li|p|span|strong|table|td|tr|u|ul)"
OPEN, CLOSE = r"(?:&lt;|(?<!&)\blt;)", r"(?:&gt;|(?<!&)\bgt;)"
# Tags that are not escaped are small: "<B>" may be the code of a firm.
REMAINS = re.compile(
    rf"(?P<tag>(?i:{OPEN}/?{TAG}\b[^<>\n]{{0,120}}?{CLOSE})|</?{TAG}\b[^<>\n]{{0,120}}>)"
    r"|(?P<whole>&(?:#\d{2,5}|#x[0-9a-fA-F]{2,4}|[a-zA-Z]{2,6});)"
    r"|(?P<lost>[ ]?(?<![&\w])(?:#\d{2,4}|amp|quot|apos|nbsp|lt|gt);)"
    r"|(?P<money>\\(?=[$&%#]))"
    r"|(?P<line>[ ]?\\{1,8}(?=[A-Za-z\s\"']|$)[ ]?)"
)
ANY = re.compile(r"[&\\<]|#\d\d|\b(?:amp|quot|apos|nbsp|lt|gt);")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without remains of escaping.

    Attributes:
        text: The text that is read.
        raw: The text as it came.
        edits: For each stretch that was replaced its start in `text`, then start and end of what stood in
            `raw`, then its end in `text`; in order.
    """

    text: str
    raw: str
    edits: tuple[tuple[int, int, int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the raw text of a stretch of the plain one."""
        return self._at(start, after=False), max(self._at(end, after=True), self._at(start, after=False))

    def _at(self, offset: int, *, after: bool) -> int:
        """Return where an offset is in the raw text: at an edit, before or behind what was replaced."""
        k = bisect_right(self.edits, offset - after, key=lambda edit: edit[0]) - 1
        if k < 0:
            return offset
        start, begins, ends, stops = self.edits[k]
        if start < offset < stops or (after and offset == stops > start):
            return ends if after else begins
        if offset == start and not after and stops > start:
            return begins + (ends - begins > 1 and self.raw[begins] == " ")
        return ends + offset - stops


def plain(text: str) -> Plain | None:
    """Return a text without the remains of escaping, None where it has none."""
    if ANY.search(text) is None:
        return None
    parts, edits = list[str](), list[tuple[int, int, int, int]]()
    at = length = 0
    for start, end, new in _edits(text):
        parts += [text[at:start], new]
        length += start - at
        edits.append((length, start, end, length + len(new)))
        length += len(new)
        at = end
    if not edits:
        return None
    parts.append(text[at:])
    return Plain("".join(parts), text, tuple(edits))


def _edits(text: str) -> Iterator[tuple[int, int, str]]:
    for found in REMAINS.finditer(text):
        start, end = found.span()
        if found["tag"]:
            yield start, end, "\n" if re.search(r"\bbr\b", found[0]) else ""
        elif found["whole"] or found["lost"]:
            bare = found[0].lstrip()
            new = html.unescape(bare if bare[0] == "&" else "&" + bare)
            if new.rstrip(";") != bare.rstrip(";") and len(new) == 1:
                yield start + _kept_space(text, found), end, new if new.isprintable() else " "
        elif found["money"]:
            yield start, end, ""
        elif not text[max(0, start - 2) : start].endswith((":", "/")):
            yield start, end, " " if start and not text[start - 1].isspace() else ""


def _kept_space(text: str, found: re.Match[str]) -> int:
    """Return 1 where the space before a reference is the text's own and no trace of its ampersand, else 0."""
    start, end = found.span()
    if not found[0].startswith(" "):
        return 0
    joined = text[end : end + 1].isalnum()
    mark = html.unescape("&" + found[0].strip())
    if text[start - 1 : start] == " " or mark == "'" or (joined and mark == "&"):
        return 0
    return 0 if mark == '"' and not joined else 1
