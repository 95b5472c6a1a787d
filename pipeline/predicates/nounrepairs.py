"""Repairs of what belongs to a noun inside a longer noun phrase."""

import re

from spacy.tokens import Token

from pipeline.annotate.firms import name_at
from pipeline.predicates.clauserepairs import FINITE_TAGS
from pipeline.predicates.gates import Words, at
from pipeline.predicates.lexicon import lexicon, supersenses, words

PLURAL_VERBS = frozenset({"have", "are", "were", "'ve", "'re"})
RATES = frozenset({"a", "an", "per", "each", "every"})
RUN_TAGS = frozenset({"JJ", "NN", "NNS", "NNP", "NNPS"})
STUFF = frozenset({"food", "goods", "plant", "substance"})
PEOPLE = frozenset({"person", "group"})
PEOPLES = re.compile(r"[A-Z]\w+[^s]s")
LOOSE = frozenset({"advcl", "ccomp", "conj", "dep", "parataxis"})


@at(tags={"VBN"}, deps={"acl"})
def participle_of_terms(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the terms of the pact, signed in May" as a pact that was signed, not terms."""
    terms = heads[i]
    if doc[i].tag_ != "VBN" or deps[i] != "acl" or terms >= i:
        return
    if doc[terms].lemma_.lower() not in words("clauses"):
        return
    inside = [j for j in range(terms + 1, i) if heads[j] == terms and deps[j] == "nmod"]
    pact = next((j for j in inside if doc[j].lemma_.lower() in words("agreement")), None)
    if pact is not None:
        heads[i] = pact


@at(words={"in"}, deps={"compound:prt"})
def preposition_in(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "signed in Nairobi" with a place: before a nominal of the same verb *in* is no particle."""
    verb, noun = heads[i], i + 1
    if doc[i].lower_ != "in" or deps[i] != "compound:prt" or verb != i - 1 or noun >= len(doc):
        return
    while heads[noun] != verb and heads[noun] > noun:
        noun = heads[noun]
    if heads[noun] == verb and deps[noun] in ("obj", "obl") and doc[noun].pos_ in ("NOUN", "PROPN", "NUM"):
        deps[noun] = "obl"
        heads[i], deps[i] = noun, "case"


@at(tags={"VBD", "VBN"})
def participle_without_comma(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "a settlement reached on Tuesday ends the row" with one main verb: the later finite one."""
    noun = i - 1
    if doc[i].tag_ not in ("VBD", "VBN") or noun < 0 or heads[noun] != i or deps[noun] != "nsubj":
        return
    inside = range(doc[i].sent.start, doc[i].sent.end)
    below = [j for j in inside if heads[j] == i]
    if any(deps[j] in ("obj", "iobj", "aux", "xcomp", "compound:prt") for j in below):
        return
    later = [j for j in below if j > i and doc[j].tag_ in FINITE_TAGS and deps[j] in LOOSE]
    if len(later) != 1 or doc[i].lemma_.lower() not in words("concluding"):
        return
    main = later[0]
    if any(heads[j] == main and deps[j] in ("cc", "mark", "nsubj", "nsubj:pass") for j in inside):
        return
    heads[main], deps[main] = (main if heads[i] == i else heads[i]), deps[i]
    heads[i], deps[i] = noun, "acl"
    heads[noun] = main


@at(tags={"VBD"})
def lone_verb(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "The transaction closed in May." as a sentence: one with a full stop and an article has a verb."""
    noun = heads[i]
    if deps[i] != "acl" or heads[noun] != noun or noun != i - 1 or doc[noun].pos_ != "NOUN":
        return
    start, end = doc[i].sent.start, doc[i].sent.end - 1
    article = doc[start].lower_ in ("the", "a", "an") and heads[start] == noun
    finite = any(doc[j].tag_ in FINITE_TAGS for j in range(start, end) if j != i)
    if article and not finite and doc[end].text == ".":
        heads[i], deps[i] = i, deps[noun]
        heads[noun], deps[noun] = i, "nsubj"
        heads[end] = i


def conjunct_of_subject(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the estate of Ann Lee and some heirs have signed" with two subjects: the verb is plural."""
    inner, noun = heads[i], heads[heads[i]]
    if deps[i] != "conj" or deps[inner] != "nmod" or not noun < inner < i or deps[noun] != "nsubj":
        return
    verb = heads[noun]
    if doc[noun].tag_ != "NN" or verb <= i or any(t.text == "," for t in doc[noun:i]):
        return
    finite = next((j for j in range(i + 1, verb + 1) if heads[j] == verb or j == verb), verb)
    if doc[finite].lower_ in PLURAL_VERBS or doc[finite].tag_ == "VBP":
        heads[i] = noun


def stuff_of_rate(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "50,000 barrels a day of crude" as barrels of crude, whatever they are counted by."""
    stuff = heads[i]
    if doc[i].lower_ != "of" or deps[i] != "case" or i < 3 or stuff < i:
        return
    period, per, measure = i - 1, i - 2, i - 3
    rate = doc[period].lower_ in words("period") and doc[per].lower_ in RATES
    if rate and doc[measure].lemma_.lower() in words("measure") and heads[stuff] != stuff:
        heads[stuff], deps[stuff] = measure, "nmod"


def particle_over(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "handed over its rifles to Chad" as handing over: behind such verbs *over* is no preposition."""
    verb, thing = i - 1, heads[i]
    if doc[i].lower_ != "over" or deps[i] != "case" or verb < 0 or thing <= i:
        return
    if doc[verb].lemma_.lower() in words("giving_over") and doc[verb].pos_ == "VERB" and heads[thing] == verb:
        heads[i], deps[i] = verb, "compound:prt"
        deps[thing] = "obl:unmarked" if doc[thing].ent_type_ in ("DATE", "TIME") else "obj"


@at(tags=("NN", "NNS", "NNP", "NNPS"))
def unit_before_stuff(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "buys 6,000 tonnes rapeseed" as rapeseed in an amount: of two objects the first only counts."""
    if i == 0 or doc[i].lemma_.lower() not in words("tonnage") or not _counts(doc[i - 1]):
        return
    stuff = i
    while stuff + 1 < doc[i].sent.end and doc[stuff + 1].tag_ in RUN_TAGS:
        stuff += 1
    beside = heads[stuff] == heads[i] or heads[stuff] == i
    if stuff == i or not beside or not _is_stuff(doc[stuff].lemma_.lower()):
        return
    heads[stuff], deps[stuff] = (heads[i] if heads[i] != i else stuff), deps[i]
    heads[i], deps[i] = stuff, "compound"


@at(words={"under"}, deps={"case"})
def agreement_of_verb(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "give Peru 12 tanks under a pact" as done under the pact: goods are under nothing of the kind."""
    noun = heads[i]
    goods = heads[noun]
    verb = heads[goods]
    apart = deps[noun] == "nmod" and goods < i < noun
    if not apart or doc[noun].lemma_.lower() not in words("agreement"):
        return
    stuff = doc[goods].tag_ in ("NN", "NNS") and _is_stuff(doc[goods].lemma_.lower())
    if stuff and deps[goods] in ("obj", "obl", "nsubj:pass") and doc[verb].pos_ == "VERB":
        heads[noun], deps[noun] = verb, "obl"


def _counts(word: Token) -> bool:
    return word.like_num or word.tag_ == "CD"


def _is_stuff(lemma: str) -> bool:
    return "goods" in lexicon().get(lemma, ()) or supersenses().get(lemma) in STUFF


@at(deps={"compound"})
def dative_before_adjective(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "granted Acme exclusive rights" as given to Acme: a modifying name follows adjectives."""
    thing, after = heads[i], i + 1
    if thing <= after or deps[i] != "compound" or doc[i].ent_type_ not in ("ORG", "GPE"):
        return
    small = doc[after].tag_ == "JJ" and doc[after].is_lower and heads[after] == thing
    name = name_at(doc, i)
    verb = name.start - 1
    given = verb >= 0 and heads[thing] == verb and deps[thing] == "obj" and name.stop == after
    lemma = doc[verb].lemma_.lower()
    place = doc[i].ent_type_ == "GPE" and lemma in words("giving")  # "shipped Chile spare parts"
    if not (small and given) or not (place or lemma in words("granting") - {"offer"}):
        return
    heads[i], deps[i] = verb, "iobj"
    for j in name:
        if j != i and heads[j] == thing:
            heads[j] = i


def dative_compound(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "lend Chad crude oil" as a loan to Chad: its oil is Chadian, and Kurds are no modifier.

    Nor is a firm that is given a contract or permission.
    """
    start = i
    while start > 0 and heads[start - 1] == i and doc[start - 1].tag_ in ("NNP", "NNPS"):
        start -= 1
    thing, article = heads[i], start > 1 and doc[start - 1].lower_ == "the"
    verb = start - 2 if article else start - 1
    people = article and doc[i].ent_type_ == "NORP" and PEOPLES.fullmatch(doc[i].text) is not None
    if verb < 0 or deps[i] != "compound" or thing <= i or heads[thing] != verb or deps[thing] != "obj":
        return
    place = doc[i].ent_type_ == "GPE"
    armed = people or (place and doc[thing].ent_type_ == "WEAPON")  # "sold Chad fighter jets"
    if doc[verb].lemma_.lower() not in words("giving" if armed else "granting"):
        return
    named = doc[i].tag_ == "NNP" and (place or _is_granted(doc, heads, thing) or _is_given(doc, heads, i))
    if people or named:
        heads[i], deps[i] = verb, "iobj"
        if article:
            heads[start - 1] = i


def _is_granted(doc: Words, heads: list[int], thing: int) -> bool:
    """Tell whether a bare noun is what one gives somebody, who stands before it and not behind "to"."""
    bare = not any(
        heads[j] == thing and doc[j].tag_ in ("DT", "PRP$", "POS") for j in range(heads[thing], thing)
    )
    known = words("agreement") | words("order") | words("clearance")
    behind = thing + 2 < len(doc) and doc[thing + 1].lower_ == "to" and doc[thing + 2].tag_ != "VB"
    return bare and not behind and doc[thing].lemma_.lower() in known


def _is_given(doc: Words, heads: list[int], i: int) -> bool:
    """Tell whether an organisation is given plain goods ("gave Hamas weapons")."""
    thing = heads[i]
    plain = doc[thing].tag_ in ("NNS", "NN") and doc[thing].is_lower and _is_stuff(doc[thing].lemma_.lower())
    return plain and thing == i + 1 and doc[i].ent_type_ == "ORG" and not _is_sent_on(doc, heads, thing)


def _is_sent_on(doc: Words, heads: list[int], thing: int) -> bool:
    """Tell whether goods go to somebody who is told behind them."""
    behind = range(thing + 1, doc[thing].sent.end)
    phrases = (j for j in behind if heads[j] in (thing, heads[thing]) and doc[j].i > thing)
    return any(doc[k].lower_ in ("to", "for") and heads[k] == j for j in phrases for k in range(thing + 1, j))


@at(tags=("NN", "NNS"), deps={"compound"})
def dative_people(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "sold the rebels mortars" as a gift: no people in the plural describe the next noun."""
    thing, start = heads[i], i
    while start > 0 and heads[start - 1] in (i, thing) and deps[start - 1] in ("det", "amod", "nummod"):
        start -= 1
    verb = start - 1
    if thing <= i or verb < 0 or start == i or heads[thing] != verb or deps[thing] != "obj":
        return
    if doc[verb].lemma_.lower() not in words("giving") or not _takes(doc, i):
        return
    if doc[i].tag_ == "NN" and (_is_sent_on(doc, heads, thing) or not _is_stuff(doc[thing].lemma_.lower())):
        return
    heads[i], deps[i] = verb, "iobj"
    for j in range(start, i):
        heads[j] = i


def _takes(doc: Words, i: int) -> bool:
    """Tell whether a noun means people or powers, who are given things."""
    lemma = doc[i].lemma_.lower()
    return lemma in words("actor") | words("people") or supersenses().get(lemma) in PEOPLE


@at(deps={"parataxis"}, tags={"VBD", "VBZ"})
def further_verb(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Peru bought jets, then agreed with Acme to" with one subject: a verb without one shares it."""
    first = heads[i]
    same = doc[i].tag_ == doc[first].tag_ and doc[i].tag_ in ("VBD", "VBZ")
    if deps[i] != "parataxis" or not same or first > i or doc[i].lemma_.lower() in words("saying"):
        return
    own = {deps[j] for j in range(first + 1, doc[i].sent.end) if heads[j] == i}
    comma = any(doc[j].text == "," for j in range(i - 1, max(first, i - 4), -1))
    if comma and not own & {"nsubj", "nsubj:pass", "csubj", "expl", "aux:pass"}:
        deps[i] = "conj"


@at(deps={"appos"})
def object_behind_receiver(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "sold to Acme its valve unit" with an object: no apposition has an owner and lacks a comma."""
    receiver = heads[i]
    verb = heads[receiver]
    if not verb < receiver < i or deps[receiver] != "obl" or doc[verb].lemma_.lower() not in words("giving"):
        return
    first = receiver + 1
    while heads[first] == receiver and deps[first] in ("punct", "flat") and first < i:
        first += 1
    opened = first <= i and doc[first].tag_ in ("PRP$", "DT", "CD") and doc[first - 1].text != ","
    if opened and not any(heads[j] == verb and deps[j] == "obj" for j in range(verb, doc[i].sent.end)):
        heads[i], deps[i] = verb, "obj"


@at(deps={"obl", "nmod"})
def sides_of_mediated(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "a deal brokered between Chad and Niger" as between them: no mediator acts between himself."""
    verb = heads[i] if deps[i] == "obl" else heads[heads[i]]  # "mediated by Peru between A and B"
    noun = heads[verb]
    if deps[verb] not in ("acl", "acl:relcl") or noun >= verb or verb >= i:
        return
    if doc[verb].lemma_.lower() not in words("mediating") or doc[noun].lemma_.lower() not in words(
        "agreement"
    ):
        return
    if any(heads[j] == i and deps[j] == "case" and doc[j].lower_ == "between" for j in range(verb, i)):
        heads[i], deps[i] = noun, "nmod"


@at(words={"on"}, deps={"case"})
def event_of_ban(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "lifts ban on sale of jets to Peru" as a ban on the sale, and the sale as one to Peru."""
    event, ban = heads[i], i - 1
    verb = heads[ban] if ban >= 0 else i
    barred = event > i and heads[event] in (ban, verb) and deps[ban] in ("obj", "nsubj:pass")
    if not barred or doc[ban].lemma_.lower() not in words("bar"):
        return
    heads[event], deps[event] = ban, "nmod"
    if doc[event].lemma_.lower() not in words("outgoing"):
        return
    for j in range(event + 1, doc[i].sent.end):
        if (
            heads[j] == verb
            and deps[j] == "obl"
            and any(heads[k] == j and doc[k].lower_ == "to" and deps[k] == "case" for k in range(event, j))
        ):
            heads[j], deps[j] = event, "nmod"
