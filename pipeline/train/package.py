"""Package a trained model as a wheel that pip installs from the checkout."""

from pathlib import Path

from spacy.cli.package import package as spacy_package


def package(model: Path, out: Path) -> Path:
    """Build the wheel of a model.

    Args:
        model: the folder of the model.
        out: the folder that the wheel's project is made in.

    Returns:
        The wheel.
    """
    out.mkdir(parents=True, exist_ok=True)
    spacy_package(model, out, create_sdist=False, create_wheel=True, force=True, silent=True)
    return max(out.glob("*/dist/*.whl"), key=lambda wheel: wheel.stat().st_mtime)
