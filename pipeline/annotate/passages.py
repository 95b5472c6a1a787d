"""The component `factwire_passages`: the model reads each passage of a text by itself.

A passage is a stretch of whole sentences, told from the raw text: mostly one sentence, two where a full stop
may be an abbreviation's. Nothing around it changes how it is read, so that a sentence has the same
tree and names in every article, and a passage that can hold no fact need not be read at all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, NamedTuple

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.annotate.words import is_legal_form, words

NAME = "factwire_passages"
READ = "factwire_read"
ATTRIBUTES = [TAG, POS, MORPH, LEMMA, ENT_IOB, ENT_TYPE]
PARAGRAPH = re.compile(r"\n\s*\n")
# Some wires have a lone "&" where a line broke.
SENTENCE_END = re.compile(r"(?<=[\w%)\]])[.!?][\"'”’)\]]*\s+(?:&\s+)?(?=[\"'“‘(\[]?[A-Z])")
LAST_WORD = re.compile(r"[\w'’-]+$")
FIRST_WORD = re.compile(r"\W*([A-Za-z]+)")
LEAST_LETTERS = 3
LEAST_OF_NAME = 4
LONGEST_NUMBER = 3  # of an entry in a list: "12."
CLOSED = ("%", ")", "]")
LONGEST_OPENER = 16


@Language.factory(NAME, assigns=["token.tag", "token.dep", "doc.ents"], default_config={"components": []})
def make_factwire_passages(nlp: Language, name: str, components: list[str]) -> "FactwirePassages":
    """Create the component that has each passage read by itself."""
    return FactwirePassages(nlp, name, components)


class FactwirePassages:
    """Gives documents the annotation that a model's components make of each passage alone.

    Args:
        nlp: The pipeline that has the components; there they are disabled, since they run here.
        name: Name of the component in the pipeline.
        components: Names of the model's components, in their order.
    """

    def __init__(self, nlp: Language, name: str = NAME, components: Sequence[str] = ()) -> None:
        self.nlp = nlp
        self.name = name
        self.components = list(components)

    def __call__(self, doc: Doc) -> Doc:
        """Read a document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Read documents, the passages of several together."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            parts = [list(_parts(doc)) for doc in docs]
            self._read([part for each in parts for part in each])
            for doc, each in zip(docs, parts, strict=True):
                yield _joined(doc, [part.doc for part in each])

    def _read(self, parts: Iterable["_Part"]) -> None:
        """Have passages read by the components that have not read them yet."""
        waiting: dict[tuple[str, ...], list[Doc]] = {}
        for part in parts:
            missing = tuple(name for name in self.components if name not in part.by)
            waiting.setdefault(missing, []).append(part.doc)
        for missing, docs in waiting.items():
            for _ in piped(self.nlp, docs, missing):
                pass


class _Part(NamedTuple):
    """A passage as a document of its own, and the names of the components that have read it."""

    doc: Doc
    by: Sequence[str] = ()


def keep(doc: Doc, start: int, part: Doc, components: Sequence[str]) -> None:
    """Keep a passage that some components have read already, for when its document is read.

    Args:
        doc: The document.
        start: Index of the passage's first token.
        part: The passage, as `alone` makes it.
        components: The components' names.
    """
    doc.user_data.setdefault(READ, {})[start] = _Part(part, components)


def _parts(doc: Doc) -> Iterator[_Part]:
    """Yield the passages of a document, those that were kept as they are."""
    kept: dict[int, _Part] = doc.user_data.pop(READ, {})
    for passage in split(doc):
        yield kept.get(passage.start) or _Part(alone(passage))


def piped(nlp: Language, docs: Iterable[Doc], names: Iterable[str]) -> Iterable[Doc]:
    """Return documents as some components of a pipeline leave them."""
    for name in names:
        component: Any = nlp.get_pipe(name)
        docs = (
            component.pipe(docs, batch_size=nlp.batch_size)
            if hasattr(component, "pipe")
            else map(component, docs)
        )
    return docs


def passages(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the stretches of a text that hold whole sentences.

    Where sentences end is guessed so that two may be taken for one, not one for two.
    """
    begin = 0
    for gap in (*PARAGRAPH.finditer(text), None):
        end = gap.start() if gap else len(text)
        yield from _within(text, begin, end)
        begin = gap.end() if gap else end


def _within(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the passages of a paragraph."""
    paragraph, start = text[begin:end], 0
    for stop in SENTENCE_END.finditer(paragraph):
        after = paragraph[stop.end() : stop.end() + LONGEST_OPENER]
        if _ends_sentence(paragraph[start : stop.start()], after):
            yield begin + start, begin + stop.end()
            start = stop.end()
    yield begin + start, end


def _ends_sentence(before: str, after: str) -> bool:
    """Tell whether a full stop between these words surely ends a sentence."""
    table = words().sentences
    found, opener = LAST_WORD.search(before), FIRST_WORD.match(after)
    word = found[0] if found else ""
    if opener and opener[1].lower() in table.openers and word.lower() not in table.titles:
        return True
    if word.isdigit() or before[-1:] in CLOSED:
        return len(before) > LONGEST_NUMBER
    least = LEAST_LETTERS if word.islower() else LEAST_OF_NAME
    short = word.lower() in table.abbreviations | table.titles or is_legal_form(word)
    return (word.islower() or word.istitle()) and len(word) >= least and not short


def split(doc: Doc) -> list[Span]:
    """Return the passages of a document."""
    return [doc[first:end] for first, end in pairwise([*_first_tokens(doc), len(doc)])]


def alone(passage: Span) -> Doc:
    """Return a passage as a document of its own, with the boundaries that are set in it."""
    part = passage.as_doc()
    part[0].is_sent_start = True
    return part


def _first_tokens(doc: Doc) -> list[int]:
    """Return the first token of each passage; none begins within a run of words."""
    starts = [start for start, _ in passages(doc.text)]
    first = [0] if len(doc) else []
    at = 1
    for token in doc:
        if token.is_space or at >= len(starts) or token.idx < starts[at]:
            continue
        while at < len(starts) and starts[at] <= token.idx:
            at += 1
        if token.i and token.is_sent_start is not False:
            first.append(token.i)
    return first


def _joined(doc: Doc, parts: Sequence[Doc]) -> Doc:
    """Write the annotation of passages over their document."""
    if parts:
        parsed = any(part.has_annotation("DEP") for part in parts)  # a tree tells where its sentence begins
        attributes = [*ATTRIBUTES, *([DEP, HEAD] if parsed else [SENT_START])]
        table: Any = np.concatenate([part.to_array(attributes) for part in parts])
        doc.from_array(attributes, table)
        tensors = [part.tensor for part in parts]
        if all(len(tensor) == len(part) for tensor, part in zip(tensors, parts, strict=True)):
            doc.tensor = np.concatenate(tensors)
    return doc
