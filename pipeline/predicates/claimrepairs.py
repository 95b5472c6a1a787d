"""Repairs of what is said of claims, and of who says them.

Each states a fact of English: what reports are called stands behind all that they say, a noun with "that"
behind a date still has its clause, and who is quoted by a paper speaks himself.
"""

from pipeline.predicates.gates import Words, at
from pipeline.predicates.lexicon import words

FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
NOMINAL_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
SCALE_TAGS = frozenset({"RB", "DT", "JJ"})
NAMING = frozenset({"brand", "call", "label", "deem", "dub", "term"})
CLAUSE_DEPS = frozenset({"acl", "acl:relcl", "ccomp", "advcl"})
TAG_DEPS = frozenset({"acl:relcl", "acl", "appos", "conj", "dep", "advcl"})
BEHIND_TAG = frozenset({"obl", "obl:unmarked", "punct", "advmod", "iobj", "aux"})


def _governors(heads: list[int], i: int) -> list[int]:
    """Return the words above a word, nearest first."""
    found, up = [], heads[i]
    while up not in found:
        found.append(up)
        up = heads[up]
    return found


def _below(doc: Words, heads: list[int], i: int) -> list[int]:
    return [j for j in range(doc[i].sent.start, doc[i].sent.end) if heads[j] == i and j != i]


def called_report(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "called reports that it had sold jets false" as said of the reports, not of the jets.

    An adjective of falsehood that nothing follows, or a noun such as "a lie", ends no clause by itself.
    """
    if doc[i].lemma_.lower() not in words("falsehood") or deps[i] in ("xcomp", "compound", "amod", "conj"):
        return
    if i + 1 < len(doc) and doc[i + 1].tag_ in NOMINAL_TAGS:
        return
    own = _below(doc, heads, i)
    if any(deps[j] == "cop" or deps[j].startswith("nsubj") for j in own):
        return
    marked = [j for j in own if deps[j] == "case"]
    if any(doc[j].lower_ != "as" for j in marked):
        return
    above = _governors(heads, i)
    report = next((j for j in above if doc[j].lemma_.lower() in words("assertion") and j < i), None)
    if report is None or deps[report] not in ("obj", "xcomp", "ccomp") or report == above[0]:
        return
    clause, verb = above[above.index(report) - 1], heads[report]
    if deps[clause] not in CLAUSE_DEPS or not report < clause < i or verb >= report:
        return
    lemma = doc[verb].lemma_.lower()
    if lemma not in (words("calling") if marked else NAMING):
        return
    _give_place(doc, heads, deps, i, marked)
    deps[report] = "obj"
    heads[i], deps[i] = verb, "obl" if marked else "xcomp"


def _give_place(doc: Words, heads: list[int], deps: list[str], i: int, marked: list[int]) -> None:
    """Let the noun before what the claim is called ("had bought Acme false") take its place in the clause."""
    first = i
    while first - 1 > heads[i] and doc[first - 1].tag_ in SCALE_TAGS and doc[first - 1].is_lower:
        first -= 1
    ahead = [j for j in _below(doc, heads, i) if j < first and j not in marked]
    noun = next((j for j in reversed(ahead) if doc[j].tag_ in NOMINAL_TAGS), None)
    nearest = next((j for j in reversed(ahead) if j == first - 1), noun)
    if nearest is None:
        return
    if noun is not None and noun != nearest and deps[nearest] in ("amod", "compound", "flat"):
        nearest = noun if deps[nearest] == "flat" else nearest
    heads[nearest], deps[nearest] = heads[i], deps[i]
    for j in ahead:
        if j != nearest:
            heads[j] = nearest


@at(deps={"ccomp", "advcl", "xcomp"})
def predicate_of_claims(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "said claims that it had paid were baseless" with the claims as subject of "were baseless"."""
    verb, own = heads[i], _below(doc, heads, i)
    lemma = doc[i].lemma_.lower()
    if verb >= i or lemma not in words("falsehood") | words("truth"):
        return
    if doc[verb].lemma_.lower() not in words("saying") or any(deps[j].startswith("nsubj") for j in own):
        return
    if not any(deps[j] == "cop" for j in own):
        return
    for j in range(verb + 1, i):
        claim = heads[j] == verb and deps[j] in ("obj", "ccomp", "xcomp")
        if claim and doc[j].tag_ in NOMINAL_TAGS and doc[j].lemma_.lower() in words("assertion"):
            heads[j], deps[j] = i, "nsubj"
            deps[i] = "ccomp"
            return


@at(words={"that"}, deps={"mark"})
def clause_of_content(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "there were reports on Monday that it sold jets" and "it was said that …" as what is said."""
    clause = heads[i]
    up = heads[clause]
    if up >= i or clause <= i:
        return
    if deps[clause] == "acl:relcl" and doc[up].tag_ in NOMINAL_TAGS:
        subject = any(deps[j].startswith("nsubj") and j < clause for j in _below(doc, heads, clause))
        if subject and doc[up].lemma_.lower() in words("assertion"):
            deps[clause] = "acl"
    elif deps[clause] == "dep" and doc[up].lemma_.lower() in words("saying") | words("disputing"):
        deps[clause] = "ccomp"
    elif deps[clause] in ("csubj", "ccomp", "advcl") and doc[up].lemma_.lower() == "be":
        told = (j for j in _below(doc, heads, up) if up < j < i and deps[j].startswith("nsubj"))
        report = next((j for j in told if doc[j].lemma_.lower() in words("assertion")), None)
        if report is not None:
            heads[clause], deps[clause] = report, "acl"


@at(tags={"VBN", "VBD"}, deps={"csubj", "csubj:pass"})
def quoted_speaker(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "officials quoted by the paper said" with the officials as who said it."""
    verb, own = heads[i], _below(doc, heads, i)
    subject = next((j for j in own if deps[j].startswith("nsubj") and j < i), None)
    if subject is None or verb <= i or doc[verb].tag_ not in FINITE_TAGS | {"VBN"}:
        return
    if any(deps[j].startswith(("aux", "mark", "cop")) or deps[j] in ("obj", "ccomp") for j in own):
        return
    others = _below(doc, heads, verb)
    if any(deps[j].startswith("nsubj") for j in others):
        return
    heads[i], deps[i] = subject, "acl"
    heads[subject] = verb
    deps[subject] = "nsubj:pass" if any(deps[j] == "aux:pass" for j in others) else "nsubj"


@at(words={"provided", "providing"}, deps={"acl", "conj", "ccomp", "parataxis", "dep", "xcomp"})
def provided_that(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "would sell them rifles provided that they paid" as a condition of the selling."""
    own = _below(doc, heads, i)
    if i + 1 >= len(doc) or doc[i + 1].lower_ != "that" or any(deps[j].startswith("nsubj") for j in own):
        return
    clause = next((j for j in own if j > i and deps[j] in ("ccomp", "acl", "advcl", "acl:relcl")), None)
    if clause is None or any(deps[j].startswith("aux") or deps[j] == "cc" for j in own):
        return
    above = [j for j in _governors(heads, i) if j < i and doc[j].pos_ == "VERB"]
    if not above:
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
    if subject is None or doc[subject].tag_ in ("WDT", "WP", "PRP"):
        return
    if any(deps[j] not in BEHIND_TAG and j != subject for j in own):
        return
    first = min([subject, *(j for j in range(heads[i] + 1, i) if heads[j] == subject)])
    if doc[first - 1].text != "," or any(doc[j].text == "," for j in range(first, i)):
        return
    if subject < i - 1 and not all(doc[j].tag_ in ("RB", "VBZ", "VBD") for j in range(subject + 1, i)):
        return
    root = next(j for j in _governors(heads, i) if heads[j] == j)
    if root >= first or any(doc[j].text == "," for j in range(i, doc[i].sent.end)):
        return
    heads[i], deps[i], deps[subject] = root, "parataxis", "nsubj"
