"""Paired significance between two runs."""

from itertools import product

import pytest
from evaluate_build import fact

from pipeline.errors import FactwireError
from pipeline.evaluate import evaluate, records_of
from pipeline.evaluate.compare import compare_runs


def run(found: list[bool]):
    """A run on one gold fact an article, of which it finds some."""
    ours = [fact(f"g{i}", "supply", "sold", article=f"a{i}") for i in range(len(found))]
    theirs = [fact(f"p{i}", "supply", "sold", article=f"a{i}") for i, ok in enumerate(found) if ok]
    return evaluate(records_of(ours), records_of(theirs))


def difference(a, b, measure="fact", relation=None):
    found = compare_runs(a, b)
    return next(d for d in found if (d.measure, d.relation) == (measure, relation))


def test_p_value_equals_the_exhaustive_one():
    first, second = [True, True, False, False, True, False], [True] * 6
    result = difference(run(first), run(second))
    swaps = list(product([0, 1], repeat=6))

    def f1(found):
        return 2 * sum(found) / (sum(found) + 6)

    observed = f1(second) - f1(first)
    extreme = 0
    for swap in swaps:
        a = [s if w else f for f, s, w in zip(first, second, swap, strict=True)]
        b = [f if w else s for f, s, w in zip(first, second, swap, strict=True)]
        extreme += abs(f1(b) - f1(a)) >= abs(observed) - 1e-12
    assert result.difference == pytest.approx(observed)
    assert result.p == pytest.approx(extreme / len(swaps), abs=0.02)


def test_a_clear_difference_is_significant_and_none_is_not():
    weak, strong = run([False] * 15 + [True] * 5), run([True] * 20)
    assert difference(weak, strong).p < 0.001
    assert difference(strong, strong).p == 1.0
    assert difference(strong, strong).difference == 0.0


def test_same_seed_same_p_and_swapped_runs_have_the_opposite_difference():
    a, b = run([True, False, True, True]), run([False, True, True, True])
    forth, back = difference(a, b), difference(b, a)
    assert forth == difference(a, b)
    assert forth.difference == -back.difference


def test_accuracies_are_compared_on_what_both_found():
    ours = [fact(f"g{i}", "supply", "sold", article=f"a{i}") for i in range(6)]
    wrong = fact("p0", "supply", "sold", article="a0", status="negated")
    right = [fact(f"p{i}", "supply", "sold", article=f"a{i}") for i in range(1, 6)]
    ids = [f"a{i}" for i in range(6)]
    whole = evaluate(records_of(ours), records_of([wrong, *right]), only=ids)
    half = evaluate(records_of(ours), records_of([wrong, *right[:1]]), only=ids)
    status = difference(whole, half, "status")
    assert (status.a, status.b, status.p) == (0.5, 0.5, 1.0)
    assert difference(whole, half).difference < 0


def test_p_is_never_zero():
    found = compare_runs(run([False] * 30), run([True] * 30), trials=9)
    assert next(d for d in found if d.measure == "fact").p == 0.1


def test_measures_without_cases_are_left_out():
    found = {(d.measure, d.relation) for d in compare_runs(run([True]), run([True]))}
    assert ("link", None) not in found
    assert ("fact", "deal") not in found
    assert ("fact", "supply") in found


def test_runs_on_different_articles_are_refused():
    with pytest.raises(FactwireError, match="different articles"):
        compare_runs(run([True]), run([True, True]))
