"""Where the mentions of one event do not say the same, in words that a reader can check."""

from pipeline.facts.types import Status
from pipeline.merge.goods import numbers_agree
from pipeline.merge.mention import MentionView
from pipeline.merge.types import Difference, DifferenceKind

DONE: frozenset[Status] = frozenset({"asserted", "reported"})
OPEN: frozenset[Status] = frozenset({"planned", "possible", "conditional"})
Told = tuple[float, bool, str]
"""A number, whether it is approximate, and the fact that gives it."""


def differences(group: list[MentionView], deniers: dict[str, MentionView]) -> list[Difference]:
    """Return the differences of a group of mentions.

    Args:
        group: The mentions of one event, in order.
        deniers: The denials, by fact id.
    """
    return [*_denied(group, deniers), *_statuses(group), *_numbers(group)]


def _denied(group: list[MentionView], deniers: dict[str, MentionView]) -> list[Difference]:
    """Tell who denies the event."""
    by_name: dict[str, list[str]] = {}
    for view in group:
        for name in view.fact.disputed_by:
            denial = deniers.get(name)
            if denial is not None and denial.fact.status != "negated":
                who = " and ".join(denial.actors.get("denier", {})) or "somebody"
                by_name.setdefault(who, []).append(name)
    return [
        Difference(field="status", note=f"denied by {who}", facts=list(dict.fromkeys(facts)))
        for who, facts in sorted(by_name.items())
    ]


def _statuses(group: list[MentionView]) -> list[Difference]:
    """Tell how yes and no, planned and done follow each other."""
    done = [view for view in group if view.fact.status in DONE]
    negated = [view for view in group if view.fact.status == "negated"]
    open_ = [view for view in group if view.fact.status in OPEN]
    found = []
    if done and negated:
        found.append(_course("told as fact", done, "negated", negated))
    if done and open_:
        found.append(_course("done", done, _name(open_), open_))
    if negated and open_:
        found.append(_course("negated", negated, _name(open_), open_))
    return found


def _name(views: list[MentionView]) -> str:
    return " or ".join(sorted({view.fact.status for view in views}))


def _course(one: str, ours: list[MentionView], two: str, theirs: list[MentionView]) -> Difference:
    """Say which came first where the articles' days tell, else only that both are said."""
    first, second = _days(ours), _days(theirs)
    if first and second and max(second) < min(first):
        note = f"first {two}, then {one}"
    elif first and second and max(first) < min(second):
        note = f"first {one}, then {two}"
    else:
        note = f"both {one} and {two}"
    return Difference(field="status", note=note, facts=[view.id for view in (*ours, *theirs)])


def _days(views: list[MentionView]) -> list[str]:
    days = [view.fact.published for view in views]
    return [day for day in days if day] if all(days) else []


def _numbers(group: list[MentionView]) -> list[Difference]:
    """Tell quantities of one item, and amounts in one currency, that are not equal."""
    found = []
    told: dict[tuple[str, str | None], list[Told]] = {}
    for view in group:
        for name, quantity in view.quantities:
            told.setdefault((name, quantity.unit), []).append(
                (quantity.value or 0, quantity.approximate, view.id)
            )
    for (name, unit), values in told.items():
        found += _unequal("quantity", f"{unit} of {name}" if unit else name, values)
    amounts: dict[str, list[Told]] = {}
    for view in group:
        for money in view.money:
            currency = money.currency or "unknown currency"
            amounts.setdefault(currency, []).append((money.amount, money.approximate, view.id))
    for currency, values in amounts.items():
        found += _unequal("price" if group[0].relation == "supply" else "value", currency, values)
    return found


def _unequal(field: DifferenceKind, name: str, values: list[Told]) -> list[Difference]:
    """Tell numbers of which some two are not equal, an approximate one taken as such."""
    if all(
        numbers_agree(one, two, about or about_two) == "equal"
        for one, about, _ in values
        for two, about_two, _ in values
    ):
        return []
    numbers = sorted({value for value, _, _ in values})
    note = f"{name}: {' or '.join(f'{number:,}' for number in numbers)}"
    return [Difference(field=field, note=note, facts=list(dict.fromkeys(fact for *_, fact in values)))]
