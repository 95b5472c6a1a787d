"""Who makes an item, where its name says so: "30 Airbus A320 planes", then "the A320s"."""

import re

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.words import is_legal_form
from pipeline.predicates import graph_of, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.resolve.itemhead import DESIGNATION, content_head
from pipeline.resolve.itemwords import category_of
from pipeline.resolve.modifiers import is_name_like, is_nationality, name_end, phrase_words


def maker_of(head: Token) -> Token | None:
    """Return the organisation in an item's name, or the one that the same type was named with before.

    A buyer of "ten Boeing jets" buys them, if nobody else is told, from Boeing: the maker
    is an implicit supplier of orders and deliveries.

    Args:
        head: Head of the item's mention.
    """
    graph = graph_of(head.doc)
    content = content_head(graph, head)
    if content is None:
        return None
    named = [*phrase_words(graph, name_end(graph, content)), content]
    for token in named:
        if _is_organisation(token) or _names_type(token, content):
            return token
    types = {_type_of(token.text) for token in named if DESIGNATION.fullmatch(token.text)}
    return _earlier_maker(head.doc, head.i, types) if types else None


def _is_organisation(token: Token) -> bool:
    """Tell whether a name in an item is an organisation's, by its label here or elsewhere in the text.

    The name right before a civil type's designation is its maker's ("Embraer E190").
    """
    if not is_name_like(token) or is_nationality(token) or any(char.isdigit() for char in token.text):
        return False
    if noun_lemma(token) in words("acronym_goods"):
        return False
    if token.ent_type_ == "ORG":
        return True
    typed = token.i + 1 < len(token.doc) and bool(DESIGNATION.fullmatch(token.nbor(1).text))
    if typed and token.pos_ == "PROPN" and token.ent_type_ in ("", "PRODUCT"):
        return True
    return any(_is_firm(entity) and entity[0].lower_ == token.lower_ for entity in token.doc.ents)


def _is_firm(entity: Span) -> bool:
    return entity.label_ == "ORG" or (len(entity) > 1 and is_legal_form(entity[-1].text))


def _names_type(token: Token, content: Token) -> bool:
    """Tell whether a name stands before a civil aircraft's number: "Boeing 777 planes", "Boeing Co 767s"."""
    after = token.i + 1
    while after < len(token.doc) - 1 and is_legal_form(token.doc[after].text):
        after += 1
    if after >= len(token.doc) or not token.doc[after].text[0].isdigit() or not is_name_like(token):
        return False
    craft = (noun_lemma(word) for word in (content, token))
    flies = any((category_of(lemma) or "").endswith("aircraft") for lemma in craft)
    return flies and token.pos_ == "PROPN" and token.text.isalpha() and token.ent_type_ in ("", "PRODUCT")


def _type_of(designation: str) -> str:
    """Return a designation without plural and variant ("A330-200s" → "A330")."""
    return re.sub(r"(?<=\d)(?:-\d+)?s?$", "", designation)


def _earlier_maker(doc: Doc, end: int, types: set[str]) -> Token | None:
    for token in reversed(doc[1:end]):
        if (
            DESIGNATION.fullmatch(token.text)
            and _type_of(token.text) in types
            and _is_organisation(token.nbor(-1))
        ):
            return token.nbor(-1)
    return None
