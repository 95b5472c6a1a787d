"""Factuality: is it so, how sure is the text of it, when, and under what condition.

In the tradition of FactBank and De Facto (Saurí & Pustejovsky 2009, 2012) and ConText
(Chapman et al. 2007): from the trigger up the tree, each governing word of a known
class changes the event's polarity, certainty and time. Who says it is no part of this:
reported speech leaves certainty alone (see `attribution`).
"""

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from pipeline.annotate.mechanisms import off
from pipeline.facts.types import Cue, Factuality, Relation, Stage, Time
from pipeline.predicates import Graph, graph_of
from pipeline.predicates.lexicon import words
from pipeline.qualify.effects import EffectIndex
from pipeline.qualify.lexicon import FormIndex, load_reporting, load_triggers
from pipeline.qualify.stages import StageFinder
from pipeline.qualify.state import State
from pipeline.qualify.verbgroup import is_headline
from pipeline.qualify.walk import Walk


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the text says of an event.

    Attributes:
        factuality: Polarity, certainty, time and condition.
        cues: The words that moved it, in text order.
        stage: How far a deal has come, None for other relations and where nothing says so.
        mere: Whether a supply is only wished, needed, possible to do or shied away from,
            which by the contract makes no fact.
    """

    factuality: Factuality
    cues: tuple[Cue, ...]
    stage: Stage | None = None
    mere: bool = False


class FactualityJudge:
    """Judges triggers: verbs, nouns, adjectives."""

    def __init__(self) -> None:
        triggers = load_triggers()
        self._effects = EffectIndex()
        self._stages = StageFinder()
        self._orders: FormIndex[str] = FormIndex()
        self._orders.add_verbs(triggers.order.verbs, "order")
        self._orders.add_verbs(triggers.option.verbs, "option")
        self._order_nouns: FormIndex[str] = FormIndex()
        self._order_nouns.add_nouns(triggers.order.nouns, "order")
        self._order_nouns.add_nouns(triggers.option.nouns, "option")
        self._accept: FormIndex[str] = FormIndex()
        self._accept.add_verbs(triggers.accept_offer.verbs, "order")
        self._withheld: FormIndex[bool] = FormIndex()
        self._withheld.add_verbs(triggers.withheld.verbs, True)
        self._generic: FormIndex[str] = FormIndex()
        self._generic.add_nouns(triggers.generic.nouns, "generic")
        self._pending: FormIndex[str] = FormIndex()
        self._pending.add_nouns(triggers.pending.nouns, "pending")
        self._denying: FormIndex[str] = FormIndex()
        self._denying.add_verbs(load_reporting().verbs.denying, "deny")
        self._walk: Walk | None = None

    def _is_denial(self, walk: Walk, trigger: Token) -> bool:
        """Tell whether a noun is a denial itself, or a word of truth, whose "no" makes the denial."""
        denial_noun = not walk.is_verbal(trigger) and bool(self._denying.get(trigger.lower_))
        return denial_noun or trigger.lower_ in words("truth")

    def judge(self, trigger: Token, relation: Relation) -> Judgement:
        """Return what the text says of the event of a trigger."""
        walk = self._walk_of(trigger.doc)
        state = walk.state(trigger)
        stage: Stage | None = None
        unwanted = off(trigger.doc)
        if relation == "deal" and "stages" not in unwanted:
            state, stage = self._stages.settle(walk, trigger, state)
        elif relation == "supply" and "orders" not in unwanted:
            state = self._supply(walk, trigger, state)
        elif relation == "denial" and self._is_denial(walk, trigger):
            noun = trigger.lower_ not in words("truth")
            state = State(time="past" if noun or is_headline(trigger.sent) else "present")
        elif relation == "denial" and "deny" in state.classes:  # "denied it was so and called it untrue"
            state = replace(state, certainty="certain")
        elif state.negative:
            time: Time | None = "past" if state.time == "future" else state.time
            state = replace(state, certainty="certain", time=time)
        cues = tuple(sorted(state.cues, key=lambda cue: cue.start))
        nearest = next(iter(state.classes), None)
        mere = (
            relation == "supply"
            and "mere" not in unwanted
            and not state.negative
            and nearest in self._effects.mere
        )
        return Judgement(state.factuality(), cues, stage, mere)

    def stage(self, trigger: Token, relation: Relation) -> Stage | None:
        """Return the stage of a deal."""
        return self.judge(trigger, relation).stage

    def _walk_of(self, doc: Doc) -> Walk:
        if self._walk is None or self._walk.graph.doc is not doc:
            self._walk = Walk(graph_of(doc), self._effects)
        return self._walk

    def _supply(self, walk: Walk, trigger: Token, state: State) -> State:
        if self._is_withheld(walk, trigger):
            return replace(state, negative=not state.negative)
        kind = self._order_kind(walk, trigger)
        if kind is not None:
            state = walk.objects_modified(trigger, replace(state, time="future"))
            if kind == "option" and not state.negative:
                state = replace(state, certainty="possible")
            return state
        if not walk.is_verbal(trigger) or walk.graph.marker(trigger) == "for":  # "the corn is for delivery"
            return self._supply_noun(walk, trigger, state)
        return state

    def _is_withheld(self, walk: Walk, trigger: Token) -> bool:
        """Tell whether a verb tells that goods don't pass ("cut off gas to Chad")."""
        after = [t.lower_ for t in trigger.doc[trigger.i + 1 : trigger.i + 3]]
        known = (rest for rest, _ in self._withheld.get(trigger.lower_))
        return walk.is_verbal(trigger) and any(all(word in after for word in rest) for rest in known)

    def _order_kind(self, walk: Walk, trigger: Token) -> str | None:
        """Tell whether a trigger (or the object of a support verb) is an order or option."""
        if trigger.pos_ in ("NOUN", "PROPN"):
            return next((kind for _, kind in self._order_nouns.get(trigger.lower_)), None)
        for _, kind in (*self._orders.get(trigger.lower_), *self._accept.get(trigger.lower_)):
            return kind
        for child in walk.graph.children(trigger, "obj", "nsubj:pass"):
            for _, kind in self._order_nouns.get(child.lower_):
                return kind
        return None

    def _supply_noun(self, walk: Walk, trigger: Token, state: State) -> State:
        graph = walk.graph
        held = words("accusing") | words("suspicion")  # "thanked for the delivery", "under fire for the sale"
        above = graph.head(trigger)
        blamed = any(t.lemma_.lower() in held for t in (above, *graph.children(above, "obl")))
        done = blamed or "bygone" in state.classes  # "owes money for past deliveries"
        if graph.marker(trigger) == "for" and self._pending.get(trigger.lower_) and not done:
            return replace(state, time="future")
        if _is_arranged(graph, trigger):
            return replace(state, time="future")
        if self._generic.get(trigger.lower_) and trigger.tag_ in ("NNS", "NNPS"):
            governed = set(state.classes) - {"light"}
            link = walk.link(trigger)
            subject = link is not None and link.construction in ("subj", "topic")
            known = state.time if governed or subject else None
            return replace(state, time=known or "present")
        return state


def _is_arranged(graph: Graph, noun: Token) -> bool:
    """Tell whether the present tense of a text speaks of what is to come ("deliveries begin in October")."""
    verb = graph.head(noun)
    starts = graph.dep(noun) == "nsubj" and verb.lemma_.lower() in words("beginning")
    told = starts and verb.tag_ in ("VBZ", "VBP") and not graph.children(verb, "aux", "obj", "xcomp")
    return told and not is_headline(verb.sent)
