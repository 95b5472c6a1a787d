"""Reporting clauses: verbs of saying with their subjects, in front, in the middle or behind."""

import itertools
from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.predicates import Graph, PredicateView, graph_of, once
from pipeline.qualify.lexicon import FormIndex, load_reporting
from pipeline.qualify.quotes import Quotation
from pipeline.qualify.verbgroup import is_headline

CLAUSAL = ("ccomp", "xcomp", "parataxis", "csubj")
NOMINAL_POS = frozenset({"NOUN", "PROPN", "PRON"})
UNSAYING = frozenset({"not", "n't", "never", "neither", "nor", "may", "might"})
NOMINAL_DEPS = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "nmod", "compound"})
STOPS = frozenset({".", "!", "?", ";"})
MAX_SUBJECT = 14
MAX_TAG = 6
TITLE_MARKS = frozenset({":", "-", "--", "–", "—"})
BETWEEN = frozenset(
    "on in at has have had also late earlier today yesterday monday tuesday wednesday thursday "
    "friday saturday sunday".split()
)


@dataclass(frozen=True, slots=True)
class Speech:
    """A verb of saying and who says it.

    Attributes:
        verb: The verb.
        speakers: Heads of its subject; empty where it is not named.
    """

    verb: Token
    speakers: tuple[Token, ...]


class SpeechVerbs:
    """The reporting verbs as forms."""

    def __init__(self) -> None:
        verbs = load_reporting().verbs
        self.say = _forms(verbs.say)
        self.event = _forms(verbs.event)
        self.accuse = _forms(verbs.accuse)
        self.about_source = _forms(verbs.about_source)
        self.self_report = _forms(verbs.self_report)
        self.denying = _forms(verbs.denying)
        self.core = _forms(verbs.core)
        self.unnamed_passive = _forms(verbs.unnamed_passive)

    def is_a(self, index: FormIndex[bool], token: Token) -> bool:
        """Tell whether a token is a form of a class of verbs, with its particle."""
        entries = index.get(token.lower_)
        after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]] if entries else []
        return any(all(w in after for w in rest) for rest, _ in entries)


def _forms(lemmas: tuple[str, ...]) -> FormIndex[bool]:
    index: FormIndex[bool] = FormIndex()
    index.add_verbs(lemmas, True)
    return index


def stretch(token: Token) -> tuple[int, int]:
    """Return the limits of the sentence that typography shows around a token.

    Parsers cut sentences at odd places; full stops and line breaks don't move.
    """
    graph = graph_of(token.doc)
    stops = once(graph, _stops)
    after = bisect_left(stops, token.i)
    return stops[after - 1] + 1 if after else 0, stops[after] if after < len(stops) else len(graph.tokens)


def _stops(graph: Graph) -> list[int]:
    """Return where full stops and line breaks stand."""
    words = enumerate(graph.words)
    return [i for i, word in words if word in STOPS or (word.isspace() and "\n" in word)]


def subjects(view: PredicateView, verb: Token) -> list[Token]:
    """Return who a verb's subject is, also where it stands behind ("…, said the minister")."""
    graph = view.graph
    own = [t for t in view.of(verb).tokens("subj") if t.i != verb.i and not t.is_space]
    if own:
        return own
    passive = graph.child(verb, "nsubj:pass", "aux:pass") is not None
    behind = graph.child(verb, "obj", "xcomp", "dep")
    if not passive and behind is not None and behind.i > verb.i and _is_inverted(verb, behind):
        return [t for t in graph.conjuncts(behind) if t.pos_ in NOMINAL_POS]
    return _near_subject(graph, verb)


def _is_inverted(verb: Token, behind: Token) -> bool:
    before = next((t for t in reversed(verb.doc[: verb.i]) if not t.is_space), None)
    quoted = before is not None and before.text in (",", '"', "”", "''", "'", "’")
    return quoted and behind.pos_ in NOMINAL_POS


def _near_subject(graph: Graph, verb: Token) -> list[Token]:
    """Return a subject by position alone, for finite verbs that the parser did not understand."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") and not verb.is_upper:
        return []
    start, _ = stretch(verb)
    for token in reversed(verb.doc[start : verb.i]):
        if token.pos_ == "ADV" or token.ent_type_ in ("DATE", "TIME") or token.lower_ in BETWEEN:
            continue
        return [_phrase_head(graph, token)] if token.pos_ in NOMINAL_POS else []
    return []


def _phrase_head(graph: Graph, token: Token) -> Token:
    """Return the head of the noun phrase that a token ends."""
    while graph.dep(token).split(":")[0] in ("compound", "flat", "nmod", "appos"):
        head = graph.head(token)
        if head.pos_ not in NOMINAL_POS or abs(head.i - token.i) > MAX_SUBJECT:
            break
        token = head
    return token


def is_passive(graph: Graph, verb: Token) -> bool:
    """Tell whether a verb stands in the passive or as a bare participle of a noun."""
    if graph.child(verb, "nsubj:pass", "aux:pass"):
        return True
    return verb.tag_ == "VBN" and not graph.child(verb, "aux") and graph.dep(verb) in ("acl", "amod")


def is_unsaid(graph: Graph, verb: Token) -> bool:
    """Tell whether a verb of saying is negated, an infinitive or supposed, so that nothing is said."""
    marks = [*graph.children(verb, "mark", "aux", "advmod", "cc:preconj"), *verb.doc[verb.i - 1 : verb.i]]
    return any(t.tag_ == "TO" or t.lower_ in UNSAYING for t in marks)


def speeches(view: PredicateView, verbs: SpeechVerbs, quotes: list[Quotation]) -> list[Speech]:
    """Return the finite reporting clauses of a document that stand outside quotations."""
    found = []
    for token in view.graph.tokens:
        if not (token.tag_ in ("VBD", "VBZ", "VBP", "VBN", "VB") or token.is_upper):
            continue
        if not verbs.is_a(verbs.core, token) or any(token in quote for quote in quotes):
            continue
        if is_unsaid(view.graph, token) or _is_noun_in_capitals(view.graph, token):
            continue
        named = subjects(view, token)
        if named:
            found.append(Speech(token, tuple(named)))
    return found


def _is_noun_in_capitals(graph: Graph, token: Token) -> bool:
    """Tell whether a word of a headline in capitals is a noun ("DENIES REPORT", "REPORTS ARE FALSE").

    So is the subject of a verb, whatever its tag: "Media reports that … were denied".
    """
    mended = token.tag_ in ("VBZ", "VBP") and graph.dep(token) in ("nsubj", "nsubj:pass")
    return mended or (token.tag_ in ("NN", "NNS") and graph.dep(token) in NOMINAL_DEPS)


def tail_speech(doc: Doc, speech: Speech) -> int | None:
    """Return where a speech clause behind what is said begins ("…, a spokesman said.").

    The clause runs from a comma or closing mark to the end of the sentence and holds
    nothing but the speaker, the verb, times and places.

    Returns:
        Index of the comma or mark, or None where the clause is no tail.
    """
    start, end = stretch(speech.verb)
    before = [t.i for t in speech.speakers if t.i < speech.verb.i]
    first = max(before, default=speech.verb.i)
    at = first
    while at > start and first - at < MAX_SUBJECT:
        at -= 1
        if doc[at].text in (",", '"', "”", "''", "--", "-"):
            break
        if doc[at].pos_ in ("VERB", "AUX") and at != speech.verb.i:
            return None
    if doc[at].text not in (",", '"', "”", "''", "--", "-"):
        return None
    last = max([speech.verb.i, *(t.i for t in speech.speakers if t.i - speech.verb.i < MAX_SUBJECT)])
    for token in doc[last + 1 : end]:
        if token.text in STOPS or token.text in (",", '"', "“", ":"):
            break
        if token.pos_ in ("VERB", "AUX") or token.lower_ in ("that", "it", "he", "they"):
            return None
    return at


def leads(graph: Graph, speech: Speech, trigger: Token) -> bool:
    """Tell whether a speech clause stands before a clause that the parser hung elsewhere."""
    verb = speech.verb
    end = stretch(verb)[1]
    if not verb.i < trigger.i < end or any(t.i > verb.i for t in speech.speakers):
        return False
    coordinated = any(t.i == trigger.i for t in graph.conjuncts(verb))
    if coordinated and not graph.child(trigger, "nsubj", "nsubj:pass"):
        return False
    complement = [t for t in graph.children(verb, *CLAUSAL) if t.i > verb.i]
    if any(t.pos_ in ("VERB", "AUX", "ADJ") or graph.child(t, "cop") for t in complement):
        return False
    above = itertools.takewhile(lambda t: t.i != verb.i, (trigger, *graph.ancestors(trigger)))
    if graph.dominates(verb, trigger) and any(graph.dep(t) == "acl:relcl" for t in above):
        return False  # "argued over the mine, which X had sold"
    between = verb.doc[verb.i + 1 : trigger.i]
    return not any(t.lower_ in ("but", "while", "although") for t in between)


def title_opener(token: Token) -> tuple[int, int] | None:
    """Return the words before the colon that opens a title ("Minister: Chad to buy boats").

    Returns:
        First and last index (exclusive) of what precedes, or None where no title opens so.
    """
    doc = token.doc
    start, _ = stretch(token)
    mark = next((i for i in range(start, token.i) if doc[i].text == ":"), None)
    if mark is None or not 0 < mark - start <= MAX_TAG or not is_headline(token.sent):
        return None
    opens = start == 0 or (doc[start - 1].is_space and "\n" in doc[start - 1].text)
    said = mark - start > 1 and any(t.pos_ in ("VERB", "AUX") for t in doc[start:mark])
    return (start, mark) if opens and not said else None


def title_tag(token: Token) -> tuple[int, int] | None:
    """Return the words behind the colon or dash of a title ("Chad to buy boats: minister").

    Returns:
        First and last index (exclusive) of what follows, or None where no title is tagged.
    """
    doc = token.doc
    start, end = stretch(token)
    opens = start == 0 or (doc[start - 1].is_space and "\n" in doc[start - 1].text)
    if not opens or (end < len(doc) and not doc[end].is_space):
        return None
    while end > token.i and doc[end - 1].text == ")":
        end = max((i for i in range(token.i, end) if doc[i].text == "("), default=end - 1)
    marks = [i for i in range(token.i + 1, end - 1) if doc[i].text in TITLE_MARKS and doc[i].whitespace_]
    if not marks or not 0 < end - marks[-1] - 1 <= MAX_TAG:
        return None
    if any(t.pos_ in ("VERB", "AUX") for t in doc[marks[-1] + 1 : end]):
        return None
    return marks[-1] + 1, end
