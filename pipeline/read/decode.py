"""Bytes to text: by what is declared, by marks, as UTF-8, and else by detection."""

import codecs
import re

from charset_normalizer import from_bytes

BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 64 * 2**10
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
ASCII_END = 0x7F
FOREIGN = 0.15
WESTERN, MACINTOSH = "cp1252", "mac_roman"


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return the text of bytes, and the encoding that gave it.

    Args:
        data: The bytes; a UTF-8 byte order mark stays in the text.
        declared: Encoding that the container declares, or None.

    Raises:
        UnicodeDecodeError: if no encoding fits.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name), name
    for name in filter(None, (_known(declared), "utf-8")):
        try:
            return data.decode(name), name
        except UnicodeDecodeError as error:
            failure = error
    name = detected(data) or ""
    if not name:
        raise failure
    return data.decode(name), name


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page or XML document declares in its first bytes."""
    found = META.search(data[:4096]) or XML.search(data[:256])
    return found[1].decode("ascii") if found else None


def detected(data: bytes) -> str | None:
    """Return the encoding that bytes seem to be in, or None for what is no text.

    A text with few letters beyond ASCII says little of its encoding; it is taken for
    one of those that English pages are in.
    """
    sample = data[:SAMPLE]
    best = from_bytes(sample).best()
    if best is None or sum(byte > ASCII_END for byte in sample) > FOREIGN * len(sample):
        return best.encoding if best is not None else None
    macintosh = best.encoding.startswith("mac_") and WESTERN not in best.could_be_from_charset
    usual = MACINTOSH if macintosh else WESTERN
    return usual if _fits(data, usual) and not best.encoding.startswith("utf") else best.encoding


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _known(name: str | None) -> str | None:
    """Return Python's name of an encoding; what browsers call Latin-1 is Windows-1252."""
    try:
        known = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    return WESTERN if known in ("iso8859-1", "ascii") else known
