"""How sure the parser was of a word: what its best action led over the others by.

spaCy's transition-based parser reads a sentence action by action. The margin of a word is
the mean probability of the actions that were taken while the word lay on top of the stack
or came next; a guess between two readings shows in it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.pipeline import DependencyParser
from spacy.tokens import Span, Token

NEUTRAL = 1.0
"""The margin where there is no parser of this kind to ask."""
DECIMALS = 3
Step = tuple[float, tuple[int, int]]


class ParserMargin:
    """Asks a parser: sentences of interest are read once more, all of a document together.

    Args:
        parser: spaCy's parser, or anything else, for which every margin is neutral.
    """

    def __init__(self, parser: object | None) -> None:
        self._parser: Any = parser if isinstance(parser, DependencyParser) else None

    def of(self, tokens: Sequence[Token]) -> list[float]:
        """Return the margins of words of one document, each in [0, 1]."""
        if self._parser is None or not tokens or len(tokens[0].doc.tensor) != len(tokens[0].doc):
            return [NEUTRAL] * len(tokens)
        sentences = {token.sent.start: token.sent for token in tokens}
        steps = dict(zip(sentences, self._read(list(sentences.values())), strict=True))
        return [_mean(steps[token.sent.start], token.i - token.sent.start) for token in tokens]

    def _read(self, sentences: list[Span]) -> list[list[Step]]:
        """Parse sentences; return each action's probability and the two words that it was about."""
        docs = [sentence.as_doc() for sentence in sentences]
        model = self._parser.model.predict(docs)
        states = self._parser.moves.init_batch(docs)
        steps: list[list[Step]] = [[] for _ in docs]
        while open_ := [i for i, state in enumerate(states) if not state.is_final()]:
            live = [states[i] for i in open_]
            scores = np.asarray(model.predict(live), dtype="float32")
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            for i, share in zip(open_, 1.0 / odds.sum(axis=1), strict=True):
                steps[i].append((float(share), (states[i].S(0), states[i].B(0))))
            self._parser.transition_states(live, scores)
        return steps


def _mean(steps: list[Step], place: int) -> float:
    shares = [share for share, words in steps if place in words]
    return round(sum(shares) / len(shares), DECIMALS) if shares else NEUTRAL
