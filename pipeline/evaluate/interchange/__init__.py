"""Annotations to and from the tools in which humans make them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import E, FactwireError
from pipeline.evaluate.interchange import brat, docbin, doccano, labelstudio
from pipeline.evaluate.interchange.graph import Annotated, Graph, from_graph, to_graph

__all__ = [
    "FORMATS",
    "Annotated",
    "Graph",
    "export_annotations",
    "from_graph",
    "import_annotations",
    "to_graph",
]


@dataclass(frozen=True, slots=True)
class Format:
    """How a tool's files are written and read."""

    export: Callable[[Iterable[Graph], Path, bool], None]
    load: Callable[[Path], Iterator[Graph]]


FORMATS = {
    "labelstudio": Format(labelstudio.export, labelstudio.load),
    "doccano": Format(doccano.export, doccano.load),
    "brat": Format(brat.export, brat.load),
    "docbin": Format(docbin.export, docbin.load),
}


def export_annotations(
    annotated: Iterable[Annotated], tool: str, path: str | Path, suggested: bool = False
) -> None:
    """Write annotations for a tool.

    Args:
        annotated: Articles with records and entities.
        tool: One of `FORMATS`.
        path: The file, or for brat the folder, to write.
        suggested: Whether a human has yet to correct them.

    Raises:
        FactwireError: E034 for an unknown tool, E040 if it cannot be written.
    """
    _format(tool).export((to_graph(a) for a in annotated), Path(path), suggested)


def import_annotations(tool: str, path: str | Path) -> list[Annotated]:
    """Read annotations from a tool.

    Raises:
        FactwireError: E034 for an unknown tool, E001 to E004 or E030 for bad input.
    """
    found = []
    for graph in _format(tool).load(Path(path)):
        try:
            found.append(from_graph(graph))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            reason = f"the annotations of article {graph.article_id!r} are damaged: {error!r}"
            raise FactwireError(E.E002, path=path, reason=reason) from error
    return found


def _format(tool: str) -> Format:
    if tool not in FORMATS:
        raise FactwireError(E.E034, tool=tool, allowed=", ".join(FORMATS))
    return FORMATS[tool]
