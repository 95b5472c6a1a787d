"""`factwire doctor`: what is installed, what is missing, what to do about it."""

import platform
from importlib.metadata import PackageNotFoundError, version

import typer

from pipeline import __version__
from pipeline.errors import FactwireError

CORE = ("spacy", "typer", "jsonlines", "rich", "msgspec", "sqlalchemy", "pycountry", "babel")
EXTRAS = {"trf": ("spacy-transformers",)}


def diagnose() -> bool:
    """Print the state of the installation; return whether the main job can run."""
    typer.echo(f"factwire {__version__} on Python {platform.python_version()}")
    for name in CORE:
        typer.echo(f"  {name} {_version(name) or 'MISSING: pip install ' + name}")
    for extra, names in EXTRAS.items():
        missing = [name for name in names if _version(name) is None]
        state = f"not installed: pip install 'factwire[{extra}]'" if missing else "installed"
        typer.echo(f"  extra {extra}: {state}")
    return _check_model() and all(_version(name) for name in CORE)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _check_model() -> bool:
    from pipeline.run.extract import load_pipeline

    try:
        nlp = load_pipeline()
    except FactwireError as error:
        typer.echo(f"  model: {error.message}")
        return False
    meta = nlp.meta
    typer.echo(f"  model {meta['lang']}_{meta['name']} {meta['version']} ({meta['license']})")
    typer.echo(f"  components: {', '.join(nlp.pipe_names)}")
    return True
