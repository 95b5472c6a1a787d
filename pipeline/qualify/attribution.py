"""Attribution: to whom the text gives a fact, outermost source first.

A fact whose trigger stands inside what a source says has that source: clause under a
reporting verb, clause before or around a speech tag, *according to*, noun with content
("a report that …"), quotation over several sentences, or nobody named ("reportedly").
"""

import itertools

from spacy.tokens import Doc, Token

from pipeline.annotate.mechanisms import off
from pipeline.predicates import Graph, classes_of
from pipeline.predicates.lexicon import words as lexicon_words
from pipeline.qualify.lexicon import FormIndex, load_reporting
from pipeline.qualify.scene import Scene
from pipeline.qualify.sources import SourceMention, depth, distinct, is_first_person, label_of, mention_of
from pipeline.qualify.speech import (
    CLAUSAL,
    SpeechVerbs,
    is_passive,
    is_unsaid,
    leads,
    stretch,
    subjects,
    tail_speech,
    title_opener,
    title_tag,
)
from pipeline.qualify.verbgroup import infinitive_mark

SPEAKING = frozenset({"people", "actor", "corporate"})
BELIEVING = SPEAKING | {"name", "pronoun"}
INNER_DEPS = ("det", "amod", "compound", "nummod", "advmod", "flat", "nmod")
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
RELATIVE = frozenset({"which", "what"})
CONTENT_OPENERS = frozenset({"that", "it", "he", "she", "they", "saying", "claiming", "alleging"})
Known = list[SourceMention]
"""The sources found so far."""
ACCUSING_DEPS = ("advcl", "obl", "xcomp", "acl", "ccomp", "obj")


class AttributionFinder:
    """Finds the sources of triggers."""

    def __init__(self) -> None:
        reporting = load_reporting()
        self._verbs = SpeechVerbs()
        self._reports = _noun_forms(reporting.nouns.report)
        self._accusations = _noun_forms(reporting.nouns.accusation)
        self._beliefs = _noun_forms(reporting.nouns.belief)
        self._adverbs = frozenset(reporting.adverbs.words)
        self._adjectives = frozenset(reporting.adverbs.adjectives)
        self._markers = [(marker, marker.split()) for marker in reporting.markers.words]
        self._first = frozenset(words[0] for _, words in self._markers)
        self._scene: Scene | None = None
        self._ways = {
            "attribution-adverb": (self._unnamed_words,),
            "attribution-clause": (self._climb,),
            "attribution-position": (self._by_position,),
            "attribution-report": (self._report_before, self._accused_before),
            "attribution-marker": (self._according_to,),
            "attribution-title": (self._title,),
            "attribution-quote": (self._quoted,),
        }

    def sources(self, trigger: Token) -> list[SourceMention]:
        """Return the sources of a trigger, outermost first; empty where the writer states it."""
        scene = self._scene_of(trigger.doc)
        unwanted = off(trigger.doc)
        if "attribution" in unwanted or self._joins_speech(scene, trigger):
            return []
        found: list[SourceMention] = []
        for name, ways in self._ways.items():
            if name not in unwanted:
                for way in ways:
                    found += way(scene, trigger, found)
        found = distinct(scene.view.graph, [s for s in found if s.head is None or s.head.i != trigger.i])
        found = sorted(found, key=lambda source: depth(source, trigger))
        return found if "attribution-turns" in unwanted else self._turn(scene, trigger) + found

    def _turn(self, scene: Scene, trigger: Token) -> list[SourceMention]:
        """Return who has the word in a transcript."""
        turn = next((turn for turn in scene.turns if trigger in turn), None)
        return [label_of(turn.label)] if turn is not None else []

    def _scene_of(self, doc: Doc) -> Scene:
        if self._scene is None or self._scene.doc is not doc:
            self._scene = Scene(doc, self._verbs)
        return self._scene

    def _joins_speech(self, scene: Scene, trigger: Token) -> bool:
        """Tell whether a verb of speaking goes with the one before it, and is not in what is said.

        "He said that it was so and dismissed the rumour": the parser may put the second
        verb into what is said; verbs of speaking go with each other.
        """
        graph = scene.view.graph
        denies = self._verbs.is_a(self._verbs.denying, trigger)
        if (
            graph.dep(trigger) == "advcl" and trigger.tag_ == "VBG" and denies
        ):  # "he said, denying the report"
            return self._verbs.is_a(self._verbs.core, graph.head(trigger))
        if graph.dep(trigger) != "conj" or graph.child(trigger, "nsubj", "nsubj:pass", "aux"):
            return False
        return trigger.tag_ in ("VBD", "VBZ", "VBN") and denies

    # -- up the tree -----------------------------------------------------------

    def _climb(self, scene: Scene, trigger: Token, _known: Known) -> list[SourceMention]:
        found: list[SourceMention] = []
        graph = scene.view.graph
        node = trigger
        limits = stretch(trigger)
        quoted = any(trigger in quote for quote in scene.quotes)
        aside, beside = self._is_aside(scene, trigger), False
        for head in graph.ancestors(trigger):
            if aside and self._verbs.is_a(self._verbs.accuse, head):
                return found  # "accuses him of theft, which he denies"
            if not quoted and not limits[0] <= head.i < limits[1]:
                return found
            beside = beside or graph.dep(node) == "acl:relcl"  # "a claim over software, which it sold"
            found += self._step(scene, node, head, beside)
            found += self._tagged(scene, trigger, node)
            node = head
        found += self._tagged(scene, trigger, node)
        return found

    def _step(self, scene: Scene, node: Token, head: Token, beside: bool) -> list[SourceMention]:
        """Return the source that a governor gives to what stands under it, or `beside` what it is about."""
        graph, verbs = scene.view.graph, self._verbs
        label = graph.dep(node)
        base = label.split(":", 1)[0]
        if self._is_report(head) and label in ("acl", "ccomp", "nmod", "xcomp", "advcl"):
            # "The report, denied by X" and "a statement denying it": what is done with words is not in them.
            done = label == "acl" and (is_passive(graph, node) or verbs.is_a(verbs.denying, node))
            topic = label in ("acl", "nmod") and (node.tag_ == "VBG" or node.pos_ not in ("VERB", "AUX"))
            return [] if done or (topic and beside) else self._report_noun(scene, head)
        if head.pos_ not in ("VERB", "AUX") and not head.is_upper and base != "obj":
            return []
        if verbs.is_a(verbs.about_source, head) and base in ("advcl", "xcomp", "obl", "ccomp"):
            return self._quoting(scene, head)
        if is_unsaid(graph, head):
            return []
        known = verbs.core if base == "parataxis" else verbs.say
        if base in CLAUSAL and verbs.is_a(known, head) and self._has_content(scene, node, head):
            return self._said(scene, head)
        if verbs.is_a(verbs.accuse, head) and base in ACCUSING_DEPS and _is_clause(scene, node):
            return self._said(scene, head)
        topic = label == "obj" and node.i > head.i and graph.child(head, "ccomp") is not None
        if topic and verbs.is_a(verbs.core, head):
            return self._said(scene, head)
        event = label in ("obj", "ccomp") and verbs.is_a(verbs.event, head)
        if event and not is_passive(graph, head):
            return self._said(scene, head)
        return []

    def _has_content(self, scene: Scene, node: Token, head: Token) -> bool:
        """Tell whether a complement is what somebody says, and not what he wants to do."""
        graph, verbs = scene.view.graph, self._verbs
        finite = any(t.tag_ in FINITE_TAGS for t in graph.children(node, "cop", "aux"))
        infinitive = infinitive_mark(node) is not None and not finite  # "said it was due to sign"
        gerund = node.tag_ == "VBG" and graph.child(node, "nsubj", "aux") is None
        if not (infinitive or gerund) or graph.dep(node) == "parataxis":
            return True
        if is_passive(graph, head):
            return verbs.is_a(verbs.unnamed_passive, head)
        return verbs.is_a(verbs.self_report, head)

    def _said(self, scene: Scene, verb: Token) -> list[SourceMention]:
        """Return the subject of a reporting verb, with a source that it cites in turn."""
        graph, verbs = scene.view.graph, self._verbs
        if is_passive(graph, verb):
            agents = scene.view.of(verb).tokens("subj")
            if agents:
                return [mention_of(scene.view.graph, t, verb.text) for t in agents]
            unnamed = verbs.is_a(verbs.unnamed_passive, verb)
            return [SourceMention(None, None, verb.text, True)] if unnamed else []
        named = subjects(scene.view, verb)
        if any(t.lower_ in ("it", "there") and graph.dep(t).startswith("expl") for t in named):
            named = []
        cited = self._cited(scene, verb)
        return [mention_of(scene.view.graph, t, verb.text) for t in (*cited, *named)]

    def _cited(self, scene: Scene, verb: Token) -> list[Token]:
        """Return the object of *citing* or *quoting* beside a reporting verb."""
        graph, verbs = scene.view.graph, self._verbs
        start, end = stretch(verb)
        return [
            conjunct
            for token in scene.doc[start:end]
            if token.tag_ == "VBG" and verbs.is_a(verbs.about_source, token)
            for thing in graph.children(token, "obj")
            for conjunct in graph.conjuncts(_origin(graph, thing))
        ]

    def _quoting(self, scene: Scene, verb: Token) -> list[SourceMention]:
        """Return the sources of "the paper quoted X as saying", inner one first."""
        view = scene.view
        quoted = view.of(verb).tokens("obj") or view.of(verb).tokens("iobj")
        named = quoted + ([] if is_passive(view.graph, verb) else subjects(view, verb))
        return [mention_of(scene.view.graph, t, verb.text) for t in named]

    def _report_noun(self, scene: Scene, noun: Token) -> list[SourceMention]:
        if self._beliefs.get(noun.lower_):
            owners = scene.view.of(noun).tokens("poss") or _clause_subject(scene, noun)
            owners = [t for t in owners if not classes_of(scene.view.graph, t).isdisjoint(BELIEVING)]
            owners = owners or ([noun] if self._reports.get(noun.lower_) else [])
            return [mention_of(scene.view.graph, t, noun.text) for t in owners]
        if self._accusations.get(noun.lower_):
            owners = scene.view.of(noun).tokens("poss") or scene.view.of(noun).tokens("by")
            return [mention_of(scene.view.graph, t, noun.text) for t in owners or [noun]]
        return [mention_of(scene.view.graph, noun, noun.text)]

    def _is_report(self, token: Token) -> bool:
        nouns = (self._reports, self._accusations, self._beliefs)
        return token.pos_ in ("NOUN", "PROPN") and any(n.get(token.lower_) for n in nouns)

    def _tagged(self, scene: Scene, trigger: Token, node: Token) -> list[SourceMention]:
        """Return the speaker of a tag that hangs on a clause ("…, said the minister, …")."""
        graph, verbs = scene.view.graph, self._verbs
        found: list[SourceMention] = []
        for child in graph.children(node, "parataxis"):
            if verbs.is_a(verbs.about_source, child) and child.i > trigger.i:
                found += self._quoting(scene, child)
        for child in graph.children(node, "parataxis", "conj", "advcl", "acl", "dep", "ccomp"):
            if graph.dominates(child, trigger) or not verbs.is_a(verbs.core, child):
                continue
            if stretch(child) != stretch(trigger) and not any(trigger in q for q in scene.quotes):
                continue
            if child.i < trigger.i and graph.dep(child) != "parataxis":
                continue
            complement = graph.child(child, "ccomp", "xcomp", "obj")
            if complement is not None and complement.pos_ in ("VERB", "AUX"):
                continue
            speech = next((s for s in scene.speeches if s.verb.i == child.i), None)
            if speech is None or speech.verb.i == trigger.i:
                continue
            if graph.dep(child) == "parataxis" or tail_speech(scene.doc, speech) is not None:
                found += [mention_of(scene.view.graph, t, child.text) for t in speech.speakers]
        return found

    # -- by position ---------------------------------------------------------------

    def _by_position(self, scene: Scene, trigger: Token, known: Known) -> list[SourceMention]:
        """Return the speaker of a tail clause that the parser hung somewhere else."""
        heads = {s.head.i for s in known if s.head is not None}
        found: list[SourceMention] = []
        limits = stretch(trigger)
        for speech in scene.speeches:
            if stretch(speech.verb) != limits or speech.verb.i == trigger.i:
                continue
            if heads & {t.i for t in speech.speakers}:
                continue
            at = tail_speech(scene.doc, speech) if speech.verb.i > trigger.i else None
            tail = at is not None and trigger.i < at
            if tail and known and scene.doc[at or 0].is_quote:
                continue
            if tail or leads(scene.view.graph, speech, trigger):
                found += [mention_of(scene.view.graph, t, speech.verb.text) for t in speech.speakers]
        return found

    def _report_before(self, scene: Scene, trigger: Token, _known: Known) -> list[SourceMention]:
        """Return a noun with content whose clause the parser hung somewhere else.

        "A report that X sold …", "rumours it may bid": the clause follows at once, and
        between noun and trigger stands no other finite verb than the trigger's governors.
        """
        graph, doc = scene.view.graph, scene.doc
        governors = {trigger.i} | {t.i for t in graph.ancestors(trigger)}
        start, _ = stretch(trigger)
        for i in range(trigger.i - 1, start, -1):
            token = doc[i]
            helper = token.pos_ == "AUX" or graph.dep(token).startswith(("aux", "cop"))
            if token.tag_ in ("VBD", "VBZ", "VBP") and i not in governors and not helper:
                return []
            if doc[i].lower_ in CONTENT_OPENERS and self._is_report(doc[i - 1]):
                about = graph.dominates(trigger, doc[i - 1]) or doc[i].tag_ in ("WDT", "WP")
                denies = self._verbs.is_a(self._verbs.denying, trigger)  # "a charge he denies"
                about = about or (denies and graph.dep(trigger).startswith("acl"))
                about = about or graph.dep(doc[i - 1]) == "iobj"  # "told a newspaper that …"
                return [] if about else self._report_noun(scene, doc[i - 1])
        return []

    def _is_aside(self, scene: Scene, trigger: Token) -> bool:
        """Tell whether a relative clause denies what somebody is accused of ("theft, which he denies")."""
        relative = scene.view.graph.dep(trigger) == "acl:relcl"
        return relative and self._verbs.is_a(self._verbs.denying, trigger)

    def _accused_before(self, scene: Scene, trigger: Token, _known: Known) -> list[SourceMention]:
        """Return the accuser of "accused X of selling", wherever the parser hung the gerund."""
        if self._is_aside(scene, trigger):
            return []
        start, _ = stretch(trigger)
        accusing = [t for t in scene.doc[start : trigger.i] if self._verbs.is_a(self._verbs.accuse, t)]
        for verb in reversed(accusing):
            words = [t for t in scene.doc[verb.i + 1 : trigger.i + 1] if not t.is_space]
            crimes = [
                two for one, two in itertools.pairwise(words) if one.lower_ == "of" and two.tag_ == "VBG"
            ]
            if verb.pos_ != "VERB" or not crimes or any(t.text in (",", ";", ":") for t in words):
                continue
            finite = trigger.tag_ in ("VBD", "VBZ", "VBP")
            if not finite or scene.view.graph.dominates(crimes[0], trigger):
                return self._said(scene, verb)
        return []

    def _according_to(self, scene: Scene, trigger: Token, _known: Known) -> list[SourceMention]:
        graph = scene.view.graph
        found: list[SourceMention] = []
        start, end = stretch(trigger)
        text = graph.words
        for i in (i for i in range(start, end) if text[i] in self._first):
            for marker, words in self._markers:
                at = i + len(words)
                if text[i:at] != words or at >= end:
                    continue
                head = _head_from(graph, scene.doc[at], end)
                if head.lower_ in RELATIVE or any(t.lower_ == "whose" for t in graph.children(head)):
                    continue  # "signed a pact, according to which": it says what the pact says
                if not graph.dominates(head, trigger) or trigger.i < i:
                    cited = self._cited(scene, head)
                    found += [mention_of(graph, t, marker) for t in (*graph.conjuncts(head), *cited)]
        return found

    def _unnamed_words(self, scene: Scene, trigger: Token, _known: Known) -> list[SourceMention]:
        """Return nobody for "reportedly", "alleged" at the event or the clauses around it."""
        graph = scene.view.graph
        for node in (trigger, *graph.ancestors(trigger)):
            for child in graph.children(node, "advmod", "amod"):
                adverb = child.lower_ in self._adverbs
                alleged = child.lower_ in self._adjectives and node.i == trigger.i
                if adverb or alleged:
                    return [SourceMention(None, None, child.text, True)]
        return []

    def _title(self, scene: Scene, trigger: Token, _known: Known) -> list[SourceMention]:
        """Return the speaker or report that a title names at its end, or before its colon."""
        graph, found = scene.view.graph, Known()
        for limits in (title_tag(trigger), title_opener(trigger)):
            if limits is None:
                continue
            head = _head_from(graph, scene.doc[limits[0]], limits[1])
            if head.lower_ in lexicon_words("newsreader"):  # "PRESENTER: Was there a truce?"
                continue
            speaks = bool(self._reports.get(head.lower_)) or not classes_of(graph, head).isdisjoint(SPEAKING)
            speaks = speaks or any(is_first_person(t) for t in graph.children(trigger, "nsubj"))
            mark = scene.doc[limits[1] if limits[1] < trigger.i else limits[0] - 1]
            found += [mention_of(graph, head, mark.text)] if speaks else []
        return found

    # -- quotations ------------------------------------------------------------------

    def _quoted(self, scene: Scene, trigger: Token, _known: Known) -> list[SourceMention]:
        quote = next((q for q in scene.quotes if trigger in q), None)
        if quote is None or not quote.is_speech(scene.doc):
            return []
        speech = scene.speaker(quote)
        if speech is None or speech.verb.i == trigger.i:
            return []
        return [mention_of(scene.view.graph, t, speech.verb.text) for t in speech.speakers]


def _noun_forms(lemmas: tuple[str, ...]) -> FormIndex[bool]:
    index: FormIndex[bool] = FormIndex()
    index.add_nouns(lemmas, True)
    return index


def _is_clause(scene: Scene, node: Token) -> bool:
    """Tell whether a word can be what somebody is accused of: a gerund or a noun after *of*."""
    return node.tag_ == "VBG" or scene.view.graph.marker(node) in ("of", "over", "with", "for")


def _clause_subject(scene: Scene, noun: Token) -> list[Token]:
    """Return the subject of the clause that a noun of belief stands in."""
    for head in scene.view.graph.ancestors(noun):
        if head.pos_ in ("VERB", "AUX"):
            return scene.view.of(head).tokens("subj")
    return []


def _origin(graph: Graph, thing: Token) -> Token:
    """Return whom "citing information from X" cites."""
    origins = [t for t in graph.children(thing, "nmod", "obl") if graph.marker(t) in ("from", "by")]
    return origins[0] if origins else thing


def _head_from(graph: Graph, token: Token, end: int) -> Token:
    """Return the head of the noun phrase that begins at a token."""
    head = token
    while graph.dep(head).split(":")[0] in INNER_DEPS and token.i < graph.head(head).i < end:
        head = graph.head(head)
    return head
