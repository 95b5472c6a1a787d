"""The tutorial runs, and shows what its stored outputs show."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tutorial.ipynb"
CELLS = [
    cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"
]


def run(source, names):
    """Run a cell; return the value of its last expression as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)


def stored(cell, kind):
    """Return what a cell printed, or the text of its value, as the notebook keeps it."""
    texts = [
        out.get("text") if kind == "stream" else out.get("data", {}).get("text/plain")
        for out in cell["outputs"]
    ]
    return "".join(part for text in texts if text for part in text)


@pytest.fixture(scope="module")
def names():
    return {"__name__": "tutorial"}


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell["id"])
def test_cell(cell, names, capsys):
    value = run("".join(cell["source"]), names)
    assert capsys.readouterr().out == stored(cell, "stream")
    if isinstance(value, (str, bool, int, list)):
        wanted = ast.literal_eval(stored(cell, "value"))
        assert value == wanted
