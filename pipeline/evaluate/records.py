"""What the evaluator compares: gold and predicted records, read leniently.

A gold record may leave fields open; a field that is None here was not annotated and is
not scored. Two annotators' records and a run's records have the same type, so that
everything can be compared with everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

RELATIONS = ("supply", "deal", "denial")
FACTUALITY_FIELDS = ("polarity", "certainty", "time", "conditional")

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention in a role; `span` is None where it is implicit."""

    role: str
    text: str | None
    span: Offsets | None
    canonical: str | None = None
    kind: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Record:
    """A fact to compare.

    Attributes:
        arguments: All arguments, or None where they were not annotated.
        optional: A borderline fact, which counts neither way.
        line: Its line in the file that it came from.
        raw: The JSON object, unchanged.
    """

    id: str
    article_id: str
    relation: str
    trigger: Offsets
    trigger_text: str
    sentence: Offsets | None = None
    arguments: tuple[Argument, ...] | None = None
    factuality: Mapping[str, Any] = field(default_factory=dict)
    status: str | None = None
    stage: str | None = None
    denies: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    optional: bool = False
    confidence: float | None = None
    line: int = 0
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def of_role(self, role: str) -> tuple[Argument, ...]:
        """Return the arguments of one role."""
        return tuple(a for a in self.arguments or () if a.role == role)

    @property
    def order(self) -> tuple[Offsets, str]:
        """A sort key that does not depend on the order of the file."""
        return self.trigger, self.id


def links_of(records: Iterable[Record]) -> list[tuple[str, str]]:
    """Return each (denial, denied fact) among the records once, from either end's field."""
    known = {r.id: r for r in records}
    links = {(r.id, denied) for r in known.values() for denied in r.denies}
    links |= {(denial, r.id) for r in known.values() for denial in r.disputed_by}
    return sorted(link for link in links if link[0] in known and link[1] in known)
