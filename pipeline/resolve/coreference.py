"""Coreference: which actor a pronoun or a nominal stands for.

Names were joined by `entities`. Here the text is read once from left to right, as in
the deterministic system of Lee et al. (2013): relative pronouns and appositions by
syntax, nominals by kind, nationality and number, pronouns by agreement and by salience
(Lappin & Leass 1994), groups ("the two countries") by the last coordination or the most
salient of their kind; words of a quotation by its speaker. Only a window of recent
mentions is looked at, so that the work grows with the length of the text alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.predicates import Graph, PredicateView, graph_of
from pipeline.predicates.classes import words
from pipeline.resolve.countries import countries
from pipeline.resolve.entities import Entities, Entity
from pipeline.resolve.nominals import (
    FIRST,
    GENERIC,
    POSSESSIVE,
    PRONOUNS,
    RELATIVE,
    Nominal,
    is_pronoun,
    read_nominal,
    same_kind,
)
from pipeline.resolve.tables import actor_words

MAX_SENTENCES = 10
MAX_EVENTS = 90
SUBJECT_BONUS = 0.6
NEAREST = 0.4
TOPIC = 0.25
OBJECT_MARKS = frozenset({"of", "from", "for", "into"})
SAME_CLAUSE = 2.5
OTHER_CLAUSE = 0.8
MEMBER_SHARE = 0.5
DECAY = 0.55
THRESHOLD = 0.25
ROLES = {
    "nsubj": 1.0,
    "root": 0.7,
    "obj": 0.65,
    "iobj": 0.65,
    "obl": 0.5,
    "nmod:poss": 0.5,
    "appos": 0.4,
    "conj": 0.6,
    "nmod": 0.4,
    "compound": 0.25,
    "amod": 0.2,
}


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a mention stands for.

    Attributes:
        entity: The entity.
        span: Its last mention before (for a cataphor: after) the anaphor.
        distance: Sentences between, 0 in the same sentence.
        confidence: In [0, 1].
    """

    entity: Entity
    span: Span
    distance: int
    confidence: float


@dataclass(slots=True)
class _Event:
    """A mention of an entity on the way through the text."""

    start: int
    end: int
    entity: Entity
    sentence: int
    weight: float
    head: Token


class Coreference:
    """Resolves the anaphors of one document.

    Args:
        doc: A parsed document; entity labels help but are not needed.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.graph: Graph = graph_of(doc)
        self.view = PredicateView(doc)
        self.entities = Entities(doc, self.graph)
        self.sentence = _sentences(doc)
        self._events: list[_Event] = []
        self._first: _Event | None = None
        self._found: dict[int, list[Antecedent]] = {}
        self._entity_of: dict[int, Entity] = dict(self.entities.at)
        self._nominals: dict[int, Nominal] = {}
        self._quoted = _quoted(doc)
        self._read()

    # -- what others ask -------------------------------------------------------

    def antecedents(self, token: Token) -> list[Antecedent]:
        """Return what the mention that a token heads stands for; several for a group."""
        return self._found.get(token.i, [])

    def entity(self, token: Token) -> Entity | None:
        """Return the entity that a token mentions, by name, nominal or pronoun."""
        return self._entity_of.get(token.i)

    def nominal(self, token: Token) -> Nominal | None:
        """Return what is known of the nominal that a token heads."""
        return self._nominals.get(token.i)

    def clusters(self) -> list[list[Span]]:
        """Return the mentions of each entity that is mentioned more than once."""
        found: dict[int, list[Span]] = {}
        for i in sorted(self._entity_of):
            entity = self._entity_of[i]
            start, end = self.entities.span_at.get(i, (i, i + 1))
            if i == start:
                found.setdefault(entity.number, []).append(self.doc[start:end])
        return [spans for spans in found.values() if len(spans) > 1]

    # -- the way through the text --------------------------------------------------

    def _read(self) -> None:
        later: list[Token] = []
        for token in self.doc:
            if token.i in self.entities.at:
                self._read_name(token)
            elif is_pronoun(token, FIRST):
                later.append(token)
            elif is_pronoun(token, PRONOUNS):
                self._read_pronoun(token)
            elif token.lower_ in RELATIVE and self._is_relative(token):
                self._read_relative(token)
            elif token.lower_ in ("former", "latter"):
                self._read_former(token)
            elif self._heads_nominal(token):
                self._read_nominal(token)
            self._close_group(token)
        self._read_openings()
        self._read_cataphors()
        for token in later:
            self._read_first_person(token)

    def _heads_nominal(self, token: Token) -> bool:
        if token.pos_ not in ("NOUN", "NUM", "PROPN", "DET", "PRON"):
            return False
        if self.graph.dep(token).split(":")[0] in ("compound", "flat", "amod", "fixed"):
            return False
        return token.pos_ != "DET" or token.lower_ == "both" and self.graph.dep(token) not in ("det", "cc:preconj")

    def _read_name(self, token: Token) -> None:
        entity = self.entities.at[token.i]
        start, end = self.entities.span_at[token.i]
        if token.i == start:
            self._note(entity, start, end, self._head_of(start, end))

    def _head_of(self, start: int, end: int) -> Token:
        """Return the token of a span that its syntax hangs on."""
        for i in range(end - 1, start - 1, -1):
            if self.graph.head(self.doc[i]).i not in range(start, end) or self.graph.is_root(self.doc[i]):
                return self.doc[i]
        return self.doc[end - 1]

    def _note(self, entity: Entity, start: int, end: int, head: Token) -> None:
        top = self.graph.first_conjunct(head)
        label = self.graph.dep(top)
        weight = ROLES.get(label, ROLES.get(label.split(":")[0], 0.4))
        self._events.append(_Event(start, end, entity, self.sentence[start], weight, head))

    def _recent(self, before: int) -> Iterator[_Event]:
        """Yield the mentions before a token, nearest first, within the window."""
        here = self.sentence[before]
        for event in reversed(self._events[-MAX_EVENTS:]):
            if event.start >= before:
                continue
            if here - event.sentence > MAX_SENTENCES:
                return
            yield event

    def _salience(self, token: Token) -> dict[Entity, tuple[float, _Event]]:
        """Return each recent entity with its salience and its nearest mention."""
        found: dict[Entity, tuple[float, _Event]] = {}
        here = self.sentence[token.i]
        for event in self._recent(token.i):
            gain = event.weight * DECAY ** (here - event.sentence)
            score, last = found.get(event.entity, (0.0, event))
            found[event.entity] = (score + gain * (1.0 if last is event else 0.6), last)
        topic = self._topic()
        if topic in found and token.lower_ in PRONOUNS:
            found[topic] = (found[topic][0] + TOPIC, found[topic][1])
        return found

    def _topic(self) -> Entity | None:
        """Return the first subject of the text below its headline."""
        if self._first is None:
            limit = self.entities.headline
            events = (e for e in self._events[:MAX_EVENTS] if e.start >= limit and e.weight >= 1.0)
            self._first = next(events, None)
        return self._first.entity if self._first else None

    # -- pronouns --------------------------------------------------------------------

    def _read_pronoun(self, token: Token) -> None:
        kind, plural, gender = PRONOUNS[token.lower_]
        if token.lower_ == "it" and self._is_expletive(token):
            return
        if plural and self._read_they(token):
            return
        best: tuple[float, Entity, _Event] | None = None
        for entity, (score, event) in self._salience(token).items():
            fit = _fits(entity, kind, plural, gender)
            if fit <= 0 or self._bound(token, entity):
                continue
            total = score * fit + self._parallel(token, entity)
            if best is None or total > best[0]:
                best = (total, entity, event)
        if best is not None and best[0] > THRESHOLD:
            self._link(token, [(best[1], best[2])], min(0.95, 0.4 + best[0] / 4))
            if gender and not best[1].gender:
                best[1].gender = gender

    def _is_expletive(self, token: Token) -> bool:
        """Tell whether "it" only fills the subject's place ("it is estimated that")."""
        graph = self.graph
        if graph.dep(token) == "expl":
            return True
        verb = graph.head(token)
        clause = graph.child(verb, "ccomp", "csubj")
        passive = graph.child(verb, "aux:pass") is not None
        return clause is not None and clause.i > verb.i and (passive or verb.pos_ == "ADJ" or verb.lemma_ == "appear")

    def _parallel(self, token: Token, entity: Entity) -> float:
        """Return a bonus for who says or thinks the clause, and for the same function."""
        graph = self.graph
        clause = graph.head(token)
        if token.lower_ in POSSESSIVE:
            clause = graph.head(clause)
        passed = 0
        for up in [clause, *graph.ancestors(clause)]:
            for child in self._subjects(up):
                other = self._entity_of.get(self._actor_token(child).i)
                if child.i >= token.i or other is None:
                    continue
                if other is entity:
                    own = up.i == clause.i and token.lower_ not in POSSESSIVE
                    bonus = 0.0 if own else SUBJECT_BONUS / 2**passed
                    return bonus + (0.3 if graph.dep(token).startswith("nsubj") else 0.0)
                passed += 1
        return 0.0

    def _actor_token(self, token: Token) -> Token:
        """Return the token by which a nominal is known here, its name if it has one."""
        if token.i in self._entity_of:
            return token
        span = self.graph.mention(token)
        return next((t for t in span if t.i in self.entities.at), token)

    def _bound(self, token: Token, entity: Entity) -> bool:
        """Tell whether an entity stands in the same clause as a pronoun, so that it is another."""
        if token.lower_ in POSSESSIVE:
            return self._owns_itself(token, entity)
        if token.lower_.endswith("self") or token.lower_.endswith("selves"):
            return False
        verb = self.graph.head(token)
        others = self.graph.children(verb, "nsubj", "obj", "iobj", "obl")
        return any(
            o.i != token.i and self._entity_of.get(self._actor_token(o).i) is entity
            and (o.i < token.i or self.graph.dep(o) in ("obj", "iobj"))
            for o in others
        )

    def _owns_itself(self, token: Token, entity: Entity) -> bool:
        owned = self.graph.head(token)
        return self._entity_of.get(owned.i) is entity

    def _read_they(self, token: Token) -> bool:
        """Resolve a plural pronoun to a group, or to the two parties of what they share."""
        shared = token.lower_ == "their" and self.graph.head(token).lemma_.lower() in actor_words("mutual")
        best: tuple[float, Entity, _Event] | None = None
        for entity, (score, event) in self._salience(token).items():
            if entity.plural and not self._bound(token, entity):
                total = score + self._parallel(token, entity)
                if best is None or total > best[0]:
                    best = (total, entity, event)
        if shared and (best is None or not best[1].members):
            pair = self._most_salient(token, "any", 2, None)
            if len(pair) == 2:
                self._link(token, pair, 0.6)
                return True
        if best is not None and best[0] > THRESHOLD:
            self._link_group(token, best[1], best[2], min(0.9, 0.4 + best[0] / 4))
            return True
        return False

    def _link_group(self, token: Token, entity: Entity, event: _Event, confidence: float) -> None:
        if entity.members:
            self._link(token, [(member, self._last(member, token) or event) for member in entity.members], confidence)
            self._entity_of[token.i] = entity
        else:
            self._link(token, [(entity, event)], confidence)

    def _last(self, entity: Entity, token: Token) -> _Event | None:
        return next((event for event in self._recent(token.i) if event.entity is entity), None)

    def _last_named(self, entity: Entity, token: Token) -> _Event | None:
        """Return the last mention of an entity by its name before a token."""
        return next(
            (e for e in self._recent(token.i) if e.entity is entity and e.start in self.entities.at), None
        )

    def _link(self, token: Token, found: list[tuple[Entity, _Event]], confidence: float) -> None:
        here = self.sentence[token.i]
        self._found[token.i] = []
        for entity, near in found:
            event = self._last_named(entity, token) or near
            span = self.doc[event.start : event.end]
            distance = abs(here - event.sentence)
            self._found[token.i].append(Antecedent(entity, span, distance, round(confidence, 3)))
        if len(found) == 1:
            self._entity_of[token.i] = found[0][0]
        for entity, _ in found:
            self._note(entity, token.i, token.i + 1, token)

    # -- relative pronouns, the former, the latter ----------------------------------------

    def _is_relative(self, token: Token) -> bool:
        return token.tag_ in ("WDT", "WP", "WP$") and self._relative_clause(token) is not None

    def _relative_clause(self, token: Token) -> Token | None:
        for up in self.graph.ancestors(token):
            if self.graph.dep(up) == "acl:relcl":
                return up
            if up.i > token.i and up.pos_ not in ("VERB", "AUX", "NOUN", "ADJ"):
                return None
        return None

    def _read_relative(self, token: Token) -> None:
        clause = self._relative_clause(token)
        if clause is None:
            return
        head = self._actor_token(self.graph.head(clause))
        entity = self._entity_of.get(head.i)
        if entity is None:
            return
        start, end = self.entities.span_at.get(head.i, (head.i, head.i + 1))
        event = _Event(start, end, entity, self.sentence[start], 0.0, head)
        self._found[token.i] = [Antecedent(entity, self.doc[start:end], 0, 0.95)]
        self._entity_of[token.i] = entity
        del event

    def _read_former(self, token: Token) -> None:
        """Resolve "the former" and "the latter" to the ends of the last coordination."""
        before = token.nbor(-1).lower_ if token.i else ""
        if before != "the" or self.graph.dep(token) == "amod":
            return
        for event in self._recent(token.i):
            if event.entity.members:
                member = event.entity.members[0 if token.lower_ == "former" else -1]
                self._link(token, [(member, self._last(member, token) or event)], 0.85)
                return

    # -- nominals --------------------------------------------------------------------------

    def _read_nominal(self, token: Token) -> None:
        nominal = read_nominal(self.graph, token)
        if nominal is None:
            return
        self._nominals[token.i] = nominal
        span = self.graph.mention(token)
        described = self.entities.described_at.get(token.i) or self.entities.appositive.get(token.i)
        if described is not None:
            entity = self.entities.at[described.start]
            self._entity_of[token.i] = entity
            if nominal.kind == "person" and entity.affiliation is None:
                entity.affiliation = self._affiliation(nominal)
        if token.i in self.entities.described_at:
            return
        headline = token.i < self.entities.headline
        found = self._explained(token)
        if not found and nominal.lemma in actor_words("joint") and nominal.owner is not None:
            found = self._owners(nominal.owner)
        if not found and (nominal.definite or (nominal.count and not nominal.bare)):
            found = self._group(nominal) if nominal.plural else self._match(nominal)
        if found:
            self._link(token, found, 0.75 if len(found) == 1 else 0.7)
            return
        if not headline or nominal.kind == "person":
            self._introduce(nominal, span)

    def _explained(self, token: Token) -> list[tuple[Entity, _Event]]:
        """Return the names in brackets right after a nominal: "the two firms [A and B]"."""
        doc = self.doc
        mention = self.entities.appositive.get(token.i)
        if mention is not None:
            return [(self.entities.at[mention.start], self._event_at(mention.start, mention.end))]
        if token.i + 1 >= len(doc) or doc[token.i + 1].text not in ("[", "("):
            return []
        found: dict[Entity, _Event] = {}
        for i in range(token.i + 2, min(token.i + 12, len(doc))):
            if doc[i].text in ("]", ")"):
                break
            if i in self.entities.at and i == self.entities.span_at[i][0]:
                start, end = self.entities.span_at[i]
                found[self.entities.at[i]] = self._event_at(start, end)
        return list(found.items())

    def _event_at(self, start: int, end: int) -> _Event:
        return _Event(start, end, self.entities.at[start], self.sentence[start], 0.5, self.doc[start])

    def _owners(self, owner: Token) -> list[tuple[Entity, _Event]]:
        """Return who owns what two actors have together ("their consortium")."""
        found = self._found.get(owner.i, [])
        return [(a.entity, self._last(a.entity, owner) or self._event_at(a.span.start, a.span.end)) for a in found]

    def _introduce(self, nominal: Nominal, span: Span) -> None:
        """Add a new entity for a nominal."""
        entity = self.entities.new(span.text, named=False)
        entity.plural = nominal.plural
        entity.nouns.add(nominal.lemma)
        if nominal.type in ("organisation", "person"):
            entity.votes[nominal.type] += 3
        if nominal.nationality:
            entity.nationalities.add(nominal.nationality)
        if nominal.lemma in actor_words("male"):
            entity.gender = "m"
        elif nominal.lemma in actor_words("female"):
            entity.gender = "f"
        entity.affiliation = self._affiliation(nominal)
        self._entity_of[nominal.token.i] = entity
        self._note(entity, span.start, span.end, nominal.token)

    def _affiliation(self, nominal: Nominal) -> Entity | None:
        """Return whom a person speaks for: a possessor, a name before or after the noun."""
        if nominal.owner is not None:
            return self._entity_of.get(self._actor_token(nominal.owner).i)
        return self._spoken_for(nominal.token) if nominal.kind == "person" else None

    def _spoken_for(self, token: Token) -> Entity | None:
        """Return whom a person stands for: "a spokesman for Acme", "the head of Acme"."""
        for child in self.graph.children(token, "nmod"):
            if self.graph.marker(child) in ("for", "of", "at", "from", "with"):
                return self._entity_of.get(self._actor_token(child).i) or self.entities.at.get(
                    self._actor_token(child).i
                )
        return None

    def _match(self, nominal: Nominal) -> list[tuple[Entity, _Event]]:
        """Return the entity that a definite singular nominal stands for, if any."""
        best: tuple[float, Entity, _Event] | None = None
        above = self._subjects_above(nominal.token)
        nearest = True
        for entity, (score, event) in self._salience(nominal.token).items():
            fit = self._agreement(nominal, entity)
            if fit is None:
                continue
            if nominal.kind == "country" and entity.country and nearest and event.weight > 0.3:
                fit, nearest = fit + NEAREST, False
            repeated = event.head.lemma_ == nominal.token.lemma_
            total = score + fit - (0.0 if repeated else above.get(entity, 0.0))
            if best is None or total > best[0]:
                best = (total, entity, event)
        if best is None or best[0] <= (0.9 if nominal.described else 0.15):
            return []
        return [(best[1], best[2])]

    def _agreement(self, nominal: Nominal, entity: Entity) -> float | None:
        """Return how far a nominal's words agree with what is known of an entity, or None."""
        if entity.plural or self._owned_by(nominal, entity):
            return None
        same = same_kind(nominal.lemma, entity.nouns)
        exact = nominal.lemma in entity.nouns
        if not exact and (not entity.named or nominal.kind == "group"):
            return None
        if nominal.owner is not None and not same and nominal.kind in ("company", "body"):
            return None
        called = countries().kinds.get(nominal.lemma)
        if entity.country and called is not None and entity.country not in called:
            return None
        if not _fits_kind(entity, nominal.type) and not (same and not entity.country):
            return None
        score = 0.0
        if nominal.kind == "country":
            score += 0.3 if entity.country else -0.5
        elif nominal.lemma in GENERIC:
            score += 0.2 if same else 0.0
        elif same:
            score += 0.8 if entity.named or not nominal.described else 0.2
        else:
            score -= 0.6 if entity.nouns - GENERIC else 0.1
        if entity.named and entity.type == "other":
            score -= 0.3
        if nominal.nationality and nominal.kind != "country":
            if nominal.nationality in entity.nationalities:
                score += 0.9
            elif entity.nationalities:
                return None
        score += 0.5 * len(nominal.modifiers & entity.modifiers)
        if nominal.described and not exact:
            score -= 0.6
        return score

    def _owned_by(self, nominal: Nominal, entity: Entity) -> bool:
        """Tell whether an entity is whom a nominal belongs to, so that it is another."""
        owner = nominal.owner
        if owner is None:
            return False
        return self._entity_of.get(owner.i) is entity or any(a.entity is entity for a in self.antecedents(owner))

    def _subjects_above(self, token: Token) -> dict[Entity, float]:
        """Return a penalty for each entity that is subject of a clause above a nominal."""
        found: dict[Entity, float] = {}
        penalty = SAME_CLAUSE
        below = token
        for up in self.graph.ancestors(token):
            coordinated = self.graph.dep(below) in ("conj", "parataxis")
            for subject in self._subjects(up):
                entity = self._entity_of.get(self._actor_token(subject).i)
                if entity is not None and not self.graph.dominates(subject, token):
                    found.setdefault(entity, -0.4 if coordinated else penalty)
            if self.graph.dep(up) in ("ccomp", "advcl", "acl:relcl"):
                penalty = OTHER_CLAUSE
            below = up
        return found

    def _subjects(self, verb: Token) -> list[Token]:
        """Return the subjects of a verb: its own, or a controller's or shared one."""
        own = self.graph.children(verb, "nsubj")
        if own or verb.pos_ not in ("VERB", "AUX", "ADJ"):
            return own
        mark = self.graph.child(verb, "mark")
        if self.graph.dep(verb) == "advcl" and mark is not None and mark.lower_ in OBJECT_MARKS:
            controller = self.graph.child(self.graph.head(verb), "obj")
            if controller is not None:
                return [controller]
        return self.view.of(verb).tokens("subj")

    # -- groups ------------------------------------------------------------------------------

    def _close_group(self, token: Token) -> None:
        """Note a coordination of actors, when its last member has been read."""
        if self.graph.dep(token) != "conj":
            return
        first = self.graph.first_conjunct(token)
        members = self.graph.conjuncts(first)
        if members[-1].i != token.i:
            return
        found: list[Entity] = []
        for member in members:
            entity = self._entity_of.get(self._actor_token(member).i)
            if entity is not None and entity not in found and not entity.plural:
                found.append(entity)
        if len(found) > 1:
            self._new_group(found, first, token)

    def _new_group(self, members: list[Entity], first: Token, last: Token) -> None:
        group = self.entities.new(" and ".join(member.name for member in members), named=False)
        group.plural, group.members = True, members
        kinds = {member.type for member in members}
        for event in reversed(self._events):
            if event.start < first.i - MAX_EVENTS:
                break
            if event.entity in members and event.head.i >= first.i:
                event.weight *= MEMBER_SHARE
        if len(kinds) == 1 and kinds <= {"organisation", "person"}:
            group.votes[kinds.pop()] += 1
        self._events.append(
            _Event(first.i, last.i + 1, group, self.sentence[first.i], ROLES.get(self.graph.dep(first), 0.5), first)
        )

    def _group(self, nominal: Nominal) -> list[tuple[Entity, _Event]]:
        """Return the members of a plural nominal's group."""
        token = nominal.token
        for event in self._recent(token.i):
            members = event.entity.members
            if not members or (nominal.count and len(members) != nominal.count):
                continue
            if all(_fits_kind(member, nominal.type) for member in members):
                if nominal.type == "any" and not all(m.type in ("country", "organisation", "person") for m in members):
                    continue
                return [(member, self._last(member, token) or event) for member in members]
        exact = self._same_plural(nominal)
        if exact is not None:
            return [exact]
        if nominal.count or nominal.kind in ("company", "country"):
            found = self._most_salient(token, nominal.type, nominal.count or 2, nominal)
            return found if len(found) == (nominal.count or 2) else []
        return []

    def _same_plural(self, nominal: Nominal) -> tuple[Entity, _Event] | None:
        for event in self._recent(nominal.token.i):
            entity = event.entity
            if entity.plural and not entity.members and nominal.lemma in entity.nouns:
                return entity, event
        return None

    def _most_salient(
        self, token: Token, kind: str, count: int, nominal: Nominal | None
    ) -> list[tuple[Entity, _Event]]:
        ranked = []
        for entity, (score, event) in self._salience(token).items():
            if entity.plural or not entity.named or not _fits_kind(entity, kind):
                continue
            if kind == "any" and entity.type not in ("organisation", "country"):
                continue
            bonus = self._agreement(nominal, entity) if nominal is not None else 0.0
            if bonus is not None:
                ranked.append((score + bonus, -entity.number, entity, event))
        ranked.sort(key=lambda item: item[:2], reverse=True)
        if kind == "any" and ranked:
            ranked = [item for item in ranked if item[2].type == ranked[0][2].type]
        return sorted([(entity, event) for _, _, entity, event in ranked[:count]], key=lambda pair: pair[1].start)

    # -- headline and lead -----------------------------------------------------------------------

    def _read_openings(self) -> None:
        """Join an unnamed actor of the headline or lead with the name that the other gives."""
        limit = self.entities.headline
        if not limit:
            return
        lead_end = next((i for i in range(limit, len(self.doc)) if self.sentence[i] > self.sentence[limit + 1 if limit + 1 < len(self.doc) else limit] + 1), len(self.doc))
        for token in self.doc[:lead_end]:
            nominal = self._nominals.get(token.i) or (read_nominal(self.graph, token) if self._heads_nominal(token) else None)
            if nominal is None or nominal.plural or token.i in self.entities.at or token.i in self._found:
                continue
            subject = self.graph.dep(token).startswith("nsubj") or token.i < limit
            if not subject or nominal.kind not in ("company", "body"):
                continue
            where = range(limit, lead_end) if token.i < limit else range(limit)
            self._join_opening(nominal, where)

    def _join_opening(self, nominal: Nominal, where: range) -> None:
        best: tuple[float, Entity, _Event] | None = None
        nominal.described = False
        sentence = self.sentence[nominal.token.i]
        inside = {e.entity for e in self._events if e.sentence == sentence and e.entity.named}
        for event in self._events[:MAX_EVENTS]:
            entity = event.entity
            if event.start not in where or not entity.named or entity in inside:
                continue
            fit = self._agreement(nominal, entity)
            if fit is None:
                continue
            total = fit + event.weight + (0.4 if event.head.i < where.start + 12 else 0.0)
            if best is None or total > best[0]:
                best = (total, entity, event)
        if best is not None and best[0] > 0.6:
            self._link(nominal.token, [(best[1], best[2])], 0.6)

    def _read_cataphors(self) -> None:
        """Join a pronoun of a clause at a sentence's start with the subject that follows."""
        for token in self.doc:
            if not is_pronoun(token, PRONOUNS) or token.i in self._found:
                continue
            kind, plural, gender = PRONOUNS[token.lower_]
            clause = next((up for up in self.graph.ancestors(token) if self.graph.dep(up) == "advcl"), None)
            subject = self.graph.child(self.graph.head(clause), "nsubj") if clause is not None else None
            if subject is None or subject.i < token.i:
                continue
            entity = self._entity_of.get(self._actor_token(subject).i)
            if entity is None or _fits(entity, kind, plural, gender) <= 0:
                continue
            event = next((e for e in self._events if e.entity is entity and e.start > token.i), None)
            if event is not None:
                span = self.doc[event.start : event.end]
                self._found[token.i] = [Antecedent(entity, span, 0, 0.7)]
                self._entity_of[token.i] = entity

    # -- quotations ---------------------------------------------------------------------------------

    def _read_first_person(self, token: Token) -> None:
        speaker = self._speaker(token)
        if speaker is None:
            return
        entity = self._entity_of.get(self._actor_token(speaker).i)
        if entity is None:
            return
        if token.lower_ not in ("i", "me", "my", "mine", "myself"):
            entity = entity.affiliation or entity
        event = self._last_named(entity, token) or next((e for e in self._events if e.entity is entity), None)
        if event is None:
            return
        found = [(entity, event)]
        if token.lower_ in ("our", "we") and self.graph.head(token).lemma_.lower() in actor_words("mutual"):
            found = self._with_partner(token, entity) or found
        here = self.sentence[token.i]
        self._found[token.i] = [
            Antecedent(e, self.doc[v.start : v.end], abs(here - v.sentence), 0.7) for e, v in found
        ]
        self._entity_of[token.i] = entity

    def _with_partner(self, token: Token, entity: Entity) -> list[tuple[Entity, _Event]]:
        for event in reversed(self._events):
            members = event.entity.members
            if event.start < token.i and entity in members and self.sentence[token.i] - event.sentence <= 3:
                return [(member, event) for member in members]
        return []

    def _speaker(self, token: Token) -> Token | None:
        """Return who says the words that a token stands in."""
        here = self.sentence[token.i]
        near = self._said_in(here, token)
        if near is not None:
            return near
        for step in (1, -1, 2, -2, 3):
            found = self._said_in(here - step, token)
            if found is not None:
                return found
        return None

    def _said_in(self, sentence: int, token: Token) -> Token | None:
        start, end = self._bounds.get(sentence, (0, 0))
        best = None
        for i in range(start, end):
            verb = self.doc[i]
            if verb.pos_ != "VERB" or self._quoted[i] or verb.lemma_.lower() not in words("saying"):
                continue
            subject = self.graph.child(verb, "nsubj")
            if subject is not None and (best is None or abs(i - token.i) < abs(best[0] - token.i)):
                best = (i, subject)
        return best[1] if best else None

    @property
    def _bounds(self) -> dict[int, tuple[int, int]]:
        bounds: dict[int, tuple[int, int]] | None = getattr(self, "_bounds_cache", None)
        if bounds is None:
            bounds = {}
            for i, number in enumerate(self.sentence):
                start, _ = bounds.get(number, (i, i))
                bounds[number] = (start, i + 1)
            self._bounds_cache = bounds
        return bounds


def _fits(entity: Entity, kind: str, plural: bool, gender: str) -> float:
    """Return how well an entity agrees with a pronoun, 0 for not at all."""
    if entity.plural != plural:
        return 0.3 if plural and entity.type == "organisation" else 0.0
    if kind == "person":
        if gender and entity.gender and gender != entity.gender:
            return 0.0
        return {"person": 1.0, "other": 0.5}.get(entity.type, 0.0)
    if kind == "thing":
        return {"organisation": 1.0, "country": 1.0, "other": 0.7, "place": 0.6}.get(entity.type, 0.0)
    return 1.0


def _fits_kind(entity: Entity, kind: str) -> bool:
    if kind in ("any", ""):
        return True
    if entity.members:
        return False
    if kind == "country":
        return entity.type == "country"
    if kind == "person":
        return entity.type in ("person", "other") and not entity.country
    if entity.country or entity.votes["person"] >= 3:
        return False
    return entity.type != "person" or entity.votes["organisation"] > 0 or not entity.votes


def _sentences(doc: Doc) -> list[int]:
    """Return the number of each token's sentence; a break needs a mark or a line before it."""
    numbers, current = [], 0
    for token in doc:
        if token.i and (token.is_sent_start or token.nbor(-1).is_space):
            before = token.nbor(-1)
            if before.is_space and "\n" in before.text or before.text in (".", "!", "?", '"', "”", "''", "&", "…", "..."):
                current += 1
        numbers.append(current)
    return numbers


def _quoted(doc: Doc) -> list[bool]:
    """Tell of each token whether it stands in quotation marks."""
    inside, found = False, []
    for token in doc:
        if token.text in ('"', "“", "”", "``", "''"):
            inside = not inside if token.text == '"' else token.text in ("“", "``")
        if token.is_space and "\n\n" in token.text:
            inside = False
        found.append(inside)
    return found
