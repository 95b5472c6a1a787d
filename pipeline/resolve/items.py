"""Items: canonical name, quantity, category and designations of a noun phrase.

The name comes from the phrase, never from entity recognition: what counts, determines,
compares, judges or places the item is left out, what names its kind stays.
"""

import re

from spacy.tokens import Span, Token

from pipeline.facts import Anchor, Item, Quantity
from pipeline.predicates import Graph, graph_of
from pipeline.predicates.classes import is_measure, noun_lemma
from pipeline.resolve.itemwords import category_of, is_weapon, item_words
from pipeline.resolve.modifiers import is_name_like, kept_words, name_end
from pipeline.resolve.quantities import parse_quantity, unit_forms

DESIGNATION = re.compile(r"(?=[^\d]*\d)(?=.*[A-Z])[A-Z][A-Za-z]{0,9}[-/]?\d[\w/-]*|[A-Z]{2,}\s\d[\w-]*")
PRONOUN_TAGS = frozenset({"PRP", "DT", "WP", "WDT", "PDT"})
PLURAL_PRONOUNS = frozenset({"them", "they", "those", "these", "both", "all"})


def resolve_item(head: Token) -> list[Item]:
    """Return the item that a nominal stands for.

    Coordinated items are separate arguments: the caller passes each head. An elliptic
    mention ("another 25,000 tonnes", "it") takes its name from what it refers back to.

    Args:
        head: Head of the mention; a measure or partitive noun stands for its *of* phrase.
    """
    graph = graph_of(head.doc)
    span = graph.mention(head)
    quantity, _ = parse_quantity(span)
    content = content_head(graph, head)
    if content is None:
        return [_elliptic(graph, head, span, quantity)]
    canonical = canonical_item(graph, content)
    return [
        Item(
            text=span.text,
            start=span.start_char,
            end=span.end_char,
            label=_label(span, canonical),
            kind="named" if is_name_like(content) and content.ent_type_ else "nominal",
            canonical=canonical,
            category=category_of(canonical),
            quantity=quantity,
            designations=designations(span),
        )
    ]


def content_head(graph: Graph, head: Token) -> Token | None:
    """Return the noun that names the stuff ("tonnes of raw sugar" → "sugar"), None where none does."""
    if head.pos_ == "PRON" or head.tag_ in PRONOUN_TAGS:
        return _of_object(graph, head)
    takes_part = head.lower_ in item_words().partitives.words or noun_lemma(head) in item_words().partitives.words
    number = (head.like_num or head.pos_ == "NUM") and not _ends_name(head)
    unit = head.lower_ in unit_forms()
    if takes_part or number or unit or is_measure(head):
        inner = _of_object(graph, head)
        if inner is not None:
            return inner
        return None if number or unit or head.pos_ in ("DET", "ADJ") else head
    return head


def _ends_name(head: Token) -> bool:
    """Tell whether a figure is the end of a name ("ATR 72-500")."""
    token = head
    while token.i > 0 and (token.text[:1].isdigit() or token.text == "-"):
        token = token.nbor(-1)
    return token.i < head.i and is_name_like(token) and token.pos_ == "PROPN"


def _of_object(graph: Graph, head: Token) -> Token | None:
    for child in graph.children(head, "nmod", "obl"):
        if graph.marker(child) == "of":
            return content_head(graph, child) or child
    return None


def canonical_item(graph: Graph, head: Token) -> str:
    """Return the lemma of an item's noun phrase without what doesn't name its kind."""
    last = name_end(graph, head)
    kept = kept_words(graph, last)
    return " ".join([*kept, item_lemma(last), *_shared_head(last)]).strip()


def _shared_head(head: Token) -> list[str]:
    """Return the noun that a designation shares with the ones coordinated to it ("A320 and A330 jets")."""
    doc, i = head.doc, head.i + 1
    if not DESIGNATION.fullmatch(head.text):
        return []
    joined = False
    while i + 1 < len(doc) and doc[i].lower_ in (",", "and", "or") and DESIGNATION.fullmatch(doc[i + 1].text):
        joined = joined or doc[i].text != ","
        i += 2
    plural = i < len(doc) and doc[i].tag_ == "NNS" and not doc[i].text[:1].isupper()
    return [item_lemma(doc[i])] if joined and plural else []


def item_lemma(head: Token) -> str:
    """Return the lemma of an item's head: singular, lower case unless it is a name."""
    lower = head.lower_
    if lower in item_words().plural_only.words:
        return lower
    if any(char.isdigit() for char in head.text):
        return re.sub(r"(?<=\d)[A-Z]?s$", lambda match: match[0][:-1], head.text)
    if is_name_like(head):
        return head.text
    return noun_lemma(head)


def designations(span: Span) -> list[str]:
    """Return the letter–number designations of a mention, without plural endings."""
    return [match[0].rstrip("s") for match in DESIGNATION.finditer(span.text)]


def _label(span: Span, canonical: str) -> str | None:
    labels = [token.ent_type_ for token in span if token.ent_type_ in ("WEAPON", "PRODUCT")]
    if "WEAPON" in labels or is_weapon(canonical):
        return "WEAPON"
    return labels[0] if labels else None


def _elliptic(graph: Graph, head: Token, span: Span, quantity: Quantity | None) -> Item:
    """Return a mention that names nothing itself, with what it refers back to."""
    source = _antecedent(graph, head)
    pronoun = head.pos_ == "PRON" or head.tag_ in PRONOUN_TAGS
    canonical = canonical_item(graph, source) if source is not None else None
    anchor = None
    if source is not None:
        mention = graph.mention(source)
        anchor = Anchor(text=mention.text, start=mention.start_char, end=mention.end_char)
    elif not pronoun:
        canonical = noun_lemma(head)
    return Item(
        text=span.text,
        start=span.start_char,
        end=span.end_char,
        label=_label(span, canonical or ""),
        kind="pronoun" if pronoun else "nominal",
        canonical=canonical,
        category=category_of(canonical or ""),
        quantity=quantity,
        antecedent=anchor,
    )


def _antecedent(graph: Graph, head: Token) -> Token | None:
    """Return the item that an elliptic mention or pronoun refers back to.

    A measure looks for the stuff that the same measure was said of; anything else takes
    the nearest goods before it, in the number of the pronoun.
    """
    doc = head.doc
    unit = noun_lemma(head) if head.lower_ in unit_forms() else None
    if unit:
        for token in reversed(doc[: head.i]):
            if noun_lemma(token) == unit and (stuff := _of_object(graph, token)) is not None:
                return stuff
    plural: bool | None = head.lower_ in PLURAL_PRONOUNS if head.pos_ == "PRON" else None
    for compounds in (False, True):
        for token in reversed(doc[: head.i]):
            in_number = plural is None or plural == (token.tag_ in ("NNS", "NNPS"))
            if in_number and _is_goods(token) and (graph.dep(token).startswith("compound") == compounds):
                return token
    return None


def _is_goods(token: Token) -> bool:
    if token.pos_ not in ("NOUN", "PROPN") or token.lower_ in unit_forms():
        return False
    if token.ent_type_ in ("ORG", "GPE", "PERSON", "DATE", "MONEY"):
        return False
    return category_of(noun_lemma(token)) is not None or bool(DESIGNATION.fullmatch(token.text))
