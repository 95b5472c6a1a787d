"""Makers in the names of items."""

from pipeline.resolve.itemmaker import maker_of

FLEET = """
    Qantas   NNP  PROPN Qantas   2 nsubj
    ordered  VBD  VERB  order    0 ROOT
    ten      CD   NUM   ten      6 nummod
    Fokker   NNP  PROPN Fokker   6 compound
    F70      NNP  PROPN F70      6 compound
    jets     NNS  NOUN  jet      2 obj
    and      CC   CCONJ and      8 cc
    flies    VBZ  VERB  fly      2 conj
    the      DT   DET   the     10 det
    F70s     NNPS PROPN F70s     8 obj
    and      CC   CCONJ and     13 cc
    Dutch    JJ   ADJ   Dutch   13 amod
    jets     NNS  NOUN  jet     10 conj
"""


def test_the_name_says_who_makes_it(parsed):
    maker = maker_of(parsed(FLEET, "Fokker=ORG Qantas=ORG")[5])
    assert maker is not None and maker.text == "Fokker"


def test_a_type_keeps_its_maker(parsed):
    maker = maker_of(parsed(FLEET, "Fokker=ORG Qantas=ORG")[9])
    assert maker is not None and maker.i == 3


def test_a_nationality_or_a_weapon_is_no_maker(parsed):
    assert maker_of(parsed(FLEET, "Fokker=ORG")[12]) is None
    assert maker_of(parsed(FLEET, "Fokker=WEAPON F70=WEAPON")[5]) is None


def test_the_name_before_a_type_is_its_maker(parsed):
    maker = maker_of(parsed(FLEET)[5])
    assert maker is not None and maker.text == "Fokker"
