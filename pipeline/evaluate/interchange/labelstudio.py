"""Label Studio: tasks as JSON, with regions, relations and per-region choices.

Offsets are code points, as in Label Studio since text regions with emoji were mended
(label-studio-frontend pull request 308).
"""

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipeline.errors import E, FactwireError
from pipeline.evaluate.files import read_text, write_text
from pipeline.evaluate.interchange.graph import CHOICES, Edge, Graph, Json, Node

CANONICAL = "canonical"
CONFIG_SUFFIX = ".config.xml"


def export(graphs: Iterable[Graph], path: Path, suggested: bool = False) -> None:
    """Write tasks, and the labelling configuration that they need beside them.

    Args:
        graphs: Annotated articles.
        path: The JSON file to import into Label Studio.
        suggested: Write predictions, to be corrected, instead of annotations.
    """
    tasks = [_task(graph, suggested) for graph in graphs]
    write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", path)
    write_text(labelling_config(), path.with_name(path.name + CONFIG_SUFFIX))


def labelling_config() -> str:
    """Return the labelling configuration for a Label Studio project."""
    data = files("pipeline.evaluate.interchange") / "data" / "labelstudio.xml"
    return data.read_text(encoding="utf-8")


def load(path: Path) -> Iterator[Graph]:
    """Read exported tasks: of each its first annotation, or else its first prediction."""
    try:
        tasks = json.loads(read_text(path))
    except ValueError as error:
        raise FactwireError(E.E004, path=path, line=1, reason=error) from error
    for number, task in enumerate(tasks, 1):
        try:
            yield _graph(task)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            reason = f"task {number} is no task of factwire's configuration: {error!r}"
            raise FactwireError(E.E030, path=path, line=1, reason=reason) from error


def _task(graph: Graph, suggested: bool) -> Json:
    results: list[Json] = []
    for node in graph.nodes:
        results += _regions(node, graph.text)
    results += [
        {
            "type": "relation",
            "from_id": edge.source,
            "to_id": edge.target,
            "direction": "right",
            "labels": [edge.label],
        }
        for edge in graph.edges
    ]
    data = {
        "text": graph.text,
        "article_id": graph.article_id,
        "published": graph.published,
        "meta": graph.meta,
    }
    answer: Json = {"result": results}
    if suggested:
        answer["model_version"] = "factwire"
    return {"data": data, "predictions" if suggested else "annotations": [answer]}


def _regions(node: Node, text: str) -> Iterator[Json]:
    place = {"start": node.start, "end": node.end}
    rest = dict(node.attributes)
    answers = {key: rest.pop(key) for key in CHOICES if key in rest}
    canonical = rest.pop(CANONICAL) if isinstance(rest.get(CANONICAL), str) else None
    base = {"id": node.id, "to_name": "text"}
    yield base | {
        "from_name": "label",
        "type": "labels",
        "value": place | {"text": text[node.start : node.end], "labels": [node.label]},
        "meta": {"text": [json.dumps(rest, ensure_ascii=False)]},
    }
    for key, answer in answers.items():
        choice = str(answer).lower() if isinstance(answer, bool) else answer
        value = place | {"choices": [choice]}
        yield base | {"from_name": key, "type": "choices", "value": value}
    if canonical is not None:
        value = place | {"text": [canonical]}
        yield base | {"from_name": CANONICAL, "type": "textarea", "value": value}


def _graph(task: Json) -> Graph:
    data = task["data"]
    graph = Graph(data["article_id"], data["text"], data.get("published"), data.get("meta") or {})
    answers = task.get("annotations") or task.get("predictions") or [{"result": []}]
    nodes: dict[str, Node] = {}
    for result in answers[0]["result"]:
        if result["type"] == "relation":
            labels = result.get("labels") or []
            pair = (result["from_id"], result["to_id"])
            source, target = reversed(pair) if result.get("direction") == "left" else pair
            graph.edges += [Edge(source, target, label) for label in labels]
        elif result["type"] == "labels":
            value = result["value"]
            node = Node(result["id"], value["start"], value["end"], value["labels"][0])
            node.attributes = _attributes(result)
            nodes[node.id] = node
    for result in answers[0]["result"]:
        if result["type"] in ("choices", "textarea") and result["id"] in nodes:
            nodes[result["id"]].attributes[result["from_name"]] = _answer(result)
    graph.nodes = list(nodes.values())
    return graph


def _attributes(result: Json) -> Json:
    notes = (result.get("meta") or {}).get("text") or ["{}"]
    try:
        attributes = json.loads(notes[0])
    except ValueError:
        return {}
    return attributes if isinstance(attributes, dict) else {}


def _answer(result: Json) -> Any:
    if result["type"] == "textarea":
        return result["value"]["text"][0]
    choice = result["value"]["choices"][0]
    return choice == "true" if result["from_name"] == "conditional" else choice
