"""Finding and loading the language model, with the components of this room."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.util import get_package_path, is_compatible_version, is_package

from pipeline.annotate import asides, entities, hyphens, passages, sentences, truecase
from pipeline.errors import E, FactwireError

PREFERRED = (
    "en_factwire_trf",
    "en_factwire_sm",
    "en_core_web_trf",
    "en_core_web_lg",
    "en_core_web_md",
    "en_core_web_sm",
)
BEHIND = (asides.NAME, truecase.NAME, hyphens.NAME, entities.NAME)
RULES = frozenset({sentences.NAME, passages.NAME, *BEHIND, "factwire"})
EXTRA_PACKAGES = {"en_core_web_trf": ("spacy_curated_transformers", "spacy_transformers")}


def load_model(name: str | None = None) -> Language:
    """Load an English spaCy pipeline and add sentence and entity rules to it.

    Args:
        name: Name or path of a pipeline, or None for the best one that is installed.

    Raises:
        FactwireError: E010 if there is no such model or it cannot be loaded, E011 if
            it was made for another version of spaCy.
    """
    chosen = name or best_model()
    check_version(chosen)
    try:
        nlp = spacy.load(chosen)
    except (OSError, ImportError, ValueError, KeyError) as error:
        raise FactwireError(E.E010, name=chosen, reason=_first_line(error)) from error
    return add_rules(nlp)


def best_model() -> str:
    """Return the name of the best model that is installed.

    Raises:
        FactwireError: E010 if none is.
    """
    for name in PREFERRED:
        extras = EXTRA_PACKAGES.get(name, ())
        if is_package(name) and (not extras or any(find_spec(extra) for extra in extras)):
            return name
    reason = "no English model is installed; `make setup` installs ours, or pip install one of spaCy's"
    raise FactwireError(E.E010, name=PREFERRED[0], reason=reason)


def check_version(name: str) -> None:
    """Refuse a model that was made for another version of spaCy.

    Raises:
        FactwireError: E010 if the model isn't there, E011 if its version doesn't fit.
    """
    wanted = _meta(name).get("spacy_version", "")
    if wanted and is_compatible_version(spacy_version, wanted) is False:
        raise FactwireError(E.E011, name=name, wanted=wanted, found=spacy_version)


def add_rules(nlp: Language) -> Language:
    """Add this room's components where they are missing; the model's own run within one of them."""
    own = [name for name in nlp.pipe_names if name not in RULES]
    if sentences.NAME not in nlp.pipe_names:
        nlp.add_pipe(sentences.NAME, first=True)
    if passages.NAME not in nlp.pipe_names:
        nlp.add_pipe(passages.NAME, last=True, config={"components": own})
        for name in own:
            nlp.disable_pipe(name)
    for name in BEHIND:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name, last=True)
    return nlp


def _meta(name: str) -> dict[str, Any]:
    path = get_package_path(name) if is_package(name) else Path(name)
    if not path.is_dir():
        raise FactwireError(E.E010, name=name, reason="neither an installed package nor a folder")
    try:
        meta: dict[str, Any] = json.loads((path / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FactwireError(E.E010, name=name, reason=_first_line(error)) from error
    return meta


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
