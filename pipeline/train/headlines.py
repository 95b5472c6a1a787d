"""Headlinese: headlines made from treebank sentences, with the tree kept right."""

import random
from dataclasses import replace

from pipeline.train import trees
from pipeline.train.trees import Sentence

PRUNED = {
    "advcl",
    "parataxis",
    "acl:relcl",
    "appos",
    "discourse",
    "vocative",
    "dislocated",
    "advcl:relcl",
}
ARTICLES = {"the", "a", "an"}
BE_FORMS = {"is", "are", "was", "were", "'s", "’s", "'re", "am"}
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
PRESENT_SINGULAR = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
PRESENT_PLURAL = "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"
SMALL_WORDS = {
    "of",
    "in",
    "on",
    "to",
    "for",
    "at",
    "by",
    "and",
    "or",
    "the",
    "a",
    "an",
    "with",
    "from",
    "as",
}
FINAL_STOPS = {".", "!", "?", "...", ";"}


def headline(sentence: Sentence, rng: random.Random) -> Sentence | None:
    """Make a headline of a sentence, or None where it gives no good one."""
    short = _pruned(trees.copy(sentence))
    short = _without_final_stop(short)
    if not 3 <= len(short) <= 16 or _root(short).pos not in ("VERB", "NOUN", "ADJ", "PROPN"):
        return None
    short = _without_articles(short, rng)
    short = _without_be(short, rng)
    _to_present(short, rng)
    _will_to_infinitive(short, rng)
    short = _comma_for_and(short, rng)
    if len(short) < 3:
        return None
    _capitalise_first(short)
    return short


def cased(sentence: Sentence, rng: random.Random) -> Sentence:
    """Give a headline one of the usual cases: sentence case, Title Case or capitals."""
    draw = rng.random()
    if draw < 0.45:
        return title_case(sentence)
    return upper_case(sentence) if draw < 0.6 else sentence


def title_case(sentence: Sentence) -> Sentence:
    """Capitalise all words, but for small ones."""
    result = trees.copy(sentence)
    for i, word in enumerate(result):
        if i == 0 or (
            word.form.lower() not in SMALL_WORDS and "'" not in word.form[:1] and "’" not in word.form[:1]
        ):
            word.form = word.form[:1].upper() + word.form[1:]
    return result


def upper_case(sentence: Sentence) -> Sentence:
    """Put all words in capitals."""
    return [replace(w, form=w.form.upper()) if len(w.form.upper()) == len(w.form) else w for w in sentence]


def _root(sentence: Sentence) -> trees.Word:
    return next(word for i, word in enumerate(sentence) if word.head == i)


def _leaves(sentence: Sentence) -> list[int]:
    return [i for i, below in enumerate(trees.children(sentence)) if not below]


def _pruned(sentence: Sentence) -> Sentence:
    """Drop side clauses and brackets, and the punctuation they leave at the ends."""
    if len(sentence) <= 14:
        return sentence
    removed: set[int] = set()
    for i, word in enumerate(sentence):
        if word.dep in PRUNED:
            removed |= trees.subtree(sentence, i)
    if len(removed) >= len(sentence):
        return sentence
    result = trees.without(sentence, removed)
    while len(result) > 3 and result[0].dep == "punct" and result[0].form in {",", "-", "--"}:
        result = trees.without(result, {0})
    return result


def _without_final_stop(sentence: Sentence) -> Sentence:
    while len(sentence) > 3 and sentence[-1].dep == "punct" and sentence[-1].form in FINAL_STOPS | {","}:
        sentence = trees.without(sentence, {len(sentence) - 1})
    return sentence


def _without_articles(sentence: Sentence, rng: random.Random) -> Sentence:
    if rng.random() < 0.1:
        return sentence
    removed = {
        i for i in _leaves(sentence) if sentence[i].dep == "det" and sentence[i].form.lower() in ARTICLES
    }
    return trees.without(sentence, removed)


def _without_be(sentence: Sentence, rng: random.Random) -> Sentence:
    """Drop "is/was" as passive auxiliary, before a participle, and (less often) as copula."""
    copula = rng.random() < 0.4
    if rng.random() < 0.2:
        return sentence
    removed = set()
    for i in _leaves(sentence):
        word = sentence[i]
        participle = sentence[word.head].tag in ("VBG", "VBN")
        auxiliary = word.dep in ("aux", "aux:pass") and participle
        if word.form.lower() in BE_FORMS and (auxiliary or (copula and word.dep == "cop")):
            removed.add(i)
    return trees.without(sentence, removed)


def _to_present(sentence: Sentence, rng: random.Random) -> None:
    if rng.random() < 0.15:
        return
    below = trees.children(sentence)
    for i, word in enumerate(sentence):
        if word.tag == "VBD" and word.lemma.isalpha():
            plural = any(_is_plural(sentence, j) for j in [*below[i], *_shared_subjects(sentence, below, i)])
            word.form = _finite(word.lemma, plural)
            word.tag = "VBP" if plural else "VBZ"
            word.morph = PRESENT_PLURAL if plural else PRESENT_SINGULAR


def _shared_subjects(sentence: Sentence, below: list[list[int]], i: int) -> list[int]:
    word = sentence[i]
    owner = word.head if word.dep in ("conj", "aux", "aux:pass", "cop") else i
    return [j for j in below[owner] if sentence[j].dep in SUBJECTS]


def _is_plural(sentence: Sentence, j: int) -> bool:
    word = sentence[j]
    if word.dep not in SUBJECTS:
        return False
    joined = any(other.head == j and other.dep == "conj" for other in sentence)
    return joined or "Number=Plur" in word.morph or word.form.lower() in ("i", "you")


def _finite(lemma: str, plural: bool) -> str:
    irregular = {
        "be": ("is", "are"),
        "have": ("has", "have"),
        "do": ("does", "do"),
        "go": ("goes", "go"),
    }
    if lemma in irregular:
        return irregular[lemma][plural]
    if plural:
        return lemma
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


def _will_to_infinitive(sentence: Sentence, rng: random.Random) -> None:
    if rng.random() < 0.2:
        return
    for word in sentence:
        if (
            word.dep == "aux"
            and word.form.lower() in ("will", "would", "'ll")
            and sentence[word.head].tag == "VB"
        ):
            word.form, word.lemma, word.tag, word.pos, word.morph, word.dep = (
                "to",
                "to",
                "TO",
                "PART",
                "",
                "mark",
            )


def _comma_for_and(sentence: Sentence, rng: random.Random) -> Sentence:
    """Put a comma for "and" between noun phrases."""
    if rng.random() < 0.5:
        return sentence
    nominal = ("NOUN", "PROPN")
    for i in _leaves(sentence):
        word = sentence[i]
        between_nouns = sentence[word.head].pos in nominal and sentence[word.head].dep == "conj"
        if (
            i > 0
            and word.dep == "cc"
            and word.form.lower() == "and"
            and between_nouns
            and sentence[i - 1].form != ","
        ):
            word.form, word.lemma, word.tag, word.pos, word.morph, word.dep = (
                ",",
                ",",
                ",",
                "PUNCT",
                "",
                "punct",
            )
            sentence[i - 1].gap = False
    return sentence


def _capitalise_first(sentence: Sentence) -> None:
    sentence[0].form = sentence[0].form[:1].upper() + sentence[0].form[1:]
