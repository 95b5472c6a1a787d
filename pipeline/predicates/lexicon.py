"""The curated classes of words (`data/classes.toml`) and the first senses of WordNet."""

import tomllib
from functools import cache
from importlib.resources import files

from pipeline.errors import E, FactwireError


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Return the curated classes of each lemma of `classes.toml`.

    Raises:
        FactwireError: E020 for an unknown key of a class, E021 for a class without lemmas.
    """
    path = files("pipeline.predicates") / "data" / "classes.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for name, entry in table.items():
        for key in entry:
            if key not in ("about", "lemmas"):
                raise FactwireError(E.E020, path=path, entry=name, key=key, allowed="about, lemmas")
        if not entry.get("lemmas"):
            raise FactwireError(E.E021, path=path, entry=name, reason="no lemmas")
        for lemma in entry["lemmas"]:
            found.setdefault(lemma, set()).add(name)
    return {lemma: frozenset(names) for lemma, names in found.items()}


@cache
def words(name: str) -> frozenset[str]:
    """Return the lemmas of one class of `classes.toml`."""
    return frozenset(lemma for lemma, names in lexicon().items() if name in names)


@cache
def supersenses() -> dict[str, str]:
    """Return the WordNet lexicographer file of each noun's first sense."""
    path = files("pipeline.predicates") / "data" / "supersenses.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))
