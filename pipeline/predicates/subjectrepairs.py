"""Repairs of subjects that a small parser loses between an opening phrase and an interruption.

"In a move that stunned analysts, Fiat, based in Turin, sold …": a finite verb has a subject, a bare
phrase behind the opening's comma has no other place in the clause, and what stands between two commas
right before the verb interrupts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.annotate.firms import name_at
from pipeline.predicates.arcs import chain, subject_label
from pipeline.predicates.clauserepairs import FINITE_TAGS, INSIDE_DEPS, RELATIVE_TAGS, TIMES
from pipeline.predicates.gates import Words, at
from pipeline.predicates.lexicon import words

SUBJECTS = ("nsubj", "csubj", "expl")
GROUP_DEPS = frozenset({"aux", "aux:pass", "cop", "advmod"})
MAIN_DEPS = frozenset({"root", "ccomp", "parataxis"})
DEMOTED_DEPS = frozenset({"advcl", "conj", "appos", "acl", "acl:relcl", "dep"})
NOMINAL_POS = frozenset({"NOUN", "PROPN", "PRON"})
NAMES_POS = frozenset({"PROPN", "PRON"})
STRANDED_DEPS = frozenset(
    "appos compound conj dep dislocated flat iobj list nmod nmod:desc nmod:unmarked nsubj nsubj:pass obj "
    "obl:unmarked parataxis punct root vocative".split()
)
OPENERS = frozenset({",", "-", "--", "–", "—", "that"})
INTERRUPTING = frozenset({"as", "once", "though", "when", "while", "if", "long"})
SHORT = 3


@dataclass(frozen=True, slots=True)
class _Clause:
    """A finite verb (or predicate) and where its verb group starts."""

    verb: int
    first: int


def stranded_subjects(doc: Words, heads: list[int], deps: list[str]) -> None:
    """Give each finite main verb without a subject the bare phrase that waits before it."""
    below = _children(heads)
    for clause in _clauses(doc, heads, deps, below):
        claimed = _closed_off(doc, deps, below, clause)
        if claimed is None:
            continue
        noun = _waiting(doc, heads, deps, below, clause, claimed)
        if noun is None:
            continue
        for interrupting in claimed:
            heads[interrupting], deps[interrupting] = noun, "appos"
        _close(doc, heads, deps, noun, clause)
        if heads[clause.verb] == noun:
            heads[clause.verb] = clause.verb if heads[noun] == noun else heads[noun]
            deps[clause.verb] = deps[noun]
        for other in _joined(doc, heads, deps, noun, clause):
            heads[other] = noun
        heads[noun] = clause.verb
        deps[noun] = subject_label(deps, (j for j in below[clause.verb] if j < clause.verb))
        below = _children(heads)


def _close(doc: Words, heads: list[int], deps: list[str], noun: int, clause: _Clause) -> None:
    """Hang the clause that interrupts on the subject: "Fiat, which has lost money," "Fiat, led by him,"."""
    if deps[heads[noun]] in ("advcl", "acl") and noun < heads[noun] < clause.verb:
        verb = heads[noun]
        heads[noun] = clause.verb
        heads[verb], deps[verb] = noun, "acl"
        return
    clauses = (j for j in range(noun, clause.first) if deps[j] == "acl:relcl" and heads[j] < noun)
    for j in clauses:
        heads[j] = noun


def _children(heads: list[int]) -> list[list[int]]:
    below: list[list[int]] = [[] for _ in heads]
    for i, head in enumerate(heads):
        if head != i:
            below[head].append(i)
    return below


def _clauses(doc: Words, heads: list[int], deps: list[str], below: list[list[int]]) -> Iterator[_Clause]:
    """Yield the finite main clauses with a comma before their verb."""
    for i in range(len(heads)):
        if deps[i] not in MAIN_DEPS and not _is_demoted(doc, heads, deps, below, i):
            continue
        if deps[i] == "parataxis" and doc[i].lemma_.lower() in words("saying"):
            continue  # "…, said the minister"
        group = [j for j in below[i] if j < i and deps[j] in GROUP_DEPS]
        finite = any(doc[j].tag_ in FINITE_TAGS for j in group if deps[j] != "advmod")
        alone = doc[i].tag_ == "VBN" and not any(deps[j] != "advmod" for j in group)
        lone = alone and (heads[i] == i or any(deps[j] in ("obj", "ccomp") for j in below[i]))
        if not finite and not lone and not (doc[i].tag_ in FINITE_TAGS and doc[i].pos_ in ("VERB", "AUX")):
            continue
        first = min([i, *(j for j in group if deps[j] != "advmod")])
        while first - 1 in group:
            first -= 1
        first = _before_date(doc, first)
        if any(doc[j].text == "," for j in range(doc[i].sent.start, first)):
            yield _Clause(i, first)


def _before_date(doc: Words, first: int) -> int:
    """Return where a date between a comma and a verb starts: "Fiat, the carmaker, on Monday sold"."""
    start = first
    while start > doc[first].sent.start and doc[start - 1].ent_type_ in TIMES:
        start -= 1
    if start < first and doc[start - 1].tag_ == "IN":
        start -= 1
    return start if start < first and doc[start - 1].text == "," else first


def _is_demoted(doc: Words, heads: list[int], deps: list[str], below: list[list[int]], i: int) -> bool:
    """Tell whether a verb behind a comma hangs below a noun that the parse took for the whole sentence."""
    if deps[i] not in DEMOTED_DEPS or i == 0 or doc[i - 1].text != "," or doc[i].pos_ != "VERB":
        return False
    root = chain(heads, i)[-1]
    bare = doc[root].pos_ in NOMINAL_POS and not any(deps[j] in ("cop", *SUBJECTS) for j in below[root])
    return bare and root < i and not any(deps[j] in ("mark", "cc") for j in below[i])


def _closed_off(doc: Words, deps: list[str], below: list[list[int]], clause: _Clause) -> list[int] | None:
    """Return the subjects that a comma parts from their verb: they interrupt. None where one does not."""
    own = [j for j in below[clause.verb] if deps[j].startswith(SUBJECTS) and not _opens(doc, deps, j)]
    if not own:
        return []
    if doc[clause.first - 1].text != "," or any(j > clause.first for j in own):
        return None
    last = own[-1]
    start = min(_subtree(below, last))
    while start > 0 and doc[start - 1].tag_ == "RB":
        start -= 1
    if start > 0 and doc[start - 1].lower_ == "once":
        start -= 1
    single = not any(doc[j].text == "," for j in range(start, clause.first - 1))
    parted = start > doc[last].sent.start and doc[start - 1].text == ","
    return [last] if single and parted and doc[last].pos_ == "NOUN" and len(own) <= 2 else None


def _opens(doc: Words, deps: list[str], i: int) -> bool:
    """Tell whether a "subject" is a participle that opens the sentence ("Faced with losses, Fiat sold …")."""
    return deps[i] == "csubj" and (doc[i].tag_ == "VBN" or _is_opening(doc, i))


def _is_opening(doc: Words, i: int) -> bool:
    """Tell whether a sentence starts with a gerund or infinitive ("To cut costs, Fiat sold …")."""
    start = doc[i].sent.start
    return (i == start and doc[i].tag_ == "VBG") or (
        i == start + 1 and doc[start].tag_ == "TO" and doc[i].tag_ == "VB"
    )


def _waiting(
    doc: Words, heads: list[int], deps: list[str], below: list[list[int]], clause: _Clause, claimed: list[int]
) -> int | None:
    """Return the phrase that can be the subject: a name or pronoun first, else the first."""
    found = [
        noun
        for noun in _bare_phrases(doc, heads, deps, below, clause)
        if noun not in claimed and _reaches(doc, heads, deps, below, noun, clause)
    ]
    names = (noun for noun in found if doc[noun].pos_ in NAMES_POS)
    return next(names, next(iter(found), None))


def _bare_phrases(
    doc: Words, heads: list[int], deps: list[str], below: list[list[int]], clause: _Clause
) -> Iterator[int]:
    """Yield the heads of bare noun phrases right behind a comma or at the start, that hang loosely."""
    start = doc[clause.verb].sent.start
    for i in range(start, clause.first):
        opened = doc[i - 1].lower_ in OPENERS or heads[clause.verb] == i - 1  # "said Fiat, though late, sold"
        opened = opened or all(word.is_punct or word.is_space for word in doc[start:i])  # "• Fiat"
        if i > start and not opened and not _is_dated(doc, start, i):
            continue
        noun = i
        while deps[noun] in INSIDE_DEPS and noun < heads[noun] < clause.first:
            noun = heads[noun]
        if doc[noun].pos_ not in NOMINAL_POS or doc[noun].ent_type_ in TIMES:
            continue
        if deps[noun] not in STRANDED_DEPS or i <= heads[noun] < noun:
            continue
        if any(deps[j] in ("case", "cc", "mark") for j in below[noun]):
            continue
        if (
            heads[noun] < i
            or heads[noun] in (clause.verb, noun)
            or _is_participle(doc, deps, below, heads[noun])
        ):
            yield noun


def _relative(doc: Words, heads: list[int], deps: list[str], below: list[list[int]], noun: int) -> set[int]:
    """Return the words of the relative clause behind a phrase that the parse hung farther left."""
    end = name_at(doc, noun).stop
    if end + 1 >= len(doc) or doc[end].text != "," or doc[end + 1].tag_ not in RELATIVE_TAGS:
        return set()
    verb = next((j for j in chain(heads, end + 1) if deps[j] == "acl:relcl"), None)
    loose = verb is not None and verb > end and heads[verb] <= noun
    return _subtree(below, verb) if verb is not None and loose else set()


def _reaches(
    doc: Words, heads: list[int], deps: list[str], below: list[list[int]], noun: int, clause: _Clause
) -> bool:
    """Tell whether nothing but the phrase itself, a date or an interruption stands before the verb."""
    inside = _subtree(below, noun) | _relative(doc, heads, deps, below, noun)
    for other in _joined(doc, heads, deps, noun, clause):
        inside |= _subtree(below, other)
    if _is_participle(doc, deps, below, heads[noun]):  # "Fiat, still losing what it had won, bought Opel"
        interruption = _subtree(below, heads[noun])
        inside |= interruption if clause.verb not in interruption else set()
    between = range(noun + 1, clause.first)
    outside = [j for j in between if j not in inside and not doc[j].is_punct]
    if any(doc[j].tag_ in FINITE_TAGS and not _is_participle(doc, deps, below, j) for j in outside):
        return False
    if all(doc[j].ent_type_ in TIMES or doc[j].tag_ == "IN" for j in outside):
        return True
    end = noun + 1
    while end < clause.first and end in inside and not doc[end].is_punct:
        end += 1
    return doc[end].text in (",", "(") and doc[clause.first - 1].text == ","


def _joined(doc: Words, heads: list[int], deps: list[str], noun: int, clause: _Clause) -> list[int]:
    """Return what "and" joins with a phrase that the parse hung on one before ("In Rome, Chad and Togo")."""
    if deps[noun] != "conj":
        return []
    later = range(noun + 1, clause.first)
    return [j for j in later if heads[j] == heads[noun] and deps[j] == "conj" and doc[j].pos_ in NOMINAL_POS]


def _is_participle(doc: Words, deps: list[str], below: list[list[int]], i: int) -> bool:
    """Tell whether a verb has nothing that a finite one has: "Fiat, led by him," "Fiat, as expected,"."""
    if _is_opening(doc, i):
        return True
    start = i
    while start > 0 and (doc[start - 1].tag_ == "RB" or doc[start - 1].lower_ in INTERRUPTING):
        start -= 1
    bare = not any(deps[j].startswith("aux") and doc[j].tag_ in FINITE_TAGS for j in below[i])
    return doc[i].tag_ in ("VBD", "VBN", "VBG") and start > 0 and doc[start - 1].text == "," and bare


def _is_dated(doc: Words, start: int, i: int) -> bool:
    """Tell whether a clause opens with a date and no comma: "On Monday Fiat, …"."""
    return i - start <= SHORT and doc[i - 1].ent_type_ in TIMES and doc[i].ent_type_ not in TIMES


def _subtree(below: list[list[int]], i: int) -> set[int]:
    """Return a word and all below it."""
    found: set[int] = set()
    waiting = [i]
    while waiting:
        j = waiting.pop()
        if j not in found:
            found.add(j)
            waiting += below[j]
    return found


@at(tags={"VBG"}, deps={"advcl"})
def object_of_fronted(doc: Words, heads: list[int], deps: list[str], i: int) -> None:
    """Read "Outbidding Fiat, Opel bought Kilo" as what Opel did: no comma closes an apposition."""
    verb = heads[i]
    if verb <= i + 3 or any(heads[j] == i and deps[j] == "obj" for j in range(i + 1, verb)):
        return
    first = next((j for j in range(i + 1, verb) if heads[j] == verb and deps[j] == "nsubj"), verb)
    second = next((j for j in range(first + 1, verb) if heads[j] == first and deps[j] == "appos"), verb)
    commas = [j for j in range(i + 1, verb) if doc[j].text == ","]
    behind = all(doc[j].tag_ in ("NNP", "NNPS", "NN", "NNS", "DT", "POS") for j in range(i + 1, first + 1))
    if second == verb or len(commas) != 1 or not first < commas[0] < second or not behind:
        return
    heads[first], deps[first] = i, "obj"
    heads[second], deps[second] = verb, "nsubj"
