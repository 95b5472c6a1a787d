"""The predicate–argument view: who does what to whom, whatever the construction.

A `Predicate` stands for one verb, noun or adjective. Its slots name deep grammatical
functions, so that a frame is written once for active and passive voice, control and
raising, relative and reduced relative clauses, coordination, participles and
nominalisations:

    subj, obj, iobj   deep subject, object and indirect object of a verb
    agent             the subject of a passive verb, nothing for an active one
    persons           the objects that are persons with names
    to, from, with …  nominals marked by a preposition
    poss              possessor of a noun
    appos             nominals in apposition
    apposed           what a nominal is in apposition to ("Iran, the main supplier of arms to Mali")
    mod               compound or adjectival modifiers of a noun
    nounmod           those that are nouns ("oil")
    namemod           those that are names or capitalised adjectives ("Soviet")
    in-host           what stands in it: "Peru, Chad in oil deal"
    head              the noun that a noun modifies ("supply" in "supply deal")
    comp              clausal complement (verb) or clause of a noun ("a deal to buy X");
                      infinitive and finite (with a subject of its own) are its kinds
    purpose           infinitive of purpose
    joined            whom somebody shall work for ("a contract to coach Ajax", "agreed to join Acme")
    gerund            what a preposition before a gerund tells: "talks about *buying* it"
    predicative       what a verb says of its object ("call it false", "dismiss it as false")
    subject-of        what a predicate noun or adjective is said of ("it is false")
    csubj             clausal subject behind an "it"
    modal             modal auxiliaries of the predicate
    neg               negations of the predicate
    speaker           who says the clause that the predicate stands in
    teller            the same, where a *with* phrase names the other side
    told-by           who speaks of it as his own ("X denies reports of a deal with Y", "X: no deal with Y")
    support           subject of the verb that governs a noun ("X halted sales")
    governor          the word whose infinitive or gerund a verb is ("able to supply")
    bound             who acts under what a noun names ("under the pact, both will")
    binding           whom it binds ("the pact commits both", "a pact allowing Chad to fish")
    unconcluded       what makes it one that nobody concludes ("of its own accord")
    filer             who brought it ("a lawsuit brought by farmers")
    maker             who makes a thing, or where ("cars made by Acme", "jets built in Poland")
    cargo             what a carrier has aboard ("trucks carrying flour", "a ship with coal")
    aimed-at          who is its target ("it is the target of a bid")
    total             what a figure of trade comes to ("exports rose to 90,000 tonnes")
    slated            what is meant for an event ("the jets are scheduled for delivery")
    holder            the same, where the subject is a party ("X has a deal")
    affected          whose shares move on it ("shares of X off after Y deal")
    up                that verb itself: `up>to` is its *to* phrase ("halted sales to Y")

A path goes on from a filler: `obj>with` is the `with` slot of the object. A step that names classes keeps the
fillers of such a class: `obj:unit|brand>of`, or `comp:serving`, where verbs count by their lemma;
`subj:goods!mover` are goods that do not move by themselves.
"""

from collections.abc import Set
from functools import cached_property

from spacy.tokens import Doc, Token

from pipeline.annotate.mechanisms import off
from pipeline.predicates.classes import any_class, classes_of
from pipeline.predicates.clauses import ClauseSlots
from pipeline.predicates.graph import Graph, graph_of
from pipeline.predicates.nouns import NounSlots
from pipeline.predicates.slots import Filler, unique
from pipeline.predicates.verbs import VerbSlots

VERBAL_POS = frozenset({"VERB", "AUX"})

# Slot → the method that finds its fillers; all other names are prepositions.
SLOTS = {
    "subj": "_subjects",
    "obj": "_objects",
    "persons": "_persons",
    "iobj": "_indirect_objects",
    "agent": "passive_agents",
    "poss": "_possessors",
    "appos": "_appositions",
    "apposed": "_apposed",
    "mod": "_modifiers",
    "namemod": "_name_modifiers",
    "nounmod": "_noun_modifiers",
    "governor": "_embedding",
    "head": "_modified_noun",
    "in-host": "_hosts",
    "purpose": "_purposes",
    "joined": "_joined",
    "gerund": "_gerunds",
    "comp": "_complements",
    "infinitive": "_infinitives",
    "finite": "_finite_clauses",
    "predicative": "_predicatives",
    "neg": "_negations",
    "modal": "_modals",
    "csubj": "_clausal_subjects",
    "speaker": "_speakers",
    "teller": "_tellers",
    "told-by": "_told_by",
    "up": "_governors",
    "support": "_support_subjects",
    "holder": "_holders",
    "affected": "_affected",
    "bound": "_bound",
    "binding": "_binding",
    "unconcluded": "_unconcluded",
    "filer": "_filers",
    "maker": "_makers",
    "cargo": "_cargo",
    "aimed-at": "_targets",
    "slated": "_slated",
    "total": "_totals",
    "counterpart": "_counterparts",
    "subject-of": "_predicated",
    "modified": "_modified",
}


class Predicate(VerbSlots, NounSlots, ClauseSlots):
    """The slots of one verb, noun or adjective.

    Args:
        view: The view that the predicate belongs to.
        token: The head of the predicate.
    """

    def __init__(self, view: "PredicateView", token: Token) -> None:
        super().__init__(view, token)
        self._cache: dict[str, list[Filler]] = {}

    def __repr__(self) -> str:
        return f"Predicate({self.token.text!r})"

    @cached_property
    def is_verbal(self) -> bool:
        """Whether the token acts as a verb here, even where the tagger calls it a noun."""
        if self.token.pos_ in VERBAL_POS:
            return True
        if self.graph.child(self.token, "aux:pass") and self.graph.child(self.token, "obl:agent"):
            return True  # "are being armed by Chad", which the tagger may call an adjective
        return bool(self.graph.children(self.token, "nsubj", "obj")) and not self.graph.child(
            self.token, "cop", "det", "nmod:poss", "case"
        )

    @cached_property
    def is_passive(self) -> bool:
        """Whether the deep object stands as subject or as the noun that a participle modifies."""
        graph, token = self.graph, self.token
        if "voice" in self.view.off:
            return False
        if graph.child(token, "nsubj:pass", "csubj:pass", "aux:pass"):
            return True
        reduced = token.tag_ == "VBD" and graph.dep(token) == "acl" and not graph.child(token, "nsubj")
        if (token.tag_ != "VBN" and not reduced) or graph.child(token, "aux"):
            return graph.dep(token) == "conj" and self._shares_passive()
        if graph.dep(token) in ("acl", "amod"):
            return graph.child(token, "obj") is None
        if graph.child(token, "obl:agent"):
            return True
        return graph.dep(token) == "conj" and self._shares_passive()

    def _shares_passive(self) -> bool:
        first = self.graph.head(self.token)
        if self.token.tag_ != "VBN" or first.tag_ != "VBN":
            return False
        return not self.graph.children(self.token, "nsubj", "aux") and self.view.of(first).is_passive

    def slot(self, path: str) -> list[Filler]:
        """Return the fillers of a slot or path, in text order, conjuncts included."""
        if path not in self._cache:
            head, _, rest = path.partition(">")
            name, _, wanted = head.partition(":")
            found = self._slot(name)
            if wanted:
                some, _, none = wanted.partition("!")
                if some:
                    found = [f for f in found if self.view.is_of(f.token, set(some.split("|")))]
                if none and self.view.is_final:
                    found = [f for f in found if not self.view.is_of(f.token, set(none.split("|")))]
            if rest:
                below = [self.view.of(filler.token).slot(rest) for filler in found]
                found = [filler for fillers in below for filler in fillers]
            if self.view.off:
                found = [filler for filler in found if filler.how not in self.view.off]
            self._cache[path] = unique(found)
        return self._cache[path]

    def tokens(self, path: str) -> list[Token]:
        """Return the heads of a slot's fillers."""
        return [filler.token for filler in self.slot(path)]

    def _slot(self, name: str) -> list[Filler]:
        method = SLOTS.get(name)
        return self._marked(name) if method is None else getattr(self, method)()


class PredicateView:
    """All predicates of a document, built when asked for.

    Args:
        doc: A parsed document.

    Attributes:
        is_final: Whether names are known, so that what fills one role can be no other's.
    """

    is_final = True

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.graph: Graph = graph_of(doc)
        self.off = off(doc)
        self._predicates: dict[int, Predicate] = {}

    def of(self, token: Token) -> Predicate:
        """Return the predicate that a token heads."""
        if token.i not in self._predicates:
            self._predicates[token.i] = Predicate(self, token)
        return self._predicates[token.i]

    def is_of(self, token: Token, classes: Set[str]) -> bool:
        """Tell whether a word, or what it measures, is of one of some classes."""
        return not classes.isdisjoint(any_class(self.graph, token))

    def classes(self, token: Token) -> frozenset[str] | None:
        """Return the semantic classes of the nominal that a token heads; None where nothing rules any out."""
        return None if "classes" in self.off else classes_of(self.graph, token)

    def forget(self) -> None:
        """Drop what was worked out, after the graph was repaired."""
        self._predicates.clear()

    def relative_antecedents(self, token: Token) -> list[Token]:
        """Return the noun that a relative pronoun stands for, or nothing for other words."""
        if token.lower_ == "what" or (token.tag_ not in ("WDT", "WP", "WP$") and token.lower_ != "that"):
            return []
        for up in self.graph.ancestors(token):
            if self.graph.dep(up) == "acl:relcl":
                return [self.graph.head(up)]
        return self._noun_before(token) if token.lower_ in ("who", "which") else []

    def _noun_before(self, pronoun: Token) -> list[Token]:
        """Return the noun right before a relative pronoun whose clause the parser hung elsewhere."""
        at = pronoun.i - 1
        if at > pronoun.sent.start and self.doc[at].text == ",":
            at -= 1
        noun = self.doc[max(at, 0)]
        if at < pronoun.sent.start or noun.pos_ not in ("NOUN", "PROPN"):
            return []
        while self.graph.dep(noun) in ("compound", "flat", "nmod:poss") and self.graph.head(noun).i <= at:
            noun = self.graph.head(noun)
        return [noun]
