"""Inflected forms of trigger lemmas, so that a trigger is known whatever the lemmatizer says.

Headlines in capitals ("BUYS") and words that the tagger misjudges keep their surface
form as lemma; the forms of some hundred trigger lemmas are few enough to list.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.annotate.words import words

VOWELS = "aeiou"
ONE_SHORT_SYLLABLE = re.compile(r"[^aeiou]*(?:qu)?[aeiou][bdglmnprt]")


@cache
def _table() -> dict[str, Any]:
    path = files("pipeline.relations") / "irregular.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def irregular() -> dict[str, tuple[str, ...]]:
    """Return the irregular forms of a lemma, from `irregular.toml`."""
    return {lemma: tuple(forms) for lemma, forms in _table()["forms"].items()}


def verb_forms(lemma: str) -> Iterator[str]:
    """Yield the forms of a verb: base, third person, past, participle, gerund."""
    prefix, hyphen, base = lemma.rpartition("-")
    if hyphen:
        yield from (f"{prefix}-{form}" for form in verb_forms(base))
        return
    yield lemma
    yield _add_s(lemma)
    stem = _doubled(lemma)
    yield _add_ing(lemma, stem)
    forms = irregular().get(lemma)
    yield from forms or (_add_ed(lemma, stem),)


def noun_forms(lemma: str) -> Iterator[str]:
    """Yield singular and plural of a noun, also as it is written with a hyphen."""
    yield lemma
    yield from irregular().get(f"{lemma} (noun)", (_add_s(lemma),))
    for form in _hyphened().get(lemma, ()):
        yield from (form, _add_s(form))


@cache
def _hyphened() -> dict[str, tuple[str, ...]]:
    """Return the hyphenated spellings of a noun that has another lemma."""
    table = words().hyphened
    return {lemma: tuple(f for f, known in table.items() if known == lemma != f) for lemma in table.values()}


def _add_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _add_ed(lemma: str, stem: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ied"
    return stem + "ed"


def _add_ing(lemma: str, stem: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return lemma[:-1] + "ing"
    return stem + "ing"


def _doubled(lemma: str) -> str:
    """Double the last consonant after one short syllable ("slap") or where irregular.toml says so."""
    doubles = ONE_SHORT_SYLLABLE.fullmatch(lemma) or lemma in _table()["doubling"]
    return lemma + lemma[-1] if doubles else lemma
