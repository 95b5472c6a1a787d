"""Slots read off the word order, for clauses that the parser got wrong.

Headlines and terse wire copy mislead a tagger ("Airbus denies backing rival": *denies*
as a noun). English word order is strict enough to back the parse up: the noun phrase
before a finite verb is its subject, the one behind it its object, and prepositions name
themselves. Only verbs are read this way, only where no rule matched on the parse.
"""

from spacy.tokens import Token

from pipeline.predicates.lexicon import words
from pipeline.predicates.slots import Filler
from pipeline.predicates.view import Predicate, PredicateView

NOMINAL_TAGS = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "$", "FW", "JJ", "JJR", "DT", "PRP$", "POS"}
)
HEAD_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD"})
BETWEEN_TAGS = frozenset({"MD", "RB", "TO", "HYPH"})
PASSIVE_AUXILIARIES = frozenset({"is", "are", "was", "were", "been", "being", "be", "get", "gets", "got"})
REACH = 14


class SurfacePredicate(Predicate):
    """A verb whose slots come from word order.

    Args:
        view: The view that the predicate belongs to.
        token: The verb.
        last: Where the verb ends, its particle included: behind it stands the object.
    """

    def __init__(self, view: PredicateView, token: Token, last: int | None = None) -> None:
        super().__init__(view, token)
        self.is_verbal = True
        self.is_passive = False
        self.last = token.i if last is None else last

    def _slot(self, name: str) -> list[Filler]:
        if name == "subj":
            return self._before()
        if name == "obj":
            return self._behind(self.last + 1)
        if name in ("comp", "infinitive", "finite", "predicative", "iobj", "up", "support", "neg", "speaker"):
            return self._gerund() if name == "comp" else []
        return self._after_preposition(name)

    def _before(self) -> list[Filler]:
        """Return the heads of the noun phrase before the verb, over auxiliaries and governing verbs."""
        i = self._skip_auxiliaries(self.token.i - 1)
        start = self.token.sent.start
        if i < start or self.token.doc[i].tag_ not in HEAD_TAGS:
            return []
        found = [self.token.doc[i]]
        while i > start and self.token.doc[i - 1].tag_ in NOMINAL_TAGS:
            i -= 1
        while i - 2 >= start and self.token.doc[i - 1].lower_ in (",", "and", "&"):
            before = self.token.doc[i - 2]
            if before.tag_ not in HEAD_TAGS:
                break
            found.insert(0, before)
            i -= 2
            while i > start and self.token.doc[i - 1].tag_ in NOMINAL_TAGS:
                i -= 1
        return [Filler(token, "surface") for token in found]

    def _skip_auxiliaries(self, i: int) -> int:
        """Step back over "will", "to", "agrees to", "has": what stands between subject and verb."""
        doc, start = self.token.doc, self.token.sent.start
        while i >= start:
            token = doc[i]
            governing = i + 1 < len(doc) and doc[i + 1].lower_ == "to" and token.lower_ in words("governing")
            if token.tag_ in BETWEEN_TAGS or token.lower_ in words("auxiliary") or governing:
                i -= 1
            else:
                break
        return i

    def _behind(self, i: int) -> list[Filler]:
        """Return the heads of the noun phrases from a position on, coordinated ones included."""
        doc, end = self.token.doc, min(self.token.sent.end, self.token.i + REACH)
        found: list[Filler] = []
        while i < end:
            head = None
            while i < end and doc[i].tag_ in NOMINAL_TAGS | {"HYPH"}:
                head = doc[i] if doc[i].tag_ in HEAD_TAGS else head
                i += 1
            if head is None or (found and self.graph.dep(head).startswith("nsubj")):
                break  # "gave details, a contract was signed"
            found.append(Filler(head, "surface"))
            if i >= end or doc[i].lower_ not in ("and", ",", "&"):
                break
            i += 1
        return found

    def _after_preposition(self, name: str) -> list[Filler]:
        doc, end = self.token.doc, min(self.token.sent.end, self.token.i + REACH)
        for i in range(self.token.i + 1, end - 1):
            if doc[i].lower_ == name and doc[i].tag_ in ("IN", "TO"):
                return self._behind(i + 1)
            if doc[i].is_punct or doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD"):
                break
        return []

    def _gerund(self) -> list[Filler]:
        after = self.token.i + 1
        if after < self.token.sent.end and self.token.doc[after].tag_ == "VBG":
            return [Filler(self.token.doc[after], "surface")]
        return []


def surface_predicate(view: PredicateView, token: Token, last: int | None = None) -> SurfacePredicate | None:
    """Return the word-order reading of a token that can be a finite verb or infinitive, or None.

    A determiner, possessive, adjective or preposition before the token speaks for a noun,
    a passive auxiliary for a construction that word order does not settle.
    """
    if token.i == token.sent.start:
        return None
    before = token.nbor(-1)
    if before.lower_ == "to" and before.i > 0 and before.nbor(-1).lower_ in words("governing"):
        return SurfacePredicate(view, token, last)
    if before.tag_ in ("DT", "PRP$", "JJ", "IN", "POS", "HYPH") or before.lower_ in PASSIVE_AUXILIARIES:
        return None
    return SurfacePredicate(view, token, last)
