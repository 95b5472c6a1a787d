"""Tense, modality and negation of a verb's own group: auxiliaries, form, adverbs."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.facts.types import Certainty, Time
from pipeline.predicates import Graph
from pipeline.qualify.lexicon import Word, load_words

VERBAL_POS = frozenset({"VERB", "AUX"})
PAST_BE = frozenset({"was", "were"})
BE = frozenset(
    {"be", "is", "are", "am", "was", "were", "been", "being", "'s", "'re", "'m", "’s", "’re", "’m"}
)
HAVE = frozenset({"has", "have", "had", "having", "'ve", "’ve"})
DO_PAST = frozenset({"did"})
CLAUSE_DEPS = ("aux", "cop", "aux:pass")


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """What the words of one clause say of its event.

    Attributes:
        time: Time of a finite form, None where another clause has to give it.
        certainty: Lowered by modal verbs and adverbs.
        negative: Whether a negation stands in the clause.
        form: finite, infinitive, gerund, participle, bare.
        progressive: Whether it is "is selling".
        perfect: Whether it is "has sold".
        cues: The words that say so.
    """

    time: Time | None
    certainty: Certainty
    negative: bool
    form: str
    progressive: bool
    perfect: bool
    cues: tuple[tuple[Token, str], ...]


def is_headline(sent: Span) -> bool:
    """Tell whether a sentence is a title: a line without a full stop before a line break."""
    doc, last = sent.doc, len(sent) - 1
    while last > 0 and sent[last].is_space:
        last -= 1
    if sent[last].text in (".", "!", '"', "”") or (sent.start_char > 0 and _mid_paragraph(sent)):
        return False
    text = doc.text
    end = sent[last].idx + len(sent[last])
    return text[end : end + 1] == "\n" or (sent.start_char == 0 and end >= len(text.rstrip()))


def _mid_paragraph(sent: Span) -> bool:
    before = sent.doc.text[: sent.start_char].rstrip(" ")
    return bool(before) and not before.endswith("\n")


def auxiliaries(graph: Graph, token: Token) -> list[Token]:
    """Return auxiliaries and copula of a clause; a conjunct shares those of the first verb."""
    own = graph.children(token, *CLAUSE_DEPS)
    if own:
        return own
    if graph.dep(token) != "conj" or _is_aux_like(token):
        return _surface_auxiliaries(token)
    first = graph.first_conjunct(token)
    same_form = first.tag_ == token.tag_ and token.tag_ in ("VB", "VBN", "VBG")
    shares = same_form and not graph.child(token, "nsubj")
    return graph.children(first, *CLAUSE_DEPS) if shares else []


def _is_aux_like(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).lower_ in _auxiliary_words()


def _auxiliary_words() -> frozenset[str]:
    words = load_words().auxiliary.values()
    return frozenset(word for entry in words for word in entry.words)


def _surface_auxiliaries(token: Token) -> list[Token]:
    """Return auxiliaries right before a word that the parser gave none ("May Buy Stakes")."""
    found: list[Token] = []
    for before in reversed(token.doc[max(0, token.i - 4) : token.i]):
        if before.lower_ in _auxiliary_words() or before.tag_ == "TO":
            if token.tag_ not in ("VBD", "VBZ", "VBG", "NNS"):
                found.append(before)
            break
        if before.pos_ not in ("ADV", "PART"):
            break
    return found


def adverbs(graph: Graph, token: Token) -> list[Token]:
    """Return adverbs of a clause; a conjunct shares those before the first verb."""
    found = graph.children(token, "advmod", "cc:preconj", "cc")
    for aux in graph.children(token, *CLAUSE_DEPS):
        found += graph.children(aux, "advmod")
    first = graph.first_conjunct(token)
    if first.i != token.i and not graph.child(token, "nsubj", "aux"):
        found += [t for t in adverbs(graph, first) if t.i < first.i]
    return found


def verb_group(graph: Graph, token: Token) -> VerbGroup:
    """Return what a verb's (or predicate's) own clause says."""
    words = load_words()
    aux = [t for t in auxiliaries(graph, token) if t.i < token.i or graph.dep(t) == "cop"]
    lower = [t.lower_ for t in aux]
    cues: list[tuple[Token, str]] = []
    certainty: Certainty = "certain"
    negative = False
    time: Time | None = None
    modal = False
    for t in aux:
        for name, entry in words.auxiliary.items():
            if t.lower_ in entry.words and _is_modal(t):
                time, certainty, modal = entry.time, entry.certainty or certainty, True
                cues.append((t, name))
    if not modal:
        time = _tense(token, lower)
    elif set(lower) & HAVE and token.tag_ == "VBN" and certainty == "possible":
        time = "past"
    for t in adverbs(graph, token):
        for name, entry in words.adverb.items():
            if t.lower_ in entry.words and not _only(t):
                negative = negative or entry.polarity == "negative"
                certainty = weaker(certainty, entry.certainty or "certain")
                if entry.time and time in (None, "past") and set(lower) <= {"being"} and _timeless(token):
                    time = entry.time
                cues.append((t, name))
    negative, negators = _determiners(graph, token, negative)
    cues += negators
    form = _form(graph, token, aux)
    progressive = (token.tag_ == "VBG" and bool(set(lower) & BE)) or "being" in lower
    perfect = token.tag_ == "VBN" and bool({"has", "have", "'ve"} & set(lower))
    return VerbGroup(time, certainty, negative, form, progressive, perfect, tuple(cues))


def _is_modal(token: Token) -> bool:
    return token.tag_ == "MD" or token.lower_ in _auxiliary_words()


def _only(token: Token) -> bool:
    """Tell whether *not* opens "not only" or "not just", which denies nothing."""
    after = token.doc[token.i + 1 : token.i + 2]
    return token.lower_ in ("not", "n't") and bool(after) and after[0].lower_ in ("only", "just", "merely")


def _timeless(token: Token) -> bool:
    return token.tag_ in ("VBN", "VBG", "JJ")


def _tense(token: Token, aux: list[str]) -> Time | None:
    if any(word in ("having",) for word in aux):
        return "past"
    if any(word in HAVE for word in aux) and token.tag_ != "VB":
        return "present" if token.tag_ == "VBG" else "past"
    if any(word in PAST_BE | DO_PAST for word in aux):
        return "past"
    if "to" in aux:
        return None
    if any(word in BE - {"be", "being", "been"} for word in aux) or "does" in aux or "do" in aux:
        return "present"
    if token.tag_ == "VBD":
        return "past"
    if aux == ["being"]:
        return "present"
    if token.tag_ in ("VBZ", "VBP"):
        return "present"
    return None


def _form(graph: Graph, token: Token, aux: list[Token]) -> str:
    marks = {t.lower_ for t in graph.children(token, "mark", "case") if t.tag_ == "TO"}
    marks |= {t.lower_ for t in aux if t.tag_ == "TO"}
    if marks:
        return "infinitive"
    finite = any(t.lower_ not in ("be", "been", "being", "having") for t in aux)
    if finite or token.tag_ in ("VBD", "VBZ", "VBP"):
        return "finite"
    return {"VBG": "gerund", "VBN": "participle", "VB": "bare"}.get(token.tag_, "finite")


def _determiners(graph: Graph, token: Token, negative: bool) -> tuple[bool, list[tuple[Token, str]]]:
    """Add negation by "no deal was signed", "signed nothing", "neither side"."""
    negators = load_words().negator["determiner"].words
    found: list[tuple[Token, str]] = []
    for argument in graph.children(token, "nsubj", "obj", "nsubj:pass", "iobj"):
        hits = [t for t in (argument, *graph.children(argument, "det")) if t.lower_ in negators]
        found += [(t, "no") for t in hits]
    return negative or bool(found), found


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """Return the less certain of two."""
    order = ("certain", "probable", "possible")
    return max(one, other, key=order.index)


def marker_words(graph: Graph, token: Token) -> dict[str, tuple[Word, Token]]:
    """Return the classes of markers and prepositions that introduce a clause or nominal."""
    marks = graph.children(token, "mark", "case")
    found: dict[str, tuple[Word, Token]] = {}
    for mark in marks:
        text = " ".join(t.lower_ for t in (mark, *graph.children(mark, "fixed")))
        for name, entry in load_words().marker.items():
            if text in entry.words:
                found[name] = (entry, mark)
    return found
