"""Words of a quotation: "we" is whom the speaker speaks for, "I" the speaker."""

from functools import cached_property

from spacy.tokens import Token

from pipeline.predicates.lexicon import words
from pipeline.qualify.speech import title_opener, title_tag
from pipeline.qualify.turns import Turn, turns
from pipeline.resolve.discourse import MAX_EVENTS, Discourse, Reference
from pipeline.resolve.entity import Entity, state_of
from pipeline.resolve.tables import actor_words

SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})
NEARBY = (0, 1, -1, 2, -2, 3)
MAX_PARTNER_SENTENCES = 3
MAX_SPAN = 120


class SpeakerResolver:
    """Resolves pronouns of the first person, when the rest of the text is known.

    Args:
        discourse: The discourse, read to its end.
    """

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.graph = discourse.graph

    def read(self, token: Token) -> None:
        """Resolve a pronoun of the first person."""
        speaker = self.speaker(token)
        entity = self.discourse.entity_at(speaker) if speaker is not None else None
        if entity is None and token.lower_ not in SINGULAR:
            entity = self._firm_of_call(token)
        if entity is None:
            return
        if token.lower_ not in SINGULAR:
            entity = self._spoken_for(entity, token)
        first = (e for e in self.discourse.events if e.entity is entity)
        event = self.discourse.last_named(entity, token) or next(first, None)
        if event is None:
            return
        found: list[Reference] = [(entity, event)]
        if token.lower_ == "our" and self.graph.head(token).lemma_.lower() in actor_words("mutual"):
            found = self._with_partner(token, entity) or found
        self.discourse.link(token, found, 0.7, noted=False)

    def _spoken_for(self, entity: Entity, token: Token) -> Entity:
        """Return whom somebody speaks for: his own firm or state, or that of which the text tells."""
        whom = entity.affiliation or self.discourse.entities.states.get(state_of(entity) or "")
        whom = whom or self._untold_state(entity)
        if whom is not None:
            return whom
        officer = bool(entity.nouns & actor_words("officer")) and entity.named
        if not officer and not entity.nouns & actor_words("spokesman"):
            return entity
        firms = {e.entity: e for e in self.discourse.recent(token) if self._is_firm(e.entity)}
        topic = self.discourse.topic()
        return topic if topic in firms else next(iter(firms)) if len(firms) == 1 else entity

    def _untold_state(self, entity: Entity) -> Entity | None:
        """Return the state or body that the text opens with, where a minister's own is not told."""
        topic = self.discourse.topic()
        if not entity.named or topic is None or len(entity.nationalities) > 0:
            return None
        kind = topic.name.split()[-1].casefold()
        public = topic.country is not None or kind in actor_words("body") | actor_words("collective")
        return topic if public and entity.nouns & actor_words("civil_officer") else None

    def _firm_of_call(self, token: Token) -> Entity | None:
        """Return the firm that a call's title names, where an officer of it has the word."""
        turn = next((turn for turn in self._turns if token in turn), None)
        if turn is None or actor_words("officer").isdisjoint(word.lower_ for word in turn.label):
            return None
        entities = self.discourse.entities
        titled = (e for i, e in sorted(entities.at.items()) if i < entities.headline)
        return next((e for e in titled if e.named and e.type in ("organisation", "other")), None)

    @cached_property
    def _turns(self) -> list[Turn]:
        return turns(self.discourse.doc)

    @staticmethod
    def _is_firm(entity: Entity) -> bool:
        return entity.named and entity.type == "organisation" and not entity.members

    def _with_partner(self, token: Token, entity: Entity) -> list[Reference]:
        """Return the coordination that an actor was last named in: "our negotiations"."""
        here = self.discourse.sentence[token.i]
        before = [event for event in self.discourse.events if event.start < token.i]
        for event in reversed(before[-MAX_EVENTS:]):
            near = here - event.sentence <= MAX_PARTNER_SENTENCES
            if near and entity in event.entity.members:
                return [(member, event) for member in event.entity.members]
        return []

    def speaker(self, token: Token) -> Token | None:
        """Return who says the words that a token stands in."""
        if (titled := self._of_title(token)) is not None:
            return titled
        here = self.discourse.sentence[token.i]
        found = (self._said_in(here - step, token) for step in NEARBY)
        return next((speaker for speaker in found if speaker is not None), None)

    def _of_title(self, token: Token) -> Token | None:
        """Return whom a title names as the speaker of its words: "Chad: We bought boats"."""
        limits = title_opener(token) or title_tag(token)
        if limits is None:
            return None
        named = [t for t in self.discourse.doc[limits[0] : limits[1]] if t.pos_ in ("NOUN", "PROPN")]
        return next((t for t in reversed(named) if self.discourse.entity_at(t) is not None), None)

    def _said_in(self, sentence: int, token: Token) -> Token | None:
        start, end = self._bounds.get(sentence, (0, 0))
        near = range(max(start, token.i - MAX_SPAN), min(end, token.i + MAX_SPAN))
        for i in sorted(near, key=lambda i: abs(i - token.i)):
            verb = self.discourse.doc[i]
            if verb.pos_ != "VERB" or self.discourse.quoted[i] or verb.lemma_.lower() not in words("saying"):
                continue
            subject = self.graph.child(verb, "nsubj")
            if subject is not None:
                return subject
        return None

    @cached_property
    def _bounds(self) -> dict[int, tuple[int, int]]:
        """The first token of each sentence and the token after its last."""
        bounds: dict[int, tuple[int, int]] = {}
        for i, number in enumerate(self.discourse.sentence):
            start, _ = bounds.get(number, (i, i))
            bounds[number] = (start, i + 1)
        return bounds
