"""Finding names in running text by capitals and syntax.

A name is a run of capitalised words, with the small words that may stand inside one.
Entity labels help but are not needed.
"""

from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Token

from pipeline.annotate.firms import GENITIVES, partnership
from pipeline.annotate.words import is_legal_form
from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.lexicon import supersenses, words
from pipeline.qualify.sources import speaks_behind
from pipeline.resolve.capitals import (
    Capitals,
    after_abbreviation,
    calendar,
    is_capital,
    is_designation,
    is_of_money,
    is_plural_acronym,
)
from pipeline.resolve.countries import cities, countries, fold
from pipeline.resolve.describe import Describer, NameMention, kinds
from pipeline.resolve.names import initials, is_initials
from pipeline.resolve.tables import actor_words

NO_NAME_POS = frozenset({"DET", "PRON", "SCONJ", "CCONJ", "INTJ"})
FUNCTION_POS = NO_NAME_POS | {"ADP", "AUX", "PART", "SPACE", "PUNCT"}
LOWER_SUFFIXES = frozenset({"inc", "ltd", "llc", "plc", "corp", "gmbh"})
DASHES = frozenset({"-", "--", "–", "—"})
NAME_LABELS = frozenset({"ORG", "PERSON", "GPE"})
MAX_RUN = 14
MAX_DATELINE = 10


class NameScanner:
    """Finds the names of one document, outside its headline.

    Args:
        graph: The dependency graph of the document.
    """

    def __init__(self, graph: Graph) -> None:
        self.doc = graph.doc
        self.graph = graph
        self.capitals = Capitals(graph)
        self._describer = Describer(graph, self.capitals)

    def scan(self) -> Iterator[NameMention]:
        """Yield the names of the text in order."""
        for mention in self._scan():
            last = self.doc[mention.end - 1]
            if self._undotted and _is_dotted_form(last) and _ends_sentence(last):
                mention.text = mention.text.removesuffix(".")
            yield mention

    @cached_property
    def _undotted(self) -> bool:
        """Whether the text writes "Acme Corp" without a full stop, so that one there ends the sentence."""
        capitals = (t for t in self.doc if t.text[:1].isupper())
        forms = [t for t in capitals if t.lower_.rstrip(".") in LOWER_SUFFIXES | {"co"}]
        return any(not _is_dotted_form(t) for t in forms) and all(
            _ends_sentence(t) for t in forms if _is_dotted_form(t)
        )

    def _scan(self) -> Iterator[NameMention]:
        i = self.capitals.headline
        while i < len(self.doc):
            if not self.capitals.capital[i] or not self._starts(self.doc[i]):
                i += 1
                continue
            end = self._run(i)
            mention = None if self._is_office(i, end) else self._describer.read(i, end)
            dash = self._dateline_end(mention) if mention is not None else 0
            if dash:
                i = dash
                continue
            if mention is not None:
                yield from self._affiliated(mention.affiliation, mention.outer, mention.start)
                yield mention
            else:
                yield from self._affiliated(i, i, end)
            i = max(end, i + 1)
            if mention is not None and mention.aliases:
                i = max(i, mention.aliases[-1][1])

    def _dateline_end(self, mention: NameMention) -> int:
        """Return the end of a dateline that a name begins, "PARIS (AFP) -", or 0."""
        doc = self.doc
        if mention.outer and not doc[mention.outer - 1].is_space:
            return 0
        known = countries().any(mention.text) is not None or fold(mention.text) in cities()
        for i in range(mention.end, min(mention.end + MAX_DATELINE, len(doc))):
            text = doc[i].text
            if text in DASHES and doc[i - 1].whitespace_:
                return i + 1 if known or mention.text.isupper() else 0
            if text == ":":
                return i + 1 if known and i == mention.end and not speaks_behind(doc, i) else 0
            if not (text in (",", "(", ")", "/", ".") or doc[i].like_num or is_capital(doc[i])):
                return 0
        return 0

    def _is_office(self, start: int, end: int) -> bool:
        """Tell whether a run names an office and nobody ("Chief Operating Officer")."""
        last = self.doc[end - 1]
        word = fold(last.text)
        office = word in actor_words("person") and word not in actor_words("surname_like")
        return (office or self._heads_body(start, end)) and last.ent_type_ not in ("ORG", "PERSON")

    def _heads_body(self, start: int, end: int) -> bool:
        """Tell whether a run is the office of "the Chief of the Army"."""
        doc = self.doc
        framed = start > 0 and doc[start - 1].lower_ == "the" and end < len(doc) and doc[end].lower_ == "of"
        return framed and fold(doc[end - 1].text) in actor_words("person")

    def _affiliated(self, start: int | None, first: int, limit: int) -> Iterator[NameMention]:
        """Yield the name that stands before a title in the same run ("OPEC President X")."""
        if start is None or start not in range(first, limit):
            return
        titles = actor_words("person", "honorific")
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
        empty = actor_words("portfolio", "office_word")
        words = [fold(self.doc[i].text).removeprefix("ex-") for i in range(start, end)]
        while words and (words[-1] in empty or words[-1] in ("and", "of", "-")):
            words.pop()
        end = start + len(words)
        if words and not set(words) & calendar():
            yield NameMention(start, end, self.doc[start:end].text, start)

    def _goes_on(self, i: int, titles: frozenset[str]) -> bool:
        token = self.doc[i]
        word = fold(token.text)
        if word in titles or noun_lemma(token) in titles:
            return False
        return is_capital(token) or token.text in ("-", "&") or word in ("of", "and")

    def _starts(self, token: Token) -> bool:
        """Tell whether a name can start at a capitalised word."""
        if token.pos_ in NO_NAME_POS:
            return token.lower_ in self.capitals.middle and countries().any(token.text) is not None
        if token._.aside or not token.text[0].isalpha() or is_plural_acronym(token.text):
            return False
        if is_designation(token.text):
            return token.ent_type_ == "ORG" and token.ent_iob_ == "B"  # "network operator O2"
        if is_of_money(token) or fold(token.text) in actor_words("table_word"):
            return False
        if fold(token.text) in calendar():
            return self._is_dated_name(token)
        if not self.capitals.opens(token) and not after_abbreviation(token):
            return True
        return self._is_name_anyway(token)

    def _is_dated_name(self, token: Token) -> bool:
        """Tell whether a day or month is a name: "the Sunday Times", "May's" of Theresa May."""
        after = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else token
        if is_capital(after) and after.i > token.i and token.i and token.nbor(-1).lower_ == "the":
            return True
        ambiguous = (
            fold(token.text) in actor_words("ambiguous_calendar") and token.lower_ in self.capitals.family
        )
        if ambiguous and after.tag_ == "POS":
            return True
        before = token.nbor(-1).pos_ if token.i else ""
        return ambiguous and before not in ("ADP", "ADJ", "NUM") and not after.like_num

    def _is_name_anyway(self, token: Token) -> bool:
        """Tell whether a word is a name though its capital may come from its place."""
        if countries().any(token.text) is not None or token.lower_ in self.capitals.middle:
            return True
        follows = self.capitals.next_is_capital(token)
        if token.tag_ == "NNP" and token.ent_type_ in NAME_LABELS and token.lower_ not in self.capitals.plain:
            return True
        if token.text.isupper() and len(token) > 1 and not follows:
            return True
        if token.tag_ == "VBG" and self._governs_next(token):
            return False  # "Joining Peru, Chile signed the pact"
        if token.pos_ in FUNCTION_POS or token.pos_ in ("ADV", "VERB", "NUM"):
            return follows and token.pos_ == "VERB" and token.lower_ not in self.capitals.plain
        lemma = noun_lemma(token)
        begins = token.lower_ in self.capitals.sequence and token.lower_ not in self.capitals.plain
        if begins and token.tag_ == "NNP" and lemma not in kinds():
            return True
        if (
            token.lower_ in self.capitals.plain
            or lemma in supersenses()
            or lemma in kinds()
            or token.pos_ == "ADJ"
        ):
            return follows
        return token.pos_ in ("PROPN", "NOUN", "X") or bool(token.ent_type_)

    def _governs_next(self, verb: Token) -> bool:
        """Tell whether the words right behind a verb are its object."""
        objects = self.graph.children(verb, "obj", "iobj")
        return any(self.graph.subtree(t).start == verb.i + 1 for t in objects)

    def _run(self, start: int) -> int:
        doc = self.doc
        end = start + 1
        while end < len(doc) and end - start < MAX_RUN:
            token = doc[end]
            if token.is_sent_start and _is_dotted_form(doc[end - 1]):
                break
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
        return after_abbreviation(token) and not self._continues(token)

    def _continues(self, token: Token) -> bool:
        """Tell whether a capital after "U.S." is a name's and not a printer's."""
        word = token.lower_
        if word in actor_words("organisation_word") or word in actor_words("person"):
            return True
        follows = self.capitals.next_is_capital(token)
        return follows or (token.pos_ == "PROPN" and noun_lemma(token) not in supersenses())

    def _is_pair(self, at: int) -> bool:
        """Tell whether a hyphen stands between two firms ("the Sprint-Nextel merger")."""
        doc, end = self.doc, at + 2
        if doc[at - 1].ent_type_ != "ORG" or doc[at + 1].ent_type_ != "ORG":
            return False
        while end < len(doc) and doc[end].ent_iob_ == "I":
            end += 1
        shared = words("agreement") | words("changing_hands") | words("negotiation")
        return any(noun_lemma(token) in shared for token in doc[end : end + 2])

    def _join(self, start: int, at: int) -> int:
        """Return the end of the run after a small word at `at` that joins two parts, or 0."""
        doc = self.doc
        token = doc[at]
        if at + 1 >= len(doc) or doc[at - 1].is_space:
            return 0
        after = doc[at + 1]
        tight = not doc[at - 1].whitespace_ and not token.whitespace_
        if tight and not token.ent_type_ and self._is_pair(at):
            return 0
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
        if token.lower_ in GENITIVES and token.ent_iob_ == "I" and token.ent_type_ == "ORG":
            return at + 1
        if token.tag_ == "POS" and token.text in ("'", "’") and fold(after.text) in actor_words("body"):
            return at + 2 if is_capital(after) else 0  # "Socialist Workers' Party"
        if token.text == "," and is_capital(after) and at in partnership(doc, at):
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
        inside = inside and countries().land(doc[after].text) is None and not is_legal_form(doc[at - 1].text)
        heads = actor_words("head_of")
        plural = singular in heads and head != "systems"  # "BCN Systems of Santa Clara"
        named = head in heads or plural or inside
        return after + 1 if named and is_capital(doc[after]) else 0

    def _is_abbreviated(self, text: str, end: int) -> bool:
        """Tell whether initials in brackets follow a name ("Scottish and Newcastle (S&N)")."""
        doc = self.doc
        bracketed = end + 2 < len(doc) and doc[end].text == "("
        return bracketed and any(
            doc[i].text == ")" and is_initials(doc[end + 1 : i].text, text)
            for i in range(end + 2, min(end + 6, len(doc)))
        )

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
        if self._is_abbreviated(text, end):
            return end
        apart = doc[at - 1].ent_type_ == doc[at + 1].ent_type_ == "ORG" and doc[at].ent_iob_ == "O"
        if is_legal_form(doc[at - 1].text) or apart:
            return 0  # "Acme Corp. and Beta Inc." are two
        alone = start == at - 1 and doc[at].ent_iob_ != "I" and is_legal_form(doc[end - 1].text)
        if alone and countries().land(doc[start].text) is not None:
            return 0  # "Brazil and Acme Corp." too
        last = fold(doc[end - 1].text)
        offices = fold(doc[start].text) in ("ministry", "department") and set(rest) <= actor_words(
            "portfolio"
        )
        if offices and fold(doc[at - 1].text) in actor_words("portfolio"):
            return end  # "Ministry of International Trade and Industry"
        if countries().any(doc[at - 1].text) is not None and countries().any(doc[at + 1].text) is not None:
            body = end - at > 2 and last in actor_words("organisation_word") and doc[end - 1].tag_ == "NNP"
            return end if body and start == at - 1 and start > 0 and doc[start - 1].lower_ == "the" else 0
        if end - at > 2 and {form for form in initials(text) if len(form) > 2} & self.capitals.acronyms:
            return end
        if end - at < 3 or not (last in suffixes or last in actor_words("organisation_word")):
            return 0
        below = last in suffixes and self.graph.head(doc[at - 1]).i in range(at + 1, end)
        common = all(noun_lemma(doc[i]) in supersenses() for i in (at - 1, at + 1))
        return end if below or common else 0


def _is_dotted_form(token: Token) -> bool:
    return len(token) > 1 and token.text.endswith(".") and is_legal_form(token.text)


def _ends_sentence(token: Token) -> bool:
    """Tell whether a token ends its sentence or line, but for the "&" that closes lines of a wire."""
    rest = token.doc[token.i + 1 : token.i + 3]
    after = next((t for t in rest if t.text != "&" or t.is_sent_start), None)
    return after is None or after.is_space or bool(after.is_sent_start)
