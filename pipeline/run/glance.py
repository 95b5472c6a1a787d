"""The second part of the cascade: the parse decides whether an article is worth its names.

Of an article whose words let a rule fire, the model first reads the grammar only. Where no rule can
match there in a sentence with such words, whatever its names may be, the article has no facts:
entities aren't looked for.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.annotate import asides, truecase
from pipeline.predicates import GrammarView
from pipeline.predicates.lexicon import words
from pipeline.relations import RelationMatcher

NAMES = "ner"
GRAPH = "factwire_graph"
PRICED = ("agreement", "negotiation", "order")


class Glance:
    """Reads documents, those in which no rule can match no further than their grammar.

    Args:
        nlp: Pipeline of `load_pipeline`.
        spans: Gives the stretches of a text in which rules can fire by their words.
    """

    def __init__(self, nlp: Language, spans: Callable[[str], Iterable[tuple[int, int]]]) -> None:
        self.nlp = nlp
        self.spans = spans
        component: Any = nlp.get_pipe("factwire")
        self.matcher = RelationMatcher([rule for rule in component.matcher.rules if not rule.retells])
        names = nlp.pipe_names
        known = asides.NAME in names and not component.off
        before = names[: names.index(asides.NAME)] if known else []
        self.grammar = [name for name in before if name != NAMES]
        self.others = [name for name in names if name not in self.grammar]

    def read(self, docs: Iterable[Doc]) -> list[Doc]:
        """Return documents with their facts."""
        read = list(piped(self.nlp, docs, self.grammar))
        for _ in piped(self.nlp, [doc for doc in read if self.goes_on(doc)], self.others):
            pass
        return read

    def goes_on(self, doc: Doc) -> bool:
        """Tell whether a rule may match in a document whose grammar was read."""
        if not self.grammar or any(True for _ in asides.asides(doc)):
            return True
        tokens = [token for start, end in self.spans(doc.text) for token in _within(doc, start, end)]
        if any(map(_is_read_again, {token.sent for token in tokens})):
            return True
        view = GrammarView(doc)
        try:
            return any(_is_priced(token) or self.matcher.at(view, token) for token in tokens)
        finally:
            doc.user_data.pop(GRAPH, None)


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


def _within(doc: Doc, start: int, end: int) -> Iterator[Token]:
    span = doc.char_span(start, end, alignment_mode="expand")
    return iter(span if span is not None else doc)


def _is_read_again(sentence: Span) -> bool:
    """Tell whether a sentence's grammar isn't final: a headline's, which is read in small letters too."""
    return sentence.text.isupper() or truecase.is_title(sentence) or truecase.is_upper(sentence)


def _is_priced(token: Token) -> bool:
    """Tell whether a word has its worth before it: "a $5 million deal" is joined by the label only."""
    named = any(token.lemma_.lower() in words(name) for name in PRICED)
    return named and token.i > 0 and (token.nbor(-1).like_num or token.nbor(-1).is_currency)
