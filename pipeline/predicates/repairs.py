"""Repairs of frequent parser errors, applied to the arcs before anybody reads them.

Each repair states a fact of English that a small parser sometimes misses: an auxiliary
has no subject of its own, and words joined by hyphens without spaces are one modifier.
"""

from functools import cache

from pipeline.annotate.mechanisms import off
from pipeline.predicates import amountrepairs as amounts
from pipeline.predicates import claimrepairs as claims
from pipeline.predicates import clauserepairs as clauses
from pipeline.predicates import endrepairs as ends
from pipeline.predicates import headlinerepairs as headlines
from pipeline.predicates import namerepairs as names
from pipeline.predicates import nounrepairs as nouns
from pipeline.predicates import partyrepairs as parties
from pipeline.predicates import speechrepairs as speech
from pipeline.predicates import subjectrepairs as subjects
from pipeline.predicates.clauserepairs import HYPHENS
from pipeline.predicates.gates import Plan, Repair, Words, at, like
from pipeline.predicates.lexicon import words

AUXILIARY_DEPS = frozenset({"aux", "aux:pass", "cop"})
ARGUMENT_DEPS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "conj", "nmod", "root"})
THINGS = frozenset({"WEAPON", "PRODUCT", "DATE", "MONEY"})
INNER_DEPS = frozenset({"compound", "amod", "nummod", "flat", "nmod:unmarked", "det"})
DESCRIBING_DEPS = INNER_DEPS | {"nmod:desc"}
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
RECEIVER_POS = frozenset({"PROPN", "PRON"})
MOST_RINGS = 10
RUN_TAGS = NOUN_TAGS | {"JJ", "CD", "VBN", "VBG", "HYPH"}


def repair(doc: Words, heads: list[int], deps: list[str]) -> None:
    """Apply all repairs to UD arcs, in place.

    Args:
        doc: The words of a document.
        heads: Index of each token's head.
        deps: UD relation of each token.
    """
    if not doc:
        return
    unwanted = off(doc[0].doc)
    if "repairs" in unwanted:
        return
    parsed = list(zip(heads, deps, strict=True))
    if "repair-auxiliaries" not in unwanted:
        _raise_from_auxiliaries(heads, deps)
    _plan(unwanted).apply(doc, heads, deps)
    for name, apply_all in CHAIN_REPAIRS.items():
        if name not in unwanted:
            apply_all(doc, heads, deps)
    break_rings(heads, deps, parsed)


def acting(doc: Words, heads: list[int], deps: list[str]) -> set[str]:
    """Return the repairs that change an arc of a document; without any other one it is read the same.

    Args:
        doc: The words of a document.
        heads: Index of each token's head, as parsed.
        deps: UD relation of each token, as parsed.
    """
    heads, deps = list(heads), list(deps)
    found: set[str] = set()
    before = list(heads)
    _raise_from_auxiliaries(heads, deps)
    found |= {"repair-auxiliaries"} if heads != before else set()
    Plan(_watched(name, apply, found) for name, apply in WORD_REPAIRS.items()).apply(doc, heads, deps)
    for name, apply_all in CHAIN_REPAIRS.items():
        arcs = (list(heads), list(deps))
        apply_all(doc, heads, deps)
        found |= {name} if arcs != (heads, deps) else set()
    return found


def _watched(name: str, apply: Repair, found: set[str]) -> Repair:
    """Return a repair that notes its name where it changes an arc."""

    def watched(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
        arcs = (list(heads), list(deps))
        apply(doc, heads, deps, i)
        if arcs != (heads, deps):
            found.add(name)

    return like(apply, watched)


def break_rings(heads: list[int], deps: list[str], parsed: list[tuple[int, str]]) -> None:
    """Give words that hang on each other in a ring their parsed heads again: two repairs may not agree."""
    for _ in range(MOST_RINGS):
        ring = _ring(heads)
        if not ring:
            return
        for i in ring:
            heads[i], deps[i] = parsed[i]
    heads[:], deps[:] = (list(column) for column in zip(*parsed, strict=True))


def _ring(heads: list[int]) -> list[int]:
    """Return the words of the first ring, or none."""
    passed: set[int] = set()
    for start in range(len(heads)):
        path: dict[int, int] = {}
        i = start
        while i not in passed and i not in path and heads[i] != i:
            path[i] = len(path)
            i = heads[i]
        if i in path:
            return list(path)[path[i] :]
        passed.update(path)
    return []


@cache
def _plan(unwanted: frozenset[str]) -> Plan:
    """Return the repairs to try at each word, without some."""
    return Plan(apply for name, apply in WORD_REPAIRS.items() if name not in unwanted)


def _raise_from_auxiliaries(heads: list[int], deps: list[str]) -> None:
    """Hang what an auxiliary or copula governs on the word that it belongs to."""
    for i, head in enumerate(heads):
        if head != i and deps[head] in AUXILIARY_DEPS and heads[head] not in (head, i):
            heads[i] = heads[head]


@at(words={"of"}, deps={"case"})
def _hang_measured(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Hang "of its ammunition" on the measure before it ("most"), not on the verb."""
    if i < 2 or doc[i].lower_ != "of" or deps[i] != "case":
        return
    measure, thing = i - 1, heads[i]
    same = heads[thing] == heads[measure] and heads[thing] != thing
    if same and thing > i and doc[measure].lemma_.lower() in words("measure"):
        heads[thing], deps[thing] = measure, "nmod"


@at(words={"with"})
def _nominal_after_with(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "with jamming equipment" as a noun phrase: *with* never governs a bare gerund."""
    if doc[i].lower_ != "with" or i + 2 >= len(doc) or doc[i + 1].tag_ != "VBG":
        return
    gerund, noun = i + 1, i + 2
    if heads[i] != gerund or heads[noun] != gerund or doc[noun].tag_ not in NOUN_TAGS:
        return
    heads[noun], deps[noun] = heads[gerund], "obl"
    heads[gerund], deps[gerund] = noun, "amod"
    heads[i], deps[i] = noun, "case"


@at(words={"that"}, deps={"mark"})
def _clause_of_telling(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Hang "that there was none" on *told*, not on the hearer as a relative clause."""
    if doc[i].lower_ != "that" or deps[i] != "mark":
        return
    clause = heads[i]
    hearer = heads[clause]
    verb = heads[hearer]
    relative = deps[clause].startswith("acl") and deps[hearer] in ("obj", "iobj", "obl") and verb != hearer
    if relative and doc[verb].lemma_.lower() in words("telling"):
        heads[clause], deps[clause] = verb, "ccomp"


@at(words={"to"}, deps={"case", "fixed"})
def _amount_up_to(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "buy (or "lend Chad") up to 40 jets" as an object with its amount: no particle, no direction."""
    if i == 0 or i + 1 >= len(doc) or doc[i].lower_ != "to" or doc[i - 1].lower_ != "up":
        return
    noun, number = heads[i], i + 1
    if deps[i] == "fixed" and noun == i - 1 and deps[noun] == "compound:prt" and doc[number].tag_ == "CD":
        heads[noun], deps[noun] = number, "advmod"  # "shipped up to 2 million barrels"
        return
    verb = heads[noun]
    money = doc[number].tag_ == "$" or (doc[number].tag_ == "CD" and deps[noun] == "obj")
    if deps[i - 1] == "compound:prt" and money:
        heads[i - 1], deps[i - 1] = heads[i], "case"  # "pay up to $3 million"
        return
    if doc[number].tag_ != "CD" or deps[i] != "case" or deps[noun] != "obl" or noun < number:
        return
    if doc[number].ent_type_ == "MONEY":
        return
    given = [j for j in range(verb, len(doc)) if heads[j] == verb and deps[j] == "obj"]
    receiver = heads[i - 2] == verb and deps[i - 2] in ("obj", "iobj") and doc[i - 2].pos_ in RECEIVER_POS
    dative = receiver and given in ([], [i - 2]) and doc[verb].lemma_.lower() in words("giving")
    if dative:
        deps[i - 2] = "iobj"
    elif verb != i - 2 or given:
        return
    deps[noun] = "obj"
    for j in (i - 1, i):
        heads[j], deps[j] = number, "advmod"


@at(tags={"IN"}, deps={"mark"})
def _gerund_of_accusing(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Hang "of selling shells" on *accused*, not on who is accused as a clause of the noun."""
    if doc[i].tag_ != "IN" or deps[i] != "mark" or doc[heads[i]].tag_ != "VBG":
        return
    gerund = heads[i]
    accused = heads[gerund]
    verb = heads[accused]
    if not deps[gerund].startswith("acl") or deps[accused] != "obj" or verb == accused:
        return
    if doc[verb].lemma_.lower() in words("accusing"):
        heads[gerund], deps[gerund] = verb, "advcl"


@at(deps={"compound", "amod"})
def _gerund_of_phase(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "stopped shipping oil to Syria" as a verb with its gerund, not with a "shipping oil".

    So is "charged with supplying rifles", behind its preposition.
    """
    verb, goods = i - 1, heads[i]
    if i == 0 or not doc[i].lower_.endswith("ing") or deps[i] not in ("compound", "amod"):
        return
    charged = heads[goods] if heads[verb] == goods and deps[verb] == "case" else verb
    if charged != verb and doc[charged].lemma_.lower() in words("accusing"):
        if doc[i].tag_ == "VBG" and doc[goods].lemma_.lower() in words("goods"):
            heads[i], deps[i] = charged, "advcl"
            heads[verb], deps[verb] = i, "mark"
            heads[goods], deps[goods] = i, "obj"
        return
    if goods <= i or heads[goods] != verb or deps[goods] != "obj":
        return
    if doc[verb].lemma_.lower() not in words("phase") or doc[goods].lemma_.lower() not in words("goods"):
        return
    heads[i], deps[i] = verb, "xcomp"
    heads[goods] = i
    for j in range(goods + 1, doc[i].sent.end):
        if heads[j] == verb and deps[j] == "obl":
            heads[j] = i


@at(tags={"MD"})
def _verb_after_modal(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Make the word after "will (now)" the verb, where the parser took it for a compound noun."""
    if doc[i].tag_ != "MD":
        return
    j = i + 1
    while j < len(doc) and doc[j].tag_ == "RB":
        j += 1
    if j >= len(doc) or deps[j] not in ("compound", "amod") or doc[j].tag_ not in ("NN", "JJ", "NNP"):
        return
    noun = heads[j]
    if noun <= j or heads[i] != noun:
        return
    heads[j], deps[j] = (heads[noun] if heads[noun] != noun else j), deps[noun]
    heads[noun], deps[noun] = j, "obj"
    for k in range(doc[i].sent.start, j):
        if heads[k] == noun:
            heads[k] = j


@at(tags={"POS"})
def _possessor(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Let the noun behind a possessor ("Iran's minister") take the place that the possessor took."""
    if doc[i].tag_ != "POS" or i == 0 or deps[heads[i]] in ("nmod:poss", "root") or heads[i] != i - 1:
        return
    owner, noun = i - 1, None
    for j in range(i + 1, min(i + 7, len(doc))):
        if doc[j].tag_ not in RUN_TAGS:
            break
        noun = j if doc[j].tag_ in NOUN_TAGS else noun
    if noun is None:
        return
    top = noun
    while heads[top] in range(i + 1, i + 7) and heads[top] != top:
        top = heads[top]
    if heads[owner] != top:  # else it is a name's own, as in "the People's Liberation Army"
        heads[top], deps[top] = heads[owner], deps[owner]
    heads[owner], deps[owner] = top, "nmod:poss"


@at(tags={"VBD", "VBZ", "VBP"})
def _contact_clause(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the pact Iran signed" as a noun and its relative clause, not as one name."""
    if i < 2 or doc[i].tag_ not in ("VBD", "VBZ", "VBP"):
        return
    subject, noun = i - 1, i - 2
    joined = heads[noun] == subject and deps[noun] in ("compound", "nmod", "nmod:desc")
    if heads[subject] != i or deps[subject] != "nsubj" or not joined:
        return
    if doc[noun].tag_ not in ("NN", "NNS") or doc[subject].tag_ not in ("NNP", "NNPS", "PRP"):
        return
    outer = heads[i] if heads[i] != i else noun
    heads[noun], deps[noun] = outer, deps[i]
    heads[i], deps[i] = noun, "acl:relcl"
    for j in range(doc[i].sent.start, noun):
        if heads[j] == subject or (heads[j] == i and deps[j] == "case"):
            heads[j] = noun


@at(tags={"VBG", "VBN", "VBD"}, deps={"conj", "parataxis", "advcl"})
def _contact_clause_of_group(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the vaccine Acme is developing" as a noun and its relative clause, not as two main clauses.

    So is what ends in a preposition without its noun: "the truce their ministers agreed to in May".
    """
    inside = range(doc[i].sent.start, doc[i].sent.end)
    below = [j for j in inside if heads[j] == i]
    subject = next((j for j in below if deps[j] == "nsubj"), None)
    if subject is None:
        return
    progressive = doc[i].tag_ != "VBD" and doc[subject].tag_ in ("NNP", "NNPS", "PRP")
    progressive = progressive and any(deps[j] == "aux" and subject < j < i for j in below)
    if not progressive and not any(j == i + 1 and doc[j].tag_ == "IN" and deps[j] == "obl" for j in below):
        return
    first = min([subject, *(j for j in inside if heads[j] == subject)])
    noun = first - 1
    if noun <= heads[i] or doc[noun].tag_ not in ("NN", "NNS"):
        return
    if any(deps[j] in ("obj", "cc", "mark", "aux:pass", "xcomp", "ccomp") for j in below):
        return
    heads[i], deps[i] = noun, "acl:relcl"


@at(deps={"case"})
def _raise_marker(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Hang a preposition on the noun that heads its phrase ("from Acme Widgets"), not on a word inside it."""
    if deps[i] != "case" or heads[i] <= i or doc[i].tag_ == "POS":
        return
    noun = heads[i]
    while deps[noun] in DESCRIBING_DEPS and heads[noun] > noun:
        noun = heads[noun]
    marked = any(deps[j] == "case" and heads[j] == noun for j in range(i, noun))
    if noun != heads[i] and not marked and doc[noun].sent == doc[i].sent:
        heads[i] = noun
        if deps[noun] == "appos" and heads[noun] < i:  # "an offer from financier Ann Lee"
            deps[noun] = "nmod"


@at(tags={"CD", "DT", "$"})
def _dative_shift(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "sold Hungary 14 fighters" as a gift to a name: no number or determiner follows a modifier."""
    if _gives_to_polity(doc, heads, deps, i):
        return
    name = i - 1
    if doc[i].tag_ not in ("CD", "DT", "$") or i < 2 or doc[name].tag_ not in ("NNP", "NNPS"):
        return
    start, thing = name, heads[name]
    if thing < name and deps[name] == "flat":
        thing = heads[thing]
    while doc[thing].tag_ in ("CD", "$") and deps[thing] in INNER_DEPS:
        thing = heads[thing]  # "pay Acme 2 billion dollars", "give Acme $2 billion contract"
    while start > 0 and doc[start - 1].tag_ in ("NNP", "NNPS", "DT"):
        start -= 1
    if start == 0 or doc[start - 1].lemma_.lower() not in words("giving"):
        return
    if thing < i or heads[thing] != start - 1 or deps[thing] != "obj" or _is_thing(doc, name):
        return
    heads[name], deps[name] = start - 1, "iobj"
    for j in range(start, i + 1):
        if j < name and deps[j] != "case":
            heads[j], deps[j] = name, "det" if doc[j].tag_ == "DT" else "compound"
        elif j not in (name, thing) and heads[j] in (name, thing):
            heads[j] = name if j < name else thing
    if thing == i or doc[i].tag_ == "$":
        return
    if doc[heads[i]].ent_type_ == "MONEY" and heads[i] != thing:
        return
    deps[i] = "nummod" if doc[i].tag_ == "CD" else "det"


def _gives_to_polity(doc: Words, heads: list[int], deps: list[str], i: int) -> bool:
    """Read "sold the city of Lyon 30 vans" as a gift to the city, and tell whether that was done."""
    name = start = i - 1
    while start > 0 and doc[start].tag_ in ("NNP", "NNPS"):
        start -= 1
    verb, polity, thing = start - 3, start - 1, i
    if verb < 0 or start == name or doc[start].lower_ != "of" or doc[polity - 1].lower_ != "the":
        return False
    if doc[polity].lemma_.lower() not in words("polity") or doc[verb].lemma_.lower() not in words("giving"):
        return False
    while heads[thing] > thing:
        thing = heads[thing]
    if doc[thing].tag_ not in (*NOUN_TAGS, "CD"):
        return False
    heads[polity], deps[polity] = verb, "iobj"
    heads[thing], deps[thing] = verb, "obj"
    heads[name], deps[name] = polity, "nmod"
    for j in range(start, name):
        heads[j], deps[j] = name, "case" if j == start else "compound"
    return True


def _is_thing(doc: Words, name: int) -> bool:
    """Tell whether a name is one of a thing; two capitalised words that get a contract are a firm."""
    plain = doc[name].ent_type_ == "PRODUCT" and doc[name].ent_iob_ == "I" and doc[name].is_alpha
    return doc[name].ent_type_ in THINGS and not plain


def _amounts(doc: Words, heads: list[int]) -> list[tuple[int, int]]:
    """Return amounts right before what they are the worth of ("$5 million deal"), wrongly parsed apart."""
    found = []
    for entity in doc[0].doc.ents:
        if entity.label_ != "MONEY" or entity.end >= len(doc):
            continue
        noun = doc[entity.end]
        worth = noun.lemma_.lower() in words("agreement") | words("negotiation") | words("order")
        apart = not any(heads[i] == noun.i for i in range(entity.start, entity.end))
        if worth and apart and noun.tag_ in NOUN_TAGS and noun.sent == entity.root.sent:
            found.append((entity.start, entity.end))
    return found


def _participle_chains(doc: Words, deps: list[str]) -> list[tuple[int, int]]:
    """Return stretches like "freight-carrying" before a noun, where the participle is no modifier yet."""
    found = []
    for i in range(len(doc) - 3):
        joined = doc[i + 1].text in HYPHENS and not doc[i].whitespace_ and not doc[i + 1].whitespace_
        last = doc[i + 2]
        run = last.lower_ == "run" and last.tag_.startswith("VB")  # "state-run"
        loose = (run or last.tag_ in ("VBG", "VBN")) and deps[last.i] not in ("amod", "compound")
        if joined and loose and doc[i + 3].tag_ in NOUN_TAGS and last.whitespace_:
            found.append((i, i + 3))
    return found


def _prepositional_chains(doc: Words) -> list[tuple[int, int]]:
    """Return the stretches like "surface-to-surface" or "food-for-oil": hyphens round a preposition."""
    found, i = [], 0
    while i + 4 < len(doc):
        j = i
        while j + 2 < len(doc) and not doc[j].whitespace_ and doc[j + 1].text in HYPHENS:
            if doc[j + 1].whitespace_:
                break
            j += 2
        if j - i >= 4 and any(doc[k].tag_ in ("IN", "TO") for k in range(i + 2, j, 2)):
            found.append((i, j + 1))
        i = max(j, i + 1)
    return found


def _compress_chain(doc: Words, heads: list[int], deps: list[str], start: int, end: int) -> None:
    """Make a hyphenated chain one modifier of the noun behind it, which takes its place."""
    noun = None
    for i in range(end, min(end + 5, len(doc))):
        if doc[i].tag_ not in RUN_TAGS or doc[i].sent != doc[start].sent:
            break
        noun = i if doc[i].tag_ in NOUN_TAGS else noun
    if noun is None:
        return
    inside = set(range(start, noun + 1))
    outer = [i for i in sorted(inside) if heads[i] not in inside or heads[i] == i]
    own = noun in outer and deps[noun] in ARGUMENT_DEPS
    place = noun if own else next((i for i in outer if deps[i] in ARGUMENT_DEPS), noun)
    head, label = heads[place], deps[place]
    for i in range(len(heads)):
        if heads[i] in range(start, end) and i not in inside and i != head:
            heads[i] = noun
    for i in range(start, noun):
        heads[i], deps[i] = noun, "punct" if doc[i].text in HYPHENS else "compound"
    marked = any(heads[i] == noun and deps[i] == "case" and doc[i].tag_ == "IN" for i in range(start))
    label = "obl" if label == "obj" and marked else label  # "buys it in $5 million deal"
    heads[noun], deps[noun] = (noun if head in inside else head), label


def _amounts_as_modifiers(doc: Words, heads: list[int], deps: list[str]) -> None:
    for start, end in _amounts(doc, heads):
        _compress_chain(doc, heads, deps, start, end)


def _participles_as_modifiers(doc: Words, heads: list[int], deps: list[str]) -> None:
    for start, end in _participle_chains(doc, deps):
        participle = end - 1
        _compress_chain(doc, heads, deps, start, end)
        heads[start], heads[start + 1], deps[participle] = participle, participle, "amod"


def _prepositions_as_modifiers(doc: Words, heads: list[int], deps: list[str]) -> None:
    for start, end in _prepositional_chains(doc):
        _compress_chain(doc, heads, deps, start, end)


WORD_REPAIRS = {
    "repair-headline-agreements": headlines.verb_before_agreement,
    "repair-headline-sources": headlines.source_behind_dash,
    "repair-headline-commas": headlines.names_by_comma,
    "repair-headline-colons": headlines.actor_behind_colon,
    "repair-markers": _raise_marker,
    "repair-measures": _hang_measured,
    "repair-with": _nominal_after_with,
    "repair-telling": _clause_of_telling,
    "repair-amounts-up-to": _amount_up_to,
    "repair-accusing": _gerund_of_accusing,
    "repair-phase": _gerund_of_phase,
    "repair-modals": _verb_after_modal,
    "repair-possessors": _possessor,
    "repair-contact": _contact_clause,
    "repair-units": nouns.unit_before_stuff,
    "repair-deals-behind-sums": amounts.deal_behind_sum,
    "repair-under-agreements": nouns.agreement_of_verb,
    "repair-datives": _dative_shift,
    "repair-dashes": clauses.dash_ends_phrase,
    "repair-inversions": clauses.inverted_condition,
    "repair-it": clauses.acting_it,
    "repair-kinds-of-firms": parties.kinds_of_firms,
    "repair-joined": names.joined_names,
    "repair-genitives": names.name_in_genitive,
    "repair-added-actors": parties.added_actor,
    "repair-named-behind-appositions": parties.name_behind_apposition,
    "repair-partners-behind-agents": parties.partner_behind_agent,
    "repair-objects-behind-prepositions": ends.object_behind_preposition,
    "repair-sides": parties.second_side,
    "repair-firms-of-lands": parties.firms_of_lands,
    "repair-titles": names.names_of_titles,
    "repair-appositions": names.nouns_of_apposition,
    "repair-headline-infinitives": clauses.headline_infinitive,
    "repair-copulas": clauses.predicate_participle,
    "repair-two-objects": clauses.two_objects,
    "repair-dollars": clauses.currency_of_sum,
    "repair-dated-conjuncts": clauses.dated_conjunct,
    "repair-active": clauses.active_voice,
    "repair-verbs": clauses.verb_before_object,
    "repair-days": clauses.reporting_day,
    "repair-out-of": clauses.out_of,
    "repair-clefts": clauses.cleft,
    "repair-plurals": names.names_of_plural,
    "repair-nearness": clauses.nearness,
    "repair-compound-datives": nouns.dative_compound,
    "repair-adjective-datives": nouns.dative_before_adjective,
    "repair-people-datives": nouns.dative_people,
    "repair-rates": nouns.stuff_of_rate,
    "repair-over": nouns.particle_over,
    "repair-enumerated-titles": clauses.enumerated_title,
    "repair-near-deals": clauses.near_deal,
    "repair-enumerations": clauses.enumerated_subjects,
    "repair-for-to": clauses.for_subject,
    "repair-complements": clauses.inherent_complement,
    "repair-shifted-objects": clauses.shifted_object,
    "repair-quoted-names": clauses.quoted_name,
    "repair-reduced-relatives": clauses.reduced_relative,
    "repair-periods": clauses.end_of_period,
    "repair-reports": clauses.clause_of_report,
    "repair-interrupted": speech.interrupted_subject,
    "repair-contents": speech.clause_of_saying,
    "repair-adding": speech.participle_of_speaker,
    "repair-told": speech.told_in_active,
    "repair-said-it-and": speech.speaker_and_another,
    "repair-offers": speech.infinitive_of_offer,
    "repair-claims": speech.claims_as_noun,
    "repair-claim-nouns": speech.claim_behind_noun,
    "repair-said-of": speech.report_said_of,
    "repair-called": claims.called_report,
    "repair-called-ahead": claims.claim_behind_predicate,
    "repair-called-lies": claims.called_lie,
    "repair-report-clauses": claims.clause_of_content,
    "repair-provided": claims.provided_that,
    "repair-closing-tags": claims.closing_tag,
    "repair-denying-nouns": claims.denying_noun,
    "repair-claims-denied": claims.claims_denied,
    "repair-whatever": claims.whatever_behind_no,
    "repair-this": speech.called_this,
    "repair-denying": speech.speaker_who_denies,
    "repair-speakers": speech.speaker_behind_mark,
    "repair-sources": speech.source_who_said,
    "repair-particles": clauses.particle_before_number,
    "repair-noun-pairs": names.noun_before_object,
    "repair-hyphened-firms": names.hyphened_firms,
    "repair-terms": nouns.participle_of_terms,
    "repair-places": nouns.preposition_in,
    "repair-lone-verbs": nouns.lone_verb,
    "repair-garden-paths": nouns.participle_without_comma,
    "repair-agreement": nouns.conjunct_of_subject,
    "repair-further-verbs": nouns.further_verb,
    "repair-objects-behind-receivers": nouns.object_behind_receiver,
    "repair-contact-groups": _contact_clause_of_group,
    "repair-mediated": nouns.sides_of_mediated,
    "repair-bans": nouns.event_of_ban,
    "repair-fronted": subjects.object_of_fronted,
    "repair-ordered-goods": amounts.goods_for_purpose,
    "repair-prices-of-shares": amounts.price_of_share,
    "repair-sums-in-goods": amounts.sum_in_goods,
    "repair-gapped-amounts": amounts.gapped_amount,
    "repair-gapped-subjects": amounts.gapped_subject,
    "repair-worth": ends.worth_of_goods,
    "repair-sums": ends.worth_of_sum,
    "repair-described-goods": ends.goods_of_participle,
    "repair-relative-receivers": ends.receiver_in_relative,
    "repair-described-subjects": ends.described_subject,
    "repair-receiving-bodies": ends.receiving_body,
    "repair-receiving-states": ends.receiving_state,
    "repair-ends": ends.end_behind_description,
}
CHAIN_REPAIRS = {
    "repair-amounts": _amounts_as_modifiers,
    "repair-participles": _participles_as_modifiers,
    "repair-hyphens": _prepositions_as_modifiers,
    "repair-lists": names.lists_of_names,
    "repair-subjects": subjects.stranded_subjects,
}
"""The repairs in the order in which they are tried, by the name that switches each off."""
REPAIRS = ("repair-auxiliaries", *WORD_REPAIRS, *CHAIN_REPAIRS)
