"""Repairs of who gives and who gets goods, where a description of the goods stands before them.

"Sold tanks built in the 1970s to Chad", "12 jets worth $2 billion to Chad", "the jets that Peru sold
Chad": what describes goods ends where somebody is named to whom, or from whom, they pass.
"""

from pipeline.annotate.words import is_firm_tail
from pipeline.predicates.arcs import PROPER_TAGS, name_start
from pipeline.predicates.clauserepairs import NOUN_TAGS, RELATIVE_TAGS
from pipeline.predicates.gates import Words, at
from pipeline.predicates.lexicon import words
from pipeline.predicates.partyrepairs import ACTORS

FIGURES = frozenset({"DATE", "TIME", "MONEY", "QUANTITY", "CARDINAL", "PERCENT"})
PHRASES = frozenset({"obl", "nmod"})
CLAUSES = frozenset({"acl", "acl:relcl"})
DESCRIPTIONS = frozenset({*CLAUSES, "nmod", "obl", "obl:unmarked", "nmod:unmarked", "obj", "conj", "appos"})
LONGEST_CHAIN = 6


@at(words={"to", "from"}, deps={"case"})
def end_behind_description(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "sold tanks built in the 1970s to Chad" as sold to Chad: nothing is built to anybody."""
    end = heads[i]
    if end <= i or deps[end] not in PHRASES or not _is_actor(doc, heads, end):
        return
    known = words("passing_to") if doc[i].lower_ == "to" else words("passing_from")
    up, described = heads[end], False
    if doc[up].lemma_.lower() in words("accusing"):
        _hang_on_gerund(doc, heads, deps, i, known)
        return
    for _ in range(LONGEST_CHAIN):
        if up == heads[up] or up >= i or deps[up] not in DESCRIPTIONS:
            break
        if deps[up] in CLAUSES:
            if doc[up].lemma_.lower() in words("going") or up == i - 1:
                return
            described = True
        elif doc[up].ent_type_ in FIGURES:  # "50,000 barrels a day from Chad"
            described = True
        elif deps[up] == "obl" and deps[heads[up]] in CLAUSES and doc[up].tag_ in ("NN", "NNS"):
            pass  # "vehicles left over from the war"
        elif doc[up].pos_ == "VERB" or not described:
            return
        goods, up = up, heads[up]
        if not described or up >= goods or deps[goods] in CLAUSES:
            continue
        if doc[up].lemma_.lower() in known and not _has_phrase(doc, heads, deps, up, doc[i].lower_, i):
            heads[end], deps[end] = up, "obl" if doc[up].pos_ == "VERB" else "nmod"
            return


def _hang_on_gerund(doc: Words, heads: list[int], deps: list[str], i: int, known: frozenset[str]) -> None:
    """Hang "to Chad" in "accused of selling jets to Chad" on *selling*: nobody is accused to anybody."""
    for verb in range(i - 1, heads[heads[i]], -1):
        if heads[verb] == heads[heads[i]] and doc[verb].tag_ == "VBG" and doc[verb].lemma_.lower() in known:
            heads[heads[i]], deps[heads[i]] = verb, "obl"
            return


def _is_actor(doc: Words, heads: list[int], noun: int) -> bool:
    """Tell whether a noun is the name of somebody, or has one before it ("the Peruvian navy")."""
    if doc[noun].tag_ in PROPER_TAGS or doc[noun].ent_type_ in ACTORS:
        return doc[noun].ent_type_ not in FIGURES
    return any(heads[j] == noun and doc[j].ent_type_ in ACTORS for j in range(max(0, noun - 4), noun))


def _has_phrase(doc: Words, heads: list[int], deps: list[str], verb: int, marker: str, before: int) -> bool:
    inside = range(verb + 1, before)
    return any(
        deps[j] == "case" and doc[j].lower_ == marker and heads[heads[j]] == verb
        for j in inside
        if heads[j] > j
    )


@at(words={"worth"})
def worth_of_goods(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "12 jets worth $2 billion to Chad" with jets for Chad: no sum is anybody's."""
    goods, money = i - 1, i + 1
    if goods < 0 or money >= len(doc) or doc[goods].tag_ not in NOUN_TAGS or doc[goods].ent_type_ == "MONEY":
        return
    while money + 1 < len(doc) and doc[money].tag_ != "$" and doc[money + 1].ent_type_ == "MONEY":
        money += 1
    if doc[money].tag_ != "$" and doc[money].lemma_.lower() not in words("money"):
        return
    for above in (
        i,
        money,
    ):  # "a contract from Acme Corp worth $30 million", "rice worth 2 mln dlrs was sold"
        if heads[goods] == above and heads[above] != above:
            heads[goods], deps[goods] = heads[above], deps[above]
            for j in range(doc[i].sent.start, goods):
                heads[j] = goods if heads[j] == above else heads[j]
    while deps[goods] in ("compound", "nummod", "flat") and goods < heads[goods] < i:
        goods = heads[goods]
    last = money
    while last + 1 < len(doc) and doc[last + 1].ent_type_ == "MONEY":
        last += 1
    heads[i], deps[i], heads[money], deps[money] = goods, "acl", i, "obj"
    for j in range(last + 1, doc[i].sent.end):
        if heads[j] in range(money, last + 1) and deps[j] in ("nmod", "obl", "acl"):
            heads[j] = goods
        elif heads[j] == i and deps[j] in PHRASES:
            heads[j], deps[j] = goods, "nmod"


@at(words={"worth"}, tags={"NN"}, deps={"conj", "appos", "nsubj", "nsubj:pass", "obj"})
def worth_of_sum(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the sale of $4 million worth of arms" as a sale of arms: a preposition joins nothing."""
    marker = next((j for j in range(max(1, i - 6), i) if heads[j] == i and deps[j] == "case"), None)
    if marker is None:
        return
    noun = marker - 1
    if (
        heads[noun] == i and doc[noun].tag_ in NOUN_TAGS
    ):  # "a shipment of $4 million worth of arms was seized"
        heads[noun], deps[noun] = (heads[i] if heads[i] != i else noun), deps[i]
        heads[i], deps[i] = noun, "nmod"
    elif deps[i] in ("conj", "appos", "obj"):
        deps[i] = "obl" if doc[heads[i]].pos_ == "VERB" else "nmod"


@at(tags={"VBN"}, deps={"acl", "advcl"})
def goods_of_participle(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "tanks built in the 1970s supplied by Chad" as tanks that were supplied: dates are not.

    "A pact on 30,000 tonnes of maize, to be delivered by May": the maize is, whatever the pact does.
    "Ordered tanks to be sent to Chad": that they are sent is ordered, and no tanks for oneself.
    """
    if _hang_on_ordering(doc, heads, deps, i):
        return
    if deps[i] == "advcl":
        _hang_on_goods(doc, heads, deps, i)
        return
    if i + 1 >= len(doc) or doc[i + 1].lower_ not in ("by", "to", "from"):
        return
    noun = heads[i]
    while noun < i and heads[noun] < noun and (doc[noun].ent_type_ in FIGURES or deps[noun] in CLAUSES):
        noun = heads[noun]
    if noun != heads[i] and noun < i and doc[noun].tag_ in NOUN_TAGS:
        heads[i] = noun


def _hang_on_ordering(doc: Words, heads: list[int], deps: list[str], i: int) -> bool:
    """Hang "to be sent to Chad" on the verb that has it done, and tell whether it does."""
    if i < 3 or i + 1 >= len(doc) or [doc[j].lower_ for j in (i - 2, i - 1, i + 1)] != ["to", "be", "to"]:
        return False
    verb = heads[i] if deps[i] == "advcl" else heads[heads[i]]
    goods = next((j for j in range(verb + 1, i - 2) if heads[j] == verb and deps[j] == "obj"), None)
    if goods is None or doc[i].lemma_.lower() not in words("passing_to"):
        return False
    if doc[verb].lemma_.lower() not in words("commanding") or not (deps[i] == "advcl" or heads[i] == goods):
        return False
    heads[i], deps[i] = verb, "xcomp"
    return True


def _hang_on_goods(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Hang a passive infinitive of passing on the goods right before its comma."""
    start = i - 3
    if start < 1 or doc[start].text != "," or [doc[j].lower_ for j in (i - 2, i - 1)] != ["to", "be"]:
        return
    goods, verb = start - 1, heads[i]
    while heads[goods] > verb and heads[goods] < goods and deps[goods] in ("nmod", "nummod", "flat", "conj"):
        goods = heads[goods]
    passing = doc[i].lemma_.lower() in words("passing_to") and verb < goods and doc[goods].tag_ in NOUN_TAGS
    if passing and not any(heads[j] == i and deps[j].startswith("nsubj") for j in range(start, i)):
        heads[i], deps[i] = goods, "acl"


@at(tags=NOUN_TAGS, deps={"obj"})
def receiver_in_relative(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the jets that Peru sold Chad" as sold to Chad: what was sold stands before the clause."""
    verb = heads[i]
    if verb >= i or deps[verb] != "acl:relcl" or doc[verb].lemma_.lower() not in words("giving"):
        return
    first = verb + 1
    named = doc[i].tag_ in PROPER_TAGS or (doc[first].lower_ == "the" and _is_actor(doc, heads, i))
    if not named or doc[i].ent_type_ in ("WEAPON", "PRODUCT", *FIGURES):
        return
    before = [j for j in range(heads[verb], verb) if heads[j] == verb]
    subject = any(deps[j].startswith("nsubj") and doc[j].tag_ not in RELATIVE_TAGS for j in before)
    goods = doc[heads[verb]].tag_ in ("NN", "NNS", "CD") or doc[heads[verb]].ent_type_ in (
        "WEAPON",
        "PRODUCT",
    )
    behind = any(heads[j] == verb and j > i and deps[j] == "obj" for j in range(i, doc[i].sent.end))
    if subject and goods and not behind:
        deps[i] = "iobj"


@at(words={"by", "from", "to", "with"}, deps={"case"})
def object_behind_preposition(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "signed by the insurer Acme" with an agent: what a preposition marks is no object.

    Behind "to" only an actor is sure to have one.
    """
    noun = heads[i]
    marked = noun > i and deps[noun] == "obj" and heads[noun] < i
    if marked and (doc[i].lower_ != "to" or _is_actor(doc, heads, noun)):
        deps[noun] = "obl:agent" if doc[i].lower_ == "by" else "obl"


@at(deps={"acl:relcl"})
def described_subject(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Dutch energy firm Shell supplied Chad" as a sentence: a description is no clause."""
    noun, name = heads[i], i - 1
    while name > noun and (doc[name].tag_ in ("RB", "MD") or deps[name].startswith("aux")):
        name -= 1
    if heads[noun] != noun or name <= noun or heads[name] != i or deps[name] != "nsubj":
        return
    first = name_start(doc, noun + 1, name)
    below = [j for j in range(doc[i].sent.start, noun) if heads[j] == noun]
    bare = not any(deps[j] in ("det", "nmod:poss", "case", "nummod") for j in below)
    if first - 1 != noun or not bare or doc[name].tag_ not in PROPER_TAGS or doc[noun].tag_ != "NN":
        return
    known = words("contracting") | words("corporate")
    if not is_firm_tail(doc[noun].text) and doc[noun].lemma_.lower() not in known:
        return
    heads[i], deps[i] = i, "root"
    heads[noun], deps[noun] = name, "compound"
    for j in below:
        if deps[j] in ("obl", "nmod", "advcl", "parataxis") or (deps[j] == "punct" and doc[j].text == ","):
            heads[j] = i
    for j in range(i + 1, doc[i].sent.end):
        if heads[j] == noun:
            heads[j] = i


@at(tags={"NN", "NNS"}, deps={"compound"})
def receiving_body(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "sold the Thai air force rifles" as rifles for the force: a body's goods have no article."""
    thing = heads[i]
    verb = heads[thing]
    if not verb < i < thing or deps[thing] != "obj" or doc[i].lemma_.lower() not in words("receiving"):
        return
    if doc[verb].lemma_.lower() not in words("giving") or doc[verb + 1].tag_ not in ("DT", "NNP"):
        return
    named = any(doc[j].ent_type_ in ACTORS for j in range(verb + 1, i))
    plural = doc[thing].tag_ in ("NNS", "NNPS") or doc[i + 1].tag_ == "CD"
    if (
        not named
        or not plural
        or (doc[verb + 1].lower_ != "the" and doc[i - 1].tag_ != "POS" and deps[i - 1] != "nmod:poss")
    ):
        return
    _give(doc, heads, deps, verb, i, thing)


@at(tags={"NNP"}, deps={"compound"})
def receiving_state(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "sold Chad night-vision goggles" as sold to Chad: a state's own goods take its adjective."""
    thing = heads[i]
    verb = heads[thing]
    if not verb < i < thing or deps[thing] != "obj" or doc[i].ent_type_ not in ("GPE", "WEAPON", "NORP"):
        return
    first = name_start(doc, verb + 1, i)
    named = doc[i].ent_type_ == "GPE" or (first < i and doc[first].ent_type_ in ("GPE", "NORP"))
    sold = doc[verb].lemma_.lower() in words("giving") & words("passing_to")
    if (
        first - 1 != verb
        or not named
        or not sold
        or doc[thing].tag_ != "NNS"
        or doc[i + 1].tag_ in PROPER_TAGS
    ):
        return
    behind = range(thing + 1, min(thing + 12, doc[i].sent.end))
    if any(doc[j].lower_ == "to" and deps[j] == "case" for j in behind):
        return
    _give(doc, heads, deps, verb, i, thing)


def _give(doc: Words, heads: list[int], deps: list[str], verb: int, receiver: int, thing: int) -> None:
    """Make of one object a receiver and what is given."""
    for j in range(verb + 1, receiver):
        if heads[j] == thing:
            heads[j] = receiver
    for j in range(receiver + 1, thing):
        if heads[j] == receiver:
            heads[j] = thing
    heads[receiver], deps[receiver] = verb, "iobj"
    if doc[receiver + 1].tag_ == "CD" and heads[receiver + 1] == thing:
        deps[receiver + 1] = "nummod"
