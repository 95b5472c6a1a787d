"""Names before an agreement noun: who made it, or only what it is called."""

from spacy.tokens import Token

from pipeline.facts import Actor, Phrase
from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.resolve.entities import Entities
from pipeline.resolve.entity import head_words
from pipeline.resolve.names import key_words
from pipeline.resolve.tables import actor_words

CODE = 3  # letters of a country's
PLACES = ("GPE", "LOC", "FAC")


def has_code(actor: Phrase) -> bool:
    """Tell whether somebody goes by three capitals, as every country does and some firms do."""
    name = actor.canonical or ""
    return len(name) == CODE and name.isupper()


def may_act(role: str, actor: Actor) -> bool:
    """Tell whether a name before a noun can be who, not where ("the Geneva deal") or what."""
    return has_code(actor) or (actor.label not in PLACES if role == "party" else actor.label == "ORG")


def is_expletive(actor: Actor) -> bool:
    """Tell whether an actor is an "it" that stands for nobody ("it would be the largest merger")."""
    return actor.kind == "pronoun" and actor.antecedent is None and (actor.canonical or "").casefold() == "it"


def only_decides(token: Token, actor: Actor) -> bool:
    """Tell whether an actor votes or rules on an agreement of others: a parliament, voters, a court."""
    if has_code(actor):
        return False
    told = {noun_lemma(token), *head_words(key_words(actor.canonical or token.text))}
    return not told.isdisjoint(actor_words("decider"))


def is_own_name(graph: Graph, entities: Entities, token: Token) -> bool:
    """Tell whether a name before a treaty is the treaty's own ("the New Start treaty").

    A partner of a treaty is told of beside it as well; a contract or deal goes by a partner's name alone.
    Places stay what they are: whether they act is asked elsewhere.
    """
    noun = graph.head(token)
    if noun_lemma(noun) not in words("treaty"):
        return False
    entity = entities.at.get(token.i)
    if entity is None or entity.country:
        return False
    doc = token.doc
    others = [(start, end) for start, end in entity.mentions if token.i not in range(start, end)]
    return not any(_stands_alone(graph, doc[end - 1]) for _, end in others)


def _stands_alone(graph: Graph, last: Token) -> bool:
    """Tell whether a mention is more than a modifier of an agreement."""
    noun = graph.head(last)
    modifies = noun.i > last.i and graph.dep(last) in ("compound", "amod", "flat", "nmod:unmarked")
    return not (modifies and noun_lemma(noun) in words("agreement"))
