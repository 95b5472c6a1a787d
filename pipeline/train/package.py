"""Package a trained model as a wheel that pip installs from the checkout."""

import json
from importlib.resources import files
from pathlib import Path

from spacy.cli.package import package as spacy_package

LICENCE = """The model {name} is licensed under the Creative Commons Attribution-ShareAlike 4.0
International Licence (CC BY-SA 4.0): https://creativecommons.org/licenses/by-sa/4.0/legalcode

It was made from the sources that LICENSES_SOURCES names. Their data was changed: converted, relabelled,
joined, and dressed as news (case, headlines, datelines, typography).
"""


def write_notices(model: Path) -> None:
    """Write the licence and the attributions beside a model, where ``spacy package`` takes them up.

    Args:
        model: the folder of the model, whose ``meta.json`` lists the sources.
    """
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    lines = [f"{s['name']}\n  by {s['author']}\n  {s['url']}\n  {s['license']}\n" for s in meta["sources"]]
    wordnet = (files("spacy_lookups_data") / "data" / "en_license.txt").read_text(encoding="utf-8")
    name = f"{meta['lang']}_{meta['name']}"
    (model / "LICENSE").write_text(LICENCE.format(name=name), encoding="utf-8")
    (model / "LICENSES_SOURCES").write_text("\n".join([*lines, wordnet]), encoding="utf-8")


def package(model: Path, out: Path) -> Path:
    """Build the wheel of a model.

    Args:
        model: the folder of the model.
        out: the folder that the wheel's project is made in.

    Returns:
        The wheel.
    """
    write_notices(model)
    out.mkdir(parents=True, exist_ok=True)
    spacy_package(model, out, create_sdist=False, create_wheel=True, force=True, silent=True)
    return max(out.glob("*/dist/*.whl"), key=lambda wheel: wheel.stat().st_mtime)
