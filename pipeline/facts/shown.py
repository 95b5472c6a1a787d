"""Text of others made fit to be looked at: what would act or hide is shown as an escape."""

import unicodedata
from collections.abc import Callable

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def plain(text: str) -> str:
    """Return text with control and format characters shown as escapes (newlines as spaces)."""
    text = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return _escaped(text, lambda char: f"\\u{ord(char):04x}")


def plain_json(line: str) -> str:
    """Return JSON of one line that means the same, with control and format characters as its escapes."""
    return _escaped(line, _json_escape)


def _escaped(text: str, escape: Callable[[str], str]) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(escape(char) if unicodedata.category(char) in HIDDEN else char for char in text)


def _json_escape(char: str) -> str:
    data = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in zip(data[::2], data[1::2], strict=True))
