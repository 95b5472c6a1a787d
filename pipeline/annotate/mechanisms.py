"""Mechanisms that can be switched off, document by document, to measure what each is worth.

The switches are a document's own: two components with other options can run side by side.
"""

from collections.abc import Iterable
from functools import cache

from msgspec import Struct
from spacy.tokens import Doc

from pipeline.annotate.tables import read_table
from pipeline.errors import E, FactwireError

KEY = "factwire_off"
NONE: frozenset[str] = frozenset()


class MechanismFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `mechanisms.toml`: name → what it does."""

    switches: dict[str, str]


@cache
def mechanisms() -> dict[str, str]:
    """Return each mechanism that can be switched off, with what it does."""
    return read_table("pipeline.annotate", "mechanisms.toml", MechanismFile).switches


def checked(names: Iterable[str]) -> frozenset[str]:
    """Return the names of mechanisms to switch off.

    Raises:
        FactwireError: E023 for a name that is none.
    """
    found = frozenset(names)
    for name in sorted(found - mechanisms().keys()):
        raise FactwireError(E.E023, name=name, allowed=", ".join(mechanisms()))
    return found


def switch_off(doc: Doc, names: frozenset[str]) -> None:
    """Switch mechanisms off for a document, until `switch_on`."""
    doc.user_data[KEY] = names


def switch_on(doc: Doc) -> None:
    """Switch all mechanisms of a document on again."""
    doc.user_data.pop(KEY, None)


def off(doc: Doc) -> frozenset[str]:
    """Return the mechanisms that are switched off for a document."""
    found: frozenset[str] = doc.user_data.get(KEY, NONE)
    return found
