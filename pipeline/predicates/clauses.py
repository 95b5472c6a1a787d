"""Clauses that a predicate governs or stands in, negation, modals and speakers."""

from spacy.tokens import Token

from pipeline.predicates.classes import noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.predicates.slots import Filler, Slots, as_
from pipeline.predicates.wholes import bid_for, whole

WHEN = frozenset({"when", "if", "because", "since", "although", "though", "while"})
PREDICATIVE = frozenset({"as", "", "without", "as without"})
SUPPOSING = frozenset({"may", "might"})
FOCUS = frozenset({"only", "just", "merely"})
TOPICS = frozenset({"about", "on", "over"})
BECOMING = frozenset({"become", "be"})
EMPLOYED = frozenset({"", "at", "for", "of", "to", "with"})
TIMES = frozenset({"DATE", "TIME"})
NOBODY = frozenset({"nobody", "nothing", "none"})


class ClauseSlots(Slots):
    """Complements, purposes, predicatives, negations and the speaker."""

    def _complements(self) -> list[Filler]:
        labels = ("xcomp", "ccomp") if self.is_verbal else ("acl", "ccomp", "xcomp")
        clauses = self.graph.children(self.token, *labels)
        clauses += [t for t in self.graph.children(self.token, "csubj") if t.i > self.token.i]
        clauses += self._shared_clauses() if self.is_verbal and not clauses else []
        if self.is_verbal:
            clauses += [t for t in self.graph.children(self.token, "advcl") if self._is_gerund(t)]
        return [Filler(t, "direct") for t in clauses if not self._is_relative(t) and self._tells(t)]

    def _shared_clauses(self) -> list[Token]:
        """Return the content clause that stands behind two verbs: "neither confirmed nor denied that …"."""
        graph, token = self.graph, self.token
        if graph.dep(token) != "conj" or graph.children(token, "obj", "nsubj"):
            return []
        return [t for t in graph.children(graph.head(token), "ccomp") if t.i > token.i]

    def _tells(self, clause: Token) -> bool:
        """Tell whether a clause of a noun says what it is about: not "signed in Paris", not "worth $5"."""
        reduced = clause.tag_ == "VBN" and not self.graph.children(clause, "aux", "nsubj", "nsubj:pass")
        return self.is_verbal or not (reduced or clause.lower_ == "worth")

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
            if graph.children(f.token, "nsubj", "csubj", "expl")
            and (f.token.tag_ != "VBG" or graph.children(f.token, "aux"))
        ]

    def _predicatives(self) -> list[Filler]:
        graph, token = self.graph, self.token
        found = [t for t in graph.children(token, "xcomp", "obl", "advcl", "advmod") if t.i > token.i]
        for thing in graph.children(token, "obj", "nsubj:pass"):
            said = graph.children(thing, "nmod", "acl", "amod", "xcomp", "appos")
            found += [t for t in said if t.i > thing.i]
        found += [*graph.children(token, "ccomp"), *graph.children(token, "obj")[1:]]
        if token.lemma_.lower() in words("calling"):
            found += self._quoted_below()
        return self._expand([t for t in found if graph.marker(t) in PREDICATIVE], "direct")

    def _quoted_below(self) -> list[Token]:
        """Return what a claim is called in quotes, hung in its clause: called talk that it lied "fantasy"."""
        graph, token = self.graph, self.token
        called = [t for thing in graph.children(token, "obj") for t in graph.children(thing, "acl", "ccomp")]
        below = (t for clause in called for t in graph.children(clause, "obj", "obl", "xcomp", "advcl"))
        return [t for t in below if any(c.tag_ == "``" for c in graph.children(t, "punct"))]

    def _negations(self) -> list[Filler]:
        graph, token = self.graph, self.token
        found = [t for t in graph.children(token) if t.lower_ in words("negation")]
        found += [token] if token.lower_ in NOBODY else []
        for argument in graph.children(token, "nsubj", "obj", "nsubj:pass"):
            found += [t for t in graph.children(argument, "det", "advmod") if t.lower_ in words("negation")]
            found += [argument] if argument.lower_ in NOBODY else []
        for lender in [] if self.is_verbal else self._lenders():
            found += [t for t in graph.children(lender, "det", "advmod") if t.lower_ in words("negation")]
        for verb in (t for t in graph.children(token, "cop", "aux")):
            found += [t for t in graph.children(verb) if t.lower_ in words("negation")]
        return [Filler(t, "direct") for t in found if not _only(t)]

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
            cited = [t for t in graph.children(up, "obl") if graph.marker(t) == "according to"]
            if cited:
                return self._expand(cited, "speaker")
            inside = graph.dep(up) in ("ccomp", "parataxis", "xcomp") and not graph.is_root(up)
            if inside and (said := self._said_by(graph.head(up))):
                return said
            for child in graph.children(up, "parataxis", "advcl"):
                timed = any(mark.lower_ in WHEN for mark in graph.children(child, "mark", "advmod"))
                if timed:  # "they were wrong when they said so"
                    continue
                if said := self._said_by(child):
                    return said
        return []

    def _said_by(self, verb: Token) -> list[Filler]:
        """Return the subject of a verb of saying, unless he only might say it."""
        supposed = any(aux.lower_ in SUPPOSING for aux in self.graph.children(verb, "aux"))
        if supposed or verb.lemma_.lower() not in words("saying"):
            return []
        return as_(self.view.of(verb).slot("subj"), "speaker")

    def _tellers(self) -> list[Filler]:
        """Return the speaker of a clause that names only the other side ("A said its talks with B ended")."""
        return (
            self._speakers() if self.slot("with") or self.slot("obj>with") or self.slot("subj>with") else []
        )

    def _purposes(self) -> list[Filler]:
        clauses = self.graph.children(self.token, "advcl")
        return [
            Filler(t, "direct")
            for t in clauses
            if any(mark.tag_ == "TO" for mark in self.graph.children(t, "mark", "aux"))
        ]

    def _joined(self) -> list[Filler]:
        """Return whom somebody shall work for ("a contract to play for Ajax", "agreed to join Acme")."""
        found = [t for f in (*self._complements(), *self._purposes()) for t in self._employers(f.token)]
        return as_(self._expand(found, "direct"), "direct")

    def _employers(self, verb: Token) -> list[Token]:
        """Return where somebody works by a verb: its object, or whose coach he is to become."""
        graph = self.graph
        posts = graph.children(verb, "xcomp") if verb.lemma_ in BECOMING else []
        if posts:
            below = [t for post in posts for t in graph.children(post, "nmod")]
        else:
            below = graph.children(verb, "obj", "obl") if verb.lemma_.lower() in words("joining") else []
        return [t for t in below if t.i > verb.i and graph.marker(t) in EMPLOYED and t.ent_type_ not in TIMES]

    def _gerunds(self) -> list[Filler]:
        """Return the gerunds behind a preposition ("talks about buying it", "agreed on lifting the ban")."""
        graph = self.graph
        return [
            Filler(clause, "direct")
            for clause in graph.children(self.token, "advcl", "acl", "xcomp", "ccomp")
            if any(mark.lower_ in TOPICS for mark in graph.children(clause, "mark", "case"))
            and any(t.tag_ == "VBG" for t in (clause, *graph.children(clause, "aux", "aux:pass")))
        ]

    def _counterparts(self) -> list[Filler]:
        """Return who is bought, sells or buys by what something is for ("agreed to sell it to Acme").

        Whoever does what the clause says is known otherwise.
        """
        clauses = [f.token for name in ("comp", "purpose", "gerund") for f in self.slot(name)]
        sides = ("with", "obj>with") if self.is_verbal else ("with",)
        known = any(self.slot(f"{side}:name|institution|corporate!person") for side in sides)
        found = [f for clause in clauses for f in self._other_side(clause, known)]
        if not self.is_verbal and noun_lemma(self.token) in words("offer"):
            found += [Filler(t, f.how) for f in self.slot("for") if (t := bid_for(self.graph, f.token))]
        return as_(found, "support")

    def _other_side(self, clause: Token, known: bool) -> list[Filler]:
        """Return the agent, the firm taken over whole, who owned a unit, and who sells or is sold to.

        Args:
            clause: What the agreement is for.
            known: Whether the other side is named ("a pact with Acme to buy Bolt"), whose is what is bought.
        """
        verb, lemma = self.view.of(clause), clause.lemma_.lower()
        # "an agreement for Acme to be bought by Kilo"
        own = verb.slot("obj:institution") if self.graph.child(clause, "nsubj:pass") else []
        if lemma in words("merging"):
            return [*own, *verb.slot("with:institution"), *verb.slot("into:institution")]
        if lemma in words("selling"):
            return verb.slot("to:actor")
        if lemma not in words("acquiring"):
            return []
        if verb.is_passive:
            return [*own, *verb.slot("agent:actor")]
        if known:
            return verb.slot("from:actor")
        firms = [Filler(firm, f.how) for f in verb.slot("obj") if (firm := whole(self.graph, f.token))]
        owners = (f"obj:unit_of>{slot}:institution" for slot in ("of", "poss", "namemod"))
        return [*firms, *(f for side in (*owners, "from:actor") for f in verb.slot(side))]

    def _embedding(self) -> list[Filler]:
        graph = self.graph
        verb = graph.first_conjunct(self.token)
        embedded = graph.dep(verb) in ("xcomp", "acl", "ccomp", "advcl") and not graph.child(verb, "nsubj")
        return [Filler(graph.head(verb), "direct")] if embedded else []


def _only(negation: Token) -> bool:
    """Tell whether a negation opens "not only" or "not just", which denies nothing."""
    after = negation.doc[negation.i + 1 : negation.i + 2]
    return bool(after) and after[0].lower_ in FOCUS
