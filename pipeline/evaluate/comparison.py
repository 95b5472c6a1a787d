"""One paired fact, compared field by field; counts and error listings both come from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.evaluate.pairing import pair_arguments
from pipeline.evaluate.records import FACTUALITY_FIELDS, Argument, Record
from pipeline.evaluate.spans import normalise
from pipeline.facts.types import CORE_ROLES

BY_SPAN = frozenset({"claim"})


@dataclass(slots=True)
class Comparison:
    """A gold fact and the prediction that stands for it.

    Attributes:
        arguments: The paired arguments.
        missing: Gold arguments without a predicted one.
        extra: Predicted arguments without a gold one.
        wrong: Field → (gold, predicted) of each field that differs.
        core_wrong: The core roles whose set of canonical names differs.
        record_right: Whether a database row of the fact would be right.
    """

    gold: Record
    predicted: Record
    arguments: list[tuple[Argument, Argument]] = field(default_factory=list)
    missing: list[Argument] = field(default_factory=list)
    extra: list[Argument] = field(default_factory=list)
    wrong: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    core_wrong: list[str] = field(default_factory=list)

    @property
    def record_right(self) -> bool:
        """Whether status and the canonical names of every core role are right."""
        return not self.core_wrong and "status" not in self.wrong


def compare_facts(gold: Record, predicted: Record) -> Comparison:
    """Compare two paired facts. What the gold record leaves open is not compared."""
    result = Comparison(gold, predicted)
    if gold.arguments is not None:
        found = predicted.arguments or ()
        result.arguments = pair_arguments(gold.arguments, found)
        result.missing = _without(gold.arguments, [g for g, _ in result.arguments])
        result.extra = _without(found, [p for _, p in result.arguments])
        result.core_wrong = [role for role in CORE_ROLES[gold.relation] if not _core_right(result, role)]
    result.wrong = {
        key: (ours, theirs) for key, ours, theirs in scored_fields(gold, predicted) if ours != theirs
    }
    return result


def scored_fields(gold: Record, predicted: Record) -> Iterator[tuple[str, Any, Any]]:
    """Yield (field, gold value, predicted value) of each field that the gold record gives."""
    if gold.status is not None:
        yield "status", gold.status, predicted.status
    for key in FACTUALITY_FIELDS:
        if key in gold.factuality:
            yield key, gold.factuality[key], predicted.factuality.get(key)
    if gold.relation == "deal" and "stage" in gold.raw:
        yield "stage", gold.stage, predicted.stage


def _without(arguments: tuple[Argument, ...], taken: list[Argument]) -> list[Argument]:
    used = {id(argument) for argument in taken}
    return [argument for argument in arguments if id(argument) not in used]


def _core_right(result: Comparison, role: str) -> bool:
    """Tell whether a core role's canonical names are right.

    A claim, and any mention to which gold gives no canonical name, is compared by the
    span's head instead.
    """
    gold, predicted = result.gold.of_role(role), result.predicted.of_role(role)
    if role in BY_SPAN or any(g.canonical is None for g in gold):
        paired = sum(g.role == role for g, _ in result.arguments)
        return paired == len(gold) == len(predicted)
    return _names(gold) == _names(predicted)


def _names(arguments: tuple[Argument, ...]) -> set[str | None]:
    return {None if a.canonical is None else normalise(a.canonical) for a in arguments}
