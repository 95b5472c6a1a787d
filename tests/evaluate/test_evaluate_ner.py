"""Entities in nervaluate's four schemes, against figures worked out by hand."""

import json

import pytest

from pipeline.errors import FactwireError
from pipeline.evaluate.ner import Entity, evaluate_entities, load_entities
from pipeline.read import Article

TEXT = "Norland's Acme Corp sold jets to Sudmark on Monday."
GOLD = {"a": [Entity(0, 7, "GPE"), Entity(10, 19, "ORG"), Entity(33, 40, "GPE")]}


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_four_schemes_by_hand():
    # Norland right; "Acme" is too short; Sudmark has the wrong type; Monday is spurious.
    predicted = {
        "a": [Entity(0, 7, "GPE"), Entity(10, 14, "ORG"), Entity(33, 40, "ORG"), Entity(44, 50, "ORG")]
    }
    overall = evaluate_entities(GOLD, predicted).overall
    assert (overall["strict"].correct, overall["strict"].spurious) == (1, 1)
    assert (overall["exact"].correct, overall["exact"].incorrect) == (2, 1)
    assert (overall["partial"].correct, overall["partial"].partial) == (2, 1)
    assert (overall["ent_type"].correct, overall["ent_type"].incorrect) == (2, 1)
    assert overall["strict"].precision == pytest.approx(1 / 4)
    assert overall["strict"].recall == pytest.approx(1 / 3)
    assert overall["partial"].recall == pytest.approx(2.5 / 3)


def test_identity_and_nothing():
    identical = evaluate_entities(GOLD, GOLD)
    assert all(score.f1 == 1.0 for score in identical.overall.values())
    assert identical.macro("strict") == 1.0
    assert all(score.f1 == 0.0 for score in evaluate_entities(GOLD, {}).overall.values())
    assert evaluate_entities({"a": []}, {}).overall == {}


def test_touching_entities_do_not_overlap():
    gold = {"a": [Entity(0, 4, "ORG")]}
    predicted = {"a": [Entity(4, 8, "ORG")]}
    assert evaluate_entities(gold, predicted).overall["partial"].partial == 0


def test_undecided_gold_is_left_out_with_its_predictions():
    gold = {"a": [*GOLD["a"], Entity(44, 50, None)]}
    predicted = {"a": [*GOLD["a"], Entity(41, 50, "ORG")]}
    assert evaluate_entities(gold, predicted).overall["strict"].f1 == 1.0


def test_labels_that_gold_does_not_annotate_are_left_out():
    predicted = {"a": [*GOLD["a"], Entity(44, 50, "DATE")]}
    assert evaluate_entities(GOLD, predicted).overall["strict"].f1 == 1.0
    limited = evaluate_entities(GOLD, GOLD, labels=["ORG"])
    assert limited.overall["strict"].correct == 1


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ({"start": 5, "end": 5, "label": "ORG"}, "no span"),
        ({"start": True, "end": 5, "label": "ORG"}, "no span"),
        ({"start": 0, "end": 999, "label": "ORG"}, "outside"),
        ({"start": 0, "end": 4, "label": "ORG", "text": "Nope"}, "don't fit"),
        ({"start": 0, "end": 4, "label": 3}, "no text"),
        ("x", "must be an object"),
    ],
)
def test_wrong_entities_are_refused_with_file_line_and_reason(tmp_path, entity, reason):
    good = {"id": "a", "text": TEXT, "entities": []}
    path = write(tmp_path / "e.jsonl", good, {"id": "b", "text": TEXT, "entities": [entity]})
    with pytest.raises(FactwireError, match=reason) as caught:
        load_entities(path)
    assert f"{path}:2" in caught.value.message


def test_unknown_and_double_articles_are_refused(tmp_path):
    row = {"id": "a", "entities": [{"start": 0, "end": 7, "label": "GPE"}]}
    with pytest.raises(FactwireError, match="unknown article"):
        load_entities(write(tmp_path / "e.jsonl", row), {"b": Article("b", TEXT)})
    with pytest.raises(FactwireError, match="already given"):
        load_entities(write(tmp_path / "d.jsonl", row, row))
    with pytest.raises(FactwireError, match="'entities'"):
        load_entities(write(tmp_path / "m.jsonl", {"id": "a"}))
    loaded = load_entities(write(tmp_path / "o.jsonl", row), {"a": Article("a", TEXT)})
    assert loaded == {"a": [Entity(0, 7, "GPE")]}
