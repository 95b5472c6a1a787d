"""brat standoff: a folder with a `.txt` and an `.ann` for each article.

Facts are events, mentions and entities text-bound annotations, denial links event
arguments. Attributes hold factuality and stage; all else stands as JSON in annotator notes
and, for the articles, in `articles.jsonl`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import E, FactwireError
from pipeline.evaluate.files import read_text, write_text
from pipeline.evaluate.gold import read_json_lines
from pipeline.evaluate.interchange.graph import CHOICES, Edge, Graph, Json, Node
from pipeline.evaluate.records import RELATIONS

INDEX = "articles.jsonl"
LONGEST_STEM = 50  # a name may have 255 bytes, and a character of it up to 4
_UNSAFE = re.compile(r"[^\w.-]")
_LABEL = re.compile(r"[^\w-]")


def export(graphs: Iterable[Graph], path: Path, suggested: bool = False) -> None:
    """Write a folder for brat, with its configuration; suggestions look the same there."""
    index = []
    stems: Counter[str] = Counter()
    for graph in graphs:
        stem = _UNSAFE.sub("_", graph.article_id).lstrip(".")[:LONGEST_STEM] or "_"
        stems[stem] += 1
        if stems[stem] > 1:
            stem = f"{stem}~{stems[stem]}"
        write_text(graph.text, path / f"{stem}.txt")
        write_text("".join(f"{line}\n" for line in _lines(graph)), path / f"{stem}.ann")
        index.append(
            {
                "file": stem,
                "id": graph.article_id,
                "published": graph.published,
                "meta": graph.meta,
                **({"suggested": True} if suggested else {}),
            }
        )
    rows = [json.dumps(row, ensure_ascii=False) + "\n" for row in index]
    write_text("".join(rows), path / INDEX)
    for name in ("annotation.conf", "visual.conf"):
        data = files("pipeline.evaluate.interchange") / "data" / f"brat-{name}"
        write_text(data.read_text(encoding="utf-8"), path / name)


def load(path: Path) -> Iterator[Graph]:
    """Read a folder that brat worked on."""
    known: dict[str, Json] = {}
    order: list[str] = []
    if (path / INDEX).exists():
        for _, row in read_json_lines(path / INDEX):
            known[row["file"]] = row
            order.append(row["file"])
    found = sorted(p.stem for p in path.glob("*.ann"))
    if not found:
        raise FactwireError(E.E008, reason=f"{path} holds no .ann file")
    for stem in order + [s for s in found if s not in known]:
        row = known.get(stem, {})
        graph = Graph(
            row.get("id", stem),
            read_text(path / f"{stem}.txt"),
            row.get("published"),
            row.get("meta", {}),
        )
        _parse(path / f"{stem}.ann", graph)
        yield graph


def _lines(graph: Graph) -> Iterator[str]:
    names = {n.id: f"T{i}" for i, n in enumerate(graph.nodes, 1)}
    events = {n.id: f"E{i}" for i, n in enumerate(graph.nodes, 1) if n.label in RELATIONS}
    for node in graph.nodes:
        label = _LABEL.sub("_", node.label)
        yield f"{names[node.id]}\t{label} {_fragments(node, graph.text)}"
    for node in graph.nodes:
        if node.id not in events:
            continue
        roles: Counter[str] = Counter()
        parts = [f"{node.label}:{names[node.id]}"]
        for edge in graph.edges:
            if edge.source == node.id:
                roles[edge.label] += 1
                number = "" if roles[edge.label] == 1 else str(roles[edge.label])
                target = events.get(edge.target) or names[edge.target]
                parts.append(f"{edge.label}{number}:{target}")
        yield f"{events[node.id]}\t{' '.join(parts)}"
    yield from _attribute_lines(graph, names | events)


def _attribute_lines(graph: Graph, names: dict[str, str]) -> Iterator[str]:
    number = 0
    for note, node in enumerate(graph.nodes, 1):
        rest = dict(node.attributes)
        for key in CHOICES:
            value = rest.pop(key, None)
            if value is not None and value is not False:
                number += 1
                shown = "" if value is True else f" {value}"
                yield f"A{number}\t{key} {names[node.id]}{shown}"
        if node.attributes.get("conditional") is False:
            rest["conditional"] = False
        if node.label != _LABEL.sub("_", node.label):
            rest["label_in_full"] = node.label
        if rest:
            text = json.dumps(rest, ensure_ascii=False)
            yield f"#{note}\tAnnotatorNotes {names[node.id]}\t{text}"


def _fragments(node: Node, text: str) -> str:
    """Return `start end` and the text; a span over a line end is given in fragments."""
    places, quotes = [], []
    for match in re.finditer(r"[^\r\n]+", text[node.start : node.end]):
        places.append(f"{node.start + match.start()} {node.start + match.end()}")
        quotes.append(match.group())
    if not places:
        return f"{node.start} {node.end}\t"
    return f"{';'.join(places)}\t{' '.join(quotes)}"


def _parse(path: Path, graph: Graph) -> None:
    nodes: dict[str, Node] = {}
    triggers: dict[str, str] = {}
    events: list[_Event] = []
    notes: list[tuple[int, str]] = []
    lines = [(n, line) for n, line in enumerate(read_text(path).split("\n"), 1) if line.strip()]
    with _refusals(path) as place:
        for place.line, line in lines:
            kind = line[0]
            if kind == "T":
                node = _node(line, graph.text)
                nodes[node.id] = node
            elif kind == "E":
                identity, rest = line.split("\t")[:2]
                trigger, *arguments = rest.split()
                triggers[identity] = trigger.split(":")[1]
                events.append(_Event(place.line, triggers[identity], arguments))
            elif kind in "A#":
                notes.append((place.line, line))
            elif kind not in "RNM*":
                raise ValueError(f"unknown kind {kind!r}")
        for place.line, line in notes:
            _apply(line, nodes, triggers)
        for place.line, source, arguments in events:
            for argument in arguments:
                role, _, target = argument.partition(":")
                ends = nodes[source].id, nodes[triggers.get(target, target)].id
                graph.edges.append(Edge(*ends, role.rstrip("0123456789")))
    graph.nodes = list(nodes.values())


class _Event(NamedTuple):
    line: int
    trigger: str
    arguments: list[str]


@dataclass
class _Place:
    line: int = 0


@contextmanager
def _refusals(path: Path) -> Iterator[_Place]:
    """Turn what goes wrong while a line is read into an error that names it."""
    place = _Place()
    try:
        yield place
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        missing = isinstance(error, KeyError)
        what = f"it names {error.args[0]}, which is not there" if missing else str(error)
        reason = f"wrong brat standoff: {what}"
        raise FactwireError(E.E030, path=path, line=place.line, reason=reason) from error


def _node(line: str, text: str) -> Node:
    """Return the text-bound annotation of a line, checked against the text."""
    identity, rest, *quoted = line.split("\t", 2)
    label, _, places = rest.partition(" ")
    spans = [tuple(map(int, place.split())) for place in places.split(";")]
    start, end = spans[0][0], spans[-1][1]
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the offsets {start} to {end} lie outside the text of {len(text)} characters")
    found = " ".join(text[span[0] : span[1]] for span in spans)
    if quoted and quoted[0] and _flat(quoted[0]) != _flat(found):
        raise ValueError(
            f"the offsets {places} don't fit the text: {quoted[0]!r} is given, {found!r} stands there"
        )
    return Node(identity, start, end, label)


def _flat(text: str) -> str:
    """Return text as brat quotes it, in one line."""
    return re.sub(r"[\r\n]+", " ", text)


def _apply(line: str, nodes: dict[str, Node], triggers: dict[str, str]) -> None:
    """Give a node the attribute or the note of a line."""
    _, rest = line.split("\t", 1)
    if line[0] == "A":
        key, target, *value = rest.split()
        answer: Any = value[0] if value else True
        nodes[triggers.get(target, target)].attributes[key] = answer
    elif rest.startswith("AnnotatorNotes"):
        head, _, text = rest.partition("\t")
        target = head.split()[1]
        _apply_note(nodes[triggers.get(target, target)], text)


def _apply_note(node: Node, text: str) -> None:
    """Take the attributes of a note; a note that a human wrote is left alone."""
    try:
        attributes = json.loads(text)
    except ValueError:
        return
    node.label = attributes.pop("label_in_full", node.label)
    node.attributes = attributes | node.attributes
