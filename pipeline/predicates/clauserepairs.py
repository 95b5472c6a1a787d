"""Repairs of clauses and coordinations that a small parser joins or splits wrongly.

Each states a fact of English, as those of `repairs` do: a weekday right after a verb is no subject, and
two bare names with a comma before a verb are a pair, as headlines write it.
"""

from spacy.tokens import Token

from pipeline.annotate.words import words as calendar
from pipeline.predicates.arcs import PROPER_TAGS, subject_label
from pipeline.predicates.gates import Words, at
from pipeline.predicates.lexicon import words

NAME_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "POS", "CD"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
HYPHENS = frozenset({"-", "–"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
LOOSE_DEPS = frozenset(
    {"compound", "vocative", "parataxis", "dep", "dislocated", "discourse", "list", "obl:unmarked", "nmod"}
)
INSIDE_DEPS = frozenset({"compound", "amod", "nmod:desc", "nmod:poss", "flat", "nummod", "det"})
WITHIN_NOMINAL = frozenset({"nmod", "conj", "appos", "flat", "compound", "nmod:unmarked"})
WITHIN_NAME = frozenset({"nmod", "flat", "compound", "conj"})
TIMES = frozenset({"DATE", "TIME"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
EMPTY_SUBJECT_VERBS = frozenset({"seem", "appear", "happen", "turn", "take", "remain", "make", "help"})
LONGEST_FIRST = 5
LONGEST_CODE = 3  # a ticker between its brackets
CLOSING = frozenset(">)]")
DOLLARS = frozenset({"us", "a", "au", "c", "can", "hk", "nz", "s"})
SAID_OF = frozenset({"RB", "DT", "JJ", "``"})
# Words that name a day without a preposition.
DAYS = frozenset({*calendar().time.weekdays, *calendar().time.weekday_abbreviations, "today", "yesterday"})


def has_comma(words: Words) -> bool:
    """Tell whether a comma stands among words."""
    return any("," in word.text for word in words)


@at(words=DAYS)
def reporting_day(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "said (on) Thursday it had won" as what was said, on Thursday."""
    if i + 1 >= len(doc) or doc[i + 1].tag_ in ("NN", "NNS", "POS", "CD"):
        return
    verb = i - 1
    while verb > 0 and doc[verb].lower_ in ("on", "late", "early"):
        verb -= 1
    if (
        verb < 0
        or doc[verb].tag_ not in ("VBD", "VBZ", "VBN")
        or doc[verb].lemma_.lower() not in words("saying")
    ):
        return
    if heads[i] > i or (heads[i] == verb and deps[i] in ("nsubj", "obj")):
        heads[i], deps[i] = verb, "obl:unmarked"
    for j in range(i + 1, doc[i].sent.end):
        if heads[j] == i and doc[j].tag_ in ("VBD", "VBZ", "VBP", "VBN", "VB", "VBG"):
            heads[j], deps[j] = verb, "ccomp"


@at(deps={"appos", "list"})
def enumerated_title(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Acme, Kilo in merger talks" as a pair: an apposition has a second comma behind it."""
    start, first = doc[i].sent.start, heads[i]
    if i + 2 >= len(doc) or doc[i].tag_ not in NOUN_TAGS or deps[i] not in ("appos", "list"):
        return
    opens = heads[first] == first and start <= first < start + LONGEST_FIRST + LONGEST_CODE
    behind = i + 1
    while behind + 1 < len(doc) and doc[behind]._.aside:
        behind += 1
    comma = next((j for j in range(first + 1, i) if not doc[j]._.aside), i)
    pair = doc[comma].text == "," and all(_is_in_name(doc[j]) for j in range(comma + 1, i))
    closed = any(doc[j].text == "," for j in range(behind, doc[i].sent.end))
    title = opens and pair and doc[first].tag_ in NOUN_TAGS and doc[behind].lower_ in ("in", "near")
    if title and not closed:
        deps[i] = "conj"


@at(words={"near"})
def near_deal(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Acme near deal with Kilo" as a clause that lacks its verb: Acme is near a deal."""
    start, end = doc[i].sent.start, doc[i].sent.end
    noun = i + 1
    while noun + 1 < end and doc[noun].tag_ in NOUN_TAGS | {"JJ", "HYPH"} and doc[noun + 1].tag_ in NOUN_TAGS:
        noun += 1
    if i == start or noun >= end or doc[noun].lemma_.lower() not in words("agreement"):
        return
    if any(doc[j].pos_ in ("VERB", "AUX") and doc[j].tag_ in FINITE_TAGS for j in range(start, end)):
        return
    comma = next((j for j in range(start, i) if doc[j].text == ","), start - 1)
    pair = [_head_of(doc, heads, comma + 1, i)]
    if comma > start:
        pair.insert(0, _head_of(doc, heads, start, comma))
    names = [j for j in pair if j is not None]
    if len(names) < len(pair):
        return
    for j in range(start, end):
        if heads[j] == j and j != i:
            heads[j], deps[j] = i, "dep"
    for j in range(i + 1, noun):
        heads[j], deps[j] = noun, "compound"
    heads[i], deps[i] = i, "root"
    heads[names[0]], deps[names[0]] = i, "nsubj"
    for j in names[1:]:
        heads[j], deps[j] = names[0], "conj"
    heads[noun], deps[noun] = i, "obl"


@at(words={","})
def enumerated_subjects(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Airlines, unions reach deal" as a pair that acts."""
    if doc[i].text != "," or i + 2 >= len(doc):
        return
    start = doc[i].sent.start
    start = next((j + 1 for j in range(i - 1, start, -1) if doc[j].text == ":"), start)  # "ALERT: A, B"
    if not 0 < i - start <= LONGEST_FIRST + LONGEST_CODE:
        return
    verb = i + 1
    while verb < len(doc) and _is_in_name(doc[verb]) and verb - i <= LONGEST_FIRST + LONGEST_CODE:
        verb += 1
    second = verb - 1
    while second > i and doc[second]._.aside:  # the ticker of "ACME <AC>, BOLT <BT> MERGE"
        second -= 1
    if (
        second == i
        or verb >= len(doc)
        or doc[second].tag_ not in NOUN_TAGS
        or deps[second] not in ("nsubj", "appos")
    ):
        return
    first = _head_of(doc, heads, start, i)
    if first is None or doc[verb].tag_ not in FINITE_TAGS | {"VB"} or doc[first].ent_type_ in TIMES:
        return
    outside = heads[first] in (verb, second) or heads[verb] == first
    loose = outside and heads[second] == verb and deps[first] in LOOSE_DEPS
    # An apposition has a second comma behind it.
    unclosed = heads[first] == verb and heads[second] == first
    unclosed = unclosed and (deps[first].startswith("nsubj") or deps[first] in LOOSE_DEPS)
    # Nor does a name govern what the next name does.
    rooted = heads[verb] == first and heads[second] == verb and deps[verb] in ("parataxis", "appos")
    if not loose and not unclosed and not rooted:
        return
    if heads[verb] == first:
        heads[verb], deps[verb] = (verb if heads[first] == first else heads[first]), deps[first]
    heads[first], deps[first] = verb, "nsubj"
    heads[second], deps[second] = first, "conj"
    heads[i] = second


def _is_in_name(word: Token) -> bool:
    """Tell whether a word can be part of a bare name, or is a ticker's."""
    return word.tag_ in NAME_TAGS or bool(word._.aside)


def _head_of(doc: Words, heads: list[int], start: int, end: int) -> int | None:
    """Return the head of a bare noun phrase that fills a stretch, or None if it is no such phrase."""
    if not all(_is_in_name(doc[j]) for j in range(start, end)):
        return None
    heads_out = [j for j in range(start, end) if not start <= heads[j] < end or heads[j] == j]
    return heads_out[0] if len(heads_out) == 1 and doc[heads_out[0]].tag_ in NOUN_TAGS else None


@at(words={"for"}, deps={"case"})
def for_subject(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "a letter of intent for Acme to buy it" as what the letter says, with its subject."""
    if doc[i].lower_ != "for" or deps[i] != "case":
        return
    actor = heads[i]
    if (
        actor <= i
        or actor + 2 >= len(doc)
        or doc[actor + 1].tag_ != "TO"
        or deps[actor] not in ("nmod", "obl")
    ):
        return
    verb, governor = heads[actor + 1], heads[actor]
    if doc[verb].tag_ != "VB" or governor >= i or heads[verb] == verb:
        return
    if doc[actor].pos_ == "PRON" and doc[actor].lower_.endswith("thing"):  # "looking for something to do"
        return
    while deps[governor] == "nmod" and doc[governor - 1].lower_ == "of" and heads[governor] < governor:
        governor = heads[governor]
    heads[actor], deps[actor] = verb, "nsubj"
    heads[i], deps[i] = verb, "mark"
    if doc[governor].tag_ in NOUN_TAGS:
        heads[verb], deps[verb] = governor, "acl"
    elif heads[verb] == actor:
        heads[verb], deps[verb] = governor, "advcl"


@at(words={"understanding", "intent"})
def inherent_complement(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Hang "on fisheries" on the memorandum in "a memorandum of understanding on fisheries"."""
    if doc[i].lower_ not in ("understanding", "intent") or i < 2 or doc[i - 1].lower_ != "of":
        return
    letter = heads[i]
    if letter != i - 2 or deps[i] != "nmod":
        return
    for j in range(i + 1, doc[i].sent.end):
        if heads[j] == i and deps[j] != "conj":
            heads[j] = letter


@at(words={"out"}, deps={"case"})
def out_of(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "out" in "pulled out of the pact" as the verb's particle."""
    if doc[i].lower_ != "out" or deps[i] != "case" or i == 0 or i + 1 >= len(doc):
        return
    verb = i - 1
    if doc[i + 1].lower_ == "of" and doc[verb].pos_ == "VERB" and heads[heads[i]] == verb:
        heads[i], deps[i] = verb, "compound:prt"


@at(deps={"advcl:relcl"})
def cleft(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "it was Norway that shipped guns" as what Norway did: a clause of the noun."""
    noun = heads[i]
    if noun < i and doc[noun].pos_ in ("NOUN", "PROPN", "PRON"):
        deps[i] = "acl:relcl"


@at(words={"to"}, deps={"case"})
def nearness(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Hang "to a pact" on "closer" in "moved closer on Monday to a pact": a date comes between at most."""
    goal = heads[i]
    verb = heads[goal]
    if goal <= i or deps[goal] != "obl" or verb >= i:
        return
    near = i - 1
    while near > verb and TIMES & {doc[near].ent_type_, doc[heads[near]].ent_type_}:
        near -= 1
    if near > verb and heads[near] == verb and doc[near].lower_ in words("nearing"):
        heads[goal] = near


@at(words=("-", "--", "–", "—"))
def dash_ends_phrase(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "A, B Reach Deal - Diplomats" with the deal as object: no compound crosses a spaced dash."""
    noun = i - 1
    if noun < 1 or i + 1 >= len(doc) or not doc[noun].whitespace_ or not doc[i].whitespace_:
        return
    source = heads[noun]
    if source <= i or deps[noun] not in INSIDE_DEPS or doc[source].pos_ not in ("NOUN", "PROPN"):
        return
    outer = heads[source] if heads[source] != source else noun
    heads[noun], deps[noun] = outer, deps[source]
    heads[source], deps[source] = noun, "parataxis"
    for j in range(doc[i].sent.start, noun):
        if heads[j] == source:
            heads[j] = noun


@at(deps={"obj"})
def two_objects(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "sold Hungary 14 jets" as goods given to Hungary: of two objects the first receives.

    Nor is what follows at once with its own article an apposition ("sold the Dutch firm a 20% stake").
    """
    verb = heads[i]
    given_to = doc[i].tag_ == "PRP" and doc[i].lower_ not in ("it", "us")  # "delivered them food"
    if verb >= i or deps[i] != "obj" or not (given_to or doc[verb].lemma_.lower() in words("giving")):
        return
    if any(heads[j] != i for j in range(verb + 1, i)) or doc[i].ent_type_ == "MONEY":
        return
    after = range(i + 1, doc[i].sent.end)
    named = [j for j in after if heads[j] == i and deps[j] == "appos"]
    apposed = [j for j in named if doc[i + 1].tag_ in ("DT", "CD") and heads[i + 1] == j]
    later = [j for j in after if heads[j] == verb and deps[j] == "obj"]
    apart = any(word.text == "," for word in doc[i : later[0]]) if later else True
    if apposed or (doc[i].tag_ != "$" and not apart):
        deps[i] = "iobj"
    for j in apposed:
        heads[j], deps[j] = verb, "obj"


@at(tags={"$"})
def currency_of_sum(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "US$5 billion" as a sum, which is paid to none of "us"."""
    if i and doc[i].text == "$" and doc[i - 1].lower_ in DOLLARS and not doc[i - 1].whitespace_:
        heads[i - 1], deps[i - 1] = i, "compound"


@at(tags={"NN"}, deps={"nsubj"})
def dated_conjunct(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "and last month signed a pact" as what the subject before it did."""
    verb = heads[i]
    timed = doc[i].ent_type_ == "DATE" and doc[i - 1].lower_ in ("last", "this", "earlier", "that")
    if timed and i < verb and deps[verb] == "conj" and heads[verb] < i:
        deps[i] = "obl:unmarked"


@at(deps={"nsubj:pass"})
def active_voice(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Ireland equipped Liberia", "the arms it got" as active: a passive has its auxiliary."""
    verb = heads[i]
    if deps[i] != "nsubj:pass" or verb <= i:
        return
    inside = range(doc[verb].sent.start, doc[verb].sent.end)
    below = [j for j in inside if heads[j] == verb]
    auxiliary = any(deps[j].startswith("aux") for j in below)
    object_ = any(deps[j] == "obj" and j > verb for j in below)
    relative = deps[verb] == "acl:relcl" and i == verb - 1 and doc[i].tag_ == "PRP"
    if not auxiliary and (object_ or relative):
        deps[i] = "nsubj"


@at(tags={"VBN", "VBZ"}, deps={"amod"})
def verb_before_object(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Boeing disputed claims that …", "Saab extends offer" with a verb: a bare noun has no subject."""
    noun = heads[i]
    if deps[i] != "amod" or noun <= i or doc[noun].tag_ not in NOUN_TAGS:
        return
    below = [j for j in range(doc[i].sent.start, doc[i].sent.end) if heads[j] == noun]
    before = [j for j in below if j < i]
    own = [j for j in range(doc[i].sent.start, i) if heads[j] == i] if doc[i].tag_ == "VBZ" else []
    subject = next((j for j in (*before, *own) if deps[j] == "nsubj"), None)
    if subject is None or any(deps[j] in ("cop", "det", "case", "nmod:poss") for j in below):
        return
    heads[i], deps[i] = (i if heads[noun] == noun else heads[noun]), deps[noun]
    heads[noun], deps[noun] = i, "obj"
    for j in before:
        heads[j] = i


@at(tags={"TO"}, deps={"mark", "aux"})
def headline_infinitive(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Peru to sell jets to Chad" as a clause with its subject."""
    if doc[i].tag_ != "TO" or i == 0 or deps[i] not in ("mark", "aux"):
        return
    verb, noun = heads[i], i - 1
    if doc[noun].text in CLOSING and heads[noun] < noun:  # the ticker of "BRUNSWICK <BC> TO SELL"
        noun = heads[noun]
    while heads[noun] < noun and deps[noun] in WITHIN_NAME and doc[noun].tag_ in PROPER_TAGS:
        noun = heads[noun]  # "Bank of America to buy Fleet"
    alone = heads[noun] == noun and doc[noun].tag_ in NOUN_TAGS
    if not alone or heads[verb] != noun or doc[verb].tag_ != "VB" or doc[noun].sent.start > noun:
        return
    if any(heads[j] == noun and deps[j].startswith(("cop", "nsubj")) for j in range(doc[i].sent.start, noun)):
        return
    heads[verb], deps[verb] = verb, "root"
    heads[noun], deps[noun] = verb, "nsubj"


@at(deps={"aux"})
def predicate_participle(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "were destined for Mali" with a copula, where the participle is tagged as an adjective."""
    if deps[i] == "aux" and doc[i].lemma_.lower() == "be" and doc[heads[i]].tag_ == "JJ":
        deps[i] = "cop"


@at(words={"had", "were", "should"}, deps={"aux"})
def inverted_condition(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Had they asked, Iraq would sell oil" with the second clause as the main one."""
    if doc[i].lower_ not in ("had", "were", "should") or deps[i] != "aux" or not doc[i].is_sent_start:
        return
    verb = heads[i]
    inside = range(i, doc[i].sent.end)
    subject = next((j for j in inside if heads[j] == verb and deps[j].startswith("nsubj")), None)
    main = next((j for j in inside if heads[j] == verb and deps[j] in ("ccomp", "parataxis")), None)
    if subject is None or main is None or not i < subject < verb < main or not has_comma(doc[verb:main]):
        return
    heads[main], deps[main] = (main if heads[verb] == verb else heads[verb]), deps[verb]
    heads[verb], deps[verb] = main, "advcl"


@at(words={"it"}, deps={"expl"})
def acting_it(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "it agreed to sell" with a subject: *it* is empty only with verbs like *seem* and passives."""
    verb = heads[i]
    if deps[i] != "expl" or doc[i].lower_ != "it" or verb <= i:
        return
    if doc[verb].lower_ in words("negotiation"):  # "it was in talks to sell"
        deps[i] = "nsubj"
    below = [j for j in range(i, doc[i].sent.end) if heads[j] == verb]
    if doc[verb].lower_ in words("inclined") and any(deps[j] == "xcomp" for j in below):
        deps[i] = "nsubj"
    if doc[verb].pos_ != "VERB":
        return
    if doc[verb].lemma_.lower() in EMPTY_SUBJECT_VERBS:
        return
    passive = any(deps[j] in ("aux:pass", "cop", "csubj", "csubj:pass") for j in below)
    if not passive and any(deps[j] == "xcomp" for j in below):
        deps[i] = "nsubj"


@at(words={"as"})
def shifted_object(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "branded as false the charge that …" with what is false as the object, said last as it is long."""
    if doc[i].lower_ != "as" or i == 0 or doc[i - 1].lemma_.lower() not in words("calling"):
        return
    verb, end = i - 1, doc[i].sent.end
    called = i + 1
    while called < end and doc[called].tag_ in SAID_OF and doc[called].lower_ not in words("falsehood"):
        called += 1
    if called + 1 >= end or doc[called].lower_ not in words("falsehood"):
        return
    thing = next((j for j in range(called + 1, end) if doc[j].tag_ in NOUN_TAGS), None)
    if thing is None or any(
        doc[j].tag_ not in ("DT", "PRP$", "JJ", "NNP", "POS", "''") for j in range(called + 1, thing)
    ):
        return
    while thing + 1 < end and doc[thing + 1].tag_ in NOUN_TAGS and heads[thing] == thing + 1:
        thing += 1
    heads[thing], deps[thing] = verb, "obj"
    heads[called], deps[called] = verb, "obl"
    heads[i], deps[i] = called, "case"
    subject = heads[verb]
    if deps[verb] == "acl" and heads[subject] == subject and subject < verb:
        heads[verb], deps[verb] = verb, "root"
        heads[subject], deps[subject] = verb, "nsubj"


@at(deps={"appos"})
def quoted_name(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "called the report 'a lie'" with what it was called as said of the report."""
    if deps[i] != "appos" or heads[i] >= i:
        return
    first = i
    while first > 0 and heads[first - 1] == i and deps[first - 1] in (*INSIDE_DEPS, "advmod"):
        first -= 1
    if first == 0 or doc[first - 1].tag_ != "``":
        return
    up = heads[i]
    while deps[up] in ("nmod", "appos", "conj") and heads[up] < up:
        up = heads[up]
    verb = heads[up]
    if deps[up] == "obj" and verb < up and doc[verb].lemma_.lower() in words("calling"):
        heads[i], deps[i] = verb, "xcomp"


@at(tags={"VBD", "VBN"})
def reduced_relative(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the truce, reached in May, took effect" with one main verb: two need a conjunction."""
    subject = i - 2
    if doc[i].tag_ not in ("VBD", "VBN") or subject < 0 or doc[i - 1].text != ",":
        return
    while heads[subject] != i and heads[subject] < subject and deps[subject] in WITHIN_NOMINAL:
        subject = heads[subject]
    if heads[subject] != i or not deps[subject].startswith("nsubj"):
        return
    inside = range(doc[i].sent.start, doc[i].sent.end)
    below = [j for j in inside if heads[j] == i]
    loose = ("conj", "advcl", "parataxis")
    main = next((j for j in below if deps[j] in loose and j > i and doc[j].tag_ in FINITE_TAGS), None)
    if main is None or not has_comma(doc[i + 1 : main]):
        return
    if any(deps[j] in ("obj", "aux", "ccomp", "xcomp") for j in below):
        return
    if any(heads[j] == main and deps[j] in ("cc", "mark", "nsubj", "nsubj:pass") for j in inside):
        return
    heads[main], deps[main] = (main if heads[i] == i else heads[i]), deps[i]
    heads[i], deps[i] = subject, "acl"
    heads[subject], deps[subject] = main, subject_label(deps, (j for j in inside if heads[j] == main))


@at(words={"ended", "ending"})
def end_of_period(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "exports in the year ended June 30 rose" as what rose: only the year ended."""
    period, start = i - 1, doc[i].sent.start
    dated = i + 1 < len(doc) and doc[i + 1].ent_type_ == "DATE"
    if period <= start or doc[period].lemma_.lower() not in words("span") or not dated:
        return
    inside = range(start, doc[i].sent.end)
    below = [j for j in inside if heads[j] == i]
    subject = next((j for j in below if j < period and deps[j].startswith("nsubj")), None)
    verb = next((j for j in below if j > i and doc[j].tag_ in ("VBD", "VBZ", "VBP", "VBN")), None)
    if subject is not None and verb is not None:
        heads[verb], deps[verb] = (verb if heads[i] == i else heads[i]), deps[i]
        for j in below:
            if j != verb and (j < period or j > verb):
                heads[j] = verb
    elif heads[i] == i or subject is not None:
        return
    if deps[period] == "compound" and heads[period] == i:  # its own phrase, as in "in the week ended"
        heads[period], deps[period] = heads[i], "nmod"
        for j in range(start, period):
            heads[j] = period if heads[j] == i else heads[j]
    heads[i], deps[i] = period, "acl"


@at(deps={"ccomp"})
def clause_of_report(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Hang the clause of "denied reports (that) it may buy the firm" on the reports, as what they say."""
    verb = heads[i]
    if deps[i] != "ccomp" or verb >= i or doc[verb].lemma_.lower() not in words("disputing"):
        return
    report = next((j for j in range(verb + 1, i) if heads[j] == verb and deps[j] == "obj"), None)
    if report is None or doc[report].lemma_.lower() not in words("assertion"):
        return
    heads[i], deps[i] = report, "acl"


@at(tags={"RP"}, deps={"case", "advmod"})
def particle_before_number(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "handed over six boats" with a particle: the tagger tells it from the preposition."""
    verb = i - 1
    if doc[i].tag_ != "RP" or deps[i] not in ("case", "advmod") or not i or doc[verb].pos_ != "VERB":
        return
    thing = heads[i]
    bare = not any(heads[j] == verb and deps[j] == "obj" for j in range(i, doc[i].sent.end))
    if deps[i] == "case" and deps[thing] == "obl" and heads[thing] == verb and bare:
        deps[thing] = "obj"
    heads[i], deps[i] = verb, "compound:prt"
