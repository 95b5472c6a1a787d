"""What the code must not do: run text, or build objects from it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))
BANNED_IMPORTS = {"pickle", "cloudpickle", "dill", "marshal", "shelve", "joblib"}
BANNED_CALLS = {"eval", "exec", "compile", "__import__"}
BANNED_METHODS = {
    ("yaml", "load"),
    ("yaml", "unsafe_load"),
    ("os", "system"),
    ("os", "popen"),
    ("torch", "load"),
}


def faults(source):
    """Return what a module does that it must not, as (line, what)."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name.partition(".")[0] for alias in node.names]
            found += [(node.lineno, name) for name in names if name in BANNED_IMPORTS]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in BANNED_IMPORTS:
            found.append((node.lineno, node.module))
        elif isinstance(node, ast.Call):
            found += [(node.lineno, what) for what in called(node)]
    return found


def called(node):
    """Yield the banned things that a call does."""
    if isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS:
        yield node.func.id
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        what = (node.func.value.id, node.func.attr)
        if what in BANNED_METHODS:
            yield ".".join(what)
    for keyword in node.keywords:
        if keyword.arg == "shell" and getattr(keyword.value, "value", None) is True:
            yield "shell=True"
        if keyword.arg == "weights_only" and getattr(keyword.value, "value", None) is False:
            yield "weights_only=False"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_runs_text(path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from marshal import loads",
        "eval(text)",
        "import yaml\nyaml.load(stream)",
        "import subprocess\nsubprocess.run(text, shell=True)",
        "torch.load(path)",
    ],
)
def test_the_check_sees_what_it_should(source):
    assert faults(source)
