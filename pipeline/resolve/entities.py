"""Entities of a document: names that stand for one person, firm, country or body.

Every name of the text joins the entity of its longest form; what titles, descriptions
and appositions say of any mention is known of the entity.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.classes import supersenses
from pipeline.resolve.countries import cities, countries, fold
from pipeline.resolve.names import EXACT, PART, SUFFIX, initials, is_generic, key_words, variant, without_suffix
from pipeline.resolve.namescan import NameMention, NameScanner, is_capital
from pipeline.resolve.tables import actor_words, synonym_sets

MAX_CANDIDATES = 40
LABELS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
LABEL_WEIGHT = 2.0
COMPASS = frozenset({"south", "north", "latin", "central", "east", "west"})


@dataclass(slots=True, eq=False)
class Entity:
    """Someone or something that takes part in the story.

    Attributes:
        number: Its place among the entities.
        name: Its longest name, or the words of a nominal.
        country: ISO code, when it is a country.
        mentions: (start, end) of each mention in tokens, in text order.
        votes: What words around it speak for: person, organisation.
        labels: Entity labels of its mentions, translated to the same types.
        nouns: Lemmas of the nouns that describe it.
        modifiers: Other words of its descriptions ("oil" of "oil group").
        nationalities: Countries that it belongs to.
        affiliation: The entity that a person speaks for, or None.
        gender: "m", "f" or "".
        plural: Whether it is several.
        named: Whether a name, and not a nominal, introduced it.
        members: The entities that a plural one consists of.
    """

    number: int
    name: str
    country: str | None = None
    mentions: list[tuple[int, int]] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    nouns: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    nationalities: set[str] = field(default_factory=set)
    affiliation: "Entity | None" = None
    gender: str = ""
    plural: bool = False
    named: bool = True
    members: "list[Entity]" = field(default_factory=list)

    @property
    def type(self) -> str:
        """What the entity is: country, person, organisation, or other."""
        if self.country:
            return "country"
        scores = {kind: self.likely(kind) for kind in ("organisation", "person", "place")}
        best = max(scores, key=lambda kind: scores[kind])
        return best if scores[best] > 0 else "other"

    def likely(self, kind: str) -> float:
        """Return how much speaks for a type, 0 for nothing; labels weigh little."""
        labelled = sum(self.labels.values())
        share = LABEL_WEIGHT * self.labels[kind] / labelled if labelled else 0.0
        return self.votes[kind] + share

    def __repr__(self) -> str:
        return f"Entity({self.name!r}, {self.type})"


def _heads(words: tuple[str, ...]) -> set[str]:
    """Return the words of a name that tell its kind: "Commission", "Bank" of "Bank of Japan"."""
    bare = without_suffix(words)
    found = {bare[-1], bare[-1].removesuffix("s"), words[-1]}
    if "of" in bare[1:]:
        found.add(bare[bare.index("of", 1) - 1])
    if bare[0] == "air":
        found.add("air")
    return found


def is_ministry(name: str) -> bool:
    """Tell whether a name is a ministry's or a department of state's."""
    words = key_words(name)
    if "ministry" in words or "ministries" in words:
        return True
    return "department" in words and bool(set(words) & actor_words("portfolio"))


class Entities:
    """The named entities of one document, and the token that each name stands at.

    Args:
        doc: The document.
        graph: Its dependency graph.
    """

    def __init__(self, doc: Doc, graph: Graph) -> None:
        self.doc = doc
        self.graph = graph
        scanner = NameScanner(doc, graph)
        self.headline = scanner.headline
        self.names = list(scanner.scan())
        self.all: list[Entity] = []
        self.at: dict[int, Entity] = {}
        self.span_at: dict[int, tuple[int, int]] = {}
        self.mention_at: dict[int, NameMention] = {}
        self.described_at: dict[int, NameMention] = {}
        self.appositive: dict[int, NameMention] = {}
        self.states: dict[str, Entity] = {}
        self.by_key: dict[tuple[str, ...], Entity] = {}
        self._index: dict[str, list[Entity]] = defaultdict(list)
        self._cluster()
        self._describe()
        self._read_headline()

    # -- clustering -----------------------------------------------------------

    def new(self, name: str, named: bool = True) -> Entity:
        """Add an entity."""
        entity = Entity(len(self.all), name, named=named)
        self.all.append(entity)
        return entity

    def _cluster(self) -> None:
        texts: dict[str, int] = {}
        for mention in self.names:
            texts.setdefault(mention.text, mention.start)
        aliases = self._bracketed()
        by_length = sorted(texts, key=lambda text: (-len(key_words(text)), -len(text), texts[text]))
        homes: dict[str, Entity] = {}
        for text in by_length:
            home = self._home(text) or self._state(text) or self.new(text)
            homes[text] = home
            self._register(text, home)
            for alias in aliases.get(text, ()):
                self._register(alias, home)
        for mention in self.names:
            entity = self._seat(mention) or homes[mention.text]
            self._place(mention.start, mention.end, entity, mention)
            for start, end in mention.aliases:
                alias = self.by_key.get(key_words(self.doc[start:end].text))
                if alias is not None and not countries().any(self.doc[start:end].text):
                    self._place(start, end, alias)

    def _state(self, text: str) -> Entity | None:
        """Return the one entity of a country or body, whatever name it goes by here."""
        known = countries()
        code = known.land(text) or self._dated(text, known.seat(text))
        name = code or known.body(text)
        if name is None:
            return None
        if name not in self.states:
            self.states[name] = self.new(text if code else name)
            self.states[name].country = code
        return self.states[name]

    def _seat(self, mention: NameMention) -> Entity | None:
        """Return the state or body that a city stands for here, if it does."""
        known = countries()
        code = known.capital(mention.text)
        body = known.body_seats.get(fold(mention.text))
        if body in self.states and not self._is_place(mention):
            return self.states[body]
        code = self._dated(mention.text, code)
        if code is None or self._is_place(mention):
            return None
        if code not in self.states:
            self.states[code] = self.new(mention.text)
            self.states[code].country = code
        return self.states[code]

    def _is_place(self, mention: NameMention) -> bool:
        """Tell whether a city is meant as a place: after "in", in a dateline or an address."""
        doc = self.doc
        before = doc[mention.start - 1] if mention.start else None
        if before is not None and before.lower_ in actor_words("locative"):
            return True
        after = doc[mention.end] if mention.end < len(doc) else None
        opens = before is None or before.is_space
        return opens and after is not None and after.text in ("(", ",", "-", "--", "–", "—", ":")

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
        for mention in self.names:
            for start, end in mention.aliases:
                alias = self.doc[start:end].text.split(".")[0]
                same = fold(alias) in initials(mention.text) or variant(alias, mention.text)
                shares = set(key_words(alias)) & set(key_words(mention.text))
                if same or shares:
                    found[mention.text].append(alias)
        return found

    def _home(self, text: str) -> Entity | None:
        """Return the entity whose longer name a name can stand for."""
        key = key_words(text)
        if key in self.by_key:
            return self.by_key[key]
        if countries().any(text) is not None:
            return None
        if is_generic(key):
            return self._by_kind(key)
        best: tuple[int, int] = (0, 0)
        home = None
        for entity in self._candidates(text):
            fit = self._fit(text, entity)
            rank = (fit, -entity.number)
            if fit and not entity.country and rank > best:
                best, home = rank, entity
        return home

    @staticmethod
    def _fit(text: str, entity: Entity) -> int:
        """Return how well a name fits an entity's; a city is not short for "Air Atlanta"."""
        fit = variant(text, entity.name)
        starts = key_words(entity.name)[:1] == key_words(text)[:1]
        return 0 if fit == PART and not starts and fold(text) in cities() else fit

    def _by_kind(self, key: tuple[str, ...]) -> Entity | None:
        """Return what "the Board" or "the Ministry" stands for: a name that ends in it."""
        kinds = actor_words("organisation_word") | actor_words("body")
        if len(key) > 1 or key[0] not in kinds:
            return None
        ends = (e for e in self._index.get(key[0], ()) if key_words(e.name)[-1] == key[0])
        return next(ends, None)

    def _candidates(self, text: str) -> list[Entity]:
        key = key_words(text)
        found: dict[int, Entity] = {}
        forms = [key[0], key[-1], key[0][:4] + "*", "=" + key[0].replace("'", "")]
        for form in forms:
            for entity in self._index.get(form, ())[:MAX_CANDIDATES]:
                found[entity.number] = entity
        return list(found.values())

    def _register(self, text: str, entity: Entity) -> None:
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

    def _place(self, start: int, end: int, entity: Entity, mention: NameMention | None = None) -> None:
        entity.mentions.append((start, end))
        for i in range(start, end):
            self.at[i] = entity
            self.span_at[i] = (start, end)
            if mention is not None:
                self.mention_at[i] = mention

    # -- what is known of an entity ----------------------------------------------

    def _describe(self) -> None:
        for mention in self.names:
            for i in range(mention.outer, mention.start):
                if i not in self.at:
                    self.described_at[i] = mention
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
            self._classify(entity)
            if not entity.country and is_ministry(entity.name) and len(entity.nationalities) == 1:
                entity.country = min(entity.nationalities)
            if entity.country:
                entity.nationalities = {entity.country}
        for mention in self.names:
            entity = self.at[mention.start]
            if mention.affiliation is not None and mention.affiliation in self.at:
                entity.affiliation = entity.affiliation or self.at[mention.affiliation]

    def _vote(self, entity: Entity, mention: NameMention) -> None:
        doc = self.doc
        if mention.titled:
            entity.votes["person"] += 3
        label = LABELS.get(doc[mention.end - 1].ent_type_)
        if label:
            entity.labels[label] += 1
        for noun in mention.nouns[-1:]:
            if noun in actor_words("company") or noun in actor_words("body"):
                entity.votes["organisation"] += 2
            elif noun in actor_words("person"):
                entity.votes["person"] += 2
        before = fold(doc[mention.start - 1].text) if mention.start > 0 else ""
        if before in actor_words("male"):
            entity.gender = "m"
        elif before in actor_words("female"):
            entity.gender = "f"

    def _classify(self, entity: Entity) -> None:
        words = key_words(entity.name)
        known = countries()
        lemmas = {word.removesuffix("s") for word in words} | set(words)
        if lemmas & (actor_words("suffix") | actor_words("organisation_word")):
            entity.votes["organisation"] += 4
        if known.body(entity.name) or (not entity.country and len(words) == 1 and entity.name.isupper() and len(entity.name) > 1):
            entity.votes["organisation"] += 2
        kinds = actor_words("company") | actor_words("body") | synonym_sets().keys()
        entity.nouns |= {word for word in _heads(words) if word in kinds}
        parts = entity.name.split()
        for before, word in zip(["", *parts], parts, strict=False):
            code = known.land(word)
            if code is not None and before.casefold() not in COMPASS:
                entity.nationalities.add(code)
        if entity.country:
            entity.nationalities.add(entity.country)

    # -- headline ---------------------------------------------------------------

    def _read_headline(self) -> None:
        """Find the text's names in the headline, whose own capitals say little."""
        for find in (self._longest_at, self._unknown_at):
            i = 0
            while i < self.headline:
                found = None if i in self.at else find(i)
                if found is None:
                    i += 1
                    continue
                end, entity = found
                self._place(i, end, entity)
                self._read_owner(i, entity)
                i = end
        for entity in self.all:
            entity.mentions.sort()

    def _read_owner(self, start: int, entity: Entity) -> None:
        """Note the nationality in "India's Acme"."""
        if start > 1 and self.doc[start - 1].tag_ == "POS" and not entity.country:
            code = countries().land(self.doc[start - 2].text)
            entity.nationalities |= {code} if code else set()

    def _longest_at(self, start: int) -> tuple[int, Entity] | None:
        doc = self.doc
        if not is_capital(doc[start]) and countries().land(doc[start].text) is None:
            return None
        if doc[start].pos_ in ("DET", "ADP", "AUX", "PRON") and countries().any(doc[start].text) is None:
            return None
        for end in range(min(start + 7, self.headline), start, -1):
            text = doc[start:end].text
            if doc[end - 1].is_punct or (end < self.headline and doc[end].text == "-" and end - start < 1):
                continue
            entity = self._known(text)
            if entity is not None:
                return end, entity
        return None

    def _known(self, text: str) -> Entity | None:
        key = key_words(text)
        if key in self.by_key:
            return self.by_key[key]
        if countries().any(text) is not None or countries().body(text) is not None:
            entity = self._state(text) or self.new(text.title() if text.isupper() and len(text) > 4 else text)
            self._classify(entity)
            self._register(text, entity)
            return entity
        if is_generic(key):
            return None
        best, home = 0, None
        for entity in [*self._candidates(text), *self.all[:MAX_CANDIDATES]]:
            fit = self._fit(text, entity)
            if fit > best and not entity.country and self._is_worth(text, fit):
                best, home = fit, entity
        return home

    def _is_worth(self, text: str, fit: int) -> bool:
        """Tell whether a headline's words may be a name's, though capitals say nothing."""
        if fit >= SUFFIX or fit == EXACT:
            return True
        return fit >= PART or len(key_words(text)) > 1 or not text.islower()

    def _unknown_at(self, start: int) -> tuple[int, Entity] | None:
        """Return a name that only the headline gives, as far as tags tell it."""
        doc = self.doc
        end = start
        while end < self.headline and end not in self.at and self._looks_named(doc[end]):
            end += 1
        if end == start:
            return None
        span = Span(doc, start, end)
        if is_generic(key_words(span.text)):
            return None
        entity = self.new(span.text)
        self._classify(entity)
        label = LABELS.get(doc[end - 1].ent_type_)
        if label:
            entity.labels[label] += 1
        self._register(span.text, entity)
        return end, entity

    def _looks_named(self, token: Token) -> bool:
        if not is_capital(token) or token.pos_ != "PROPN" or not token.text[0].isalpha():
            return False
        return noun_lemma(token) not in supersenses() and token.lower_ not in supersenses()
