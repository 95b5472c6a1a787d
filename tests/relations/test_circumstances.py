"""Dates, amounts and places count where they stand in the trigger's own clause."""

import pytest

from pipeline.predicates import graph_of
from pipeline.relations import RelationMatcher, circumstances, load_rules

MATCHER = RelationMatcher(load_rules())
SOLD = """
Peru NNP PROPN Peru 2 nsubj
sold VBD VERB sell 0 ROOT
jets NNS NOUN jet 2 obj
to IN ADP to 5 case
Togo NNP PROPN Togo 2 obl
{prep} IN ADP {prep} 7 case
{word} NNP PROPN {word} {head} {dep}
"""
PLAN = """
Peru NNP PROPN Peru 2 nsubj
agreed VBD VERB agree 0 ROOT
in IN ADP in 4 case
May NNP PROPN May 2 obl
to TO PART to 6 mark
sell VB VERB sell {head} {dep}
jets NNS NOUN jet 6 obj
to IN ADP to 9 case
Togo NNP PROPN Togo 6 obl
"""
NAMES = "Peru=GPE Togo=GPE "


def around(doc, relation="supply"):
    (candidate,) = [c for c in MATCHER.match(doc) if c.relation == relation]
    return circumstances(graph_of(doc), candidate)


def texts(spans):
    return [span.text for span in spans]


@pytest.mark.parametrize(
    ("prep", "word", "label", "kind", "wanted"),
    [
        ("in", "May", "DATE", "dates", ["in May"]),
        ("for", "$90", "MONEY", "money", ["$90"]),
        ("in", "Oslo", "GPE", "places", ["Oslo"]),
        ("for", "Oslo", "GPE", "places", []),
        ("since", "Oslo", "ORG", "places", []),
    ],
)
@pytest.mark.parametrize(("head", "dep"), [(2, "obl"), (3, "nmod")])
def test_on_the_verb_or_on_the_item(parsed, prep, word, label, kind, wanted, head, dep):
    doc = parsed(SOLD.format(prep=prep, word=word, head=head, dep=dep), f"{NAMES}{word}={label}")
    assert texts(getattr(around(doc), kind)) == wanted


def test_a_date_of_another_clause_is_left_out(parsed):
    doc = parsed(PLAN.format(head=2, dep="advcl"), NAMES + "May=DATE")
    assert around(doc).dates == []


def test_a_date_at_the_verb_above_an_infinitive_counts(parsed):
    doc = parsed(PLAN.format(head=2, dep="xcomp"), NAMES + "May=DATE")
    assert texts(around(doc).dates) == ["in May"]


def test_an_age_is_no_date(parsed):
    doc = parsed(SOLD.format(prep="to", word="old", head=2, dep="obl"), NAMES + "old=DATE")
    assert around(doc).dates == []


def test_a_place_that_is_an_argument_is_no_place(parsed):
    doc = parsed(SOLD.format(prep="to", word="Mali", head=5, dep="conj"), NAMES + "Mali=GPE")
    assert around(doc).places == []


def test_an_adverb_dates_where_no_date_does(parsed):
    table = """
    Peru NNP PROPN Peru 3 nsubj
    recently RB ADV recently 3 advmod
    sold VBD VERB sell 0 ROOT
    jets NNS NOUN jet 3 obj
    {more}
    """
    assert texts(around(parsed(table.format(more=""), NAMES)).dates) == ["recently"]
    dated = parsed(table.format(more="today NN NOUN today 3 obl:unmarked"), NAMES + "today=DATE")
    assert texts(around(dated).dates) == ["today"]
