"""Repairs of what is said of claims, and of who says them.

Each states a fact of English: what reports are called stands behind all that they say, a noun with "that"
behind a date still has its clause, and who is quoted by a paper speaks himself.
"""

from pipeline.predicates.arcs import chain, subject_label
from pipeline.predicates.clauserepairs import FINITE_TAGS, NOUN_TAGS
from pipeline.predicates.gates import Words, at
from pipeline.predicates.lexicon import words

SCALE_TAGS = frozenset({"RB", "DT", "JJ"})
NAMING = frozenset({"brand", "call", "label", "deem", "dub", "term"})
CLAUSE_DEPS = frozenset({"acl", "acl:relcl", "ccomp", "advcl"})
LONGEST_PREDICATE = 10
QUOTE_TAGS = frozenset({"``", "''"})
BEFORE_FALSE = QUOTE_TAGS | {"RB", "DT", "JJ", "NN", "NNS"}
BEFORE_CLAIM = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "POS", "PRP$"})
REPORTED_AFTER = frozenset({"after", "amid", "by", "despite", "following", "on"})
TAG_DEPS = frozenset({"acl:relcl", "acl", "appos", "conj", "dep", "advcl"})
BEHIND_TAG = frozenset({"obl", "obl:unmarked", "punct", "advmod", "iobj", "aux"})


def _below(doc: Words, heads: list[int], i: int) -> list[int]:
    return [j for j in range(doc[i].sent.start, doc[i].sent.end) if heads[j] == i and j != i]


def called_report(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "called reports that it had sold jets false" as said of the reports, not of the jets.

    An adjective of falsehood that nothing follows, or a noun such as "a lie", ends no clause by itself.
    """
    lemma = doc[i].lower_ if doc[i].tag_ == "VBN" else doc[i].lemma_.lower()  # "fabricated"
    if lemma not in words("truth") and lemma not in words("falsehood"):
        return
    own = _below(doc, heads, i)
    unfounded = lemma in words("truth") and any(doc[j].lower_ == "without" for j in own)
    if not unfounded and lemma not in words("falsehood"):
        return
    if deps[i] in ("xcomp", "compound", "conj"):
        return
    if i + 1 < len(doc) and doc[i + 1].tag_ in NOUN_TAGS:
        return
    if any(deps[j] == "cop" or deps[j].startswith("nsubj") for j in own):
        return
    marked = [j for j in own if deps[j] == "case" and doc[j].lower_ == "as"]
    if not unfounded and any(deps[j] == "case" for j in own if j not in marked) and not _names_ahead(doc, i):
        return
    above = chain(heads, heads[i])
    report = next((j for j in above if doc[j].lemma_.lower() in words("assertion") and j < i), None)
    if report is None or deps[report] not in ("obj", "xcomp", "ccomp") or report == above[0]:
        return
    clause, verb = above[above.index(report) - 1], heads[report]
    ends = i + 1 < len(doc) and (doc[i + 1].is_quote or doc[i + 1].is_sent_end)
    inside = CLAUSE_DEPS | {"nmod"} if ends else CLAUSE_DEPS  # "called reports of sales fabricated."
    if deps[clause] not in inside or not report < clause < i or verb >= report:
        return
    lemma = doc[verb].lemma_.lower()
    if lemma not in (words("calling") if marked else NAMING):
        return
    if not unfounded:
        _give_place(doc, heads, deps, i, marked)
    beside = [j for j in _below(doc, heads, heads[i]) if deps[j] in ("obj", "iobj") and j != i]
    if len(beside) == 1:
        deps[beside[0]] = "obj"  # "had supplied Chad with trucks a lie"
    deps[report] = "obj"
    heads[i], deps[i] = verb, "obl" if marked else "xcomp"


@at(tags={"NN", "NNS"}, deps={"obj", "xcomp"})
def called_lie(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "called the reports fabrications" as said of the reports: they describe no fabrications."""
    claim, verb = i - 1, heads[i]
    if claim <= 0 or doc[i].lemma_.lower() not in words("falsehood") or verb >= claim:
        return
    if heads[claim] != i or doc[claim].lemma_.lower() not in words("assertion"):
        return
    if doc[verb].lemma_.lower() not in NAMING or any(deps[j] == "acl" for j in _below(doc, heads, i)):
        return
    for j in _below(doc, heads, i):
        if j < claim:
            heads[j] = claim
    heads[claim], deps[claim] = verb, "obj"
    deps[i] = "xcomp"


@at(words={"as"})
def claim_behind_predicate(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "dismissed as nonsense reports that it had sold jets" with the reports as what is dismissed."""
    verb = i - 1
    if i < 2 or doc[verb].lemma_.lower() not in words("calling") | words("disputing"):
        return
    end = min(i + LONGEST_PREDICATE, doc[i].sent.end)
    false = next((j for j in range(i + 1, end) if doc[j].lemma_.lower() in words("falsehood")), None)
    if false is None or any(doc[j].tag_ not in BEFORE_FALSE for j in range(i + 1, false)):
        return
    first = false + 1
    while first < end and doc[first].tag_ in QUOTE_TAGS:
        first += 1
    claim = next((j for j in range(first, end) if doc[j].lemma_.lower() in words("assertion")), None)
    if claim is None or any(doc[j].tag_ not in BEFORE_CLAIM for j in range(first, claim)):
        return
    if heads[claim] == verb and deps[claim] == "obj":
        return
    if verb in chain(heads, claim)[1:] and any(deps[j] == "obj" for j in _below(doc, heads, verb)):
        return
    if claim in chain(heads, verb):
        heads[verb], deps[verb] = (verb if heads[claim] == claim else heads[claim]), deps[claim]
    for j in _below(doc, heads, claim):
        if deps[j] in ("ccomp", "advcl", "parataxis") and j > claim:
            deps[j] = "acl"
        elif deps[j].startswith("nsubj") and j < claim:
            deps[j] = "compound"
    for j in range(first, claim):
        heads[j], deps[j] = claim, "det" if doc[j].tag_ == "DT" else "compound"
    heads[claim], deps[claim] = verb, "obj"
    heads[false], deps[false] = verb, "obl"
    heads[i], deps[i] = false, "case"


def _names_ahead(doc: Words, i: int) -> bool:
    """Tell whether a name stands right before a word that it cannot modify ("to Chad false")."""
    name = i - 1
    while name >= 0 and doc[name].tag_ in SCALE_TAGS and doc[name].is_lower:
        name -= 1
    return doc[name].tag_ in ("NNP", "NNPS")


def _give_place(doc: Words, heads: list[int], deps: list[str], i: int, marked: list[int]) -> None:
    """Let the noun before what the claim is called ("had bought Acme false") take its place in the clause."""
    first = i
    while first - 1 > heads[i] and doc[first - 1].tag_ in SCALE_TAGS and doc[first - 1].is_lower:
        first -= 1
    ahead = [j for j in _below(doc, heads, i) if j < first and j not in marked]
    noun = next((j for j in reversed(ahead) if doc[j].tag_ in NOUN_TAGS), None)
    nearest = next((j for j in reversed(ahead) if j == first - 1), noun)
    if nearest is None:
        return
    if noun is not None and noun != nearest and deps[nearest] in ("amod", "compound", "flat"):
        nearest = noun if deps[nearest] == "flat" else nearest
    heads[nearest], deps[nearest] = heads[i], deps[i]
    for j in ahead:
        if j != nearest:
            heads[j] = nearest


@at(words={"that"}, deps={"mark"})
def clause_of_content(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "there were reports on Monday that it sold jets" and "it was said that …" as what is said."""
    clause = heads[i]
    up = heads[clause]
    if up >= i or clause <= i:
        return
    inner = heads[i - 1] == up and deps[i - 1] == "nmod" and doc[i - 1].lemma_.lower() in words("assertion")
    if inner and deps[clause] in ("acl", "acl:relcl"):  # "no truth in reports that …"
        heads[clause], deps[clause] = i - 1, "acl"
    elif deps[clause] == "acl:relcl" and doc[up].tag_ in NOUN_TAGS:
        subject = any(deps[j].startswith("nsubj") and j < clause for j in _below(doc, heads, clause))
        if subject and doc[up].lemma_.lower() in words("assertion"):
            deps[clause] = "acl"
    elif deps[clause] == "dep" and doc[up].lemma_.lower() in words("saying") | words("disputing"):
        deps[clause] = "ccomp"
    elif deps[clause] in ("ccomp", "advcl", "csubj", "dep"):
        report = _report_with(doc, heads, deps, up, i)
        if report is not None:  # "rose after a report in the paper that …"
            heads[clause], deps[clause] = report, "acl"


def _report_with(doc: Words, heads: list[int], deps: list[str], verb: int, i: int) -> int | None:
    """Return the report behind "there were", or "after" and "on", whose clause a "that" opens."""
    lemma = doc[verb].lemma_.lower()
    if lemma == "be":
        told = (j for j in _below(doc, heads, verb) if verb < j < i and deps[j].startswith("nsubj"))
        return next((j for j in told if doc[j].lemma_.lower() in words("assertion")), None)
    if lemma in words("saying"):
        return None
    for noun in range(i - 1, verb, -1):
        if doc[noun].text == ",":
            return None
        if heads[noun] != verb or deps[noun] != "obl" or doc[noun].lemma_.lower() not in words("assertion"):
            continue
        cases = [doc[j].lower_ for j in _below(doc, heads, noun) if deps[j] == "case"]
        return noun if cases and cases[0] in REPORTED_AFTER else None
    return None


@at(words={"provided", "providing"}, deps={"acl", "advcl", "conj", "ccomp", "parataxis", "dep", "xcomp"})
def provided_that(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "would sell them rifles provided that they paid" as a condition of the selling."""
    own = _below(doc, heads, i)
    if i + 1 >= len(doc) or doc[i + 1].lower_ != "that" or any(deps[j].startswith("nsubj") for j in own):
        return
    clause = next((j for j in own if j > i and deps[j] in ("ccomp", "acl", "advcl", "acl:relcl")), None)
    if clause is None or any(deps[j].startswith("aux") or deps[j] == "cc" for j in own):
        return
    above = [j for j in chain(heads, heads[i]) if j < i and doc[j].pos_ == "VERB"]
    if not above or (deps[i] == "advcl" and doc[above[0]].lemma_.lower() not in words("saying")):
        return
    main = above[0]
    if doc[main].lemma_.lower() in words("saying"):
        told = [j for j in _below(doc, heads, main) if main < j < i and deps[j] == "ccomp"]
        main = told[-1] if told else main
    heads[i], deps[i] = main, "advcl"
    deps[clause] = "ccomp"


@at(tags={"VBD", "VBN", "VBZ"}, deps=TAG_DEPS)
def closing_tag(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read ", the paper reported on Monday." at the end as who says all before, not as a noun's clause."""
    if doc[i].lemma_.lower() not in words("saying"):
        return
    own = _below(doc, heads, i)
    subject = next((j for j in own if deps[j].startswith("nsubj") and j < i), None)
    if subject is None:
        subject = _loose_before(doc, heads, deps, i)
    if subject is None or doc[subject].tag_ in ("WDT", "WP", "PRP"):
        return
    if any(deps[j] not in BEHIND_TAG and j != subject for j in own):
        return
    within = (j for j in range(heads[i] + 1, i) if heads[j] == subject and deps[j] != "punct")
    first = min([subject, *within])
    if doc[first - 1].text != "," or any(doc[j].text == "," for j in range(first, i)):
        return
    if subject < i - 1 and not all(doc[j].tag_ in ("RB", "VBZ", "VBD") for j in range(subject + 1, i)):
        return
    root = chain(heads, i)[-1]
    if root >= first or any(doc[j].text == "," for j in range(i, doc[i].sent.end)):
        return
    heads[i], deps[i] = root, "parataxis"
    heads[subject], deps[subject] = i, "nsubj"


def _loose_before(doc: Words, heads: list[int], deps: list[str], i: int) -> int | None:
    """Return a noun right before a verb that the parse put beside what the verb hangs on."""
    for noun in chain(heads, i - 1):
        inner = deps[noun] in ("flat", "compound") and heads[noun] < i
        if not inner or doc[noun].tag_ not in NOUN_TAGS:
            break
    loose = deps[noun] in ("appos", "conj", "nmod", "nmod:unmarked") and heads[noun] < noun
    marked = any(deps[j] in ("case", "cc") for j in _below(doc, heads, noun))
    return noun if loose and not marked and doc[noun].tag_ in NOUN_TAGS and doc[i].tag_ != "VBN" else None


@at(tags={"VBN", "VBD"}, deps={"acl", "acl:relcl"})
def denying_noun(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "a spokesman for Bayer denied buying it" as a clause: a passive participle has no complement."""
    noun = heads[i]
    if noun >= i or heads[noun] != noun or doc[noun].pos_ not in ("NOUN", "PROPN"):
        return
    if doc[i].lemma_.lower() not in words("saying") | words("disputing"):
        return
    own = _below(doc, heads, i)
    told = any(
        deps[j] in ("ccomp", "obj") or (deps[j] == "xcomp" and doc[j].tag_ == "VBG") for j in own if j > i
    )
    if not told or any(deps[j].startswith(("aux", "nsubj")) or deps[j] == "obl:agent" for j in own):
        return
    for j in _below(doc, heads, noun):
        if j > i:
            heads[j] = i
    heads[i], deps[i] = i, "root"
    heads[noun], deps[noun] = i, "nsubj"


@at(tags={"VBZ", "VBP", "VB"}, deps={"root"})
def claims_denied(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "(Media) claims that it paid were denied" with the noun that opens the sentence as subject."""
    if doc[i].lemma_.lower() not in words("assertion") or i - doc[i].sent.start > 1:
        return
    if any(doc[j].tag_ not in ("NN", "NNP", "JJ") for j in range(doc[i].sent.start, i)):
        return
    if i + 1 >= len(doc) or doc[i + 1].lower_ != "that":
        return
    content = [
        j for j in _below(doc, heads, i) if deps[j] in ("ccomp", "advcl", "conj", "parataxis") and j > i
    ]
    if len(content) < 2:
        return
    clause, main = content[0], content[-1]
    group = _below(doc, heads, main)
    finite = any(deps[j] in ("aux", "aux:pass", "cop") and doc[j].tag_ in FINITE_TAGS for j in group)
    taken = [j for j in group if deps[j].startswith("nsubj")]
    bare = not any(deps[j] == "obj" for j in _below(doc, heads, clause))
    if len(taken) == 1 and clause < taken[0] < main and bare:
        heads[taken[0]], deps[taken[0]] = clause, "obj"  # "claims that it had bought Acme were denied"
        taken = []
    if not finite or taken or any(deps[j] in ("mark", "cc") for j in group):
        return
    for j in _below(doc, heads, i):
        if j < i:
            deps[j] = "compound"
        if j > main:
            heads[j] = main
    heads[main], deps[main] = main, "root"
    heads[i], deps[i] = main, subject_label(deps, group)
    heads[clause], deps[clause] = i, "acl"


@at(words={"whatever", "whatsoever"})
def whatever_behind_no(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "no truth whatever in the story" with what there is no truth in."""
    noun = i - 1
    if noun < 1 or doc[noun].tag_ not in ("NN", "NNS") or doc[noun - 1].lower_ != "no":
        return
    if heads[noun] == i:
        return
    for j in range(i + 1, doc[i].sent.end):
        if heads[j] == i:
            heads[j] = noun
    heads[i], deps[i] = noun, "advmod"
