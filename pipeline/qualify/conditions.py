"""Conditions that a clause beside the event states: markers, participles, inverted auxiliaries."""

from spacy.tokens import Token

from pipeline.facts.types import Time
from pipeline.predicates import Graph
from pipeline.qualify.lexicon import load_words
from pipeline.qualify.verbgroup import marker_words

EQUALS = frozenset({"soon", "long"})


def condition_cue(graph: Graph, clause: Token, time: Time | None) -> Token | None:
    """Return the word that makes a clause the condition of the event that it modifies, or None.

    "If it pays", "provided that it pays", "should it pay"; "once it pays" where the event
    is to come. "Even if it pays" is a concession.

    Args:
        graph: The dependency graph.
        clause: Head of the clause.
        time: Time of the event that the clause modifies.
    """
    words = load_words().condition
    marked = marker_words(graph, clause).get("if")
    if marked is not None:
        mark = marked[1]
        before = mark.nbor(-1).lower_ if mark.i else ""
        return None if before in words.concessive else mark
    if clause.lower_ in words.participles and graph.child(clause, "ccomp"):
        return clause
    ahead = time == "future" or (time == "present" and _is_perfect(graph, clause))
    if ahead:
        opener = next((c for c in graph.children(clause, "mark", "advmod") if c.lower_ in words.future), None)
        if opener is not None and opener.i < clause.i:
            return opener
        if (soon := soon_before(graph, clause)) is not None:
            return soon
    return _inverted(graph, clause)


def as_soon_as(graph: Graph, token: Token) -> list[Token]:
    """Return the clauses that "as soon as" or "as long as" joins to an event's clause."""
    adverbs = [t for t in graph.children(token, "advmod") if t.lower_ in EQUALS]
    return [clause for adverb in adverbs for clause in graph.children(adverb, "advcl")]


def soon_before(graph: Graph, clause: Token) -> Token | None:
    """Return the adverb of "as soon as" before a clause, or None."""
    head = graph.head(clause)
    marked = any(mark.lower_ == "as" for mark in graph.children(clause, "mark"))
    joined = graph.dep(clause) == "advcl" and marked and head.lower_ in EQUALS
    return head if joined else None


def _is_perfect(graph: Graph, clause: Token) -> bool:
    """Tell whether a clause says what has to be done first ("once parliament has agreed")."""
    return any(aux.lower_ in ("has", "have") for aux in graph.children(clause, "aux"))


def _inverted(graph: Graph, clause: Token) -> Token | None:
    """Return the auxiliary that stands before its subject ("should Chad pay")."""
    subject = graph.child(clause, "nsubj", "nsubj:pass")
    opener = graph.child(clause, "aux", "aux:pass", "cop")
    if subject is None or opener is None or opener.i != graph.subtree(clause).start:
        return None
    inverted = opener.lower_ in load_words().condition.auxiliaries and opener.i < subject.i
    return opener if inverted else None
