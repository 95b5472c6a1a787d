"""The predicate–argument view: who does what to whom, whatever the construction.

A `Predicate` stands for one verb, noun or adjective. Its slots name deep grammatical
functions, so that a frame is written once for active and passive voice, control and
raising, relative and reduced relative clauses, coordination, participles and
nominalisations:

    subj, obj, iobj   deep subject, object and indirect object of a verb
    to, from, with …  nominals marked by a preposition
    poss              possessor of a noun
    mod               compound or adjectival modifiers of a noun
    nounmod           those that are nouns ("oil")
    namemod           those that are names or capitalised adjectives ("Soviet")
    in-host           what stands in it: "Peru, Chad in oil deal"
    head              the noun that a noun modifies ("supply" in "supply deal")
    comp              clausal complement (verb) or clause of a noun ("a deal to buy X");
                      infinitive and finite (with a subject of its own) are its kinds
    purpose           infinitive of purpose
    predicative       what a verb says of its object ("call it false", "dismiss it as false")
    subject-of        what a predicate noun or adjective is said of ("it is false")
    csubj             clausal subject behind an "it"
    modal             modal auxiliaries of the predicate
    neg               negations of the predicate
    speaker           who says the clause that the predicate stands in
    support           subject of the verb that governs a noun ("X halted sales")
    governor          the word whose infinitive or gerund a verb is ("able to supply")
    holder            the same, where the subject is a party ("X has a deal")
    up                that verb itself: `up>to` is its *to* phrase ("halted sales to Y")

A path goes on from a filler: `obj>with` is the `with` slot of the object.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Token

from pipeline.predicates.graph import Graph, graph_of
from pipeline.predicates.lexicon import words

LOOSE_MARKERS = frozenset({"to", "from", "with", "by", "between", "for", "via", "through"})
LOOSE_HOSTS = frozenset({"of", "from", "to", "for", "with", "in", "on"})
HYPHENS = frozenset("-–/")
CONJUNCT_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM"})
NOMINAL_POS = CONJUNCT_POS
VERBAL_POS = frozenset({"VERB", "AUX"})
MAX_SHARING = 6


@dataclass(frozen=True, slots=True)
class Filler:
    """A nominal (or clause) head that fills a slot, and how it came there.

    Attributes:
        token: Head of the filler.
        how: direct, conjunct, relative, reduced, control, shared, adverbial, support, object.
    """

    token: Token
    how: str


class Predicate:
    """The slots of one verb, noun or adjective.

    Args:
        view: The view that the predicate belongs to.
        token: The head of the predicate.
    """

    def __init__(self, view: "PredicateView", token: Token) -> None:
        self.view = view
        self.graph = view.graph
        self.token = token
        self._cache: dict[str, list[Filler]] = {}

    def __repr__(self) -> str:
        return f"Predicate({self.token.text!r})"

    @cached_property
    def is_verbal(self) -> bool:
        """Whether the token acts as a verb here, even where the tagger calls it a noun."""
        if self.token.pos_ in VERBAL_POS:
            return True
        return bool(self.graph.children(self.token, "nsubj", "obj")) and not self.graph.child(
            self.token, "cop", "det", "nmod:poss", "case"
        )

    @cached_property
    def is_passive(self) -> bool:
        """Whether the deep object stands as subject or as the noun that a participle modifies."""
        graph, token = self.graph, self.token
        if graph.child(token, "nsubj:pass", "csubj:pass", "aux:pass"):
            return True
        if token.tag_ != "VBN" or graph.child(token, "aux"):
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
            found = self._slot(head)
            if rest:
                below = [self.view.of(filler.token).slot(rest) for filler in found]
                found = [filler for fillers in below for filler in fillers]
            self._cache[path] = _unique(found)
        return self._cache[path]

    def tokens(self, path: str) -> list[Token]:
        """Return the heads of a slot's fillers."""
        return [filler.token for filler in self.slot(path)]

    def _slot(self, name: str) -> list[Filler]:
        named = {
            "subj": self._subjects,
            "obj": self._objects,
            "iobj": self._indirect_objects,
            "poss": self._possessors,
            "mod": self._modifiers,
            "namemod": self._name_modifiers,
            "nounmod": self._noun_modifiers,
            "governor": self._embedding,
            "head": self._modified_noun,
            "in-host": self._hosts,
            "purpose": self._purposes,
            "comp": self._complements,
            "infinitive": self._infinitives,
            "finite": self._finite_clauses,
            "predicative": self._predicatives,
            "neg": self._negations,
            "modal": self._modals,
            "csubj": self._clausal_subjects,
            "speaker": self._speakers,
            "up": self._governors,
            "support": self._support_subjects,
            "holder": self._holders,
            "subject-of": self._predicated,
            "modified": self._modified,
        }
        if name in named:
            return named[name]()
        return self._marked(name)

    # -- verbs ---------------------------------------------------------------

    def _subjects(self) -> list[Filler]:
        if not self.is_verbal:
            return self._nominal_subjects()
        if self.is_passive:
            return self._agents()
        return self._surface_subjects(self.token, 0)

    def _agents(self) -> list[Filler]:
        agents = self.graph.children(self.token, "obl:agent")
        agents += [t for t in self.graph.children(self.token, "obl") if self._is_agent(t)]
        agents += self._compound_agent()
        return self._expand(agents, "direct")

    def _is_agent(self, token: Token) -> bool:
        return self.graph.dep(token) != "obl:agent" and self.graph.marker(token) == "by"

    def _compound_agent(self) -> list[Token]:
        """Return the agent of "Russian-supplied", "Chinese-made", "state-owned"."""
        graph, token = self.graph, self.token
        if graph.dep(token) != "amod" or token.i < 2 or token.nbor(-1).text not in "-–":
            return []
        before = token.nbor(-2)
        return [before] if before.pos_ in NOMINAL_POS and before.is_title else []

    def _surface_subjects(self, token: Token, depth: int) -> list[Filler]:
        """Return the subject of a clause: its own, or the one that grammar shares with it."""
        graph = self.graph
        own = graph.children(token, "nsubj", "nsubj:pass", "nsubj:outer")
        if own:
            return self._resolve_relative(self._expand(own, "direct"), token)
        if depth > MAX_SHARING:
            return []
        label, head = graph.dep(token), graph.head(token)
        if head.i == token.i:
            return []
        if label == "conj":
            return _as(self._surface_subjects(head, depth + 1), "shared")
        if label in ("xcomp", "ccomp", "advcl", "csubj", "advcl:relcl", "parataxis"):
            if label == "ccomp" and token.tag_ not in ("VBG", "VB"):
                return []
            if label == "parataxis" and token.tag_ != "VBG":
                return []
            return self._controller(token, head, depth)
        if label.startswith("acl"):
            return self._acl_subjects(token, head, depth)
        if label in ("cop", "aux"):
            return self._surface_subjects(head, depth + 1)
        if label in ("obj", "obl", "nmod") and token.tag_ == "VBG":
            return _as(self._surface_subjects(head, depth + 1), "control")
        return []

    def _controller(self, token: Token, head: Token, depth: int) -> list[Filler]:
        graph = self.graph
        if graph.dep(token) in ("xcomp", "ccomp") and head.pos_ in VERBAL_POS:
            objects = graph.children(head, "iobj") or graph.children(head, "obj")
            if objects and head.lemma_.lower() in words("object_control"):
                return self._expand(objects, "control")
        if head.pos_ in VERBAL_POS or graph.child(head, "nsubj", "cop"):
            how = "adverbial" if graph.dep(token) == "advcl" else "control"
            return _as(self._surface_subjects(head, depth + 1), how)
        return _as(self.view.of(head)._nominal_subjects(), "control")

    def _acl_subjects(self, token: Token, head: Token, depth: int) -> list[Filler]:
        graph = self.graph
        if graph.dep(token) == "acl:relcl":
            return self._expand([head], "relative") if self.is_gap_subject(token) else []
        if token.tag_ == "VBG" and not graph.child(token, "mark"):
            return self._expand([head], "reduced")
        if token.tag_ == "VBN" and graph.child(token, "obj"):
            return self._expand([head], "reduced")
        owners = self.view.of(head)._nominal_subjects()
        return _as(owners, "control")

    def is_gap_subject(self, verb: Token) -> bool:
        """Tell whether a relative clause lacks its subject, so that its noun is it."""
        return not self.graph.children(verb, "nsubj", "nsubj:pass", "expl")

    def _resolve_relative(self, fillers: list[Filler], verb: Token) -> list[Filler]:
        """Put the antecedent in the place of a relative pronoun."""
        found: list[Filler] = []
        for filler in fillers:
            antecedents = self.view.relative_antecedents(filler.token)
            if antecedents:
                found += self._expand(antecedents, "relative")
            else:
                found.append(filler)
        return found

    def _objects(self) -> list[Filler]:
        graph, token = self.graph, self.token
        if not self.is_verbal:
            return self._marked("of")
        own = graph.children(token, "obj")
        if own:
            return self._resolve_relative(self._expand(own, "direct"), token)
        if self.is_passive:
            return self._passive_objects()
        label = graph.dep(token)
        relative = label == "acl:relcl" or (label == "acl" and token.tag_ in ("VBD", "VBZ", "VBP"))
        if relative and not self.is_gap_subject(token) and not self._has_gap_elsewhere():
            return self._expand([graph.head(token)], "relative")
        if label == "conj" and graph.head(token).pos_ in VERBAL_POS:
            return self._shared_objects()
        return []

    def _has_gap_elsewhere(self) -> bool:
        """Tell whether a relative pronoun already stands in another place ("to which …")."""
        graph = self.graph
        return any(
            child.tag_ in ("WDT", "WP", "WRB", "WP$")
            for argument in graph.children(self.token, "obl", "iobj", "advmod", "obj")
            for child in (argument, *graph.children(argument))
        )

    def _shared_objects(self) -> list[Filler]:
        """Return the object of "bought and shipped the wheat", which the parse gives once."""
        graph = self.graph
        return [
            filler
            for filler in _as(self.view.of(graph.head(self.token)).slot("obj"), "shared")
            if filler.token.i > self.token.i
        ]

    def _passive_objects(self) -> list[Filler]:
        graph, token = self.graph, self.token
        subjects = graph.children(token, "nsubj:pass", "nsubj")
        if subjects:
            return self._resolve_relative(self._expand(subjects, "direct"), token)
        label, head = graph.dep(token), graph.head(token)
        if label in ("acl", "amod"):
            return self._expand([head], "reduced")
        if label == "acl:relcl":
            return self._expand([head], "relative")
        if label == "conj":
            return _as(self.view.of(head).slot("obj"), "shared")
        return self._surface_subjects(token, 0)

    def _indirect_objects(self) -> list[Filler]:
        graph, token = self.graph, self.token
        own = graph.children(token, "iobj")
        if own:
            return self._resolve_relative(self._expand(own, "direct"), token)
        if self.is_passive and graph.child(token, "obj"):
            return self._passive_objects()
        return []

    def _complements(self) -> list[Filler]:
        labels = ("xcomp", "ccomp") if self.is_verbal else ("acl", "ccomp", "xcomp")
        clauses = self.graph.children(self.token, *labels)
        if self.is_verbal:
            clauses += [t for t in self.graph.children(self.token, "advcl") if self._is_gerund(t)]
        return [Filler(t, "direct") for t in clauses if not self._is_relative(t)]

    def _is_relative(self, clause: Token) -> bool:
        finite = clause.tag_ in ("VBD", "VBZ", "VBP") and self.graph.child(clause, "nsubj") is not None
        return self.graph.dep(clause).endswith("relcl") or (self.graph.dep(clause) == "acl" and finite)

    def _is_gerund(self, token: Token) -> bool:
        bare = not self.graph.children(token, "mark", "case", "nsubj")
        return token.tag_ == "VBG" and token.i == self.token.i + 1 and bare

    def _infinitives(self) -> list[Filler]:
        graph = self.graph
        return [f for f in self._complements() if any(t.tag_ == "TO" for t in graph.children(f.token))]

    def _finite_clauses(self) -> list[Filler]:
        graph = self.graph
        return [
            f
            for f in self._complements()
            if graph.children(f.token, "nsubj", "csubj", "expl") and f.token.tag_ != "VBG"
        ]

    def _predicatives(self) -> list[Filler]:
        graph, token = self.graph, self.token
        found = [t for t in graph.children(token, "xcomp", "obl", "advcl", "advmod") if t.i > token.i]
        for thing in graph.children(token, "obj", "nsubj:pass"):
            found += [t for t in graph.children(thing, "nmod", "acl", "amod", "xcomp") if t.i > thing.i]
        found += [*graph.children(token, "ccomp"), *graph.children(token, "obj")[1:]]
        marked = {"as", ""}
        return self._expand([t for t in found if graph.marker(t) in marked], "direct")

    def _negations(self) -> list[Filler]:
        graph, token = self.graph, self.token
        found = [t for t in graph.children(token) if t.lower_ in words("negation")]
        for argument in graph.children(token, "nsubj", "obj", "nsubj:pass"):
            found += [t for t in graph.children(argument, "det", "advmod") if t.lower_ in words("negation")]
            found += [argument] if argument.lower_ in ("nobody", "nothing", "none") else []
        for verb in (t for t in graph.children(token, "cop", "aux")):
            found += [t for t in graph.children(verb) if t.lower_ in words("negation")]
        return [Filler(t, "direct") for t in found]

    def _modals(self) -> list[Filler]:
        return [Filler(t, "direct") for t in self.graph.children(self.token, "aux") if t.tag_ == "MD"]

    def _clausal_subjects(self) -> list[Filler]:
        """Return the clause that "it" stands for: "it is wrong to say so"."""
        clauses = self.graph.children(self.token, "csubj", "xcomp", "advcl", "ccomp", "acl")
        return [Filler(t, "direct") for t in clauses if t.i > self.token.i]

    def _speakers(self) -> list[Filler]:
        """Return the subject of the nearest verb whose content clause this predicate is in."""
        graph = self.graph
        for up in (self.token, *graph.ancestors(self.token)):
            for child in graph.children(up, "parataxis", "advcl"):
                if child.lemma_.lower() in words("saying") and self.view.of(child).slot("subj"):
                    return _as(self.view.of(child).slot("subj"), "speaker")
            if graph.dep(up) in ("ccomp", "parataxis", "xcomp") and not graph.is_root(up):
                head = graph.head(up)
                if head.lemma_.lower() in words("saying") and self.view.of(head).slot("subj"):
                    return _as(self.view.of(head).slot("subj"), "speaker")
        return []

    # -- nouns ---------------------------------------------------------------

    def _nominal_subjects(self) -> list[Filler]:
        """Return who does what a noun names: possessor, then *by* phrase, then supporter."""
        for name in ("poss", "by", "support"):
            found = self.slot(name)
            if found:
                return found
        return []

    def _possessors(self) -> list[Filler]:
        return self._expand(self.graph.children(self.token, "nmod:poss"), "direct")

    def _modifiers(self) -> list[Filler]:
        graph = self.graph
        found = graph.children(self.token, "compound", "amod", "nmod:unmarked", "nmod:desc", "flat")
        found = [t for t in found if t.i < self.token.i and t.pos_ not in VERBAL_POS]
        return self._expand(found, "direct")

    def _name_modifiers(self) -> list[Filler]:
        names = [f.token for f in self._modifiers() if _is_name(f.token)]
        partners = [t.nbor(-2) for t in names if t.i > 1 and t.nbor(-1).text in HYPHENS]
        both = [*names, *(t for t in partners if _is_name(t))]
        return [Filler(token, "modifier") for token in both]

    def _noun_modifiers(self) -> list[Filler]:
        return [
            filler
            for filler in self._modifiers()
            if (filler.token.pos_ == "NOUN" and not filler.token.text.isdigit())
            or filler.token.ent_type_ in ("WEAPON", "PRODUCT")
        ]

    def _embedding(self) -> list[Filler]:
        graph = self.graph
        verb = graph.first_conjunct(self.token)
        embedded = graph.dep(verb) in ("xcomp", "acl", "ccomp", "advcl") and not graph.child(verb, "nsubj")
        return [Filler(graph.head(verb), "direct")] if embedded else []

    def _modified_noun(self) -> list[Filler]:
        graph, token = self.graph, self.token
        modifies = graph.dep(token) in ("compound", "nmod:unmarked", "nmod:desc", "amod")
        return [Filler(graph.head(token), "direct")] if modifies else []

    def _hosts(self) -> list[Filler]:
        graph, token = self.graph, self.token
        hosted = graph.dep(token) in ("nmod", "obl") and graph.marker(token) in ("in", "into")
        host = graph.head(token)
        fragment = host.pos_ in ("NOUN", "PROPN") and graph.is_root(host)
        return self._expand([host], "support") if hosted and fragment else []

    def _purposes(self) -> list[Filler]:
        clauses = self.graph.children(self.token, "advcl")
        return [
            Filler(t, "direct")
            for t in clauses
            if any(mark.tag_ == "TO" for mark in self.graph.children(t, "mark", "aux"))
        ]

    def _support_subjects(self) -> list[Filler]:
        """Return the subject of the verb whose object (or complement) a noun is."""
        graph = self.graph
        noun = graph.first_conjunct(self.token)
        label, head = graph.dep(noun), graph.head(noun)
        if head.lemma_.lower() in words("attitude"):
            return []
        if label in ("obj", "xcomp") and self.view.of(head).is_verbal:
            return _as(self.view.of(head).slot("subj"), "support")
        if label == "nsubj:pass":
            return _as(self.view.of(head).slot("subj"), "support")
        if label == "nmod" and graph.marker(noun) in ("of", "for", "on", "to", "in"):
            return _as(self.view.of(head)._nominal_subjects(), "support")
        if label in ("root", "parataxis", "conj", "ccomp", "acl:relcl") and graph.child(noun, "cop"):
            return self._surface_subjects(noun, 0)
        return []

    def _holders(self) -> list[Filler]:
        noun = self.graph.first_conjunct(self.token)
        head = self.graph.head(noun)
        holding = head.lemma_.lower() in words("holding") and self.graph.dep(noun) in ("obj", "nsubj:pass")
        return self._support_subjects() if holding or self.graph.child(noun, "cop") else []

    def _governors(self) -> list[Filler]:
        graph = self.graph
        noun = graph.first_conjunct(self.token)
        head = graph.head(noun)
        governed = graph.dep(noun) in ("obj", "nsubj:pass") and self.view.of(head).is_verbal
        return [Filler(head, "support")] if governed else []

    def _predicated(self) -> list[Filler]:
        """Return what a predicate noun or adjective is said of ("the report is untrue")."""
        graph, token = self.graph, self.token
        if graph.child(token, "cop") or graph.dep(token) in ("xcomp", "amod"):
            if graph.dep(token) == "amod":
                return self._expand([graph.head(token)], "direct")
            if graph.dep(token) == "xcomp" and not graph.child(token, "cop"):
                return self._expand(graph.children(graph.head(token), "obj"), "direct")
            return self._surface_subjects(token, 0)
        return []

    def _modified(self) -> list[Filler]:
        """Return the noun that a participle or adjective stands before."""
        graph, token = self.graph, self.token
        return [Filler(graph.head(token), "direct")] if graph.dep(token) == "amod" else []

    # -- both ----------------------------------------------------------------

    def _marked(self, marker: str) -> list[Filler]:
        """Return the nominals under a preposition, also where the parser hung them one too low.

        "sold jets to Chad", "the sale of jets to Chad", "shipped oil from Baku to Ceyhan":
        which noun a phrase belongs to is the parser's most frequent error.
        """
        graph, token = self.graph, self.token
        label = ("obl", "nmod", "iobj") if self.is_verbal else ("nmod", "obl")
        own = [t for t in graph.children(token, *label) if graph.marker(t) == marker]
        found = self._expand(own, "direct")
        if marker in LOOSE_MARKERS:
            hosts = self._raw_objects() if self.is_verbal else []
            hosts += [t for t in graph.children(token, *label) if graph.marker(t) in LOOSE_HOSTS]
            for host in hosts:
                found += self._expand(self._loose(host, marker, 2), "object")
        return self._resolve_relative(found, token)

    def _loose(self, host: Token, marker: str, depth: int) -> list[Token]:
        """Return the nominals under a preposition below a host, through *of* and *for* phrases."""
        graph, found = self.graph, []
        for conjunct in graph.conjuncts(host):
            for child in graph.children(conjunct, "nmod"):
                if graph.marker(child) == marker:
                    found.append(child)
                elif depth > 1 and graph.marker(child) in LOOSE_HOSTS:
                    found += self._loose(child, marker, depth - 1)
        return found

    def _raw_objects(self) -> list[Token]:
        return self.graph.children(self.token, "obj", "nsubj:pass")

    def _expand(self, tokens: Iterable[Token], how: str) -> list[Filler]:
        found: list[Filler] = []
        for token in tokens:
            for i, conjunct in enumerate(self.graph.conjuncts(token)):
                if i and conjunct.pos_ not in CONJUNCT_POS:
                    continue
                found.append(Filler(conjunct, how))
        return found


class PredicateView:
    """All predicates of a document, built when asked for.

    Args:
        doc: A parsed document.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.graph: Graph = graph_of(doc)
        self._predicates: dict[int, Predicate] = {}

    def of(self, token: Token) -> Predicate:
        """Return the predicate that a token heads."""
        if token.i not in self._predicates:
            self._predicates[token.i] = Predicate(self, token)
        return self._predicates[token.i]

    def forget(self) -> None:
        """Drop what was worked out, after the graph was repaired."""
        self._predicates.clear()

    def relative_antecedents(self, token: Token) -> list[Token]:
        """Return the noun that a relative pronoun stands for, or nothing for other words."""
        if token.tag_ not in ("WDT", "WP", "WP$") and token.lower_ != "that":
            return []
        for up in self.graph.ancestors(token):
            if self.graph.dep(up) == "acl:relcl":
                return [self.graph.head(up)]
        return []


def _as(fillers: list[Filler], how: str) -> list[Filler]:
    return [Filler(filler.token, how) for filler in fillers]


def _unique(fillers: list[Filler]) -> list[Filler]:
    seen: set[int] = set()
    found = []
    for filler in sorted(fillers, key=lambda filler: filler.token.i):
        if filler.token.i not in seen:
            seen.add(filler.token.i)
            found.append(filler)
    return found


def _is_name(token: Token) -> bool:
    """Tell whether a word is written as a name; among capitals only the entity label tells."""
    if token.is_upper and len(token) > 3 and all(t.is_upper for t in token.sent if t.is_alpha):
        return bool(token.ent_type_)
    return token.text[:1].isupper()
