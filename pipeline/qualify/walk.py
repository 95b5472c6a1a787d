"""The walk up the dependency graph from an event through what governs it."""

from dataclasses import replace

from spacy.tokens import Token

from pipeline.annotate.mechanisms import off
from pipeline.facts.types import Time
from pipeline.predicates import Graph, classes_of
from pipeline.predicates.classes import is_measure, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.qualify.conditions import as_soon_as, condition_cue, soon_before
from pipeline.qualify.effects import EffectIndex, Link
from pipeline.qualify.lexicon import Effect
from pipeline.qualify.speech import stretch
from pipeline.qualify.state import State, govern
from pipeline.qualify.verbgroup import (
    BE,
    VERBAL_POS,
    after_modal,
    auxiliaries,
    infinitive_mark,
    is_bare_after_to,
    is_between,
    is_definite,
    is_due,
    is_headline,
    is_ranked,
    marker_words,
    verb_group,
    weaker,
)

NOUN_POS = frozenset({"NOUN", "PROPN", "X", "NUM", "PRON", "SYM", "ADJ"})
NOUN_DEPS = {
    "obj": "obj",
    "iobj": "obj",
    "nsubj:pass": "obj",
    "nsubj": "subj",
    "nsubj:outer": "subj",
    "obl": "obl",
    "obl:agent": "obl",
}
ATTRIBUTE_DEPS = frozenset({"nmod", "compound", "nmod:poss", "nmod:unmarked", "nmod:desc", "flat"})
SUBORDINATORS = frozenset({"although", "as", "because", "since", "though", "when", "whereas", "while"})
AWAITING = frozenset({"after", "when", "whenever"})
AFTERWARDS = frozenset({"after", "following", "since", "despite", "amid"})
INSIDE_PHRASE = frozenset({"DT", "JJ", "JJR", "JJS", "NN", "NNP", "NNS", "CD", "VBN", "VBG", "HYPH"})
MAX_DEPTH = 14
NOT = frozenset({"not", "n't", "n’t"})
UNTIL = frozenset({"until", "till"})
TAGS = frozenset({"it", "he", "she", "they", "there", "we", "you"})
LONGEST_TAG = 3


class Walk:
    """Judges events of one document.

    Args:
        graph: The document's dependency graph.
        effects: The index of governing words.
    """

    def __init__(self, graph: Graph, effects: EffectIndex) -> None:
        self.graph = graph
        self.effects = effects
        self.off = off(graph.doc)
        self._states: dict[int, State] = {}

    def state(self, token: Token, depth: int = 0) -> State:
        """Return what the text says of the event that a token names."""
        if token.i in self._states:
            return self._states[token.i]
        if depth > MAX_DEPTH:
            return State()
        own = self._verbal(token) if self.is_verbal(token) else self._nominal(token)
        if "own-words" in self.off:
            own = State()
        state = own if "embedding" in self.off else self._under(token, own, depth)
        self._states[token.i] = state
        return state

    def is_verbal(self, token: Token) -> bool:
        """Tell whether a token heads a clause."""
        if token.pos_ in VERBAL_POS:
            return not (token.tag_ in ("VBN", "VBG") and self.graph.dep(token) == "amod")
        if self.graph.child(token, "cop", "aux") is not None or after_modal(token):
            return True
        arguments = self.graph.children(token, "nsubj", "obj")
        return bool(arguments) and not self.graph.child(token, "det", "nmod:poss", "case")

    # -- the event's own words -------------------------------------------------

    def _verbal(self, token: Token) -> State:
        group = verb_group(self.graph, token)
        time: Time | None = group.time
        if time == "present" and is_headline(token.sent) and not group.progressive:
            time = "past"
        if time == "past" and group.progressive and self._is_backshifted(token):
            time = "present"
        if group.form == "participle" and time is None:
            time = self._participle_time(token)
        state = State(negative=group.negative, certainty=group.certainty, time=time)
        for cue, effect in group.cues:
            state = state.noted(cue, effect)
        state = self._conditions(token, state)
        return self._question(token, state)

    def _is_backshifted(self, token: Token) -> bool:
        """Tell whether a past progressive is the present of who said it ("said it was selling the jets")."""
        graph, head = self.graph, self.graph.head(token)
        told = graph.dep(token) == "ccomp" and head.tag_ in ("VBD", "VBN")
        had = any(t.lower_ in ("had", "been") for t in auxiliaries(graph, token))
        return told and not had and not graph.child(token, "advcl", "obl:tmod")

    def _participle_time(self, token: Token) -> Time | None:
        """Return the time of "drugs supplied to Africa", a habit where the clause is present."""
        graph = self.graph
        if graph.dep(token) not in ("acl", "amod"):
            finite = graph.dep(token) == "conj" and graph.head(token).tag_ in ("VBD", "VBN")
            return "past" if graph.is_root(token) or finite else None
        plural = graph.head(token).tag_ in ("NNS", "NNPS")
        matrix = next((t for t in graph.ancestors(token) if self.is_verbal(t)), None)
        if not plural or matrix is None or graph.child(token, "obl:agent", "obl:tmod"):
            return "past"
        group = verb_group(graph, matrix)
        perfect = any(t.lower_ in ("has", "have", "had") for t in auxiliaries(graph, matrix))
        return "present" if group.time == "present" and not perfect else "past"

    def _conditions(self, token: Token, state: State) -> State:
        for clause in (*self.graph.children(token, "advcl", "obl"), *as_soon_as(self.graph, token)):
            cue = condition_cue(self.graph, clause, state.time)
            if cue is not None:
                state = replace(state, conditional=True).noted(cue, "if")
            elif state.negative and _is_plain(state) and (until := self._until(token, clause)) is not None:
                awaited = self.is_verbal(clause) and state.time != "past"
                state = replace(state, negative=False, conditional=awaited).noted(until, "until")
        return state

    def _until(self, verb: Token, clause: Token) -> Token | None:
        """Return the word that lets an event come late: "will not open until May" says that it will."""
        marks = self.graph.children(clause, "mark", "case", "advmod")
        return next((t for t in marks if t.lower_ in UNTIL and t.i > verb.i), None)

    def _question(self, token: Token, state: State) -> State:
        sent = token.sent
        last = next((t for t in reversed(sent) if not t.is_space), None)
        if last is not None and last.text == "?" and self.graph.is_root(token) and not _is_tag(last):
            return replace(state, certainty="possible", time="future").noted(last, "question")
        return state

    def _nominal(self, token: Token) -> State:
        state = State()
        negator = next((t for t in self.graph.children(token, "det") if t.lower_ == "no"), None)
        if negator is not None:
            state = replace(state, negative=True).noted(negator, "no")
        return self.modified(token, state)

    def modified(self, token: Token, state: State) -> State:
        """Apply the adjectives and participles on an event noun ("the proposed merger")."""
        for child in self.graph.children(token, "amod", "acl", "compound"):
            bare = self.graph.dep(child) == "acl" and child.tag_ != "VBN"
            if bare or is_due(self.graph, child):
                continue
            effect = self.effects.attribute(child)
            if effect is not None:
                state = govern(state, effect, child, State())
        return state

    def objects_modified(self, token: Token, state: State) -> State:
        """Let a support verb take the condition on its object ("placed conditional orders")."""
        for child in self.graph.children(token, "obj", "nsubj:pass"):
            changed = self.modified(child, State())
            if changed.conditional:
                state = replace(state, conditional=True, cues=(*state.cues, *changed.cues))
        return state

    # -- what governs it ---------------------------------------------------------

    def link(self, token: Token) -> Link | None:
        """Return what governs an event, or None at the top of its sentence."""
        graph = self.graph
        label, head = graph.dep(token), graph.head(token)
        if head.i == token.i:
            return None
        if label == "conj":
            first = graph.first_conjunct(token)
            return None if first.i == token.i else self.link(first)
        if self.is_verbal(token):
            return self._clause_link(token, label, head)
        if label in NOUN_DEPS:
            how = NOUN_DEPS[label]
            if self._is_topic(token, head, how):
                how = "topic"
            if how == "obl" and (self._is_attribute(head) or graph.marker(token) == "under"):
                return None
            return Link(head, how)
        if label in ATTRIBUTE_DEPS or label == "appos":
            if graph.marker(head) == "as" and head.lower_ == "part":
                return None  # "as part of the deal he asked for more"
            if is_measure(head) and label == "nmod":
                return self.link(head)
            return Link(head, "nmod")
        if label in ("xcomp", "ccomp", "advcl", "acl"):
            return self._clause_link(token, label, head)
        return None

    def _is_topic(self, token: Token, head: Token, how: str) -> bool:
        """Tell whether a verb is about more than the event noun beside it.

        The subject of a transitive verb, and the object that is the subject of a further
        clause ("want the deal investigated"), share its tense and nothing else. "Take place"
        has no object.
        """
        if how == "subj":
            thing = self.graph.child(head, "obj")
            return thing is not None and not self.effects.is_idiom(head, thing)
        clauses = self.graph.children(head, "xcomp", "ccomp")
        return how == "obj" and any(clause.i > token.i for clause in clauses)

    def _is_attribute(self, token: Token) -> bool:
        """Tell whether an adjective belongs to a noun ("people close to the deal")."""
        attribute = self.graph.dep(token) in ("amod", "acl") and token.pos_ in ("ADJ", "ADV")
        return attribute and not is_headline(token.sent)

    def _clause_link(self, token: Token, label: str, head: Token) -> Link | None:
        graph = self.graph
        if head.lower_ == "having" and token.tag_ == "VBN" and label == "xcomp":
            return self.link(head)  # "of having sold them"
        form = verb_group(graph, token).form
        infinitive = form in ("infinitive", "bare")
        if label == "acl:relcl" or label == "parataxis":
            return None
        if label in ("xcomp", "ccomp", "csubj", "acl", "nmod", "obl", "obj", "dep", "nsubj", "root"):
            if infinitive:
                return Link(head, "inf")
            if label == "acl" and form == "participle":
                return None
            return Link(head, "ger" if form in ("gerund", "participle") else "that")
        if label == "advcl":
            if infinitive and not self._has_own_tense(token):
                known = self.effects.find(Link(head, "inf"))
                return Link(head, "inf" if known else "purpose")
            apart = token.i < head.i or token.nbor(-1).text == ","  # "Selling its mill, Acme stopped work"
            if form == "gerund" and not marker_words(graph, token) and not apart:
                known = self.effects.find(Link(head, "ger"))
                return Link(head, "ger" if known else "adverbial")
            return Link(head, "adverbial")
        return None

    def _has_own_tense(self, clause: Token) -> bool:
        """Tell whether an infinitive stands in a finite clause: "while Chad was to build it"."""
        marked = any(mark.lower_ in SUBORDINATORS for mark in self.graph.children(clause, "mark"))
        return marked and self.graph.child(clause, "nsubj", "nsubj:pass") is not None

    def _under(self, token: Token, own: State, depth: int) -> State:
        state = own if "markers" in self.off else self._marked(token, own)
        beside = None if "beside" in self.off else self._beside(token)
        if beside is not None:
            return self._governed(state, *beside, depth)
        link = self.link(token)
        effect = self.effects.find(link) if link is not None else None
        if effect is not None and self._is_beside(token, effect):
            effect = None
        if link is not None and effect is not None and effect.id == "fail" and self._is_rumour(token):
            return replace(state, certainty="possible").noted(link.governor, "deny")  # "rejected rumours"
        if link is not None and effect is not None and not _is_told(link, effect, own):
            return self._governed(state, link, effect, depth)
        nearby = self._before_phrase(token)
        if nearby is not None:
            return self._governed(state, *nearby, depth)
        if link is None:
            return self._unlicensed(token, state)
        return self._unknown(token, state, link, depth)

    def _is_beside(self, token: Token, effect: Effect) -> bool:
        """Tell whether a verb says nothing of an event that comes before it, or that it is to serve.

        "Chad signs a pact after a sale", "raised money for schools to buy books".
        """
        if self.is_verbal(token):
            return effect.id == "implicative" and self._is_for_clause(token)
        return effect.id == "light" and self.graph.marker(token) in AFTERWARDS

    def _is_for_clause(self, token: Token) -> bool:
        """Tell whether an infinitive has its subject behind "for" ("for schools to buy books")."""
        marks = {t.lower_ for t in self.graph.children(token, "mark", "case")}
        return "for" in marks and infinitive_mark(token) is not None

    def _governed(self, state: State, link: Link, effect: Effect, depth: int) -> State:
        above = self.state(link.governor, depth + 1)
        if effect.perfect and self._is_perfect(link.governor):
            above = replace(above, time=effect.perfect)
        if any(cue.effect == "whether" for cue in state.cues):  # "has not decided whether to sell"
            above = replace(above, negative=False)
        if effect.id == "stop" and (lifted := self._lifting(link.governor)) is not None:
            over = self.state(lifted, depth + 1)
            classes = (*state.classes, "again")
            state = replace(state, negative=over.negative, certainty=over.certainty)
            state = replace(state, time="future", classes=classes)
            return state.noted(lifted, "again")
        if effect.id == "stop" and self._is_asked(link.governor):
            return replace(state, time="present").noted(link.governor, effect.id)
        return govern(state, effect, link.governor, above)

    def _is_rumour(self, token: Token) -> bool:
        """Tell whether a noun is what people say, which one rejects as untrue and doesn't refuse."""
        if self.is_verbal(token):
            return False
        if noun_lemma(token) in words("assertion") and self.graph.child(token, "acl", "ccomp") is not None:
            return True
        effect = self.effects.find(Link(token, "that"))
        return effect is not None and effect.id == "rumour"

    def _lifting(self, ban: Token) -> Token | None:
        """Return the word that lifts a ban, so that what it barred may come again."""
        link = None if self.is_verbal(ban) else self.link(ban)
        lifted = link is not None and link.governor.lemma_.lower() in words("lifting")
        return link.governor if link is not None and lifted else None

    def _is_asked(self, token: Token) -> bool:
        """Tell whether somebody is asked to stop something, which therefore goes on."""
        link = self.link(token) if self.is_verbal(token) else None
        known = link is not None and link.construction == "inf" and not self._verbal(token).negative
        return known and link is not None and link.governor.lemma_.lower() in words("requesting")

    def _before_phrase(self, token: Token) -> tuple[Link, Effect] | None:
        """Return a noun or adjective before the event's phrase ("ban on exports", "far from a deal").

        For prepositional phrases that the parser hung on another word.
        """
        if self.is_verbal(token):
            return None
        start, _ = stretch(token)
        for at in range(token.i - 1, start, -1):
            before = token.doc[at]
            if before.lower_ in AFTERWARDS:
                return None  # "removes it from the programme after delivery": no programme of delivery
            if before.pos_ == "ADP":
                effect = self.effects.modifier(token.doc[at - 1])
                known = effect is not None and token.doc[at - 1].i >= start
                if not known or effect is None or is_definite(self.graph, token):
                    return None
                return Link(token.doc[at - 1], "nmod"), effect
            if before.tag_ not in INSIDE_PHRASE:
                return None
        return None

    def _beside(self, token: Token) -> tuple[Link, Effect] | None:
        """Return the word right before "to sell" or "selling" where it governs such clauses.

        Neighbours are surer than the parser: "plans to sell", "close to signing".
        """
        how = self._nonfinite(token)
        if how is None:
            return None
        start, _ = stretch(token)
        aux = {t.i for t in auxiliaries(self.graph, token)}
        for before in reversed(token.doc[start : token.i]):
            if self.graph.head(before).i == token.i and self.graph.dep(before) == "nsubj:pass":
                return None  # "a treaty is to be signed": what is signed is no plan to sign
            effect = self.effects.beside(before, how)
            if effect is not None and before.i not in aux:
                return Link(before, how), effect
            if before.i not in aux and not is_between(before):
                return None
        return None

    def _nonfinite(self, token: Token) -> str | None:
        """Return `inf` or `ger` for "to sell" and "selling", also where the tagger sees nouns."""
        label, ing = self.graph.dep(token), token.lower_.endswith("ing")
        modifier = label in ("amod", "compound") and token.tag_ in ("VBG", "NN")
        if ing and (modifier or (label == "xcomp" and token.tag_ == "NN")):
            return "ger"
        if self.is_verbal(token):
            group = verb_group(self.graph, token)
            if group.form == "infinitive":
                return "inf"
            helpers = auxiliaries(self.graph, token)
            perfect = bool(helpers) and helpers[0].lower_ == "having"
            return "ger" if perfect or (group.form == "gerund" and not helpers) else None
        return "inf" if is_bare_after_to(token) else None

    def _is_perfect(self, token: Token) -> bool:
        return self.is_verbal(token) and verb_group(self.graph, token).perfect

    def _marked(self, token: Token, state: State) -> State:
        """Apply the marker of the event's own clause or phrase ("if …", "without …")."""
        first = self.graph.first_conjunct(token)
        markers = marker_words(self.graph, first)
        soon = soon_before(self.graph, first)
        if soon is not None and self._is_ahead(first, state):
            state = replace(state, time="future").noted(soon, "before")
        for name, (word, mark) in markers.items():
            if mark.lower_ == "for" and self.is_verbal(token) and self._is_for_clause(token):
                continue
            if (name == "negative" and mark.lower_ == "against" and self.is_verbal(token)) or (
                name == "negative" and mark.lower_ != "against"
            ):
                state = replace(state, negative=True)
            elif name == "if":
                state = replace(state, conditional=True)
            elif name == "before" and self._is_ahead(first, state):
                state = replace(state, time="future")
                if mark.lower_ in ("until", "till"):
                    state = replace(state, certainty=weaker(state.certainty, "possible"))
            elif word.certainty is not None:
                state = replace(state, certainty=weaker(state.certainty, word.certainty))
            elif not (self.is_verbal(token) and state.time is None):
                continue
            if word.time and state.time is None:
                state = replace(state, time=word.time)
            state = state.noted(mark, name)
        return state

    def _is_ahead(self, clause: Token, state: State) -> bool:
        """Tell whether a clause of time speaks of what is to come ("until it has signed")."""
        return state.time == "present" or (state.time == "past" and self._is_perfect(clause))

    def _is_awaited(self, clause: Token, state: State) -> bool:
        """Tell whether what comes waits for a clause in the present: "will build it after it is signed"."""
        opened = any(t.lower_ in AWAITING for t in self.graph.children(clause, "mark", "advmod"))
        return opened and self._is_ahead(clause, state)

    def _unlicensed(self, token: Token, state: State) -> State:
        """Give a time to an infinitive that nothing governs ("Chad to buy boats")."""
        if not self.is_verbal(token) or state.time is not None:
            return state
        time = self._default_time(token)
        title = time == "future" and is_headline(token.sent)
        classes = (*state.classes, "scheduled") if title else state.classes
        return replace(state, time=time, classes=classes)

    def _default_time(self, token: Token) -> Time:
        form = verb_group(self.graph, token).form
        if form == "infinitive":
            return "future"
        return "past" if form == "participle" or is_headline(token.sent) else "present"

    def _unknown(self, token: Token, state: State, link: Link, depth: int) -> State:
        """Judge an event under a word that no effect is listed for."""
        governor, how = link.governor, link.construction
        if how == "inf" and is_ranked(self.graph, governor):
            return replace(state, time=state.time or self.state(governor, depth + 1).time or "past")
        if how in ("inf", "purpose"):
            time: Time = state.time or "future"
            classes = (*state.classes, self._infinitive_class(governor, how))
            return replace(state, time=time, classes=classes)
        if how == "that":
            return self._reported(state, governor, depth)
        above = self.state(governor, depth + 1)
        if how in ("ger", "adverbial"):
            if self._until(governor, token) is None:  # what comes first waits for nothing
                state = replace(state, conditional=state.conditional or above.conditional)
            ahead = above.time == "future" and above.certainty == "certain"  # no "can be had after it"
            if how == "adverbial" and ahead and self._is_awaited(token, state):
                return replace(state, time="future")
            return replace(state, time=state.time or above.time)
        if how == "nmod":
            return self._attribute_of(token, state, above)
        if how in ("obj", "subj", "topic", "obl"):
            return self._argument(token, how, state, above)
        return state

    def _infinitive_class(self, governor: Token, how: str) -> str:
        if how == "purpose":
            return "purpose"
        if governor.lower_ in BE or governor.lower_ in ("going", "about"):
            return "scheduled"
        title = governor.pos_ in NOUN_POS and is_headline(governor.sent)
        if title:
            return "scheduled"
        purpose = self.is_verbal(governor) or "money" in classes_of(self.graph, governor)
        return "purpose" if purpose else "infinitive"

    def _reported(self, state: State, governor: Token, depth: int) -> State:
        """Let a denial of the report reach the event ("denied reports that it sold …")."""
        above = self.state(governor, depth + 1)
        if "deny" in above.classes and not self.is_verbal(governor):
            return replace(state, certainty="possible", classes=(*state.classes, "deny"))
        return state

    def _attribute_of(self, token: Token, state: State, above: State) -> State:
        """Judge "the value of exports", "the sale talks": only conditions come through."""
        if "deny" in above.classes:
            return replace(state, certainty="possible", classes=(*state.classes, "deny"))
        return state

    def _argument(self, token: Token, how: str, state: State, above: State) -> State:
        """Judge an event noun in an ordinary clause, whose tense it shares.

        A definite noun ("the deal") is presupposed; an indefinite one is no surer than
        its clause, stands under its condition, and is only supposed where it *would* do
        something ("a merger would create a giant").
        """
        definite = is_definite(self.graph, token)
        if how != "obl" or not definite:
            state = replace(state, conditional=state.conditional or above.conditional)
        if not definite and how != "obl" and above.certainty != "certain":
            certainty = weaker(state.certainty, above.certainty)
            state = replace(state, certainty=certainty, classes=(*state.classes, *above.classes))
        supposed = how in ("subj", "topic") and any(cue.effect == "would" for cue in above.cues)
        if supposed and not definite:
            state = replace(state, certainty="possible")
        if state.time is None and above.time is not None:
            return replace(state, time=above.time)
        return state


def _is_told(link: Link, effect: Effect, own: State) -> bool:
    """Tell whether a verb of proposing or warning tells what has happened ("suggested that it sold them")."""
    return (
        link.construction == "that"
        and effect.id in ("plan", "propose", "scheduled", "seek")
        and own.time == "past"
    )


def _is_plain(state: State) -> bool:
    """Tell whether a plain "not" says that an event is not so."""
    return any(cue.text.lower() in NOT for cue in state.cues)


def _is_tag(mark: Token) -> bool:
    """Tell whether a question only asks to be told so again: "there was a truce, wasn't there?"."""
    words_ = [t for t in mark.doc[max(0, mark.i - LONGEST_TAG - 1) : mark.i] if not t.is_space]
    comma = next((k for k, t in enumerate(words_) if t.text == ","), None)
    tag = words_[comma + 1 :] if comma is not None else []
    return len(tag) > 1 and tag[0].pos_ in VERBAL_POS and tag[-1].lower_ in TAGS
