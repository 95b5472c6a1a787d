"""The second part of the cascade: the parse of what can hold facts decides whether an article is read.

Of an article in some passages of which the words let a rule fire, the model first reads the grammar of
those passages only; then their names, where a rule may match whatever the names are. Where none may match
with these names, the article has no facts, and nothing else of it is read.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.annotate import asides, entities, hyphens, passages, sentences, truecase
from pipeline.predicates import GrammarView, NamedView
from pipeline.predicates.lexicon import words
from pipeline.relations import RelationMatcher
from pipeline.run.cascade import Opening

NAMES = "ner"
GRAPH = "factwire_graph"
PRICED = ("agreement", "negotiation", "order")


class Glance:
    """Reads documents, of those in which no rule can match the grammar of some passages only.

    Args:
        nlp: Pipeline of `load_pipeline`.
        openings: Gives the passages of a text in which rules can fire by their words.
    """

    def __init__(self, nlp: Language, openings: Callable[[str], Iterable[Opening]]) -> None:
        self.nlp = nlp
        self.openings = openings
        component: Any = nlp.get_pipe("factwire")
        self.matcher = RelationMatcher([rule for rule in component.matcher.rules if not rule.retells])
        layout = nlp.pipe_names[:1] == [sentences.NAME]
        reader: Any = nlp.get_pipe(passages.NAME) if layout and not component.off else None
        self.grammar = [name for name in reader.components if name != NAMES] if reader else []
        self.names = [NAMES] if reader and NAMES in reader.components else []
        self.names += [name for name in (hyphens.NAME, entities.NAME) if name in nlp.pipe_names]

    def read(self, docs: Iterable[Doc]) -> list[Doc]:
        """Return documents with their facts; what was read of them to decide isn't read again."""
        laid_out = list(passages.piped(self.nlp, docs, self.nlp.pipe_names[:1]))
        wanted = [doc for doc, goes_on in zip(laid_out, self.wanted(laid_out), strict=True) if goes_on]
        for _ in passages.piped(self.nlp, wanted, self.nlp.pipe_names[1:]):
            pass
        return laid_out

    def wanted(self, docs: list[Doc]) -> list[bool]:
        """Tell of documents with their layout's boundaries whether a rule may match in them."""
        if not self.grammar:
            return [True] * len(docs)
        found = [(i, rules, passage) for i, doc in enumerate(docs) for rules, passage in self._opened(doc)]
        read = passages.piped(self.nlp, [passages.alone(passage) for *_, passage in found], self.grammar)
        going: set[int] = set()
        for (i, rules, passage), part in zip(found, read, strict=True):
            passages.keep(docs[i], passage.start, part, self.grammar)
            if self.goes_on(part, rules):
                going.add(i)
        return [i in going for i in range(len(docs))]

    def _opened(self, doc: Doc) -> Iterator[tuple[frozenset[str], Span]]:
        """Yield the passages in which rules can fire by their words, each with those rules."""
        opened = list(self.openings(doc.text))
        for passage in passages.split(doc):
            within = [o.rules for o in opened if o.start < passage.end_char and passage.start_char < o.end]
            if within:
                yield frozenset().union(*within), passage

    def goes_on(self, passage: Doc, rules: frozenset[str]) -> bool:
        """Tell whether one of some rules may match in a passage whose grammar was read."""
        if any(True for _ in asides.asides(passage)) or any(map(_is_read_again, passage.sents)):
            return True
        if not any(map(_is_priced, passage)) and not self._may_match(GrammarView(passage), rules):
            return False
        passage.user_data.pop(GRAPH, None)
        named = passage.copy()  # hyphens join words, and the passage is kept as it is
        for _ in passages.piped(self.nlp, [named], self.names):
            pass
        return self._may_match(NamedView(named), rules)

    def _may_match(self, view: GrammarView, rules: frozenset[str]) -> bool:
        return any(self.matcher.at(view, token, only=rules) for token in view.graph.doc)


def _is_read_again(sentence: Span) -> bool:
    """Tell whether a sentence's grammar isn't final: a headline's, which is read in small letters too."""
    return sentence.text.isupper() or truecase.is_title(sentence) or truecase.is_upper(sentence)


def _is_priced(token: Token) -> bool:
    """Tell whether a word has its worth before it: "a $5 million deal" is joined by the label only."""
    named = any(token.lemma_.lower() in words(name) for name in PRICED)
    return named and token.i > 0 and (token.nbor(-1).like_num or token.nbor(-1).is_currency)
