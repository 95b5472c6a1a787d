"""Properties that must hold of every pair of annotations."""

from random import Random
from typing import Any

import pytest
from evaluate_build import TEXT
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate import Record, Report, evaluate, records_of
from pipeline.evaluate.measures import ACCURACIES, MEASURES
from pipeline.facts.types import ROLES

WORDS = [(i, i + 5) for i in range(0, len(TEXT) - 6, 6)]
SENTENCES = [(0, 32), (33, 73), (74, len(TEXT))]


@st.composite
def mentions(draw: Any) -> dict[str, Any]:
    canonical = draw(st.sampled_from(["Norland", "Sudmark", "jet"]))
    if draw(st.integers(0, 4)) == 0:
        return {"text": None, "start": None, "end": None, "canonical": canonical}
    start, end = draw(st.sampled_from(WORDS))
    return {"text": TEXT[start:end], "start": start, "end": end, "canonical": canonical}


@st.composite
def facts(draw: Any, identity: str) -> dict[str, Any]:
    relation = draw(st.sampled_from(sorted(ROLES)))
    start, end = draw(st.sampled_from(WORDS))
    roles = draw(st.lists(st.sampled_from(ROLES[relation]), max_size=3, unique=True))
    left, right = next(s for s in SENTENCES if start < s[1])
    return {
        "id": identity,
        "article_id": draw(st.sampled_from("abc")),
        "relation": relation,
        "trigger": {"text": TEXT[start:end], "start": start, "end": end},
        "sentence": {"start": left, "end": max(right, end)},
        "arguments": {role: draw(st.lists(mentions(), min_size=1, max_size=2)) for role in roles},
        "factuality": {
            "polarity": draw(st.sampled_from(["positive", "negative"])),
            "certainty": draw(st.sampled_from(["certain", "possible"])),
            "time": draw(st.sampled_from(["past", "future"])),
            "conditional": draw(st.booleans()),
        },
        "status": draw(st.sampled_from(["negated", "asserted", "planned"])),
        "optional": draw(st.integers(0, 5)) == 0,
    }


@st.composite
def annotations(draw: Any, prefix: str) -> list[Record]:
    size = draw(st.integers(0, 7))
    values = [draw(facts(f"{prefix}{i}")) for i in range(size)]
    denials = [v for v in values if v["relation"] == "denial"]
    for denial in denials:
        same = [v["id"] for v in values if v["article_id"] == denial["article_id"] and v is not denial]
        if same:
            denial["denies"] = draw(st.lists(st.sampled_from(same), max_size=2, unique=True))
    return records_of(values)


def figures(report: Report) -> dict[str, tuple[int, int, int]]:
    scores = report.table(measures=MEASURES)
    return {name: (s.right, s.predicted, s.gold) for name, s in scores.items()}


@given(annotations("g"))
def test_identity_scores_one(records):
    for name, (right, predicted, gold) in figures(evaluate(records, records)).items():
        assert right == predicted == gold, name


@given(annotations("g"))
def test_empty_prediction_scores_zero(records):
    report = evaluate(records, [])
    required = sum(not r.optional for r in records)
    assert figures(report)["fact"] == (0, 0, required)
    for measure in ("fact", "record"):
        assert report.score(measure, interval=False).f1 == (0.0 if required else None)


@given(annotations("g"), annotations("p"))
def test_swapping_gold_and_prediction_swaps_precision_and_recall(ours, theirs):
    there, back = figures(evaluate(ours, theirs)), figures(evaluate(theirs, ours))
    right, predicted, gold = there["fact"]
    assert back["fact"] == (right, gold, predicted)
    for relation in ROLES:
        forth = evaluate(ours, theirs).score("fact", relation, interval=False)
        back_again = evaluate(theirs, ours).score("fact", relation, interval=False)
        assert (forth.precision, forth.recall) == (back_again.recall, back_again.precision)


@given(annotations("g"), annotations("p"), st.integers(0, 2**16))
def test_shuffled_order_changes_nothing(ours, theirs, seed):
    shuffled_ours, shuffled_theirs = list(ours), list(theirs)
    Random(seed).shuffle(shuffled_ours)
    Random(seed + 1).shuffle(shuffled_theirs)
    assert figures(evaluate(ours, theirs)) == figures(evaluate(shuffled_ours, shuffled_theirs))


@given(annotations("g"), annotations("p"))
def test_figures_are_bounded_and_whole(ours, theirs):
    report = evaluate(ours, theirs)
    for name, score in report.table(measures=MEASURES).items():
        assert 0 <= score.right <= min(score.predicted, score.gold), name
        if name.split(".")[0] in ACCURACIES:
            assert score.predicted == score.gold
    overall = figures(report)
    for measure in ("fact", "record", "argument"):
        parts = [report.score(measure, r, interval=False) for r in ROLES]
        assert overall[measure][0] == sum(p.right for p in parts)


@given(annotations("g"), annotations("p"))
def test_record_and_strict_never_exceed_fact_and_relaxed(ours, theirs):
    table = figures(evaluate(ours, theirs))
    assert table["record"][0] <= table["fact"][0]
    assert table["argument.strict"][0] <= table["argument.relaxed"][0]
    assert table["argument"][0] <= table["argument.relaxed"][0]


@pytest.mark.parametrize("measure", ["fact", "record", "argument"])
@given(records=annotations("g"))
def test_removing_a_prediction_never_adds_a_right_one(measure, records):
    whole = evaluate(records, records).score(measure, interval=False)
    unlinked = [r for r in records[:-1] if not r.denies]
    part = evaluate(records, unlinked).score(measure, interval=False)
    assert part.right <= whole.right
