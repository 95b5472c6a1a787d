"""Where the noun stands that names an item: through measures, parts and hyphens."""

import re

from spacy.tokens import Token

from pipeline.predicates import Graph
from pipeline.predicates.classes import MORE, is_measure, is_type_number, noun_lemma, tells_stuff
from pipeline.predicates.lexicon import words
from pipeline.resolve.itemwords import item_words
from pipeline.resolve.modifiers import HYPHENS, is_name_like
from pipeline.resolve.quantities import unit_forms

DESIGNATION = re.compile(r"(?=[^\d]*\d)(?=.*[A-Z])[A-Z][A-Za-z]{0,9}[-/]?\d[\w/-]*|[A-Z]{2,}\s\d[\w-]*")
PRONOUN_TAGS = frozenset({"PRP", "DT", "WP", "WDT", "PDT"})


def phrase_head(token: Token) -> Token:
    """Return the last noun of a phrase whose head was taken from inside a hyphenated modifier."""
    doc, i = token.doc, token.i
    if i + 2 >= len(doc) or token.whitespace_ or doc[i + 1].text not in HYPHENS or doc[i + 1].whitespace_:
        return token
    i += 2
    while i + 1 < len(doc) and doc[i].whitespace_ == " " and doc[i + 1].tag_.startswith(("NN", "JJ")):
        i += 1
    return doc[i] if doc[i].tag_.startswith("NN") else token


def content_head(graph: Graph, head: Token) -> Token | None:
    """Return the noun that names the stuff ("tonnes of raw sugar" → "sugar"), None where none does."""
    if head.pos_ == "PRON" or head.tag_ in PRONOUN_TAGS:
        return of_object(graph, head) or head
    takes_part = (
        head.lower_ in item_words().partitives.words or noun_lemma(head) in item_words().partitives.words
    )
    typed = DESIGNATION.fullmatch(head.text) is not None
    number = (head.like_num or head.pos_ == "NUM") and not typed and not _ends_name(head)
    unit = head.lower_ in unit_forms()
    if head.lower_ in MORE and graph.child(head, "nummod"):
        return None
    if takes_part or number or unit or is_measure(head) or noun_lemma(head) in words("remnant"):
        inner = of_object(graph, head)
        if inner is not None:
            return inner
        part = noun_lemma(head) in words("remnant") or _is_of_number(graph, head)
        return None if number or unit or part or head.pos_ in ("DET", "ADJ") else head
    return head


def _is_of_number(graph: Graph, head: Token) -> bool:
    """Tell whether something is a part of what is only counted: "part of the 90,000"."""
    return any(tells_stuff(graph, head, child) and child.like_num for child in graph.children(head, "nmod"))


def _ends_name(head: Token) -> bool:
    """Tell whether a figure is the end of a name ("ATR 72-500") or a name itself ("its eighth 747")."""
    if is_type_number(head):
        return True
    if "," in head.text:  # "Chad 40,000"
        return False
    token = head
    while token.i > 0 and (token.text[:1].isdigit() or token.text == "-"):
        token = token.nbor(-1)
    return token.i < head.i and is_name_like(token)


def of_object(graph: Graph, head: Token) -> Token | None:
    """Return the noun that names what follows a head's *of*, or None."""
    for child in graph.children(head, "nmod", "obl"):
        if tells_stuff(graph, head, child):
            unnamed = child.like_num or child.lower_ in unit_forms()  # "a cargo of 8,000 tonnes"
            return content_head(graph, child) or (None if unnamed else child)
    return _noun_of_next(graph, head)


def _noun_of_next(graph: Graph, head: Token) -> Token | None:
    """Return the noun of an *of* right after a head, where the parser hung it elsewhere."""
    if head.i + 2 >= len(head.doc) or head.nbor(1).lower_ != "of":
        return None
    noun = graph.head(head.nbor(1))
    return content_head(graph, noun) if noun.i > head.i + 1 and noun.sent == head.sent else None
