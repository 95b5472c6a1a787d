"""Subjects and objects of verbs, through voice, control, relative clauses and coordination."""

from spacy.tokens import Token

from pipeline.predicates.classes import noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.predicates.slots import CONJUNCT_POS, Filler, Slots, as_

VERBAL_POS = frozenset({"VERB", "AUX"})
MAX_SHARING = 6
SITES = frozenset({"GPE", "LOC", "FAC"})
ENDS = frozenset({"actor", "corporate", "institution", "name", "people", "place"})
MADE_TO = frozenset({"actor", "name", "people", "corporate", "institution"})
CALLED = ("on", "upon")


class VerbSlots(Slots):
    """Deep subject, object and indirect object."""

    def _subjects(self) -> list[Filler]:
        if not self.is_verbal:
            return self.nominal_subjects()
        if self.is_passive:
            return self._agents()
        return self.surface_subjects(self.token, 0)

    def passive_agents(self) -> list[Filler]:
        """Return the agent of a passive verb, nothing for others."""
        return self._agents() if self.is_verbal and self.is_passive else []

    def _agents(self) -> list[Filler]:
        agents = self.graph.children(self.token, "obl:agent")
        agents += [t for t in self.graph.children(self.token, "obl") if self._is_agent(t)]
        agents += self._compound_agent()
        return self._expand(agents, "direct") or self._low_agents() or self._high_agents()

    def _high_agents(self) -> list[Filler]:
        """Return the agent hung on an active verb above ("said it would be bought by Acme")."""
        graph, token = self.graph, self.token
        for up in graph.ancestors(token):
            if up.pos_ not in VERBAL_POS or self.view.of(up).is_passive:
                return []
            behind = [t for t in graph.children(up, "obl", "obl:agent") if t.i > token.i and self._is_by(t)]
            if behind:
                return self._expand(behind[:1], "object")
        return []

    def _low_agents(self) -> list[Filler]:
        """Return the agent that the parser hung one noun too low ("supplied with rifles by Peru")."""
        graph, token = self.graph, self.token
        nominals = graph.children(token, "obj", "nsubj:pass")
        nominals += [t for t in graph.children(token, "obl") if graph.marker(t) == "with" or self._is_site(t)]
        behind = [noun for noun in nominals if noun.i > token.i]
        found = [low for noun in behind for low in self._loose(noun, "by", 2)]
        found += [t for noun in behind for t in graph.children(noun, "conj") if found and self._is_by(t)]
        ends = [t for t in graph.children(token, "obl") if self._is_end(t)]
        found += [low for noun in ends for low in self._loose(noun, "by", 1)]
        return self._expand(found, "object")

    def _is_site(self, noun: Token) -> bool:
        """Tell whether a phrase says where something is done ("signed in the hall of the palace by Chad")."""
        located = self.graph.marker(noun) in ("in", "at", "on", "aboard")
        return located and (noun.ent_type_ in SITES or noun_lemma(noun) in words("venue"))

    def _is_end(self, noun: Token) -> bool:
        """Tell whether a noun is to whom something passes, so that no agent is its own."""
        return self.graph.marker(noun) == "to" and self.view.is_of(noun, ENDS)

    def _is_agent(self, token: Token) -> bool:
        return self.graph.dep(token) != "obl:agent" and self._is_by(token)

    def _is_by(self, token: Token) -> bool:
        timed = token.ent_type_ in ("DATE", "TIME") or token.lemma_.lower() in words("manner")
        return self.graph.marker(token) == "by" and not timed

    def _compound_agent(self) -> list[Token]:
        """Return the agent of "Russian-supplied", "Chinese-made", "state-owned"."""
        graph, token = self.graph, self.token
        if graph.dep(token) != "amod" or token.i < 2 or token.nbor(-1).text not in "-–":
            return []
        before = token.nbor(-2)
        return [before] if before.pos_ in CONJUNCT_POS and before.is_title else []

    def surface_subjects(self, token: Token, depth: int) -> list[Filler]:
        """Return the subject of a clause: its own, or the one that grammar shares with it."""
        graph = self.graph
        found = graph.children(token, "nsubj")
        own = [t for t in found if graph.dep(t) != "nsubj:outer"] or found
        if own:
            return self._resolve_relative(self._expand(own, "direct"), token)
        if depth > MAX_SHARING:
            return []
        label, head = graph.dep(token), graph.head(token)
        if head.i == token.i:
            return []
        if label == "conj":
            told = graph.child(head, "expl") is not None and graph.dep(head) == "ccomp"
            above = graph.head(head) if told else head  # "said there was no deal and denied the report"
            return as_(self.surface_subjects(above, depth + 1), "shared")
        if label in ("xcomp", "ccomp", "advcl", "csubj", "advcl:relcl", "parataxis"):
            if label == "ccomp" and not self._is_nonfinite(token):
                return []
            if label == "parataxis" and token.tag_ != "VBG":
                return []
            return self._controller(token, head, depth)
        if label.startswith("acl"):
            offered = token.tag_ == "VB" and graph.dep(head) == "obj"
            if offered and (chosen := self._chosen(graph.head(head), label != "acl:relcl")):
                return chosen
            return self._acl_subjects(token, head, depth)
        if label in ("cop", "aux"):
            return self.surface_subjects(head, depth + 1)
        if label in ("obj", "obl", "nmod") and token.tag_ == "VBG":
            return as_(self.surface_subjects(head, depth + 1), "control")
        return []

    def _is_nonfinite(self, verb: Token) -> bool:
        """Tell whether a verb is an infinitive or gerund, "having signed" too."""
        having = any(child.tag_ == "VBG" for child in self.graph.children(verb, "aux"))
        return verb.tag_ in ("VBG", "VB") or (verb.tag_ == "VBN" and having)

    def _controller(self, token: Token, head: Token, depth: int) -> list[Filler]:
        graph = self.graph
        asked = token.tag_ == "VB" and (
            head.lemma_.lower() in words("requesting") or self._is_commanded(token, head)
        )
        if (graph.dep(token) in ("xcomp", "ccomp") or asked) and head.pos_ in VERBAL_POS:
            objects = graph.children(head, "iobj") or graph.children(head, "obj")
            objects = objects or [t for t in graph.children(head, "obl") if graph.marker(t) in CALLED]
            if objects and (asked or head.lemma_.lower() in words("object_control")):
                return self._expand(objects, "control")
        if token.tag_ == "VB" and (chosen := self._chosen(head, graph.dep(token) == "advcl")):
            return chosen
        if token.tag_ == "VBG" and graph.child(token, "mark") and head.lemma_.lower() in words("accusing"):
            accused = graph.children(head, "obj", "nsubj:pass")
            if not accused and graph.dep(head) == "acl" and head.tag_ == "VBN":
                accused = [graph.head(head)]
            if accused:
                return self._resolve_relative(self._expand(accused, "control"), head)
        if graph.dep(token) == "xcomp" and self._is_reduced(head) and not graph.child(head, "obj", "iobj"):
            return self._expand([graph.head(head)], "control")  # "a man suspected to have sold it"
        if graph.dep(token) == "advcl" and self._is_reduced(head):
            head = next((up for up in graph.ancestors(head) if up.pos_ in VERBAL_POS), head)
        if head.pos_ in VERBAL_POS or graph.child(head, "nsubj", "cop"):
            how = "adverbial" if graph.dep(token) == "advcl" else "control"
            return as_(self.surface_subjects(head, depth + 1), how)
        return as_(self.view.of(head).nominal_subjects(), "control")

    def _is_commanded(self, verb: Token, head: Token) -> bool:
        """Tell whether an infinitive behind an actor is what he is made to do ("told Acme to stop sales").

        The parser may take it for what who commands has in mind. Goods do nothing.
        """
        if head.lemma_.lower() not in words("commanding") or verb.i < head.i:
            return False
        objects = self.graph.children(head, "iobj", "obj")
        return any(t.pos_ == "PRON" or self.view.is_of(t, MADE_TO) for t in objects)

    def _is_reduced(self, verb: Token) -> bool:
        """Tell whether a verb is a participle that only describes a noun ("a strike planned for May")."""
        bare = not self.graph.child(verb, "mark", "aux", "aux:pass", "obl:agent")
        return bare and self.graph.dep(verb) == "acl" and verb.tag_ == "VBN"

    def _acl_subjects(self, token: Token, head: Token, depth: int) -> list[Filler]:
        graph = self.graph
        if graph.dep(token) == "acl:relcl":
            return self._expand([head], "relative") if self.is_gap_subject(token) else []
        if token.tag_ == "VBG" and not graph.child(token, "mark"):
            return self._issuers(token, head) or self._expand([head], "reduced")
        if token.tag_ == "VBN" and graph.child(token, "obj"):
            return self._expand([head], "reduced")
        owners = self.view.of(head).nominal_subjects()
        return as_(owners, "control")

    def _issuers(self, token: Token, head: Token) -> list[Filler]:
        """Return who denies in "issued a statement denying it": who issued it, not the statement."""
        words_ = token.lemma_.lower() in words("disputing") and head.lemma_.lower() in words("information")
        if not words_:
            return []
        label, governor = self.graph.dep(head), self.graph.head(head)
        owners = as_(self.view.of(head).nominal_subjects(), "control")
        if not owners and label == "obl" and governor.pos_ in VERBAL_POS:
            owners = as_(self.surface_subjects(governor, 0), "control")
        return owners

    def _chosen(self, verb: Token, purpose: bool) -> list[Filler]:
        """Return who is chosen, or given something, to do what an infinitive says ("gave Acme an order to").

        Args:
            verb: The verb above.
            purpose: Whether the infinitive says what for: then whoever is given anything is to do it.
        """
        lemma = verb.lemma_.lower()
        found: list[Filler] = []
        if lemma in words("choosing"):
            found = self._expand(self.graph.children(verb, "obj"), "control")
        elif lemma in words("awarding"):
            found = as_(self._awarded(verb), "control")
        receivers = self.graph.children(verb, "iobj")[:1] if purpose else []
        return found or self._expand(receivers, "control")

    def _awarded(self, verb: Token) -> list[Filler]:
        """Return who is given something: before the object, or behind an agreement ("a contract to Acme")."""
        predicate = self.view.of(verb)
        given = {token.lemma_.lower() for token in predicate.tokens("obj")}
        binding = not given.isdisjoint(words("agreement") | words("order"))
        return predicate.slot("iobj") or (predicate.slot("to") or predicate.slot("obj>to") if binding else [])

    def is_gap_subject(self, verb: Token) -> bool:
        """Tell whether a relative clause lacks its subject, so that its noun is it."""
        return not self.graph.children(verb, "nsubj", "nsubj:pass", "expl")

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
        return self._lent_objects()

    def _has_gap_elsewhere(self) -> bool:
        """Tell whether a relative pronoun already stands in another place ("to which …", "who denied …")."""
        graph = self.graph
        subjects = graph.children(self.token, "nsubj", "nsubj:pass")
        if len(subjects) == 1 and subjects[0].tag_ in ("WDT", "WP"):
            return True
        counted = graph.head(self.token).like_num  # "two jets, one of which Oman bought"
        return any(
            child.tag_ in ("WDT", "WP", "WRB", "WP$") and not (counted and graph.marker(child) == "of")
            for argument in graph.children(self.token, "obl", "iobj", "advmod", "obj")
            for child in (argument, *graph.children(argument))
        )

    def _shared_objects(self) -> list[Filler]:
        """Return the object of "bought and shipped the wheat", which the parse gives once."""
        graph = self.graph
        return [
            filler
            for filler in as_(self.view.of(graph.head(self.token)).slot("obj"), "shared")
            if filler.token.i > self.token.i
        ]

    def _lent_objects(self) -> list[Filler]:
        """Return the object behind the second of two verbs joined at once ("bought and shipped wheat")."""
        joined = [t for t in self.graph.children(self.token, "conj") if t.i == self.token.i + 2]
        if not joined or joined[0].pos_ != "VERB" or joined[0].tag_ != self.token.tag_:
            return []
        return self._expand(self.graph.children(joined[0], "obj"), "shared")

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
        if label == "conj" and self.view.of(head).is_passive:
            return as_(self.view.of(head).slot("obj"), "shared")
        if label == "conj" and head.pos_ not in VERBAL_POS:
            return []
        return self.surface_subjects(token, 0)

    def _persons(self) -> list[Filler]:
        """Return those objects that are persons, by their names ("signed striker Jan Vos")."""
        return [filler for filler in self._objects() if self._is_person(filler.token)]

    def _is_person(self, token: Token) -> bool:
        below = self.graph.children(token, "flat", "appos")
        return any(t.ent_type_ == "PERSON" for t in (token, *below))

    def _indirect_objects(self) -> list[Filler]:
        graph, token = self.graph, self.token
        own = graph.children(token, "iobj")
        if own:
            return self._resolve_relative(self._expand(own, "direct"), token)
        if self.is_passive and graph.child(token, "obj"):
            return self._passive_objects()
        return []
