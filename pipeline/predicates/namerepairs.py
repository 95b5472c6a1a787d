"""Repairs of names, titles and nouns in a row that a small parser joins wrongly."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from pipeline.annotate.firms import GENITIVES, name_at
from pipeline.predicates.clauserepairs import HYPHENS, INSIDE_DEPS, has_comma
from pipeline.predicates.gates import Words, at
from pipeline.predicates.lexicon import words

OWN_DEPS = frozenset({"det", "nmod:poss", "nummod"})
LISTED = frozenset({"ORG", "PERSON"})
ACTORS = LISTED | {"GPE"}
LIST_MARKS = frozenset({",", "and", ", and"})
LONGEST_PAIR = 2
FOREIGN = frozenset("da das de del della des di do dos du".split())
JOINED_DEPS = frozenset({"appos", "flat", "list"})


@at(words={"and", "or"}, deps={"cc"})
def joined_names(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Minister A and Minister B" as two: what "and" joins is neither apposition nor part of a name."""
    if deps[i] != "cc" or doc[i].lower_ not in ("and", "or") or heads[i] <= i or doc[i].ent_iob_ == "I":
        return
    top = heads[i]
    while deps[top] in INSIDE_DEPS - {"flat"} and heads[top] > i and heads[top] != top:
        top = heads[top]
    bare = deps[top] == "nmod" and not any(heads[j] == top and deps[j] == "case" for j in range(i, top))
    if (bare or deps[top] in JOINED_DEPS) and heads[top] < i:
        deps[top], heads[i] = "conj", top
    elif i and heads[i - 1] == top and _is_other_name(doc, deps, i, top):
        first = i - 1
        heads[first], deps[first] = (first if heads[top] == top else heads[top]), deps[top]
        heads[top], deps[top], heads[i] = first, "conj", top


def _is_other_name(doc: Words, deps: list[str], i: int, top: int) -> bool:
    """Tell whether what "and" joins to a name is one of its own ("Chad and the People's Army")."""
    inside = deps[i - 1] in INSIDE_DEPS - {"flat"} and doc[i - 1].ent_type_ in ACTORS
    begin = top
    while begin > i and doc[begin].ent_iob_ == "I":
        begin -= 1
    return inside and doc[top].ent_type_ == "ORG" and doc[begin].ent_iob_ == "B" and begin <= i + 2


def _top(inside: range, heads: list[int], otherwise: int) -> int:
    """Return the first word of a name that hangs on nothing else in it."""
    return next((j for j in inside if heads[j] not in inside or heads[j] == j), otherwise)


@at(words=GENITIVES)
def name_in_genitive(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "bought Sotheby's" and "Ben & Jerry's, the maker of ice cream" with a name that owns nothing."""
    inside = name_at(doc, i)
    if doc[i].ent_iob_ != "I" or i + 1 != inside.stop:
        return
    top = _top(inside, heads, i)
    name = i - 1 if top == i else top
    outer, label = heads[top], deps[top]
    if label == "nmod:poss" and i + 1 < len(doc) and doc[i + 1].text == "," and outer > i:
        outer, label, noun = heads[outer], deps[outer], outer
        heads[noun], deps[noun] = name, "appos"
        for j in range(noun + 1, doc[i].sent.end):  # ", the ice cream maker, from Unilever"
            if heads[j] == noun and deps[j] == "nmod" and "," in (doc[noun + 1].text, doc[j - 1].text):
                heads[j], deps[j] = outer, "obl"
    heads[name], deps[name] = (name if outer == top else outer), label
    for j in range(doc[i].sent.start, doc[i].sent.end):
        if j in inside and j != name:
            heads[j], deps[j] = name, "case" if j == i else "flat"
        elif heads[j] == i:
            heads[j] = name


@at(words={","})
def names_of_titles(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the ministers of A and B, Ann Lee and Bo Mark, met" with the names in apposition."""
    if doc[i].text != "," or i + 1 >= len(doc) or doc[i + 1].ent_type_ != "PERSON":
        return
    name = i + 1
    while heads[name] > name and doc[heads[name]].ent_type_ == "PERSON":
        name = heads[name]
    land = heads[name]
    if deps[name] != "conj" or land >= i or doc[land].ent_type_ not in ("GPE", "ORG", "NORP"):
        return
    while deps[land] == "conj" and heads[land] < land:
        land = heads[land]
    title = heads[land]
    if deps[land] != "nmod" or title >= land or doc[title].tag_ not in ("NN", "NNS"):
        return
    for j in range(name + 1, doc[i].sent.end):
        if deps[j] == "conj" and doc[j].ent_type_ == "PERSON" and heads[j] <= land + 1:
            heads[j] = name
    heads[name], deps[name] = title, "appos"


@at(words={"and"}, deps={"cc"})
def names_of_plural(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the two banks, Acme and Kilo, merged" with the names in apposition to what is counted."""
    noun = heads[heads[i]]
    if heads[i] > i and deps[noun] == "conj" and deps[heads[i]] == "conj" and heads[noun] < noun:
        noun = heads[noun]  # each name joined to the one before it
    comma = noun + 1
    if heads[i] <= i or comma >= i or doc[comma].text != "," or doc[noun].tag_ != "NNS":
        return
    inside = range(doc[i].sent.start, doc[i].sent.end)
    names = [j for j in inside if deps[j] == "conj" and noun in (heads[j], heads[heads[j]])]
    if len(names) < LONGEST_PAIR or names[0] < comma or any(doc[j].ent_type_ not in ACTORS for j in names):
        return
    behind = name_at(doc, names[-1]).stop
    own = [j for j in inside if heads[j] == noun and j < noun]
    counted = any(deps[j] == "nummod" for j in own)
    definite = counted or any(deps[j] in ("det", "nmod:poss") for j in own)
    if not definite or not (counted or (behind < len(doc) and doc[behind].text == ",")):
        return
    first = names[0]
    deps[first] = "appos"
    for j in names[1:]:
        heads[j] = first


@at(words={"and"}, deps={"cc"})
def nouns_of_apposition(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Acme, an importer and distributor, sold" as one actor: bare nouns join nouns, not a name."""
    if deps[i] != "cc" or doc[i].lower_ != "and" or i == 0:
        return
    right, left = heads[i], i - 1
    far = heads[right]
    owned = any(heads[j] == right and deps[j] in OWN_DEPS for j in range(i, right))
    if right <= i or deps[right] != "conj" or owned or doc[right].tag_ != "NN":
        return
    if (
        doc[left].tag_ not in ("NN", "JJ", ",")
        or doc[far].tag_ not in ("NNP", "NNPS")
        or far >= left
        or not has_comma(doc[far : left + 1])
    ):
        return
    noun = left if doc[left].tag_ == "NN" else far
    heads[right], deps[right] = noun, "conj" if noun == left else "appos"


@at(deps={"obj"})
def noun_before_object(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "lift its arms embargo" with one object: of two bare nouns side by side the first modifies."""
    after = i + 1
    if after >= len(doc) or deps[i] != "obj" or deps[after] != "obj" or heads[i] != heads[after]:
        return
    if doc[i].tag_ not in ("NN", "NNS") or doc[after].tag_ not in ("NN", "NNS") or heads[i] > i:
        return
    if doc[heads[i]].lemma_.lower() in words("giving"):
        return
    for k in range(doc[i].sent.start, i):
        if heads[k] == i and deps[k] in ("det", "nmod:poss", "amod"):
            heads[k] = after
    heads[i], deps[i] = after, "compound"


@at(words=HYPHENS)
def hyphened_firms(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "the Sprint-Nextel merger" as one of two firms: each has a name of its own."""
    first, second = i - 1, i + 1
    if first < 0 or second >= len(doc) or doc[first].whitespace_ or doc[i].whitespace_:
        return
    if doc[first].ent_type_ != "ORG" or doc[second].ent_type_ != "ORG" or doc[second].ent_iob_ != "B":
        return
    while doc[first].ent_iob_ == "I" and heads[first] != second and first > 0:
        first -= 1
    noun = heads[second]
    if (
        heads[first] != second
        or deps[first] not in INSIDE_DEPS
        or noun <= second
        or deps[second] != "compound"
    ):
        return
    heads[first], deps[first] = noun, "compound"


def lists_of_names(doc: Words, heads: list[int], deps: list[str]) -> None:
    """Read "Acme Corp, Kilo Inc and Sigma Ltd" as joined: a list of names has no apposition."""
    for members in _lists(doc[0].doc):
        places = [range(member.start, member.end) for member in members]
        whole = range(places[0].start, places[-1].stop)
        tops = [next((i for i in place if heads[i] not in place), place[-1]) for place in places]
        first, *others = tops
        acting = next((i for i in others if deps[i].startswith("nsubj") and heads[i] >= whole.stop), None)
        if acting is not None and deps[first] in ("conj", "appos"):  # "In Geneva, Acme, Kilo and Sigma met"
            heads[first], deps[first] = heads[acting], deps[acting]
            heads[acting], deps[acting] = first, "conj"
        if heads[first] in whole:
            outer = next((i for i in others if heads[i] not in whole or heads[i] == i), None)
            if outer is None:
                continue
            heads[first] = first if heads[outer] == outer else heads[outer]
            deps[first] = deps[outer]
            heads[outer] = first
        for i in others:
            if heads[i] in whole or (heads[i] < whole.start and not deps[i].startswith("nsubj")):
                heads[i], deps[i] = first, "conj"


def _lists(doc: Doc) -> Iterator[list[Span]]:
    """Yield runs of three or more firms or persons with commas between them and "and" before the last."""
    run: list[Span] = []
    for entity in doc.ents:
        between = doc[run[-1].end : entity.start].text if run else ""
        if run and (entity.label_ != run[-1].label_ or between not in LIST_MARKS):
            run = []
        if entity.label_ in LISTED:
            run = [*run, entity]
        if between.endswith("and") and len(run) > LONGEST_PAIR:
            yield run
            run = []
