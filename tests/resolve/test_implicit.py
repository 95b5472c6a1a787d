"""What a definite mention takes from the facts around it, and what it must not take."""

import pytest
from drafts import draft, kinds, names

from pipeline.predicates import graph_of
from pipeline.resolve.implicit import fill_implicit, share_with_enclosed

TWO = """
Peru NNP PROPN Peru 2 nsubj
signed VBD VERB sign 0 ROOT
a DT DET a 4 det
pact NN NOUN pact 2 obj
{det} DT DET {det} 6 det
{noun} NN NOUN {noun} 7 nsubj
ran VBD VERB run 0 ROOT
long RB ADV long 7 advmod
"""
HEADLINE = """
Peru NNP PROPN Peru 2 nsubj
signs VBZ VERB sign 0 ROOT
pact NN NOUN pact 2 obj
A DT DET a 5 det
pact NN NOUN pact 6 nsubj:pass
signed VBN VERB sign 0 ROOT
"""


def nobody(_token):
    return []


def pair(parsed, det="the", noun="pact", rule="deal.noun", roles=None, **first):
    doc = parsed(TWO.format(det=det, noun=noun))
    told = draft(doc, 1, "deal.sign", **(first or {"party": "PER TCD"}))
    made = draft(doc, 5, rule, **(roles or {}))
    fill_implicit([told, made], {}, {}, nobody)
    return made


def test_the_deal_takes_the_parties_of_the_last_one(parsed):
    made = pair(parsed)
    assert names(made, "party") == ["PER", "TCD"]
    assert kinds(made, "party") == ["implicit", "implicit"]
    assert made.roles["party"][0].start is None


@pytest.mark.parametrize("det", ["a", "another", "every"])
def test_an_indefinite_deal_is_another_one(parsed, det):
    assert names(pair(parsed, det), "party") == []


def test_the_lead_tells_its_headline_again(parsed):
    doc = parsed(HEADLINE)
    told, made = draft(doc, 1, "deal.sign", party="PER TCD"), draft(doc, 4, "deal.noun")
    fill_implicit([told, made], {}, {}, nobody)
    assert names(made, "party") == ["PER", "TCD"]


def test_a_truce_is_the_one_truce_with_any_determiner(parsed):
    assert names(pair(parsed, "a", "truce"), "party") == ["PER", "TCD"]


def test_a_known_party_is_kept_and_the_other_one_lent(parsed):
    made = pair(parsed, roles={"party": "TCD"})
    assert names(made, "party") == ["TCD", "PER"]
    assert kinds(made, "party") == ["named", "implicit"]


def test_a_deal_with_somebody_else_lends_nothing(parsed):
    assert names(pair(parsed, roles={"party": "TGO"}), "party") == ["TGO"]


def test_two_parties_are_enough(parsed):
    assert names(pair(parsed, roles={"party": "TGO MLI"}), "party") == ["TGO", "MLI"]


def test_a_bare_mention_takes_over_how_far_the_deal_is(parsed):
    doc = parsed(TWO.format(det="the", noun="pact"))
    told = draft(doc, 1, "deal.sign", party="PER TCD", factuality={"time": "future"})
    told.stage = "signed"
    made = draft(doc, 5, "deal.noun")
    fill_implicit([told, made], {}, {}, nobody)
    assert (made.factuality.time, made.stage) == ("future", "signed")


TAKEOVER = "deal.acquisition-noun"


def takeover(parsed, subject, told_rule="deal.acquire", told_subject="Zorn"):
    doc = parsed(TWO.format(det="the", noun="purchase"))
    told = draft(doc, 1, told_rule, party="Acme", subject=told_subject)
    made = draft(doc, 5, TAKEOVER, **({"subject": subject} if subject else {}))
    fill_implicit([told, made], {}, {}, nobody)
    return made


def test_the_purchase_of_the_same_firm_takes_its_buyer(parsed):
    assert names(takeover(parsed, "Zorn"), "party") == ["Acme"]


def test_the_purchase_of_another_firm_does_not(parsed):
    assert names(takeover(parsed, "Blorf"), "party") == []


def test_a_purchase_without_subject_takes_that_too(parsed):
    assert names(takeover(parsed, None), "subject") == ["Zorn"]


def test_a_purchase_takes_nothing_from_a_treaty(parsed):
    assert names(takeover(parsed, None, told_rule="deal.sign"), "party") == []


SALES = """
Peru NNP PROPN Peru 2 nsubj
sold VBD VERB sell 0 ROOT
jets NNS NOUN jet 2 obj
The DT DET the 5 det
delivery NN NOUN delivery 6 nsubj
began VBD VERB begin 0 ROOT
"""


def supplies(parsed, first, second, rule="supply.event-noun", told_rule="supply.sell", between=()):
    doc = parsed(SALES)
    told = draft(doc, 1, told_rule, **first)
    made = draft(doc, 4, rule, **second)
    fill_implicit([told, *between, made], {}, {}, nobody)
    return {role: names(made, role) for role in ("supplier", "recipient", "item") if names(made, role)}


SALE = {"supplier": "PER", "recipient": "TCD", "item": "jet"}


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        ({}, {"supplier": ["PER"], "recipient": ["TCD"], "item": ["jet"]}),
        ({"item": "jet"}, {"supplier": ["PER"], "recipient": ["TCD"], "item": ["jet"]}),
        ({"recipient": "TCD"}, {"supplier": ["PER"], "recipient": ["TCD"], "item": ["jet"]}),
        ({"item": "tank"}, {"item": ["tank"]}),
        ({"item": "jet", "recipient": "TGO"}, {"supplier": ["PER"], "item": ["jet"], "recipient": ["TGO"]}),
    ],
)
def test_a_supply_takes_from_a_compatible_one_only(parsed, second, wanted):
    assert supplies(parsed, SALE, second) == wanted


def test_a_supply_takes_its_other_end_from_the_deal(parsed):
    found = supplies(parsed, {"party": "PER TCD"}, {"supplier": "PER", "item": "jet"}, told_rule="deal.sign")
    assert found["recipient"] == ["TCD"]
    found = supplies(parsed, {"party": "PER TCD"}, {"recipient": "PER", "item": "jet"}, told_rule="deal.sign")
    assert found["supplier"] == ["TCD"]


@pytest.mark.parametrize(
    ("party", "own"), [("PER TCD MLI", {"supplier": "PER"}), ("PER TCD", {"supplier": "TGO"})]
)
def test_a_deal_that_leaves_it_open_lends_nothing(parsed, party, own):
    assert "recipient" not in supplies(parsed, {"party": party}, own, told_rule="deal.sign")


@pytest.mark.parametrize(("before", "lent"), [(0, ["PER", "TCD"]), (4, [])])
def test_a_fact_far_away_lends_nothing_unless_the_story_opens_with_it(parsed, before, lent):
    yes = "Yes UH INTJ yes 0 ROOT\n"
    doc = parsed(
        f"{yes * before}Peru NNP PROPN Peru 0 ROOT\n{yes * 9}"
        f"the DT DET the {before + 12} det\npact NN NOUN pact 0 ROOT"
    )
    told, made = draft(doc, before, "deal.sign", party="PER TCD"), draft(doc, before + 11, "deal.noun")
    fill_implicit([told, made], {}, {}, nobody)
    assert names(made, "party") == lent


ENCLOSED = """
Peru NNP PROPN Peru 2 nsubj
signed VBD VERB sign 0 ROOT
pacts NNS NOUN pact 2 obj
to TO PART to 5 mark
buy VB VERB buy {head} acl
jets NNS NOUN jet 5 obj
"""


def enclosed(parsed, head):
    doc = parsed(ENCLOSED.format(head=head))
    deal = draft(doc, 2, "deal.noun", party="PER")
    supply = draft(doc, 4, "supply.get", recipient="PER", supplier="Acme", item="jet")
    share_with_enclosed(graph_of(doc), [deal, supply])
    return names(deal, "party")


def test_who_buys_from_whom_in_a_deal_is_who_agrees(parsed):
    assert enclosed(parsed, 3) == ["PER", "Acme"]


def test_a_supply_outside_the_deal_gives_no_party(parsed):
    assert enclosed(parsed, 2) == ["PER"]


def sold_then(parsed, det="the", **ends):
    doc = parsed(TWO.format(det=det, noun="contract"))
    told, made = draft(doc, 1, "supply.sell", **ends), draft(doc, 5, "deal.noun")
    fill_implicit([told, made], {}, {}, nobody)
    return made


def test_the_contract_is_between_the_two_ends_of_the_sale_told_before(parsed):
    assert names(sold_then(parsed, supplier="PER", recipient="TCD"), "party") == ["PER", "TCD"]


@pytest.mark.parametrize(
    ("det", "ends"), [("a", {"supplier": "PER", "recipient": "TCD"}), ("the", {"supplier": "PER"})]
)
def test_another_contract_or_half_a_sale_lends_no_parties(parsed, det, ends):
    assert names(sold_then(parsed, det, **ends), "party") == []
