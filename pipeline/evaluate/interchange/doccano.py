"""doccano: the JSON lines of its relation extraction projects.

doccano numbers spans anew, so attributes are found again by span and label. Everything
that it cannot show stands in the column `factwire`, which it keeps as metadata.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate.files import write_text
from pipeline.evaluate.gold import read_json_lines
from pipeline.evaluate.interchange.graph import Edge, Graph, Json, Node

COLUMN = "factwire"


def export(graphs: Iterable[Graph], path: Path, suggested: bool = False) -> None:
    """Write one line for each article; doccano has no suggestions, so they look the same."""
    lines = [json.dumps(_row(graph, suggested), ensure_ascii=False) + "\n" for graph in graphs]
    write_text("".join(lines), path)


def load(path: Path) -> Iterator[Graph]:
    """Read lines that doccano exported, with what was changed there."""
    for line, row in read_json_lines(path):
        try:
            yield _graph(row)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            reason = f"no line of a relation extraction project of factwire: {error!r}"
            raise FactwireError(E.E030, path=path, line=line, reason=reason) from error


def _row(graph: Graph, suggested: bool) -> Json:
    numbers = {node.id: i for i, node in enumerate(graph.nodes, 1)}
    column: Json = {
        "article_id": graph.article_id,
        "published": graph.published,
        "meta": graph.meta,
        "attributes": [[n.start, n.end, n.label, n.attributes] for n in graph.nodes],
    }
    if suggested:
        column["suggested"] = True
    return {
        "text": graph.text,
        "entities": [
            {"id": numbers[n.id], "label": n.label, "start_offset": n.start, "end_offset": n.end}
            for n in graph.nodes
        ],
        "relations": [
            {"id": i, "from_id": numbers[e.source], "to_id": numbers[e.target], "type": e.label}
            for i, e in enumerate(graph.edges, 1)
        ],
        COLUMN: column,
    }


def _graph(row: Json) -> Graph:
    column = row[COLUMN]
    waiting: dict[tuple[Any, ...], list[Json]] = defaultdict(list)
    for start, end, label, attributes in column["attributes"]:
        waiting[start, end, label].append(attributes)
    nodes = []
    for entity in sorted(row["entities"], key=lambda e: int(e["id"])):
        place = entity["start_offset"], entity["end_offset"], entity["label"]
        attributes = waiting[place].pop(0) if waiting[place] else {}
        nodes.append(Node(str(entity["id"]), *place, attributes))
    relations = sorted(row["relations"], key=lambda r: int(r["id"]))
    edges = [Edge(str(r["from_id"]), str(r["to_id"]), r["type"]) for r in relations]
    return Graph(column["article_id"], row["text"], column["published"], column["meta"], nodes, edges)
