"""When, where and for how much: entities that belong to a candidate's clause."""

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.relations.matcher import Candidate

PLACE_MARKERS = frozenset({"in", "at", "near", "outside", "inside", "on"})
ACTING = frozenset({"GPE", "ORG", "NORP", "PERSON"})
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
MONEY_HOSTS = ("item", "instrument", "subject", "claim")
RATES = frozenset({"a", "an", "per", "each", "every"})
FROM_EVENT = frozenset({"after", "before"})
MOVED = ("obj", "nsubj", "nsubj:pass")
LIGHT_GOVERNORS = ("nsubj", "obj", "nsubj:pass", "obl")


@dataclass(slots=True)
class Circumstances:
    """Entity spans around a trigger, by kind."""

    dates: list[Span]
    money: list[Span]
    places: list[Span]


def circumstances(graph: Graph, candidate: Candidate) -> Circumstances:
    """Return the dates, amounts and places that stand in the trigger's own clause."""
    zone = _zone(graph, candidate)
    hosts = zone | {filler.token.i for role in MONEY_HOSTS for filler in candidate.roles.get(role, ())}
    used = {filler.token.i for fillers in candidate.roles.values() for filler in fillers}
    found = Circumstances([], [], [])
    for entity in candidate.head.sent.ents:
        root = entity.root
        dated = entity.label_ in ("DATE", "TIME") and not _is_age(entity) and not _is_rate(graph, entity)
        dated = dated and not (is_distance(entity) and entity.end <= candidate.head.i)
        if dated and (_attached(graph, root, zone, hosts) or _parts_subject(graph, entity, candidate, zone)):
            found.dates.append(_with_marker(graph, entity))
        elif entity.label_ == "MONEY" and _attached(graph, root, hosts, hosts):
            if not _is_conversion(entity):
                found.money.append(entity)
        elif _is_place(graph, entity) and root.i not in used and _attached(graph, root, zone, hosts):
            found.places.append(entity)
    found.dates = found.dates or _time_adverbs(graph, zone, candidate.head.doc)
    return found


def _is_place(graph: Graph, entity: Span) -> bool:
    return entity.label_ in PLACE_LABELS and graph.marker(entity.root) in PLACE_MARKERS


def _is_conversion(entity: Span) -> bool:
    """Tell whether brackets give the amount before them in another currency ("4.6bn rupees ($106m)")."""
    doc, first = entity.doc, entity.start
    return first > 1 and doc[first - 1].text in ("(", "[") and doc[first - 2].ent_type_ == "MONEY"


def _is_age(entity: Span) -> bool:
    return entity[-1].lower_ == "old" or entity[0].lower_ == "aged"


def is_distance(entity: Span) -> bool:
    """Tell whether a length of time parts two events and is neither's ("two weeks before the trial")."""
    return entity.end < len(entity.doc) and entity.doc[entity.end].lower_ in FROM_EVENT


def _is_rate(graph: Graph, entity: Span) -> bool:
    """Tell whether a time only measures a rate ("53,000 barrels a day"), no stretch ("within a year")."""
    return len(entity) == 2 and entity[0].lower_ in RATES and not graph.marker(entity.root)


def _zone(graph: Graph, candidate: Candidate) -> set[int]:
    """Return the trigger and, for a noun, the verb that it is an argument of."""
    head = candidate.head
    zone = {token.i for token in candidate.trigger}
    if not candidate.predicate.is_verbal and graph.dep(head) in LIGHT_GOVERNORS:
        head = graph.head(head)
        zone.add(head.i)
    while graph.dep(head) == "xcomp" and head.pos_ in ("VERB", "AUX"):
        head = graph.head(head)
        zone.add(head.i)
    if candidate.rule.spoken and graph.dep(head) == "ccomp":
        teller = graph.head(head)
        if teller.lemma_.lower() in words("saying") | words("telling"):
            zone.add(teller.i)  # "said on Monday that the report was false"
    return zone


def _time_adverbs(graph: Graph, zone: set[int], doc: Doc) -> list[Span]:
    """Return adverbs like "now" that modify the trigger, where no date does."""
    found = []
    for i in sorted(zone):
        for child in graph.children(doc[i], "advmod"):
            if child.lower_ in words("time_adverb"):
                found.append(doc[child.i : child.i + 1])
    return found


def _attached(graph: Graph, token: Token, zone: set[int], hosts: set[int]) -> bool:
    """Tell whether a token climbs to the zone without leaving the clause."""
    previous = token
    for up in graph.ancestors(token):
        if up.i in zone or up.i in hosts:
            return not graph.dep(previous).startswith(("nsubj", "csubj", "conj", "ccomp"))
        if up.pos_ in ("VERB", "AUX"):
            return False
        previous = up
    return False


def _parts_subject(graph: Graph, date: Span, candidate: Candidate, zone: set[int]) -> bool:
    """Tell whether a date stands between who acts and the verb: "Chile on Friday signed"."""
    doc, i = date.doc, date.end
    if not candidate.predicate.is_verbal and graph.dep(candidate.head) not in MOVED:
        return False  # "on Friday raised its forecast after the deal"
    while i < len(doc) and (doc[i].pos_ in ("AUX", "ADV", "PART") and i not in zone):
        i += 1
    if i >= len(doc) or i not in zone or doc[i].pos_ not in ("VERB", "AUX") or date.root.i > i:
        return False
    subjects = {child.i for child in graph.children(doc[i], "nsubj", "nsubj:pass")}
    host = graph.head(date.root)
    top = next((up for up in (host, *graph.ancestors(host)) if up.i in subjects), None)
    acts = host.ent_type_ in ACTING or noun_lemma(host) in words("actor") | words("people")
    return top is not None and acts


def _with_marker(graph: Graph, entity: Span) -> Span:
    """Widen a date to its preposition, as gold marks it ("in November 2023")."""
    cases = [t for t in graph.children(entity.root, "case") if t.i < entity.start]
    if not cases:
        return entity
    start = min(t.i for t in cases)
    return entity.doc[start : entity.end] if entity.start - start <= 3 else entity
