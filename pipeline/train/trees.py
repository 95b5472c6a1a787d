"""Dependency trees as plain lists: what augmentation cuts and joins, and how they become spaCy documents."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc
from spacy.training.converters.conllu_to_docs import conllu_to_docs
from spacy.vocab import Vocab

DROPPED_FEATURES = ("Typo", "Abbr", "Style", "ExtPos")
SPACE_TAG, SPACE_POS, SPACE_DEP = "_SP", "SPACE", "dep"


@dataclass(slots=True)
class Word:
    """A token of a tree.

    ``head`` is the head's index in the sentence, the token's own for the root; ``gap`` tells whether a single
    space follows.
    """

    form: str
    lemma: str
    tag: str
    pos: str
    morph: str
    head: int
    dep: str
    gap: bool = True

    @property
    def is_space(self) -> bool:
        """Whether this is a token of white space."""
        return self.pos == SPACE_POS


Sentence = list[Word]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a treebank and whether a paragraph begins with it."""

    words: Sentence
    begins_paragraph: bool


def read_conllu(path: Path) -> list[Line]:
    """Read a CoNLL-U file with contractions split as spaCy splits them."""
    text = path.read_text(encoding="utf-8")
    docs = conllu_to_docs(text, n_sents=1, no_print=True)  # type: ignore[no-untyped-call]
    blocks = [block for block in text.split("\n\n") if block.strip()]
    return [
        Line(_sentence(doc), "# newpar" in block or "# newdoc" in block)
        for doc, block in zip(docs, blocks, strict=True)
    ]


def _sentence(doc: Doc) -> Sentence:
    return [
        Word(
            t.text,
            t.lemma_,
            t.tag_,
            t.pos_,
            _features(str(t.morph)),
            t.head.i,
            t.dep_,
            bool(t.whitespace_),
        )
        for t in doc
    ]


def _features(morph: str) -> str:
    return "|".join(f for f in morph.split("|") if f and f.partition("=")[0] not in DROPPED_FEATURES)


def copy(sentence: Sentence) -> Sentence:
    """Copy a sentence, so that it can be changed in place."""
    return [replace(word) for word in sentence]


def children(sentence: Sentence) -> list[list[int]]:
    """Give the dependents of each token."""
    result: list[list[int]] = [[] for _ in sentence]
    for i, word in enumerate(sentence):
        if word.head != i:
            result[word.head].append(i)
    return result


def subtree(sentence: Sentence, top: int) -> set[int]:
    """Give a token and everything below it."""
    below = children(sentence)
    found, waiting = {top}, [top]
    while waiting:
        fresh = below[waiting.pop()]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def without(sentence: Sentence, removed: set[int]) -> Sentence:
    """Give the sentence without some tokens; whatever hangs on a removed token must be removed with it."""
    kept = [i for i in range(len(sentence)) if i not in removed]
    new_index = {old: new for new, old in enumerate(kept)}
    result = [replace(sentence[i], head=new_index[sentence[i].head]) for i in kept]
    for new, old in enumerate(kept):
        following_removed = old + 1 in removed and old + 1 < len(sentence)
        if following_removed and new + 1 < len(kept):
            result[new].gap = sentence[kept[new + 1] - 1].gap
    return result


def space(form: str, head: int) -> Word:
    """Make a white-space token."""
    return Word(form, form, SPACE_TAG, SPACE_POS, "", head, SPACE_DEP, gap=False)


def with_space(sentence: Sentence, after: int, form: str) -> Sentence:
    """Insert a white-space token that hangs on the token before it."""
    at = after + 1
    shifted = [replace(word, head=word.head + (word.head >= at)) for word in sentence]
    return [*shifted[:at], space(form, after), *shifted[at:]]


def is_projective(sentence: Sentence) -> bool:
    """Tell whether no two arcs cross."""
    arcs = [(min(i, w.head), max(i, w.head)) for i, w in enumerate(sentence) if w.head != i]
    return not any(a < c < b < d for a, b in arcs for c, d in arcs)


def to_doc(vocab: Vocab, sentences: Iterable[Sentence]) -> Doc:
    """Join sentences to an annotated document."""
    words: list[Word] = []
    heads: list[int] = []
    starts: list[bool | int | None] = []
    for sentence in sentences:
        heads.extend(word.head + len(words) for word in sentence)
        starts.extend(i == 0 for i in range(len(sentence)))
        words.extend(sentence)
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.gap for word in words],
        tags=[word.tag for word in words],
        pos=[word.pos for word in words],
        morphs=[word.morph for word in words],
        lemmas=[word.lemma for word in words],
        heads=heads,
        deps=["ROOT" if word.dep == "root" else word.dep for word in words],
        sent_starts=starts,
    )
