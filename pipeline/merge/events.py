"""From facts to events: group, then tell each event with its evidence."""

from collections.abc import Callable, Iterable

from pipeline.errors import E, FactwireError
from pipeline.facts import Fact
from pipeline.facts.types import encode
from pipeline.merge.build import build_event, event_id
from pipeline.merge.cluster import Clusters
from pipeline.merge.mention import MentionView
from pipeline.merge.types import Event, NearJoin

RELATIONS = ("supply", "deal")


def merge_facts(
    facts: Iterable[Fact],
    min_confidence: float = 0.0,
    near: Callable[[NearJoin], None] | None = None,
) -> list[Event]:
    """Return the events that facts tell, in the order of their first mention.

    The same facts give the same events in whatever order they come, and a fact given twice
    counts once.

    Args:
        facts: The records of any number of articles.
        min_confidence: Facts below are left out.
        near: Is given each pair of facts that nearly joined, with its blockers.

    Raises:
        FactwireError: E090 if two different records have one id.
    """
    views = [MentionView(f) for f in _unique(facts).values() if f.confidence >= min_confidence]
    found: list[tuple[list[MentionView], Clusters]] = []
    events: dict[str, str] = {}
    for relation in (*RELATIONS, "denial"):
        mine = [view for view in views if view.relation == relation]
        clusters = Clusters(mine, dict(events))
        by_id = {view.id: view for view in mine}
        for group in clusters.groups():
            events |= dict.fromkeys(group, event_id(group[0]))
            found.append(([by_id[name] for name in group], clusters))
        if near is not None:
            for pair, reasons, blockers in clusters.near():
                near(NearJoin(facts=list(pair), reasons=reasons, blockers=blockers))
    found.sort(key=lambda entry: entry[0][0].key)
    deniers = {view.id: view for view in views if view.relation == "denial"}
    return [build_event(group, clusters, events, deniers) for group, clusters in found]


def _unique(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Return the facts by id; a fact may come twice, but not in two forms."""
    found: dict[str, Fact] = {}
    for fact in facts:
        other = found.setdefault(fact.id, fact)
        if other is not fact and encode(other) != encode(fact):
            raise FactwireError(E.E090, id=fact.id, article=fact.article_id)
    return found
