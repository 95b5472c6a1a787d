"""Items from noun phrases, on hand-built parses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.predicates import graph_of
from pipeline.resolve.items import resolve_item
from pipeline.resolve.itemwords import category_of, item_words

PHRASES = {
    "about 400 powerful surface-to-surface ballistic missiles": "ballistic missile",
    "two second hand airplanes": "airplane",
    "cut-price computer microchips": "computer microchip",
    "more American semiconductors": "semiconductor",
    "the remaining used tractors": "tractor",
    "their refined sugar": "refined sugar",
    "30 Airbus A320 planes": "Airbus A320 plane",
    "smaller Airbus A300s": "Airbus A300",
    "five Leopard 2 tanks": "Leopard 2 tank",
    "the new triple-decker aircraft": "aircraft",
    "surface-to-air missiles": "surface-to-air missile",
    "agricultural goods": "agricultural goods",
    "cheap small arms": "small arms",
    "FRENCH WHEAT": "wheat",
}
TAGS = {
    "about": "RB", "powerful": "JJ", "ballistic": "JJ", "second": "JJ", "more": "JJR", "American": "JJ",
    "the": "DT", "remaining": "VBG", "used": "VBN", "their": "PRP$", "refined": "VBN", "smaller": "JJR",
    "new": "JJ", "agricultural": "JJ", "cheap": "JJ", "small": "JJ", "FRENCH": "JJ", "cut": "VBN",
    "price": "NN",
    "surface": "NN", "to": "IN", "air": "NN", "-": "HYPH", "hand": "NN", "computer": "NN", "triple": "JJ",
    "decker": "NN",
}  # fmt: skip


@pytest.fixture
def phrase(vocab):
    """Build "They sold PHRASE" with a flat noun phrase; return the head of the phrase."""
    from spacy.tokens import Doc

    def build(text: str):
        words, spaces = ["They", "sold"], [True, True]
        for chunk in text.split():
            parts = chunk.replace("-", " - ").split() if not any(c.isdigit() for c in chunk) else [chunk]
            words += parts
            spaces += [False] * (len(parts) - 1) + [True]
        last = len(words) - 1
        tags = [_tag(word, i == last) for i, word in enumerate(words)]
        return Doc(
            vocab,
            words=words,
            spaces=spaces,
            tags=["PRP", "VBD", *tags[2:]],
            pos=["PRON", "VERB", *(_pos(tag) for tag in tags[2:])],
            lemmas=[word.lower() for word in words],
            heads=[1, 1, *[last] * (last - 2), 1],
            deps=["nsubj", "ROOT", *(_dep(tag) for tag in tags[2:-1]), "obj"],
        )[last]

    return build


def _tag(word: str, last: bool) -> str:
    if word in TAGS:
        return TAGS[word]
    if word[0].isdigit() or word in ("two", "five"):
        return "CD"
    if last:
        return "NNS" if word.endswith("s") else "NN"
    return "NNP" if word[0].isupper() else "NN"


def _pos(tag: str) -> str:
    return {"CD": "NUM", "NNP": "PROPN", "DT": "DET", "HYPH": "PUNCT", "IN": "ADP", "RB": "ADV"}.get(
        tag, "NOUN" if tag.startswith("NN") else "ADJ"
    )


def _dep(tag: str) -> str:
    return {"CD": "nummod", "DT": "det", "PRP$": "nmod:poss", "HYPH": "punct"}.get(
        tag, "compound" if tag.startswith("NN") else "amod"
    )


@pytest.mark.parametrize(("text", "canonical"), PHRASES.items())
def test_names(phrase, text, canonical):
    (item,) = resolve_item(phrase(text))
    assert item.canonical == canonical


def test_a_full_item(phrase):
    (item,) = resolve_item(phrase("some 40 Su-35 missiles"))
    assert (item.text, item.label, item.category) == ("some 40 Su-35 missiles", "WEAPON", "missile")
    assert item.quantity.value == 40 and item.quantity.approximate
    assert item.designations == ["Su-35"]


def test_a_civil_aircraft_is_no_weapon(phrase):
    (item,) = resolve_item(phrase("30 Airbus A320 planes"))
    assert (item.label, item.category) == (None, "aircraft")


MEASURED = """
    They  PRP  PRON they   2 nsubj
    sold  VBD  VERB sell   0 ROOT
    500   CD   NUM  500    4 nummod
    tonnes NNS NOUN tonne  2 obj
    of    IN   ADP  of     7 case
    Cuban JJ   ADJ  Cuban  7 amod
    sugar NN   NOUN sugar  4 nmod
    and   CC   CCONJ and  10 cc
    200   CD   NUM  200   10 nummod
    tonnes NNS NOUN tonne  4 conj
"""


def test_a_measure_stands_for_its_stuff(parsed):
    (item,) = resolve_item(parsed(MEASURED)[3])
    assert (item.canonical, item.category) == ("sugar", "HS 17 sugars")
    assert (item.quantity.value, item.quantity.unit) == (500, "tonnes")


def test_a_bare_measure_refers_back(parsed):
    (item,) = resolve_item(parsed(MEASURED)[9])
    assert (item.canonical, item.quantity.value) == ("sugar", 200)
    assert item.antecedent is not None and item.antecedent.text == "Cuban sugar"


PRONOUN = """
    Oslo  NNP  PROPN Oslo  2 nsubj
    built VBD  VERB build  0 ROOT
    tanks NNS  NOUN tank   2 obj
    and   CC   CCONJ and   5 cc
    sold  VBD  VERB sell   2 conj
    them  PRP  PRON they   5 obj
    it    PRP  PRON it     5 obj
"""


def test_a_pronoun_refers_back_in_its_number(parsed):
    doc = parsed(PRONOUN)
    (them,), (it,) = resolve_item(doc[5]), resolve_item(doc[6])
    assert (them.canonical, them.kind) == ("tank", "pronoun")
    assert it.canonical is None and it.antecedent is None


COUNTED = """
    The   DT   DET  the    2 det
    A330  NNP  PROPN A330  5 nsubj
    and   CC   CCONJ and   4 cc
    A340  NNP  PROPN A340  2 conj
    flew  VBD  VERB fly    0 ROOT
    and   CC   CCONJ and   7 cc
    sold  VBD  VERB sell   5 conj
    the   DT   DET  the   10 det
    two   CD   NUM  two   10 nummod
    planes NNS NOUN plane  7 obj
"""


def test_a_counted_mention_stands_for_each(parsed):
    items = resolve_item(parsed(COUNTED)[9])
    assert [item.canonical for item in items] == ["A330", "A340"]
    assert {item.text for item in items} == {"the two planes"}


def test_offsets_quote_the_text(parsed):
    doc = parsed(MEASURED)
    for index in (3, 6, 9):
        for item in resolve_item(doc[index]):
            assert doc.text[item.start : item.end] == item.text


def test_every_token_can_be_asked(parsed):
    for doc in (parsed(MEASURED), parsed(PRONOUN), parsed(COUNTED)):
        assert graph_of(doc).doc is doc
        assert all(item.text in doc.text for token in doc for item in resolve_item(token))


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("ballistic missile", "missile"),
        ("fighter jet", "aircraft"),
        ("raw sugar", "HS 17 sugars"),
        ("jet fuel", "HS 27 mineral fuels"),
        ("Leopard 2 tank", "armoured vehicle"),
        ("idea", None),
    ],
)
def test_categories(name, category):
    assert category_of(name) == category


@given(st.sampled_from(sorted({name for names in item_words().goods.values() for name in names})))
def test_goods_stand_in_one_chapter(name):
    chapters = [chapter for chapter, names in item_words().goods.items() if name in names]
    assert len(chapters) == 1


def test_an_adjective_is_no_item(parsed):
    assert resolve_item(parsed(MEASURED)[5]) == []
