"""An entity: what is known of someone or something that takes part in the story."""

from collections import Counter
from dataclasses import dataclass, field

from pipeline.resolve.countries import countries
from pipeline.resolve.names import key_words, without_suffix
from pipeline.resolve.tables import actor_words, first_names, synonym_sets

LABELS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
LABEL_WEIGHT = 2.0
NAME_WEIGHT = 4
ACRONYM_WEIGHT = 2
FIRST_NAME_WEIGHT = 1
BRANCH_WEIGHT = 2
GOVERNMENT_WORDS = frozenset({"ministry", "ministries", "government"})
COMPASS = frozenset({"south", "north", "latin", "central", "east", "west"})
LED_BY_NAME = "USA"  # English calls few other governments "the Carter administration"


@dataclass(slots=True, eq=False)
class Entity:
    """Someone or something that takes part in the story.

    Attributes:
        number: Its place among the entities.
        name: Its longest name, or the words of a nominal.
        first: Token at which that name stands first.
        country: ISO code, when it is a country.
        mentions: (start, end) of each mention in tokens, in text order.
        votes: What words around it speak for: person, organisation.
        labels: Entity labels of its mentions, translated to the same types.
        nouns: Lemmas of the nouns that describe it.
        modifiers: Other words of its descriptions ("oil" of "oil group").
        nationalities: Countries that it is said to belong to.
        lands: Countries in its name, which it need not belong to ("China Airlines").
        affiliation: The entity that a person speaks for, or None.
        gender: "m", "f" or "".
        plural: Whether it is several.
        named: Whether a name, and not a nominal, introduced it.
        members: The entities that a plural one consists of.
    """

    number: int
    name: str
    first: int = 0
    country: str | None = None
    mentions: list[tuple[int, int]] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    nouns: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    nationalities: set[str] = field(default_factory=set)
    lands: set[str] = field(default_factory=set)
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


def state_of(person: Entity, office: str = "statesman") -> str | None:
    """Return the code of the state that a minister or president, or another class of office, speaks for."""
    if not person.nouns & actor_words(office):
        return None
    if person.affiliation is not None and person.affiliation.country:
        return person.affiliation.country
    return min(person.nationalities) if len(person.nationalities) == 1 else None


def classify(entity: Entity) -> None:
    """Add to an entity what its own name tells: its kind and nationality."""
    known = countries()
    words = key_words(entity.name)
    lemmas = {word.removesuffix("s") for word in words} | set(words)
    if lemmas & (actor_words("suffix") | actor_words("organisation_word")):
        entity.votes["organisation"] += NAME_WEIGHT
    if _is_branch(entity, words):
        entity.votes["organisation"] += BRANCH_WEIGHT
    acronym = len(words) == 1 and entity.name.isupper() and len(entity.name) > 1
    if known.body(entity.name) or (acronym and not entity.country):
        entity.votes["organisation"] += ACRONYM_WEIGHT
    kinds = actor_words("company") | actor_words("body") | synonym_sets().keys()
    entity.nouns |= {word for word in head_words(words) if word in kinds}
    parts = entity.name.split()
    for before, word in zip(["", *parts], parts, strict=False):
        code = known.land(word)
        if code is not None and before.casefold() not in COMPASS:
            entity.lands.add(code)
    if len(words) > 1 and not entity.country and not entity.lands:
        entity.lands.update(known.homes.get(words[-1], ()))
    if len(words) > 1 and not entity.country and words[0] in first_names():
        entity.votes["person"] += FIRST_NAME_WEIGHT
        entity.gender = entity.gender or first_names()[words[0]]
    origins = entity.nationalities | entity.lands
    if not entity.country and is_government(entity.name) and len(origins) == 1:
        entity.country = min(origins)
    if entity.country:
        entity.nationalities = {entity.country}


def _is_branch(entity: Entity, words: tuple[str, ...]) -> bool:
    """Tell whether a name is a firm's branch in a country ("Nissan UK")."""
    if entity.country or len(words) < 2 or "of" in words or words[0] in COMPASS:
        return False
    return countries().named(entity.name.split()[-1]) is not None


def is_government(name: str) -> bool:
    """Tell whether a name is a government's, a ministry's or a department of state's."""
    words = set(key_words(name))
    if words & GOVERNMENT_WORDS:
        return True
    return "department" in words and bool(words & actor_words("portfolio"))


def head_words(words: tuple[str, ...]) -> set[str]:
    """Return the words of a name that tell its kind: "Commission", "Bank" of "Bank of Japan"."""
    bare = without_suffix(words)
    found = {bare[-1], bare[-1].removesuffix("s"), words[-1]}
    if "of" in bare[1:]:
        found.add(bare[bare.index("of", 1) - 1])
    if "air" in bare:
        found.add("air")
    return found
