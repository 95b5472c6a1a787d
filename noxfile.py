"""Sessions for `nox`: the tests on each supported Python, style and types, a checked distribution."""

from pathlib import Path

import nox

MODELS = sorted(str(path) for path in Path("models/dist").glob("*.whl"))
nox.options.sessions = ["lint", "tests"]


@nox.session(python=["3.11", "3.12"])
def tests(session: nox.Session) -> None:
    """Run the tests."""
    session.install("--editable", ".[dev]")
    session.install("--no-deps", *MODELS)
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and types."""
    session.install("--editable", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session
def dist(session: nox.Session) -> None:
    """Build wheel and source distribution, and check them as PyPI would."""
    session.install("build", "twine")
    session.run("python", "-m", "build", "--outdir", "dist")
    session.run("twine", "check", "--strict", *map(str, Path("dist").glob("factwire-*")))
