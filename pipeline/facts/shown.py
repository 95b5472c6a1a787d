"""Text of others made fit to be looked at: what would act or hide is shown as an escape."""

import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def plain(text: str) -> str:
    """Return text with control and format characters shown as escapes (newlines as spaces)."""
    shown = []
    for char in text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "):
        hidden = unicodedata.category(char) in HIDDEN
        shown.append(f"\\u{ord(char):04x}" if hidden else char)
    return "".join(shown)
