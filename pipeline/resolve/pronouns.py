"""Pronouns: agreement in number, gender and kind, then salience (Lappin & Leass 1994).

Whoever says or thinks a clause is preferred for its subject; what stands beside a
pronoun in one clause is another. "Their deal" takes the two parties of it.
"""

from spacy.tokens import Token

from pipeline.predicates import noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.resolve.discourse import Discourse, Event, Reference, fits_pronoun
from pipeline.resolve.entity import Entity
from pipeline.resolve.groups import GroupResolver
from pipeline.resolve.nominals import POSSESSIVE, PRONOUNS, is_pronoun
from pipeline.resolve.tables import actor_words

THRESHOLD = 0.25
OBJECT_THRESHOLD = 0.1
OWNER_THRESHOLD = 0.2
SAME_OBJECT = 0.9
OBJECTS = ("obj", "iobj", "obl")
UNNAMED = 0.7
CLEAR = 2.0
SUBJECT_BONUS = 0.6
SAME_FUNCTION = 0.3
ACCUSED = 0.6

Ranked = tuple[float, Entity, Event]


class PronounResolver:
    """Resolves pronouns of the third person and relative pronouns.

    Args:
        discourse: What has been read so far.
        groups: The resolver of groups.
    """

    def __init__(self, discourse: Discourse, groups: GroupResolver) -> None:
        self.discourse = discourse
        self.graph = discourse.graph
        self.groups = groups

    def read(self, token: Token) -> None:
        """Resolve a pronoun of the third person."""
        kind, plural, gender = PRONOUNS[token.lower_]
        if token.lower_ == "it" and self._is_expletive(token):
            return
        if plural and self._read_they(token):
            return
        ranked: list[Ranked] = []
        accused = self.discourse.accused(token)
        for entity, (score, event) in self.discourse.salience(token).items():
            fit = fits_pronoun(entity, kind, plural, gender) * (1.0 if entity.named else UNNAMED)
            other = self._bound(token, entity) or self._is_audience(event) or self._rates(event)
            other = other or (entity.country is not None and self._runs_firm(token))
            if fit > 0 and not other:
                bonus = ACCUSED if entity is accused else 0.0
                ranked.append((score * fit + bonus + self._parallel(token, entity), entity, event))
        ranked.sort(key=lambda item: item[0], reverse=True)
        best = ranked[0] if ranked else None
        if best is not None and best[0] > self._threshold(token):
            self.discourse.link(token, [best[1:]], min(0.95, 0.4 + best[0] / 4))
            if len(ranked) == 1 or best[0] > CLEAR * ranked[1][0]:
                best[1].gender = best[1].gender or gender

    def _runs_firm(self, token: Token) -> bool:
        """Tell whether a possessive has a chairman or the like, as no country does ("its chairman")."""
        lemma = noun_lemma(self.graph.head(token))
        return token.lower_ == "its" and lemma in actor_words("officer") - actor_words("statesman")

    def _threshold(self, token: Token) -> float:
        """Return how salient somebody must be: an object or owner is somebody, "it is" may be nobody."""
        if self.graph.dep(token) in OBJECTS:
            return OBJECT_THRESHOLD
        return OWNER_THRESHOLD if token.lower_ == "its" else THRESHOLD

    def _is_expletive(self, token: Token) -> bool:
        """Tell whether "it" only fills the subject's place ("it is estimated that")."""
        graph = self.graph
        if graph.dep(token) == "expl":
            return True
        verb = graph.head(token)
        if graph.child(verb, "cop") and noun_lemma(verb) in words("changing_hands"):
            return True  # "it would be the largest takeover"
        clause = graph.child(verb, "ccomp", "csubj")
        empty = (
            graph.child(verb, "aux:pass") is not None
            or verb.pos_ == "ADJ"
            or verb.lemma_ in ("appear", "seem")
        )
        return clause is not None and clause.i > verb.i and empty

    def _parallel(self, token: Token, entity: Entity) -> float:
        """Return a bonus for who says or thinks the clause, and for the same function."""
        clause = self.graph.head(token)
        possessive = token.lower_ in POSSESSIVE
        if possessive:
            clause = self.graph.head(clause)
        elif self._has_same_object(token, entity):
            return SAME_OBJECT
        passed = 0
        own_kind = PRONOUNS[token.lower_][0] != "person"
        for up in [clause, *self.discourse.ancestors(clause)]:
            for subject in [*self.discourse.subjects(up), *self._owners_of_described(up)]:
                other = self.discourse.entity_at(subject)
                if subject.i >= token.i or other is None:
                    continue
                spoken_for = other.type == "person" and other.affiliation is entity and own_kind
                if other is entity or other in entity.members or spoken_for:
                    own = up.i == clause.i and not possessive
                    bonus = 0.0 if own else SUBJECT_BONUS / 2**passed
                    return bonus + (SAME_FUNCTION if self.graph.dep(token).startswith("nsubj") else 0.0)
                passed += 1
        return 0.0

    def _owners_of_described(self, clause: Token) -> list[Token]:
        """Return whose thing a relative clause describes ("Acme's stake in Bolt, for which it paid")."""
        return [t for noun in self._described(clause) for t in self.graph.children(noun, "nmod:poss")]

    def _described(self, clause: Token) -> list[Token]:
        """Return the nouns that a relative clause can describe ("a fleet of tankers, which it sold")."""
        if self.graph.dep(clause) != "acl:relcl":
            return []
        found = [self.graph.head(clause)]
        while self.graph.dep(found[-1]) == "nmod" and self.graph.marker(found[-1]) == "of":
            found.append(self.graph.head(found[-1]))
        return found

    def _has_same_object(self, token: Token, entity: Entity) -> bool:
        """Tell whether an entity is the object of the verb before "and": "arms Oman and sends it tanks"."""
        verb = self.graph.head(token)
        if self.graph.dep(token) not in OBJECTS or self.graph.dep(verb) != "conj":
            return False
        first = self.graph.head(verb)
        before = (t for t in self.graph.children(first, *OBJECTS) if t.i < token.i)
        return any(self.discourse.entity_at(t) is entity for t in before)

    def _is_audience(self, event: Event) -> bool:
        """Tell whether somebody was last named as who is told things ("told reporters they …")."""
        hears = self.graph.dep(event.head) in ("iobj", "obj", "obl")
        told = hears and self.graph.head(event.head).lemma_.lower() in words("telling")
        return told and noun_lemma(event.head) in actor_words("audience")

    def _rates(self, event: Event) -> bool:
        """Tell whether somebody was last named as who rates another ("raised Acme's rating on its deal")."""
        verb = self.graph.head(event.head)
        things = self.graph.children(verb, "obj") if self.graph.dep(event.head) == "nsubj" else []
        return any(
            noun_lemma(thing) in words("rated") and self.graph.child(thing, "nmod:poss") for thing in things
        )

    def _bound(self, token: Token, entity: Entity) -> bool:
        """Tell whether an entity stands beside a pronoun in its clause, so that it is another."""
        discourse = self.discourse
        if token.lower_ in POSSESSIVE:
            return discourse.entity_of.get(self.graph.head(token).i) is entity
        if token.lower_.endswith(("self", "selves")):
            return False
        subject = self.graph.dep(token) == "nsubj"
        clause = self.graph.head(token)
        if subject and any(discourse.entity_of.get(noun.i) is entity for noun in self._described(clause)[1:]):
            return True
        owners = self._owners_of_described(clause)
        owned = any(discourse.entity_at(owner) is entity for owner in owners)
        for other in self.graph.children(self.graph.head(token), "nsubj", "obj", "iobj", "obl"):
            if owned and other.tag_ == "WDT":  # "Acme's half of Bolt, for which it paid"
                continue
            counts = other.i < token.i or self.graph.dep(other) in ("obj", "iobj")
            counts = counts and not (subject and self.graph.dep(other) == "nsubj")  # a parse gone astray
            if other.i != token.i and counts and discourse.entity_at(other) is entity:
                return True
        return any(discourse.entity_at(subject) is entity for subject in self._sharing(token))

    def _sharing(self, token: Token) -> list[Token]:
        """Return the subject that grammar shares with an object's verb ("Ghana agreed to sell it ...")."""
        graph = self.graph
        verb = graph.head(token)
        if graph.dep(token) not in ("obj", "iobj", "obl") or graph.child(verb, "nsubj", "nsubj:pass"):
            return []
        while graph.dep(verb) in ("xcomp", "conj") and graph.head(verb).i != verb.i:
            controlled = graph.dep(verb) == "xcomp" and graph.child(graph.head(verb), "obj", "iobj")
            verb = graph.head(verb)
            if controlled:
                return []
            if subjects := graph.children(verb, "nsubj"):
                relative = [t for t in subjects if t.tag_ in ("WDT", "WP")]  # "Peru, which sold it tanks"
                return subjects if not graph.dep(verb).startswith("acl") else relative
        return []

    def _read_they(self, token: Token) -> bool:
        """Resolve a plural pronoun to a group, or to the two parties of what they share."""
        shared = token.lower_ == "their" and self.graph.head(token).lemma_.lower() in actor_words("mutual")
        best: Ranked | None = None
        for entity, (score, event) in self.discourse.salience(token).items():
            if entity.plural and not self._bound(token, entity) and not self._is_audience(event):
                best = _better(best, (score + self._parallel(token, entity), entity, event))
        if shared and (best is None or not best[1].members):
            pair = self.groups.most_salient(token, "any", 2, None)
            if len(pair) == 2:
                self.discourse.link(token, pair, 0.6)
                return True
        if best is None or best[0] <= self._threshold(token):
            pair = self.groups.partners(token)
            if pair:
                self.discourse.link(token, pair, 0.6)
            return bool(pair)
        self._link_group(token, best[1], best[2], min(0.9, 0.4 + best[0] / 4))
        return True

    def _link_group(self, token: Token, entity: Entity, event: Event, confidence: float) -> None:
        members: list[Reference] = [(m, self.discourse.last(m, token) or event) for m in entity.members]
        self.discourse.link(token, members or [(entity, event)], confidence)
        self.discourse.entity_of[token.i] = entity

    # -- other pronouns -----------------------------------------------------------

    def read_relative(self, token: Token) -> None:
        """Resolve a relative pronoun to the noun that its clause modifies."""
        if token.tag_ not in ("WDT", "WP", "WP$"):
            return
        up = next((u for u in self.discourse.ancestors(token) if self.graph.dep(u) == "acl:relcl"), None)
        if up is None:
            return
        head = self._name_before(token) or self.discourse.actor_token(self.graph.head(up))
        entity = self.discourse.entity_of.get(head.i)
        both = self._both_before(token, up, entity)
        if both is not None:
            self._link_group(token, both.entity, both, 0.9)
        elif entity is not None and head.i < token.i:
            start, end = self.discourse.entities.span_at.get(head.i, (head.i, head.i + 1))
            event = Event(start, end, entity, self.discourse.sentence[start], 0.0, head)
            self.discourse.link(token, [(entity, event)], 0.95, noted=False)

    def _both_before(self, token: Token, clause: Token, member: Entity | None) -> Event | None:
        """Return the coordination before a clause that speaks of several ("A and B, who have agreed")."""
        verbs = [clause, *self.graph.children(clause, "aux", "cop")]
        plural = any(verb.tag_ == "VBP" for verb in verbs) and self.graph.dep(token).startswith("nsubj")
        if not plural and (token.i < 2 or token.nbor(-2).lower_ not in ("both", "neither", "either")):
            return None
        event = next((e for e in self.discourse.recent(token) if e.entity.members), None)
        return event if event is not None and member in event.entity.members else None

    def _name_before(self, token: Token) -> Token | None:
        """Return the name right before a relative pronoun, if it can be what it stands for."""
        i = token.i - 1
        while i > 0 and self.discourse.doc[i].text in (",", ")", ">"):
            i -= 1
        entity = self.discourse.entities.at.get(i)
        if entity is None or (entity.type == "person") != token.lower_.startswith("who"):
            return None
        return self.discourse.doc[i]

    def read_cataphor(self, token: Token) -> None:
        """Join a pronoun of a clause at a sentence's start with the subject that follows."""
        clause = next((u for u in self.discourse.ancestors(token) if self.graph.dep(u) == "advcl"), None)
        subject = self.graph.child(self.graph.head(clause), "nsubj") if clause is not None else None
        if subject is None or subject.i < token.i or not is_pronoun(token, PRONOUNS):
            return
        entity = self.discourse.entity_at(subject)
        if entity is None or fits_pronoun(entity, *PRONOUNS[token.lower_]) <= 0:
            return
        name = self.discourse.actor_token(subject)
        start, end = self.discourse.entities.span_at.get(name.i, (name.i, name.i + 1))
        event = Event(start, end, entity, self.discourse.sentence[start], 0.0, name)
        self.discourse.link(token, [(entity, event)], 0.7, noted=False)


def _better(best: Ranked | None, other: Ranked) -> Ranked:
    return other if best is None or other[0] > best[0] else best
