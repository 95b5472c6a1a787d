"""spaCy DocBin: docs with span groups, for training and for Prodigy.

`doc.spans["triggers"]`, `["mentions"]` and `["entities"]` hold the spans and `doc.ents` the
entities; what spans cannot hold, and exact offsets where a span cuts a token, stand in
`doc.user_data["factwire"]`.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import E, FactwireError
from pipeline.evaluate.interchange.graph import MENTION, Edge, Graph, Node
from pipeline.evaluate.records import RELATIONS

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

KEY = "factwire"
GROUPS = ("triggers", "mentions", "entities")


def export(graphs: Iterable[Graph], path: Path, suggested: bool = False) -> None:
    """Write a DocBin; suggestions look the same there."""
    from spacy.tokens import DocBin

    docs = [to_doc(graph, _blank()) for graph in graphs]
    try:
        DocBin(docs=docs, store_user_data=True).to_disk(path)
    except OSError as error:
        raise FactwireError(E.E040, path=path, reason=error.strerror) from error


def load(path: Path) -> Iterator[Graph]:
    """Read a DocBin that `export` wrote, with spans that were removed or added since."""
    from spacy.tokens import DocBin

    if not path.exists():
        raise FactwireError(E.E001, path=path)
    try:
        docs = list(DocBin().from_disk(path).get_docs(_blank().vocab))
    except Exception as error:  # a damaged file raises whatever zlib and msgpack raise
        raise FactwireError(E.E002, path=path, reason=f"no DocBin: {error}") from error
    for number, doc in enumerate(docs, 1):
        if KEY not in doc.user_data:
            reason = f"doc {number} was not exported by factwire"
            raise FactwireError(E.E002, path=path, reason=reason)
        yield from_doc(doc)


def to_doc(graph: Graph, nlp: "Language") -> "Doc":
    """Return a doc that holds an article's annotations."""
    doc = nlp.make_doc(graph.text)
    spans: dict[str, list[Span]] = {group: [] for group in GROUPS}
    for node in graph.nodes:
        span = doc.char_span(node.start, node.end, node.label, span_id=node.id, alignment_mode="expand")
        if span is not None:
            spans[_group(node)].append(span)
    for group, members in spans.items():
        doc.spans[group] = members
    from spacy.util import filter_spans

    doc.set_ents(filter_spans(spans["entities"]))
    doc.user_data[KEY] = json.dumps(
        {
            "article_id": graph.article_id,
            "published": graph.published,
            "meta": graph.meta,
            "nodes": [[n.id, n.start, n.end, n.label, n.attributes] for n in graph.nodes],
            "edges": [[e.source, e.target, e.label] for e in graph.edges],
        }
    )
    return doc


def from_doc(doc: "Doc") -> Graph:
    """Return the annotations that a doc holds."""
    stored = json.loads(doc.user_data[KEY])
    known = {values[0]: Node(*values) for values in stored["nodes"]}
    spans = [span for group in GROUPS for span in doc.spans.get(group, ())]
    kept = {span.id_ for span in spans}
    nodes = [node for node in known.values() if node.id in kept]
    for number, span in enumerate(span for span in spans if span.id_ not in known):
        nodes.append(Node(f"new{number}", span.start_char, span.end_char, span.label_))
    present = {node.id for node in nodes}
    edges = [Edge(*values) for values in stored["edges"] if {values[0], values[1]} <= present]
    return Graph(stored["article_id"], doc.text, stored["published"], stored["meta"], nodes, edges)


@cache
def _blank() -> "Language":
    import spacy

    return spacy.blank("en")


def _group(node: Node) -> str:
    if node.label in RELATIONS:
        return "triggers"
    return "mentions" if node.label == MENTION else "entities"
