"""The component `factwire_asides`: names read without the marks that agencies put behind or around them.

"Acme Widgets Inc <ACW.N> said", "the British firm <Tolley Paints> said", "Acme (NYSE: ACW) said": codes
of exchanges and pointed brackets stand in no treebank, and a parser takes them for actors of their own.
Sentences with such asides are read in a copy without them. Each token that was left out then hangs on
the word before it.
"""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.annotate.copies import read_copy, take_over
from pipeline.annotate.words import is_legal_form

NAME = "factwire_asides"
CODE = re.compile(r"[A-Z][A-Z0-9]{0,5}([./-][A-Z0-9]{1,3})*")
LISTED = re.compile(r"[A-Z]{1,6}\.[A-Z]{1,3}\b.*|[A-Za-z]\w[\w ]{0,13}: ?[A-Z][A-Z.]{0,5}( - .*)?")
CLOSING = {"<": ">", "(": ")"}
MAX_INSIDE = 12
TERMINAL = frozenset(".!?")
NEEDY = frozenset({"of", "by", "to", "from", "with", "for", "in"})

Token.set_extension("aside", default=False, force=True)


@Language.factory(NAME, requires=["token.dep"], assigns=["token.tag", "token.dep", "doc.ents"])
def make_factwire_asides(nlp: Language, name: str) -> "FactwireAsides":
    """Create the component that reads lines without codes and pointed brackets."""
    return FactwireAsides(nlp, name)


class FactwireAsides:
    """Gives lines with asides the annotation of a copy that lacks them.

    Args:
        nlp: The pipeline, whose components before this one read the copy.
        name: Name of the component in the pipeline.
    """

    def __init__(self, nlp: Language, name: str = NAME) -> None:
        self.nlp = nlp
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the asides, read the lines around them without them."""
        found = list(asides(doc)) if doc.has_annotation("DEP") else []
        for token in found:
            token._.aside = True
        for line in list(_stretches(doc)) if found else ():
            self._read_again(line)
        return doc

    def _read_again(self, line: Span) -> None:
        kept = without_asides(line)
        copy = Doc(
            line.doc.vocab,
            words=[token.text for token in kept],
            spaces=[_is_spaced(token) for token in kept],
        )
        take_over(line, kept, read_copy(self.nlp, self.name, copy))


def without_asides(line: Span) -> list[Token]:
    """Return the tokens of a line that are no asides."""
    return [token for token in line if not token._.aside]


def asides(doc: Doc) -> Iterator[Token]:
    """Give the tokens that are an exchange's code with its brackets, or the pointed brackets of a name."""
    for opening in doc:
        close = _close(opening)
        if close is None:
            continue
        inside = doc[opening.i + 1 : close].text
        pointed = opening.text == "<"
        if not _stands_behind_word(opening):
            name = pointed and inside[:1].isupper() and _starts_line(opening)
        elif LISTED.fullmatch(inside) or (pointed and _is_code(inside, opening)):
            yield from doc[opening.i : close + 1]
            name = False
        else:
            name = (pointed and inside[:1].isupper()) or _is_bracketed_firm(opening, close)
        if name:
            yield opening
            yield doc[close]


def _close(opening: Token) -> int | None:
    """Return where a bracket closes, on the same line and with something inside, or None."""
    doc, closing = opening.doc, CLOSING.get(opening.text)
    if closing is None:
        return None
    for i in range(opening.i + 1, min(opening.i + MAX_INSIDE, len(doc))):
        if doc[i].text == closing:
            return i if i > opening.i + 1 else None
        if doc[i].is_space:
            return None
    return None


def _is_code(inside: str, opening: Token) -> bool:
    return bool(CODE.fullmatch(inside)) and opening.nbor(-1).text[:1].isupper()


def _starts_line(opening: Token) -> bool:
    """Tell whether a bracket opens a line, or a sentence behind a full stop."""
    return opening.i == 0 or opening.nbor(-1).is_space or opening.nbor(-1).text in TERMINAL


def _is_bracketed_firm(opening: Token, close: int) -> bool:
    """Tell whether round brackets hold a firm's name that a preposition needs ("the stock of (Acme Inc)")."""
    doc, last = opening.doc, opening.doc[close - 1]
    needs = opening.nbor(-1).text in NEEDY
    named = all(token.text[:1].isupper() or token.text == "&" for token in doc[opening.i + 1 : close])
    return needs and named and is_legal_form(last.text)


def _stands_behind_word(token: Token) -> bool:
    before = token.nbor(-1).text[-1] if token.i else ""
    return before.isalnum() or before == "."


def _is_spaced(token: Token) -> bool:
    """Tell whether white space stands between a token and the next one that is no aside."""
    after = token
    while after.i + 1 < len(token.doc) and not after.whitespace_ and after.nbor(1)._.aside:
        after = after.nbor(1)
    return bool(after.whitespace_)


def _stretches(doc: Doc) -> Iterator[Span]:
    """Give the runs of sentences with asides, with what a wrong boundary may have cut off them."""
    end = 0
    for sentence in list(doc.sents):
        if sentence.start < end or not any(token._.aside for token in sentence):
            continue
        start, end = sentence.start, sentence.end
        while start > 0 and not _is_boundary(doc[start - 1]):
            start = doc[start - 1].sent.start
        while end < len(doc) and not _is_boundary(doc[end - 1]):
            end = doc[end].sent.end
        yield doc[start:end]


def _is_boundary(token: Token) -> bool:
    """Tell whether a sentence surely ends with a token: at an empty line or a full stop outside asides."""
    return token.text.count("\n") > 1 or (not token._.aside and token.text in TERMINAL)
