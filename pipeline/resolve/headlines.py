"""Names in a headline, where capitals say little: those of the text, then what tags tell."""

from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Doc, Token

from pipeline.annotate.mechanisms import off
from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.lexicon import supersenses
from pipeline.resolve.capitals import is_capital, is_of_money, is_plural_acronym
from pipeline.resolve.countries import countries, fold
from pipeline.resolve.describe import NameMention, kind_noun, kinds
from pipeline.resolve.entities import MAX_CANDIDATES, NOUN_WEIGHT, Entities
from pipeline.resolve.entity import LABELS, Entity, classify
from pipeline.resolve.names import INITIALS, PART, SUFFIX, is_generic, key_words
from pipeline.resolve.tables import actor_words

MAX_WORDS = 7
FIRMS = actor_words("company") - {"arm", "unit", "buyer", "seller", "partner", "owner", "parent"}
CLOSED_POS = frozenset({"DET", "ADP", "AUX", "PRON"})


class HeadlineReader:
    """Finds the names of a headline by those of the text.

    Args:
        entities: The entities of the text below it.
    """

    def __init__(self, entities: Entities) -> None:
        self.entities = entities
        self.doc = entities.doc
        self.end = entities.headline

    def read(self) -> None:
        """Find the text's names in the headline, whose own capitals say little."""
        for find in (self._longest_at, self._unknown_at):
            i = 0
            while i < self.end:
                found = None if i in self.entities.at else find(i)
                if found is None:
                    i += 1
                    continue
                end, entity = found
                self.entities.place(i, end, entity)
                self._place_ticker(end, entity)
                noun = kind_noun(self.entities.graph, i, end) if entity.type == "organisation" else None
                self.entities.read_kind_noun(NameMention(i, end, entity.name, i, kind_noun=noun))
                self._read_owner(i, entity)
                self._read_description(i, end, entity)
                i = end
        for entity in self.entities.all:
            entity.mentions.sort()

    def _read_owner(self, start: int, entity: Entity) -> None:
        """Note the nationality in "India's Acme"."""
        if start > 1 and self.doc[start - 1].tag_ == "POS" and not entity.country:
            code = countries().land(self.doc[start - 2].text)
            entity.nationalities |= {code} if code else set()

    def _read_description(self, start: int, end: int, entity: Entity) -> None:
        """Note what stands before a firm's name in small letters: "French luxury group LVMH"."""
        doc, first, nouns = self.doc, start, list[str]()
        while first and not entity.country and self._tells_kind(doc[first - 1], bool(nouns)):
            first -= 1
            if noun_lemma(doc[first]) in FIRMS and doc[first].pos_ == "NOUN":
                nouns.append(noun_lemma(doc[first]))
        if not nouns:
            return
        entity.nouns.update(nouns)
        entity.votes["organisation"] += NOUN_WEIGHT
        codes = {code for i in range(first, start) if (code := countries().land(doc[i].text))}
        entity.nationalities |= codes if len(codes) == 1 else set()
        mention = NameMention(start, end, doc[start:end].text, first, nouns=nouns)
        self.entities.described_at |= {i: mention for i in range(first, start) if i not in self.entities.at}

    def _tells_kind(self, token: Token, inside: bool) -> bool:
        """Tell whether a word is part of a description: a firm's noun first, then what modifies it."""
        if not inside:
            return token.pos_ == "NOUN" and token.text.islower() and noun_lemma(token) in FIRMS
        land = countries().land(token.text) is not None
        return land or (token.text.islower() and token.pos_ in ("NOUN", "ADJ"))

    def _longest_at(self, start: int) -> tuple[int, Entity] | None:
        doc = self.doc
        if not is_capital(doc[start]) and countries().land(doc[start].text) is None:
            return None
        if is_of_money(doc[start]):
            return None
        if doc[start].pos_ in CLOSED_POS and countries().any(doc[start].text) is None:
            return None
        for end in range(min(start + MAX_WORDS, self.end), start, -1):
            text = doc[start:end].text
            if doc[end - 1].is_punct or doc[end - 1].text == "<":
                continue
            entity = self._known(text)
            if entity is not None:
                return end, entity
        return None

    def _known(self, text: str) -> Entity | None:
        key = key_words(text)
        known = self.entities.by_key.get(key)
        if known is not None and (known.mentions or self.entities.capital(text) is None):
            return known
        state = self.entities.state(text) or self.entities.capital(text)
        if state is not None:
            classify(state)
            self.entities.register(text, state)
            return state
        best, home = SUFFIX - 1 if is_generic(key) else 0, None
        for entity in [*self.entities.candidates(text), *self.entities.all[:MAX_CANDIDATES]]:
            fit = self.entities.fit(text, entity)
            if fit > best and not entity.country and self._is_worth(key, fit, entity):
                best, home = fit, entity
        return home

    def _is_worth(self, key: tuple[str, ...], fit: int, entity: Entity) -> bool:
        """Tell whether a headline's words are a name's: a common noun must begin it, or be a surname."""
        if len(key) > 1 or fit >= SUFFIX or key[0] not in supersenses():
            return True
        if fit == INITIALS and any(self._is_acronym(token) for token in self._written(key[0])):
            return True  # "GM", which is no gram
        name = key_words(entity.name)
        return fit == PART and (name[0] == key[0] or (entity.type == "person" and name[-1] == key[0]))

    def _is_acronym(self, token: Token) -> bool:
        """Tell whether capitals mean a name: among small letters, or where recognition found one."""
        return token.text.isupper() and (self._is_mixed or token.ent_type_ in ("GPE", "ORG"))

    @cached_property
    def _is_mixed(self) -> bool:
        """Whether the headline has small letters, so that a word all in capitals tells something."""
        return any(char.islower() for token in self.doc[: self.end] for char in token.text)

    def _written(self, word: str) -> Iterator[Token]:
        """Yield the headline's tokens of a word."""
        return (token for token in self.doc[: self.end] if token.lower_ == word)

    def _unknown_at(self, start: int) -> tuple[int, Entity] | None:
        """Return a name that only the headline gives, as far as tags tell it."""
        doc = self.doc
        end = self._before_ticker() if start == 0 else start
        while end < self.end and end not in self.entities.at and self._looks_named(doc[end]):
            end += 1
        if end == start:
            return None
        span = doc[start:end]
        if is_generic(key_words(span.text)):
            return None
        entity = self.entities.new(span.text)
        classify(entity)
        label = LABELS.get(doc[end - 1].ent_type_)
        if label:
            entity.labels[label] += 1
        self.entities.register(span.text, entity)
        return end, entity

    def _place_ticker(self, end: int, entity: Entity) -> None:
        """Let the ticker in brackets behind a firm's name stand for it: "ALLIED-SIGNAL <ALD>"."""
        ticker = end + 1 < self.end and self.doc[end].text == "<" and not entity.country
        if ticker and end + 1 not in self.entities.at:
            self.entities.place(end + 1, end + 2, entity)

    def _before_ticker(self) -> int:
        """Return the end of a full name in capitals before its ticker: "HALVOR STEEL CORP <HLV> 1ST QTR"."""
        doc = self.doc
        end = next((i for i in range(1, min(MAX_WORDS, self.end)) if doc[i].text == "<"), 0)
        shouted = all(token.text.isupper() and token.i not in self.entities.at for token in doc[:end])
        return end if end and shouted and fold(doc[end - 1].text) in actor_words("suffix") else 0

    def _looks_named(self, token: Token) -> bool:
        if not is_capital(token) or token.pos_ != "PROPN" or not token.text[0].isalpha():
            return False
        if is_plural_acronym(token.text) or fold(token.text) in actor_words("table_word"):
            return False
        lemma = noun_lemma(token)
        if lemma not in supersenses() and token.lower_ not in supersenses():
            return True
        subject = self.entities.graph.dep(token).startswith("nsubj") and token.tag_ == "NNP"
        return subject and token.i == 0 and lemma not in kinds() and token.lower_ not in self.entities.plain


def entities_of(doc: Doc, graph: Graph) -> Entities:
    """Return the entities of a document, its headline read by those of its text."""
    entities = Entities(doc, graph)
    if "headline-names" not in off(doc):
        HeadlineReader(entities).read()
    return entities
