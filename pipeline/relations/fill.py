"""Filling the roles of a rule from the slots of a predicate."""

from spacy.tokens import Token

from pipeline.facts.types import ACTOR_ROLES
from pipeline.predicates import Filler, Graph, Predicate, measured, own_classes
from pipeline.predicates.classes import noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.relations.rules import Rule

NAMES_ALL = frozenset({"between", "among"})
"""What a noun stands between is all who take part: whoever else is named only mediates."""
FULL = 2
MODIFYING = frozenset({"namemod", "obj>namemod"})
"""Where a name may be whose or only what: "Acme and Bolt sign China pact" has no third party."""
AMOUNTS = frozenset({"MONEY", "PERCENT", "QUANTITY", "DATE", "TIME"})
PLURAL_PRONOUNS = frozenset({"they", "them", "their", "we", "us", "our", "you", "your"})


def fill(rule: Rule, predicate: Predicate, role: str, own: set[int]) -> list[Filler]:
    """Return the fillers of a role: of its slots, and of spare ones while fewer than two are found.

    Args:
        rule: The rule.
        predicate: The trigger's predicate.
        role: The role.
        own: Indices of the trigger's own tokens, which fill nothing.
    """
    found = _fill(rule, predicate, role, rule.roles.get(role, ()), own)
    for path in rule.spare.get(role, ()):
        if count(found) < FULL:
            found = _joined(found, _fill(rule, predicate, role, (path,), own))
    return found


def _fill(rule: Rule, predicate: Predicate, role: str, paths: tuple[str, ...], own: set[int]) -> list[Filler]:
    gathered: list[Filler] = []
    for path in paths:
        if role == "party" and path in MODIFYING and len(gathered) >= FULL:
            continue
        found = [filler for filler in predicate.slot(path) if filler.token.i not in own]
        fillers = [filler for filler in found if _allowed(rule, predicate, role, filler)]
        if fillers and role == "item" and len(fillers) < len(found):
            fillers = [f for f in found if f in fillers or _is_further(predicate.graph, f.token, fillers)]
        if fillers and role == "supplier" and path == "from" and "item" in rule.roles:
            fillers = [*_other_origins(predicate, rule.roles["item"][0], fillers), *fillers]
        whole = path in NAMES_ALL and not predicate.is_verbal and count(fillers) >= FULL
        if fillers and (whole or role not in rule.gather):
            return fillers
        gathered = _joined(gathered, fillers)
    return gathered


def _other_origins(predicate: Predicate, goods: str, fillers: list[Filler]) -> list[Filler]:
    """Return whose the other goods are where one amount of several comes from a country.

    "Bought 30,000 tonnes of French wheat and 12,000 from Canada": the first amount's *of* names its own.
    """
    amounts = predicate.slot(goods)
    if not amounts:
        return []
    *others, last = amounts
    lands = all(filler.token.ent_type_ == "GPE" for filler in fillers)
    if not lands or any(filler.token.i < last.token.i for filler in fillers):
        return []
    origins = [predicate.view.of(amount.token).slot("of>namemod") for amount in (*others, last)]
    found = [filler for fillers in origins[:-1] for filler in fillers] if not origins[-1] else []
    return [filler for filler in found if filler.token.ent_type_ in ("NORP", "GPE")]


def _is_further(graph: Graph, token: Token, fillers: list[Filler]) -> bool:
    """Tell whether a bare number counts more of the goods that it is joined to: "two cargoes … and three"."""
    counts = token.like_num and token.ent_type_ not in AMOUNTS
    return counts and graph.dep(token) == "conj" and any(f.token == graph.head(token) for f in fillers)


def _joined(fillers: list[Filler], more: list[Filler]) -> list[Filler]:
    seen = {filler.token.i for filler in fillers}
    return [*fillers, *(filler for filler in more if filler.token.i not in seen)]


def _allowed(rule: Rule, predicate: Predicate, role: str, filler: Filler) -> bool:
    wanted, banned = rule.where.get(role), rule.never.get(role)
    classes = predicate.view.classes(filler.token)
    if classes is None or (role == "claim" and predicate.graph.child(filler.token, "cop")):
        return True  # "denied that he was the leader": a clause is no actor
    if "generic" in classes or (role in ACTOR_ROLES and _is_amount(measured(predicate.graph, filler.token))):
        return False
    if role == "subject" and filler.token.ent_type_ == "NORP":  # "buy American"
        return False
    if role == "item" and _is_adjective(predicate.graph, filler.token):  # "deliver swift justice"
        return False
    if role == "item" and _is_dated_event(filler.token):
        return False
    if role == "supplier" and noun_lemma(filler.token) in words("harbour"):
        return False
    if role == "item" and noun_lemma(filler.token) in words("carriage") and "goods" not in classes:
        return False  # "road delivery"
    if banned is not None and not classes.isdisjoint(banned):
        return False
    return wanted is None or not classes.isdisjoint(wanted)


def _is_dated_event(token: Token) -> bool:
    """Tell whether a word says when goods go, not what: "bought rice for April/early May shipment"."""
    before = token.nbor(-1) if token.i else token
    return noun_lemma(token) in words("transfer") and before.ent_type_ == "DATE" and before.pos_ != "NUM"


def _is_adjective(graph: Graph, token: Token) -> bool:
    """Tell whether a word names nothing: "the first" and "crude" do."""
    bare = graph.child(token, "det", "nummod", "nmod") is None
    return token.tag_ == "JJ" and token.is_lower and bare and token.lower_ not in words("nominal_adjective")


def count(fillers: list[Filler] | tuple[()]) -> int:
    """Return how many actors fillers are, a plural counting as two."""
    return sum(2 if _is_plural(filler.token) else 1 for filler in fillers)


def _is_plural(token: Token) -> bool:
    if token.tag_ in ("PRP", "PRP$"):
        return token.lower_ in PLURAL_PRONOUNS
    shared = (child for child in token.children if child.pos_ == "PROPN" and child.i < token.i)
    if any(below.dep_ == "conj" for child in shared for below in child.children):
        return True  # "North and South Korea"
    collective = bool(own_classes(token) & {"actor", "corporate", "name"})
    return (token.tag_ in ("NNS", "NNPS") and collective) or token.lower_ in ("both", "two", "pair")


def _is_amount(token: Token) -> bool:
    """Tell whether a word is a figure, which nobody can be, other than "the 27" of a group."""
    if token.ent_type_ in AMOUNTS:
        return True
    known = token.i > 0 and token.nbor(-1).lower_ in ("the", "all", "these", "those")
    return token.like_num and token.text[:1].isdigit() and not known
