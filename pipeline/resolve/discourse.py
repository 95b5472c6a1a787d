"""The state of a discourse: who was mentioned where, and how salient each one is.

Only a window of recent mentions is ever looked at (`MAX_EVENTS`, `MAX_SENTENCES`), so
that the work grows with the length of the text alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.truecase import written
from pipeline.predicates import Graph, PredicateView, graph_of, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.resolve.entities import Entities
from pipeline.resolve.entity import Entity
from pipeline.resolve.headlines import entities_of
from pipeline.resolve.nominals import PRONOUNS, Nominal
from pipeline.resolve.tables import actor_words

MAX_SENTENCES = 10
MAX_EVENTS = 90
MAX_CLIMB = 16
DECAY = 0.55
REPEATED = 0.6
TOPIC = 0.25
USUAL_WEIGHT = 0.4
WATCHER_WEIGHT = 0.05
OWNER_SHARE = 0.7  # "shares in Acme rose": of Acme it is told
OBJECT_MARKS = frozenset({"of", "from", "for", "into"})
STOPS = frozenset({".", "!", "?", '"', "”", "''", "&", "…", "..."})
MEASURES = frozenset(
    {
        "dozens",
        "hundreds",
        "millions",
        "scores",
        "tens",
        "thousands",
        "some",
        "all",
        "both",
        "each",
        "many",
        "several",
        "most",
        "few",
        "number",
        "dozen",
    }
)
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


@dataclass(slots=True)
class Event:
    """A mention of an entity on the way through the text."""

    start: int
    end: int
    entity: Entity
    sentence: int
    weight: float
    head: Token


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a mention stands for.

    Attributes:
        entity: The entity.
        span: Its last mention by name before the anaphor, or its nearest mention.
        distance: Sentences between, 0 in the same sentence.
        confidence: In [0, 1].
    """

    entity: Entity
    span: Span
    distance: int
    confidence: float


Reference = tuple[Entity, Event]


class Discourse:
    """What has been read of a document so far.

    Args:
        doc: A parsed document.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.graph: Graph = graph_of(doc)
        self.view = PredicateView(doc)
        self.entities: Entities = entities_of(doc, self.graph)
        self.sentence = sentence_numbers(self.graph.tokens)
        self.quoted = quoted(self.graph.tokens)
        self.events: list[Event] = []
        self.found: dict[int, list[Antecedent]] = {}
        self.entity_of: dict[int, Entity] = dict(self.entities.at)
        self.nominals: dict[int, Nominal] = {}
        self._actor_tokens: dict[int, Token] = {}
        self._first: Event | None = None

    # -- mentions ------------------------------------------------------------------

    def note(self, entity: Entity, start: int, end: int, head: Token) -> None:
        """Remember a mention of an entity."""
        weight = self.weight(self.graph.first_conjunct(head))
        self.events.append(Event(start, end, entity, self.sentence[start], weight, head))

    def weight(self, head: Token) -> float:
        """Return how much a mention's function in its clause makes it stand out."""
        label = self.graph.dep(head)
        if label == "nmod" and self.graph.marker(head) == "of" and is_measure(self.graph.head(head)):
            return self.weight(self.graph.head(head))
        if label == "nmod" and noun_lemma(self.graph.head(head)) in actor_words("of_firm"):
            return OWNER_SHARE * self.weight(self.graph.first_conjunct(self.graph.head(head)))
        if label == "nmod" and self.graph.marker(head) == "between":
            return OWNER_SHARE * self.weight(self.graph.head(head))
        if label in ("nmod", "nmod:poss", "compound") and self._is_watched_for(self.graph.head(head)):
            return WATCHER_WEIGHT
        return ROLES.get(label, ROLES.get(label.split(":")[0], USUAL_WEIGHT))

    def _is_watched_for(self, noun: Token) -> bool:
        """Tell whether a noun is for who tells of others, whose firm is no part ("analysts at Acme")."""
        return noun.lemma_.lower() in actor_words("watcher")

    def event_at(self, start: int, end: int) -> Event:
        """Return a mention by name that is not read yet."""
        return Event(start, end, self.entities.at[start], self.sentence[start], USUAL_WEIGHT, self.doc[start])

    def actor_token(self, token: Token) -> Token:
        """Return the token by which a nominal is known here, its name if it has one."""
        if token.i in self.entity_of:
            return token
        if token.i not in self._actor_tokens:
            span = self.graph.mention(token)
            named = (t for t in span if t.i in self.entities.at)
            self._actor_tokens[token.i] = next(named, token)
        return self._actor_tokens[token.i]

    def entity_at(self, token: Token) -> Entity | None:
        """Return the entity that a nominal stands for, as far as it is known."""
        return self.entity_of.get(self.actor_token(token).i)

    def subjects(self, verb: Token) -> list[Token]:
        """Return the subjects of a verb: its own, or a controller's or shared one."""
        own = self.graph.children(verb, "nsubj")
        if own or verb.pos_ not in ("VERB", "AUX", "ADJ"):
            return own
        mark = self.graph.child(verb, "mark")
        if self.graph.dep(verb) == "advcl" and mark is not None and mark.lower_ in OBJECT_MARKS:
            controller = self.graph.child(self.graph.head(verb), "obj")
            if controller is not None:
                return [controller]
        if verb.tag_ == "VBG" and self.graph.dep(verb) in ("nmod", "acl"):
            return [self.graph.head(verb)]
        return self.view.of(verb).tokens("subj")

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Yield the governors of a token, nearest first, no more than sense needs."""
        return islice(self.graph.ancestors(token), MAX_CLIMB)

    # -- the window ------------------------------------------------------------------

    def recent(self, before: Token) -> Iterator[Event]:
        """Yield the mentions before a token, nearest first, within the window."""
        here = self.sentence[before.i]
        for event in reversed(self.events[-MAX_EVENTS:]):
            if event.start >= before.i:
                continue
            if here - event.sentence > MAX_SENTENCES:
                return
            yield event

    def salience(self, token: Token) -> dict[Entity, tuple[float, Event]]:
        """Return each recent entity with its salience and its nearest mention."""
        found: dict[Entity, tuple[float, Event]] = {}
        here = self.sentence[token.i]
        for event in self.recent(token):
            gain = event.weight * DECAY ** (here - event.sentence)
            score, last = found.get(event.entity, (0.0, event))
            found[event.entity] = (score + gain * (1.0 if last is event else REPEATED), last)
        topic = self.topic()
        if topic in found and token.lower_ in PRONOUNS:
            found[topic] = (found[topic][0] + TOPIC, found[topic][1])
        return found

    def rivals(self, token: Token) -> Iterator[Event]:
        """Yield the nearest mention of each entity named before a token, the most salient first."""
        before = [event for event in self.events if event.start < token.i][-MAX_EVENTS:]
        here = self.sentence[token.i]
        scores: dict[Entity, float] = {}
        nearest: dict[Entity, Event] = {}
        for event in reversed(before):
            gain = event.weight * DECAY ** (here - event.sentence)
            scores[event.entity] = scores.get(event.entity, 0.0) + gain
            nearest.setdefault(event.entity, event)
        yield from (nearest[entity] for entity in sorted(scores, key=scores.__getitem__, reverse=True))

    def topic(self) -> Entity | None:
        """Return the first subject of the text below its headline."""
        if self._first is None:
            limit = self.entities.headline
            subjects = (
                e for e in self.events[:MAX_EVENTS] if e.start >= limit and e.weight >= ROLES["nsubj"]
            )
            self._first = next(subjects, None)
        return self._first.entity if self._first else None

    def last(self, entity: Entity, token: Token) -> Event | None:
        """Return the last mention of an entity before a token."""
        return next((event for event in self.recent(token) if event.entity is entity), None)

    def last_named(self, entity: Entity, token: Token) -> Event | None:
        """Return the last mention of an entity by its name before a token."""
        named = (e for e in self.recent(token) if e.entity is entity and e.start in self.entities.at)
        return next(named, None)

    def accused(self, token: Token) -> Entity | None:
        """Return who was accused of something just before, where a token is who denies it."""
        verb, here = self.graph.head(token), self.sentence[token.i]
        if not self.graph.dep(token).startswith("nsubj") or not self._denies(verb):
            return None
        for event in self.recent(token):
            if here - event.sentence > 1:
                return None
            charge = self.graph.head(event.head)
            charged = self.graph.dep(event.head) in ("obj", "nsubj:pass")
            accused = charged and charge.lemma_.lower() in words("accusing") and charge.i != verb.i
            if accused or (event.sentence < here and self._is_reported(event.head)):
                return event.entity
        return None

    def _is_reported(self, head: Token) -> bool:
        """Tell whether others say what somebody did ("a paper said Acme sold", "reports that it sold")."""
        graph = self.graph
        verb = graph.head(head)
        if graph.dep(head) != "nsubj":
            return False
        up = graph.head(verb)
        if graph.dep(verb) == "ccomp":
            return up.lemma_.lower() in words("saying") and bool(graph.children(up, "nsubj"))
        return graph.dep(verb) == "acl" and noun_lemma(up) in words("assertion")

    def _denies(self, verb: Token) -> bool:
        """Tell whether a verb says that something is not so ("denied it", "said that it was untrue")."""
        if verb.lemma_.lower() in words("disputing"):
            return True
        spoken = verb.lemma_.lower() in words("saying") | words("calling")
        return spoken and any(noun_lemma(t) in words("falsehood") for t in self.graph.subtree(verb))

    # -- results ------------------------------------------------------------------------

    def link(self, token: Token, found: list[Reference], confidence: float, noted: bool = True) -> None:
        """Say what the mention that a token heads stands for."""
        here = self.sentence[token.i]
        self.found[token.i] = []
        for entity, near in found:
            event = self.last_named(entity, token) or near
            span = self.doc[event.start : event.end]
            distance = abs(here - event.sentence)
            self.found[token.i].append(Antecedent(entity, span, distance, round(confidence, 3)))
            if noted:
                self.note(entity, token.i, token.i + 1, token)
        if len(found) == 1:
            self.entity_of[token.i] = found[0][0]


def is_measure(token: Token) -> bool:
    """Tell whether a word only counts what its *of* phrase names ("thousands of refugees")."""
    return token.like_num or token.lower_ in MEASURES


def fits_pronoun(entity: Entity, kind: str, plural: bool, gender: str) -> float:
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


def fits_kind(entity: Entity, kind: str) -> bool:
    """Tell whether an entity can be of a nominal's kind."""
    if kind in ("any", ""):
        return True
    if entity.members:
        return False
    if kind == "country":
        unknown = entity.named and entity.type in ("place", "other") and not entity.votes
        return entity.type == "country" or unknown
    if kind == "person":
        return entity.type in ("person", "other") and not entity.country
    if entity.country or entity.votes["person"] >= 3 or entity.type == "place":
        return False
    return entity.type != "person" or entity.votes["organisation"] > 0 or not entity.votes


def sentence_numbers(tokens: Sequence[Token]) -> list[int]:
    """Return the number of each token's sentence; a break needs a mark or a line before it."""
    numbers, current = [0][: len(tokens)], 0
    for before, token in pairwise(tokens):
        space = before.is_space
        if space or token.is_sent_start:
            current += (space and "\n" in before.text) or before.text in STOPS
        numbers.append(current)
    return numbers


def quoted(tokens: Sequence[Token]) -> list[bool]:
    """Tell of each token whether it stands in quotation marks; a new paragraph ends them."""
    inside, found = False, []
    for token in tokens:
        text = token.text
        if text == '"':
            inside = not inside
        elif text in ("“", "``"):
            inside = True
        elif text in ("”", "''") or (text.isspace() and "\n\n" in text):
            inside = False
        found.append(inside)
    return found


def inside_sentence(span: Span) -> str:
    """Return a noun phrase as it is written inside a sentence: a common noun loses its capital."""
    first = span[0]
    text = "".join(written(token) + token.whitespace_ for token in span).strip()
    opens = first.is_sent_start or first.i == 0 or not first.nbor(-1).text[-1:].isalnum()
    common = first.tag_ not in ("NNP", "NNPS") and not first.ent_type_ and first.text[1:].islower()
    return text[:1].lower() + text[1:] if opens and common else text
