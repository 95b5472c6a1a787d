"""Items: canonical name, quantity, category and designations of a noun phrase.

The name comes from the phrase, never from entity recognition: what counts, determines,
compares, judges or places the item is left out, what names its kind stays.
"""

import re

from spacy.tokens import Span, Token

from pipeline.annotate.mechanisms import off
from pipeline.annotate.truecase import written
from pipeline.facts import Anchor, Item, Quantity
from pipeline.facts.types import Kind
from pipeline.predicates import Graph, graph_of
from pipeline.predicates.classes import MORE, is_measure, noun_lemma
from pipeline.resolve.itemhead import DESIGNATION, PRONOUN_TAGS, content_head, phrase_head
from pipeline.resolve.itemreference import antecedent, antecedents_of_count
from pipeline.resolve.itemwords import category_of, is_weapon, item_words
from pipeline.resolve.modifiers import (
    HYPHENS,
    is_name_like,
    is_nationality,
    kept_words,
    name_end,
    name_start,
    phrase_words,
)
from pipeline.resolve.quantities import parse_quantity

INDEFINITE = frozenset({"anything", "everything", "nothing", "something"})


def resolve_item(head: Token) -> list[Item]:
    """Return the items that a nominal stands for: several for "the two planes", none for an adjective.

    Coordinated items are separate arguments: the caller passes each head. An elliptic
    mention ("another 25,000 tonnes", "it") takes its name from what it refers back to.

    Args:
        head: Head of the mention; a measure or partitive noun stands for its *of* phrase.
    """
    graph = graph_of(head.doc)
    head = phrase_head(head)
    if _is_mere_modifier(head):
        return []
    span = _whole_phrase(graph, head)
    quantity, _ = parse_quantity(span)
    content = content_head(graph, head)
    if content is None:
        untold = head.like_num or head.lower_ in MORE  # "three", of goods that nobody told of
        name = None if untold else noun_lemma(head)
        return [_item(graph, span, "nominal", quantity, antecedent(graph, head), name)]
    if content.pos_ == "PRON" or content.tag_ in PRONOUN_TAGS:
        source = antecedent(graph, head)
        if source is not None and content.lower_ in INDEFINITE:  # goods are the topic, none of them are meant
            return [_item(graph, span, "pronoun", quantity, None, content.lower_)]
        return [_item(graph, span, "pronoun", quantity, source, None)]
    several = antecedents_of_count(graph, span, content)
    if several:
        return [_item(graph, span, "nominal", None, source, None) for source in several]
    names = [canonical_item(graph, noun) for noun in (content, *_joined_stuff(graph, head, content))]
    types = _joined_types(graph, content) if content.i == head.i else []
    if types:
        last = types.pop()
        names = [names[0].replace(last.text, kind.text, 1) for kind in types] + names
        quantity = None
    return [_item(graph, span, _kind(content), quantity, None, name) for name in names]


def _joined_types(graph: Graph, noun: Token) -> list[Token]:
    """Return the types that share a noun: "RIM-7 and AIM-9M missiles" are missiles of two."""
    doc, i = noun.doc, noun.i - 1
    if is_name_like(noun):
        return []
    while i > noun.sent.start and not is_name_like(doc[i]) and graph.dominates(noun, doc[i]):
        i -= 1
    found = [doc[i]]
    while (
        i - 2 >= noun.sent.start
        and doc[i - 1].lower_ in ("and", "or", ",")
        and _is_type(graph, doc[i - 2], noun)
    ):
        found.insert(0, doc[i - 2])
        i -= 2
    joined = any(doc[word.i + 1].lower_ in ("and", "or") for word in found[:-1])
    weapons = category_of(noun_lemma(noun)) is not None or any(w.ent_type_ == "WEAPON" for w in found)
    return found if joined and weapons and _is_type(graph, found[-1], noun) else []


def _is_type(graph: Graph, word: Token, noun: Token) -> bool:
    """Tell whether a word names a type below a noun: neither a state nor goods in the plural."""
    plain = is_name_like(word) and not is_nationality(word) and word.ent_type_ not in ("GPE", "NORP")
    return plain and word.tag_ not in ("NNS", "NNPS") and graph.dominates(noun, word)


def _joined_stuff(graph: Graph, head: Token, content: Token) -> list[Token]:
    """Return what else one amount measures: "nine tonnes of wheat and corn" are tonnes of both."""
    if content.i == head.i:
        return []
    joined = (noun for noun in graph.conjuncts(content)[1:] if noun.pos_ == "NOUN" and noun.tag_ != "CD")
    return [noun for noun in joined if not graph.child(noun, "nummod", "det") and not is_measure(noun)]


def implied_item(name: str) -> Item:
    """Return goods that a verb tells of without naming them."""
    return Item(text=None, start=None, end=None, kind="implicit", canonical=name, category=category_of(name))


def _whole_phrase(graph: Graph, head: Token) -> Span:
    """Return the mention of a head, with what the parser cut off: hyphenated modifiers, an *of* or *in*."""
    span = graph.mention(head)
    content = content_head(graph, head)
    if content is not None and content.i >= span.end and head.nbor(1).lower_ in ("of", "in"):
        span = span.doc[span.start : graph.mention(content).end]
    if span.start < 2 or span[0].nbor(-2).text not in HYPHENS:
        return span
    before = [token.i for token in phrase_words(graph, head)]
    return span.doc[min([span.start, *before]) : span.end]


def _is_mere_modifier(head: Token) -> bool:
    """Tell whether a word only describes an item: adjectives that name no goods themselves."""
    if not head.tag_.startswith(("JJ", "RB", "VB")) or head.pos_ not in ("ADJ", "ADV", "VERB"):
        return False
    counts = head.like_num or head.lower_ in item_words().partitives.words
    named = is_name_like(head) and not is_nationality(head)
    return not counts and category_of(noun_lemma(head)) is None and not named


def _item(
    graph: Graph, span: Span, kind: Kind, quantity: Quantity | None, source: Token | None, name: str | None
) -> Item:
    """Return an item whose name is that of what it refers back to, if anything, or its own."""
    anchor = None
    if source is not None:
        mention = graph.mention(source)
        anchor = Anchor(text=mention.text, start=mention.start_char, end=mention.end_char)
        name = item_lemma(source) if DESIGNATION.fullmatch(source.text) else canonical_item(graph, source)
    return Item(
        text=span.text,
        start=span.start_char,
        end=span.end_char,
        label=_label(span, name or ""),
        kind=kind,
        canonical=name,
        category=category_of(name or ""),
        quantity=quantity,
        designations=designations(span),
        antecedent=anchor,
    )


def _kind(content: Token) -> Kind:
    return "named" if is_name_like(content) and content.ent_type_ else "nominal"


def canonical_item(graph: Graph, head: Token) -> str:
    """Return the lemma of an item's noun phrase without what doesn't name its kind."""
    last = name_end(graph, head)
    first = name_start(last)
    name = head.doc[first.i : last.i].text_with_ws + item_lemma(last)
    kept = [] if "item-modifiers" in off(head.doc) else kept_words(graph, first)
    return " ".join([*kept, name, *_shared_head(last)]).strip()


def _shared_head(head: Token) -> list[str]:
    """Return the noun that a designation shares with the ones coordinated to it ("A320 and A330 jets")."""
    doc, i = head.doc, head.i + 1
    if not DESIGNATION.fullmatch(head.text):
        return []
    joined = False
    while i + 1 < len(doc) and doc[i].lower_ in (",", "and", "or") and DESIGNATION.fullmatch(doc[i + 1].text):
        joined = joined or doc[i].text != ","
        i += 2
    plural = i < len(doc) and doc[i].tag_ == "NNS" and not written(doc[i])[:1].isupper()
    return [item_lemma(doc[i])] if joined and plural else []


def item_lemma(head: Token) -> str:
    """Return the lemma of an item's head: singular, lower case unless it is a name."""
    lower = head.lower_
    if lower in item_words().plural_only.words:
        return lower
    if any(char.isdigit() for char in head.text):
        return re.sub(r"(?<=\d)[A-Z]?s$", lambda match: match[0][:-1], head.text)
    if is_name_like(head):
        plural = head.tag_ in ("NNS", "NNPS") and re.search(r"[^s]s$", head.text)
        return head.text[:-1] if plural else head.text
    return noun_lemma(head)


def designations(span: Span) -> list[str]:
    """Return the letter–number designations of a mention, without plural endings."""
    return [match[0].rstrip("s") for match in DESIGNATION.finditer(span.text)]


def _label(span: Span, canonical: str) -> str | None:
    labels = [token.ent_type_ for token in span if token.ent_type_ in ("WEAPON", "PRODUCT")]
    if "WEAPON" in labels or is_weapon(canonical):
        return "WEAPON"
    return labels[0] if labels else None
