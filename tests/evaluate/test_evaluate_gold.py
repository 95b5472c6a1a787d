"""Reading records: open fields are allowed, wrong ones refused with file, line and reason."""

import json
from copy import deepcopy

import pytest
from evaluate_build import TEXT, gold_records
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FactwireError
from pipeline.evaluate import (
    evaluate,
    evaluate_files,
    load_articles,
    load_ids,
    load_records,
    records_of,
)
from pipeline.evaluate.errors import find_errors
from pipeline.evaluate.listing import list_errors
from pipeline.read import Article

ARTICLE = {"id": "a", "text": TEXT, "style": "flash"}


def write(path, *rows):
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def articles(tmp_path):
    return load_articles(write(tmp_path / "articles.jsonl", ARTICLE))


def test_articles_pass_other_fields_through(articles):
    assert articles["a"].meta == {"style": "flash"}
    assert articles["a"].text == TEXT


def test_records_are_read(tmp_path, articles):
    records = load_records(write(tmp_path / "g.jsonl", *gold_records()), articles)
    first = records[0]
    assert (first.relation, first.trigger_text, first.line) == ("supply", "sold", 1)
    assert [a.role for a in first.arguments] == ["supplier", "recipient", "item"]
    assert records[3].optional
    assert records[3].of_role("supplier")[0].span is None


def test_open_fields_are_none(tmp_path, articles):
    row = {"id": "x", "article_id": "a", "relation": "supply", "trigger": {"start": 8, "end": 12}}
    (record,) = load_records(write(tmp_path / "g.jsonl", row), articles)
    assert (record.arguments, record.status, record.factuality) == (None, None, {})
    assert record.trigger_text == "sold"


def test_without_articles_only_the_records_are_checked(tmp_path):
    row = gold_records()[0] | {"article_id": "unknown", "disputed_by": []}
    assert len(load_records(write(tmp_path / "g.jsonl", row))) == 1


def change(path, value):
    """Return gold records whose first has a field changed, by its dotted path."""
    records = deepcopy(gold_records())
    *parents, last = path.split(".")
    place = records[0]
    for key in parents:
        place = place[int(key) if key.isdigit() else key]
    place[int(last) if last.isdigit() else last] = value
    return records


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("article_id", "nowhere", "unknown article 'nowhere'"),
        ("relation", "theft", "unknown relation 'theft'"),
        ("relation", None, "relation is missing"),
        ("id", "", "'id' is missing"),
        ("arguments.buyer", [], "unknown role 'buyer' of supply"),
        ("arguments.supplier", {}, "holds no list"),
        ("arguments.supplier.0", "Norland", "is no object"),
        ("arguments.supplier.0.kind", "proper", "unknown kind 'proper'"),
        ("arguments.supplier.0.kind", "implicit", "must have no offsets"),
        ("arguments.supplier.0.canonical", 3, "canonical of the supplier is no text"),
        ("arguments.supplier.0.start", 1, "don't fit the text"),
        ("arguments.supplier.0.end", 0, "are no span"),
        ("arguments.supplier.0.end", None, "are no span"),
        ("arguments.supplier.0.antecedent", {"text": "x", "start": 0, "end": 1}, "don't fit"),
        ("trigger", None, "trigger is missing"),
        ("trigger.start", True, "are no span"),
        ("trigger.start", -1, "are no span"),
        ("trigger.text", "bought", "'bought' is given, 'sold' stands there"),
        ("trigger", {"text": "sold"}, "trigger has no offsets"),
        ("sentence", {"start": 0, "end": 9999}, "lie outside the text"),
        ("sentence", "all", "sentence is no object"),
        ("stage", "dreamt", "unknown stage 'dreamt'"),
        ("status", "maybe", "unknown status 'maybe'"),
        ("factuality", [], "'factuality' is no object"),
        ("factuality.time", "soon", "unknown time 'soon'"),
        ("confidence", 1.5, "is not between 0 and 1"),
        ("denies", "g3", "is no list of ids"),
        ("disputed_by", ["g9"], "'disputed_by' names 'g9'"),
        ("disputed_by", ["g1"], "names the fact itself"),
        ("optional", "yes", "'optional' is neither true nor false"),
        ("attribution", "Reuters", "'attribution' is no list"),
        ("attribution", [{"source": "Reuters"}], "must be an object with 'source'"),
        ("attribution", [{"source": {"text": "x", "start": 0, "end": 1}}], "of a source don't fit"),
    ],
)
def test_malformed_gold_is_refused(path, value, reason, tmp_path, articles):
    file = write(tmp_path / "g.jsonl", *change(path, value))
    with pytest.raises(FactwireError) as caught:
        load_records(file, articles)
    assert f"{file}:1: " in caught.value.message
    assert reason in caught.value.message


def paths_of(value, path=()):
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items if isinstance(value, dict | list) else ():
        yield from paths_of(inner, (*path, key)) if isinstance(inner, dict | list) else [(*path, key)]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 200) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=3,
)


@given(path=st.sampled_from(list(paths_of(gold_records()))), value=ANYTHING, checked=st.booleans())
def test_any_damage_is_refused_or_harmless(path, value, checked):
    records = deepcopy(gold_records())
    place = records
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    articles = {"a": Article("a", TEXT)} if checked else None
    try:
        damaged = records_of(records, articles)
    except FactwireError as error:
        assert "<records>:" in error.message
        return
    whole = records_of(gold_records())
    for report in (evaluate(damaged, whole), evaluate(whole, damaged)):
        assert list(list_errors(find_errors(report.scores, articles))) is not None
        assert report.score("fact", interval=False).gold > 0


def test_double_ids_are_refused_with_both_lines(tmp_path, articles):
    rows = gold_records()
    rows[3]["id"] = "g1"
    file = write(tmp_path / "g.jsonl", *rows)
    with pytest.raises(FactwireError) as caught:
        load_records(file, articles)
    assert caught.value.message == f"[E006] {file}:4: the id 'g1' was already given at {file}:1"


@pytest.mark.parametrize(("line", "code"), [("{", "E004"), ("[1]", "E030"), ("[" * 100_000, "E004")])
def test_broken_json_is_refused_with_its_line(line, code, tmp_path):
    file = write(tmp_path / "g.jsonl", "", line)
    with pytest.raises(FactwireError, match=code) as caught:
        load_records(file)
    assert f"{file}:2" in caught.value.message


def test_unreadable_files_are_user_errors(tmp_path):
    (tmp_path / "bad.jsonl").write_bytes(b'{"id": "\xff"}\n')
    for path, code in (("none.jsonl", "E001"), ("bad.jsonl", "E003"), (".", "E002")):
        with pytest.raises(FactwireError, match=code):
            load_records(tmp_path / path)
    with pytest.raises(FactwireError, match="E031"):
        load_articles(write(tmp_path / "articles.jsonl", {"id": "a"}))


def test_ids_are_read_or_refused(tmp_path):
    assert load_ids(write(tmp_path / "ids.json", '["a", "b"]')) == ["a", "b"]
    for text in ("{}", "[1]", "["):
        with pytest.raises(FactwireError, match="E002"):
            load_ids(write(tmp_path / "ids.json", text))
    with pytest.raises(FactwireError, match="E001"):
        load_ids(tmp_path / "none.json")


def test_files_are_compared_and_confidence_can_be_asked_for(tmp_path):
    from evaluate_build import predicted_records

    gold = write(tmp_path / "g.jsonl", *gold_records())
    run = write(tmp_path / "p.jsonl", *predicted_records())
    articles = write(tmp_path / "a.jsonl", ARTICLE)
    whole = evaluate_files(gold, run, articles)
    sure = evaluate_files(gold, run, articles, min_confidence=0.75)
    assert whole.score("fact").predicted == 4
    assert sure.score("fact").predicted == 2
    assert evaluate_files(gold, run, articles, only=[]).scores == []


def test_articles_of_gold_are_read_in_any_language(tmp_path):
    text = "Die Regierung bestritt am Montag, dass sie Waffen in das Nachbarland geliefert habe."
    assert load_articles(write(tmp_path / "a.jsonl", {"id": "a", "text": text}))["a"].text == text
