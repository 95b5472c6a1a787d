"""The views before all is known: what a rule may come to match once it is.

A role may be filled by anything but a plain common noun whose classes rule it out, one word may
fill several roles, and nothing forbids a rule. So whatever `PredicateView` lets match on the
finished document, this one does.
"""

from collections.abc import Set

from spacy.tokens import Token

from pipeline.predicates.classes import classes_of, measured
from pipeline.predicates.view import PredicateView

COMMON_TAGS = frozenset({"NN", "NNS"})
HYPHENS = frozenset({"-", "–"})
# Common nouns that patterns of entities take for goods although they are somebody ("aircraft carriers").
ARMED = frozenset({"carrier", "carriers"})


class GrammarView(PredicateView):
    """All predicates of a document that is parsed, but whose names were not looked for.

    Args:
        doc: The document.
    """

    is_final = False

    def is_of(self, token: Token, classes: Set[str]) -> bool:
        """Tell whether a word, or what it measures, may be of one of some classes."""
        return self._is_open(token) or super().is_of(token, classes)

    def classes(self, token: Token) -> frozenset[str] | None:
        """Return the classes of a plain common noun, None for all else."""
        return None if self._is_open(token) else classes_of(self.graph, token)

    def _is_open(self, token: Token) -> bool:
        return not (_is_common(token) and _is_common(measured(self.graph, token)))


class NamedView(GrammarView):
    """All predicates of a passage whose names are known, but not what the rest of its document tells.

    That may make a person of a single name, and tonnes of a bare number.

    Args:
        doc: The passage.
    """

    def _is_open(self, token: Token) -> bool:
        return any(_rests_on_document(word) for word in (token, measured(self.graph, token)))


def _rests_on_document(token: Token) -> bool:
    if token.pos_ == "NUM":
        return True
    longer = token.i + 1 < len(token.doc) and token.nbor(1).ent_iob_ == "I"
    return token.ent_type_ == "PERSON" and token.ent_iob_ == "B" and not longer


def _is_common(token: Token) -> bool:
    """Tell whether a word surely is a common noun on its own."""
    if token.tag_ not in COMMON_TAGS or not token.is_lower or not token.is_alpha or token.lower_ in ARMED:
        return False
    beside = (token.i - 1, token.i + 1)
    return not any(0 <= i < len(token.doc) and token.doc[i].text in HYPHENS for i in beside)
