"""Repairs of headlines, where verbs look like nouns, agreements like verbs, and a comma stands for *and*."""

from itertools import pairwise

from pipeline.predicates.arcs import name_start
from pipeline.predicates.clauserepairs import FINITE_TAGS
from pipeline.predicates.gates import Words, at

SIGNING = frozenset(
    "bags clinches closes cuts extends gets grabs inks lands nears reaches renews scoops scraps seals secures"
    " signs snares strikes wins".split()
)
# What teams and two sides do with talks: "United deny talks", "Chad, Togo resume talks".
HOLDING_TALKS = frozenset("begin deny hold open reopen restart resume start suspend".split())
TALKS = frozenset({"negotiations", "talks"})
BASE_TAGS = frozenset({"NN", "NNP", "VB", "VBP"})
SUMS = frozenset({"$", "CD", "HYPH", "SYM"})
AGREEMENTS = frozenset(
    "accord accords agreement agreements contract contracts deal deals pact pacts treaty truce".split()
)
NOMINAL_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "VBP", "VBZ"})
VERB_TAGS = frozenset({"NNS", "NNPS", "VBZ"})
ACTING_LABELS = frozenset({"GPE", "ORG", "NORP", "PERSON"})
LOOSE = frozenset({"nsubj", "compound", "dep", "nmod:unmarked", "amod", "flat", "aux"})
REPORTERS = frozenset({"report", "reports", "source", "sources", "paper", "papers"})
DASHES = frozenset({"-", "--", "–", "—"})
ENDS = frozenset({"to", "from", "with", "for"})
CLOSING = DASHES | {"to"}
WITHIN = 7


@at(words=AGREEMENTS | TALKS)
def verb_before_agreement(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Nokia inks deal with Cisco" as what Nokia does: the verb is no noun, the deal no verb."""
    start = doc[i].sent.start
    verb = next((j for j in range(i - 1, max(start, i - WITHIN - 1), -1) if _is_verb(doc, j, i)), None)
    if verb is None or deps[verb] not in LOOSE:
        return
    if not verb < heads[verb] <= i or not _is_free(doc, start, verb, i):
        return
    heads[verb], deps[verb] = (verb, "root") if heads[i] == i else (heads[i], deps[i])
    heads[i], deps[i] = verb, "obj"
    for j in range(verb + 1, i):
        if not verb < heads[j] < i or deps[j] == "nsubj":
            heads[j], deps[j] = i, "compound"
    _give_subject(doc, heads, deps, start, verb, i)


def _is_verb(doc: Words, j: int, noun: int) -> bool:
    """Tell whether a word is a verb, whatever its tag; before talks it may be one of a plural or a team."""
    if doc[j].lower_ in SIGNING:
        return doc[j].tag_ in VERB_TAGS
    before = doc[j - 1]
    acting = before.ent_type_ in ACTING_LABELS or before.tag_ in ("NNS", "NNPS", "NNP")
    held = doc[noun].lower_ in TALKS and doc[j].lower_ in HOLDING_TALKS
    return held and doc[j].tag_ in BASE_TAGS and acting


def _is_free(doc: Words, start: int, verb: int, noun: int) -> bool:
    """Tell whether nothing but a name stands before a verb, and what modifies between it and its noun."""
    before = all(doc[j].tag_ not in FINITE_TAGS for j in range(start, verb))
    named = any(doc[j].ent_type_ in ACTING_LABELS or doc[j].tag_ == "NNP" for j in range(start, verb))
    return before and named and all(doc[j].tag_ in NOMINAL_TAGS | SUMS for j in range(verb + 1, noun))


def _give_subject(doc: Words, heads: list[int], deps: list[str], start: int, verb: int, noun: int) -> None:
    """Make the words before a verb its subject: the last one governs those beside it, a comma joins two."""
    own = [j for j in range(start, verb) if heads[j] in (verb, noun) and deps[j] != "punct"]
    if not own:
        return
    listed = (j for j in range(start, own[-1] - 1) if heads[j] == own[-1] and deps[j] in LOOSE)
    own = sorted({*own, *(j for j in listed if doc[j + 1].text == "," and doc[j].ent_type_ in ACTING_LABELS)})
    ends = [j for j, later in pairwise(own) if any(word.text == "," for word in doc[j:later])]
    ends.append(own[-1])
    heads[ends[0]], deps[ends[0]] = verb, "nsubj"
    for j in ends[1:]:
        heads[j], deps[j] = ends[0], "conj"
    for j in own:
        if j not in ends and deps[j] in LOOSE:
            heads[j], deps[j] = next(end for end in ends if end > j), "compound"


@at(deps={"list", "appos", "discourse", "dep", "amod", "obl:unmarked", "nmod:unmarked"})
def names_by_comma(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Japan, U.S. sign pact" as what both do; the parser may end a sentence behind them."""
    if deps[i] == "amod":
        _join_origins(doc, heads, deps, i)
        return
    if i < 1 or doc[i].ent_type_ not in ACTING_LABELS:
        return
    comma = name_start(doc, 1, i) - 1
    if doc[comma].text == "," and _behind_preposition(doc, heads, deps, comma, i):
        return
    first = heads[i]
    if deps[i] not in ("list", "appos") or first >= i or doc[first].ent_type_ not in ACTING_LABELS:
        return
    before = next((j for j in range(i - 1, first, -1) if heads[j] == i and deps[j] == "punct"), i - 1)
    if doc[before].text != ",":
        return
    if deps[i] == "appos" and not (_opens_headline(doc, first, i) or _is_listed(doc, heads, deps, i)):
        return
    deps[i] = "conj"
    verb = i + 1
    alone = heads[first] == first and verb < len(doc) and heads[verb] == verb
    if alone and doc[verb].tag_ in ("VB", "VBP") and doc[verb].is_sent_start:
        heads[first], deps[first] = verb, "nsubj"


def _is_listed(doc: Words, heads: list[int], deps: list[str], i: int) -> bool:
    """Tell whether a firm behind a firm is one of a list ("Acme Corp, Italy's Bolt SpA and Crane Ltd")."""
    after = i + 1
    while after < len(doc) and deps[after] == "punct" and heads[after] == i and doc[after].text != ",":
        after += 1  # "<BLT.MI>"
    if after >= len(doc) or doc[after].lower_ != "and":
        return False
    last = next((j for j in range(after, doc[i].sent.end) if deps[j] == "conj" and heads[j] == heads[i]), i)
    return last > i and all(doc[j].ent_type_ == "ORG" for j in (heads[i], i, last))


def _behind_preposition(doc: Words, heads: list[int], deps: list[str], comma: int, i: int) -> bool:
    """Join two behind one preposition ("sells tea to Peru, Chile"), and tell whether it did."""
    first, start = comma - 1, doc[i].sent.start
    ends = i + 1 >= len(doc) or doc[i + 1].is_space or doc[i + 1].lower_ in CLOSING
    if first <= start or not ends or not _is_headline(doc, i):
        return False
    while heads[first] > first and deps[first] in ("compound", "flat"):
        first = heads[first]
    named = doc[first].ent_type_ in ACTING_LABELS and start < first < i
    case = next((j for j in range(first, start, -1) if heads[j] == first and deps[j] == "case"), None)
    if not named or case is None or doc[case].lower_ not in ENDS:
        return False
    heads[i], deps[i] = first, "conj"
    return True


def _is_headline(doc: Words, i: int) -> bool:
    """Tell whether a word stands in a first line that is no sentence: it has no article and no full stop."""
    sent = doc[i].sent
    return sent.start == 0 and all(word.lower_ not in ("a", "an", "the", ".") for word in sent)


def _join_origins(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "buys Kenyan, Ugandan coffee" as coffee of both: one origin does not describe the other."""
    other = heads[i]
    joined = other == i + 2 and doc[i + 1].text == "," and deps[other] in ("amod", "compound")
    if joined and doc[i].ent_type_ == doc[other].ent_type_ == "NORP" and heads[other] > other:
        heads[i] = heads[other]


def _opens_headline(doc: Words, first: int, last: int) -> bool:
    """Tell whether two names of a word each open a line: no comma closes an apposition behind them."""
    opened = doc[first].is_sent_start and last == first + 2 and last + 1 < len(doc)
    return bool(opened) and doc[last + 1].lower_ == "in"


@at(words=REPORTERS, deps={"root", "ROOT"})
def source_behind_dash(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Sprint, Nextel in merger talks - report" as what is reported: the source governs nothing."""
    if heads[i] != i or i < 1 or doc[i - 1].text not in DASHES:
        return
    below = [j for j in range(doc[i].sent.start, i - 1) if heads[j] == i and deps[j] != "punct"]
    if not below:
        return
    top = below[0]
    heads[top], deps[top], heads[i], deps[i] = top, "root", top, "parataxis"
    for j in below[1:]:
        heads[j] = top


@at(deps={"appos"})
def actor_behind_colon(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Ann Lee: Acme to buy Kilo" as what Acme will do: who speaks before a colon does nothing."""
    speaker = heads[i]
    if i < 1 or doc[i - 1].text != ":" or deps[speaker] != "nsubj" or heads[speaker] <= i:
        return
    heads[i], deps[i] = heads[speaker], "nsubj"
    deps[speaker] = "parataxis"
