"""Repairs of parties that one phrase names together: "A, as well as B,", "A of Peru and B of Chile"."""

from pipeline.predicates.clauserepairs import INSIDE_DEPS, NOUN_TAGS, TIMES
from pipeline.predicates.gates import Words, at
from pipeline.predicates.lexicon import words
from pipeline.predicates.namerepairs import LISTED

ACTORS = frozenset({"GPE", "NORP", "ORG", "PERSON"})
DESCRIBING_TAGS = frozenset({"DT", "PRP$", "WDT", "WP", "VBN"})
RULERS = frozenset({"government", "army", "military", "regime", "president", "leader"})
FEW = 2  # words of a phrase that opens a sentence, "In New York"
LONGEST_TAIL = 4  # words between the head of a side and its comma, "of Siemens"
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
    """Read "a pact between A on one side and B on the other" with two sides: *between* marks no subject."""
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
    other = heads[second]
    lower = deps[other] == "nmod" and heads[other] == first and doc[first].tag_ == "NN"  # "a unit of A and B"
    loose = deps[second] == "conj" and (other <= host or lower or _is_parted(doc, first, other, joining))
    sided = deps[second] in (*SUBJECTS, "conj", "appos", "nmod") and _is_side(doc, joining)
    if doc[second].pos_ in ("NOUN", "PROPN") and (loose or sided):
        heads[second], deps[second] = first, "conj"


def _is_parted(doc: Words, first: int, other: int, joining: int) -> bool:
    """Tell whether a phrase between commas that says more of the first side has got the second."""
    comma = next(
        (j for j in range(first + 1, min(first + 1 + LONGEST_TAIL, joining)) if doc[j].text == ","), None
    )
    return comma is not None and doc[joining - 1].text == "," and comma < other < joining


def _is_side(doc: Words, joining: int) -> bool:
    """Tell whether "on one side" stands right before a conjunction."""
    return joining > 2 and doc[joining - 1].lower_ == "side" and doc[joining - 2].lower_ in ("one", "the")


@at(words={"and"}, deps={"cc"})
def firms_of_lands(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Acme of Peru and Bolt of Chile" as two firms: no firm is joined to the land of another."""
    firm = heads[i]
    land = heads[firm]
    if deps[firm] != "conj" or not land < i < firm or doc[firm].ent_type_ not in LISTED:
        return
    owner = heads[land]
    if doc[land].ent_type_ != "GPE" or deps[land] != "nmod" or owner >= land:
        return
    if doc[owner].ent_type_ == doc[firm].ent_type_:
        heads[firm] = owner


@at(words={"and"}, deps={"cc"})
def kinds_of_firms(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "carmaker Fiat and steelmaker Corus" as two firms, each with its kind, or its land ("Japan's")."""
    first, kind = i - 1, heads[i]
    if first < 0 or kind <= i or heads[kind] != first or deps[kind] != "conj" or kind + 2 >= len(doc):
        return
    owned = doc[kind].ent_type_ == "GPE" and doc[kind + 1].tag_ == "POS"
    second = kind + 2 if owned else kind + 1
    if not owned and doc[kind].tag_ != "NN":
        return
    if (
        doc[second].ent_iob_ != "B"
        or doc[second].ent_type_ not in LISTED
        or doc[first].ent_type_ not in LISTED
    ):
        return
    while deps[second] in INSIDE_DEPS and heads[second] > second and doc[heads[second]].ent_iob_ == "I":
        second = heads[second]
    top = heads[first] if deps[first] == "flat" and heads[first] == heads[second] else first
    acting = deps[second] in SUBJECTS and deps[first] in ("conj", "appos") and heads[first] < first
    if heads[first] not in (second, top) and not acting:
        return
    if top == first:
        heads[first], deps[first] = (first if heads[second] == second else heads[second]), deps[second]
    heads[second], deps[second] = top, "conj"
    heads[kind], deps[kind] = second, "nmod:poss" if owned else "compound"
    heads[i] = second
    marker = next(
        (j for j in range(doc[i].sent.start, first) if heads[j] == second and deps[j] == "case"), None
    )
    if marker is not None:
        heads[marker] = top
        if deps[top] in SUBJECTS and marker > doc[i].sent.start:
            heads[top], deps[top] = marker - 1, "nmod"


@at(words={"and"}, deps={"cc"})
def name_behind_apposition(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Acme, the biggest maker, and Bolt merged" as two firms: what is said of one is no partner."""
    second = heads[i]
    if deps[second] != "conj" or i < 2 or doc[i - 1].text != "," or not _has_name(doc, heads, second):
        return
    comma = i - 2
    while comma > doc[i].sent.start and doc[comma].text != ",":
        comma -= 1
    inside, name = range(comma + 1, i - 1), comma - 1
    if not inside or name < 0 or doc[name].ent_type_ not in ACTORS or not _describes(doc, inside):
        return
    first = _top_of_name(doc, heads, deps, name, doc[i].sent.start)
    if heads[second] != first and not first < heads[first] == second:
        heads[second] = first


def _describes(doc: Words, inside: range) -> bool:
    """Tell whether what stands between commas says something of the name before it, and is none itself."""
    first, last = doc[inside[0]], doc[inside[-1]]
    opened = first.tag_ in DESCRIBING_TAGS or any(doc[j].tag_ == "POS" for j in inside[1:3])
    return opened and (first.tag_ in ("WDT", "WP", "VBN") or last.tag_ in ("NN", "NNS"))


@at(words={"with"}, deps={"case"})
def partner_behind_agent(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "signed by Acme with Bolt" as signed with Bolt, also where "led by Ann Lee" comes between."""
    partner = heads[i]
    verb = heads[heads[partner]]
    if deps[partner] == "nmod" and deps[heads[partner]] == "obl:agent":
        agent = heads[partner]
    elif deps[partner] == "obl" and deps[heads[partner]] == "acl:relcl" and deps[verb] == "obl:agent":
        agent, verb = verb, heads[verb]
    elif deps[partner] == "obl" and doc[i - 1].text == "," and doc[heads[partner]].tag_ == "VBN":
        agent = next(
            (j for j in range(heads[partner], verb, -1) if heads[j] == verb and deps[j] == "obl:agent"), i
        )
    else:
        return
    if verb < agent < i < partner and doc[verb].lemma_.lower() in words("concluding"):
        heads[partner], deps[partner] = verb, "obl"
