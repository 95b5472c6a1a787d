"""Groups: coordinations of actors, and the plural nominals that take them up again."""

from itertools import pairwise
from statistics import fmean

from spacy.tokens import Token

from pipeline.annotate.mechanisms import off
from pipeline.predicates import noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.resolve.agreement import HUMANS, agreement, is_other_sex
from pipeline.resolve.countries import countries
from pipeline.resolve.discourse import MAX_EVENTS, WATCHER_WEIGHT, Discourse, Event, Reference, fits_kind
from pipeline.resolve.entity import Entity, state_of
from pipeline.resolve.nominals import GENERIC, PAIRS, Nominal, same_kind
from pipeline.resolve.tables import actor_words

MEMBER_SHARE = 0.5
NEAR = 6
PAIR = 2
FACING = 6  # sentences from those who face each other to "both sides"
SIDES = frozenset({"side", "party", "parties"})
SAME_FIRMS = frozenset({"competing", "merging", "rival"})
ACTING = ("country", "organisation", "person")
PEERS = ("country", "organisation")

Ranked = tuple[float, int, Entity, Event]


class GroupResolver:
    """Knows which actors were named together, and who "the two countries" are.

    Args:
        discourse: What has been read so far.
    """

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self._members = _coordinations(discourse)
        self._partial: set[Entity] = set()

    def close(self, token: Token) -> None:
        """Note a coordination of actors when its last member has been read."""
        members = self._members.get(token.i)
        if members is None or "groups" in off(self.discourse.doc):
            return
        found: list[Entity] = []
        for i in members:
            entity = self.discourse.entity_at(self.discourse.doc[i])
            if entity is not None and entity not in found and not entity.members:
                found.append(entity)
        last = _last_members(self.discourse)
        beside = self.discourse.weight(self.discourse.graph.first_conjunct(token)) <= WATCHER_WEIGHT
        if not beside and len(found) > 1 and found != last:
            group = self._add(found, self.discourse.doc[members[0]], token)
            if len(found) < len(members):
                self._partial.add(group)

    def _add(self, members: list[Entity], first: Token, last: Token) -> Entity:
        discourse = self.discourse
        group = discourse.entities.new(" and ".join(member.name for member in members), named=False)
        group.plural, group.members = True, members
        kinds = {member.type for member in members}
        if len(kinds) == 1 and kinds <= {"organisation", "person"}:
            group.votes[kinds.pop()] += 1
        for event in discourse.events[-MAX_EVENTS:]:
            if event.entity in members and event.head.i >= first.i:
                event.weight *= MEMBER_SHARE
        weight = max(discourse.weight(discourse.graph.first_conjunct(end)) for end in (first, last))
        discourse.events.append(Event(first.i, last.i + 1, group, discourse.sentence[first.i], weight, first))
        return group

    def keep(self, token: Token, members: list[Entity]) -> None:
        """Let those whom a plural nominal stands for be a group from now on: "the two firms said they"."""
        known = (event.entity for event in self.discourse.events[-MAX_EVENTS:])
        if len(members) < 2 or any(set(entity.members) == set(members) for entity in known):
            return
        self._add(members, token, token)

    def find(self, nominal: Nominal) -> list[Reference]:
        """Return the members of the group that a plural nominal takes up again."""
        discourse, token = self.discourse, nominal.token
        if "groups" in off(discourse.doc):
            return []
        named = self._between(nominal) or self._facing(nominal) or self._dealing(nominal)
        if named:
            return named
        kind = "any" if nominal.lemma in actor_words("any_actor") else nominal.type
        salience = discourse.salience(token)
        beside = self.beside(token)
        best: tuple[float, list[Reference]] = (0.0, [])
        for entity, (score, event) in salience.items():
            members = entity.members
            if not members or not self._fits(nominal, kind, entity) or beside & set(members):
                continue
            known = [salience[m][0] for m in members if m in salience]
            score += fmean(known) if known else 0.0
            if score > best[0]:
                members = self._spoken_for(nominal, members)
                best = score, [(m, discourse.last(m, token) or event) for m in members]
        if best[1]:
            return best[1]
        same = self._same_plural(nominal)
        if same is not None:
            return [same]
        count = nominal.count or (
            2 if nominal.kind in ("company", "country") or nominal.lemma in SIDES else 0
        )
        kinds = [nominal.type, "any"] if count and kind == "any" else [nominal.type]
        for kind in kinds if count else ():
            salient = self.most_salient(token, kind, count, nominal)
            if len(salient) == count:
                return salient
        return []

    def _fits(self, nominal: Nominal, kind: str, group: Entity) -> bool:
        """Tell whether a plural nominal can be said of those who were named together."""
        members = group.members
        if nominal.count and (len(members) != nominal.count or group in self._partial):
            return False
        types = {member.type for member in members}
        several = any(member.plural for member in members)
        if several and not (kind == "any" and any(member.named for member in members)):
            return False
        if nominal.kind == "person" and not (
            nominal.count or (types == {"person"} and _is_office(nominal, members))
        ):
            return False
        if any(is_other_sex(nominal, member) for member in members):
            return False
        if all(self._is_other_trade(nominal, member) for member in members):
            return False
        acting = types <= set(ACTING) if kind == "any" else kind in types
        return acting and all(fits_kind(member, kind) for member in members)

    def _spoken_for(self, nominal: Nominal, members: list[Entity]) -> list[Entity]:
        """Return the states or bodies for which persons act, who are no "sides" themselves."""
        if nominal.lemma not in SIDES or any(member.type != "person" for member in members):
            return members
        states = self.discourse.entities.states
        whom = [states.get(state_of(member) or "") or member.affiliation for member in members]
        known = [entity for entity in whom if entity is not None]
        return known if len(set(known)) == len(members) else members

    def _is_other_trade(self, nominal: Nominal, entity: Entity) -> bool:
        """Tell whether a noun for some firms of a trade was never said of a firm.

        What describes them, or stands beside them, sets them apart: "the big carriers",
        "the mills and the miners".
        """
        sorts = nominal.kind == "company" and not nominal.count and nominal.lemma not in GENERIC | SIDES
        graph = self.discourse.graph
        beside = len(graph.conjuncts(graph.first_conjunct(nominal.token))) > 1
        told_apart = sorts and (beside or bool(nominal.modifiers - SAME_FIRMS))
        return told_apart and not same_kind(nominal.lemma, entity.nouns)

    def _between(self, nominal: Nominal) -> list[Reference]:
        """Return whom a phrase of the nominal names: "both sides in a conflict between A and B"."""
        graph, entities = self.discourse.graph, self.discourse.entities
        token = nominal.token
        near = [*graph.children(token, "nmod"), *graph.children(graph.head(token), "obl")]
        below = [t for t in near if token.i < t.i < token.i + NEAR]
        below += [t for first in below for t in graph.children(first, "nmod")]
        for first in below:
            parts = [self.discourse.actor_token(t) for t in graph.conjuncts(first)]
            if graph.marker(first) == "between" and len(parts) > 1 and all(t.i in entities.at for t in parts):
                return [(entities.at[t.i], self.discourse.event_at(*entities.span_at[t.i])) for t in parts]
        return []

    def _dealing(self, nominal: Nominal) -> list[Reference]:
        """Return the only two firms that a clause before names: "Acme sued Bolt, and the two firms"."""
        discourse, here = self.discourse, self.discourse.sentence[nominal.token.i]
        graph = discourse.graph
        verb = graph.head(nominal.token)
        joined = graph.dep(verb) == "conj" and graph.dep(nominal.token).startswith("nsubj")
        told_to = graph.first_conjunct(verb).lemma_.lower() in words("saying")
        if nominal.kind != "company" or nominal.count not in (None, 0, PAIR) or not joined or told_to:
            return []
        told: dict[Entity, Event] = {}
        for event in discourse.recent(nominal.token):
            if event.sentence < here:
                break
            if event.entity.named and event.entity.type == "organisation":
                told.setdefault(event.entity, event)
        found = sorted(told.items(), key=lambda item: item[1].start)
        return list(found) if len(found) == PAIR else []

    def _facing(self, nominal: Nominal) -> list[Reference]:
        """Return who faced each other last: "has fought the rebels ... Both sides signed a truce".

        Others that are named together, mediators or neighbours, are no sides.
        """
        if nominal.lemma not in SIDES or (nominal.lemma != "side" and nominal.count != PAIR):
            return []
        discourse, token = self.discourse, nominal.token
        beside = self.beside(token)
        first = discourse.entities.headline if token.i >= discourse.entities.headline else 0
        for word in reversed(discourse.doc[first : token.i]):
            if discourse.sentence[token.i] - discourse.sentence[word.i] > FACING:
                break
            members = [entity for entity in self._opposed(word) if entity not in beside]
            if len(members) == PAIR:
                told = [(m, discourse.last(m, token)) for m in self._spoken_for(nominal, members)]
                known = [(member, event) for member, event in told if event is not None]
                return known if len(known) == PAIR else []
        return []

    def _opposed(self, word: Token) -> list[Entity]:
        """Return the actors that a verb or a "between" sets against each other or brings together."""
        graph, discourse = self.discourse.graph, self.discourse
        if word.lower_ == "between":
            heads = graph.conjuncts(graph.head(word)) if graph.dep(word) == "case" else []
        elif word.pos_ == "VERB" and (word.lemma_.lower() in words("opposing") or self._holds_talks(word)):
            ends = [*discourse.subjects(word), *graph.children(word, "obj")]
            near = [*graph.children(word, "obl"), *(t for e in ends for t in graph.children(e, "nmod"))]
            ends += [t for t in near if graph.marker(t) in ("against", "with")]
            heads = [token for first in ends for token in graph.conjuncts(first)]
        else:
            return []
        found = (entity for token in heads for entity in self._lands(token) or [discourse.entity_at(token)])
        acting = [e for e in found if e is not None and not e.members and (e.type in ACTING or not e.named)]
        if word.lemma_.lower() == "meet" and any(e.type == "person" and not e.plural for e in acting):
            return []  # persons who meet are no sides of the war that is told of
        return list(dict.fromkeys(acting))

    def _holds_talks(self, verb: Token) -> bool:
        """Tell whether the object of a light verb is talks ("held talks with")."""
        objects = self.discourse.graph.children(verb, "obj")
        return any(not words("talks").isdisjoint((noun_lemma(t), t.lower_)) for t in objects)

    def _lands(self, token: Token) -> list[Entity | None]:
        """Return the states behind a plural with several nationalities: "the Malian and Togolese envoys"."""
        graph, entities = self.discourse.graph, self.discourse.entities
        before = [t for t in graph.children(token, "amod", "compound") if t.i < token.i]
        codes = [countries().land(t.text) for first in before for t in graph.conjuncts(first)]
        found = [entities.states.get(code) for code in codes if code]
        return list(found) if token.tag_ == "NNS" and len(found) > 1 else []

    def beside(self, token: Token) -> set[Entity]:
        """Return the subject of the clause whose object a nominal is: it is none of "both sides"."""
        graph = self.discourse.graph
        if graph.dep(token) not in ("obj", "iobj", "obl"):
            return set()
        subjects = (self.discourse.entity_at(t) for t in graph.children(graph.head(token), "nsubj"))
        return {entity for entity in subjects if entity is not None}

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
            called = nominal.lemma in entity.nouns | entity.modifiers and entity.type == "organisation"
            if called and entity.named and nominal.lemma in actor_words("own_kind"):
                return entity, event  # "the rebels" of a rebel group
        return None

    def partners(self, token: Token) -> list[Reference]:
        """Return who does something with whom just before: "India signed a pact with Oman. They ..."."""
        discourse, graph = self.discourse, self.discourse.graph
        here = discourse.sentence[token.i]
        for event in discourse.recent(token):
            if here - event.sentence > 1:
                return []
            partner = event.entity
            met = graph.marker(event.head) == "with" or (
                graph.dep(token) == "nsubj" and event.sentence < here and self._is_done_to(event.head)
            )
            if not met or partner.plural or partner.type not in ACTING:
                continue
            up = next((u for u in discourse.ancestors(event.head) if graph.child(u, "nsubj")), None)
            subject = graph.child(up, "nsubj") if up is not None else None
            actor = discourse.entity_at(subject) if subject is not None else None
            if subject is None or actor is None or actor is partner or not _are_peers(actor, partner):
                continue
            last = discourse.last(actor, token)
            return [(actor, last), (partner, event)] if last is not None and not actor.plural else []
        return []

    def _is_done_to(self, head: Token) -> bool:
        """Tell whether a name is to whom something is done: "Acme bid for Bolt. They agreed ..."."""
        graph = self.discourse.graph
        label = graph.dep(head)
        done_to = label in ("obj", "iobj") or (
            label in ("obl", "nmod") and graph.marker(head) in ("for", "to")
        )
        return done_to and head.i in self.discourse.entities.at

    def most_salient(self, token: Token, kind: str, count: int, nominal: Nominal | None) -> list[Reference]:
        """Return the most salient named entities of a kind, in text order."""
        ranked: list[Ranked] = []
        pair = nominal is not None and nominal.lemma in PAIRS
        beside = self.beside(token) if nominal is not None else set()
        for entity, (score, event) in self.discourse.salience(token).items():
            if entity.plural or not entity.named or entity in beside or not fits_kind(entity, kind):
                continue
            if kind == "any" and entity.type not in ACTING[: 3 if pair else 2]:
                continue
            bonus = agreement(self.discourse, nominal, entity) if nominal is not None else 0.0
            if bonus is not None and (nominal is None or not self._is_other_trade(nominal, entity)):
                ranked.append((score + bonus, -entity.number, entity, event))
        ranked.sort(key=lambda item: item[:2], reverse=True)
        if kind == "any":
            ranked = _of_one_type(ranked, count, mixed=nominal is None or _is_two(nominal))
        found: list[Reference] = [(entity, event) for _, _, entity, event in ranked[:count]]
        return sorted(found, key=lambda reference: reference[1].start)


def _is_office(nominal: Nominal, members: list[Entity]) -> bool:
    """Tell whether a noun for people is what those named are called, or what any two can be.

    "The guerrillas" are never two ministers just named.
    """
    common = HUMANS | actor_words("representative")
    return nominal.lemma in common or any(same_kind(nominal.lemma, member.nouns) for member in members)


def _is_two(nominal: Nominal) -> bool:
    """Tell whether a nominal is "the two sides", or "the two" or "both" alone, whoever they are."""
    after = nominal.token.nbor(1).pos_ if nominal.token.i + 1 < len(nominal.token.doc) else ""
    return nominal.lemma in SIDES or (nominal.token.lower_ in ("two", "both") and after in ("VERB", "AUX"))


def _of_one_type(ranked: list[Ranked], count: int, mixed: bool) -> list[Ranked]:
    """Return those of the type of the most salient, if there are enough; else a firm and a state."""
    by_type = [[item for item in ranked if item[2].type == kind] for kind in ACTING]
    enough = [same for same in by_type if len(same) >= count]
    peers = [item for item in ranked if item[2].type in PEERS]
    if mixed and not enough and count == len(peers) == len(PEERS):
        return peers  # a firm and a state, and no other of either
    return max(enough, key=lambda same: same[0][0], default=[])


def _are_peers(one: Entity, other: Entity) -> bool:
    """Tell whether two actors can be "they" and "the two sides": of one type, or a firm and a state."""
    types = {one.type, other.type}
    return len(types) == 1 or types == set(PEERS)


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
    return _adjacent(discourse) | {max(members): sorted(members) for members in found.values()}


def _adjacent(discourse: Discourse) -> dict[int, list[int]]:
    """Return the pairs of names that only "and" parts, where the parse saw a conjunct of either."""
    doc, graph = discourse.doc, discourse.graph
    found = {}
    for one, two in pairwise(discourse.entities.names):
        gap = [token.lower_ for token in doc[one.end : two.outer]]
        if gap == ["and"] and any(graph.dep(token) == "conj" for token in doc[two.start : two.end]):
            found[two.end - 1] = [one.end - 1, two.end - 1]
    return found
