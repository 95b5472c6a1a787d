"""The span of a claim or subject: the whole clause or noun phrase that something is said of."""

from spacy.tokens import Span, Token

from pipeline.predicates import Graph

MARKERS = ("of", "on", "for", "over", "about", "in", "to", "behind")


def claim_span(graph: Graph, token: Token, trigger: Token) -> Span:
    """Return what a claim's head governs, without conjunction, marks and copula.

    A relative clause that holds the trigger ("the report, which he denied") is not part of it.

    Args:
        graph: The dependency graph of the document.
        token: Head of the claim.
        trigger: Head of the trigger that the claim belongs to.
    """
    doc, span = token.doc, graph.subtree(token)
    start, end = span.start, span.end
    verbal = token.pos_ in ("VERB", "AUX")
    for child in graph.children(token):
        said = not verbal and graph.dep(child) == "cop" and graph.dominates(token, trigger)
        if child.i > token.i and graph.dominates(child, trigger):
            end = min(end, graph.subtree(child).start)
        elif said or (child.lower_ == "that" and graph.dep(child) == "mark"):
            start = max(start, child.i + 1)
    skip = ("that",) if verbal else MARKERS
    while start < token.i and (doc[start].lower_ in skip or doc[start].is_punct or doc[start].is_space):
        start += 1
    while end - 1 > token.i and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return doc[start:end]
