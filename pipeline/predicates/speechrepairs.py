"""Repairs of clauses that somebody says, with their tags ("…, the minister said, …").

Each states a fact of English, as those of `repairs` do: a tag in the middle of a clause has one subject, and
what stands behind a closing mark before "said" is who said it.
"""

from pipeline.predicates.arcs import chain, subject_label
from pipeline.predicates.clauserepairs import has_comma
from pipeline.predicates.gates import Words, at
from pipeline.predicates.lexicon import words

NO_CONTENT = frozenset({"so", "now", "given", "provided", "providing", "except", "such", "seeing", "in"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP"})
NOMINAL_TAGS = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "POS", "DT", "JJ", "CD", "IN", "CC", ",", "HYPH", "RB", "."}
)
OWN_SUBJECT = frozenset({"nsubj", "nsubj:pass", "aux", "aux:pass"})
LONGEST_TAG = 16

LONGEST_SOURCE = 14


@at(tags=FINITE_TAGS)
def interrupted_subject(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the jets, the minister said, were sold" with two subjects, one for each verb."""
    if doc[i].tag_ not in FINITE_TAGS or doc[i].lemma_.lower() not in words("saying"):
        return
    content = (j for j in range(i + 1, doc[i].sent.end) if heads[j] == i and deps[j] == "ccomp")
    main = heads[i] if deps[i] in ("parataxis", "advcl") else next(content, i)
    if main <= i:
        return
    inside = range(doc[i].sent.start, i)
    named = [
        j
        for j in inside
        if heads[j] == i and (deps[j].startswith("nsubj") or _is_called(doc, heads, deps, j))
    ]
    if len(named) == 1 and deps[i] == "advcl":  # "Acme, analyst Jan Vos said, sold …"
        beside = (j for j in inside if heads[j] == named[0] and deps[j] == "appos" and j > named[0])
        named += [j for j in beside if has_comma(doc[named[0] : j]) and not has_comma(doc[j:i])][:1]
    if len(named) < 2 or not has_comma(doc[named[0] : named[1]]):
        return
    below = [j for j in range(doc[i].sent.start, doc[i].sent.end) if heads[j] == main]
    if any(deps[j].startswith("nsubj") for j in below):
        return
    heads[named[0]], deps[named[0]] = main, subject_label(deps, below)
    heads[named[1]], deps[named[1]] = i, "nsubj"
    if deps[i] == "advcl":
        deps[i] = "parataxis"


def _is_called(doc: Words, heads: list[int], deps: list[str], i: int) -> bool:
    """Tell whether a noun opens what is said, and hangs on the saying ("Oman, he said, sold")."""
    if doc[i].tag_ not in ("NN", "NNS", "NNP", "NNPS") or doc[i].ent_type_ in ("DATE", "TIME"):
        return False
    bare = not any(heads[j] == i and deps[j] == "case" for j in range(doc[i].sent.start, i))
    return deps[i] in ("vocative", "dislocated", "obl", "obl:unmarked") and bare


@at(words={"that"}, deps={"mark"})
def clause_of_saying(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "denied, in Rome, that it sold" and "said it was so and that it sold" as what is said."""
    if i == 0 or doc[i].lower_ != "that" or deps[i] != "mark":
        return
    clause = heads[i]
    verb = heads[clause]
    if deps[clause].startswith("acl") and doc[i - 1].text == "," and deps[verb] == "obl":
        verb = heads[verb]  # no comma parts a noun from what it says
    elif deps[clause] not in ("advcl", "conj"):
        return
    if verb >= i or doc[i - 1].lower_ in NO_CONTENT:
        return
    if doc[verb].lemma_.lower() not in words("saying") | words("disputing"):
        return
    told = (j for j in range(verb + 1, i) if heads[j] == verb)
    if deps[clause] != "conj" and any(deps[j] in ("ccomp", "obj") for j in told):
        return
    heads[clause], deps[clause] = verb, "ccomp"


@at(tags={"VBG"})
def participle_of_speaker(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Hang ", adding that …" on who speaks, not on what he says; what is denied has no speech in it."""
    if doc[i].tag_ != "VBG" or i == 0 or doc[i - 1].text != "," or not deps[i].startswith(("advcl", "acl")):
        return
    lemma = doc[i].lemma_.lower()
    if lemma not in words("saying") | words("calling"):
        return
    wanted = words("disputing") | words("calling") | (words("saying") if lemma == "add" else frozenset())
    for up in chain(heads, i)[1:]:
        if up < i and doc[up].pos_ == "VERB" and doc[up].lemma_.lower() in wanted:
            heads[i], deps[i] = up, "advcl"
            return


@at(deps={"nsubj:pass"})
def told_in_active(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "a man who knows him denied that …" as active: only a hearer is told something."""
    verb = heads[i]
    if deps[i] != "nsubj:pass" or verb <= i:
        return
    if doc[verb].lemma_.lower() not in (words("saying") | words("disputing")) - words("telling"):
        return
    below = [j for j in range(doc[i].sent.start, doc[i].sent.end) if heads[j] == verb]
    auxiliary = any(deps[j].startswith("aux") for j in below)
    if not auxiliary and any(deps[j] == "ccomp" and j > verb for j in below):
        deps[i] = "nsubj"


@at(words={"and"}, deps={"cc"})
def speaker_and_another(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Acme said it and Kilo signed" with one subject of two: nobody says "it and"."""
    other, own = heads[i], i - 1
    verb = heads[other]
    if other <= i or not deps[other].startswith("nsubj") or own <= 0 or doc[own].tag_ != "PRP":
        return
    said = heads[own] == own - 1 and deps[own] in ("obj", "nsubj")
    if said and deps[verb] == "ccomp" and heads[verb] == own - 1:
        heads[own], deps[own] = verb, deps[other]
        heads[other], deps[other] = own, "conj"


@at(tags={"VB"}, deps={"advcl", "xcomp"})
def infinitive_of_offer(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "turned down an offer from X to sell it" as what was offered, not why it was turned down.

    "Got the nod to buy" is a nod, too, which names nobody who buys but who got it.
    """
    verb = heads[i]
    if doc[i].tag_ != "VB" or deps[i] not in ("advcl", "xcomp") or verb >= i:
        return
    if not any(heads[j] == i and doc[j].tag_ == "TO" for j in range(verb, i)):
        return
    offers = words("offer") | words("clearance") | {"proposal"}
    offer = next((j for j in range(verb + 1, i) if heads[j] == verb and deps[j] == "obj"), None)
    if offer is not None and doc[offer].lemma_.lower() in offers:
        heads[i], deps[i] = offer, "acl"


@at(tags={"VB", "VBP", "VBZ"}, deps={"xcomp", "advcl", "ccomp"})
def claims_as_noun(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "shrugged off claims that …", "rejects claim it …" with a noun: a finite verb has a subject."""
    verb = heads[i]
    if verb >= i or (doc[i].tag_ != "VBZ" and doc[verb].lemma_.lower() not in words("disputing")):
        return
    below = [j for j in range(doc[i].sent.start, doc[i].sent.end) if heads[j] == i]
    if any(deps[j] in ("mark", "aux") for j in below):
        return
    if doc[i].lemma_.lower() not in words("assertion") or any(deps[j].startswith("nsubj") for j in below):
        return
    deps[i] = "obj"
    for j in below:
        if deps[j] == "ccomp":
            deps[j] = "acl"


@at(tags={"VB", "VBP", "VBZ"}, deps={"obj"})
def claim_behind_noun(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "denies visa claim", where the tagger saw a verb, with one object."""
    verb, noun = heads[i], i - 1
    if i == 0 or verb >= noun or heads[noun] != verb or deps[noun] != "obj":
        return
    if doc[i].lemma_.lower() in words("assertion") and doc[noun].tag_ in ("NN", "NNS", "NNP"):
        heads[noun], deps[noun] = i, "compound"


def report_said_of(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "says claims it paid a witness are untrue" as said of the claims, the subject of *are*."""
    lemma = doc[i].lemma_.lower()
    if lemma not in words("falsehood") and lemma not in words("truth"):
        return
    copula = next((j for j in range(doc[i].sent.start, i) if heads[j] == i and deps[j] == "cop"), None)
    if copula is None:
        return
    found = _report_above(doc, heads, deps, i)
    if found is None:
        return
    report, clause = found
    verb = heads[report]
    if verb >= report or report >= i or doc[verb].lemma_.lower() not in words("saying"):
        return
    own = [j for j in range(report + 1, i) if heads[j] == i and deps[j].startswith("nsubj")]
    content = heads[i] if heads[i] != verb else clause
    if own and not _is_object_of_report(doc, heads, deps, own, copula, content):
        return
    for j in own:
        heads[j], deps[j] = content, "obj"
    clauses = [j for j in range(report + 1, i) if heads[j] == i and deps[j].startswith("csubj")]
    if clause not in (report, i):
        clauses.append(clause)
    for j in clauses:
        heads[j], deps[j] = report, "acl"
    heads[i], deps[i] = verb, "ccomp"
    heads[report], deps[report] = i, "nsubj"


def _report_above(doc: Words, heads: list[int], deps: list[str], i: int) -> tuple[int, int] | None:
    """Return a report that what is said of it hangs below or beside, and its clause (itself without one)."""
    report = clause = heads[i]
    beside = [j for j in range(report + 1, i) if heads[j] == report and deps[j] in ("obj", "ccomp")]
    if deps[i] == "ccomp" and beside and doc[beside[0]].lemma_.lower() in words("assertion"):
        told = (j for j in range(beside[0] + 1, i) if heads[j] == beside[0] and deps[j].startswith("acl"))
        return next(((beside[0], j) for j in told), None)
    while deps[report] not in ("obj", "ccomp") or doc[report].lemma_.lower() not in words("assertion"):
        if heads[report] == report or report >= i:
            return None
        clause, report = report, heads[report]
    return report, clause


def _is_object_of_report(
    doc: Words, heads: list[int], deps: list[str], own: list[int], copula: int, content: int
) -> bool:
    """Tell whether the seeming subject of *are untrue* is what the report tells of ("that it bought Kilo").

    It doesn't agree with the verb, or is a name, which nobody calls untrue.
    """
    plural = doc[copula].lower_ in ("are", "were")
    if plural and not any(doc[j].tag_ in ("NNS", "PRP") for j in own):
        return True
    served = any(heads[j] == content and deps[j] == "obj" for j in range(content, own[0]))
    return not served and all(doc[j].tag_ in ("NNP", "NNPS") for j in own)


@at(words={"this", "that"}, deps={"det"})
def called_this(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "called this nonsense" as said of this."""
    thing, verb = heads[i], heads[heads[i]]
    if doc[i].lower_ not in ("this", "that") or deps[i] != "det" or thing != i + 1 or deps[thing] != "obj":
        return
    if doc[thing].lemma_.lower() in words("falsehood") and doc[verb].lemma_.lower() in words("calling"):
        heads[i], deps[i] = verb, "obj"
        deps[thing] = "xcomp"


@at(deps={"conj"})
def speaker_who_denies(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "has said the offer was fair and dismissed claims of …" as what the speaker does.

    What he says has no verb that "dismissed" could go with: none at all, or one in another tense.
    Behind a comma another speaker has his say: "said it was a cold, and aides dismissed talk of …".
    """
    content, verb = heads[i], heads[heads[i]]
    if deps[i] != "conj" or deps[content] != "ccomp" or not verb < content < i or doc[verb].pos_ != "VERB":
        return
    lemma = doc[i].lemma_.lower()
    if lemma not in words("disputing") | words("calling") or doc[i].tag_ not in FINITE_TAGS | {"VBN"}:
        return
    below = {deps[j]: j for j in range(doc[i].sent.start, doc[i].sent.end) if heads[j] == i}
    if below.keys().isdisjoint({"obj", "ccomp"}):
        return
    if not below.keys().isdisjoint(OWN_SUBJECT):
        if _another_speaks(doc, below):
            heads[i] = verb
        return
    if lemma not in words("disputing"):
        return
    joint = below.get("cc")
    apart = joint is not None and doc[joint - 1].text == ","  # "said it needed them, and rejected talk of"
    if (
        apart
        or doc[content].pos_ not in ("VERB", "AUX")
        or doc[content].tag_ != doc[i].tag_ == doc[verb].tag_
    ):
        heads[i] = verb


def _another_speaks(doc: Words, below: dict[str, int]) -> bool:
    """Tell whether a clause behind ", and" has a noun for a subject, and no mark of what is said."""
    joint, subject = below.get("cc"), below.get("nsubj")
    if joint is None or subject is None or "mark" in below or doc[subject].pos_ not in ("NOUN", "PROPN"):
        return False
    return joint < subject and doc[joint - 1].text == ","


@at(tags=FINITE_TAGS)
def speaker_behind_mark(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read '"…," the chairman, Ann Lee, said' with the chairman as who said it."""
    if doc[i].tag_ not in FINITE_TAGS or doc[i].lemma_.lower() not in words("saying"):
        return
    start = doc[i].sent.start
    if any(heads[j] == i and deps[j].startswith("nsubj") for j in range(start, doc[i].sent.end)):
        return
    first = i
    while first > start and i - first < LONGEST_TAG and doc[first - 1].tag_ in NOMINAL_TAGS:
        first -= 1
    marked = first > start and doc[first - 1].tag_ == "''" and doc[first - 2].text in (",", "?", "!")
    if not marked:
        return
    tops = [j for j in range(first, i) if not first <= heads[j] < i and doc[j].is_alpha]
    if tops and doc[tops[0]].pos_ in ("NOUN", "PROPN", "PRON"):
        heads[tops[0]], deps[tops[0]] = i, "nsubj"


@at(tags={"VBD", "VBN", "VBZ"})
def source_who_said(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read ", people close to the talks said" as what people said, who are close to the talks."""
    if doc[i].lemma_.lower() not in words("saying") or any(
        heads[j] == i and deps[j] in ("nsubj", "aux:pass", "aux", "cop") for j in range(doc[i].sent.start, i)
    ):
        return
    source = heads[i]
    if deps[i] == "acl" and doc[i].tag_ != "VBN" and source < i and deps[source] == "parataxis":
        heads[i], deps[i] = heads[source], "parataxis"
        heads[source], deps[source] = i, "nsubj"
        return
    first = max(doc[i].sent.start, i - LONGEST_SOURCE)
    comma = next((j for j in range(i - 1, first, -1) if doc[j].text == ","), i)
    source = next((j for j in range(comma + 1, i - 2) if doc[j].tag_ in ("NN", "NNS")), i)
    trait = source + 1
    if source == i or heads[source] not in (trait, i) or doc[trait].tag_ not in ("JJ", "VBN", "VBG"):
        return
    if heads[i] != i and heads[i] in range(comma, i):
        return
    heads[trait], deps[trait] = source, "amod" if doc[trait].tag_ == "JJ" else "acl"
    heads[source], deps[source] = i, "nsubj"
