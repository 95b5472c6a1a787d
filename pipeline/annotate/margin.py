"""How sure the parser was of a word: what its best action led over the others by.

spaCy's transition-based parser reads a sentence action by action. The margin of a word is
the mean probability of the actions that were taken while the word lay on top of the stack
or came next; a guess between two readings shows in it.
"""

from typing import Any

import numpy as np
from spacy.pipeline import DependencyParser
from spacy.tokens import Span, Token

NEUTRAL = 1.0
"""The margin where there is no parser of this kind to ask."""
DECIMALS = 3
Steps = tuple[list[float], list[tuple[int, int]]]


class ParserMargin:
    """Asks a parser; sentences are read again once, and only when somebody asks.

    Args:
        parser: spaCy's parser, or anything else, for which every margin is neutral.
    """

    def __init__(self, parser: object | None) -> None:
        self._parser: Any = parser if isinstance(parser, DependencyParser) else None
        self._sentence: Span | None = None
        self._steps: Steps = ([], [])

    def of(self, token: Token) -> float:
        """Return the margin of a word, in [0, 1]."""
        sentence = token.sent
        if self._parser is None or len(sentence.doc.tensor) != len(sentence.doc):
            return NEUTRAL
        if self._sentence is None or self._sentence.doc is not sentence.doc or self._sentence != sentence:
            self._sentence, self._steps = sentence, self._read(sentence)
        place = token.i - sentence.start
        shares = [share for share, words in zip(*self._steps, strict=True) if place in words]
        return round(float(np.mean(shares)), DECIMALS) if shares else NEUTRAL

    def _read(self, sentence: Span) -> Steps:
        """Parse a sentence and return each action's probability and the two words that it was about."""
        doc = sentence.as_doc()
        model = self._parser.model.predict([doc])
        (state,) = self._parser.moves.init_batch([doc])
        shares: list[float] = []
        words: list[tuple[int, int]] = []
        while not state.is_final():
            scores = np.asarray(model.predict([state]), dtype="float32")
            odds = np.exp(scores[0] - scores[0].max())
            shares.append(float(odds.max() / odds.sum()))
            words.append((state.S(0), state.B(0)))
            self._parser.transition_states([state], scores)
        return shares, words
