"""Denial links: from a denial to the facts of the article that its claim covers.

A claim that tells an event ("denied selling jets to Chad") covers the facts inside it
and other mentions of the same event that somebody reports. A nominal claim ("the
report", "such charges", "it") is resolved to the facts that the nearest matching source
gives before it; where nothing fits, it covers nothing.
"""

import msgspec
from spacy.tokens import Token

from pipeline.facts import Cue
from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.resolve.draft import Draft

MAX_SENTENCES = 6
REPORT_NOUNS = frozenset(
    [
        "report",
        "article",
        "story",
        "rumor",
        "rumour",
        "speculation",
        "news",
        "claim",
        "suggestion",
        "statement",
    ]
)
CHARGE_NOUNS = frozenset(["charge", "allegation", "accusation", "claim", "assertion", "complaint"])
RECALLING = frozenset(["such", "the", "any", "this", "that"])
PRONOUNS = frozenset(["it", "this", "that", "these", "those", "them", "any"])


def link_denials(graph: Graph, drafts: list[Draft]) -> None:
    """Set `denies` of each denial among the drafts of one article, in place."""
    others = [draft for draft in drafts if draft.relation != "denial"]
    told: list[Draft] = []
    for denial in drafts:
        if denial.relation != "denial" or denial.factuality.polarity == "negative":
            continue
        covered: list[Draft] = []
        for filler in denial.candidate.roles.get("claim", ()):
            covered += _covered(graph, denial, filler.token, others) or _story(
                graph, denial, filler.token, told
            )
        told = covered or told
        unique = {id(draft): draft for draft in covered}
        denial.denies = sorted(unique.values(), key=lambda d: (d.head.i, d.relation))


def _covered(graph: Graph, denial: Draft, claim: Token, others: list[Draft]) -> list[Draft]:
    inside = [d for d in others if graph.dominates(claim, d.head) and d.head.i != denial.head.i]
    if inside:
        for draft in inside:
            _doubt(draft, denial)
        return [d for d in inside if _open(d)] + _retellings(inside, others)
    if _has_content(graph, claim):
        return _claims_of_kind(graph, claim, others) or _recalled(graph, denial, claim, others)
    return _reported_before(denial, claim, others)


def _doubt(draft: Draft, denial: Draft) -> None:
    """Make a fact that stands in a denied claim possible: by the contract its writer leaves it open."""
    if draft.factuality.certainty == "certain" and _open(draft):
        draft.factuality = msgspec.structs.replace(draft.factuality, certainty="possible")
        head = denial.head
        draft.cues.append(Cue(text=head.text, start=head.idx, end=head.idx + len(head), effect="denied"))


def _claims_of_kind(graph: Graph, claim: Token, others: list[Draft]) -> list[Draft]:
    """Return what sources tell of the event that a claim only names ("that it was the target of a bid")."""
    named = {noun_lemma(token) for token in graph.subtree(claim) if token.pos_ == "NOUN"}
    return [d for d in others if noun_lemma(d.head) in named and _open(d) and _is_claimed(d)]


def _recalled(graph: Graph, denial: Draft, claim: Token, others: list[Draft]) -> list[Draft]:
    """Return what was told before of an event that a claim recalls ("that any such contract existed")."""
    for token in graph.subtree(claim):
        determiners = {t.lower_ for t in graph.children(token, "det", "det:predet", "amod")}
        lemma = noun_lemma(token)
        agreement, transfer = lemma in words("agreement"), lemma in words("transfer") | {"sale", "export"}
        if not determiners & RECALLING or graph.children(token, "nmod", "acl"):
            continue
        if "such" in determiners or agreement or transfer:
            kinds = {"deal"} if agreement and "such" not in determiners else {"deal", "supply"}
            return _reported_before(denial, claim, [d for d in others if d.relation in kinds])
    return []


def _open(draft: Draft) -> bool:
    return draft.factuality.polarity == "positive"


def _has_content(graph: Graph, claim: Token) -> bool:
    """Tell whether a claim says itself what it is about, so that it needs no antecedent."""
    if claim.pos_ in ("VERB", "AUX"):
        return True
    if claim.lower_ in PRONOUNS:
        return False
    told = graph.children(claim, "acl", "ccomp", "nmod")
    if any(graph.dep(clause) != "acl:relcl" for clause in told):
        return True
    return noun_lemma(claim) not in REPORT_NOUNS | CHARGE_NOUNS


def _retellings(inside: list[Draft], others: list[Draft]) -> list[Draft]:
    """Return other mentions of the claimed events that a source, not the writer, gives."""
    found = []
    for draft in others:
        told_as_fact = draft.factuality.time == "past" and not draft.attribution
        if draft in inside or not _open(draft) or told_as_fact:
            continue
        if any(_same_event(draft, claimed) for claimed in inside):
            found.append(draft)
    return found


def _same_event(one: Draft, other: Draft) -> bool:
    same_word = one.head.lemma_.lower() == other.head.lemma_.lower()
    shared = one.canonicals() & other.canonicals()
    return one.relation == other.relation and same_word and bool(shared)


def _story(graph: Graph, denial: Draft, claim: Token, told: list[Draft]) -> list[Draft]:
    """Return what the denial before this one denied, where the claim is "the story" again."""
    again = claim.lower_ in PRONOUNS or noun_lemma(claim) in REPORT_NOUNS | CHARGE_NOUNS
    near = [d for d in told if _distance(d, denial) <= 2 * MAX_SENTENCES]
    return near if again and not _has_content(graph, claim) else []


def _reported_before(denial: Draft, claim: Token, others: list[Draft]) -> list[Draft]:
    """Return the facts of the nearest source before a nominal claim, all of that source."""
    claimed = [
        d
        for d in others
        if d.head.i < claim.i and _open(d) and _is_claimed(d) and _distance(d, denial) <= MAX_SENTENCES
    ]
    pool = [d for d in claimed if _concerns(d, denial)] or [d for d in claimed if _distance(d, denial) <= 1]
    if not pool:
        return []
    nearest = max(pool, key=lambda d: d.head.i)
    source = _sources(nearest)
    same = [d for d in pool if (not source or _sources(d) & source) and _distance(d, nearest) <= 1]
    return same or [nearest]


def _is_claimed(draft: Draft) -> bool:
    """Tell whether a fact is somebody's claim, not the writer's own word."""
    return bool(draft.attribution) or draft.factuality.certainty != "certain"


def _concerns(draft: Draft, denial: Draft) -> bool:
    """Tell whether a denier has reason to deny: it takes part, and is not the source itself."""
    deniers = denial.canonicals("denier")
    if deniers & _sources(draft):
        return False
    return bool(deniers & draft.canonicals()) or not draft.canonicals()


def _sources(draft: Draft) -> set[str]:
    return {a.source.canonical if a.source else "" for a in draft.attribution}


def _distance(one: Draft, other: Draft) -> int:
    first, last = sorted((one.head.i, other.head.i))
    return sum(1 for token in one.head.doc[first + 1 : last + 1] if token.is_sent_start)
