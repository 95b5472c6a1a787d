"""`factwire doctor`: what is installed, what is missing, what to do about it."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version

import typer
from packaging.requirements import Requirement

from pipeline import __version__
from pipeline.errors import FactwireError

DISTRIBUTION = "factwire"


def diagnose() -> bool:
    """Print the state of the installation; return whether the main job can run."""
    typer.echo(f"factwire {__version__} on Python {platform.python_version()}")
    core = [_line(requirement) for requirement in _requirements("")]
    for _, line in core:
        typer.echo(f"  {line}")
    for extra in _extras():
        missing = [line for good, line in map(_line, _requirements(extra)) if not good]
        state = f"not complete: pip install '{DISTRIBUTION}[{extra}]'" if missing else "installed"
        typer.echo(f"  extra {extra}: {state}")
    model = _check_model()
    return model and all(good for good, _ in core)


def _extras() -> list[str]:
    """Return the names of the distribution's extras."""
    try:
        return metadata(DISTRIBUTION).get_all("Provides-Extra") or []
    except PackageNotFoundError:
        return []


def _requirements(extra: str) -> Iterator[Requirement]:
    """Return what the distribution asks for, in the core or in an extra."""
    try:
        texts = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        texts = [DISTRIBUTION] if not extra else []
    for text in texts:
        requirement = Requirement(text)
        if requirement.name == DISTRIBUTION and extra:
            continue
        marker = requirement.marker
        core = marker is None or marker.evaluate({"extra": ""})
        if core if not extra else not core and marker is not None and marker.evaluate({"extra": extra}):
            yield requirement


def _line(requirement: Requirement) -> tuple[bool, str]:
    """Return whether a requirement is met, and a line that says so."""
    try:
        found = version(requirement.name)
    except PackageNotFoundError:
        return False, f"{requirement.name} MISSING: pip install '{requirement.name}{requirement.specifier}'"
    if not requirement.specifier.contains(found, prereleases=True):
        wanted = f"pip install '{requirement.name}{requirement.specifier}'"
        return False, f"{requirement.name} {found} DOES NOT FIT: {wanted}"
    return True, f"{requirement.name} {found}"


def _check_model() -> bool:
    from pipeline.run.extract import load_pipeline

    try:
        nlp = load_pipeline()
    except FactwireError as error:
        typer.echo(f"  model: {error.message}")
        return False
    meta = nlp.meta
    typer.echo(f"  model {meta['lang']}_{meta['name']} {meta['version']} ({meta['license'] or 'no licence'})")
    typer.echo(f"  components: {', '.join(nlp.pipe_names)}")
    return True
