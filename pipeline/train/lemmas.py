"""Lemma tables: spaCy's English rules with the exceptions that the treebanks show.

The rule lemmatizer lowers the form first, so headlines in any case get their lemmas. Its tables are stored
in the model; spacy-lookups-data is needed for training only.
"""

from collections import Counter, defaultdict
from pathlib import Path

from spacy.language import Language
from spacy.lookups import Lookups, load_lookups
from spacy.pipeline import Lemmatizer

from pipeline.train import trees

OPEN_CLASSES = ("noun", "verb", "adj", "adv")
TABLES = ["lemma_rules", "lemma_exc", "lemma_index"]
KEPT_AS_WRITTEN = {"PROPN", "SPACE", "NUM", "X", "SYM"}
LEAST_COUNT = 2
LEAST_SHARE = 0.6


def treebank_lemmas(paths: list[Path]) -> dict[str, dict[str, str]]:
    """Give the usual lemma of each lowercase form by part of speech."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for path in paths:
        for line in trees.read_conllu(path):
            for word in line.words:
                if word.pos not in KEPT_AS_WRITTEN and word.tag not in ("NNP", "NNPS"):
                    seen[word.pos.lower(), word.form.lower()][word.lemma] += 1
    result: dict[str, dict[str, str]] = defaultdict(dict)
    for (pos, form), lemmas in sorted(seen.items()):
        lemma, count = lemmas.most_common(1)[0]
        if count >= LEAST_COUNT and count / lemmas.total() >= LEAST_SHARE:
            result[pos][form] = lemma
    return result


def _rivals(forms: dict[str, str], rules: list[list[str]], index: set[str]) -> set[str]:
    """Give the index's entries that would win over a treebank lemma, as "nee" over "need"."""
    found = set()
    for form, lemma in forms.items():
        stems = [form.removesuffix(old) + new for old, new in rules if form.endswith(old)]
        known = [stem for stem in stems if stem in index]
        if lemma in known and known[-1] != lemma:
            found.add(known[-1])
    return found - set(forms.values())


def _tables(paths: list[Path]) -> Lookups:
    """Join spaCy's tables with the treebanks' exceptions; known base forms are their own lemmas."""
    source = load_lookups("en", TABLES)
    found = {name: {pos: source.get_table(name).get(pos) for pos in OPEN_CLASSES} for name in TABLES}
    rules = {pos: [["", ""], *map(list, table or [])] for pos, table in found["lemma_rules"].items()}
    exceptions = {pos: dict(table or {}) for pos, table in found["lemma_exc"].items()}
    index = {pos: set(table or []) for pos, table in found["lemma_index"].items()}
    for pos, forms in treebank_lemmas(paths).items():
        exceptions.setdefault(pos, {}).update({form: [lemma] for form, lemma in forms.items()})
        index[pos] = index.get(pos, set()) - _rivals(forms, rules.get(pos, []), index.get(pos, set()))
    lookups = Lookups()
    lookups.add_table("lemma_rules", rules)
    lookups.add_table("lemma_exc", exceptions)
    lookups.add_table("lemma_index", {pos: sorted(found) for pos, found in index.items()})
    return lookups


def add_lemmatizer(nlp: Language, paths: list[Path]) -> None:
    """Add a rule lemmatizer with the treebanks' exceptions.

    Args:
        nlp: the pipeline, which must set parts of speech.
        paths: CoNLL-U files to learn exceptions from.
    """
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    assert isinstance(lemmatizer, Lemmatizer)
    lemmatizer.initialize(nlp=nlp, lookups=_tables(paths))
