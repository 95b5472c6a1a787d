"""What stands around a name: titles, nationalities, descriptions and appositions.

They are no part of the name but tell what it is: "Venezuelan energy firm PDVSA" is a
firm of Venezuela, "Tory leader Michael Howard" a person.
"""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.lexicon import supersenses
from pipeline.resolve.capitals import Capitals, after_abbreviation, is_capital, is_designation
from pipeline.resolve.countries import countries, fold
from pipeline.resolve.entity import head_words
from pipeline.resolve.names import key_words
from pipeline.resolve.nominals import kind_lemma, kind_of, same_kind
from pipeline.resolve.tables import actor_words, first_names

BEFORE_NAME = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "SYM"})
EMPLOYING = frozenset({"of", "from", "at"})
MAX_BEFORE = 9
MAX_AFTER = 10
MAX_BRACKET = 9
# Words of "Sprinter John Baker".
CALLING_AND_NAMES = 3


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
        past: Whether that office is over ("former Acme president").
        aliases: Other names that the text gives in brackets.
        appositions: Tokens of nominals that stand in apposition to it.
        kind_noun: Token of a noun behind it that tells what it is ("the Tamil Tiger *rebels*"), or None.
    """

    start: int
    end: int
    text: str
    outer: int
    nouns: list[str] = field(default_factory=list)
    nationality: str | None = None
    affiliation: int | None = None
    titled: bool = False
    past: bool = False
    aliases: list[tuple[int, int]] = field(default_factory=list)
    appositions: list[int] = field(default_factory=list)
    kind_noun: int | None = None


def kinds() -> frozenset[str]:
    """Return the nouns that tell what kind of actor a name is."""
    return actor_words("company", "body", "person", "country")


def kind_noun(graph: Graph, start: int, end: int) -> int | None:
    """Return the noun right behind an organisation's name that says what it is, or None.

    "The Tamil Tiger rebels" are the Tamil Tigers themselves, "the United Auto Workers union" is the
    United Auto Workers; a unit or an executive of a firm is another.
    """
    doc = graph.doc
    if end >= len(doc) or doc[end].pos_ != "NOUN" or graph.head(doc[end - 1]).i != end or _modifies(doc, end):
        return None
    name, lemma = doc[start:end].text, noun_lemma(doc[end])
    other = countries().any(name) is not None or doc[end - 1].ent_type_ not in ("", "ORG")
    if other or (start and doc[start - 1].lower_ in ("a", "an")):
        return None
    told = lemma in actor_words("body") and same_kind(lemma, head_words(key_words(name)))
    return end if told or lemma in actor_words("own_kind") else None


def _modifies(doc: Doc, i: int) -> bool:
    """Tell whether a noun stands before another noun, or owns it."""
    return i + 1 < len(doc) and doc[i + 1].tag_ in ("POS", "NN", "NNS", "HYPH")


class Describer:
    """Parts a run of capitals into title, description and name.

    Args:
        graph: The dependency graph of the document.
        capitals: What its capitals tell.
    """

    def __init__(self, graph: Graph, capitals: Capitals) -> None:
        self.doc = graph.doc
        self.graph = graph
        self.capitals = capitals
        self.headline = capitals.headline

    def read(self, start: int, end: int) -> NameMention | None:
        """Return the name in a run of capitals with what is said of it, or None without one."""
        doc = self.doc
        first = self._after_title(start, end)
        if first == start:
            first = self._after_office(start, end)
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
        self._look_for_employer(mention)
        mention.kind_noun = kind_noun(self.graph, mention.start, mention.end)
        return mention

    def _after_title(self, start: int, end: int) -> int:
        """Return where a person's name begins after the last title of a run, or `start`."""
        doc = self.doc
        words = [fold(doc[i].text) for i in range(start, end)]
        titles = actor_words("person", "honorific")
        for k in range(len(words) - 2, -1, -1):
            if words[k] not in titles and not self._is_shared_title(start + k, end):
                continue
            rest = words[k + 1 :]
            if (
                rest[0] in ("-", "&", "/", "of", "for", "and", "'")
                or not doc[start + k + 1].text[0].isalpha()
            ):
                continue
            if rest[-1] in actor_words("suffix") or rest[-1] in actor_words("organisation_word"):
                continue
            ambiguous = words[k] in actor_words("ambiguous_title")
            if ambiguous and len(rest) < 2 and not (k > 0 and words[k - 1] in titles):
                continue
            return start + k + 1
        return start + 1 if self._opens_with_calling(start, end) else start

    def _is_shared_title(self, i: int, end: int) -> bool:
        """Tell whether a word is the title that joined people share: "Presidents John Baker and Ann Hill"."""
        doc = self.doc
        if end - i < CALLING_AND_NAMES or any(doc[k].ent_type_ != "PERSON" for k in (i + 1, end - 1)):
            return False
        joined = end < len(doc) and doc[end].lower_ in ("and", ",")
        plural = fold(doc[i].text).endswith("s") and noun_lemma(doc[i]) in actor_words("person")
        return joined and plural

    def _opens_with_calling(self, start: int, end: int) -> bool:
        """Tell whether a sentence starts with what a person is, before two names: "Sprinter John Baker"."""
        doc = self.doc
        if end - start < CALLING_AND_NAMES or not doc[start].is_sent_start:
            return False
        calling, name = (fold(doc[i].text) in first_names() for i in (start, start + 1))
        person = doc[end - 1].ent_type_ == "PERSON" and supersenses().get(noun_lemma(doc[start])) == "person"
        return person and name and not calling

    def _after_office(self, start: int, end: int) -> int:
        """Return where a name begins after "Secretary of State" or "President of Gondor"."""
        doc = self.doc
        before = start - 1 if start and doc[start - 1].lower_ == "the" else start
        if before < 2 or doc[before - 1].lower_ != "of":
            return start
        if noun_lemma(doc[before - 2]) not in actor_words("person"):
            return start
        first = start
        while first < end - 1 and (
            fold(doc[first].text) in actor_words("portfolio") or countries().land(doc[first].text) is not None
        ):
            first += 1
        return first

    def _after_description(self, start: int, end: int) -> int:
        """Return where a firm's name begins after "U.S. Publisher"."""
        doc = self.doc
        if end - start > 2 and countries().land(doc[start].text) is not None:
            kind = fold(doc[start + 1].text)
            if kind in actor_words("company") and after_abbreviation(doc[start + 1]):
                return start + 2
        first = doc[start]
        told = fold(first.text) in actor_words("company") and first.lower_ not in self.capitals.middle
        described = end - start > 1 and doc[start + 1].text[:1].isupper()  # but "Bank of America"
        if described and told and self.capitals.opens(first):
            return start + 1
        return start

    def _only_nationality(self, start: int, end: int) -> bool:
        """Tell whether a run at a sentence's start is "Troubled German", before a common noun."""
        doc = self.doc
        if end - start != 2 or end >= len(doc) or is_capital(doc[end]) or not self.capitals.opens(doc[start]):
            return False
        return (
            countries().adjective(doc[end - 1].text) is not None
            and doc[start].lower_ not in self.capitals.middle
        )

    def _owns_stop(self, stop: int) -> bool:
        """Tell whether a full stop after a name belongs to its suffix ("Kft. said")."""
        doc = self.doc
        if fold(doc[stop - 1].text) not in actor_words("suffix") or stop + 1 >= len(doc):
            return False
        after = doc[stop + 1]
        goes_on = after.text in ("(", ",", "'s") or after.text[:1].islower()
        return doc[stop].text == "." and not doc[stop - 1].whitespace_ and goes_on

    def _before_designation(self, start: int, end: int) -> int:
        for i in range(start + 1, end):
            if is_designation(self.doc[i].text):
                return i
        return end

    def _read_description(self, mention: NameMention, start: int, end: int) -> None:
        """Note nouns, nationality and affiliation of the words before a name."""
        doc = self.doc
        mention.past = mention.past or any(
            doc[i].lower_ in actor_words("past_office") for i in range(start, end)
        )
        for i in range(start, end):
            token = doc[i]
            code = countries().land(token.text)
            lemma = noun_lemma(token)
            if code is not None:
                mention.nationality = mention.nationality or code
            elif lemma in actor_words("person") | actor_words("company") | actor_words("body"):
                mention.nouns.append(kind_lemma(token))
            elif is_capital(token) and token.pos_ == "PROPN" and lemma not in actor_words("honorific"):
                mention.affiliation = i if mention.affiliation is None else mention.affiliation

    def _look_left(self, mention: NameMention) -> None:
        doc = self.doc
        i = mention.outer
        if i > self.headline and doc[i - 1]._.aside:
            i -= 1
        limit = max(self.headline, i - MAX_BEFORE)
        limit = next((j for j in range(i, limit, -1) if doc[j].is_sent_start), limit)
        while i > limit and self._describes(doc[i - 1]) and not self._is_counted_gift(i):
            i -= 1
        if i < mention.outer and self._describes(doc[i]):
            self._read_description(mention, i, mention.outer)
            before = doc[mention.outer - 1]
            last = before.nbor(-1) if before._.aside else before
            lower = not is_capital(last)
            mention.titled = mention.titled or (
                lower and kind_lemma(last) in actor_words("person") - actor_words("company")
            )
            mention.outer = i
        if i > limit and doc[i - 1].tag_ == "POS" and i - 1 > limit:
            owner = doc[i - 2]
            mention.nationality = mention.nationality or countries().land(owner.text)
            if is_capital(owner) and (mention.titled or self._employs(owner, mention)):
                mention.affiliation = owner.i
        self._appositive_before(mention, i, limit)

    def _is_counted_gift(self, number: int) -> bool:
        """Tell whether a number after a name counts what the name is given: "sold Oman 12 Scout tanks"."""
        before = self.doc[number - 1]
        return self.doc[number].like_num and before.pos_ == "PROPN" and is_capital(before)

    def _employs(self, owner: Token, mention: NameMention) -> bool:
        """Tell whether a name before "'s" or behind "of" is the firm of a person, no land or town."""
        person = self.doc[mention.start].ent_type_ == "PERSON" and mention.end - mention.start > 1
        elsewhere = (
            owner.ent_type_ in ("GPE", "LOC", "NORP", "DATE") or countries().land(owner.text) is not None
        )
        return person and not elsewhere

    def _look_for_employer(self, mention: NameMention) -> None:
        """Note whom a person speaks for: "Tony Beck, of the Finance Sector Union"."""
        doc = self.doc
        i = mention.end + (mention.end < len(doc) and doc[mention.end].text == ",")
        if mention.affiliation is not None or i + 2 >= len(doc) or doc[i].lower_ not in EMPLOYING:
            return
        first = doc[i + 2] if doc[i + 1].lower_ == "the" else doc[i + 1]
        if is_capital(first) and self._employs(first, mention):
            mention.affiliation = first.i
        elif mention.titled and doc[i].lower_ == "of":  # "President Ricardo Lagos of Chile"
            mention.nationality = mention.nationality or countries().land(first.text)

    def _describes(self, token: Token) -> bool:
        if token.is_space or token.text in (".", ",", ";", ":", "(", ")", '"'):
            return False
        if token.i == 0:
            return token.pos_ in BEFORE_NAME
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
        if token.i and token.nbor(-1).text == "-":
            return False
        return self.graph.dep(token) not in ("amod", "compound")

    def _appositive_before(self, mention: NameMention, i: int, limit: int) -> None:
        """Link "The company, Acme, said" and "the world's largest brewer, Acme, said"."""
        doc = self.doc
        if i - 2 < limit or doc[i - 1].text != "," or i != mention.outer:
            return
        apposed = self._apposed(mention, limit)
        noun = apposed or doc[i - 2]
        after = self._behind_bracket(mention.end)
        # the full stop of "Acme Corp." may end the sentence too
        closes = after >= len(doc) or bool(doc[after].is_sent_start) or doc[after].text in (",", ".", '"')
        lemma = noun_lemma(noun)
        known = lemma in kinds() or (apposed is not None and kind_of(lemma) != "")
        if noun.pos_ in ("NOUN", "PROPN") and known and closes:
            mention.appositions.append(noun.i)
            mention.nouns.append(noun_lemma(noun))

    def _behind_bracket(self, end: int) -> int:
        """Return where the text goes on behind a short form in brackets ("Acme Widgets (AW), said")."""
        doc = self.doc
        if end >= len(doc) or doc[end].text != "(":
            return end
        close = self._close(end, ")")
        return end if close is None else close + 1

    def _close(self, opening: int, marks: str) -> int | None:
        """Return where one of some marks closes a bracket soon after it opens, or None."""
        inside = range(opening + 1, min(opening + MAX_BRACKET, len(self.doc)))
        return next((i for i in inside if self.doc[i].text in tuple(marks)), None)

    def _apposed(self, mention: NameMention, limit: int) -> Token | None:
        """Return the noun that a name explains by the parse: "the chairman of the bank, John Smith"."""
        head = next(
            (self.doc[j] for j in range(mention.start, mention.end) if self._is_top(j, mention)), None
        )
        if head is None or self.graph.dep(head) != "appos":
            return None
        noun = self.graph.head(head)
        return noun if limit <= noun.i < mention.outer else None

    def _is_top(self, i: int, mention: NameMention) -> bool:
        return not mention.start <= self.graph.head(self.doc[i]).i < mention.end

    def _look_right(self, mention: NameMention) -> None:
        doc = self.doc
        i = mention.end + (mention.end < len(doc) and doc[mention.end].text == ">")
        if i + 2 < len(doc) and doc[i].text in ("(", "<"):
            close = self._close(i, ")>")
            if close is None:
                return
            inner = doc[i + 1 : close]
            names = [token for token in inner if not token.is_punct or "." in token.text]
            if names and all(is_capital(token) for token in names):
                mention.aliases.append((i + 1, close))
            i = close + 1
        if i + 2 < len(doc) and (doc[i].text == "," or (doc[i].lemma_ == "be" and doc[i + 1].pos_ == "DET")):
            self._read_apposition(mention, i + 1)

    def _is_elsewhere(self, mention: NameMention, noun: Token) -> bool:
        """Tell whether a place stands before an actor by chance ("in Rome, the chief executive of Acme").

        "In Rome, the bank, led by Bo Mark, sold": where both belong to one verb, the place is no bank.
        """
        place = self.doc[mention.start].ent_type_ in ("GPE", "LOC", "FAC")
        tops = (self.doc[j] for j in range(mention.start, mention.end) if self._is_top(j, mention))
        around = {self.graph.head(top).i for top in tops if self.graph.dep(top) == "obl"}
        apart = self.graph.dep(noun) in ("nsubj", "nsubj:pass") and self.graph.head(noun).i in around
        return place and (apart or noun_lemma(noun) in actor_words("person"))

    def _read_apposition(self, mention: NameMention, start: int) -> None:
        doc = self.doc
        first = doc[start]
        article = first.pos_ == "DET" or first.lower_ in ("one", "its", "his", "their")
        office = noun_lemma(first) in actor_words("person") and doc[start + 1].lower_ in ("of", "at", "for")
        owner = doc[start + 1].tag_ == "POS"
        if not article and not office and not owner and countries().land(first.text) is None:
            return
        nationality = None
        for i in range(start, min(start + MAX_AFTER, len(doc))):
            token = doc[i]
            if token.text in (",", ".", ";") or token.is_space or token.pos_ in ("VERB", "AUX"):
                return
            nationality = nationality or countries().land(token.text)
            after = doc[i + 1] if i + 1 < len(doc) else None
            inside = after is not None and (after.pos_ in ("NOUN", "PROPN") or after.tag_ in ("POS", "HYPH"))
            acts = after is not None and after.pos_ in ("VERB", "AUX") and after.tag_ not in ("VBN", "VBG")
            if token.pos_ == "NOUN" and not inside and noun_lemma(token) in kinds():
                if acts or self._is_elsewhere(mention, token):
                    return
                mention.appositions.append(token.i)
                mention.nouns.append(noun_lemma(token))
                mention.nationality = mention.nationality or nationality
                return
