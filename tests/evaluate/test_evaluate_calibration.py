"""Reliability of confidences, thresholds and the fit of a calibration table."""

from random import Random

import pytest
from evaluate_build import gold, predicted
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate import evaluate
from pipeline.evaluate.calibration import (
    apply_calibration,
    calibrate,
    choose_min_confidence,
    confidence_pairs,
    fit_calibration,
    gold_count,
    reliability,
    thresholds,
)

CASES = [(0.95, True), (0.9, True), (0.85, False), (0.35, True), (0.3, False)]
PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40)


def test_cases_of_a_run_leave_out_what_stands_for_optional_gold():
    scores = evaluate(gold(), predicted()).scores
    assert sorted(confidence_pairs(scores)) == [(0.2, False), (0.7, True), (0.8, True), (0.9, True)]
    assert sorted(confidence_pairs(scores, "record")) == [
        (0.2, False),
        (0.7, True),
        (0.8, False),
        (0.9, False),
    ]
    assert gold_count(scores) == 3


def test_reliability_and_error_by_hand():
    bins = reliability(CASES)
    assert [(b.low, b.count) for b in bins] == [(0.3, 2), (0.8, 1), (0.9, 2)]
    result = calibrate(CASES, gold=4)
    # |0.325 - 0.5| * 2 + |0.85 - 0| * 1 + |0.925 - 1| * 2, over five cases
    assert result.ece == pytest.approx((0.35 + 0.85 + 0.15) / 5)
    squares = 0.05**2 + 0.1**2 + 0.85**2 + 0.65**2 + 0.3**2
    assert result.brier == pytest.approx(squares / 5)


def test_precision_at_each_recall_by_hand():
    curve = [(t.confidence, t.precision, t.recall) for t in thresholds(CASES, gold=4)]
    expected = [(0.95, 1, 0.25), (0.9, 1, 0.5), (0.85, 2 / 3, 0.5), (0.35, 0.75, 0.75)]
    assert curve[:4] == [pytest.approx(row) for row in expected]
    at = calibrate(CASES, gold=4).precision_at
    assert at[0.5].confidence == 0.9
    assert at[0.75].precision == 0.75
    assert 1.0 not in at


def test_choosing_a_threshold():
    assert choose_min_confidence(CASES, 4, precision=0.9) == 0.9
    assert choose_min_confidence(CASES, 4, precision=0.7) == 0.35
    assert choose_min_confidence(CASES, 4) == 0.35
    assert choose_min_confidence([(0.9, False)], 1, precision=0.5) is None
    assert choose_min_confidence([], 1) is None


def test_equal_confidences_make_one_threshold():
    assert [t.precision for t in thresholds([(0.5, True), (0.5, False)], 1)] == [0.5]


def test_no_cases():
    result = calibrate([], gold=3)
    assert (result.cases, result.ece, result.best, result.bins) == (0, None, None, [])


def test_fit_mends_an_overconfident_run():
    generator = Random(3)
    raw = [generator.random() for _ in range(4000)]
    pairs = [(c, generator.random() < c * c) for c in raw]
    table = fit_calibration(pairs)
    mended = [(apply_calibration(table, c), ok) for c, ok in pairs]
    assert calibrate(pairs, 1).ece > 0.1
    assert calibrate(mended, 1).ece < 0.02
    assert apply_calibration(table, 0.5) == pytest.approx(0.25, abs=0.08)


def test_fit_pools_what_is_out_of_order():
    assert fit_calibration([(0.2, True), (0.4, False), (0.9, True)]) == [(0.2, 0.5), (0.4, 0.5), (0.9, 1.0)]
    assert fit_calibration([]) == [(0.0, 0.0), (1.0, 1.0)]


@given(PAIRS, st.floats(0, 1), st.floats(0, 1))
def test_calibrated_confidence_is_monotone_and_bounded(pairs, one, other):
    table = fit_calibration(pairs)
    low, high = (apply_calibration(table, c) for c in sorted((one, other)))
    assert 0 <= low <= high <= 1


@given(PAIRS)
def test_error_and_bins_are_consistent(pairs):
    result = calibrate(pairs, gold=max(1, len(pairs)))
    assert sum(b.count for b in result.bins) == len(pairs)
    assert result.ece is None or 0 <= result.ece <= 1
    recalls = [t.recall for t in thresholds(pairs, max(1, len(pairs)))]
    assert recalls == sorted(recalls)
