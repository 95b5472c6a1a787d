"""Tense, modality and negation of a verb's own group: auxiliaries, form, adverbs."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.annotate.feedlines import end_in_line
from pipeline.facts.types import Certainty, Time
from pipeline.predicates import Graph, graph_of
from pipeline.qualify.lexicon import Word, load_words

DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both"})
RANKS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "only"})
VERBAL_POS = frozenset({"VERB", "AUX"})
MAX_TITLE = 150
TITLE_ENDS = (".", "!", '"', "”", ",", ";")
PAST_BE = frozenset({"was", "were"})
BE = frozenset(
    {"be", "is", "are", "am", "was", "were", "been", "being", "'s", "'re", "'m", "’s", "’re", "’m"}
)
FINITE_BE = frozenset({"is", "are", "am", "was", "were", "'s", "'re", "’s", "’re"})
NOBODY = frozenset({"nobody", "none", "no-one"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP"})
BASE_TAGS = frozenset({"VB", "VBP", "NN", "NNP", "JJ"})
HAVE = frozenset({"has", "have", "had", "having", "'ve", "’ve"})
WOULD = frozenset({"would", "'d", "’d"})
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
    """Tell whether a sentence stands in a title: a line of its own without a full stop.

    The first line of the text is one, and so is a line that a blank one follows, or what stands before the
    dateline in the same line.
    """
    if sent.end_char <= end_in_line(sent.doc):
        return True
    text = graph_of(sent.doc).text
    at = next((token.idx for token in sent if not token.is_space), sent.start_char)
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", start + 1)
    line = text[start : end if end >= 0 else len(text)].strip()
    if not line or len(line) > MAX_TITLE or line.endswith(TITLE_ENDS):
        return False
    first = not text[:start].strip()
    return first or text[end : end + 2] == "\n\n"


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
        if before.lower_ in _auxiliary_words():
            if token.tag_ not in ("VBD", "VBZ", "VBG", "NNS"):
                found.append(before)
            break
        if before.pos_ not in ("ADV", "PART"):
            break
    return found


def adverbs(graph: Graph, token: Token) -> list[Token]:
    """Return adverbs of a clause; a conjunct of like form shares those before the first verb."""
    found = graph.children(token, "advmod", "cc:preconj", "cc")
    for aux in graph.children(token, *CLAUSE_DEPS):
        found += graph.children(aux, "advmod")
    first = graph.first_conjunct(token)
    alike = token.tag_ not in FINITE_TAGS or first.tag_ in FINITE_TAGS  # "would not accept it and rejected"
    if first.i != token.i and alike and not graph.child(token, "nsubj", "aux"):
        found += [t for t in adverbs(graph, first) if t.i < first.i]
    return found


def infinitive_mark(token: Token) -> Token | None:
    """Return the *to* of an infinitive, which stands before it whatever the parser says."""
    for before in reversed(token.doc[max(0, token.i - 4) : token.i]):
        if before.lower_ == "to":
            return before if token.tag_ in BASE_TAGS or before.i < token.i - 1 else None
        if before.lower_ not in ("be", "have", "been") and before.tag_ != "RB":
            return None
    return None


def _shared_mark(graph: Graph, token: Token, aux: list[Token]) -> Token | None:
    """Return the *to* of "was to build it and send oil" for a second verb without words of its own."""
    first = graph.first_conjunct(token)
    if first.i == token.i or token.tag_ != "VB" or first.tag_ != "VB" or graph.child(token, "nsubj", "aux"):
        return None
    return infinitive_mark(first) if all(t.i < first.i for t in aux) else None


def verb_group(graph: Graph, token: Token) -> VerbGroup:
    """Return what a verb's (or predicate's) own clause says."""
    aux = [t for t in auxiliaries(graph, token) if t.i < token.i or graph.dep(t) == "cop"]
    mark = infinitive_mark(token) or _shared_mark(graph, token, aux)
    cues: list[tuple[Token, str]] = []
    time, certainty = _modality(token, aux, cues)
    if mark is not None:
        time, certainty = _infinitive_time(token, mark, cues), "certain"
        aux = [t for t in aux if t.i > mark.i]
    lower = [t.lower_ for t in aux]
    no_longer = denied_longer(token)
    negative = no_longer is not None
    if no_longer is not None:
        cues.append((no_longer, "not"))
    for adverb in adverbs(graph, token):
        for name, entry in load_words().adverb.items():
            if adverb.lower_ not in entry.words or _only(adverb):
                continue
            negative = negative or entry.polarity == "negative"
            certainty = weaker(certainty, entry.certainty or "certain")
            if entry.time and time in (None, "past") and set(lower) <= {"being"} and _timeless(token):
                time = entry.time
            cues.append((adverb, name))
    negators = _determiners(graph, token)
    if _is_owed(token, lower) or _was_to_have(token, mark) or _would_have(graph, token, lower):
        negative, certainty, time = not negative, "certain", "past"
    if negative and "could" in lower and HAVE.isdisjoint(lower):  # "they could not agree"
        certainty, time = "certain", "past"
    progressive = (token.tag_ == "VBG" and bool(set(lower) & BE)) or "being" in lower
    return VerbGroup(
        time=time,
        certainty=certainty,
        negative=negative or bool(negators),
        form="infinitive" if mark is not None else _form(token, aux),
        progressive=progressive,
        perfect=token.tag_ == "VBN" and bool({"has", "have", "'ve"} & set(lower)),
        cues=(*cues, *negators),
    )


def _is_owed(token: Token, auxiliaries: list[str]) -> bool:
    """Tell whether a verb says what did not happen: "the jets should have been delivered"."""
    return token.tag_ == "VBN" and "should" in auxiliaries and not HAVE.isdisjoint(auxiliaries)


def _was_to_have(token: Token, mark: Token | None) -> bool:
    """Tell whether a verb says what did not happen: "they were to have signed it in May"."""
    if mark is None or not mark.i or mark.nbor(-1).lower_ not in PAST_BE:
        return False
    return mark.nbor(1).lower_ == "have"


def _would_have(graph: Graph, token: Token, auxiliaries: list[str]) -> bool:
    """Tell whether a verb says what did not come about: "they would have sold it", but not by a date."""
    past = token.tag_ == "VBN" and not WOULD.isdisjoint(auxiliaries) and not HAVE.isdisjoint(auxiliaries)
    return past and not any(graph.marker(t) == "by" for t in graph.children(token, "obl", "obl:tmod"))


def _modality(token: Token, aux: list[Token], cues: list[tuple[Token, str]]) -> tuple[Time | None, Certainty]:
    """Return time and certainty from modal verbs, else from tense."""
    lower = [t.lower_ for t in aux]
    time = _tense(token, lower)
    certainty: Certainty = "certain"
    for t in aux:
        for name, entry in load_words().auxiliary.items():
            if t.lower_ in entry.words:
                time, certainty = entry.time, entry.certainty or "certain"
                cues.append((t, name))
    if certainty == "possible" and set(lower) & HAVE and token.tag_ == "VBN":
        time = "past"
    return time, certainty


def _infinitive_time(token: Token, mark: Token, cues: list[tuple[Token, str]]) -> Time | None:
    """Return past for "to have sold", future for "is to sell", else None: the governor's."""
    between = [t.lower_ for t in token.doc[mark.i + 1 : token.i]]
    if "have" in between:
        return "past"
    before = token.doc[mark.i - 1] if mark.i else mark
    if before.lower_ in FINITE_BE:
        cues.append((before, "will"))
        return "future"
    return None


def denied_longer(token: Token) -> Token | None:
    """Return the *no* of "no longer" before a verb; taggers take it for a noun's determiner."""
    for i in range(max(1, token.i - 3), token.i):
        if token.doc[i].lower_ == "longer" and token.doc[i - 1].lower_ == "no":
            return token.doc[i - 1]
    return None


def after_modal(token: Token) -> bool:
    """Tell whether a modal, *to* or *no longer* stands before a word, which makes it a verb."""
    if denied_longer(token) is not None:
        return token.tag_ not in ("DT", "PRP", "RB", "CD", "IN")
    for before in reversed(token.doc[max(0, token.i - 3) : token.i]):
        if before.tag_ in ("MD", "TO"):
            return token.tag_ not in ("NNS", "NNPS", "DT", "PRP", "RB", "CD", "IN")
        if before.tag_ != "RB":
            return False
    return False


def is_due(graph: Graph, clause: Token) -> bool:
    """Tell whether a clause of a noun only says what shall come ("which must be approved")."""
    return any(token.tag_ == "MD" for token in graph.children(clause, "aux"))


def is_ranked(graph: Graph, noun: Token) -> bool:
    """Tell whether a noun is the first or last to do something ("became the first country to sign it")."""
    ranks = graph.children(noun, "amod") if noun.pos_ in ("NOUN", "PROPN") else []
    return any(token.lower_ in RANKS for token in ranks)


def is_bare_after_to(token: Token) -> bool:
    """Tell whether a supposed noun is the verb of an infinitive ("agreed to charter ships")."""
    return token.tag_ in ("NN", "JJ", "NNP") and token.i > 0 and token.nbor(-1).lower_ == "to"


def is_between(token: Token) -> bool:
    """Tell whether a word may stand between a governor and its clause."""
    return token.tag_ in ("TO", "RB", "IN", "RP") and token.lower_ not in (
        "by",
        "after",
        "before",
        "without",
        "for",
    )


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
        return "present" if token.tag_ == "VBG" and "had" not in aux else "past"
    if any(word in PAST_BE | DO_PAST for word in aux):
        return "past"
    if any(word in BE - {"be", "being", "been"} for word in aux) or "does" in aux or "do" in aux:
        return "present"
    if token.tag_ == "VBD":
        return "past"
    if aux == ["being"]:
        return "present"
    return "present" if token.tag_ in ("VBZ", "VBP", "NNS") else None


def _form(token: Token, aux: list[Token]) -> str:
    finite = any(t.lower_ not in ("be", "been", "being", "having") for t in aux)
    if finite or token.tag_ in ("VBD", "VBZ", "VBP"):
        return "finite"
    return {"VBG": "gerund", "VBN": "participle", "VB": "bare"}.get(token.tag_, "finite")


def _determiners(graph: Graph, token: Token) -> list[tuple[Token, str]]:
    """Return negation by "no deal was signed", "signed nothing", "neither side"."""
    negators = load_words().negator["determiner"].words
    found: list[tuple[Token, str]] = []
    to_whom = [t for t in graph.children(token, "obl") if graph.marker(t) == "to"]
    if graph.dep(token) == "conj" and not graph.child(token, "nsubj", "nsubj:pass"):
        to_whom += [t for t in graph.children(graph.first_conjunct(token), "nsubj") if t.lower_ in NOBODY]
    for argument in (*graph.children(token, "nsubj", "obj", "nsubj:pass", "iobj"), *to_whom):
        hits = [t for t in (argument, *graph.children(argument, "det", "cc:preconj")) if t.lower_ in negators]
        found += [(t, "no") for t in hits if t.doc[t.i + 1 : t.i + 2].text.lower() != "longer"]
    return found


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


def is_definite(graph: Graph, token: Token) -> bool:
    """Tell whether a noun phrase speaks of something known ("the deal", "its sale")."""
    if graph.child(token, "nmod:poss"):
        return True
    return any(t.lower_ in DEFINITE for t in graph.children(token, "det"))
