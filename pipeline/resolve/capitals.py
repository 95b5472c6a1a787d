"""What capitals, calendar words and places in the text tell of a word."""

from functools import cache, lru_cache

from babel import Locale
from spacy.tokens import Doc, Token

from pipeline.annotate.feedlines import end_in_line
from pipeline.annotate.truecase import written
from pipeline.predicates import Graph
from pipeline.resolve.countries import fold
from pipeline.resolve.tables import actor_words

OPENERS = frozenset({'"', "“", "''", "``", "'", "‘", ":", "(", "--", "-", "—", ".", "!", "?", "&", "..."})
MAX_HEADLINE = 40


class Capitals:
    """Which words of a document are written as names, and where capitals say nothing.

    Args:
        graph: The dependency graph of the document.

    Attributes:
        capital: Whether each token is written like a name.
        headline: Number of tokens of the headline, 0 without one.
        middle: Words that have a capital in mid-sentence.
        plain: Words that occur without a capital.
        sequence: Words before another capitalised word, as a firm's first word is.
        family: Words that follow another capitalised word, as surnames do.
        acronyms: Words all in capitals.
    """

    def __init__(self, graph: Graph) -> None:
        self.headline = headline_end(graph.doc)
        tokens = graph.tokens
        self.capital = [is_capital(token) for token in tokens]
        text = tokens[self.headline :]
        upper = [token for token in text if self.capital[token.i]]
        self.middle = {t.lower_ for t in upper if not self.opens(t) and not after_abbreviation(t)}
        self.plain = {graph.words[token.i] for token in text if not self.capital[token.i]}
        self.sequence = {t.lower_ for t in upper if self.next_is_capital(t)}
        self.family = {t.lower_ for t in upper if t.i > self.headline and _follows_name(t)}
        shouted = [t.text for t in upper if t.text.isupper() and len(t.text) > 1]
        self.acronyms = {word.replace(".", "").casefold() for word in shouted}

    def opens(self, token: Token) -> bool:
        """Tell whether a capital can come from the word's place alone."""
        if token.i == self.headline:
            return True
        before = token.nbor(-1)
        return before.is_space or before.text in OPENERS or bool(token.is_sent_start and before.is_punct)

    def next_is_capital(self, token: Token) -> bool:
        """Tell whether the word after a token is written like a name."""
        return token.i + 1 < len(self.capital) and self.capital[token.i + 1]


def _follows_name(token: Token) -> bool:
    before = token.nbor(-1)
    return is_capital(before) and before.pos_ in ("PROPN", "NOUN", "ADJ")


@cache
def calendar() -> frozenset[str]:
    """Return the names of days and months, and their abbreviations, folded."""
    locale = Locale("en")
    found: set[str] = set()
    for names in (locale.months["format"], locale.days["format"]):
        found |= {fold(name) for name in names["wide"].values()}
        short = {fold(name) for name in names["abbreviated"].values()}
        found |= short - actor_words("ambiguous_calendar")
    return frozenset(found)


def is_capital(token: Token) -> bool:
    """Tell whether a word is written like a name ("Iran", "eBay", "al-Sadr")."""
    return _has_capital(written(token))


@lru_cache(maxsize=65536)
def _has_capital(word: str) -> bool:
    return word[:1].isupper() or (word[:1].islower() and any(char.isupper() for char in word[1:3]))


def headline_end(doc: Doc) -> int:
    """Return the number of tokens of the headline: a first line in capitals, or without a full stop.

    Where feeds give one line, its headline ends before the dateline or the agency's name.
    """
    for token in doc:
        if token.is_space and "\n" in token.text:
            return 0 if token.i == 0 else _headline_if_so(doc, token.i)
        if token.i > MAX_HEADLINE:
            break
    text = end_in_line(doc)
    return next((token.i for token in doc if token.idx >= text), 0) if text else 0


def _headline_if_so(doc: Doc, end: int) -> int:
    last = doc[end - 1]
    blank = doc[end].text.count("\n") > 1
    return end if blank or last.text not in (".", "?", "!") else 0


def is_designation(text: str) -> bool:
    """Tell whether a word has letters and digits, as models of goods do ("A380")."""
    return any(char.isdigit() for char in text) and any(char.isalpha() for char in text)


def is_plural_acronym(text: str) -> bool:
    """Tell whether a word is an abbreviation in the plural, which is no name ("PCs", "MPs")."""
    return len(text) > 2 and text[:-1].isupper() and text[:-1].isalpha() and text[-1] == "s"


def is_of_money(token: Token) -> bool:
    """Tell whether a country only tells whose dollars they are ("US$135")."""
    follows = token.i + 1 < len(token.doc) and not token.whitespace_
    return follows and token.nbor(1).text.startswith("$")


def after_abbreviation(token: Token) -> bool:
    """Tell whether a word follows "U.S." or the like, where wires print a capital."""
    if token.i == 0:
        return False
    before = token.nbor(-1).text
    return len(before) > 2 and before.endswith(".") and before[1] == "."
