"""Groups: coordinations of actors, and the plural nominals that take them up again."""

from itertools import pairwise

from spacy.tokens import Token

from pipeline.annotate.mechanisms import off
from pipeline.resolve.agreement import agreement
from pipeline.resolve.discourse import MAX_EVENTS, Discourse, Event, Reference, fits_kind
from pipeline.resolve.entity import Entity
from pipeline.resolve.nominals import Nominal
from pipeline.resolve.tables import actor_words

MEMBER_SHARE = 0.5
ACTING = ("country", "organisation", "person")


class GroupResolver:
    """Knows which actors were named together, and who "the two countries" are.

    Args:
        discourse: What has been read so far.
    """

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self._members = _coordinations(discourse)

    def close(self, token: Token) -> None:
        """Note a coordination of actors when its last member has been read."""
        members = self._members.get(token.i)
        if members is None or "groups" in off(self.discourse.doc):
            return
        found: list[Entity] = []
        for i in members:
            entity = self.discourse.entity_at(self.discourse.doc[i])
            if entity is not None and entity not in found and not entity.plural:
                found.append(entity)
        last = _last_members(self.discourse)
        if len(found) > 1 and found != last:
            self._add(found, self.discourse.doc[members[0]], token)

    def _add(self, members: list[Entity], first: Token, last: Token) -> None:
        discourse = self.discourse
        group = discourse.entities.new(" and ".join(member.name for member in members), named=False)
        group.plural, group.members = True, members
        kinds = {member.type for member in members}
        if len(kinds) == 1 and kinds <= {"organisation", "person"}:
            group.votes[kinds.pop()] += 1
        for event in discourse.events[-MAX_EVENTS:]:
            if event.entity in members and event.head.i >= first.i:
                event.weight *= MEMBER_SHARE
        weight = max(discourse.weight(first), discourse.weight(last))
        discourse.events.append(Event(first.i, last.i + 1, group, discourse.sentence[first.i], weight, first))

    def find(self, nominal: Nominal) -> list[Reference]:
        """Return the members of the group that a plural nominal takes up again."""
        discourse, token = self.discourse, nominal.token
        if "groups" in off(discourse.doc):
            return []
        kind = "any" if nominal.lemma in actor_words("any_actor") else nominal.type
        for event in discourse.recent(token):
            members = event.entity.members
            if not members or (nominal.count and len(members) != nominal.count):
                continue
            types = {member.type for member in members}
            if nominal.kind == "person" and not (nominal.count or types == {"person"}):
                continue
            acting = types <= set(ACTING) if kind == "any" else kind in types
            if acting and all(fits_kind(member, kind) for member in members):
                return [(member, discourse.last(member, token) or event) for member in members]
        same = self._same_plural(nominal)
        if same is not None:
            return [same]
        count = nominal.count or (2 if nominal.kind in ("company", "country") else 0)
        kinds = [nominal.type, "any"] if nominal.count and kind == "any" else [nominal.type]
        for kind in kinds if count else ():
            salient = self.most_salient(token, kind, count, nominal)
            if len(salient) == count:
                return salient
        return []

    def find_end(self, token: Token) -> list[Reference]:
        """Return the first or last of the last coordination: "the former", "the latter"."""
        before = token.nbor(-1).lower_ if token.i else ""
        if before != "the" or self.discourse.graph.dep(token) == "amod":
            return []
        for event in self.discourse.recent(token):
            if event.entity.members:
                member = event.entity.members[0 if token.lower_ == "former" else -1]
                return [(member, self.discourse.last(member, token) or event)]
        return []

    def _same_plural(self, nominal: Nominal) -> Reference | None:
        for event in self.discourse.recent(nominal.token):
            entity = event.entity
            if entity.plural and not entity.members and nominal.lemma in entity.nouns:
                return entity, event
        return None

    def most_salient(self, token: Token, kind: str, count: int, nominal: Nominal | None) -> list[Reference]:
        """Return the most salient named entities of a kind, in text order."""
        ranked: list[tuple[float, int, Entity, Event]] = []
        for entity, (score, event) in self.discourse.salience(token).items():
            if entity.plural or not entity.named or not fits_kind(entity, kind):
                continue
            if kind == "any" and entity.type not in ("organisation", "country"):
                continue
            bonus = agreement(self.discourse, nominal, entity) if nominal is not None else 0.0
            if bonus is not None:
                ranked.append((score + bonus, -entity.number, entity, event))
        ranked.sort(key=lambda item: item[:2], reverse=True)
        if kind == "any" and ranked:
            ranked = [item for item in ranked if item[2].type == ranked[0][2].type]
        found: list[Reference] = [(entity, event) for _, _, entity, event in ranked[:count]]
        return sorted(found, key=lambda reference: reference[1].start)


def _last_members(discourse: Discourse) -> list[Entity]:
    """Return the members of the group that was noted last, if it was the last thing noted."""
    return discourse.events[-1].entity.members if discourse.events else []


def _coordinations(discourse: Discourse) -> dict[int, list[int]]:
    """Return the members of each coordination, by its last member."""
    graph = discourse.graph
    found: dict[int, list[int]] = {}
    for token in graph.tokens:
        if graph.dep(token) == "conj":
            first = graph.first_conjunct(token)
            found.setdefault(first.i, [first.i]).append(token.i)
    return {max(members): sorted(members) for members in found.values()} | _adjacent(discourse)


def _adjacent(discourse: Discourse) -> dict[int, list[int]]:
    """Return the pairs of names that only "and" parts, where the parse saw a conjunct of either."""
    doc, graph = discourse.doc, discourse.graph
    found = {}
    for one, two in pairwise(discourse.entities.names):
        gap = [token.lower_ for token in doc[one.end : two.outer]]
        if gap == ["and"] and any(graph.dep(token) == "conj" for token in doc[two.start : two.end]):
            found[two.end - 1] = [one.end - 1, two.end - 1]
    return found
