"""Denial links: from a denial to the facts of the article that its claim covers.

A claim that tells an event ("denied selling jets to Chad") covers the facts inside it
and other mentions of the same event that somebody reports. A nominal claim ("the
report", "such charges", "it") is resolved to the facts that the nearest matching source
gives before it; where nothing fits, it covers nothing.
"""

import msgspec
from spacy.tokens import Token

from pipeline.facts import Attribution, Cue, Mention, Phrase
from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.qualify.verbgroup import is_definite, is_headline
from pipeline.resolve.draft import Draft

MAX_SENTENCES = 6
NEAR = 3
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
PRONOUNS = frozenset({"it", "this", "that", "these", "those", "they", "them", "any", "which", "something"})
TELLERS = frozenset({"by", "from", "in"})
"""What stands before who tells a report, or where."""


def link_denials(graph: Graph, drafts: list[Draft]) -> None:
    """Set `denies` of each denial among the drafts of one article, in place."""
    others = [draft for draft in drafts if draft.relation != "denial"]
    denials = [d for d in drafts if d.relation == "denial" and d.factuality.polarity == "positive"]
    told: list[Draft] = []
    titles: list[Draft] = []
    for denial in denials:
        for claim in _claims(denial):
            for draft in _denied(graph, claim, _inside(graph, denial, claim, others)):
                _doubt(draft, denial)
    for denial in denials:
        covered: list[Draft] = []
        for claim in _claims(denial):
            covered += _covered(graph, denial, claim, others) or _story(graph, denial, claim, told)
        told = covered or told
        unique = {id(draft): draft for draft in covered}
        denial.denies = sorted(unique.values(), key=lambda d: (d.head.i, d.relation))
        if not covered and is_headline(denial.head.sent):
            titles.append(denial)
        for title in [t for t in titles if covered and _repeats(denial, t)]:
            title.denies = [d for d in denial.denies if d.head.i > title.head.i]
            titles.remove(title)


def _claims(denial: Draft) -> list[Token]:
    return [filler.token for filler in denial.candidate.roles.get("claim", ())]


def _inside(graph: Graph, denial: Draft, claim: Token, others: list[Draft]) -> list[Draft]:
    return [d for d in others if graph.dominates(claim, d.head) and d.head.i != denial.head.i]


def _denied(graph: Graph, claim: Token, inside: list[Draft]) -> list[Draft]:
    return [draft for draft in inside if not _is_granted(graph, claim, draft.head)]


def _repeats(denial: Draft, title: Draft) -> bool:
    """Tell whether a text tells in full what its title said: the same actor denies."""
    return bool(denial.canonicals("denier") & title.canonicals("denier"))


def _covered(graph: Graph, denial: Draft, claim: Token, others: list[Draft]) -> list[Draft]:
    inside = _inside(graph, denial, claim, others)
    if inside:
        denied = _denied(graph, claim, inside)
        return [d for d in denied if _open(d)] + _retellings(denied, others)
    if _has_content(graph, claim):
        return _claims_of_kind(graph, denial, claim, others) or _recalled(graph, denial, claim, others)
    return _reported_before(graph, denial, claim, others)


def _is_granted(graph: Graph, claim: Token, event: Token) -> bool:
    """Tell whether a claim takes an event for granted and says something else of it.

    "Denied that the shipments were a ransom", "denied paying bribes to win the contract".
    """
    clause = graph.head(event)
    if event.i == claim.i or clause.i == event.i:
        return False
    if event.pos_ in ("VERB", "AUX"):
        return graph.dep(event) == "advcl" and any(t.tag_ == "TO" for t in graph.children(event, "mark"))
    predicate = clause.pos_ in ("VERB", "AUX") or graph.child(clause, "cop") is not None
    light = clause.lemma_.lower() in words("existing")
    argument = graph.dep(event).split(":")[0] in ("nsubj", "obj", "obl")
    return predicate and argument and not light and is_definite(graph, event)


def _doubt(draft: Draft, denial: Draft) -> None:
    """Make a fact that stands in a denied claim possible: by the contract its writer leaves it open."""
    if draft.factuality.certainty == "certain" and _open(draft):
        draft.factuality = msgspec.structs.replace(draft.factuality, certainty="possible")
        head = denial.head
        draft.cues.append(Cue(text=head.text, start=head.idx, end=head.idx + len(head), effect="denied"))


def _claims_of_kind(graph: Graph, denial: Draft, claim: Token, others: list[Draft]) -> list[Draft]:
    """Return what sources tell of the event that a claim only names ("that it was the target of a bid")."""
    nouns = (token for token in graph.subtree(claim) if token.pos_ == "NOUN")
    named = {noun_lemma(token) for token in nouns if not _is_granted(graph, claim, token)}
    found = [d for d in others if noun_lemma(d.head) in named and _open(d) and _is_claimed(d)]
    return [d for d in found if _concerns(d, denial)] or found


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
            return _reported_before(graph, denial, claim, [d for d in others if d.relation in kinds])
    return []


def _open(draft: Draft) -> bool:
    return draft.factuality.polarity == "positive"


def _has_content(graph: Graph, claim: Token) -> bool:
    """Tell whether a claim says itself what it is about, so that it needs no antecedent."""
    if claim.pos_ in ("VERB", "AUX"):
        return True
    if claim.lower_ in PRONOUNS:
        return False
    told = [t for t in graph.children(claim, "nmod") if graph.marker(t) not in TELLERS]
    if told or any(graph.dep(clause) != "acl:relcl" for clause in graph.children(claim, "acl", "ccomp")):
        return True
    return noun_lemma(claim) not in REPORT_NOUNS | CHARGE_NOUNS


def _retellings(inside: list[Draft], others: list[Draft]) -> list[Draft]:
    """Return other mentions of the claimed events that a source, not the writer, gives."""
    found = []
    for draft in others:
        told_as_fact = draft.factuality.time != "future" and not _told(draft)
        if draft in inside or not _open(draft) or told_as_fact:
            continue
        if any(_same_event(draft, claimed) for claimed in inside):
            found.append(draft)
    return found


def _same_event(one: Draft, other: Draft) -> bool:
    same_word = one.head.lemma_.lower() == other.head.lemma_.lower()
    shared = one.canonicals() & other.canonicals()
    told = one.factuality.certainty == "certain"
    alike = len(shared) > 1 and told and _share_item(one, other)
    return one.relation == other.relation and bool(alike or (same_word and shared))


def _share_item(one: Draft, other: Draft) -> bool:
    """Tell whether two facts are of the same goods, by any word ("missile", "ballistic missile")."""
    first, second = ({w for m in d.roles.get("item", ()) for w in _words(m)} for d in (one, other))
    return bool(first & second)


def _words(mention: Mention) -> list[str]:
    return (mention.canonical or "").split() if isinstance(mention, Phrase) else []


def _story(graph: Graph, denial: Draft, claim: Token, told: list[Draft]) -> list[Draft]:
    """Return what the denial before this one denied, where the claim is "the story" again."""
    again = claim.lower_ in PRONOUNS or noun_lemma(claim) in REPORT_NOUNS | CHARGE_NOUNS
    near = [d for d in told if _distance(d, denial) <= 2 * MAX_SENTENCES]
    return near if again and not _has_content(graph, claim) else []


def _reported_before(graph: Graph, denial: Draft, claim: Token, others: list[Draft]) -> list[Draft]:
    """Return the facts of the nearest source before a nominal claim, all of that source."""
    claimed = [
        d for d in others if d.head.i < claim.i and _is_claimed(d) and _distance(d, denial) <= MAX_SENTENCES
    ]
    named = noun_lemma(claim) in REPORT_NOUNS | CHARGE_NOUNS
    near = (
        NEAR if named and not denial.canonicals("denier") & {s for d in claimed for s in _sources(d)} else 1
    )
    pool = [d for d in claimed if _concerns(d, denial)] or [
        d for d in claimed if _distance(d, denial) <= near
    ]
    if not pool:
        return _said_beside(denial, claim, others)
    nearest = max(pool, key=lambda d: d.head.i)
    source = _sources(nearest)
    same = [d for d in pool if (not source or _sources(d) & source) and _distance(d, nearest) <= 1]
    return _outermost(graph, same) or [nearest]


def _outermost(graph: Graph, told: list[Draft]) -> list[Draft]:
    """Return what is reported, without what it is about ("breaking a pact that bans selling chips")."""
    heads = [d.head for d in told]
    return [
        d for d in told if not any(_is_beside(graph, head, d.head) for head in heads if head.i != d.head.i)
    ]


def _is_beside(graph: Graph, outer: Token, inner: Token) -> bool:
    """Tell whether an event stands in a relative clause of another."""
    between = (t for t in (inner, *graph.ancestors(inner)) if graph.dominates(outer, t) and t.i != outer.i)
    return graph.dominates(outer, inner) and any(graph.dep(t) == "acl:relcl" for t in between)


def _said_beside(denial: Draft, claim: Token, others: list[Draft]) -> list[Draft]:
    """Return what the writer says in the same sentence of him who denies it ("though he denies it")."""
    if claim.lower_ not in PRONOUNS:
        return []
    deniers = denial.canonicals("denier")
    before = [d for d in others if d.head.i < claim.i and _open(d) and _distance(d, denial) == 0]
    return [d for d in before if deniers & d.canonicals()][-1:]


def _is_claimed(draft: Draft) -> bool:
    """Tell whether a fact is somebody's claim, not the writer's own word."""
    return bool(_told(draft)) or draft.factuality.certainty != "certain"


def _concerns(draft: Draft, denial: Draft) -> bool:
    """Tell whether a denier has reason to deny: it takes part, and is not the source itself."""
    deniers = denial.canonicals("denier")
    if deniers & _sources(draft):
        return False
    return bool(deniers & draft.canonicals()) or not draft.canonicals()


def _sources(draft: Draft) -> set[str]:
    return {a.source.canonical if a.source else "" for a in _told(draft)}


def _told(draft: Draft) -> list[Attribution]:
    """Return the sources of a fact without who has the word in a transcript: he tells what others claim."""
    return [a for a in draft.attribution if a.cue != ":"]


def _distance(one: Draft, other: Draft) -> int:
    first, last = sorted((one.head.i, other.head.i))
    return sum(1 for token in one.head.doc[first + 1 : last + 1] if token.is_sent_start)
