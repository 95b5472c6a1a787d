"""May two facts be mentions of one event? What speaks for it, and what against it.

Each comparison gives reasons with their weights and blockers. Two facts join where
nothing blocks and the reasons weigh `ENOUGH`: an actor in the same role 2, the same item
2 (a kind of it 1, its category 1), a shared dated day 1 (a guessed one none), an equal
quantity or amount 1, the same subject words 1 each up to 2, the same denied event 3.
"""

from msgspec import Struct

from pipeline.merge.goods import compare_items, numbers_agree
from pipeline.merge.mention import MentionView
from pipeline.merge.tables import merge_table
from pipeline.resolve.names import PART, variant

ENOUGH = 4
ACTOR, SAME_DENIED = 2, 3
MOST_WORDS = 2
FINE_DAYS = 31
ROLES = {"supply": ("supplier", "recipient"), "denial": ("denier",)}


class Comparison(Struct):
    """The outcome: `weight` is the sum of the reasons' weights."""

    reasons: list[str]
    blockers: list[str]
    weight: int = 0

    def favour(self, reason: str, weight: int) -> None:
        """Add a reason."""
        self.reasons.append(reason)
        self.weight += weight

    @property
    def joins(self) -> bool:
        """Tell whether the two are one event."""
        return not self.blockers and self.weight >= ENOUGH


def compare(one: MentionView, two: MentionView, events: dict[str, str]) -> Comparison:
    """Compare two facts of one relation.

    Args:
        one: A fact.
        two: Another fact of the same relation.
        events: Event of each fact that a denial may deny, for comparing denials.
    """
    result = Comparison([], [])
    if one.relation == "deal":
        _parties(one, two, result)
        _agreements(one, two, result)
    else:
        for role in ROLES[one.relation]:
            _role(role, one, two, result)
    if one.relation == "supply":
        _goods(one, two, result)
    if one.relation == "denial":
        _claims(one, two, events, result)
    _days(one, two, result)
    _amounts(one, two, result)
    return result


def _same(one: str, two: str, labels: tuple[str | None, str | None]) -> bool:
    """Tell whether two canonical names mean one actor: a firm's short form is it too."""
    if one == two:
        return True
    if "GPE" in labels or "[" in one or "[" in two:
        return False
    return max(variant(one, two), variant(two, one)) >= PART


def _shared(ours: dict[str, str | None], theirs: dict[str, str | None]) -> list[str]:
    """Return our actors that the others have too."""
    return sorted(
        name
        for name, label in ours.items()
        if any(_same(name, other, (label, kind)) for other, kind in theirs.items())
    )


def _role(role: str, one: MentionView, two: MentionView, result: Comparison) -> None:
    ours, theirs = one.actors.get(role, {}), two.actors.get(role, {})
    if not ours or not theirs:
        return
    shared = _shared(ours, theirs)
    if shared:
        result.favour(f"{role} {', '.join(shared)}", ACTOR)
    else:
        result.blockers.append(f"{role}: {', '.join(sorted(ours))} / {', '.join(sorted(theirs))}")


def _parties(one: MentionView, two: MentionView, result: Comparison) -> None:
    ours, theirs = one.actors.get("party", {}), two.actors.get("party", {})
    shared = _shared(ours, theirs)
    if shared:
        result.favour(f"party {', '.join(shared)}", ACTOR * min(len(shared), 2))
    if not shared or (len(shared) == 1 and min(len(ours), len(theirs)) > 1):
        result.blockers.append(f"party: {', '.join(sorted(ours))} / {', '.join(sorted(theirs))}")


def _agreements(one: MentionView, two: MentionView, result: Comparison) -> None:
    if one.kinds and two.kinds and not one.kinds & two.kinds:
        result.blockers.append(f"kind: {', '.join(sorted(one.kinds))} / {', '.join(sorted(two.kinds))}")
    words = sorted(one.about & two.about)
    if words:
        result.favour(f"about {', '.join(words)}", min(len(words), MOST_WORDS))
    elif one.subject and two.subject:
        result.blockers.append(f"subject: {' '.join(sorted(one.subject))} / {' '.join(sorted(two.subject))}")


def _goods(one: MentionView, two: MentionView, result: Comparison) -> None:
    if not one.items or not two.items:
        return
    found = compare_items(one.items, two.items)
    if found is None:
        ours, theirs = ([str(item.canonical) for item in view.items] for view in (one, two))
        result.blockers.append(f"item: {', '.join(sorted(ours))} / {', '.join(sorted(theirs))}")
    else:
        result.favour(found.reason, found.weight)
    for name, ours_ in one.quantities:
        for other, theirs_ in two.quantities:
            if name != other or ours_.unit != theirs_.unit:
                continue
            about = ours_.approximate or theirs_.approximate
            agreed = numbers_agree(ours_.value, theirs_.value, about)
            if agreed == "equal":
                result.favour(f"quantity {ours_.value}", 1)
            elif agreed is None:
                result.blockers.append(f"quantity of {name}: {ours_.value} / {theirs_.value}")


def _claims(one: MentionView, two: MentionView, events: dict[str, str], result: Comparison) -> None:
    ours = {events[fact] for fact in one.fact.denies if fact in events}
    theirs = {events[fact] for fact in two.fact.denies if fact in events}
    if ours & theirs:
        result.favour("denies the same event", SAME_DENIED)
    elif ours and theirs:
        result.blockers.append("claim: different events are denied")
    words = sorted(one.about & two.about)
    if words:
        result.favour(f"claim {', '.join(words)}", min(len(words), MOST_WORDS))
    elif one.about and two.about and not ours & theirs:
        result.blockers.append(f"claim: {' '.join(sorted(one.about))} / {' '.join(sorted(two.about))}")


def _days(one: MentionView, two: MentionView, result: Comparison) -> None:
    """Compare days; of an agreement, those of one stage only, or their order over stages."""
    if one.dated and two.dated:
        stages = (one.stage_rank, two.stage_rank)
        if None not in stages and stages[0] != stages[1]:
            _order(one, two, result)
        elif not one.dated.overlaps(two.dated):
            result.blockers.append(f"date: {'; '.join(one.date_values)} / {'; '.join(two.date_values)}")
        elif min(one.dated.days, two.dated.days) <= FINE_DAYS:
            result.favour(f"date {'; '.join(sorted({*one.date_values, *two.date_values}))}", 1)
        return
    ours, theirs = one.dated or one.guessed, two.dated or two.guessed
    if ours is None or theirs is None:
        return
    if ours.overlaps(theirs):
        result.favour("days around the articles overlap", 0)
    else:
        result.blockers.append(f"time: {ours.start}..{ours.end} / {theirs.start}..{theirs.end}")


def _order(one: MentionView, two: MentionView, result: Comparison) -> None:
    """Refuse an end before the beginning: a later stage on an earlier day."""
    first, later = sorted((one, two), key=lambda view: view.stage_rank or 0)
    if first.dated and later.dated and later.dated.end < first.dated.start:
        order = merge_table().stages.order
        stages = [order[view.stage_rank or 0] for view in (first, later)]
        result.blockers.append(f"stages: {stages[1]} before {stages[0]}")


def _amounts(one: MentionView, two: MentionView, result: Comparison) -> None:
    for ours in one.money:
        for theirs in two.money:
            if ours.currency == theirs.currency:
                about = ours.approximate or theirs.approximate
                agreed = numbers_agree(ours.amount, theirs.amount, about)
                if agreed == "equal":
                    result.favour(f"amount {ours.amount:,} {ours.currency}", 1)
                elif agreed is None:
                    result.blockers.append(f"amount: {ours.amount:,} / {theirs.amount:,}")
