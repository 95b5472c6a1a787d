"""Turns of a transcript: "SPOKESPERSON: They were shipped." is what the spokesperson says."""

import re
from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.predicates.lexicon import words

LABEL = re.compile(r"^[ \t]*(?P<label>[A-Z][\w.'’() -]{0,40}?)[ \t]*:[ \t]+(?=\S)", re.MULTILINE)
FEWEST, FEWEST_SPEAKERS = 3, 2
LONGEST_LABEL = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the next one speaks.

    Attributes:
        label: Who speaks, as the transcript prints it.
        end: Index after the last token of the turn.
    """

    label: Span
    end: int

    def __contains__(self, token: object) -> bool:
        return isinstance(token, Token) and self.label.end <= token.i < self.end


def turns(doc: Doc) -> list[Turn]:
    """Return the turns of a transcript, none of other texts: two speakers at least, one of them twice.

    Who reads the news is no source of it: the programme is the writer.
    """
    opened = [m for m in LABEL.finditer(doc.text) if len(m["label"].split()) <= LONGEST_LABEL]
    told = Counter(match["label"] for match in opened)
    if len(opened) < FEWEST or len(told) < FEWEST_SPEAKERS or max(told.values()) == 1:
        return []
    spans = (doc.char_span(*match.span("label"), alignment_mode="expand") for match in opened)
    labels = [span for span in spans if span is not None]
    ends = [label.start for label in labels[1:]] + [len(doc)]
    return [
        Turn(label, end)
        for label, end in zip(labels, ends, strict=True)
        if label[-1].lower_ not in words("newsreader")
    ]
