"""Entities of a document: names that stand for one person, firm, country or body.

Every name of the text joins the entity of its longest form; what titles, descriptions
and appositions say of any mention is known of the entity.
"""

from collections import defaultdict

from spacy.tokens import Doc, Token

from pipeline.annotate.mechanisms import off
from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.qualify.verbgroup import is_headline
from pipeline.resolve.capitals import is_capital
from pipeline.resolve.countries import cities, countries, fold
from pipeline.resolve.describe import NameMention
from pipeline.resolve.entity import LABELS, LED_BY_NAME, Entity, classify, head_words, state_of
from pipeline.resolve.names import (
    INITIALS,
    PART,
    SUFFIX,
    initials,
    is_generic,
    is_initials,
    key_words,
    variant,
    without_marks,
)
from pipeline.resolve.namescan import DASHES, NameScanner
from pipeline.resolve.tables import actor_words, first_names

MAX_CANDIDATES = 16
ACTS = frozenset(
    {"deny", "sign", "buy", "sell", "agree", "decline", "plan", "offer", "refuse", "order", "pay"}
)
TITLE_WEIGHT = 3
NOUN_WEIGHT = 2
HALVES = frozenset({"north", "south"})
"""What the two states of a divided land go by: "the North", "the South"."""
ARTICLED = frozenset({"emirates"})
"""Names of countries that are firms' without an article: "Emirates ordered 20 jets"."""


class Entities:
    """The named entities of one document, and the token that each name stands at.

    Args:
        doc: The document.
        graph: Its dependency graph.
    """

    def __init__(self, doc: Doc, graph: Graph) -> None:
        self.doc = doc
        self.graph = graph
        self._off = off(doc)
        scanner = NameScanner(graph)
        self.headline = scanner.capitals.headline
        self.plain = scanner.capitals.plain
        self.names = list(scanner.scan())
        self.all: list[Entity] = []
        self.at: dict[int, Entity] = {}
        self.span_at: dict[int, tuple[int, int]] = {}
        self.described_at: dict[int, NameMention] = {}
        self.appositive: dict[int, NameMention] = {}
        self.states: dict[str, Entity] = {}
        self.by_key: dict[tuple[str, ...], Entity] = {}
        self._index: dict[str, list[Entity]] = defaultdict(list)
        self._cluster()
        self._describe()

    # -- clustering -----------------------------------------------------------

    def new(self, name: str, named: bool = True, first: int = 0) -> Entity:
        """Add an entity."""
        entity = Entity(len(self.all), name, first=first, named=named)
        self.all.append(entity)
        return entity

    def _cluster(self) -> None:
        texts: dict[str, int] = {}
        for mention in self.names:
            texts.setdefault(mention.text, mention.start)
            for start, end in mention.aliases:
                whole = self.doc[start:end].text  # "AEW (All Elite Wrestling)"
                if end - start > 1 and is_initials(mention.text, whole):
                    texts.setdefault(whole, start)
        aliases = self._bracketed()
        by_length = sorted(texts, key=lambda text: (-len(key_words(text)), -len(text), texts[text]))
        by_length.sort(key=lambda text: countries().body(text) is None)  # "the Union" is the EU's
        homes: dict[str, Entity] = {}
        for text in by_length:
            home = self._home(text, texts[text]) or self.state(text) or self.new(text, first=texts[text])
            homes[text] = home
            self.register(text, home)
            for alias in aliases.get(text, ()):
                self.register(alias, home)
        for mention in self.names:
            entity = self._seat(mention) or self._half(mention) or self._clipped(mention)
            entity = entity or homes[mention.text]
            self.place(mention.start, mention.end, entity)
            for start, end in mention.aliases:
                other = self.doc[start:end].text
                known = self.by_key.get(key_words(other))
                if known is not None and countries().any(other) is None:
                    self.place(start, end, known)

    def state(self, text: str) -> Entity | None:
        """Return the one entity of a country or body, whatever name it goes by here."""
        known = countries()
        if fold(text) in ARTICLED and not self._has_article(fold(text)):
            return None
        code = known.land(text) or self._dated(text, known.seat(text))
        name = code or known.body(text)
        if name is None:
            return None
        if name not in self.states:
            self.states[name] = self.new(text if code else name)
            self.states[name].country = code
            if code is None:
                self.register(name, self.states[name])
        return self.states[name]

    def _has_article(self, word: str) -> bool:
        """Tell whether a word stands anywhere behind *the* or *Arab*, as a country's name does."""
        before = (t.nbor(-1).lower_ for t in self.doc if t.i and t.lower_ == word)
        return any(word in ("the", "arab") for word in before)

    def statesmen(self, office: str = "statesman") -> dict[str, str]:
        """Return the codes of the states that persons of the text speak for, by their names.

        A president of no told country is his whose governments go by their leaders' names.
        """
        led = LED_BY_NAME if office == "head_of_state" and LED_BY_NAME in self.states else None
        found = {}
        for person in self.all:
            untold = led if "president" in person.nouns and not person.nationalities else None
            code = state_of(person, office) or (untold if person.affiliation is None else None)
            if person.named and code:
                found[person.name] = code
        return found

    def principals(self, home: str | None) -> dict[str, str]:
        """Return for whom persons act when they sign, by their names.

        That is a state's code, or the name of a firm or movement. Ministers and presidents of no told
        country are the home country's.

        Args:
            home: Code of the country that the text is about, or None.
        """
        offices = actor_words("officer", "statesman", "principal")
        persons = [entity for entity in self.all if entity.named and entity.type == "person"]
        found: dict[str, str] = {}
        for person in persons:
            whom = person.affiliation
            if whom is not None and whom.type == "organisation" and person.nouns & offices:
                found[person.name] = whom.name
            elif whom is None and home and person.nouns & actor_words("head_of_government"):
                found[person.name] = home
        return found | self.statesmen()

    def firms(self) -> dict[str, list[int]]:
        """Return at which tokens each organisation is named, by its name."""
        named = (entity for entity in self.all if entity.named and entity.type == "organisation")
        return {entity.name: [start for start, _ in entity.mentions] for entity in named}

    def _seat(self, mention: NameMention) -> Entity | None:
        """Return the state or body that a city stands for here, if it does."""
        if "capitals" in self._off:
            return None
        known = countries()
        code = known.capital(mention.text)
        body = known.body_seats.get(fold(mention.text))
        if body in self.states and not self._is_place(mention):
            return self.states[body]
        if code is None or self._is_place(mention):
            return None
        return self._state_of(self._dated(mention.text, code) or code, mention.text)

    def _half(self, mention: NameMention) -> Entity | None:
        """Return the half of a divided land that "the North" is, where the text names either half in full."""
        half = self.doc[mention.end - 1]
        if (
            half.lower_ not in HALVES
            or not half.text.istitle()
            or half.i == 0
            or half.nbor(-1).lower_ != "the"
        ):
            return None
        known = countries()
        for side, land in (key_words(name.text) for name in self.names if len(key_words(name.text)) == 2):
            codes = {known.named(f"{other} {land}") for other in HALVES}
            code = known.named(f"{half.lower_} {land}")
            if side in HALVES and code is not None and len(codes - {None}) == len(HALVES):
                return self._state_of(code, f"{half.text} {land.title()}")
        return None

    def _clipped(self, mention: NameMention) -> Entity | None:
        """Return the firm that goes by a nationality alone: "American said", after "American Airlines"."""
        word = self.doc[mention.end - 1]
        adjective = (
            countries().adjective(mention.text) is not None and countries().named(mention.text) is None
        )
        if not adjective or mention.end - mention.start > 1 or word.tag_ != "NNP":
            return None
        if self.graph.dep(word) not in ("nsubj", "nsubj:pass", "obj", "iobj"):
            return None
        key = key_words(mention.text)[0]
        longer = (e for e in self._index.get(key, ()) if key_words(e.name)[0] == key and not e.country)
        return next((e for e in longer if len(key_words(e.name)) > 1 and e.first < mention.start), None)

    def _state_of(self, code: str, text: str) -> Entity:
        if code not in self.states:
            self.states[code] = self.new(text)
            self.states[code].country = code
        return self.states[code]

    def capital(self, text: str) -> Entity | None:
        """Return the state whose capital a headline names."""
        if "capitals" in self._off:
            return None
        code = self._dated(text, countries().capital(text))
        return self._state_of(code, text) if code else None

    def _is_place(self, mention: NameMention) -> bool:
        """Tell whether a city is meant as a place: after "in", in a dateline or an address."""
        doc = self.doc
        before = doc[mention.start - 1] if mention.start else None
        if before is not None and before.lower_ in actor_words("locative"):
            return True
        after = doc[mention.end] if mention.end < len(doc) else None
        opens = before is None or before.is_space
        if not opens or after is None or self._goes_on(after):
            return False
        if not mention.text.isupper() and self._precedes_other_land(mention):
            return False
        return after.text in ("(", ",", "-", "--", "–", "—", ":")

    def _goes_on(self, comma: Token) -> bool:
        """Tell whether a clause goes on behind a comma: "Oslo, which has refused, sold"."""
        after = comma.nbor(1) if comma.text == "," and comma.i + 1 < len(self.doc) else None
        return after is not None and after.text.islower() and after.pos_ not in ("DET", "NOUN", "ADJ")

    def _precedes_other_land(self, mention: NameMention) -> bool:
        """Tell whether a comma stands between a capital and another land: "Rome, Paris sign pact"."""
        after = self.doc[mention.end : mention.end + 2]
        if len(after) < 2 or after[0].text != ",":
            return False
        other = countries().any(after[1].text) or countries().capital(after[1].text)
        return other is not None and other != countries().capital(mention.text)

    def _dated(self, text: str, code: str | None) -> str | None:
        """Return the dissolved state that a capital meant when the text was written."""
        old = countries().dissolved.get(fold(text))
        if old is None:
            return code
        published = self.doc._.published if self.doc.has_extension("published") else None
        if published:
            return old.code if published[:10] < old.until.isoformat() else code
        return old.code if old.code in self.states else code

    def _bracketed(self) -> dict[str, list[str]]:
        """Return the other names that brackets give: "Acme Widgets (AW)"."""
        found: dict[str, list[str]] = defaultdict(list)
        for mention in self.names if "abbreviations" not in self._off else ():
            for start, end in mention.aliases:
                alias = self.doc[start:end].text.split(".")[0]
                same = is_initials(alias, mention.text) or variant(alias, mention.text)
                shares = set(key_words(alias)) & set(key_words(mention.text))
                if same or shares or self._is_introduced(mention, start, end):
                    found[mention.text].append(alias)
        return found

    def _is_introduced(self, mention: NameMention, start: int, end: int) -> bool:
        """Tell whether one word in brackets after an organisation's name can only be its short form."""
        doc = self.doc
        if end - start > 1 or mention.end - mention.start < 2 or not doc[start].text.isalpha():
            return False
        last = doc[mention.end - 1]
        body = fold(last.text) in actor_words("organisation_word", "body")
        place = countries().any(doc[start].text) is not None or fold(doc[start].text) in cities()
        dash = end + 1 < len(doc) and doc[end + 1].text in DASHES
        return (last.ent_type_ == "ORG" or body) and not place and not dash

    def _home(self, text: str, first: int) -> Entity | None:
        """Return the entity whose longer name a name can stand for.

        A part of a name is short for it only after it: "Acme" that comes before "Acme
        News Service" is another.
        """
        key = key_words(text)
        if key in self.by_key or "name-variants" in self._off:
            return self.by_key.get(key)
        if countries().any(text) is not None:
            return self._namesake(key, first)
        generic = is_generic(key)
        if generic and (kind := self._by_kind(key)) is not None:
            return kind
        best: tuple[int, int] = (SUFFIX - 1 if generic else 0, -len(self.doc))
        home = None
        for entity in self.candidates(text):
            fit = self.fit(text, entity)
            if fit < SUFFIX and fit != INITIALS and entity.first > first and not self._titles(first):
                continue
            rank = (fit, -entity.first)
            if fit and not entity.country and rank > best:
                best, home = rank, entity
        return home

    def _titles(self, first: int) -> bool:
        """Tell whether a name stands first in a title within the text, as briefs have them."""
        parted = self.doc.has_annotation("SENT_START")
        return parted and first >= self.headline and is_headline(self.doc[first].sent)

    @staticmethod
    def fit(text: str, entity: Entity) -> int:
        """Return how well a name fits an entity's; a city is not short for "Air Atlanta"."""
        fit = variant(text, entity.name)
        return 0 if fit == PART and fold(text) in cities() else fit

    def _namesake(self, key: tuple[str, ...], first: int) -> Entity | None:
        """Return the person named like a country before: "Jordan" after "Michael Jordan"."""
        for entity in self._index.get(key[0], ())[:MAX_CANDIDATES]:
            words = key_words(entity.name)
            if len(key) == 1 and words[-1:] == key and words[0] in first_names() and entity.first < first:
                return entity
        return None

    def _by_kind(self, key: tuple[str, ...]) -> Entity | None:
        """Return what "the Board" or "the Ministry" stands for: a name that ends in it."""
        kinds = actor_words("organisation_word", "body")
        if len(key) > 1 or key[0] not in kinds:
            return None
        known = self._index.get(key[0], ())[:MAX_CANDIDATES]
        ends = (e for e in known if key[0] in head_words(key_words(e.name)))
        return next(ends, None)

    def candidates(self, text: str) -> list[Entity]:
        """Return the entities whose names share a word, a beginning or the initials of a name."""
        key = key_words(text)
        found: dict[int, Entity] = {}
        forms = [key[0], key[-1], key[0][:4] + "*", "=" + without_marks(key[0])]
        for form in forms:
            for entity in self._index.get(form, ())[:MAX_CANDIDATES]:
                found[entity.number] = entity
        return list(found.values())

    def register(self, text: str, entity: Entity) -> None:
        """Let a name stand for an entity from now on; the first one to take it keeps it."""
        key = key_words(text)
        if not key:
            return
        if key in self.by_key and self.by_key[key] is not entity:
            return
        self.by_key[key] = entity
        forms = {*key, key[0][:4] + "*", *("=" + form for form in initials(text))}
        for form in forms:
            if entity not in self._index[form][-3:]:
                self._index[form].append(entity)

    def place(self, start: int, end: int, entity: Entity) -> None:
        """Note where in the text an entity is named."""
        entity.mentions.append((start, end))
        for i in range(start, end):
            self.at[i] = entity
            self.span_at[i] = (start, end)

    # -- what is known of an entity ----------------------------------------------

    def _describe(self) -> None:
        for mention in self.names if "descriptions" not in self._off else ():
            for i in range(mention.outer, mention.start):
                if i not in self.at:
                    self.described_at[i] = mention
            self.read_kind_noun(mention)
        for mention in self.names:
            entity = self.at[mention.start]
            self._vote(entity, mention)
            entity.nouns.update(mention.nouns)
            inner = range(mention.outer, mention.start)
            entity.modifiers |= {noun_lemma(self.doc[i]) for i in inner if not is_capital(self.doc[i])}
            if mention.nationality:
                entity.nationalities.add(mention.nationality)
            for i in mention.appositions:
                self.appositive[i] = mention
        for entity in self.all:
            classify(entity)
            if not entity.votes["organisation"] and self._goes_by_surname(entity):
                entity.votes["person"] += NOUN_WEIGHT
        for mention in self.names:
            entity = self.at[mention.start]
            if mention.affiliation in self.at and not mention.past:
                entity.affiliation = entity.affiliation or self.at[mention.affiliation]

    def read_kind_noun(self, mention: NameMention) -> None:
        """Let the noun behind a name that says what it is be part of its mention."""
        noun, entity = mention.kind_noun, self.at[mention.start]
        if noun is None or noun in self.at or entity.type == "person":
            return
        several = self.doc[noun].tag_ == "NNS"  # "Tamil Tiger" is no name but in "the Tamil Tiger rebels"
        if not several or len(entity.mentions) > 1 or mention.text.isupper():
            self.described_at[noun] = mention
            entity.nouns.add(noun_lemma(self.doc[noun]))
            entity.votes["organisation"] += NOUN_WEIGHT

    def _acts(self, mention: NameMention) -> bool:
        """Tell whether what a label calls a place says or does what only actors do."""
        if fold(mention.text) in cities():
            return False
        for i in range(mention.start, mention.end):
            verb = self.graph.head(self.doc[i])
            if self.graph.dep(self.doc[i]) == "nsubj" and verb.lemma_.lower() in words("saying") | ACTS:
                return True
        return False

    def _goes_by_surname(self, entity: Entity) -> bool:
        """Tell whether a name of two words or three goes by its last word alone, as people do."""
        words = key_words(entity.name)
        if entity.country or len(words) not in (2, 3) or not all(word.isalpha() for word in words):
            return False
        alone = self.by_key.get(words[-1:])
        return alone is entity and self.by_key.get(words[:1]) is not entity

    def _vote(self, entity: Entity, mention: NameMention) -> None:
        doc = self.doc
        if mention.titled:
            entity.votes["person"] += TITLE_WEIGHT
        label = LABELS.get(doc[mention.end - 1].ent_type_)
        misread = (label == "place" and self._acts(mention)) or (
            label == "person" and _is_bare(mention, entity)
        )
        if label and not misread:
            entity.labels[label] += 1
        for noun in mention.nouns[-1:]:
            firm = noun in actor_words("company") or noun in actor_words("body")
            person = noun in actor_words("person")
            if firm and not (person and label == "person" and mention.end - mention.start > 1):
                entity.votes["organisation"] += NOUN_WEIGHT
            elif person:
                entity.votes["person"] += NOUN_WEIGHT
        if self._belongs_to_firm(mention):
            entity.votes["organisation"] += NOUN_WEIGHT
        before = fold(doc[mention.start - 1].text) if mention.start > 0 else ""
        if before in actor_words("male"):
            entity.gender = "m"
        elif before in actor_words("female"):
            entity.gender = "f"

    def _belongs_to_firm(self, mention: NameMention) -> bool:
        """Tell whether something that only firms have is of or in a name ("shares in MG Rover")."""
        doc, i = self.doc, mention.outer - 1
        if i > 0 and doc[i].lower_ == "the":
            i -= 1
        return i > 0 and doc[i].lower_ in ("in", "of") and noun_lemma(doc[i - 1]) in actor_words("of_firm")


def _is_bare(mention: NameMention, entity: Entity) -> bool:
    """Tell whether a name is one word all through: news gives persons their full names or titles.

    Recognisers take an unknown name for a person's ("Nestle"), so the label says nothing here.
    """
    return not mention.titled and mention.end - mention.start == 1 and len(key_words(entity.name)) == 1
