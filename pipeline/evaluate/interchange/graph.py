"""Annotations of an article as spans and edges: what every annotation tool can show.

A trigger, a mention and an entity are nodes; a role and a denial link are edges. What a
tool cannot show (canonical names, implicit arguments, factuality, sources) travels as
attributes of the node, so that nothing is lost on the way there and back.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.evaluate.records import FACTUALITY_FIELDS, RELATIONS
from pipeline.facts.types import Factuality, derive_status, fact_id

MENTION = "MENTION"
DENIES = "denies"
CHOICES = (*FACTUALITY_FIELDS, "stage")
Json = dict[str, Any]


@dataclass(slots=True)
class Node:
    """A labelled span.

    Attributes:
        label: A relation (the span is its trigger), `MENTION`, or an entity's label.
        attributes: All that is not span and label; JSON values.
    """

    id: str
    start: int
    end: int
    label: str
    attributes: Json = field(default_factory=dict)


@dataclass(slots=True)
class Edge:
    """A role of a trigger, or `denies` between two triggers."""

    source: str
    target: str
    label: str


@dataclass(slots=True)
class Graph:
    """All annotations of an article.

    Attributes:
        meta: All other fields of the article.
    """

    article_id: str
    text: str
    published: str | None = None
    meta: Json = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


@dataclass(slots=True)
class Annotated:
    """An article with its records and entities, as plain JSON values."""

    article_id: str
    text: str
    published: str | None = None
    meta: Json = field(default_factory=dict)
    records: list[Json] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)


def to_graph(annotated: Annotated) -> Graph:
    """Return an article's annotations as nodes and edges."""
    graph = Graph(annotated.article_id, annotated.text, annotated.published, annotated.meta)
    mentions: dict[str, str] = {}
    triggers: dict[str, str] = {}
    for number, record in enumerate(annotated.records, 1):
        node = _trigger_node(record, f"f{number}")
        triggers[record["id"]] = node.id
        graph.nodes.append(node)
        for role, mention in _explicit(record):
            key = json.dumps(mention, sort_keys=True)
            if key not in mentions:
                mentions[key] = f"m{len(mentions) + 1}"
                rest = {k: v for k, v in mention.items() if k not in ("text", "start", "end")}
                graph.nodes.append(Node(mentions[key], mention["start"], mention["end"], MENTION, rest))
            graph.edges.append(Edge(node.id, mentions[key], role))
    for source, target in _links(annotated.records):
        graph.edges.append(Edge(triggers[source], triggers[target], DENIES))
    for number, entity in enumerate(annotated.entities, 1):
        rest = {k: v for k, v in entity.items() if k not in ("text", "start", "end", "label")}
        label = entity["label"]
        graph.nodes.append(Node(f"e{number}", entity["start"], entity["end"], label, rest))
    return graph


def from_graph(graph: Graph) -> Annotated:
    """Return the records and entities of nodes and edges, also of new ones made in a tool."""
    nodes = {node.id: node for node in graph.nodes}
    records: dict[str, Json] = {}
    entities: list[Json] = []
    for node in graph.nodes:
        if node.label in RELATIONS:
            records[node.id] = _record(node, graph)
        elif node.label != MENTION:
            entities.append(_quoted(node, graph.text) | {"label": node.label} | node.attributes)
    for edge in graph.edges:
        record, target = records.get(edge.source), nodes.get(edge.target)
        if record is None or target is None:
            continue
        if edge.label != DENIES:
            record["arguments"].setdefault(edge.label, []).append(_mention(target, graph.text))
        elif edge.target in records:
            denied = records[edge.target]
            record.setdefault("denies", []).append(denied["id"])
            denied.setdefault("disputed_by", []).append(record["id"])
    for node in graph.nodes:
        for implicit in node.attributes.get("implicit", ()) if node.id in records else ():
            mention = dict(implicit)
            roles = records[node.id]["arguments"]
            roles.setdefault(mention.pop("role"), []).append(mention)
    return Annotated(
        graph.article_id,
        graph.text,
        graph.published,
        graph.meta,
        list(records.values()),
        entities,
    )


def _explicit(record: Mapping[str, Any]) -> Iterable[tuple[str, Json]]:
    for role, mentions in (record.get("arguments") or {}).items():
        for mention in mentions:
            if mention.get("start") is not None:
                yield role, mention


def _links(records: list[Json]) -> list[tuple[str, str]]:
    known = {r["id"] for r in records}
    links = dict.fromkeys((r["id"], d) for r in records for d in r.get("denies") or ())
    links |= dict.fromkeys((d, r["id"]) for r in records for d in r.get("disputed_by") or ())
    return [link for link in links if set(link) <= known]


def _trigger_node(record: Json, identity: str) -> Node:
    trigger = record["trigger"]
    factuality = record.get("factuality") or {}
    attributes: Json = {k: factuality[k] for k in FACTUALITY_FIELDS if k in factuality}
    if record.get("stage") is not None:
        attributes["stage"] = record["stage"]
    implicit = [
        {"role": role, **mention}
        for role, mentions in (record.get("arguments") or {}).items()
        for mention in mentions
        if mention.get("start") is None
    ]
    if implicit:
        attributes["implicit"] = implicit
    attributes["record"] = _rest(record, trigger)
    return Node(identity, trigger["start"], trigger["end"], record["relation"], attributes)


def _rest(record: Json, trigger: Json) -> Json:
    """Return the fields of a record that are neither spans, edges nor choices."""
    shown = {"article_id", "relation", "arguments", "trigger", "factuality"}
    rest = {k: v for k, v in record.items() if k not in shown}
    for key in ("denies", "disputed_by"):
        if key in rest:
            rest[key] = []
    rest["trigger"] = {k: v for k, v in trigger.items() if k not in ("text", "start", "end")}
    rest["shown"] = record.get("factuality") or {}
    return rest


def _record(node: Node, graph: Graph) -> Json:
    rest = json.loads(json.dumps(node.attributes.get("record") or {}))
    shown = rest.pop("shown", None)
    factuality = {k: node.attributes[k] for k in FACTUALITY_FIELDS if k in node.attributes}
    record: Json = {
        "id": fact_id(graph.article_id, node.label, node.start, node.end),
        "article_id": graph.article_id,
        "published": graph.published,
        "relation": node.label,
        **rest,
        "trigger": _quoted(node, graph.text) | rest.get("trigger", {}),
        "arguments": {},
        "factuality": factuality,
    }
    if "stage" in node.attributes or "stage" in rest:
        record["stage"] = node.attributes.get("stage")
    complete = set(factuality) == set(FACTUALITY_FIELDS)
    if factuality != shown and complete:
        record["status"] = derive_status(Factuality(**factuality), bool(record.get("attribution")))
    return record


def _mention(node: Node, text: str) -> Json:
    """Return a mention; a role may also have been drawn to an entity or a trigger."""
    mention = _quoted(node, text)
    if node.label == MENTION:
        return mention | node.attributes
    return mention if node.label in RELATIONS else mention | {"label": node.label}


def _quoted(node: Node, text: str) -> Json:
    return {"text": text[node.start : node.end], "start": node.start, "end": node.end}
