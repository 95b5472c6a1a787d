"""Agreements that a pronoun, or nothing, stands for: "Chad broke it", "Togo has not signed"."""

from spacy.tokens import Token

from pipeline.predicates import Graph, noun_lemma, own_classes
from pipeline.predicates.lexicon import words
from pipeline.resolve.draft import Draft

THINGS = frozenset(
    {"goods", "artifact", "carriage", "place", "work", "event", "information", "mover", "voyage"}
)
ACTING = frozenset({"actor", "people", "corporate", "institution", "person", "agreement"})
RETOLD = ("deal.sign-it", "deal.break-it", "deal.it-")
JOINING = frozenset({"sign", "join", "ratify"})
ITS = frozenset("it they them both this that these those".split())
SEVERAL = frozenset("they them both these those".split())
FILLING = frozenset({"nsubj", "obj", "obl"})


def stands_for(draft: Draft, other: Draft) -> bool:
    """Tell whether the pronoun of a deal, or what it leaves out, can be the agreement of another one."""
    if not draft.candidate.rule.id.startswith(RETOLD):
        return False
    pronouns = _instruments(draft)
    if not pronouns and draft.head.lemma_.lower() not in JOINING:
        return False
    agreed = any(noun_lemma(noun) in words("agreement") for noun in (other.head, *_instruments(other)))
    agreed = agreed or other.candidate.rule.id.startswith(RETOLD)
    graph = draft.candidate.predicate.graph
    return agreed and all(p.lower_ in ITS and not _has_rival(graph, p) for p in pronouns)


def _instruments(deal: Draft) -> list[Token]:
    nouns = [filler.token for filler in deal.candidate.roles.get("instrument", ())]
    subjects = deal.candidate.roles.get("subject", ())  # "negotiated a treaty"
    return nouns or [f.token for f in subjects if noun_lemma(f.token) in words("agreement")]


def _has_rival(graph: Graph, pronoun: Token) -> bool:
    """Tell whether a thing named before a pronoun is meant: "the bridge was hit and it fell"."""
    before = (t for t in pronoun.doc[pronoun.sent.start : pronoun.i] if t.pos_ == "NOUN")
    several = () if pronoun.lower_ in SEVERAL else ("NNS", "NNPS")  # "five tanks" are no "it"
    things = (t for t in before if graph.dep(t).split(":")[0] in FILLING and t.tag_ not in several)
    return any(_is_thing(own_classes(t)) and noun_lemma(t) not in words("agreement") for t in things)


def _is_thing(classes: frozenset[str]) -> bool:
    return not classes.isdisjoint(THINGS) and classes.isdisjoint(ACTING)
