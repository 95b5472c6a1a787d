"""Nominals: which known actor "the Dutch carrier" is, or that a new one enters."""

from spacy.tokens import Span, Token

from pipeline.predicates import noun_lemma
from pipeline.resolve.agreement import agreement
from pipeline.resolve.discourse import MAX_EVENTS, Discourse, Event, Reference, inside_sentence
from pipeline.resolve.entity import Entity, state_of
from pipeline.resolve.groups import GroupResolver
from pipeline.resolve.nominals import PLACES, Nominal, read_nominal
from pipeline.resolve.tables import actor_words

THRESHOLD = 0.05
DESCRIBED_THRESHOLD = 0.9
OPENING_THRESHOLD = 0.6
PARALLEL = 0.3
SAME_CLAUSE = 2.5
OTHER_CLAUSE = 0.8
COORDINATED = -0.4
CLIPPED = frozenset({"company", "firm", "bank", "airline"})
SERVING = frozenset({"his", "her"})
OWN_KIND = frozenset({"group", "club", "team", "party", "union"})
ALONE = 0.25
SPOKEN_FOR = -0.6
NEAREST_COUNTRY = 0.7
CONTINUED = 0.5
ACCUSED = 1.0
OPPOSING = frozenset({"against", "to", "with"})
INNER = frozenset({"compound", "flat", "amod", "fixed", "nummod"})


class NominalResolver:
    """Resolves definite nominals and brings in new entities for the others.

    Args:
        discourse: What has been read so far.
        groups: The resolver of groups.
    """

    def __init__(self, discourse: Discourse, groups: GroupResolver) -> None:
        self.discourse = discourse
        self.graph = discourse.graph
        self.groups = groups

    def heads(self, token: Token) -> bool:
        """Tell whether a token can head a nominal."""
        label = self.graph.dep(token)
        if token.pos_ not in ("NOUN", "NUM", "PROPN", "DET", "PRON") or label.split(":")[0] in INNER:
            return False
        return token.pos_ != "DET" or (token.lower_ == "both" and label not in ("det", "cc:preconj"))

    def read(self, token: Token) -> None:
        """Read the nominal that a token heads, if it is one of an actor."""
        nominal = read_nominal(self.graph, token)
        if nominal is None:
            return
        discourse = self.discourse
        discourse.nominals[token.i] = nominal
        self._read_owner(nominal)
        if self._is_described(nominal) or self._governs(nominal):
            return
        found = self._explained(token) or self._owners(nominal) or self._served(nominal)
        titled = token.i < discourse.entities.headline
        if not found and (
            nominal.definite or self._is_clipped(nominal) or (nominal.count and titled and not nominal.bare)
        ):
            if not nominal.plural:
                found = self._match(nominal) or self._headed(nominal)
            elif nominal.owner is None:
                found = self.groups.find(nominal)
        if found:
            discourse.link(token, found, 0.75 if len(found) == 1 else 0.7)
            self.groups.keep(token, [entity for entity, _ in found])
        elif token.i >= discourse.entities.headline or nominal.kind == "person":
            self._introduce(nominal, self.graph.mention(token))

    def _is_clipped(self, nominal: Nominal) -> bool:
        """Tell whether a bare noun stands for "the company", as wires clip it ("Company has agreed")."""
        token = nominal.token
        clipped = (
            nominal.bare and not nominal.plural and nominal.lemma in CLIPPED and token.text[:1].isupper()
        )
        return clipped and bool(token.is_sent_start) and token.i >= self.discourse.entities.headline

    def _headed(self, nominal: Nominal) -> list[Reference]:
        """Return the firm that opens the headline with its ticker, whose figures the text tells."""
        entities = self.discourse.entities
        start, end = entities.span_at.get(0, (0, 0))
        if end >= entities.headline or self.discourse.doc[end].text != "<" or nominal.lemma not in CLIPPED:
            return []
        return [(entities.at[0], self.discourse.event_at(start, end))]

    def _read_owner(self, nominal: Nominal) -> None:
        """Note the name that a nominal belongs to, also where tags do not tell it ("a KLM aide")."""
        at = self.discourse.entities.at
        for child in self.graph.children(nominal.token):
            entity = at.get(child.i)
            place = child.lower_ in nominal.modifiers or (
                entity is not None and entity.type in ("country", "place")
            )
            place = place or child.ent_type_ in PLACES
            named = entity is not None and not place and child.pos_ != "ADJ"
            if nominal.owner is None and child.i < nominal.token.i and named:
                nominal.owner, nominal.described = child, True

    def _is_described(self, nominal: Nominal) -> bool:
        """Join a nominal with the name that it describes; tell whether the name follows at once."""
        entities, i = self.discourse.entities, nominal.token.i
        described = entities.described_at.get(i) or entities.appositive.get(i)
        if described is not None:
            entity = entities.at[described.start]
            self.discourse.entity_of[i] = entity
            if nominal.kind == "person" and entity.affiliation is None:
                entity.affiliation = self._affiliation(nominal)
        return i in entities.described_at

    def _governs(self, nominal: Nominal) -> bool:
        """Note a country by its government, and tell whether the nominal is one."""
        if nominal.plural or nominal.lemma not in actor_words("government"):
            return False
        state = self.discourse.entities.states.get(nominal.nationality or "")
        if state is None:
            return False
        span = self.graph.mention(nominal.token)
        self.discourse.entity_of[nominal.token.i] = state
        self.discourse.note(state, span.start, span.end, nominal.token)
        return True

    def _explained(self, token: Token) -> list[Reference]:
        """Return the names in apposition or in brackets: "the firms, A and B," "the firms [A and B]"."""
        doc, entities = self.discourse.doc, self.discourse.entities
        named = [t for first in self.graph.children(token, "appos") for t in self.graph.conjuncts(first)]
        if len(named) > 1 and all(t.i > token.i and t.i in entities.at for t in named):
            return [(entities.at[t.i], self.discourse.event_at(*entities.span_at[t.i])) for t in named]
        mention = entities.appositive.get(token.i)
        if mention is not None:
            return [(entities.at[mention.start], self.discourse.event_at(mention.start, mention.end))]
        if token.i + 1 >= len(doc) or doc[token.i + 1].text not in ("[", "("):
            return []
        found: dict[Entity, Event] = {}
        for i in range(token.i + 2, min(token.i + 12, len(doc))):
            if doc[i].text in ("]", ")"):
                break
            if i in entities.at and i == entities.span_at[i][0]:
                found[entities.at[i]] = self.discourse.event_at(*entities.span_at[i])
        return [] if len(found) == 1 and noun_lemma(token) != token.lower_ else list(found.items())

    def _owners(self, nominal: Nominal) -> list[Reference]:
        """Return who owns what two actors are together ("their consortium"), or two states' governments."""
        rulers = nominal.plural and nominal.lemma in actor_words("bare_government")
        if nominal.owner is None or not (rulers or nominal.lemma in actor_words("joint")):
            return []
        found = self.discourse.found.get(nominal.owner.i, ())
        if rulers and not all(a.entity.country for a in found):
            return []
        events = ((a.entity, self.discourse.last(a.entity, nominal.owner)) for a in found)
        return [(entity, event) for entity, event in events if event is not None]

    def _served(self, nominal: Nominal) -> list[Reference]:
        """Return the firm or state that a person serves: "Smith said his company", "his government"."""
        if nominal.owner is None or nominal.plural or nominal.owner.lower_ not in SERVING:
            return []
        person = self.discourse.entity_at(nominal.owner)
        if person is None or person.type != "person":
            return []
        whom = person.affiliation
        if nominal.lemma in actor_words("bare_government"):
            whom = self.discourse.entities.states.get(state_of(person) or "")
        elif nominal.lemma not in CLIPPED | OWN_KIND or whom is None or whom.type != "organisation":
            return []
        event = self.discourse.last(whom, nominal.token) if whom is not None else None
        return [(whom, event)] if whom is not None and event is not None else []

    def _introduce(self, nominal: Nominal, span: Span) -> None:
        """Add a new entity for a nominal, if there is one."""
        if any(child.lower_ == "no" for child in self.graph.children(nominal.token, "det")):
            return
        entity = self.discourse.entities.new(inside_sentence(span), named=False, first=nominal.token.i)
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
        self.discourse.entity_of[nominal.token.i] = entity
        self.discourse.note(entity, span.start, span.end, nominal.token)

    def _affiliation(self, nominal: Nominal) -> Entity | None:
        """Return whom a person speaks for: a possessor, or a name before or after the noun."""
        if nominal.owner is not None:
            return self.discourse.entity_at(nominal.owner)
        if nominal.kind != "person":
            return None
        for child in self.graph.children(nominal.token, "nmod"):
            if self.graph.marker(child) in ("for", "of", "at", "from", "with"):
                return self.discourse.entity_at(child)
        return None

    # -- definite singular nominals -------------------------------------------------

    def _match(self, nominal: Nominal) -> list[Reference]:
        """Return the entity that a definite singular nominal stands for, if any."""
        best: tuple[float, Entity, Event] | None = None
        above = self._subjects_above(nominal.token)
        nearest = nominal.kind == "country" and nominal.owner is None
        partners, rivals = self._named_after(nominal.token) | self._opposite(nominal.token), 0
        accused = self.discourse.accused(nominal.token)
        continued = self._continued(nominal)
        for entity, (score, event) in self.discourse.salience(nominal.token).items():
            fit = agreement(self.discourse, nominal, entity)
            if fit is None or entity in partners:
                continue
            rivals += 1
            if nearest and entity.country and event.weight > 0.3:
                fit, nearest = fit + NEAREST_COUNTRY, False
            repeated = event.head.lemma_ == nominal.token.lemma_
            total = score + fit - (0.0 if repeated else above.get(entity, 0.0))
            total += ACCUSED if entity is accused else 0.0
            total += CONTINUED if entity is continued else 0.0
            if best is None or total > best[0]:
                best = (total, entity, event)
        threshold = DESCRIBED_THRESHOLD if nominal.described else THRESHOLD if rivals > 1 else 0.0
        return [best[1:]] if best is not None and best[0] > threshold else []

    def _continued(self, nominal: Nominal) -> Entity | None:
        """Return the firm that opened the sentence before as its subject, where "the firm" opens one."""
        token, discourse = nominal.token, self.discourse
        here = discourse.sentence[token.i]
        opens = self.graph.dep(token).startswith("nsubj") and self.graph.is_root(self.graph.head(token))
        if not opens or nominal.lemma not in CLIPPED:
            return None
        for event in discourse.recent(token):
            if here - event.sentence > 1:
                return None
            subject = self.graph.dep(event.head).startswith("nsubj") and event.sentence == here - 1
            if subject and self.graph.is_root(self.graph.head(event.head)):
                return event.entity
        return None

    def _named_after(self, token: Token) -> set[Entity]:
        """Return who is named later in the sentence, and so is another ("the carrier signed with Airbus")."""
        at = self.discourse.entities.at
        return {at[i] for i in range(token.i + 1, token.sent.end) if i in at}

    def _opposite(self, token: Token) -> set[Entity]:
        """Return whom a sentence's opening sets against its subject ("in a letter to Acme, the company")."""
        verb = self.graph.head(token)
        if not self.graph.dep(token).startswith("nsubj"):
            return set()
        at = self.discourse.entities.at
        hosts = [t for t in self.graph.children(verb, "obl") if t.i < token.i]
        others = (t for host in hosts for t in self.graph.children(host, "nmod"))
        return {at[t.i] for t in others if t.i in at and self.graph.marker(t) in OPPOSING}

    def _subjects_above(self, token: Token) -> dict[Entity, float]:
        """Return a penalty for each entity that is subject of a clause above a nominal.

        Whom the speaker of the clause speaks for is preferred: "Acme's chairman said the
        company would".
        """
        found: dict[Entity, float] = {}
        penalty = SAME_CLAUSE
        below = token
        for up in self.discourse.ancestors(token):
            coordinated = self.graph.dep(below) in ("conj", "parataxis")
            for subject in self.discourse.subjects(up):
                entity = self.discourse.entity_at(subject)
                if entity is not None and not self.graph.dominates(subject, token):
                    found.setdefault(entity, COORDINATED if coordinated else penalty)
                    if entity.type == "person" and entity.affiliation is not None:
                        found.setdefault(entity.affiliation, SPOKEN_FOR)
                for owner in self.graph.children(subject, "nmod:poss"):
                    possessor = self.discourse.entity_at(owner)
                    if possessor is not None and owner.i != token.i:
                        found.setdefault(possessor, OTHER_CLAUSE)
            if self.graph.dep(up) in ("ccomp", "advcl", "acl:relcl"):
                penalty = OTHER_CLAUSE
            below = up
        return found

    # -- headline and lead -------------------------------------------------------------

    def read_openings(self) -> None:
        """Join an unnamed actor of the headline or lead with the name that the other gives."""
        discourse = self.discourse
        limit = discourse.entities.headline
        end = self._end_of_lead(limit)
        for token in discourse.doc[:end] if limit else ():
            if token.i in discourse.entities.at or token.i in discourse.found or not self.heads(token):
                continue
            nominal = discourse.nominals.get(token.i) or read_nominal(self.graph, token)
            subject = self.graph.dep(token).startswith("nsubj") or token.i < limit
            if nominal is None or nominal.plural or not subject or nominal.kind not in ("company", "body"):
                continue
            if token.i < limit:
                self._join_opening(nominal, range(limit, end))
            elif not self._join_opening(nominal, range(limit)) and not nominal.definite:
                self._join_opening(nominal, range(token.sent.end, end))

    def _end_of_lead(self, start: int) -> int:
        """Return the end of the second sentence after the headline."""
        numbers = self.discourse.sentence
        first = next((i for i in range(start, len(numbers)) if not self.discourse.doc[i].is_space), start)
        return next((i for i in range(first, len(numbers)) if numbers[i] > numbers[first] + 1), len(numbers))

    def _join_opening(self, nominal: Nominal, where: range) -> bool:
        """Join a nominal with the name in a range that it can stand for; tell whether there is one."""
        discourse = self.discourse
        best: tuple[float, Entity, Event] | None = None
        nominal.described = False
        rivals: set[Entity] = set()
        subject = discourse.weight(nominal.token)
        sentence = discourse.sentence[nominal.token.i]
        events = discourse.events[:MAX_EVENTS]
        beside = {e.entity for e in events if e.sentence == sentence and e.start in discourse.entities.at}
        for event in events:
            entity = event.entity
            if event.start not in where or not entity.named or entity in beside or entity.type == "other":
                continue
            fit = agreement(discourse, nominal, entity)
            if fit is None:
                continue
            rivals.add(entity)
            total = fit + event.weight + (PARALLEL if event.weight == subject else 0.0)
            if best is None or total > best[0]:
                best = (total, entity, event)
        alone = len(rivals) == 1 and nominal.token.i < discourse.entities.headline
        if best is None or best[0] <= (ALONE if alone else OPENING_THRESHOLD):
            return False
        discourse.link(nominal.token, [best[1:]], 0.6)
        return True
