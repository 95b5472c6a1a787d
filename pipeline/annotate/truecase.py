"""The component `factwire_truecase`: headlines read as if they were running text.

Title Case and capitals hide what is a name and what is not. Each such line is written again word by
word as running text would write it (Lita et al. 2003): as the article's own text writes the word, then
by a list of words that have no capital. The model reads that copy; its tags, tree and entities are
taken over. The document's text stays as it is.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator
from functools import cache
from importlib.resources import files

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.annotate.asides import NAME as ASIDES
from pipeline.annotate.asides import without_asides
from pipeline.annotate.copies import read_copy, take_over
from pipeline.annotate.words import words

NAME = "factwire_truecase"
RULES = frozenset({"factwire_sentences", ASIDES})
LONG_WORD = 4
MIN_LONG_WORDS = 2
MAX_LENGTH = 40
LONGEST_ACRONYM = 4
SHORT_NAME = 3
APOSTROPHES = ("'", "’")
NEGATIONS = frozenset({"n't", "n’t"})
TELLING_POS = frozenset({"VERB", "AUX", "ADV", "PRON"})
VOWELS = re.compile(r"[aeiouy]", re.IGNORECASE)
OPENERS = frozenset({'"', "“", "''", "``", "'", "‘", ":", "(", "--", "-", "—", "–", ".", "!", "?", "..."})
ENDINGS = (
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
)


# Whether words of a document were written again.
WRITTEN = "factwire_written"
Token.set_extension("written", default=None, force=True)


@Language.factory(NAME, requires=["token.is_sent_start"], assigns=["token.tag", "token.dep", "doc.ents"])
def make_factwire_truecase(nlp: Language, name: str) -> "FactwireTruecase":
    """Create the component that reads headlines as running text."""
    return FactwireTruecase(nlp, name)


class FactwireTruecase:
    """Gives lines in Title Case or capitals the annotation of a copy in the case of running text.

    Args:
        nlp: The pipeline, whose components before this one read the copy.
        name: Name of the component in the pipeline.
    """

    def __init__(self, nlp: Language, name: str = NAME) -> None:
        self.nlp = nlp
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the lines, read their copies, take over the annotation."""
        lines = list(shouted_lines(doc)) if doc.has_annotation("SENT_START") else []
        if lines:
            usage = Usage(doc, lines)
            for line in lines:
                self._read_again(line, usage)
        return doc

    def _read_again(self, line: Span, usage: "Usage") -> None:
        kept = without_asides(line)
        copy = Doc(
            line.doc.vocab,
            words=[usage.write(token, line) for token in kept],
            spaces=[bool(token.whitespace_) for token in kept],
        )
        if [token.text for token in copy] == [token.text for token in kept]:
            return
        copy[0].is_sent_start = True
        for token in copy[1:]:
            token.is_sent_start = False
        copy = read_copy(self.nlp, self.name, copy, RULES)
        take_over(line, kept, copy)
        for token, written in zip(kept, copy, strict=True):
            if token.text != written.text:
                token._.written = written.text
                line.doc.user_data[WRITTEN] = True


def written(token: Token) -> str:
    """Return a word as running text would write it: its own text but in headlines."""
    again = token.doc.user_data.get(WRITTEN)  # asked first, since an extension's value takes long to find
    return token._.written or token.text if again else token.text


def shouted_lines(doc: Doc) -> Iterator[Span]:
    """Give the sentences whose capitals say nothing of names: in Title Case or all in capitals."""
    for sentence in doc.sents:
        first, last = sentence.start, sentence.end
        while last > first and doc[last - 1].is_space:
            last -= 1
        line = doc[first:last]
        if len(line) <= MAX_LENGTH and (is_upper(line) or is_title(line)):
            yield line


def is_upper(line: Span) -> bool:
    """Tell whether a line is all in capitals."""
    letters = [token.text for token in line if any(char.isalpha() for char in token.text)]
    long = [word for word in letters if len(word) >= LONG_WORD]
    return len(long) >= MIN_LONG_WORDS and all(word.isupper() for word in long)


def is_title(line: Span) -> bool:
    """Tell whether a line is in Title Case: long words have a capital, verbs and plain words too."""
    long = [token for token in line if token.is_alpha and len(token) >= LONG_WORD and not token.is_stop]
    if len(long) < MIN_LONG_WORDS or not all(token.text[0].isupper() for token in long):
        return False
    if any(token.is_lower and token.pos_ in TELLING_POS for token in line):
        return False
    return any(token.i > line.start and is_plain_word(token.lower_) for token in long)


@cache
def plain_words() -> frozenset[str]:
    """Return the words that running text writes without a capital."""
    path = files("pipeline.annotate") / "data" / "plain_words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    agency = {*words().numbers.magnitudes, *words().money.words, *words().measure.units}
    return frozenset(line for line in lines if not line.startswith("#")) | agency | {"a"}


def is_plain_word(word: str) -> bool:
    """Tell whether running text writes a word, given in small letters, without a capital."""
    return has_base(word, plain_words())


def has_base(word: str, known: Container[str]) -> bool:
    """Tell whether a word or what is left of it without an inflection is known."""
    if word in known:
        return True
    for ending, replacements in ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) > 2:
            doubled = len(base) > 3 and base[-1] == base[-2] and base[:-1] in known
            if doubled or any(base + letter in known for letter in replacements):
                return True
    return False


class Usage:
    """How an article's running text writes its words.

    Args:
        doc: The article.
        lines: The stretches of it that say nothing of case.
    """

    def __init__(self, doc: Doc, lines: list[Span]) -> None:
        inside = {i for line in lines for i in range(line.start, line.end)}
        self.plain: Counter[str] = Counter()
        self.capital: dict[str, Counter[str]] = {}
        for token in doc:
            if token.i in inside or not token.text[:1].isalpha():
                continue
            if token.is_lower:
                self.plain[token.lower_] += 1
            elif not _opens(token):
                self.capital.setdefault(token.lower_, Counter())[token.text] += 1

    def write(self, token: Token, line: Span) -> str:
        """Return a word of a line as running text would write it; its length never changes."""
        text = token.text
        if text[:1] in APOSTROPHES or (token.i + 1 < line.end and token.nbor(1).lower_ in NEGATIONS):
            return _same_length(text.lower(), text)
        if not text[:1].isalpha() or any(char.isdigit() for char in text) or "." in text:
            return text
        if token.i > line.start and token.nbor(-1).text == "<":
            return text
        if _is_mixed(text) or (text.isupper() and not is_upper(line)):
            return text
        form = self._form(token, line)
        if token.i == line.start and form.islower():
            form = form[:1].upper() + form[1:]
        return _same_length(form, text)

    def _form(self, token: Token, line: Span) -> str:
        lower = token.text.lower()
        capital = self.capital.get(lower, Counter())
        if capital.total() > self.plain[lower]:
            return capital.most_common(1)[0][0]
        if self.plain[lower] or (is_plain_word(lower) and not _is_dated(token)):
            return lower
        if not token.text.isupper():
            return token.text
        is_acronym = len(lower) <= (SHORT_NAME if VOWELS.search(lower) else LONGEST_ACRONYM)
        return token.text if is_acronym else token.text.capitalize()


def _same_length(form: str, text: str) -> str:
    """Return a form of a word, or the word itself where the form has another length ("İ")."""
    return form if len(form) == len(text) else text


def _opens(token: Token) -> bool:
    """Tell whether a capital can come from the word's place alone."""
    if token.i == 0 or token.is_sent_start:
        return True
    before = token.nbor(-1)
    return before.is_space or before.text in OPENERS


def _is_mixed(text: str) -> bool:
    return any(char.isupper() for char in text[1:]) and any(char.islower() for char in text)


def _is_dated(token: Token) -> bool:
    """Tell whether a word that may be a month stands beside a number ("March 3")."""
    if token.lower_ not in words().time.ambiguous_months:
        return False
    beside = (token.i - 1, token.i + 1)
    return any(0 <= i < len(token.doc) and token.doc[i].text[:1].isdigit() for i in beside)
