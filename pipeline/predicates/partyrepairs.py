"""Repairs of parties that one phrase names together: "A, as well as B,", "A of Peru and B of Chile"."""

from pipeline.predicates.clauserepairs import INSIDE_DEPS, NOUN_TAGS, TIMES
from pipeline.predicates.gates import Words, at

ACTORS = frozenset({"GPE", "NORP", "ORG", "PERSON"})
# The preposition that stands behind each, before what is named as well.
ADDING = {"along": "with", "together": "with", "well": "as"}
SUBJECTS = ("nsubj", "nsubj:pass")
NAMED_TAIL = frozenset({"appos", "flat", "compound", "nmod:desc"})


@at(words=ADDING)
def added_actor(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "A, as well as B, signed it" and "A, along with B, signed it" as of two who sign."""
    opening = i - 1 if doc[i].lower_ == "well" else i
    behind = i + 1
    if opening < 1 or behind + 1 >= len(doc) or doc[behind].lower_ != ADDING[doc[i].lower_]:
        return
    if doc[i].lower_ == "well" and doc[opening].lower_ != "as":
        return
    added = _phrase(doc, heads, deps, behind + 1)
    host = _host(doc, heads, deps, opening, added)
    if host is None or added == host or heads[host] == added:
        return
    if deps[added] in SUBJECTS and deps[host] not in SUBJECTS:
        heads[host], deps[host] = heads[added], deps[added]
    heads[added], deps[added] = host, "conj"
    for j in range(opening, behind + 1):
        heads[j], deps[j] = added, "cc"


def _phrase(doc: Words, heads: list[int], deps: list[str], first: int) -> int:
    """Return the head of the noun phrase that starts at a word."""
    top = first
    while deps[top] in INSIDE_DEPS and heads[top] > top:
        top = heads[top]
    return top


def _host(doc: Words, heads: list[int], deps: list[str], opening: int, added: int) -> int | None:
    """Return the actor before a phrase that adds another: the subject of the verb behind, or a name."""
    if doc[added].tag_ not in NOUN_TAGS and doc[added].ent_type_ not in ACTORS:
        return None
    last = opening - 2 if doc[opening - 1].text == "," else opening - 1
    start = doc[opening].sent.start
    if last < start or (doc[last].tag_ not in NOUN_TAGS and doc[last].ent_type_ not in ACTORS):
        return None
    top = _top_of_name(doc, heads, deps, last, start)
    subjects = (j for j in range(last, start - 1, -1) if deps[j] in SUBJECTS and heads[j] > added)
    subject = None if _is_agent(doc, heads, deps, top) else next(subjects, None)
    if subject is not None:
        return subject
    return top if doc[top].ent_type_ in ACTORS and _has_name(doc, heads, added) else None


def _top_of_name(doc: Words, heads: list[int], deps: list[str], last: int, start: int) -> int:
    """Return the head of the noun phrase that ends at a word, without what a comma or date parts."""
    top = last
    while start <= heads[top] < top and deps[top] in NAMED_TAIL:
        between = doc[heads[top] : top]
        if doc[heads[top]].ent_type_ in TIMES or any(word.text == "," for word in between):
            break
        top = heads[top]
    if deps[top] == "nmod" and doc[top].ent_type_ == "GPE" and doc[heads[top]].ent_type_ in ACTORS:
        top = heads[top]
    return top


def _is_agent(doc: Words, heads: list[int], deps: list[str], i: int) -> bool:
    """Tell whether somebody does what a participle right behind its noun says: "a pact signed by Peru"."""
    verb = heads[i]
    close = deps[verb] == "acl" and not any(word.text == "," for word in doc[heads[verb] : verb])
    return deps[i] == "obl:agent" and (close or deps[verb] != "acl")


def _has_name(doc: Words, heads: list[int], top: int) -> bool:
    """Tell whether a noun phrase is or holds the name of somebody."""
    inside = range(doc[top].sent.start, doc[top].sent.end)
    return any(doc[j].ent_type_ in ACTORS for j in inside if j == top or heads[j] == top)


@at(words={"between"}, deps={"case"})
def second_side(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "a pact between A on one side and B on the other" with two sides, and no subject behind *between*."""
    first, host = heads[i], i - 1
    if first <= i or host < 0 or doc[host].tag_ not in NOUN_TAGS or doc[first].tag_ == "CD":
        return
    if deps[first] in SUBJECTS:
        heads[first], deps[first] = host, "nmod"
    inside = range(first + 1, doc[i].sent.end)
    if any(heads[j] == first and deps[j] == "conj" for j in inside):
        return
    joining = next((j for j in inside if doc[j].lower_ == "and" and deps[j] == "cc"), None)
    if joining is None or heads[joining] < joining:
        return
    second = heads[joining]
    loose = deps[second] == "conj" and heads[second] <= host
    sided = deps[second] in (*SUBJECTS, "conj", "appos", "nmod") and _is_side(doc, joining)
    if doc[second].pos_ in ("NOUN", "PROPN") and (loose or sided):
        heads[second], deps[second] = first, "conj"


def _is_side(doc: Words, joining: int) -> bool:
    """Tell whether "on one side" stands right before a conjunction."""
    return joining > 2 and doc[joining - 1].lower_ == "side" and doc[joining - 2].lower_ in ("one", "the")


@at(words={"and"}, deps={"cc"})
def firms_of_lands(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Acme of Peru and Bolt of Chile" as two firms: no firm is joined to the land of another."""
    firm = heads[i]
    land = heads[firm]
    if deps[firm] != "conj" or not land < i < firm or doc[firm].ent_type_ not in ("ORG", "PERSON"):
        return
    owner = heads[land]
    if doc[land].ent_type_ != "GPE" or deps[land] != "nmod" or owner >= land:
        return
    if doc[owner].ent_type_ == doc[firm].ent_type_:
        heads[firm] = owner


@at(words={"and"}, deps={"cc"})
def kinds_of_firms(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "carmaker Fiat and steelmaker Corus" as two firms, each with the noun that tells its kind."""
    first, kind = i - 1, heads[i]
    if first < 0 or kind <= i or heads[kind] != first or deps[kind] != "conj" or doc[kind].tag_ != "NN":
        return
    second = kind + 1
    if second >= len(doc) or doc[second].ent_iob_ != "B" or doc[second].ent_type_ not in ("ORG", "PERSON"):
        return
    while deps[second] in INSIDE_DEPS and heads[second] > second and doc[heads[second]].ent_iob_ == "I":
        second = heads[second]
    if heads[first] != second or doc[first].ent_type_ not in ("ORG", "PERSON"):
        return
    heads[first], deps[first] = (first if heads[second] == second else heads[second]), deps[second]
    heads[second], deps[second] = first, "conj"
    heads[kind], deps[kind] = second, "compound"
    heads[i] = second
