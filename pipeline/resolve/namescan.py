"""Finding names in running text by capitals, syntax and what stands around them.

A name is a run of capitalised words, with the small words that may stand inside one.
Titles, nationalities and descriptions in front of it ("Venezuelan energy firm PDVSA",
"Tory leader Michael Howard") are no part of it but tell what it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from babel import Locale
from spacy.tokens import Doc, Token

from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.classes import supersenses
from pipeline.resolve.countries import countries, fold
from pipeline.resolve.names import initials
from pipeline.resolve.tables import actor_words

FUNCTION_POS = frozenset({"DET", "PRON", "ADP", "SCONJ", "CCONJ", "AUX", "PART", "INTJ", "SPACE", "PUNCT"})
BEFORE_NAME = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "SYM"})
OPENERS = frozenset({'"', "“", "''", "``", "'", "‘", ":", "(", "--", "-", "—", ".", "!", "?", "&", "..."})
LOWER_SUFFIXES = frozenset({"inc", "ltd", "llc", "plc", "corp", "gmbh"})
MAX_BEFORE = 9
MAX_AFTER = 10
MAX_RUN = 14
HEADLINE_CAPITALS = 0.6


@dataclass(slots=True)
class NameMention:
    """A name in the text.

    Attributes:
        start: First token of the name itself.
        end: Token after its last.
        text: The name, without titles and description.
        outer: First token of the description before it.
        nouns: Lemmas of the nouns that describe it.
        nationality: Country of its description or possessor, or None.
        affiliation: Token of a name that its title belongs to ("ILFC president X"), or None.
        titled: Whether a title or a person's office stands before it.
        aliases: Other names that the text gives in brackets.
        appositions: Tokens of nominals that stand in apposition to it.
    """

    start: int
    end: int
    text: str
    outer: int
    nouns: list[str] = field(default_factory=list)
    nationality: str | None = None
    affiliation: int | None = None
    titled: bool = False
    aliases: list[tuple[int, int]] = field(default_factory=list)
    appositions: list[int] = field(default_factory=list)


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
    text = token.text
    return text[:1].isupper() or (text[:1].islower() and any(char.isupper() for char in text[1:3]))


def headline_end(doc: Doc) -> int:
    """Return the number of tokens of the headline: a first line in capitals, or without a full stop."""
    for token in doc:
        if token.is_space and "\n" in token.text:
            return 0 if token.i == 0 else _headline_if_so(doc, token.i)
        if token.i > 40:
            break
    return 0


def _headline_if_so(doc: Doc, end: int) -> int:
    last = doc[end - 1]
    blank = doc[end].text.count("\n") > 1
    return end if blank or last.text not in (".", "?", "!") else 0


class NameScanner:
    """Finds the names of one document, outside its headline.

    Args:
        doc: The document.
        graph: Its dependency graph.
    """

    def __init__(self, doc: Doc, graph: Graph) -> None:
        self.doc = doc
        self.graph = graph
        self.headline = headline_end(doc)
        self.middle = {
            token.lower_
            for token in doc[self.headline :]
            if is_capital(token) and not self._opens(token) and not _after_abbreviation(token)
        }
        self.plain = {token.lower_ for token in doc[self.headline :] if not is_capital(token)}
        self.family = {
            token.lower_
            for token in doc[self.headline + 1 :]
            if is_capital(token) and is_capital(token.nbor(-1)) and token.nbor(-1).pos_ in ("PROPN", "NOUN", "ADJ")
        }
        self.acronyms = {
            token.text.replace(".", "").casefold()
            for token in doc[self.headline :]
            if token.text.isupper() and len(token.text) > 1
        }

    def scan(self) -> Iterator[NameMention]:
        """Yield the names of the text in order."""
        i = self.headline
        while i < len(self.doc):
            if not self._starts(self.doc[i]):
                i += 1
                continue
            end = self._run(i)
            mention = None if self._is_office(i, end) else self._trim(i, end)
            if mention is not None:
                yield from self._affiliated(mention.affiliation, mention.outer, mention.start)
                yield mention
            else:
                yield from self._affiliated(i, i, end)
            i = max(end, i + 1)
            if mention is not None and mention.aliases:
                i = max(i, mention.aliases[-1][1])

    def _opens(self, token: Token) -> bool:
        """Tell whether a capital can come from the word's place alone."""
        if token.i == self.headline:
            return True
        before = token.nbor(-1)
        return before.is_space or before.text in OPENERS or (token.is_sent_start and before.is_punct)

    def _starts(self, token: Token) -> bool:
        if not is_capital(token) or token.pos_ in FUNCTION_POS - {"ADP", "PART", "AUX", "SPACE", "PUNCT"}:
            return is_capital(token) and token.lower_ in self.middle and countries().any(token.text) is not None
        if not token.text[0].isalpha() or _is_designation(token.text):
            return False
        if fold(token.text) in calendar():
            return self._is_dated_name(token)
        if not self._opens(token) and not _after_abbreviation(token):
            return True
        return self._is_name_anyway(token)

    def _is_dated_name(self, token: Token) -> bool:
        """Tell whether a day or month is a name: "the Sunday Times", "May's" of Theresa May."""
        after = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else token
        if is_capital(after) and after.i > token.i and token.i and token.nbor(-1).lower_ == "the":
            return True
        ambiguous = fold(token.text) in actor_words("ambiguous_calendar") and token.lower_ in self.family
        if ambiguous and after.tag_ == "POS":
            return True
        before = token.nbor(-1).pos_ if token.i else ""
        return ambiguous and before not in ("ADP", "ADJ", "NUM") and not after.like_num

    def _is_name_anyway(self, token: Token) -> bool:
        """Tell whether a word is a name though its capital may come from its place."""
        if countries().any(token.text) is not None or token.lower_ in self.middle:
            return True
        follows = token.i + 1 < len(self.doc) and is_capital(self.doc[token.i + 1])
        if token.pos_ in FUNCTION_POS or token.pos_ in ("ADV", "VERB", "NUM"):
            return follows and token.pos_ == "VERB" and token.lower_ not in self.plain
        lemma = noun_lemma(token)
        kinds = actor_words("company") | actor_words("person") | actor_words("body")
        if token.lower_ in self.plain or lemma in supersenses() or lemma in kinds or token.pos_ == "ADJ":
            return follows
        return token.pos_ in ("PROPN", "NOUN", "X") or bool(token.ent_type_)

    def _run(self, start: int) -> int:
        doc = self.doc
        end = start + 1
        while end < len(doc) and end - start < MAX_RUN:
            token = doc[end]
            if is_capital(token) and token.text[0].isalpha() and not self._breaks(token):
                end += 1
                continue
            joined = self._join(start, end)
            if not joined:
                break
            end = joined
        return end

    def _breaks(self, token: Token) -> bool:
        if fold(token.text) in calendar():
            after = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else token
            ambiguous = fold(token.text) in actor_words("ambiguous_calendar")
            return not ambiguous or after.like_num or token.ent_type_ == "DATE"
        if token.pos_ in ("PRON", "DET") and countries().any(token.text) is None:
            return True
        return _after_abbreviation(token) and not self._continues(token)

    def _continues(self, token: Token) -> bool:
        """Tell whether a capital after "U.S." is a name's and not a printer's."""
        word = token.lower_
        if word in actor_words("organisation_word") or word in actor_words("person"):
            return True
        follows = token.i + 1 < len(self.doc) and is_capital(self.doc[token.i + 1])
        return follows or (token.pos_ == "PROPN" and noun_lemma(token) not in supersenses())

    def _join(self, start: int, at: int) -> int:
        """Return the end of the run after a small word at `at` that joins two parts, or 0."""
        doc = self.doc
        token = doc[at]
        if at + 1 >= len(doc) or doc[at - 1].is_space:
            return 0
        after = doc[at + 1]
        tight = not doc[at - 1].whitespace_ and not token.whitespace_
        if token.text in ("-", "/", "'", "’") and tight and (is_capital(after) or token.text == "-"):
            return at + 2 if is_capital(after) else 0
        if token.text == "&" and is_capital(after):
            return at + 2
        if token.tag_ == "POS" and is_capital(after) and any(t.text == "&" for t in doc[start:at]):
            return at + 2
        if token.lower_ in actor_words("particle") and (is_capital(after) or after.text == "-"):
            skip = 2 if after.text == "-" else 1
            inner = at + skip < len(doc) and is_capital(doc[at + skip])
            return at + skip + 1 if inner else 0
        if fold(token.text) in LOWER_SUFFIXES:
            return at + 1
        if token.text == "," and fold(after.text) in LOWER_SUFFIXES:
            return at + 2
        if token.lower_ in ("of", "for"):
            return self._join_of(at)
        if token.lower_ == "and" and is_capital(after):
            return self._join_and(start, at)
        return 0

    def _join_of(self, at: int) -> int:
        doc = self.doc
        head = fold(doc[at - 1].text)
        after = at + 2 if doc[at + 1].lower_ == "the" and at + 2 < len(doc) else at + 1
        inside = doc[at].ent_iob_ == "I" and doc[after].ent_iob_ == "I"
        singular = head.removesuffix("s")
        inside = inside and countries().land(doc[after].text) is None
        named = head in actor_words("head_of") or singular in actor_words("head_of") or inside
        return after + 1 if named and is_capital(doc[after]) else 0

    def _join_and(self, start: int, at: int) -> int:
        """Join "Securities and Exchange Commission", not "Argentina and Venezuela"."""
        doc = self.doc
        end = at + 1
        while end < len(doc) and is_capital(doc[end]) and not doc[end].is_sent_start:
            end += 1
        suffixes = actor_words("suffix")
        rest = [fold(doc[i].text) for i in range(at + 1, end)]
        if all(word in suffixes for word in rest):
            return end
        text = doc[start:end].text
        if countries().any(doc[at - 1].text) is not None and countries().any(doc[at + 1].text) is not None:
            return 0
        if end - at > 2 and {form for form in initials(text) if len(form) > 2} & self.acronyms:
            return end
        last = fold(doc[end - 1].text)
        if end - at < 3 or not (last in suffixes or last in actor_words("organisation_word")):
            return 0
        below = last in suffixes and self.graph.head(doc[at - 1]).i in range(at + 1, end)
        common = all(fold(doc[i].text) in supersenses() for i in (at - 1, at + 1))
        return end if below or common else 0

    def _is_office(self, start: int, end: int) -> bool:
        """Tell whether a run names an office and nobody ("Chief Operating Officer")."""
        last = self.doc[end - 1]
        word = fold(last.text)
        office = word in actor_words("person") and word not in actor_words("ambiguous_title")
        return office and end - start > 1 and last.ent_type_ not in ("ORG", "PERSON")

    def _affiliated(self, start: int | None, first: int, limit: int) -> Iterator[NameMention]:
        """Yield the name that stands before a title in the same run ("OPEC President X")."""
        if start is None or start not in range(first, limit):
            return
        titles = actor_words("person") | actor_words("honorific")
        end = start + 1
        while end < limit and self._goes_on(end, titles):
            end += 1
        while end > start + 1 and not is_capital(self.doc[end - 1]):
            end -= 1
        word = self.doc[start]
        if fold(word.text) in titles or noun_lemma(word) in titles:
            return
        if countries().body(word.text) or (word.text.isupper() and len(word) > 1 and not word.is_sent_start):
            end = start + 1
        if not any(fold(self.doc[i].text) in calendar() for i in range(start, end)):
            yield NameMention(start, end, self.doc[start:end].text, start)

    def _goes_on(self, i: int, titles: frozenset[str]) -> bool:
        token = self.doc[i]
        word = fold(token.text)
        if word in titles or noun_lemma(token) in titles:
            return False
        return is_capital(token) or token.text in ("-", "&") or word in ("of", "and")

    # -- titles and descriptions ----------------------------------------------

    def _trim(self, start: int, end: int) -> NameMention | None:
        doc = self.doc
        first = self._after_title(start, end)
        titled = first > start
        name = first if titled else self._after_description(start, end)
        if self._only_nationality(name, end):
            name = end - 1
        stop = self._before_designation(name, end)
        while stop > name and doc[stop - 1].text in ("-", "&", "/", ","):
            stop -= 1
        if stop > name and self._owns_stop(stop):
            stop += 1
        if stop <= name or (stop - name == 1 and len(doc[name]) == 1):
            return None
        mention = NameMention(name, stop, doc[name:stop].text, start, titled=titled)
        if name > start:
            self._read_description(mention, start, name)
        self._look_left(mention)
        self._look_right(mention)
        return mention

    def _after_title(self, start: int, end: int) -> int:
        """Return where a person's name begins after the last title of a run, or `start`."""
        doc = self.doc
        words = [fold(doc[i].text) for i in range(start, end)]
        titles = actor_words("person") | actor_words("honorific")
        for k in range(len(words) - 2, -1, -1):
            if words[k] not in titles:
                continue
            rest = words[k + 1 :]
            if rest[0] in ("-", "&", "/", "of", "for", "and", "'") or not doc[start + k + 1].text[0].isalpha():
                continue
            if rest[-1] in actor_words("suffix") or rest[-1] in actor_words("organisation_word"):
                continue
            ambiguous = words[k] in actor_words("ambiguous_title")
            if ambiguous and len(rest) < 2 and not (k > 0 and words[k - 1] in titles):
                continue
            return start + k + 1
        return start

    def _after_description(self, start: int, end: int) -> int:
        """Return where a firm's name begins after "U.S. Publisher"."""
        doc = self.doc
        if end - start > 2 and countries().land(doc[start].text) is not None:
            kind = fold(doc[start + 1].text)
            if kind in actor_words("company") and _after_abbreviation(doc[start + 1]):
                return start + 2
        if end - start > 1 and fold(doc[start].text) in actor_words("company") and self._opens(doc[start]):
            if doc[start].lower_ not in self.middle:
                return start + 1
        return start

    def _owns_stop(self, stop: int) -> bool:
        """Tell whether a full stop after a name belongs to its suffix ("Kft. said")."""
        doc = self.doc
        if fold(doc[stop - 1].text) not in actor_words("suffix") or stop + 1 >= len(doc):
            return False
        after = doc[stop + 1]
        goes_on = after.text in ("(", ",", "'s") or after.text[:1].islower()
        return doc[stop].text == "." and not doc[stop - 1].whitespace_ and goes_on

    def _only_nationality(self, start: int, end: int) -> bool:
        """Tell whether a run at a sentence's start is "Troubled German", before a common noun."""
        doc = self.doc
        if end - start != 2 or end >= len(doc) or is_capital(doc[end]) or not self._opens(doc[start]):
            return False
        return countries().adjective(doc[end - 1].text) is not None and doc[start].lower_ not in self.middle

    def _before_designation(self, start: int, end: int) -> int:
        for i in range(start + 1, end):
            if _is_designation(self.doc[i].text):
                return i
        return end

    def _read_description(self, mention: NameMention, start: int, end: int) -> None:
        """Note nouns, nationality and affiliation of the words before a name."""
        doc = self.doc
        for i in range(start, end):
            token = doc[i]
            code = countries().land(token.text)
            lemma = noun_lemma(token)
            if code is not None:
                mention.nationality = mention.nationality or code
            elif lemma in actor_words("person") | actor_words("company") | actor_words("body"):
                mention.nouns.append(lemma)
            elif is_capital(token) and token.pos_ == "PROPN" and lemma not in actor_words("honorific"):
                mention.affiliation = i if mention.affiliation is None else mention.affiliation

    def _look_left(self, mention: NameMention) -> None:
        doc = self.doc
        i = mention.outer
        limit = max(self.headline, i - MAX_BEFORE, doc[i].sent.start)
        while i > limit and self._describes(doc[i - 1]):
            i -= 1
        if i < mention.outer:
            self._read_description(mention, i, mention.outer)
            last = noun_lemma(doc[mention.outer - 1])
            lower = not is_capital(doc[mention.outer - 1])
            mention.titled = mention.titled or (lower and last in actor_words("person") - actor_words("company"))
            mention.outer = i
        if i > limit and doc[i - 1].tag_ == "POS" and i - 1 > limit:
            owner = doc[i - 2]
            mention.nationality = mention.nationality or countries().land(owner.text)
            if mention.titled and is_capital(owner):
                mention.affiliation = owner.i
        self._appositive_before(mention, i, limit)

    def _describes(self, token: Token) -> bool:
        if token.is_space or token.text in (".", ",", ";", ":", "(", ")", '"'):
            return False
        if token.lower_ == "and":
            people = actor_words("person")
            return noun_lemma(token.nbor(-1)) in people and noun_lemma(token.nbor(1)) in people
        if token.is_punct and (token.whitespace_ or token.nbor(-1).whitespace_):
            return False
        if token.tag_ in ("VBN", "VBG", "JJ", "HYPH", "NN", "NNS", "NNP", "CD") and token.pos_ != "DET":
            return token.tag_ not in ("VBG", "VBN") or not self._is_clausal(token)
        return token.pos_ in BEFORE_NAME

    def _is_clausal(self, token: Token) -> bool:
        """Tell whether a participle governs what follows, instead of modifying it."""
        return self.graph.dep(token) not in ("amod", "compound")

    def _appositive_before(self, mention: NameMention, i: int, limit: int) -> None:
        """Link "The company, Acme, said" and "the world's largest brewer, Acme, said"."""
        doc = self.doc
        if i - 2 < limit or doc[i - 1].text != "," or i != mention.outer:
            return
        noun = doc[i - 2]
        kinds = actor_words("company") | actor_words("body") | actor_words("person") | actor_words("country")
        closes = mention.end < len(doc) and doc[mention.end].text in (",", ".", '"')
        if noun.pos_ == "NOUN" and noun_lemma(noun) in kinds and closes:
            mention.appositions.append(noun.i)
            mention.nouns.append(noun_lemma(noun))

    def _look_right(self, mention: NameMention) -> None:
        doc = self.doc
        i = mention.end
        if i + 2 < len(doc) and doc[i].text in ("(", "<"):
            close = next((j for j in range(i + 1, min(i + 9, len(doc))) if doc[j].text in (")", ">")), None)
            if close is None:
                return
            inner = doc[i + 1 : close]
            names = [token for token in inner if not token.is_punct or "." in token.text]
            if names and all(is_capital(token) for token in names):
                mention.aliases.append((i + 1, close))
            i = close + 1
        if i + 2 < len(doc) and doc[i].text == "," and doc[i + 1].pos_ in ("DET", "ADJ", "NUM", "PROPN", "PRON"):
            self._read_apposition(mention, i + 1)
        elif i + 2 < len(doc) and doc[i].lemma_ == "be" and doc[i + 1].pos_ == "DET":
            self._read_apposition(mention, i + 1)

    def _read_apposition(self, mention: NameMention, start: int) -> None:
        doc = self.doc
        article = doc[start].pos_ == "DET" or doc[start].lower_ in ("one", "its", "his", "their")
        if not article and countries().land(doc[start].text) is None:
            return
        kinds = actor_words("company") | actor_words("body") | actor_words("person") | actor_words("country")
        nationality = None
        for i in range(start, min(start + MAX_AFTER, len(doc))):
            token = doc[i]
            if token.text in (",", ".", ";") or token.is_space or token.pos_ in ("VERB", "AUX"):
                return
            nationality = nationality or countries().land(token.text)
            after = doc[i + 1] if i + 1 < len(doc) else None
            inside = after is not None and (after.pos_ in ("NOUN", "PROPN") or after.tag_ in ("POS", "HYPH"))
            if token.pos_ == "NOUN" and not inside and noun_lemma(token) in kinds:
                mention.appositions.append(token.i)
                mention.nouns.append(noun_lemma(token))
                mention.nationality = mention.nationality or nationality
                return


def _is_designation(text: str) -> bool:
    """Tell whether a word has letters and digits, as models of goods do ("A380")."""
    return any(char.isdigit() for char in text) and any(char.isalpha() for char in text)


def _after_abbreviation(token: Token) -> bool:
    """Tell whether a word follows "U.S." or the like, where wires print a capital."""
    if token.i == 0:
        return False
    before = token.nbor(-1).text
    return len(before) > 2 and before.endswith(".") and before[1] == "."
