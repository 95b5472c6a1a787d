"""The words that govern events, looked up by construction."""

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.qualify.lexicon import Effect, FormIndex, load_effects
from pipeline.qualify.verbgroup import VERBAL_POS


@dataclass(frozen=True, slots=True)
class Link:
    """The word that governs an event and the construction between them."""

    governor: Token
    construction: str


class EffectIndex:
    """Looks effects up by the word that governs and the construction."""

    def __init__(self) -> None:
        self.mere = frozenset(effect.id for effect in load_effects() if effect.mere)
        self._verbs: FormIndex[Effect] = FormIndex()
        self._nouns: FormIndex[Effect] = FormIndex()
        self._adjectives: FormIndex[Effect] = FormIndex()
        self._modifiers: FormIndex[Effect] = FormIndex()
        for effect in load_effects():
            self._verbs.add_verbs(effect.verbs, effect)
            self._nouns.add_nouns(effect.nouns, effect)
            self._adjectives.add_words(effect.adjectives, effect)
            self._modifiers.add_words(effect.modifiers, effect)

    def find(self, link: Link) -> Effect | None:
        """Return the effect of a governing word in a construction."""
        token, how = link.governor, link.construction
        if token.pos_ in VERBAL_POS or how == "obj":
            for rest, effect in self._verbs.get(token.lower_):
                if _followed(token, rest) and (how in effect.takes or (rest and how == "obl")):
                    return effect
            return _first(self._adjectives, token) if how in ("inf", "subj", "ger") else None
        if token.pos_ in ("ADJ", "ADV") or how == "subj":
            return _first(self._adjectives, token)
        return self.modifier(token)

    def is_idiom(self, verb: Token, noun: Token) -> bool:
        """Tell whether a noun is a part of a verb and no object of it ("take place")."""
        known = (rest for rest, _ in self._verbs.get(verb.lower_))
        return any(noun.lower_ in rest and _followed(verb, rest) for rest in known)

    def beside(self, token: Token, how: str) -> Effect | None:
        """Return the effect of a word right before an event, whatever the tagger calls it."""
        for rest, effect in self._verbs.get(token.lower_):
            if how in effect.takes and _followed(token, rest):
                return effect
        known = self.modifier(token)
        verb = known is not None and token.pos_ in VERBAL_POS and how not in known.takes
        return None if verb else known  # "claims to have sold it" is no claim that others make

    def modifier(self, token: Token) -> Effect | None:
        """Return the effect of a noun or adjective whose complement is a phrase."""
        return _first(self._nouns, token) or _first(self._adjectives, token)

    def attribute(self, token: Token) -> Effect | None:
        """Return the effect of an adjective or participle on the noun it modifies."""
        return _first(self._modifiers, token)


def _first(index: FormIndex[Effect], token: Token) -> Effect | None:
    return next((effect for _, effect in index.get(token.lower_)), None)


def _followed(token: Token, rest: tuple[str, ...]) -> bool:
    """Tell whether the particles of a verb come soon after it ("cut supplies off")."""
    after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 6]]
    return all(word in after for word in rest)
