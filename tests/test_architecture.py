"""Data goes down: a room imports from rooms above it, and from facts and errors, only."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
ORDER = (
    "read",
    "annotate",
    "predicates",
    "relations",
    "qualify",
    "resolve",
    "component",
    "write",
    "merge",
    "evaluate",
    "review",
    "run",
    "cli",
)
SHARED = {"facts", "errors", "pipeline"}
TRAINING = "train"
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "pipeline" if parts == ("__init__",) else parts[0]


def imported_rooms(path):
    """Return the rooms that a module names, wherever in it."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            root, _, rest = name.partition(".")
            if root == "pipeline":
                room = rest.partition(".")[0] if rest else "pipeline"
                known = room in ORDER or room in SHARED or room == TRAINING
                rooms.add(room if known else "pipeline")
    return rooms


def allowed_rooms(room):
    if room in ("pipeline", "errors"):
        return {"pipeline"}
    if room == "__main__":
        return {"cli"}
    if room == "facts":
        return SHARED
    if room == TRAINING:
        return SHARED | {TRAINING, "annotate"}
    if room in ("run", "cli"):
        rooms = SHARED | set(ORDER)
        return rooms | {TRAINING} if room == "cli" else rooms - {"cli"}
    return SHARED | set(ORDER[: ORDER.index(room) + 1])


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_up_only(path):
    assert imported_rooms(path) - allowed_rooms(room_of(path)) == set()


def test_every_room_is_known():
    rooms = {room_of(path) for path in MODULES}
    assert rooms == {*ORDER, *SHARED, TRAINING, "__main__"}


def test_a_wrong_import_would_be_seen(tmp_path):
    path = tmp_path / "x.py"
    path.write_text("def f():\n    from pipeline.cli import app\n    import pipeline.run.job\n")
    assert imported_rooms(path) == {"cli", "run"}
    assert "cli" not in allowed_rooms("run")
    assert "resolve" not in allowed_rooms("relations")
