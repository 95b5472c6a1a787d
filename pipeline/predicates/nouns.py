"""What belongs to a noun: possessors, modifiers, and the verb that it is an argument of."""

from spacy.tokens import Token

from pipeline.annotate.truecase import written
from pipeline.predicates.classes import noun_lemma
from pipeline.predicates.graph import Graph
from pipeline.predicates.lexicon import words
from pipeline.predicates.slots import Filler, Slots, as_

BLAMED_FOR = frozenset({"for", "of", "over", "with"})
AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "QUANTITY"})
OWN = frozenset({"own"})
BUSINESS = frozenset({"business"})
PROGRAMME = frozenset({"the", "green"})
ENGAGED = frozenset({"in", "into", "from", "of", "for"})
INDEFINITE = frozenset({"a", "an", "another"})
HYPHENS = frozenset("-–/")
VERBAL_POS = frozenset({"VERB", "AUX"})
TOTALS = frozenset({"to", "at"})
CALLED = frozenset({"auction", "tender"})
"""What one calls who invites others to offer: to call a deal something is only to speak of it."""


GIVEN_TO = ("iobj", "to:institution|land")
MOVING = frozenset({"after", "amid", "following", "on"})


class NounSlots(Slots):
    """Possessors, modifiers, hosts and supporting verbs of a noun."""

    def nominal_subjects(self) -> list[Filler]:
        """Return who does what a noun names: possessor, then *by* phrase, then supporter.

        An offer is from who makes it.
        """
        offered = self.token.lemma_.lower() in words("offer")
        for name in ("poss", "by", "from", "up>from", "support") if offered else ("poss", "by", "support"):
            found = [f for f in self.slot(name) if f.token.ent_type_ not in ("DATE", "TIME")]
            if found:
                return found
        return []

    def _possessors(self) -> list[Filler]:
        return self._expand(self.graph.children(self.token, "nmod:poss"), "direct")

    def _appositions(self) -> list[Filler]:
        return self._expand(self.graph.children(self.token, "appos"), "direct")

    def _modifiers(self) -> list[Filler]:
        graph = self.graph
        found = graph.children(self.token, "compound", "amod", "nmod:unmarked", "nmod:desc", "flat")
        found = [t for t in found if t.i < self.token.i and t.pos_ not in VERBAL_POS]
        return self._expand(found, "direct")

    def _noun_modifiers(self) -> list[Filler]:
        found = [
            filler
            for filler in self._modifiers()
            if (
                filler.token.pos_ == "NOUN"
                and filler.token.ent_type_ not in AMOUNTS
                and not filler.token.text.isdigit()
            )
            or filler.token.ent_type_ in ("WEAPON", "PRODUCT")
            or not self.view.is_final
        ]
        return found or [f for f in self._modifiers() if f.token.lower_ in words("nominal_adjective")]

    def _name_modifiers(self) -> list[Filler]:
        modifiers = [f.token for f in self._modifiers()]
        names = [t for t in modifiers if _is_name(t)]
        inner = [n for t in modifiers if t not in names for n in self.graph.children(t, "compound")]
        names += [n for n in inner if n.ent_type_ == "ORG" and _is_name(n)]  # "a Boeing jet deal"
        partners = [t.nbor(-2) for t in names if t.i > 1 and t.nbor(-1).text in HYPHENS]
        both = [*names, *(t for t in partners if _is_name(t))]
        return [Filler(token, "modifier") for token in both]

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

    def _support_subjects(self) -> list[Filler]:
        """Return the subject of the verb whose object (or complement) a noun is."""
        graph = self.graph
        noun = graph.first_conjunct(self.token)
        label, head = graph.dep(noun), graph.head(noun)
        told = head.lemma_.lower() in words("attitude") or (head.lemma_ == "say" and label == "obj")
        called = head.lemma_ == "call" and label == "obj" and graph.child(noun, "det") is not None
        invites = called and noun.lemma_ in CALLED and not graph.child(head, "xcomp")
        speaks = told and label != "acl" and not graph.child(head, "compound:prt") and not invites
        clause = label == "ccomp" and graph.child(noun, "cop")  # "it reported that both are in talks"
        if speaks and head.i != noun.i and not clause:
            return []
        if label == "xcomp" and graph.child(noun, "cop"):
            return as_(self.surface_subjects(noun, 0), "support") or as_(
                self._expand(graph.children(head, "nsubj:pass"), "support"), "support"
            )
        if label in ("obj", "xcomp") and self.view.of(head).is_verbal:
            return as_(self.view.of(head).slot("subj"), "support")
        if label == "nsubj:pass":
            return as_(self.view.of(head).slot("subj"), "support")
        if (
            label == "obl"
            and graph.marker(noun) in ("for", "on")
            and head.lemma_.lower() in words("bargaining")
        ):
            return as_(self.view.of(head).slot("subj"), "support")  # "negotiating for the purchase of rice"
        if label in ("obl", "nmod") and graph.marker(noun) in BLAMED_FOR and (blamed := self._blamed(head)):
            tried = any(
                t.tag_ == "VB" for t in graph.children(noun, "acl")
            )  # "convicted of a plot to sell it"
            return [] if tried else as_(blamed, "support")
        if label == "obl" and graph.marker(noun) == "to" and head.pos_ == "ADJ":
            return as_(self.surface_subjects(head, 0), "support")
        if label == "obl" and (self._breaks(noun) or (graph.marker(noun) == "with" and self._goes_on(head))):
            return as_(self.view.of(head).slot("subj"), "support")
        if label == "nmod" and noun_lemma(head) in words("bystanding"):
            return []
        if label == "nmod" and graph.marker(noun) in ("of", "for", "on", "to", "in"):
            return as_(self.view.of(head).nominal_subjects(), "support")
        if label in ("root", "parataxis", "conj", "ccomp", "acl", "acl:relcl") and graph.child(
            noun, "cop", "nsubj"
        ):
            return self.surface_subjects(noun, 0)
        return []

    def _blamed(self, word: Token) -> list[Filler]:
        """Return who is held to have done it.

        "Charged with the sale", "under investigation over the sale", "came under fire for the sale".
        """
        graph, verbal = self.graph, word.pos_ in VERBAL_POS
        if verbal and word.lemma_.lower() in words("accusing"):
            return self.view.of(word).slot("obj")
        below = graph.children(word, "obl") if verbal else [word]
        under = [t for t in below if noun_lemma(t) in words("suspicion") and graph.marker(t) == "under"]
        if not under:
            return []
        finite = verbal or graph.child(word, "cop", "nsubj") is not None
        return self.surface_subjects(word if finite else graph.head(word), 0)

    def _breaks(self, noun: Token) -> bool:
        """Tell whether somebody acts in breach of a certain agreement; "in breach of contract" names none."""
        broken = [t for t in self.graph.children(noun, "nmod") if self.graph.marker(t) == "of"]
        named = any(self.graph.children(t, "det", "nmod:poss", "compound", "amod") for t in broken)
        return named and self.graph.marker(noun) == "in" and noun_lemma(noun) in words("breaking")

    def _goes_on(self, verb: Token) -> bool:
        """Tell whether a verb's subject does what its *with* phrase names ("went ahead with the sale")."""
        onward = any(t.lower_ in words("onward") for t in self.graph.children(verb, "advmod", "compound:prt"))
        return self.view.of(verb).is_verbal and (onward or verb.lemma_.lower() in words("proceeding"))

    def _holders(self) -> list[Filler]:
        noun = self.graph.first_conjunct(self.token)
        head = self.graph.head(noun)
        if head.lemma_.lower() in words("nearing") and head.pos_ not in VERBAL_POS:
            return self._neighbours(head)
        if self._is_engaged(noun, head):
            verb = self.view.of(head)
            return as_(verb.slot("obj" if verb.is_passive else "subj"), "support")
        if self.graph.dep(noun) == "nmod" and self.graph.marker(noun) in ("of", "for", "on"):
            return self._proposers(head)
        if self.graph.dep(noun) == "nmod" and self.graph.marker(noun) == "in" and self._is_title(head):
            return self._expand([head], "support")
        holding = self._is_holding(head) and self.graph.dep(noun) in ("obj", "nsubj:pass")
        # "They want the deal investigated" makes them no party.
        after = [
            t
            for t in self.graph.children(head, "xcomp", "advcl")
            if t.i > noun.i and t.tag_ in ("VBN", "VBD")
        ]
        after += [t for t in self.graph.children(noun, "acl") if t.lemma_.lower() in words("attitude")]
        holding = holding and not after
        titled = self.graph.is_root(noun) and self.graph.child(noun, "nsubj") is not None  # "Acme in talks"
        told = (holding and not self._is_of_others(noun)) or titled or self.graph.child(noun, "cop")
        return [*(self._support_subjects() if told else []), *self._relative_holders(noun)]

    def _relative_holders(self, noun: Token) -> list[Filler]:
        """Return who holds it by a clause of its own ("the contract that we announced in June")."""
        if self._is_of_others(noun):
            return []
        clauses = [t for t in self.graph.children(noun, "acl:relcl") if self._is_holding(t)]
        held = [t for t in clauses if noun.i in (thing.i for thing in self.view.of(t).tokens("obj"))]
        held = [t for t in held if not self.graph.children(t, "xcomp")]  # "the pact that they want dropped"
        return as_([f for t in held for f in self.view.of(t).slot("subj")], "support")

    def _is_of_others(self, noun: Token) -> bool:
        """Tell whether others conclude what somebody announces: he brokered it, or it ties two sides.

        "Qatar announced a deal it brokered", "Qatar hailed a pact to end the war between Peru and Chile".
        """
        clauses = self.graph.children(noun, "acl", "acl:relcl", "ccomp", "xcomp")
        brokered = any(t.lemma_.lower() in words("mediating") for t in clauses if t.dep_ != "xcomp")
        return brokered or any(self._tied(t) for t in clauses)

    def _told_by(self) -> list[Filler]:
        """Return who speaks of an agreement with another as of his own.

        He denies it ("Acme denies a report of a merger with Kilo"), stands before a colon ("Acme: no deal
        with Kilo"), or says that there is one ("Acme said there was no deal with Kilo").
        """
        if "tellers-of-deals" in self.view.off or not (self.slot("with") or self.slot("namemod")):
            return []
        graph, noun = self.graph, self.token
        if label := self._label():
            return self._expand([label], "support")
        while graph.dep(noun) in ("nmod", "compound") and noun_lemma(graph.head(noun)) in words("claim"):
            noun = graph.head(noun)
        head = graph.head(noun)
        disputed = "deny" if noun is self.token else head.lemma_.lower()
        if graph.dep(noun) == "obj" and head.lemma_.lower() == disputed in words("disputing"):
            return as_(self.view.of(head).slot("subj"), "speaker")
        if graph.dep(noun) == "nsubj" and noun is self.token and graph.child(head, "expl"):
            return self.slot("speaker")
        return []

    def _affected(self) -> list[Filler]:
        """Return whose shares move on it ("shares of Acme fell after the Kilo deal")."""
        graph, noun = self.graph, self.token
        top, marks = noun, {graph.marker(noun)}
        if graph.dep(noun).startswith("nsubj"):  # "shares of Acme fell after the deal was called off"
            top = graph.head(noun)
            marks = {t.lower_ for t in graph.children(top, "mark")}
        if marks.isdisjoint(MOVING):
            return []
        head = graph.head(top)
        moved = [head, *graph.children(head, "nsubj")]
        shares = next((t for t in moved if noun_lemma(t) in words("security")), None)
        if shares is None or shares.i > noun.i:
            return []
        owners = [t for t in graph.children(shares, "nmod") if graph.marker(t) in ("of", "in")]
        return self._expand(owners or graph.children(shares, "compound", "nmod:poss"), "support")

    def _label(self) -> Token | None:
        """Return the name before the colon of a line whose noun this is: "Acme: no deal with Kilo"."""
        sentence = self.token.sent
        colon = next((t.i for t in sentence if t.text == ":" and t.i < self.token.i), None)
        if colon is None or not any(t.lower_ == "no" for t in self.graph.children(self.token, "det")):
            return None
        before = [t for t in sentence.doc[sentence.start : colon] if not t._.aside and not t.is_space]
        named = before and all(t.pos_ == "PROPN" or t.ent_type_ or t.is_punct for t in before)
        opens = self.token.left_edge.i <= colon + 1 or sentence.doc[colon + 1].lower_ == "no"
        heads = [t for t in before if self.graph.head(t) not in before or self.graph.is_root(t)]
        return heads[-1] if named and opens and heads else None

    def _is_title(self, head: Token) -> bool:
        """Tell whether a name heads a line without a verb ("Acme, Bolt in merger talks")."""
        return (
            head.pos_ == "PROPN" and self.graph.is_root(head) and not self.graph.child(head, "cop", "nsubj")
        )

    def _is_holding(self, verb: Token) -> bool:
        """Tell whether whoever does what a verb says is a party of its object, as in "call off talks"."""
        lemma = verb.lemma_.lower()
        particles = (t.lower_ for t in self.graph.children(verb, "compound:prt"))
        return not words("holding").isdisjoint({lemma, *(f"{lemma} {particle}" for particle in particles)})

    def _is_engaged(self, noun: Token, verb: Token) -> bool:
        """Tell whether somebody goes into what a noun names, is in it or leaves it ("locked in talks")."""
        marked = self.graph.dep(noun) == "obl" and self.graph.marker(noun) in ENGAGED
        said = noun_lemma(noun) in words("negotiation") and verb.lemma_ == "say"  # "Acme said in talks"
        return marked and (said or verb.lemma_.lower() in words("engaging") or self._takes_part(noun, verb))

    def _takes_part(self, noun: Token, verb: Token) -> bool:
        """Tell whether somebody takes part in his own talks: none of others, no "officials taking part"."""
        shared = {self.graph.marker(t) for t in self.graph.children(noun, "nmod")}
        parts = (verb, *self.graph.children(verb, "obj"))
        own = "between" not in shared and not self.graph.dep(verb).startswith("acl")
        return own and any(t.lemma_.lower() in words("participation") for t in parts)

    def _neighbours(self, word: Token) -> list[Filler]:
        """Return who is "close to a deal", "on the verge of a pact", "a signatory to the treaty"."""
        if self.graph.child(word, "cop", "nsubj"):
            return as_(self.surface_subjects(word, 0), "support")
        above = self.graph.head(word)
        near = self.graph.dep(word) in ("advmod", "xcomp", "obl", "acomp") and above.pos_ in VERBAL_POS
        return as_(self.surface_subjects(above, 0), "support") if near else []

    def _targets(self) -> list[Filler]:
        """Return who is "the target of a takeover bid", "the subject of an offer"."""
        host = self.graph.head(self.token)
        aimed = host.lemma_.lower() in words("aim") and self.graph.child(host, "cop") is not None
        return as_(self.surface_subjects(host, 0), "support") if aimed else []

    def _proposers(self, host: Token) -> list[Filler]:
        """Return who makes, takes or refuses "an offer of a truce", "a plan for an alliance"."""
        known = words("scheme_of") | words("offer")
        if noun_lemma(host) not in known and host.lower_ not in known:
            return []
        above = self.view.of(host)
        found = above._holders()
        if noun_lemma(host) in words("offer"):
            found = found + [f for name in ("poss", "by", "from", "mod") for f in above.slot(name)]
        return as_(found, "support")

    def _binding(self) -> list[Filler]:
        """Return whom an agreement binds ("the pact commits both", "a pact that allows Chad to fish")."""
        graph, noun = self.graph, self.token
        verbs = [graph.head(noun)] if graph.dep(noun) == "nsubj" else []
        verbs += [t for t in graph.children(noun, "acl", "acl:relcl") if self._is_said_of(t)]
        found: list[Token] = []
        for verb in (v for v in verbs if v.lemma_.lower() in words("binding")):
            bound = graph.children(verb, "iobj") or graph.children(verb, "obj")
            clauses = graph.children(verb, "ccomp", "xcomp")
            clauses += [t for t in graph.children(verb, "advcl") if _is_for_clause(graph.children(t, "mark"))]
            bound += [s for t in clauses for s in graph.children(t, "nsubj", "iobj")]
            bound += [t for t in graph.children(verb, "obl") if graph.marker(t) == "on"]  # "calls on Chad to"
            found += bound
        clauses = [t for t in graph.children(noun, "acl", "xcomp") if t.tag_ == "VB"]  # "a pact to end it"
        made = [t for t in graph.children(noun, "acl", "acl:relcl") if t.lemma_.lower() in words("mediating")]
        clauses += [t for verb in made for t in graph.children(verb, "advcl", "xcomp") if t.tag_ == "VB"]
        found += [side for verb in (*verbs, *clauses) for side in self._tied(verb)]
        return as_(self._expand(found, "support"), "support")

    def _tied(self, verb: Token) -> list[Token]:
        """Return between whom something changes by an agreement ("to normalise ties between A and B")."""
        if verb.lemma_.lower() not in words("tying"):
            return []
        things = self.graph.children(verb, "obj")
        beside = [t for thing in (*things, verb) for t in self.graph.children(thing, "nmod", "obl")]
        return [t for t in beside if self.graph.marker(t) == "between"]

    def _filers(self) -> list[Filler]:
        """Return who went to court ("a lawsuit brought by farmers", "a suit in which farmers accused it")."""
        verbs = [t for t in self.graph.children(self.token, "acl") if t.lemma_.lower() in words("filing")]
        found = [f for verb in verbs for f in self.view.of(verb).slot("by")]
        suing = words("filing") | words("accusing")
        clauses = [t for t in self.graph.children(self.token, "acl:relcl") if t.lemma_.lower() in suing]
        found += [f for verb in clauses for f in self.view.of(verb).slot("subj")]
        return as_(found, "support")

    def _unconcluded(self) -> list[Filler]:
        """Return what makes an agreement one that nobody concludes ("of its own accord")."""
        kinds = {"accord": OWN, "agreement": words("opinion"), "deals": BUSINESS}
        found = self.graph.children(self.token, "amod", "compound")
        none = self._is_programme() or self._is_unanimity() or self._is_turnover() or self._is_on_offer()
        named = [self.token] if none else []
        found = [t for t in found if t.lower_ in kinds.get(self.token.lower_, ())]
        return [Filler(t, "direct") for t in [*found, *named]]

    def _is_turnover(self) -> bool:
        """Tell whether sales are what somebody sells ("farm sales", "store sales"), not companies sold."""
        if self.token.lower_ != "sales":
            return False
        of = [f.token for f in self.slot("of")]
        if of:  # "sales of the Corolla"
            return all(_is_product(self.graph, t) for t in of)
        kinds = [t for t in self.graph.children(self.token, "compound") if not t.ent_type_]
        return any(noun_lemma(t) not in words("property_sold") for t in kinds)

    def _is_unanimity(self) -> bool:
        """Tell whether people only are "in agreement", a firm is called an alliance, or has members."""
        bare = not self.graph.children(self.token, "det", "nmod:poss", "amod", "compound")
        agreed = self.token.lower_ == "agreement" and self.graph.marker(self.token) == "in" and bare
        member = self.token.lemma_.lower() == "alliance" and self.graph.marker(self.token) == "of"
        member = member and noun_lemma(self.graph.head(self.token)) == "member"
        return agreed or member or (self.token.text == "Alliance" and self.token.ent_type_ == "ORG")

    def _is_on_offer(self) -> bool:
        """Tell whether something only is "on offer", which nobody makes for a firm."""
        bare = not self.graph.children(self.token, "det", "nmod:poss", "amod", "compound")
        return self.token.lower_ == "offer" and self.graph.marker(self.token) == "on" and bare

    def _is_programme(self) -> bool:
        """Tell whether a deal is a programme's name ("the New Deal", "a Green New Deal")."""
        before = [t.text for t in self.token.doc[max(0, self.token.i - 2) : self.token.i]]
        return self.token.text == "Deal" and before[1:] == ["New"] and before[0].lower() in PROGRAMME

    def _is_said_of(self, clause: Token) -> bool:
        """Tell whether a clause of a noun has it as its subject ("allowing", "that allows")."""
        subjects = self.graph.children(clause, "nsubj")
        return clause.tag_ == "VBG" if not subjects else subjects[0].tag_ in ("WDT", "WP")

    def _bound(self) -> list[Filler]:
        """Return who acts under an agreement ("under the pact, the firms will share costs") or in a new one.

        "Acme will build a ship for the navy in a contract worth $5 million": what the verb says is done
        between the two is what they have agreed.
        """
        graph = self.graph
        noun = graph.first_conjunct(self.token)
        head, marker = graph.head(noun), graph.marker(noun)
        if graph.dep(noun) not in ("obl", "nmod") or head.i == noun.i:
            return []
        verb = self.view.of(head)
        if marker == "in" and not graph.child(noun, "det") and noun_lemma(noun) in words("alliance"):
            return as_(verb.slot("subj"), "support")  # "builds cars in partnership with Acme"
        if marker == "of" and head.lower_ == "part" and graph.marker(head) == "as":
            head, marker = graph.head(head), "under"  # "builds it as part of a deal with Acme"
            verb = self.view.of(head)
            if not verb.is_verbal:
                return []
        if marker == "under":
            own = verb.slot("subj") or (verb.slot("obj:name") if verb.is_passive else [])
            gives = head.lemma_.lower() in words("giving") and noun_lemma(self.token) not in words("truce")
            others = (f for side in GIVEN_TO for f in verb.slot(side)) if own and gives else ()
            return as_([*own, *others], "support")  # "under the deal, Fiat will sell a unit to Opel"
        new = marker == "in" and verb.is_verbal and not graph.child(noun, "nmod:poss")
        worth = any(
            t.ent_type_ == "MONEY" for t in graph.children(noun, "compound", "nummod", "nmod:unmarked")
        )
        articles = graph.children(noun, "det")
        if not new or any(t.lower_ not in INDEFINITE for t in articles) or not (articles or worth):
            return []
        sides = ("subj", "obj:institution", "iobj", "to:institution", "from:institution", "for:institution")
        return as_([f for side in sides for f in verb.slot(side)], "support")

    def _slated(self) -> list[Filler]:
        """Return what is meant for an event: "the jets are scheduled for delivery in May"."""
        graph, noun = self.graph, self.token
        head = graph.head(noun)
        meant = graph.dep(noun) == "obl" and graph.marker(noun) == "for" and self.view.of(head).is_passive
        return as_(self.view.of(head).slot("obj"), "support") if meant else []

    def _makers(self) -> list[Filler]:
        """Return who makes goods, or where: "built in Poland", "Polish-built", "of Polish make"."""
        clauses = self.graph.children(self.token, "acl", "acl:relcl")
        made = [t for t in clauses if t.lemma_.lower() in words("making")]
        found = [f for t in made if t.tag_ in ("VBN", "VBD") for f in self.view.of(t).slot("by")]
        relative = [t for t in made if self.graph.dep(t) == "acl:relcl"]
        found += [f for t in relative for f in self.view.of(t).slot("subj")]
        found = [
            f for f in found if f.token.i != self.token.i
        ]  # "the firm that builds it" is no maker's work
        places = [f for t in made for f in self.view.of(t).slot("in")]
        lands = [f for f in places if f.token.ent_type_ == "GPE" or not self.view.is_final]
        return as_(found or lands, "support") or self._expand(self._origins(), "modifier")

    def _origins(self) -> list[Token]:
        """Return whose make goods are: the names before "-made" and in "of Turkish make"."""
        graph = self.graph
        made = [t for t in graph.children(self.token, "amod") if t.lemma_.lower() in words("making")]
        makes = [t for t in graph.children(self.token, "nmod") if noun_lemma(t) in words("origin")]
        marked = [*made, *(t for t in makes if graph.marker(t) == "of")]
        return [t for mark in marked for t in graph.children(mark, "compound", "amod") if _is_name(t)]

    def _governors(self) -> list[Filler]:
        graph = self.graph
        noun = graph.first_conjunct(self.token)
        head = graph.head(noun)
        governed = graph.dep(noun) in ("obj", "nsubj:pass") and self.view.of(head).is_verbal
        return [Filler(head, "support")] if governed else []

    def _predicated(self) -> list[Filler]:
        """Return what a predicate noun or adjective is said of ("the report is untrue")."""
        graph, token = self.graph, self.token
        if graph.dep(token) == "xcomp" and graph.child(token, "cop") and self._is_found_out():
            return []
        if graph.child(token, "cop", "aux:pass") or graph.dep(token) in ("xcomp", "amod"):
            if graph.dep(token) == "amod":
                return self._expand([graph.head(token)], "direct")
            if graph.dep(token) == "xcomp" and not graph.child(token, "cop"):
                return self._expand(graph.children(graph.head(token), "obj"), "direct")
            return self.surface_subjects(token, 0) or self._asked_for()
        if graph.dep(token) == "conj" and token.pos_ == "ADJ":
            first = graph.first_conjunct(token)
            if first.lower_ in words("falsehood"):  # "baseless and false" is one denial
                return []
            return self._expand(graph.children(first, "nsubj", "nsubj:pass"), "shared")
        return []

    def _apposed(self) -> list[Filler]:
        """Return what a nominal behind it, and a comma, says of it."""
        graph, token = self.graph, self.token
        named = graph.head(token)
        behind = graph.dep(token) == "appos" and named.i < token.i
        apart = behind and any(t.text == "," for t in token.doc[named.i : token.i])
        return self._expand([named], "direct") if apart else []

    def _asked_for(self) -> list[Filler]:
        """Return what a clause says through another verb ("the claim, which Acme said was false")."""
        verb = self.graph.head(self.token)
        if self.graph.dep(self.token) != "ccomp" or self.graph.dep(verb) != "acl:relcl":
            return []
        which = [t for t in self.graph.children(verb) if t.tag_ == "WDT" and t.i < verb.i]
        return self._resolve_relative(as_([Filler(t, "direct") for t in which], "relative"), verb)

    def _is_found_out(self) -> bool:
        """Tell whether something is found, not said, to be so ("it was found to be a fake")."""
        above = self.view.of(self.graph.head(self.token))
        return above.is_verbal and above.is_passive

    def _cargo(self) -> list[Filler]:
        """Return what a carrier has aboard ("trucks carrying flour", "a ship loaded with coal")."""
        graph = self.graph
        clauses = [t for t in graph.children(self.token, "acl") if t.lemma_.lower() in words("carrying")]
        held = [
            f for t in clauses for f in self.view.of(t).slot("with" if t.tag_ in ("VBN", "VBD") else "obj")
        ]
        beside = [f for f in self.slot("with") if graph.child(f.token, "nummod") is not None]
        return as_([*held, *beside], "support")

    def _totals(self) -> list[Filler]:
        """Return what trade comes to ("exports totalled 90,000 tonnes", "fell to 90,000 tonnes")."""
        graph, noun = self.graph, self.token
        label, verb = graph.dep(noun), graph.head(noun)
        brought = label == "obj" and verb.lemma_.lower() in words("bringing")
        if not brought and not label.startswith("nsubj"):
            return []
        if graph.child(verb, "cop"):  # "exports were 90,000 tonnes"
            return self._expand([verb], "support")
        total = verb.lemma_.lower() in words("totalling")
        found = graph.children(verb, "obj") if total and not brought else []
        moved = brought or total or verb.lemma_.lower() in words("moving")
        ends = (t for t in graph.children(verb, "obl") if graph.marker(t) in TOTALS)
        return self._expand(found or (ends if moved else ()), "support")

    def _modified(self) -> list[Filler]:
        """Return the noun that a participle or adjective stands before."""
        graph, token = self.graph, self.token
        behind = graph.dep(token) == "acl" and token.pos_ == "ADJ"  # "rice bound for Chad"
        return [Filler(graph.head(token), "direct")] if graph.dep(token) == "amod" or behind else []


def _is_for_clause(marks: list[Token]) -> bool:
    """Tell whether a clause has its subject behind "for" ("calls for Chad to pay")."""
    return any(mark.lower_ == "for" for mark in marks)


def _is_name(token: Token) -> bool:
    """Tell whether a word is written as a name; among capitals only the entity label tells."""
    if token.is_upper and len(token) > 3 and all(t.is_upper for t in token.sent if t.is_alpha):
        return bool(token.ent_type_)
    return written(token)[:1].isupper()


def _is_product(graph: Graph, token: Token) -> bool:
    """Tell whether a name is a product's, and no firm's, as the words around it show."""
    if token.pos_ != "PROPN" or token.ent_type_ == "ORG":
        return False
    known = graph.child(token, "det", "nmod:poss") is not None
    return token.ent_type_ == "PRODUCT" or known or any(t.is_lower for t in graph.children(token, "compound"))
