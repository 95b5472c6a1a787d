"""Repairs of sentences that tell amounts one after the other and leave out what they repeat.

"Sold 10 tonnes to Oman and 5 to Chad", "Oman took 10 tonnes and Chad 5": trade news says the verb once, and
parsers join what is left over with the next noun.
"""

from pipeline.predicates.arcs import PROPER_TAGS, chain, name_start
from pipeline.predicates.gates import Words, at
from pipeline.predicates.lexicon import words

PHRASES = frozenset({"nmod", "obl"})
ENDS = frozenset({"to", "from", "for", "with"})
JOINING = frozenset({"and", ",", ";", "while", "but"})
STOPS = frozenset({",", ":", "CC", "IN", "WDT", "WRB"})
MEASURED = 2  # words before "share" in "40 a share"
FIGURES = frozenset({"DATE", "TIME", "MONEY", "PERCENT"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD", "VB", "VBN"})


@at(deps={"conj", "appos", "list", "dep", "nmod:unmarked"})
def gapped_amount(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "sold 10 tonnes to Oman and 5 tonnes to Chad" as two amounts for two receivers."""
    joins = (_join_stuff, _join_passive, _join_rest)
    if any(join(doc, heads, deps, i) for join in joins):
        return
    if i + 2 >= len(doc) or deps[i + 1] != "case" or not _is_amount(doc, heads, i):
        return
    stuff = heads[i + 1] if doc[i + 1].lower_ == "of" and heads[heads[i + 1]] == i else i
    if stuff + 2 >= len(doc) or deps[stuff + 1] != "case":
        return
    marker, second = doc[stuff + 1].lower_, heads[stuff + 1]
    if marker not in ENDS or second <= stuff or heads[second] not in (i, stuff, heads[i]):
        return
    for first in range(i - 1, doc[i].sent.start, -1):
        if deps[first] not in PHRASES or _marker(doc, heads, deps, first) != marker:
            continue
        amount = _amount_before(doc, heads, deps, first)
        if amount is not None and i not in chain(heads, amount):
            heads[i], deps[i] = amount, "conj"
            heads[second], deps[second] = first, "conj"
        return


def _join_stuff(doc: Words, heads: list[int], deps: list[str], i: int) -> bool:
    """Join "2,000 of tin" to the tonnes of something else right before it, and tell whether it did."""
    if doc[i].tag_ != "CD" or i + 2 >= len(doc) or doc[i + 1].lower_ != "of" or deps[i + 1] != "case":
        return False
    stuff, last = heads[i + 1], i - 1
    bare = all(deps[j] not in ("det", "nmod:poss") for j in range(i + 2, stuff))
    if heads[stuff] != i or doc[stuff].tag_ not in ("NN", "NNS") or not bare:
        return False
    while last > doc[i].sent.start and doc[last].lower_ in ("and", ","):
        last -= 1
    measure = heads[last]
    counted = doc[measure].tag_ == "CD" or doc[measure].lemma_.lower() in words("tonnage")
    if last == i - 1 or deps[last] != "nmod" or not counted or not _is_amount(doc, heads, measure):
        return False
    heads[i], deps[i] = measure, "conj"
    return True


def _join_passive(doc: Words, heads: list[int], deps: list[str], i: int) -> bool:
    """Read "the rice was sold by Acme and the tin by Kilo" as sold by both; tell whether it is so."""
    agent, marker = heads[i], i + 1
    if deps[i] != "conj" or deps[agent] != "obl:agent" or marker >= len(doc) or agent > i:
        return False
    other = heads[marker]
    below = range(doc[i].sent.start, agent)
    told = next((j for j in below if heads[j] == heads[agent] and deps[j] == "nsubj:pass"), None)
    if doc[marker].lower_ != "by" or other <= i or told is None:
        return False
    heads[i], heads[other], deps[other] = told, agent, "conj"
    return True


def _join_rest(doc: Words, heads: list[int], deps: list[str], i: int) -> bool:
    """Read "most went to Oman and the rest to Chad" as two parts for two; tell whether it is so."""
    marker, start = i + 1, doc[i].sent.start
    known = doc[i].lemma_.lower() in words("remnant") and doc[i - 1].lower_ == "the"
    if not known or marker >= len(doc) or doc[marker].lower_ not in ENDS or heads[marker] <= marker:
        return False
    verb, second = heads[i], heads[marker]
    while doc[verb].pos_ not in ("VERB", "AUX") and heads[verb] != verb:
        verb = heads[verb]
    below = [j for j in range(start, i) if heads[j] == verb]
    same = doc[marker].lower_
    first = next((j for j in below if deps[j] == "obl" and _marker(doc, heads, deps, j) == same), None)
    told = next((j for label in ("obj", "nsubj:pass", "nsubj") for j in below if deps[j] == label), None)
    if first is None or told is None or verb > i:
        return False
    heads[i], deps[i], heads[second], deps[second] = told, "conj", first, "conj"
    return True


@at(tags={"NN", "NNS"}, deps={"ccomp", "xcomp", "dep", "parataxis", "advcl"})
def deal_behind_sum(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "agree on $5 million deal" as agreeing on a deal: no agreement is a clause behind its sum."""
    if i == 0 or doc[i].lemma_.lower() not in words("agreement") or doc[i - 1].ent_type_ != "MONEY":
        return
    money = next((j for j in range(doc[i].sent.start, i) if heads[j] == i and doc[j].ent_type_ == "MONEY"), i)
    marker = money - 1
    if money < i and marker >= 0 and heads[marker] in (money, i) and deps[marker] == "case":
        deps[i], heads[marker] = "obl", i


@at(words={"share"})
def price_of_share(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "raised its bid to 40 dlrs a share" as a price: the share is nobody's object.

    What it is paid for is no part of the share either ("offered 40 dlrs a share for Saab").
    """
    if i < MEASURED or doc[i - 1].lower_ not in ("a", "per", "each") or heads[i - 1] != i:
        return
    money = i - 2
    priced = doc[money].ent_type_ == "MONEY" or doc[money].lemma_.lower() in words("currency")
    if deps[i] in ("obj", "obl", "obl:unmarked") and priced and heads[money] != i:
        while doc[money].tag_ == "CD" and heads[money] == money - 1 and doc[money - 1].tag_ == "$":
            money -= 1
        heads[i], deps[i] = money, "nmod:unmarked"
        if deps[money] == "iobj":
            deps[money] = "obj"
    if deps[i] == "nmod:unmarked" and heads[i] < i and deps[heads[i]] == "obj":
        _free_phrases(doc, heads, deps, i)


def _free_phrases(doc: Words, heads: list[int], deps: list[str], share: int) -> None:
    """Hang the phrases behind "a share" on the verb whose object its price is."""
    verb = heads[heads[share]]
    for j in range(share + 1, doc[share].sent.end):
        if heads[j] == share and deps[j] == "nmod":
            heads[j], deps[j] = verb, "obl"


@at(tags=PROPER_TAGS)
def gapped_subject(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Oman took 10 tonnes and Chad 5 (or "the rest")" as two that took two amounts."""
    number = i + 1
    while number < len(doc) and doc[number].lower_ in words("focus"):
        number += 1
    if number >= len(doc) or not (doc[number].tag_ == "CD" or doc[number].lower_ == "the"):
        return
    start, end = doc[i].sent.start, doc[i].sent.end
    amount = _amount_end(doc, number, end) if number < end and doc[i].tag_ in PROPER_TAGS else None
    if amount is None:
        return
    first, i = _name_before(doc, start, i)
    if first - 1 <= start or doc[first - 1].lower_ not in JOINING:
        return
    verb = next(
        (j for j in range(first - 1, start, -1) if doc[j].pos_ == "VERB" and _has_both(heads, deps, j)), None
    )
    if verb is None or _is_finite_clause(doc, amount, end):
        return
    subject = next(j for j in range(start, verb) if heads[j] == verb and deps[j] == "nsubj")
    told = next(j for j in range(verb, end) if heads[j] == verb and deps[j] == "obj")
    if told >= first:  # "supplied some 900,000, Turkey 350,000": of two amounts the first is the object
        told = next((j for j in range(first - 1, verb, -1) if doc[j].tag_ == "CD"), told)
    if told >= first or not _is_amount(doc, heads, told) or doc[subject].ent_type_ in ("", "DATE", "TIME"):
        return
    heads[told], deps[told] = verb, "obj"
    for j in (*range(first, i), *range(number, amount)):
        inside = first <= heads[j] <= i if j <= i else number <= heads[j] <= amount
        if not inside:
            label = "det" if doc[j].lower_ == "the" else "compound"
            heads[j], deps[j] = (i, label) if j < i else (amount, "nummod")
    heads[i], deps[i] = subject, "conj"
    heads[amount], deps[amount] = told, "conj"
    if amount > number:
        heads[number], deps[number] = amount, "det" if doc[number].lower_ == "the" else "nummod"


def _amount_end(doc: Words, number: int, end: int) -> int | None:
    """Return the last word of an amount that starts at a word: "5", "5.4 mln bags", "the rest"."""
    last = number + 1
    if doc[number].lower_ == "the" and last < end and doc[last].lemma_.lower() in words("remnant"):
        return last
    if doc[number].tag_ != "CD":
        return None
    while last < end and (doc[last].tag_ == "CD" or doc[last].lemma_.lower() in words("measure")):
        last += 1
    return last - 1


def _is_finite_clause(doc: Words, amount: int, end: int) -> bool:
    """Tell whether a verb goes on behind an amount, before anything else is told: "and Chad 5 sold"."""
    stop = next((j for j in range(amount + 1, end) if doc[j].tag_ in STOPS), end)
    return any(doc[j].tag_ in FINITE_TAGS and doc[j].pos_ in ("VERB", "AUX") for j in range(amount, stop))


def _is_amount(doc: Words, heads: list[int], i: int) -> bool:
    """Tell whether a word is a number, or a noun that one counts."""
    if doc[i].ent_type_ in FIGURES:
        return False
    if doc[i].tag_ == "CD":
        return True
    counted = any(heads[j] == i and doc[j].tag_ == "CD" for j in range(max(doc[i].sent.start, i - 4), i))
    return counted and doc[i].tag_ in ("NN", "NNS")


def _amount_before(doc: Words, heads: list[int], deps: list[str], phrase: int) -> int | None:
    """Return the amount that a phrase belongs to: the one above it, or an object or subject of its verb."""
    up = heads[phrase]
    while deps[up] == "nmod" and heads[up] < up:
        if _is_amount(doc, heads, up):
            return up
        up = heads[up]
    if _is_amount(doc, heads, up):
        return up
    told = ("obj", "nsubj", "nsubj:pass", "nmod")
    below = (
        j for j in range(phrase - 1, doc[phrase].sent.start - 1, -1) if heads[j] == up and deps[j] in told
    )
    return next((j for j in below if _is_amount(doc, heads, j)), None)


def _marker(doc: Words, heads: list[int], deps: list[str], i: int) -> str:
    start = max(doc[i].sent.start, i - 6)
    return next((doc[j].lower_ for j in range(start, i) if heads[j] == i and deps[j] == "case"), "")


def _has_both(heads: list[int], deps: list[str], verb: int) -> bool:
    """Tell whether a verb has a subject before it and an object behind it."""
    near = range(max(0, verb - 30), min(len(heads), verb + 15))
    return any(heads[j] == verb and deps[j] == "nsubj" and j < verb for j in near) and any(
        heads[j] == verb and deps[j] == "obj" and j > verb for j in near
    )


@at(words={"for"}, deps={"mark"})
def goods_for_purpose(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "an order for trucks to haul coal" as an order for trucks: goods do nothing themselves."""
    verb = heads[i]
    if deps[i] != "mark" or doc[verb].tag_ != "VB" or verb <= i:
        return
    goods = next((j for j in range(i + 1, verb) if heads[j] == verb and deps[j] == "nsubj"), None)
    if goods is None or doc[goods].lemma_.lower() not in words("goods"):
        return
    ordered = words("order") | words("agreement")
    order = next((j for j in range(i - 1, doc[i].sent.start, -1) if doc[j].lemma_.lower() in ordered), None)
    if order is None or doc[order].tag_ not in ("NN", "NNS"):
        return
    heads[goods], deps[goods] = order, "nmod"
    heads[i], deps[i] = goods, "case"
    heads[verb], deps[verb] = goods, "acl"


@at(words={"in", "of"}, deps={"case"})
def sum_in_goods(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "sold $2 billion in arms to Chad" as a sale of arms: the sum only tells what they cost."""
    goods, last = heads[i], i - 1
    if last < 1 or doc[last].ent_type_ != "MONEY" or not i < goods < doc[i].sent.end:
        return
    if doc[goods].tag_ not in ("NN", "NNS") or not {doc[goods].lower_, doc[goods].lemma_.lower()} & words(
        "goods"
    ):
        return
    money = last
    while heads[money] < i and doc[heads[money]].ent_type_ == "MONEY" and heads[money] != money:
        money = heads[money]
    up = heads[money]
    hung = heads[goods] in (money, up) or heads[goods] in range(money, i)
    if not hung or up == money or deps[money] not in (*PHRASES, "obj", "nsubj:pass"):
        return
    heads[goods], deps[goods] = up, deps[money]
    for j in range(doc[i].sent.start, doc[i].sent.end):
        inside = doc[j].ent_type_ == "MONEY" and j < i
        if heads[j] == money and not inside and j not in (i, goods):
            heads[j] = goods
    heads[money], deps[money] = goods, "nmod:unmarked"
    heads[i], deps[i] = money, "fixed"


def _name_before(doc: Words, start: int, last: int) -> tuple[int, int]:
    """Return the first and last word of the name before a number, without its town ("Acme of Reno, Ohio")."""
    first = name_start(doc, start, last)
    town = first - 2
    if doc[first - 1].text == "," and town > start and doc[town].tag_ in PROPER_TAGS:
        marker = name_start(doc, start, town) - 1
        if marker > start + 1 and doc[marker].lower_ in ("of", "in") and doc[marker - 1].tag_ in PROPER_TAGS:
            last = marker - 1
            first = name_start(doc, start, last)
    return (first - 1 if first > start and doc[first - 1].lower_ == "the" else first), last
