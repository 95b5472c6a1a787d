"""Coreference: which actor a pronoun or a nominal stands for.

Names are joined by `entities`. Then the text is read once from left to right, as in the
deterministic system of Lee et al. (2013): relative pronouns and appositions by syntax,
nominals by kind, nationality and number (`definites`), groups by the last coordination
or the most salient of their kind (`groups`), pronouns by agreement and salience
(`pronouns`); at the end the words of quotations by their speakers (`speakers`).
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.mechanisms import off
from pipeline.predicates import noun_lemma
from pipeline.resolve.definites import NominalResolver
from pipeline.resolve.discourse import Antecedent, Discourse, fits_kind, fits_pronoun
from pipeline.resolve.entities import Entities
from pipeline.resolve.entity import Entity
from pipeline.resolve.groups import GroupResolver
from pipeline.resolve.nominals import FIRST, PRONOUNS, RELATIVE, Nominal, is_pronoun
from pipeline.resolve.pronouns import PronounResolver
from pipeline.resolve.speakers import SpeakerResolver
from pipeline.resolve.tables import actor_words

FITS = 0.6
OTHER_CONFIDENCE = 0.5
__all__ = ["Antecedent", "Coreference"]


class Coreference:
    """Resolves the anaphors of one document.

    Args:
        doc: A parsed document; entity labels help but are not needed.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.discourse = Discourse(doc)
        self.graph = self.discourse.graph
        self._groups = GroupResolver(self.discourse)
        self._pronouns = PronounResolver(self.discourse, self._groups)
        self._nominals = NominalResolver(self.discourse, self._groups)
        self._speakers = SpeakerResolver(self.discourse)
        self._off = off(doc)
        self._read()

    @property
    def entities(self) -> Entities:
        """The named entities of the document."""
        return self.discourse.entities

    def antecedents(self, token: Token) -> list[Antecedent]:
        """Return what the mention that a token heads stands for; several for a group."""
        return self.discourse.found.get(token.i, [])

    def others(self, token: Token) -> Iterator[Antecedent]:
        """Yield whom else a nominal or pronoun may stand for, likeliest first."""
        nominal, pronoun = self.nominal(token), PRONOUNS.get(token.lower_)
        for event in self.discourse.rivals(token):
            entity = event.entity
            if pronoun is not None:
                fits = fits_pronoun(entity, *pronoun) >= FITS
            elif noun_lemma(token) in actor_words("government"):
                fits = entity.type == "country"
            else:
                fits = nominal is not None and not nominal.plural and fits_kind(entity, nominal.kind)
            if fits and entity.named:
                yield Antecedent(entity, self.doc[event.start : event.end], 0, OTHER_CONFIDENCE)

    def entity(self, token: Token) -> Entity | None:
        """Return the entity that a token mentions, by name, nominal or pronoun."""
        return self.discourse.entity_of.get(token.i)

    def nominal(self, token: Token) -> Nominal | None:
        """Return what is known of the nominal that a token heads."""
        return self.discourse.nominals.get(token.i)

    def clusters(self) -> list[list[Span]]:
        """Return the mentions of each entity that is mentioned more than once, in text order."""
        found: dict[int, list[Span]] = {}
        for i, entity in sorted(self.discourse.entity_of.items()):
            start, end = self.entities.span_at.get(i, (i, i + 1))
            if i == start:
                found.setdefault(entity.number, []).append(self.doc[start:end])
        return [spans for spans in found.values() if len(spans) > 1]

    def _read(self) -> None:
        quotations: list[Token] = []
        pronouns: list[Token] = []
        for i, token in enumerate(self.graph.tokens):
            word = token.lower_
            if i in self.entities.at:
                self._read_name(token)
            elif word in FIRST and is_pronoun(token, FIRST):
                quotations.append(token)
            elif word in PRONOUNS and is_pronoun(token, PRONOUNS):
                pronouns.append(token)
                if "pronouns" not in self._off:
                    self._pronouns.read(token)
            elif word in RELATIVE:
                self._pronouns.read_relative(token)
            elif word in ("former", "latter"):
                self._read_end(token)
            elif "definites" not in self._off and self._nominals.heads(token):
                self._nominals.read(token)
            self._groups.close(token)
        if "definites" not in self._off:
            self._nominals.read_openings()
        for token in pronouns if "pronouns" not in self._off else ():
            if token.i not in self.discourse.found:
                self._pronouns.read_cataphor(token)
        for token in quotations if "speakers" not in self._off else ():
            self._speakers.read(token)

    def _read_name(self, token: Token) -> None:
        start, end = self.entities.span_at[token.i]
        if token.i == start:
            head = _head_of(self.discourse, start, end)
            self.discourse.note(self.entities.at[token.i], start, end, head)

    def _read_end(self, token: Token) -> None:
        found = self._groups.find_end(token)
        if found:
            self.discourse.link(token, found, 0.85)


def _head_of(discourse: Discourse, start: int, end: int) -> Token:
    """Return the token of a span that its syntax hangs on."""
    for i in range(end - 1, start - 1, -1):
        token = discourse.doc[i]
        if discourse.graph.is_root(token) or discourse.graph.head(token).i not in range(start, end):
            return token
    return discourse.doc[end - 1]
