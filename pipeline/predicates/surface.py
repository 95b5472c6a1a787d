"""Slots read off the word order, for clauses that the parser got wrong.

Headlines and terse wire copy mislead a tagger ("Airbus denies backing rival": *denies*
as a noun). English word order is strict enough to back the parse up: the noun phrase
before a finite verb is its subject, the one behind it its object, and prepositions name
themselves. Only verbs are read this way, only where no rule matched on the parse.
"""

from spacy.tokens import Doc, Token

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
        """Return the heads of the noun phrase before the verb, over auxiliaries and governing verbs.

        Tickers are stepped over: "ACME <AC>, BOLT <BT> FORM VENTURE".
        """
        doc, start = self.token.doc, self.token.sent.start
        kept = [i for i in range(start, self.token.i) if not doc[i]._.aside]
        at = self._skip_auxiliaries(kept, len(kept) - 1)
        if at < 0 or doc[kept[at]].tag_ not in HEAD_TAGS:
            return []
        found = [doc[kept[at]]]
        at = _start_of_phrase(doc, kept, at)
        while at >= 2 and doc[kept[at - 1]].lower_ in (",", "and", "&"):
            before = doc[kept[at - 2]]
            if before.tag_ not in HEAD_TAGS:
                break
            found.insert(0, before)
            at = _start_of_phrase(doc, kept, at - 2)
        return [Filler(token, "surface") for token in found]

    def _skip_auxiliaries(self, kept: list[int], at: int) -> int:
        """Step back over "will", "to", "agrees to", "has": what stands between subject and verb.

        Args:
            kept: The tokens of the sentence before the verb that are no asides.
            at: Where to start among them.
        """
        doc = self.token.doc
        while at >= 0:
            token = doc[kept[at]]
            after = doc[kept[at + 1]] if at + 1 < len(kept) else self.token
            governing = after.lower_ == "to" and token.lower_ in words("governing")
            if token.tag_ in BETWEEN_TAGS or token.lower_ in words("auxiliary") or governing:
                at -= 1
            else:
                break
        return at

    def _behind(self, i: int) -> list[Filler]:
        """Return the heads of the noun phrases from a position on, coordinated ones included."""
        doc, end = self.token.doc, min(self.token.sent.end, self.token.i + REACH)
        found: list[Filler] = []
        while i < end:
            head = None
            while i < end and (doc[i].tag_ in NOMINAL_TAGS | {"HYPH"} or doc[i]._.aside):
                head = doc[i] if doc[i].tag_ in HEAD_TAGS and not doc[i]._.aside else head
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
            if (doc[i].is_punct and not doc[i]._.aside) or doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD"):
                break
        return []

    def _gerund(self) -> list[Filler]:
        after = self.token.i + 1
        if after < self.token.sent.end and self.token.doc[after].tag_ == "VBG":
            return [Filler(self.token.doc[after], "surface")]
        return []


def _start_of_phrase(doc: Doc, kept: list[int], at: int) -> int:
    """Return where the noun phrase begins that ends at one of the kept tokens."""
    while at > 0 and doc[kept[at - 1]].tag_ in NOMINAL_TAGS:
        at -= 1
    return at


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
