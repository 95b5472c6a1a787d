"""What elliptic and anaphoric items refer back to: "it", "another 25,000 tonnes", "the two planes"."""

from spacy.tokens import Span, Token

from pipeline.annotate.mechanisms import off
from pipeline.predicates import Graph
from pipeline.predicates.classes import is_type_number, noun_lemma
from pipeline.resolve.itemhead import DESIGNATION, of_object
from pipeline.resolve.itemwords import category_of, is_measured_by
from pipeline.resolve.numbers import parse_number
from pipeline.resolve.quantities import unit_forms

SINGULAR_PRONOUNS = frozenset({"it", "this", "that", "itself", "which"})
PLURAL_PRONOUNS = frozenset({"them", "they", "those", "these", "both", "all"})
DEFINITE = frozenset({"the", "these", "those", "both"})
OTHER_LABELS = frozenset({"ORG", "GPE", "PERSON", "DATE", "MONEY", "NORP", "LOC"})
FEWEST, MOST = 2, 4
SENTENCES_BACK = 3


def antecedent(graph: Graph, head: Token) -> Token | None:
    """Return the item that an elliptic mention or pronoun refers back to, or None.

    A measure looks for the stuff that the same measure was said of; anything else takes
    the nearest goods before it, in the number of the pronoun.
    """
    doc = head.doc
    if "item-references" in off(doc):
        return None
    unit = noun_lemma(head) if head.lower_ in unit_forms() else None
    if unit:
        for token in reversed(doc[: head.i]):
            if noun_lemma(token) == unit and (stuff := of_object(graph, token)) is not None:
                return stuff
    start = _sentences_back(head) if head.pos_ == "PRON" else 0
    uncounted = None
    for compounds in (False, True):
        for token in reversed(doc[start : head.i]):
            titled = compounds and token.pos_ == "PROPN" and not DESIGNATION.fullmatch(token.text)
            inside = graph.dep(token).startswith("compound")
            if titled or inside != compounds or not is_goods(token) or _is_absent(graph, token):
                continue
            if not _agrees(graph, head, unit, token):
                continue
            if unit or not head.like_num or _is_counted(graph, token):
                return token
            uncounted = uncounted or token  # "about 30" are rather the jets before than oil
    return uncounted


def _is_counted(graph: Graph, goods: Token) -> bool:
    """Tell whether goods come in pieces: in the plural, under a name or with a number."""
    return goods.tag_.endswith("S") or goods.pos_ == "PROPN" or graph.child(goods, "nummod") is not None


def _agrees(graph: Graph, head: Token, unit: str | None, goods: Token) -> bool:
    """Tell whether a pronoun or amount can mean goods: in number, and in what its unit measures."""
    plural = goods.tag_ in ("NNS", "NNPS")
    if head.lower_ in PLURAL_PRONOUNS or head.lower_ in SINGULAR_PRONOUNS:
        return plural == (head.lower_ in PLURAL_PRONOUNS)
    if unit and not is_measured_by(category_of(noun_lemma(goods)), unit):
        return False
    return plural or not any(child.lower_ in ("a", "an") for child in graph.children(goods, "det"))


def _is_absent(graph: Graph, goods: Token) -> bool:
    """Tell whether goods are told of as not there: "delivered without guns or radios"."""
    first = graph.head(goods) if graph.dep(goods) == "conj" else goods
    return graph.marker(first) == "without"


def _sentences_back(head: Token) -> int:
    """Return where the sentences start in which a pronoun's antecedent may stand."""
    start: int = head.sent.start
    for _ in range(SENTENCES_BACK - 1):
        if start > 0:
            start = head.doc[start - 1].sent.start
    return start


def antecedents_of_count(graph: Graph, span: Span, head: Token) -> list[Token]:
    """Return the goods that a counted definite mention stands for ("the two planes"), or none.

    They must be named one by one in the sentences before: exactly as many, of one category.
    """
    count = _definite_count(span)
    category = category_of(noun_lemma(head))
    if count is None or category is None or "item-references" in off(head.doc):
        return []
    sentence = head.sent
    found: dict[str, Token] = {}
    for _ in range(SENTENCES_BACK):
        for token in reversed(head.doc[sentence.start : min(sentence.end, span.start)]):
            if DESIGNATION.fullmatch(token.text) and not graph.dep(token).startswith("compound"):
                found.setdefault(token.text.rstrip("s"), token)
        if len(found) >= count or sentence.start == 0:
            break
        sentence = head.doc[sentence.start - 1].sent
    return sorted(found.values(), key=lambda token: token.i) if len(found) == count else []


def _definite_count(span: Span) -> int | None:
    """Return the number of "the two jets" and "both jets", None for any other mention."""
    first = span[0].lower_
    if first == "both":
        return 2
    if first not in DEFINITE or len(span) < 3:
        return None
    count = parse_number(span[1].text)
    return int(count) if count is not None and FEWEST <= count <= MOST else None


def is_goods(token: Token) -> bool:
    """Tell whether a noun names goods by its category or designation."""
    if token.pos_ not in ("NOUN", "PROPN") or token.lower_ in unit_forms():
        return False
    if token.ent_type_ in OTHER_LABELS:
        return False
    typed = DESIGNATION.fullmatch(token.text) is not None or is_type_number(token)
    return typed or category_of(noun_lemma(token)) is not None
