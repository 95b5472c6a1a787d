"""Companies that change hands whole, and who else an agreement to buy or sell one names."""

from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.predicates.classes import any_class, measured, noun_lemma, own_classes
from pipeline.predicates.graph import Graph
from pipeline.predicates.lexicon import words

TOTAL = frozenset({"all", "entire", "whole", "100"})
WHOLE = frozenset({"corporate", "actor"})
MEASURE = frozenset({"measure"})
PARTIAL = frozenset({"stake", "unit_of", "measure", "symbol", "place"})


def whole(graph: Graph, token: Token) -> Token | None:
    """Return the company that is taken over whole, by its name or a noun for firms that act, or None.

    "All the shares of Acme" are Acme, and so is "all of Acme's stock"; a share of it, or a unit, is not.
    """
    firm = measured(graph, token)
    left = {child.lower_ for child in (token, *graph.children(token, "amod", "det", "nummod"))}
    total = bool(TOTAL & left)
    if total and noun_lemma(firm) in words("security"):
        return next(_issuers(graph, firm), None)
    if firm.i != token.i and total and "corporate" in own_classes(firm):
        return firm
    classes = any_class(graph, token)
    if "corporate" in classes and not graph.children(token, "nmod"):
        classes -= MEASURE  # "the group", not "a group of"
    return token if ("name" in classes or classes >= WHOLE) and not PARTIAL & classes else None


def bid_for(graph: Graph, token: Token) -> Token | None:
    """Return the company that an offer for something is for, whole or as shares of no told number."""
    firm = whole(graph, token)
    if firm is not None or noun_lemma(token) not in words("security") or graph.child(token, "nummod"):
        return firm
    of = (t for t in graph.children(token, "nmod") if graph.marker(t) == "of")
    return next((t for t in (*of, *_issuers(graph, token)) if "institution" in own_classes(t)), None)


def _issuers(graph: Graph, shares: Token) -> Iterator[Token]:
    """Yield whose shares are meant, by what stands before them ("its stock", "Acme shares")."""
    yield from graph.children(shares, "nmod:poss")
    yield from (t for t in graph.children(shares, "compound") if "institution" in own_classes(t))
