"""Who is at war: between whom a truce is where it is told without its parties.

"Chad and Togo fought a war over the river in 1993. Norway brokered a truce."
"""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from pipeline.predicates import PredicateView, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.resolve.draft import Draft

NEAR = 8  # sentences from a war to its truce
OF_WAR = ("between", "poss", "namemod", "with", "against")
OF_FIGHTING = ("between", "subj", "obj", "with", "against")
SIDES = 2


def enemies(draft: Draft) -> Iterator[list[Token]]:
    """Yield who fights whom before a deal that makes peace, the nearest war first."""
    if not makes_peace(draft):
        return
    view = draft.candidate.predicate.view
    starts = 0
    for token in reversed(view.doc[: draft.head.sent.end]):
        if token.i != draft.head.i:
            fighting = _fighters(view, token)
            if len(fighting) >= SIDES:
                yield fighting
        starts += bool(token.is_sent_start)
        if starts > NEAR:
            return


def makes_peace(draft: Draft) -> bool:
    """Tell whether a deal is a truce, or peace is what it is about ("a peace agreement")."""
    graph = draft.candidate.predicate.graph
    nouns = [draft.head, *(filler.token for filler in draft.candidate.roles.get("instrument", ()))]
    return any(
        not words("truce").isdisjoint(_lemmas([noun, *graph.children(noun, "compound", "amod")]))
        for noun in nouns
        if noun.pos_ == "NOUN"
    )


def _lemmas(nouns: Iterable[Token]) -> set[str]:
    return {noun_lemma(noun) for noun in nouns}


def _fighters(view: PredicateView, word: Token) -> list[Token]:
    """Return whom a word sets against each other: "a war between", "Chad's conflict with", "clashed with"."""
    if word.pos_ == "NOUN" and noun_lemma(word) in words("war"):
        slots = OF_WAR
    elif word.pos_ == "VERB" and word.lemma_.lower() in words("warring"):
        slots = OF_FIGHTING
    else:
        return []
    found = [token for slot in slots for token in view.of(word).tokens(slot)]
    return [token for token in found if view.is_of(token, {"actor", "name"})]
