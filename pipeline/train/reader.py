"""The training corpus of tagger and parser: treebank sentences dressed as news, anew in each epoch."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.training import Example
from spacy.util import registry

from pipeline.train import styles, trees
from pipeline.train.headlines import cased, headline
from pipeline.train.trees import Line, Sentence

Reader = Callable[[Language], Iterable[Example]]
PARAGRAPH_GAPS = ("\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n\n  ", " \n\n")


def news_document(sentences: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Dress a run of treebank sentences as a piece of news."""
    style = styles.draw_style(rng)
    paragraphs = rng.choice([0.0, 0.0, 0.2, 0.5, 1.0])
    result = _headlines(sentences, style, rng)
    result += _lead_in(rng)
    for i, sentence in enumerate(sentences):
        body = styles.noise(styles.apply(sentence, style), rng)
        last = i == len(sentences) - 1
        result.append(styles.ended(body, " " if last else _gap(style, paragraphs, rng)))
    return result


def _gap(style: styles.Style, paragraphs: float, rng: random.Random) -> str:
    if rng.random() < paragraphs:
        return rng.choice(PARAGRAPH_GAPS)
    return " " + style.sentence_gap if style.sentence_gap == " " else style.sentence_gap or " "


def _headlines(sentences: list[Sentence], style: styles.Style, rng: random.Random) -> list[Sentence]:
    """Make up to one headline, most often before a blank line."""
    if rng.random() > 0.4:
        return []
    for sentence in rng.sample(sentences, min(3, len(sentences))):
        made = headline(sentence, rng)
        if made is not None:
            bare = replace(style, case=None, wrapped=False)
            gap = rng.choice(["\n\n", "\n\n", "\n\n", "\n", "\n \n"])
            return [styles.ended(cased(styles.apply(made, bare), rng), gap)]
    return []


def _lead_in(rng: random.Random) -> list[Sentence]:
    draw = rng.random()
    if draw < 0.14:
        return [styles.dateline(rng)]
    return [styles.agency_prefix(rng)] if draw < 0.19 else []


def laid_out(lines: list[Line], gap: str) -> list[Sentence]:
    """Give sentences as they stand, with a gap between paragraphs."""
    result = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        begins = following is not None and following.begins_paragraph
        result.append(styles.ended(line.words, gap if begins else " "))
    return result


def _examples(nlp: Language, documents: Iterable[list[Sentence]]) -> Iterator[Example]:
    for sentences in documents:
        reference = trees.to_doc(nlp.vocab, sentences)
        yield Example(nlp.make_doc(reference.text), reference)


@registry.readers("factwire.NewsTreebank.v1")  # type: ignore[untyped-decorator]
def create_reader(paths: list[str], seed: int, dressed: float, longest: int) -> Reader:
    """Make the reader of the training corpus.

    Args:
        paths: CoNLL-U files.
        seed: of the random numbers.
        dressed: the share of documents that are dressed as news; the others stay as they are.
        longest: the most sentences in a document.
    """
    rng = random.Random(seed)
    corpora: list[list[Line]] = []

    def read(nlp: Language) -> Iterator[Example]:
        if not corpora:
            corpora.extend(trees.read_conllu(Path(path)) for path in paths)
        for lines in corpora:
            yield from _examples(nlp, _epoch(lines, rng, dressed, longest))

    return read


def _epoch(lines: list[Line], rng: random.Random, dressed: float, longest: int) -> Iterator[list[Sentence]]:
    start = 0
    while start < len(lines):
        size = rng.randint(1, longest)
        run = lines[start : start + size]
        start += size
        if rng.random() < dressed:
            yield news_document([line.words for line in run], rng)
        else:
            yield laid_out(run, rng.choice([" ", "\n\n"]))


@registry.readers("factwire.Treebank.v1")  # type: ignore[untyped-decorator]
def create_plain_reader(paths: list[str], gap: str) -> Reader:
    """Make a reader of treebanks as they are, ten sentences a document, for measuring.

    Args:
        paths: CoNLL-U files.
        gap: what stands between paragraphs: a blank line as in the source, or a space.
    """

    def read(nlp: Language) -> Iterator[Example]:
        for path in paths:
            lines = trees.read_conllu(Path(path))
            runs = (lines[i : i + 10] for i in range(0, len(lines), 10))
            yield from _examples(nlp, (laid_out(run, gap) for run in runs))

    return read
