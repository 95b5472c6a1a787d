"""The wheel in a clean environment: entry points, data files, a notebook's three lines."""

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pipeline"
NOTEBOOK = """
import json, sys
import spacy
nlp = spacy.load("en_factwire_sm")
nlp.add_pipe("factwire")
doc = nlp("Norway shipped 40 howitzers to Estonia on Monday.")
import pipeline
print(json.dumps({
    "file": pipeline.__file__,
    "facts": [type(fact).__name__ for fact in doc._.facts],
    "suppliers": [m.canonical for fact in doc._.facts for m in fact.arguments.supplier],
}))
"""
ENTRIES = """
import json
from importlib.metadata import distribution
print(json.dumps({e.name: e.load().__module__ for e in distribution("factwire").entry_points}))
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("factwire-*.whl")
    return path


@pytest.fixture(scope="session")
def clean(wheel, tmp_path_factory):
    """Return a runner in an environment that has the wheel, and what it depends on from here.

    Packages of this environment are seen through a path file, whose own path files do not
    count: a checkout that is installed as editable is not seen.
    """
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    scheme = {"base": str(folder / "env"), "platbase": str(folder / "env")}
    here = Path(sysconfig.get_path("purelib", "venv", scheme))
    (here / "zz-dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def run(*args, stdin=None):
        command = [python if args[0] == "python" else python.with_name(args[0]), *args[1:]]
        return subprocess.run(
            list(map(str, command)), input=stdin, capture_output=True, text=True, cwd=folder, timeout=300
        )

    return run


def test_the_data_files_are_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    files = {
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")
    }
    assert {path for path in files if path.endswith(".toml")}
    assert "pipeline/py.typed" in files
    assert files <= names
    assert {name.split("/")[0] for name in names - files} == {wheel.name.rsplit("-", 3)[0] + ".dist-info"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("LICENSE-WordNet.txt") for name in names)


def test_entry_points_resolve(clean):
    done = clean("python", "-I", "-c", ENTRIES)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "factwire": "pipeline.component",
        "factwire_encoder": "pipeline.annotate.encoder",
        "factwire_entities": "pipeline.annotate.entities",
        "factwire_sentences": "pipeline.annotate.sentences",
        "factwire_passages": "pipeline.annotate.passages",
        "factwire_asides": "pipeline.annotate.asides",
        "factwire_truecase": "pipeline.annotate.truecase",
        "factwire_hyphens": "pipeline.annotate.hyphens",
        "factwire.ContextAndForm.v1": "pipeline.annotate.encoder",
        "factwire.Tensor.v1": "pipeline.annotate.encoder",
    }


def test_a_notebook_needs_three_lines(clean, nlp):
    done = clean("python", "-I", "-c", NOTEBOOK)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert not found["file"].startswith(str(ROOT))
    assert found["facts"] == ["SupplyFact"]
    assert found["suppliers"] == ["NOR"]


def test_the_command_runs(clean, nlp):
    assert clean("factwire", "--version").stdout.startswith("factwire ")
    done = clean(
        "factwire", "extract", "-", "--workers", "2", stdin="Norway shipped 40 howitzers to Estonia."
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rule"].startswith("supply.")


def closure(name, seen):
    """Return all that a distribution needs, without extras."""
    key = canonicalize_name(name)
    if key in seen:
        return seen
    seen.add(key)
    try:
        texts = Distribution.from_name(name).requires or []
    except PackageNotFoundError:
        return seen
    for requirement in map(Requirement, texts):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            closure(requirement.name, seen)
    return seen


def test_the_core_is_free_of_torch():
    needed = closure("factwire", set())
    assert {"spacy", "typer", "jsonlines", "rich", "sqlalchemy"} <= needed
    assert not needed & {"torch", "tensorflow", "transformers", "jax"}


def test_all_that_is_imported_is_declared():
    import ast
    from importlib.metadata import packages_distributions

    roots = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                roots |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                roots.add(node.module.split(".")[0])
    distributions = packages_distributions()
    used = {canonicalize_name(d) for root in roots - {"pipeline"} for d in distributions.get(root, [])}
    texts = Distribution.from_name("factwire").requires
    core = {canonicalize_name(r.name) for r in map(Requirement, texts) if r.marker is None}
    optional = {canonicalize_name(r.name) for r in map(Requirement, texts) if r.marker is not None}
    assert used <= core | optional
    assert core <= used
