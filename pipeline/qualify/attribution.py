"""Attribution: to whom the text gives a fact, outermost source first.

A fact whose trigger stands inside what a source says has that source: clause under a
reporting verb, clause before or around a speech tag, *according to*, noun with content
("a report that …"), quotation over several sentences, or nobody named ("reportedly").
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.predicates import Graph, PredicateView, noun_lemma
from pipeline.qualify.lexicon import FormIndex, load_reporting
from pipeline.qualify.quotes import Quotation, quotations
from pipeline.qualify.speech import (
    CLAUSAL,
    Speech,
    SpeechVerbs,
    is_passive,
    is_unsaid,
    leads,
    speeches,
    stretch,
    subjects,
    tail_speech,
)
from pipeline.qualify.verbgroup import infinitive_mark

QUOTE_REACH = 14
MAX_ACCUSED = 10
INNER_DEPS = ("det", "amod", "compound", "nummod", "advmod", "flat", "nmod")
CONTENT_OPENERS = frozenset({"that", "it", "he", "she", "they", "saying", "claiming", "alleging"})
FIRST_PERSON = frozenset({"i", "we", "me", "us"})
ACCUSING_DEPS = ("advcl", "obl", "xcomp", "acl", "ccomp", "obj")


@dataclass(frozen=True, slots=True)
class SourceMention:
    """One source of a fact.

    Attributes:
        head: Head of the source's mention, None where nobody is named.
        span: The mention, None where nobody is named.
        cue: The word that attributes.
        anonymous: Whether the source hides who it is.
    """

    head: Token | None
    span: Span | None
    cue: str
    anonymous: bool


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
        self._markers = tuple(reporting.markers.words)
        self._falsehood = frozenset(reporting.falsehood.words)
        self._anonymous = reporting.anonymous
        self._scene: _Scene | None = None

    def sources(self, trigger: Token) -> list[SourceMention]:
        """Return the sources of a trigger, outermost first; empty where the writer states it."""
        scene = self._scene_of(trigger.doc)
        if self._joins_speech(scene, trigger):
            return []
        found = self._unnamed_words(scene, trigger)
        found += self._climb(scene, trigger)
        found += self._by_position(scene, trigger, found)
        found += self._report_before(scene, trigger)
        found += self._accused_before(scene, trigger)
        found += self._according_to(scene, trigger)
        found += self._quoted(scene, trigger)
        found = _distinct(found)
        if trigger.lower_ in self._falsehood and found:
            found = sorted(found, key=lambda source: _depth(source, trigger))[:-1]
        return sorted(found, key=lambda source: _depth(source, trigger))

    def _scene_of(self, doc: Doc) -> "_Scene":
        if self._scene is None or self._scene.doc is not doc:
            self._scene = _Scene(doc, self._verbs)
        return self._scene

    def _joins_speech(self, scene: "_Scene", trigger: Token) -> bool:
        """Tell whether a verb of speaking is coordinated with the one before it.

        "He said that it was so and dismissed the rumour": the parser may put the second
        verb into what is said; verbs of speaking go with each other.
        """
        graph = scene.view.graph
        if graph.dep(trigger) != "conj" or graph.child(trigger, "nsubj", "nsubj:pass", "aux"):
            return False
        return trigger.tag_ in ("VBD", "VBZ", "VBN") and self._verbs.is_a(self._verbs.denying, trigger)

    # -- up the tree -----------------------------------------------------------

    def _climb(self, scene: "_Scene", trigger: Token) -> list[SourceMention]:
        found: list[SourceMention] = []
        graph = scene.view.graph
        node = trigger
        for head in graph.ancestors(trigger):
            found += self._step(scene, node, head)
            found += self._tagged(scene, trigger, node)
            node = head
        found += self._tagged(scene, trigger, node)
        return found

    def _step(self, scene: "_Scene", node: Token, head: Token) -> list[SourceMention]:
        """Return the source that a governor gives to what stands under it."""
        graph, verbs = scene.view.graph, self._verbs
        label = graph.dep(node)
        base = label.split(":", 1)[0]
        if self._is_report(head) and label in ("acl", "ccomp", "nmod", "xcomp", "advcl"):
            return self._report_noun(scene, head)
        if head.pos_ not in ("VERB", "AUX") and not head.is_upper and base != "obj":
            return []
        if verbs.is_a(verbs.about_source, head) and base in ("advcl", "xcomp", "obl", "ccomp"):
            return self._quoting(scene, head)
        if is_unsaid(graph, head):
            return []
        if base in CLAUSAL and verbs.is_a(verbs.say, head) and self._has_content(scene, node, head):
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

    def _has_content(self, scene: "_Scene", node: Token, head: Token) -> bool:
        """Tell whether a complement is what somebody says, and not what he wants to do."""
        graph, verbs = scene.view.graph, self._verbs
        infinitive = infinitive_mark(node) is not None
        gerund = node.tag_ == "VBG" and graph.child(node, "nsubj", "aux") is None
        if not (infinitive or gerund) or graph.dep(node) == "parataxis":
            return True
        if is_passive(graph, head):
            return verbs.is_a(verbs.unnamed_passive, head)
        return verbs.is_a(verbs.self_report, head)

    def _said(self, scene: "_Scene", verb: Token) -> list[SourceMention]:
        """Return the subject of a reporting verb, with a source that it cites in turn."""
        graph, verbs = scene.view.graph, self._verbs
        if is_passive(graph, verb):
            agents = scene.view.of(verb).tokens("subj")
            if agents:
                return [self._mention(scene, t, verb.text) for t in agents]
            unnamed = verbs.is_a(verbs.unnamed_passive, verb)
            return [SourceMention(None, None, verb.text, True)] if unnamed else []
        named = subjects(scene.view, verb)
        if any(t.lower_ in ("it", "there") and graph.dep(t).startswith("expl") for t in named):
            named = []
        cited = self._cited(scene, verb, named)
        return [self._mention(scene, t, verb.text) for t in (*cited, *named)]

    def _cited(self, scene: "_Scene", verb: Token, named: list[Token]) -> list[Token]:
        """Return the object of *citing* or *quoting* beside a reporting verb."""
        graph, verbs = scene.view.graph, self._verbs
        hosts = [verb, *named]
        clauses = [c for host in hosts for c in graph.children(host, "advcl", "acl", "parataxis")]
        citing = [c for c in clauses if c.tag_ == "VBG" and verbs.is_a(verbs.about_source, c)]
        return [t for c in citing for t in scene.view.of(c).tokens("obj")]

    def _quoting(self, scene: "_Scene", verb: Token) -> list[SourceMention]:
        """Return the sources of "the paper quoted X as saying", inner one first."""
        view = scene.view
        named = view.of(verb).tokens("obj") + ([] if is_passive(view.graph, verb) else subjects(view, verb))
        return [self._mention(scene, t, verb.text) for t in named]

    def _report_noun(self, scene: "_Scene", noun: Token) -> list[SourceMention]:
        if self._beliefs.get(noun.lower_):
            owners = scene.view.of(noun).tokens("poss") or _clause_subject(scene, noun)
            return [self._mention(scene, t, noun.text) for t in owners]
        if self._accusations.get(noun.lower_):
            owners = scene.view.of(noun).tokens("poss") or scene.view.of(noun).tokens("by")
            return [self._mention(scene, t, noun.text) for t in owners or [noun]]
        return [self._mention(scene, noun, noun.text)]

    def _is_report(self, token: Token) -> bool:
        nouns = (self._reports, self._accusations, self._beliefs)
        return token.pos_ in ("NOUN", "PROPN") and any(n.get(token.lower_) for n in nouns)

    def _tagged(self, scene: "_Scene", trigger: Token, node: Token) -> list[SourceMention]:
        """Return the speaker of a tag that hangs on a clause ("…, said the minister, …")."""
        graph, verbs = scene.view.graph, self._verbs
        found: list[SourceMention] = []
        for child in graph.children(node, "parataxis", "conj", "advcl", "acl", "dep", "ccomp"):
            if graph.dominates(child, trigger) or not verbs.is_a(verbs.core, child):
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
                found += [self._mention(scene, t, child.text) for t in speech.speakers]
        return found

    # -- by position ---------------------------------------------------------------

    def _by_position(
        self, scene: "_Scene", trigger: Token, known: list[SourceMention]
    ) -> list[SourceMention]:
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
                found += [self._mention(scene, t, speech.verb.text) for t in speech.speakers]
        return found

    def _report_before(self, scene: "_Scene", trigger: Token) -> list[SourceMention]:
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
                return self._report_noun(scene, doc[i - 1])
        return []

    def _accused_before(self, scene: "_Scene", trigger: Token) -> list[SourceMention]:
        """Return the accuser of "accused X of selling", wherever the parser hung the gerund."""
        start, _ = stretch(trigger)
        preposition = next(
            (i for i in range(trigger.i - 1, max(start, trigger.i - 4), -1) if scene.doc[i].lower_ == "of"),
            None,
        )
        if preposition is None or trigger.tag_ != "VBG":
            return []
        for i in range(preposition - 1, max(start, preposition - MAX_ACCUSED) - 1, -1):
            token = scene.doc[i]
            if token.pos_ == "VERB" and not self._verbs.is_a(self._verbs.accuse, token):
                return []
            if token.pos_ == "VERB":
                return self._said(scene, token)
        return []

    def _according_to(self, scene: "_Scene", trigger: Token) -> list[SourceMention]:
        graph = scene.view.graph
        found: list[SourceMention] = []
        start, end = stretch(trigger)
        for i in range(start, end):
            for marker in self._markers:
                words = marker.split()
                at = i + len(words)
                if [t.lower_ for t in scene.doc[i:at]] != words or at >= end:
                    continue
                head = _head_from(graph, scene.doc[at], end)
                if not graph.dominates(head, trigger) or trigger.i < i:
                    found += [self._mention(scene, t, marker) for t in graph.conjuncts(head)]
        return found

    def _unnamed_words(self, scene: "_Scene", trigger: Token) -> list[SourceMention]:
        """Return nobody for "reportedly", "alleged" at the event or the clauses around it."""
        graph = scene.view.graph
        for node in (trigger, *graph.ancestors(trigger)):
            for child in graph.children(node, "advmod", "amod"):
                adverb = child.lower_ in self._adverbs
                alleged = child.lower_ in self._adjectives and node.i == trigger.i
                if adverb or alleged:
                    return [SourceMention(None, None, child.text, True)]
        return []

    # -- quotations ------------------------------------------------------------------

    def _quoted(self, scene: "_Scene", trigger: Token) -> list[SourceMention]:
        quote = next((q for q in scene.quotes if trigger in q), None)
        if quote is None or not quote.is_speech(scene.doc):
            return []
        speech = scene.speaker(quote)
        if speech is None or speech.verb.i == trigger.i:
            return []
        return [self._mention(scene, t, speech.verb.text) for t in speech.speakers]

    # -- mentions ----------------------------------------------------------------------

    def _mention(self, scene: "_Scene", head: Token, cue: str) -> SourceMention:
        span = _trimmed(scene.view.graph.mention(head))
        return SourceMention(head, span, cue, self._is_anonymous(head, span))

    def _is_anonymous(self, head: Token, span: Span) -> bool:
        lemma = noun_lemma(head)
        named = any(t.ent_type_ == "PERSON" for t in span)
        if named:
            return False
        plural = head.tag_ in ("NNS", "NNPS")
        return lemma in self._anonymous.always or (plural and lemma in self._anonymous.plural)


class _Scene:
    """What is computed once per document: view, quotations, speech clauses."""

    def __init__(self, doc: Doc, verbs: SpeechVerbs) -> None:
        self.doc = doc
        self.view = PredicateView(doc)
        self.quotes = quotations(doc)
        self.speeches = speeches(self.view, verbs, self.quotes)
        self._speakers: dict[int, Speech | None] = {}

    def speaker(self, quote: Quotation) -> Speech | None:
        """Return who speaks a quotation: the tag after it, before it, or of the one before."""
        if quote.start not in self._speakers:
            self._speakers[quote.start] = None
            self._speakers[quote.start] = (
                self._tag_after(quote) or self._tag_before(quote) or self._continued(quote)
            )
        return self._speakers[quote.start]

    def _tag_after(self, quote: Quotation) -> Speech | None:
        end = quote.end
        if self.doc[end - 1].text in (".", "!") or self._starts_sentence(end + 1):
            return None
        for token in self.doc[end + 1 : end + 1 + QUOTE_REACH]:
            if token.text in (".", "!", "?", ";") or any(token in q for q in self.quotes):
                return None
            for speech in self.speeches:
                if speech.verb.i == token.i:
                    return speech
        return None

    def _starts_sentence(self, i: int) -> bool:
        after = [t for t in self.doc[i - 1 : i + 2] if not t.is_space and not t.is_quote]
        return any("\n" in t.text for t in self.doc[i - 1 : i + 1] if t.is_space) or not after

    def _tag_before(self, quote: Quotation) -> Speech | None:
        for i in range(quote.start - 2, max(-1, quote.start - 2 - 2 * QUOTE_REACH), -1):
            token = self.doc[i]
            if token.text in (".", "!", "?", ";") or any(token in q for q in self.quotes):
                return None
            for speech in self.speeches:
                if speech.verb.i == token.i:
                    return speech
        return None

    def _continued(self, quote: Quotation) -> Speech | None:
        """Return the speaker of the quotation before, where only his tag stands between."""
        before = [q for q in self.quotes if q.end <= quote.start and q.is_speech(self.doc)]
        if not before or quote.start - before[-1].end > 2 * QUOTE_REACH:
            return None
        between = self.doc[before[-1].end : quote.start]
        stops = sum(t.text in (".", "!", "?") for t in between)
        return self.speaker(before[-1]) if stops <= 1 else None


def _noun_forms(lemmas: tuple[str, ...]) -> FormIndex[bool]:
    index: FormIndex[bool] = FormIndex()
    index.add_nouns(lemmas, True)
    return index


def _is_clause(scene: _Scene, node: Token) -> bool:
    """Tell whether a word can be what somebody is accused of: a gerund or a noun after *of*."""
    return node.tag_ == "VBG" or scene.view.graph.marker(node) in ("of", "over", "with", "for")


def _clause_subject(scene: _Scene, noun: Token) -> list[Token]:
    """Return the subject of the clause that a noun of belief stands in."""
    for head in scene.view.graph.ancestors(noun):
        if head.pos_ in ("VERB", "AUX"):
            return scene.view.of(head).tokens("subj")
    return []


def _head_from(graph: Graph, token: Token, end: int) -> Token:
    """Return the head of the noun phrase that begins at a token."""
    head = token
    while graph.dep(head).split(":")[0] in INNER_DEPS and token.i < graph.head(head).i < end:
        head = graph.head(head)
    return head


def _trimmed(span: Span) -> Span:
    """Cut line breaks and marks off the front of a mention."""
    while len(span) > 1 and (span[0].is_space or span[0].is_punct or span[0].pos_ == "CCONJ"):
        span = span[1:]
    return span


def _distinct(found: list[SourceMention]) -> list[SourceMention]:
    """Keep one mention of each source, the longest, and drop the speaker's own *I*."""
    unique: list[SourceMention] = []
    for source in found:
        if source.head is not None and (source.head.lower_ in FIRST_PERSON or _is_dateline(source.head)):
            continue
        same = next((i for i, other in enumerate(unique) if _is_same(source, other)), None)
        if same is None:
            unique.append(source)
        elif source.span is not None and len(source.span) > len(unique[same].span or ()):
            unique[same] = source
    return unique


def _depth(source: SourceMention, trigger: Token) -> tuple[int, int]:
    """Return a key that sorts sources from the outermost to the innermost.

    What stands behind what is said covers all of it; before it, the first covers the
    next; nobody in particular ("reportedly") is nearest to the event.
    """
    if source.head is None:
        return 2, 0
    return (0 if source.head.i > trigger.i else 1), source.head.i


def _is_dateline(head: Token) -> bool:
    """Tell whether a word opens its line and a dash or colon follows ("AP - …", "Lima: …")."""
    doc, i = head.doc, head.i
    opens = i == 0 or (doc[i - 1].is_space and "\n" in doc[i - 1].text)
    return opens and i + 1 < len(doc) and doc[i + 1].text in ("-", "--", "–", "—", ":")


def _is_same(one: SourceMention, other: SourceMention) -> bool:
    """Tell whether two mentions are one source: both unnamed, overlapping or side by side."""
    if one.span is None or other.span is None:
        return one.span is other.span
    return one.span.start <= other.span.end and other.span.start <= one.span.end
