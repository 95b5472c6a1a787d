"""Agreement of two annotators, against figures worked out by hand."""

import sys

import pytest
from evaluate_build import CERTAIN, TEXT, fact, gold, predicted
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FactwireError
from pipeline.evaluate import evaluate, records_of
from pipeline.evaluate.agreement import (
    agreement,
    coefficient,
    cohen_kappa,
    krippendorff_alpha,
)
from pipeline.evaluate.errors import to_html
from pipeline.evaluate.ner import Entity, evaluate_entities
from pipeline.read import Article

LABELS = st.sampled_from(["asserted", "planned", "negated"])


def test_cohen_kappa_of_the_textbook():
    # Cohen's two raters on 50 proposals: 20 yes/yes, 15 no/no, 5 and 10 mixed: kappa 0.4.
    pairs = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    assert cohen_kappa(pairs) == pytest.approx(0.4)


def test_krippendorff_alpha_by_hand():
    # Ten units: four agree on a, four on b, two differ. Coincidences: Do = 4/20 = 0.2;
    # n_a = n_b = 10, De = 2*10*10/(20*19); alpha = 1 - 0.2/De.
    pairs = [("a", "a")] * 4 + [("b", "b")] * 4 + [("a", "b"), ("b", "a")]
    assert krippendorff_alpha(pairs) == pytest.approx(1 - 0.2 / (200 / 380))


def test_one_label_has_no_coefficient():
    result = coefficient([("a", "a")] * 5)
    assert (result.observed, result.kappa, result.alpha) == (1.0, None, None)
    assert coefficient([]).observed is None


def test_levels_equal_the_figures_of_the_evaluation():
    result = agreement(gold(), predicted(), only=["a"])
    assert result.levels["fact"].f1 == pytest.approx(6 / 7)
    assert result.levels["link"].f1 == pytest.approx(2 / 3)
    assert result.labels["status"].observed == pytest.approx(2 / 3)
    assert result.labels["stage"].units == 1


def test_agreement_is_the_same_from_either_side():
    forth = agreement(gold(), predicted(), only=["a"])
    back = agreement(predicted(), gold(), only=["a"])
    assert forth.levels == back.levels
    assert forth.labels.keys() == back.labels.keys()
    assert all(forth.labels[k].kappa == back.labels[k].kappa for k in forth.labels)


def test_identical_annotations_agree_wholly():
    articles = {"a": Article("a", TEXT)}
    result = agreement(gold(), gold(), articles)
    assert {level.f1 for level in result.levels.values()} == {1.0}
    assert result.labels["trigger (words)"].kappa == 1.0


def test_triggers_over_words():
    # 18 words; one marks "sold", the other "sold" and "signed": 17 of 18 agree.
    articles = {"a": Article("a", TEXT)}
    ours = [fact("g", "supply", "sold")]
    theirs = [fact("p", "supply", "sold"), fact("q", "deal", "signed")]
    result = agreement(records_of(ours), records_of(theirs), articles)
    words = result.labels["trigger (words)"]
    assert words.units == 18
    assert words.observed == pytest.approx(17 / 18)


def test_articles_of_one_annotator_only_do_not_count():
    ours = [fact("g", "supply", "sold"), fact("h", "supply", "sold", article="b")]
    theirs = [fact("p", "supply", "sold")]
    both = agreement(records_of(ours), records_of(theirs))
    assert (both.articles, both.levels["fact"].f1) == (1, 1.0)
    given_ids = agreement(records_of(ours), records_of(theirs), only=["a", "b"])
    assert given_ids.levels["fact"].f1 == pytest.approx(2 / 3)


def test_open_fields_are_no_disagreement():
    open_fact = fact("g", "supply", "sold", status=None, factuality={"polarity": "positive"})
    full = fact("p", "supply", "sold", factuality=CERTAIN)
    labels = agreement(records_of([open_fact]), records_of([full])).labels
    assert set(labels) == {"polarity"}


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=30))
def test_coefficients_are_bounded_and_one_only_for_full_agreement(pairs):
    result = coefficient(pairs)
    for value in (result.kappa, result.alpha):
        assert value is None or -1.0 <= value <= 1.0 + 1e-9
        if value is not None and value > 1 - 1e-9:
            assert result.observed == 1.0
    swapped = coefficient([(b, a) for a, b in pairs])
    assert swapped.kappa == pytest.approx(result.kappa)


def test_evaluation_of_the_second_annotator_has_the_same_fact_figures():
    report = evaluate(gold(), predicted(), only=["a"])
    level = agreement(gold(), predicted(), only=["a"]).levels["fact"]
    assert level.f1 == pytest.approx(report.score("fact").f1)


@pytest.mark.parametrize(
    ("package", "call"),
    [
        ("krippendorff", lambda: krippendorff_alpha([("a", "b")])),
        ("nervaluate", lambda: evaluate_entities({"a": [Entity(0, 1, "X")]}, {})),
        ("jinja2", lambda: to_html([])),
    ],
)
def test_a_missing_extra_is_named(package, call, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(FactwireError, match=f"needs {package}"):
        call()
