"""What all slots share: the filler, and nominals under a preposition."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.predicates.classes import noun_lemma
from pipeline.predicates.graph import Graph
from pipeline.predicates.lexicon import words

if TYPE_CHECKING:
    from pipeline.predicates.view import PredicateView

LOOSE_MARKERS = frozenset({"to", "from", "with", "by", "between", "for", "via", "through"})
LOOSE_HOSTS = frozenset({"of", "from", "to", "for", "with", "in", "on", "such as", "including", "like"})
EXEMPLARY = frozenset({"GPE", "NORP", "ORG", "PERSON"})
SORTS = frozenset({"actor", "corporate", "institution", "people"})
CONJUNCT_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM"})


@dataclass(frozen=True, slots=True)
class Filler:
    """A nominal (or clause) head that fills a slot, and how it came there.

    Attributes:
        token: Head of the filler.
        how: direct, conjunct, relative, reduced, control, shared, adverbial, support, object.
    """

    token: Token
    how: str


class Slots:
    """The slots of one word, as far as they are the same for verbs and nouns.

    Args:
        view: The view that the predicate belongs to.
        token: The head of the predicate.
    """

    def __init__(self, view: "PredicateView", token: Token) -> None:
        self.view = view
        self.graph: Graph = view.graph
        self.token = token

    @cached_property
    def is_verbal(self) -> bool:
        """Whether the token acts as a verb here."""
        raise NotImplementedError

    @cached_property
    def is_passive(self) -> bool:
        """Whether the deep object stands as subject."""
        raise NotImplementedError

    def slot(self, path: str) -> list[Filler]:
        """Return the fillers of a slot or path."""
        raise NotImplementedError

    def surface_subjects(self, token: Token, depth: int) -> list[Filler]:
        """Return the subject of a clause: its own, or the one that grammar shares with it."""
        raise NotImplementedError

    def nominal_subjects(self) -> list[Filler]:
        """Return who does what a noun names."""
        raise NotImplementedError

    def _marked(self, marker: str) -> list[Filler]:
        """Return the nominals under a preposition, also where the parser hung them one too low.

        "sold jets to Chad", "the sale of jets to Chad", "shipped oil from Baku to Ceyhan":
        which noun a phrase belongs to is the parser's most frequent error.
        """
        graph, token = self.graph, self.token
        label = ("obl", "nmod", "iobj") if self.is_verbal else ("nmod", "obl")
        own = [t for t in graph.children(token, *label) if graph.marker(t) == marker]
        own = [t for t in own if marker != "with" or not self._looks_on(t)]
        if not self.is_verbal:
            own += [
                t for up in self._lenders() for t in graph.children(up, *label) if graph.marker(t) == marker
            ]
        found = self._expand(own, "direct")
        if marker in LOOSE_MARKERS:
            hosts = self._raw_objects() if self.is_verbal else []
            if not found:
                below = graph.children(token, *label, "obl:agent")
                hosts += [t for t in below if self._may_hold(t, marker) and not self._is_route(t)]
            for host in hosts:
                found += self._expand(self._loose(host, marker, 3), "object")
        return self._resolve_relative(found, token)

    def _lenders(self) -> list[Token]:
        """Return what may hold a noun's phrases: "there *is* no truth in it", "no *iota* of truth in it"."""
        graph = self.graph
        label, head = graph.dep(self.token), graph.head(self.token)
        scraps = [head] if label == "nmod" and head.lemma_.lower() in words("scrap") else []
        there = head if not scraps else graph.head(head)
        told = (label if not scraps else graph.dep(head)) == "nsubj" and graph.child(there, "expl")
        return [*scraps, there] if told else scraps

    def _looks_on(self, noun: Token) -> bool:
        """Tell whether somebody only is there meanwhile ("signed it with the two presidents looking on")."""
        clauses = self.graph.children(noun, "acl", "acl:relcl", "amod")
        clauses += self.graph.children(self.token, "advcl", "xcomp")
        near = (t for t in clauses if t.tag_ == "VBG" and t.i > noun.i)
        return any(t.lemma_.lower() in words("looking_on") for t in near)

    def _is_route(self, noun: Token) -> bool:
        """Tell whether a noun has its own way: "ordered jets for its flights from Lima to Quito"."""
        marked = {self.graph.marker(t) for t in self.graph.children(noun, "nmod")}
        return {"from", "to"} <= marked

    def _loose(self, host: Token, marker: str, depth: int) -> list[Token]:
        """Return the nominals under a preposition below a host, through *of* and *for* phrases."""
        graph, found = self.graph, []
        for conjunct in graph.conjuncts(host):
            for child in graph.children(conjunct, "nmod"):
                if graph.marker(child) == marker:
                    found.append(child)
                elif depth > 1 and self._may_hold(child, marker):
                    found += self._loose(child, marker, depth - 1)
            for value in graph.children(conjunct, "acl", "amod"):
                if value.lemma_.lower() in words("worth"):  # "arms worth 9m pounds to Peru"
                    below = [value, *graph.children(value, "obj")]
                    priced = (t for host in below for t in graph.children(host, "obl", "nmod"))
                    found += [t for t in priced if graph.marker(t) == marker]
        return found

    def _may_hold(self, host: Token, marker: str) -> bool:
        """Tell whether a phrase may hold what belongs above it: "sold by Peru to Chad" has two ends.

        "In a letter to holders" tells whom the letter is to.
        """
        held = self.graph.marker(host)
        if noun_lemma(host) in words("message"):
            return False
        return held in LOOSE_HOSTS or (held == "by" and marker == "to")

    def _raw_objects(self) -> list[Token]:
        return self.graph.children(self.token, "obj", "nsubj:pass")

    def _expand(self, tokens: Iterable[Token], how: str) -> list[Filler]:
        found: list[Filler] = []
        for token in tokens:
            for i, conjunct in enumerate(self.graph.conjuncts(token)):
                if i and (conjunct.pos_ not in CONJUNCT_POS or "conjuncts" in self.view.off):
                    continue
                found += [Filler(named, how) for named in self._examples(conjunct)]
        return found

    def _examples(self, token: Token) -> list[Token]:
        """Return the names behind "countries such as", which say who is meant, else the word itself."""
        if token.tag_ not in ("NNS", "NNPS"):
            return [token]
        below = [t for t in self.graph.children(token, "nmod") if self.graph.marker(t) == "such as"]
        named = [t for first in below for t in self.graph.conjuncts(first) if t.ent_type_ in EXEMPLARY]
        sorts = self.view.is_of(token, SORTS) or noun_lemma(token) in words("whereabouts")
        return named if named and sorts else [token]

    def _recalls_clause(self, pronoun: Token, noun: Token) -> bool:
        """Tell whether what is denied is the whole clause before: "sold jets to Chad, which it denies"."""
        apart = pronoun.lower_ == "which" and pronoun.i > 0 and pronoun.nbor(-1).text in (",", "-", "–")
        disputes = self.token.lemma_.lower() in words("disputing")
        return apart and disputes and noun_lemma(noun) not in words("claim") | words("assertion")

    def _resolve_relative(self, fillers: list[Filler], verb: Token) -> list[Filler]:
        """Put the antecedent in the place of a relative pronoun."""
        found: list[Filler] = []
        for filler in fillers:
            antecedents = self.view.relative_antecedents(filler.token)
            if antecedents and not self._recalls_clause(filler.token, antecedents[0]):
                found += self._expand(antecedents, "relative")
            else:
                found.append(filler)
        return found


def as_(fillers: list[Filler], how: str) -> list[Filler]:
    """Return the same fillers, found in another way."""
    return [Filler(filler.token, how) for filler in fillers]


def unique(fillers: list[Filler]) -> list[Filler]:
    """Return the fillers in text order, each token once."""
    seen: set[int] = set()
    found = []
    for filler in sorted(fillers, key=lambda filler: filler.token.i):
        if filler.token.i not in seen:
            seen.add(filler.token.i)
            found.append(filler)
    return found
