"""Reading a stretch of a document again in another form, and taking over what the model says of it.

The document's text is never altered: the model reads a copy, word for word or with some tokens left out, and
the copy's tags, tree and entities are written over those of the stretch.
"""

from collections.abc import Container, Iterator, Sequence
from typing import Any

from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

COPIED = [TAG, POS, MORPH, LEMMA, DEP, HEAD]
LEFT_OUT = "punct"


def read_copy(nlp: Language, name: str, copy: Doc, without: Container[str] = ()) -> Doc:
    """Return a copy as the components of a pipeline before the one of a name read it, but those left out."""
    for other, component in nlp.pipeline:
        if other == name:
            break
        if other not in without:
            copy = component(copy)
    return copy


def take_over(line: Span, kept: Sequence[Token], copy: Doc) -> None:
    """Write a copy's tags, tree and entities over those of a line.

    Args:
        line: The line, made of whole sentences.
        kept: The tokens of the line that the copy has, one for each of its tokens. The others keep their tags
            and hang on the token before them, or on the one behind at the line's start.
        copy: The copy.
    """
    doc = line.doc
    at = [token.i for token in kept]
    rows: Any = copy.to_array(COPIED)
    table: Any = doc.to_array(COPIED)
    place = COPIED.index(HEAD)
    heads = [at[token.head.i] for token in copy]
    dep = doc.vocab.strings.add(LEFT_OUT)
    owner = at[0]
    position = {i: k for k, i in enumerate(at)}
    for i in range(line.start, line.end):
        if i in position:
            owner, k = i, position[i]
            table[i] = rows[k]
            table[i, place] = _offset(heads[k] - i)
        else:
            table[i, place] = _offset(owner - i)
            table[i, COPIED.index(DEP)] = dep
    doc.from_array(COPIED, table)
    _take_entities(line, at, copy)


def _offset(distance: int) -> Any:
    """Return a head's distance as spaCy's arrays hold it: unsigned, in two's complement."""
    return distance % 2**64


def _take_entities(line: Span, at: Sequence[int], copy: Doc) -> None:
    doc = line.doc
    spans = [Span(doc, at[entity.start], at[entity.end - 1] + 1, label=entity.label) for entity in copy.ents]
    outside = [doc[start:end] for start, end in _gaps(line, spans)]
    doc.set_ents(spans, outside=outside, default="unmodified")


def _gaps(line: Span, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Give the stretches of a line outside entities."""
    start = line.start
    for span in spans:
        if span.start > start:
            yield start, span.start
        start = span.end
    if start < line.end:
        yield start, line.end
