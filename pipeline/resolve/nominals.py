"""Nominals and pronouns as mentions: what kind of actor, how many, known or new.

A nominal is described by its noun's kind, number, definiteness, nationality and the name
that it belongs to ("a KLM spokesman"), so that it can be compared with entities.
"""

from dataclasses import dataclass, field

from spacy.tokens import Token

from pipeline.predicates import Graph, noun_lemma
from pipeline.predicates.lexicon import supersenses, words
from pipeline.resolve.countries import cities, countries, fold
from pipeline.resolve.tables import actor_words, synonym_sets

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "said", "such"})
NUMBERS = {"two": 2, "both": 2, "neither": 2, "either": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
PLACES = frozenset({"GPE", "LOC", "NORP", "FAC"})
EACH = frozenset({"side", "party", "company", "firm", "country"})
PAIRS = frozenset({"pair", "duo", "couple"})
GENERIC = frozenset(
    {"company", "firm", "group", "giant", "concern", "business", "corporation", "enterprise"}
    | {"organisation", "organization"}
)
PRONOUNS: dict[str, tuple[str, bool, str]] = {
    "he": ("person", False, "m"),
    "him": ("person", False, "m"),
    "his": ("person", False, "m"),
    "himself": ("person", False, "m"),
    "she": ("person", False, "f"),
    "her": ("person", False, "f"),
    "hers": ("person", False, "f"),
    "herself": ("person", False, "f"),
    "it": ("thing", False, ""),
    "its": ("thing", False, ""),
    "itself": ("thing", False, ""),
    "they": ("any", True, ""),
    "them": ("any", True, ""),
    "their": ("any", True, ""),
    "theirs": ("any", True, ""),
    "themselves": ("any", True, ""),
}
FIRST = frozenset({"we", "us", "our", "ours", "ourselves", "i", "me", "my", "mine", "myself"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
POSSESSIVE = frozenset({"his", "her", "its", "their", "our", "my", "whose"})


@dataclass(slots=True)
class Nominal:
    """A noun phrase without a name of its own.

    Attributes:
        token: Its head.
        lemma: The noun that tells its kind.
        kind: company, body, person, country, group, any, or "" for what cannot act.
        plural: Whether it is several.
        count: How many, if it says so, else 0.
        definite: Whether it is told as known.
        bare: Whether it has no determiner at all, as in headlines.
        nationality: ISO code of its nationality or possessor, or None.
        owner: Token of a possessor or modifying name, or None.
        described: Whether it says itself which one it is.
        modifiers: Its other modifiers ("oil" of "the oil giant").
    """

    token: Token
    lemma: str
    kind: str
    plural: bool
    count: int = 0
    definite: bool = False
    bare: bool = False
    nationality: str | None = None
    owner: Token | None = None
    described: bool = False
    modifiers: set[str] = field(default_factory=set)

    @property
    def type(self) -> str:
        """The type of entity that it can be."""
        return {"company": "organisation", "body": "organisation", "group": "organisation"}.get(
            self.kind, self.kind
        )


def kind_lemma(token: Token) -> str:
    """Return a noun's lemma; an "oil major" in small letters behind a noun is a giant, no officer."""
    trade = token.i > 0 and token.text == "major" and token.nbor(-1).tag_ in ("NN", "NNP")
    return "giant" if trade else noun_lemma(token)


def kind_of(lemma: str) -> str:
    """Return what kind of actor a noun names, or "" for none."""
    if lemma in actor_words("collective"):
        return "group"
    for kind in ("company", "body", "country", "person"):
        if lemma in actor_words(kind):
            return kind
    if lemma in actor_words("any_actor"):
        return "any"
    return {"person": "person", "group": "group"}.get(supersenses().get(lemma, ""), "")


def read_nominal(graph: Graph, token: Token) -> Nominal | None:
    """Return a nominal actor that a token heads, or None where it heads none."""
    if token.pos_ not in ("NOUN", "NUM", "DET", "PRON", "PROPN", "ADJ"):
        return None
    lemma = kind_lemma(token)
    plural = token.tag_ in ("NNS", "NNPS") or (
        token.lower_ != noun_lemma(token) and token.lower_.endswith("s")
    )
    inner = _one_of(graph, token)
    if inner is not None:
        lemma, plural = noun_lemma(inner), False
    other = token.lower_ in words("goods") or lemma in actor_words("singular_only")
    if token.lower_ != lemma and other and not _is_counted(graph, token):
        return None
    kind = kind_of(lemma)
    if not kind and token.lower_ not in ("both", "two", "three"):
        return None
    nominal = Nominal(token, lemma, kind or "any", plural or token.lower_ in NUMBERS or lemma in PAIRS)
    if lemma in PAIRS:
        nominal.count = 2
    if token.lower_ in NUMBERS:
        nominal.count, nominal.definite = NUMBERS[token.lower_], token.lower_ == "both"
    if inner is not None:
        nominal.described = True
    for child in graph.children(token):
        if child.i < token.i:
            _read_left(graph, nominal, child)
            for determiner in graph.children(child, "det") if graph.dep(child) == "nummod" else ():
                _read_left(graph, nominal, determiner)  # the parser's "[the two] old rivals"
        elif graph.dep(child).split(":")[0] in ("nmod", "acl") and inner is None:
            apart = any(t.text == "," for t in token.doc[token.i : child.i])
            nominal.described = nominal.described or not apart
            if graph.marker(child) == "of":
                nominal.nationality = nominal.nationality or countries().land(child.text)
    if nominal.count and nominal.plural and lemma in actor_words("bare_government"):
        nominal.kind = "country"  # "the two governments"
    if nominal.owner is not None and kind == "company" and is_domain(nominal.owner):
        nominal.owner = None
    nominal.bare = not any(c.i < token.i for c in graph.children(token, "det", "nmod:poss", "nummod"))
    return nominal


def _is_counted(graph: Graph, token: Token) -> bool:
    """Tell whether a noun is "the two concerns", "both exchanges": so many actors, and no affairs."""
    counted = any(child.lower_ in NUMBERS for child in graph.children(token, "nummod", "det"))
    firms = actor_words("company") | actor_words("body")
    return counted and token.lower_ not in words("goods") and noun_lemma(token) in firms


def is_domain(owner: Token) -> bool:
    """Tell whether a possessor is where a firm ranks or works, and no owner: "the world's biggest brewer"."""
    lemma = noun_lemma(owner)
    named = owner.ent_type_ in PLACES or countries().land(owner.text) is not None
    return named or lemma in actor_words("country", "domain")


def _one_of(graph: Graph, token: Token) -> Token | None:
    """Return the noun of "one of the world's largest makers"."""
    if token.lower_ not in ("one", "some"):
        return None
    return next((c for c in graph.children(token, "nmod") if graph.marker(c) == "of"), None)


def _read_left(graph: Graph, nominal: Nominal, child: Token) -> None:
    word = child.lower_
    label = graph.dep(child)
    code = countries().land(child.text)
    if code is not None and (child.text[0].isupper()):
        nominal.nationality = code
        if label == "nmod:poss":
            nominal.definite, nominal.owner = True, child
    elif word in DEFINITE:
        nominal.definite = True
    elif label == "nmod:poss":
        nominal.definite, nominal.owner = True, child
    elif word in NUMBERS:
        nominal.count, nominal.plural = NUMBERS[word], True
    elif nominal.kind == "company" and fold(child.text) in cities():
        nominal.modifiers.add(child.lower_)  # "the Seattle company"
    elif child.ent_type_ in ("ORG", "PERSON") or (child.pos_ == "PROPN" and child.ent_type_ not in PLACES):
        nominal.owner = child
        nominal.described = True
    elif label in ("amod", "compound", "nummod", "nmod"):
        nominal.modifiers.add(noun_lemma(child))
    if word == "all":
        nominal.definite = any(t.lower_ in NUMBERS for t in graph.children(nominal.token, "nummod"))
    if word in ("both", "neither", "either") or (word == "each" and nominal.lemma in EACH):
        nominal.count, nominal.plural, nominal.definite = 2, True, True


def is_pronoun(token: Token, table: "frozenset[str] | dict[str, tuple[str, bool, str]]") -> bool:
    """Tell whether a word is one of some pronouns, also where a headline prints capitals."""
    if token.lower_ not in table:
        return False
    if token.pos_ in ("PRON", "DET"):
        return True
    shouted = (
        token.text.isupper()
        and len(token) > 1
        and token.i + 1 < len(token.doc)
        and token.nbor(1).text.isupper()
    )
    return shouted and token.lower_ not in ("us", "i", "mine")


def same_kind(lemma: str, nouns: set[str]) -> bool:
    """Tell whether a noun can name what some nouns describe."""
    return lemma in nouns or bool(synonym_sets().get(lemma, frozenset()) & nouns)
