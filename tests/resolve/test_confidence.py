"""Confidence is a probability, rises with what is there, and its table is monotone."""

import pytest
from drafts import draft
from hypothesis import given
from hypothesis import strategies as st

from pipeline.resolve.confidence import _interpolate, _model, confidence, features

SOLD = "Peru NNP PROPN Peru 2 nsubj\nsold VBD VERB sell 0 ROOT\njets NNS NOUN jet 2 obj"
ROLES = {"supplier": "PER", "recipient": "TCD", "item": "jet"}


def test_table_is_monotone_and_within_bounds():
    table = _model()["calibration"]
    assert table["raw"] == sorted(table["raw"])
    assert table["right"] == sorted(table["right"])
    assert (table["raw"][0], table["raw"][-1]) == (0.0, 1.0)
    assert all(0 <= share <= 1 for share in table["right"])


def test_every_weight_is_that_of_a_feature(parsed):
    made = draft(parsed(SOLD), 1, "supply.sell", **ROLES)
    assert set(_model()["weights"]) == set(features(made))


@given(
    rule=st.sampled_from(["supply.sell", "supply.event-noun", "deal.sign", "denial.deny"]),
    filled=st.sets(st.sampled_from(sorted(ROLES))),
    hows=st.lists(st.sampled_from(["direct", "control", "shared", "support"]), max_size=4),
)
def test_it_is_a_probability(vocab, rule, filled, hows):
    from spacy.tokens import Doc

    doc = Doc(vocab, words=["sold"], heads=[0], deps=["ROOT"], pos=["VERB"], tags=["VBD"], lemmas=["sell"])
    made = draft(doc, 0, rule, hows=hows, **{role: ROLES[role] for role in filled})
    assert 0.0 <= confidence(made) <= 1.0
    assert all(0.0 <= value <= 1.0 for value in features(made).values())


@pytest.mark.parametrize(
    ("name", "value", "roles", "hows"),
    [
        ("core", 1.0, ROLES, ()),
        ("core", 1 / 3, {"item": "jet"}, ()),
        ("core", 0.0, {}, ()),
        ("named", 1.0, ROLES, ()),
        ("two_parties", 1.0, ROLES, ()),
        ("two_parties", 0.0, {"supplier": "PER"}, ()),
        ("direct", 0.5, ROLES, ("direct", "control")),
        ("direct", 0.0, ROLES, ("surface", "relative")),
        ("word_order", 0.5, ROLES, ("surface", "relative")),
        ("adverbial", 1.0, ROLES, ("adverbial",)),
        ("low", 0.25, ROLES, ("direct", "direct", "object", "control")),
        ("verbal", 1.0, ROLES, ()),
        ("denial", 0.0, ROLES, ()),
        ("goods", 0.0, ROLES, ()),
        ("measured", 0.0, ROLES, ()),
        ("distance", 0.0, ROLES, ()),
    ],
)
def test_feature(parsed, name, value, roles, hows):
    made = draft(parsed(SOLD), 1, "supply.sell", hows=hows, **roles)
    assert features(made)[name] == pytest.approx(value)


def test_a_category_of_goods_and_a_date_are_seen(nlp):
    values = [
        features(made) for made in drafts_of(nlp, "Peru sold wheat to Chad in May. Peru sold jets to Chad.")
    ]
    assert [value["goods"] for value in values] == [1.0, 1.0]
    assert [value["measured"] for value in values] == [1.0, 0.0]


def test_the_distance_counts_sentences_up_to_five(nlp):
    filler = "The weather was mild. "
    text = "Chad is poor. {}It bought jets from Peru."
    far = [features(made)["distance"] for n in (0, 1, 9) for made in drafts_of(nlp, text.format(filler * n))]
    assert far == [0.2, 0.4, 1.0]


def drafts_of(nlp, text):
    return nlp.get_pipe("factwire").drafts(nlp(text))


def test_more_is_surer(parsed):
    doc = parsed(SOLD)
    full = confidence(draft(doc, 1, "supply.sell", **ROLES))
    bare = confidence(draft(doc, 1, "supply.event-noun", item="jet"))
    assert full > bare


@pytest.mark.parametrize(("x", "wanted"), [(-1, 0.2), (0, 0.2), (0.25, 0.3), (0.5, 0.4), (1, 0.4), (7, 0.9)])
def test_interpolation(x, wanted):
    assert _interpolate(x, [0.0, 0.5, 1.0, 2.0], [0.2, 0.4, 0.4, 0.9]) == pytest.approx(wanted)
