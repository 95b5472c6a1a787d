"""Sentence boundaries that the layout gives, set before the parser, which keeps them.

Headline and body, bullets and datelines are boundaries whatever the words look like,
and inside a run of words with nothing between them there is none. All else is left to
the parser.
"""

import re
from itertools import takewhile

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.annotate.feedlines import end_in_line
from pipeline.annotate.truecase import is_plain_word
from pipeline.annotate.words import is_legal_form, words

NAME = "factwire_sentences"
TERMINAL = re.compile(r"[.!?…:;。]")
CLOSERS = frozenset("\"'”’»)]}&*") | {"''", "--", "<", ">"}
OPENERS = frozenset("\"'“‘«([{") | {"``"}
QUOTES = frozenset("\"'”’»") | {"''"}
BRACKETS = {")": "(", "]": "[", ">": "<"}
LONGEST_BRACKET = 12
BULLETS = frozenset("•‣◦▪·*–—") | {"-", "--"}
DATELINE_DASHES = frozenset({"-", "--", "–", "—"})
DATELINE_LENGTH = 14
SHORT_LINE = 0.7
CASE_WINDOW = 8
JOINING = frozenset({"of", "and", "for"})


@Language.factory(NAME, assigns=["token.is_sent_start"])
def make_factwire_sentences(nlp: Language, name: str) -> "FactwireSentences":
    """Create the component that sets the boundaries which the layout gives."""
    return FactwireSentences(name)


class FactwireSentences:
    """Sets `token.is_sent_start` to True at certain boundaries and to False inside runs of words.

    Args:
        name: Name of the component in the pipeline.
    """

    def __init__(self, name: str = NAME) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Match, then set the annotations."""
        starts = self.match(doc)
        return self.set_annotations(doc, starts)

    def match(self, doc: Doc) -> dict[int, bool]:
        """Return, by token index, whether a sentence starts there; undecided tokens are missing."""
        found: dict[int, bool] = {}
        width = _text_width(doc.text)
        paragraph, dateline = True, len(doc)
        text = end_in_line(doc)
        for token in doc:
            if token.is_space:
                found[token.i] = token.i == 0
                continue
            if token.i == 0 or _after_break(token, width) or (text and token.idx == text):
                found[token.i] = True
                paragraph = True
            elif _inside_words(token):
                found[token.i] = False
            elif _after_firm(token):
                found[token.i] = True
            if paragraph:
                dash = _dateline_end(token)
                paragraph = False
                if dash is not None:
                    dateline = dash
            if token.i == dateline:
                found[token.i] = False
            elif token.i == dateline + 1:
                found[token.i] = True
        return found

    def set_annotations(self, doc: Doc, starts: dict[int, bool]) -> Doc:
        """Write the boundaries; True wins over what stood there, nothing else is touched."""
        for i, starts_here in starts.items():
            if starts_here or doc[i].is_sent_start is None:
                doc[i].is_sent_start = starts_here
        return doc


def _text_width(text: str) -> int:
    """Return the length of the longest line, to tell a title from wrapped text."""
    return max(map(len, text.splitlines()), default=0)


def _after_break(token: Token, width: int) -> bool:
    """Tell whether the white space before a token ends a sentence."""
    if token.i == 0:
        return True
    space = token.nbor(-1)
    if not space.is_space or "\n" not in space.text.replace("\r", "\n").replace("\u2029", "\n"):
        return False
    breaks = space.text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n\n")
    if breaks.count("\n") > 1 or token.text in BULLETS:
        return True
    previous = _word_before(space)
    if previous is not None and TERMINAL.search(previous.text[-1]):
        return True
    return _is_short_line(space, width) and not token.text[:1].islower()


def _word_before(token: Token) -> Token | None:
    """Return the nearest token to the left that is neither space nor a closing mark."""
    i = token.i - 1
    while i >= 0 and (token.doc[i].is_space or token.doc[i].text in CLOSERS):
        i -= 1
    return token.doc[i] if i >= 0 else None


def _is_short_line(space: Token, width: int) -> bool:
    line = space.doc.text[: space.idx].rpartition("\n")[2]
    return len(line.strip()) < width * SHORT_LINE


def _inside_words(token: Token) -> bool:
    """Tell whether nothing can end before a token: it follows a word, a comma or an opening mark."""
    previous = token.nbor(-1)
    if previous.is_space:
        return False
    if previous.text[-1].isalnum() or previous.text == ",":
        return True
    before = previous.nbor(-1) if previous.i else None
    if previous.text in OPENERS and not previous.whitespace_:
        return before is None or before.is_space or bool(before.whitespace_)
    if before is None or before.is_space:
        return False
    if previous.text in BRACKETS:
        return before.text[-1].isalnum() and _stands_after_word(previous)
    return previous.text in QUOTES and before.text == ","


def _after_firm(token: Token) -> bool:
    """Tell whether a sentence ended with a firm's dotted legal form ("... from Acme Corp. Acme said").

    The next word is no title of the firm's officers; it is a small word ("It said", "Under the plan"), the
    firm's own first name, or a plain word with another one behind it ("Financial terms were").
    """
    previous = token.nbor(-1)
    if not (previous.text.endswith(".") and previous.is_title and is_legal_form(previous.text)):
        return False
    lowered = token.lower_
    if not token.is_title or lowered in words().firms.offices or _is_title_cased(token):
        return False
    if token.text == _first_of_name(previous):
        return True
    if token.is_stop:
        return lowered not in JOINING
    verbs = words().firms.predicates
    return is_plain_word(lowered) and any(
        t.is_lower and (t.is_stop or t.text in verbs) for t in token.doc[token.i + 1 : token.i + 3]
    )


def _first_of_name(last: Token) -> str:
    """Return the first of the capitalised words that end with one."""
    first = last
    while first.i and first.nbor(-1).text[:1].isupper() and not first.nbor(-1).is_stop:
        first = first.nbor(-1)
    return first.text


def _is_title_cased(token: Token) -> bool:
    """Tell whether no word with a meaning of its own is written small behind a token: a headline."""
    following = token.doc[token.i + 1 : token.i + CASE_WINDOW]
    line = takewhile(lambda t: not (t.is_space and "\n" in t.text), following)
    return not any(t.is_lower and t.is_alpha and not t.is_stop for t in line)


def _stands_after_word(bracket: Token) -> bool:
    """Tell whether what a bracket closes follows a word; a note after a full stop ("[1]") doesn't."""
    opening = BRACKETS[bracket.text]
    for i in range(bracket.i - 1, max(0, bracket.i - LONGEST_BRACKET), -1):
        if bracket.doc[i].text == opening:
            return bracket.doc[i - 1].text[-1].isalnum()
    return False


def _dateline_end(token: Token) -> int | None:
    """Return the index of the dash that ends a dateline starting at a token ("PARIS (AP) -")."""
    doc, bracket = token.doc, False
    if _is_wire_label(token):
        return token.i + 2
    if not token.text[:1].isupper():
        return None
    capitals = token.is_upper and len(token) > 1
    for i in range(token.i, min(token.i + DATELINE_LENGTH, len(doc) - 1)):
        word = doc[i]
        if word.is_space and "\n" in word.text:
            return None
        if word.text == ")" and _ends_agency(token, word):
            return i
        bracket = bracket or word.text == ")"
        if word.is_lower and len(word) > 3:
            return None
        spaced = i > token.i and doc[i - 1].whitespace_ != "" and word.whitespace_ != ""
        if word.text in DATELINE_DASHES and spaced:
            lower = any(word.is_lower for word in doc[token.i : i])
            return i if bracket or i == token.i + 1 or (capitals and not lower) else None
        if word.text in (".", "!", "?"):
            return None
    return None


def _is_wire_label(token: Token) -> bool:
    """Tell whether a headline starts with an agency's count of its versions ("UPDATE 2-Acme to buy Kilo").

    Where all is in capitals it may as well be a product ("BOEING 747-SP SOLD").
    """
    doc, i = token.doc, token.i
    if i + 3 >= len(doc) or not (token.is_upper and token.is_alpha and doc[i + 1].is_digit):
        return False
    tight = not doc[i + 1].whitespace_ and not doc[i + 2].whitespace_
    first = doc[i + 3].text[0].isupper()
    mixed = any(word.is_title for word in doc[i + 3 : i + DATELINE_LENGTH])
    return doc[i + 2].text in DATELINE_DASHES and tight and first and mixed


def _ends_agency(first: Token, bracket: Token) -> bool:
    """Tell whether a bracket ends a dateline without a dash ("Taipei, May 2 (CNA) The ...")."""
    before = first.doc[first.i : bracket.i]
    following = bracket.nbor(1)
    capitals = not any(word.is_lower for word in before)
    place_and_day = any(word.text == "," for word in before) or any(word.is_digit for word in before)
    return capitals and place_and_day and before[-1].is_upper and following.is_title
