"""Stages of deals: from the trigger's kind and the state that the walk gives it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipeline.facts.types import Stage, Time
from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.qualify.lexicon import FormIndex, load_triggers
from pipeline.qualify.state import State
from pipeline.qualify.verbgroup import VERBAL_POS, is_definite, is_headline, verb_group
from pipeline.qualify.walk import Walk

DEFINITE = frozenset(
    {"the", "this", "that", "these", "those", "such", "both", "its", "their", "his", "her", "our"}
)
KNOWN = frozenset({"the", "this", "that", "these", "those", "such"})
MEANS = frozenset({"through", "via", "by", "in", "under"})
TRANSACTIONS = frozenset({"deal", "deals", "transaction", "merger", "takeover"})
UNDERTAKEN = frozenset({"agree", "scheduled", "will"})
HOLDING = frozenset({"hold", "holds", "held", "holding"})
LAPSING = frozenset(
    {"expires", "expire", "lapses", "lapse", "runs", "run", "ends", "end", "takes", "comes", "enters", "goes"}
)
NEGOTIATED = frozenset({"negotiated", "renegotiated"})
SPANS = frozenset({"year", "years", "month", "months"})
FORCES = frozenset({"force", "effect", "place", "intact", "valid", "binding"})
JOINT_WORK = frozenset({"partnership", "alliance", "association", "collaboration"})
AHEAD = frozenset({"will", "would", "may"})
STOPS = frozenset({"stop", "drop"})
THOUGHT = frozenset({"believe", "rumour", "seem", "suspect"})
CLOSED = frozenset(
    {"signed", "agreed", "extended", "suspended", "breached", "ended", "in_force", "completed"}
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a trigger is: a stage's word, a transfer's, or an agreement noun."""

    stage: Stage | None
    transfer: bool = False
    noun: bool = False


class StageFinder:
    """Tells the stage of a deal and what follows from it for its factuality."""

    def __init__(self) -> None:
        triggers = load_triggers()
        self._verbs: FormIndex[Kind] = FormIndex()
        self._nouns: FormIndex[Kind] = FormIndex()
        self._modifiers: FormIndex[Stage] = FormIndex()
        for name, entry in triggers.stage.items():
            stage: Stage = name  # type: ignore[assignment]
            self._verbs.add_verbs(entry.verbs, Kind(stage))
            self._nouns.add_nouns(entry.nouns, Kind(stage, noun=True))
            self._modifiers.add_words(entry.modifiers, stage)
        self._takeovers: FormIndex[bool] = FormIndex()
        self._takeovers.add_verbs(triggers.takeover.verbs, True)
        self._takeovers.add_nouns(triggers.takeover.nouns, True)
        self._accept: FormIndex[bool] = FormIndex()
        self._accept.add_verbs(triggers.accept_offer.verbs, True)
        self._refusals: FormIndex[bool] = FormIndex()
        self._refusals.add_verbs(triggers.refusal.verbs, True)
        self._approve: FormIndex[bool] = FormIndex()
        self._approve.add_verbs(triggers.approve.verbs, True)
        self._verbs.add_verbs(triggers.transfer.verbs, Kind(None, transfer=True))
        self._nouns.add_nouns(triggers.transfer.nouns, Kind(None, transfer=True, noun=True))

    def kind(self, walk: Walk, token: Token) -> Kind | None:
        """Return what a word says as the trigger of a deal."""
        noun = next((kind for _, kind in self._nouns.get(token.lower_)), None)
        said = noun is not None and token.pos_ == "NOUN" and walk.graph.child(token, "cop") is not None
        if not said and (walk.is_verbal(token) or token.pos_ in VERBAL_POS):
            return self._verb_kind(walk.graph, token)
        verb = self._verb_kind(walk.graph, token)
        titled = token.tag_ in ("NNS", "NNPS") and is_headline(token.sent) and verb is not None
        return verb if titled or noun is None else noun

    def _verb_kind(self, graph: Graph, token: Token) -> Kind | None:
        instrument = self._instrument(graph, token)
        after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 6]]
        phrases = [
            (rest, kind) for rest, kind in self._verbs.get(token.lower_) if all(w in after for w in rest)
        ]
        longest = max((len(rest) for rest, _ in phrases), default=0)
        found = [kind for rest, kind in phrases if len(rest) == longest]
        if instrument is None and token.lower_ in HOLDING and self._is_said_of_agreement(graph, token):
            return Kind("in_force")
        if instrument is not None:
            stages = [kind for kind in found if not kind.transfer]
            own = stages[0] if stages else Kind("agreed")
            open_noun = instrument.stage in ("proposed", "negotiating")
            bought = open_noun and not stages and self._takeovers.get(token.lower_)  # no "raised the offer"
            if bought and any(kind.transfer for kind in found):
                return next(kind for kind in found if kind.transfer)
            if token.lower_ in NEGOTIATED and instrument.stage == "agreed":
                return instrument
            stays_open = own.stage in ("agreed", "proposed", "negotiating") and not self._accept.get(
                token.lower_
            )
            return Kind(instrument.stage) if open_noun and stays_open else own
        transfer = [kind for kind in found if kind.transfer]
        return next(iter(transfer or found), None)

    def _is_said_of_agreement(self, graph: Graph, token: Token) -> bool:
        """Tell whether a verb without an object has an agreement as its subject ("the truce held")."""
        subjects = graph.children(token, "nsubj")
        return not graph.child(token, "obj") and any(self._nouns.get(child.lower_) for child in subjects)

    def _instrument(self, graph: Graph, token: Token) -> Kind | None:
        """Return the kind of the agreement noun that a verb has as its (deep) object."""
        told = [graph.head(token)] if token.lower_ in NEGOTIATED and graph.dep(token) == "acl:relcl" else []
        for child in (*graph.children(token, "obj", "nsubj:pass"), *told):
            for _, kind in self._nouns.get(child.lower_):
                if not kind.transfer:
                    return kind
        return None

    def settle(self, walk: Walk, token: Token, state: State) -> tuple[State, Stage | None]:
        """Return the state and stage of a deal whose trigger is a token."""
        kind = self.kind(walk, token)
        if state.certainty == "certain" and not state.conditional and self._refuses(walk, token):
            state = replace(state, negative=not state.negative)
            return self._open(state, "proposed")
        if kind is None:
            return self._plain(state), None
        state = self._voted(walk, token, self._paid(walk, token, self._object_state(walk, token, state)))
        if kind.noun and not kind.transfer and kind.stage == "agreed":
            return self._agreement(walk, token, state)
        if kind.transfer:
            return self._transfer(walk, token, state, kind)
        if kind.stage in ("proposed", "negotiating"):
            if kind.noun and kind.stage == "proposed" and self._is_refused(walk, token):
                state = replace(state, negative=True)
            realised = self._realised(walk, token) if kind.stage == "proposed" else None
            return realised or self._open(state, kind.stage)
        if kind.stage in ("ended", "in_force") and self._is_ahead(walk, token, state):
            state = replace(state, time="future")
        if kind.stage == "ended" and self._is_of_talks(walk.graph, token):
            still = self._open(replace(state, negative=False), "negotiating")
            return (
                still
                if state.negative or state.certainty != "certain"
                else self._closed(replace(state, negative=True), kind.stage)
            )
        return self._closed(state, kind.stage)

    def _is_ahead(self, walk: Walk, token: Token, state: State) -> bool:
        """Tell whether the present tense of a text speaks of what is to come ("expires in May")."""
        simple = token.lower_ in LAPSING and token.tag_ in ("VBZ", "VBP") and state.time == "present"
        told = [t for t in walk.graph.children(token, "obj") if t.lower_ not in FORCES]
        return simple and not told and not is_headline(token.sent)

    def _is_of_talks(self, graph: Graph, token: Token) -> bool:
        """Tell whether talks, an offer or a merger come to nothing, and no agreement ("broke off talks")."""
        parts = [(t, False) for t in graph.children(token, "obl")]
        parts += [(t, True) for t in graph.children(token, "nsubj", "obj", "nsubj:pass")]
        return any(
            kind.stage in ("negotiating", "proposed") or (kind.transfer and alone)
            for part, alone in parts
            for _, kind in self._nouns.get(part.lower_)
        )

    def _refuses(self, walk: Walk, token: Token) -> bool:
        """Tell whether a verb says no to an offer ("turned down the bid")."""
        after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 6]]
        known = (rest for rest, _ in self._refusals.get(token.lower_))
        return walk.is_verbal(token) and any(all(word in after for word in rest) for rest in known)

    def _object_state(self, walk: Walk, token: Token, state: State) -> State:
        """Let the adjectives of the object count for the verb ("signed a proposed pact")."""
        return walk.objects_modified(token, state) if walk.is_verbal(token) else state

    def _voted(self, walk: Walk, token: Token, state: State) -> State:
        """Let an agreement be approved by who votes to ("members voted on Monday to ratify the contract")."""
        link = walk.link(token)
        if link is not None and link.construction == "obj" and self._is_voted(link.governor):
            token, link = link.governor, walk.link(link.governor)  # "voted to approve the agreement"
        if link is None or link.governor.lemma_.lower() != "vote" or not self._is_voted(token):
            return state
        vote = walk.state(link.governor)
        sure = not vote.negative and vote.certainty == "certain" and vote.time == "past"
        return replace(state, time="past") if sure and not vote.conditional else state

    def _is_voted(self, token: Token) -> bool:
        """Tell whether a vote does what a verb says: it accepts, approves or ratifies."""
        index = (self._accept, self._approve)
        return token.lemma_.lower() == "ratify" or any(kind.get(token.lower_) for kind in index)

    def _paid(self, walk: Walk, token: Token, state: State) -> State:
        """Let a dispute be settled by who pays for it ("agreed to pay $5 million to settle the suit")."""
        link = walk.link(token)
        if link is None or link.construction != "purpose" or link.governor.lemma_ not in words("paying"):
            return state
        paid = walk.state(link.governor)
        sure = not paid.negative and paid.certainty == "certain" and not paid.conditional
        return replace(state, time="past", certainty="certain") if sure else state

    def _realised(self, walk: Walk, token: Token) -> tuple[State, Stage | None] | None:
        """Judge an offer that a purchase came about by ("bought it through a tender offer")."""
        if walk.graph.marker(token) not in MEANS:
            return None
        verb = walk.graph.head(token)
        kind = self.kind(walk, verb) if verb.pos_ in VERBAL_POS else None
        if kind is None or not kind.transfer or not walk.is_verbal(verb):
            return None
        return self._transfer(walk, verb, walk.state(verb), kind)

    def _plain(self, state: State) -> State:
        return replace(state, time="past" if state.time == "present" else state.time)

    def _open(self, state: State, stage: Stage) -> tuple[State, Stage | None]:
        if state.negative:
            ended = {"fail", "stop"} & set(state.classes) and stage == "negotiating"
            time: Time | None = "future" if state.time == "present" else state.time
            state = replace(state, certainty="certain", time=time)
            return state, "ended" if ended else stage
        return replace(state, certainty="possible", time="future"), stage

    def _closed(self, state: State, stage: Stage | None) -> tuple[State, Stage | None]:
        if state.negative:
            if state.certainty != "certain" or state.time == "future":
                return state, "proposed"
            unmet = stage == "agreed" or (stage == "signed" and "fail" in state.classes)
            return state, "negotiating" if unmet else stage
        if _is_denied(state):
            return state, stage
        if state.certainty != "certain" and _is_thought(state):
            return state, stage
        if state.certainty == "possible":
            return replace(state, time="future"), _unfinished(state, "negotiating")
        if state.certainty == "probable":
            return replace(state, time="future"), "agreed" if stage == "signed" else stage
        if state.time == "future" and "agree" not in state.classes:
            return state, "agreed" if stage in ("signed", "completed") else stage
        return replace(state, time="past"), stage

    def _transfer(self, walk: Walk, token: Token, state: State, kind: Kind) -> tuple[State, Stage | None]:
        if kind.noun and self._is_completed(walk, token, state):
            return replace(state, time="past"), "completed"
        if kind.noun and (self._is_settled(walk, token) or self._is_approved(walk, token)):
            return replace(state, negative=False, certainty="certain", time="past"), "agreed"
        if state.negative:
            if state.certainty == "certain" and self._is_dropped(state):
                return replace(state, time="past"), "ended"
            return state, "proposed"
        if _is_denied(state):
            return state, "agreed"
        if state.certainty != "certain" and _is_thought(state):
            return state, "completed"
        if state.certainty == "possible":
            return replace(state, time="future"), _unfinished(state, "proposed")
        if state.certainty == "probable":
            return replace(state, time="future"), "proposed"
        if kind.noun and not state.classes:
            stages = list(self._stages_of(walk, token))
            return replace(state, time="past"), stages[0] if stages else "completed"
        if state.time == "future":
            if self._is_undertaken(walk, token, state):
                return replace(state, time="past"), "agreed"
            if "purpose" in state.classes and self._is_means(walk, token):
                return replace(state, time="past"), "completed"
            if kind.noun and is_definite(walk.graph, token) and "plan" in state.classes:
                return replace(state, time="past"), "agreed"
            return state, None
        return replace(state, time="past"), "completed" if state.time == "past" and not self._headline(
            token
        ) else "agreed"

    def _is_dropped(self, state: State) -> bool:
        """Tell whether who wanted a takeover gave it up ("dropped plans to buy"); a court only bars it."""
        if not state.classes or state.classes[-1] not in STOPS:
            return False
        if any(cue.effect in AHEAD for cue in state.cues):
            return False
        stops = [cue.text.lower() for cue in state.cues if cue.effect in STOPS]
        return any(kind.stage == "ended" for stop in stops for _, kind in self._verbs.get(stop))

    def _is_undertaken(self, walk: Walk, token: Token, state: State) -> bool:
        """Tell whether a takeover is announced: agreed, arranged, or said to come ("said it would buy")."""
        cues = {cue.effect for cue in state.cues}
        link = walk.link(token) if "would" in cues else None
        said = link is not None and link.construction == "that" and link.governor.tag_ in ("VBD", "VBN")
        said = said or ("would" in cues and self._is_laid_down(walk, token))
        return bool(set(state.classes) & UNDERTAKEN or cues & UNDERTAKEN or (said and not state.conditional))

    def _is_laid_down(self, walk: Walk, token: Token) -> bool:
        """Tell whether an agreement made says what is to come ("signed a pact under which it would buy")."""
        graph = walk.graph
        noun = graph.head(token)
        if graph.dep(token) != "acl:relcl" or noun_lemma(noun) not in words("concluded"):
            return False
        marks = {t.lower_ for t in noun.doc[noun.i + 1 : token.i] if t.tag_ in ("WDT", "WRB")}
        above = walk.state(noun)
        sure = above.certainty == "certain" and not above.negative and above.time != "future"
        return sure and not marks.isdisjoint(("which", "whereby"))

    def _is_means(self, walk: Walk, token: Token) -> bool:
        """Tell whether what is done for a purchase achieves it ("paid $5 to buy it"), unlike hiring help."""
        link = walk.link(token)
        while link is not None and link.construction == "inf":
            link = walk.link(link.governor)
        return link is None or link.governor.lemma_.lower() not in words("preparing")

    def _is_settled(self, walk: Walk, token: Token) -> bool:
        """Tell whether a participle presupposes the deal ("the previously announced sale")."""
        return any(
            stage in CLOSED
            for child in walk.graph.children(token, "amod")
            for _, stage in self._modifiers.get(child.lower_)
        )

    def _is_completed(self, walk: Walk, token: Token, state: State) -> bool:
        """Tell whether somebody has completed a sale ("closed the previously announced sale")."""
        sure = not state.negative and state.certainty == "certain" and not state.conditional
        return sure and state.time != "future" and "completed" in self._stages_of(walk, token)

    def _headline(self, token: Token) -> bool:
        """Tell whether a title announces a deal in the present tense ("Volvo buys dairy")."""
        return is_headline(token.sent) and token.tag_ not in ("VBD", "VBN", "VBG")

    def _agreement(self, walk: Walk, token: Token, state: State) -> tuple[State, Stage | None]:
        """Judge an agreement noun: it is agreed where nothing says that it is not."""
        if state.negative:
            open_ = state.time == "future" or self._is_refused(walk, token)
            return replace(state, certainty="certain"), "proposed" if open_ else None
        if state.certainty == "possible" and (self._is_taken(walk, token) or self._is_approved(walk, token)):
            return replace(state, time="past", certainty="certain"), "agreed"
        if state.certainty == "possible":
            return replace(state, time="future"), _unfinished(state, "negotiating")
        if state.certainty == "probable":
            return replace(state, time="future"), "agreed"
        if set(state.classes) & {"plan"}:
            return self._planned(walk, token, state)
        own = next(self._stages_of(walk, token), None)
        if own is None and self._runs(walk, token):
            own = "in_force"
        if own is not None or not is_definite(walk.graph, token):
            return replace(state, time="past"), own or "agreed"
        return self._recalled(walk, token, state)

    def _is_refused(self, walk: Walk, token: Token) -> bool:
        """Tell whether somebody turned an agreement down, so that it was only proposed."""
        link = walk.link(token)
        return link is not None and link.construction == "obj" and self._refuses(walk, link.governor)

    def _is_taken(self, walk: Walk, token: Token) -> bool:
        """Tell whether somebody took up the proposal of an agreement ("accepted a plan for a truce")."""
        host = walk.link(token)
        link = walk.link(host.governor) if host is not None and host.construction == "nmod" else None
        if link is None or link.construction not in ("obj", "obl"):
            return False
        word = link.governor.lower_
        over = walk.state(link.governor)
        taken = self._accept.get(word) or self._approve.get(word)
        return bool(taken) and not over.negative and over.time == "past" and over.certainty == "certain"

    def _planned(self, walk: Walk, token: Token, state: State) -> tuple[State, Stage | None]:
        """Judge an agreement that is planned, or one that somebody approved and so is there."""
        approved = any(self._approve.get(child.lower_) for child in walk.graph.children(token, "amod", "acl"))
        if approved or self._is_approved(walk, token):
            return replace(state, time="past"), "agreed"
        return replace(state, time="future"), "proposed"

    def _is_approved(self, walk: Walk, token: Token) -> bool:
        """Tell whether those who must agree to a deal have approved it, which was only proposed before."""
        link = walk.link(token)
        if link is None or not self._approve.get(link.governor.lower_):
            return False
        over = walk.state(link.governor)
        return not over.negative and over.time != "future" and over.certainty == "certain"

    def _recalled(self, walk: Walk, token: Token, state: State) -> tuple[State, Stage | None]:
        """Let "the deal" be as far as the last deal before it that says how far it is.

        An agreement noun with its own stage ("signed a deal") is preferred; "the deal" may
        also mean the takeover that was told before.
        """
        earlier = [t for t in reversed(token.doc[: token.i]) if t.tag_ not in ("NNS", "NNPS")]
        for before in earlier:
            if not any(kind.stage == "agreed" for _, kind in self._nouns.get(before.lower_)):
                continue
            stage = next(self._stages_of(walk, before), None)
            known = walk.state(before)
            if stage is not None and not known.negative and known.certainty == "certain":
                return replace(state, time="past"), stage
        for before in earlier if token.lower_ in TRANSACTIONS else ():
            if self._takeovers.get(before.lower_):
                kind = self.kind(walk, before) or Kind(None, transfer=True)
                told, stage = self._transfer(walk, before, walk.state(before), kind)
                if not told.negative and stage is not None:
                    return replace(state, certainty=told.certainty, time=told.time), stage
        return replace(state, time="past"), "agreed"

    def _runs(self, walk: Walk, token: Token) -> bool:
        """Tell whether an agreement is spoken of as one that runs.

        "In the second year of the pact", "it gets its gas under a contract with Oslo", "its
        joint venture with Acme", "in partnership with Acme", "the pact is still in force".
        """
        graph = walk.graph
        head, marker = graph.head(token), graph.marker(token)
        if head.lower_ in SPANS and marker == "of" and graph.dep(token) == "nmod":
            return any(t.pos_ == "ADJ" or t.tag_ == "JJ" for t in graph.children(head, "amod", "nummod"))
        if marker == "under" and not any(t.lower_ in KNOWN for t in graph.children(token, "det")):
            group = verb_group(graph, head)
            kind = self.kind(walk, head)
            ordinary = (
                (kind is None or not kind.transfer) and head.pos_ in VERBAL_POS and not group.progressive
            )
            return ordinary and group.certainty == "certain" and (group.time == "present" or group.perfect)
        if token.lower_ in JOINT_WORK and marker == "in":
            return not is_headline(token.sent)
        link = walk.link(token)
        if link is not None and link.construction == "subj":
            said = (link.governor, *graph.children(link.governor, "obl", "xcomp", "advmod"))
            if any(word.lower_ in FORCES for word in said):
                return not walk.state(link.governor).negative
        shared = token.lower_ == "venture" and graph.child(token, "nmod:poss") is not None
        return shared and any(graph.marker(t) == "with" for t in graph.children(token, "nmod"))

    def _stages_of(self, walk: Walk, token: Token) -> Iterator[Stage]:
        """Yield the stages that a noun's participles and its verb give ("a pact signed in May")."""
        graph = walk.graph
        for child in graph.children(token, "amod", "acl", "acl:relcl"):
            yield from (stage for _, stage in self._modifiers.get(child.lower_))
        link = walk.link(token)
        if link is not None and link.construction == "obj":
            after = [t.lower_ for t in token.doc[link.governor.i + 1 : link.governor.i + 6]]
            for rest, kind in self._verbs.get(link.governor.lower_):
                if kind.stage in CLOSED and kind.stage is not None and all(word in after for word in rest):
                    yield kind.stage


def _is_denied(state: State) -> bool:
    """Tell whether somebody denies that a deal came about: how far it is said to be stays so."""
    return state.certainty == "possible" and state.time == "past" and "deny" in state.classes


def _is_thought(state: State) -> bool:
    """Tell whether somebody thinks that a deal came about ("is believed to have signed")."""
    return state.time == "past" and bool(THOUGHT & set(state.classes))


def _unfinished(state: State, default: Stage) -> Stage:
    """Return the stage of a deal that may come: proposed or negotiated by what governs it."""
    for name in state.classes:
        if name == "negotiate":
            return "negotiating"
        if name == "propose":
            return "proposed"
    if not state.classes and any(cue.effect == "may" for cue in state.cues):
        return "proposed"
    return default
