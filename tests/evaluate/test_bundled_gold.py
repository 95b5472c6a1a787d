"""The bundled annotations fit their articles, and each other, in all that a program can tell."""

import json
import re
from pathlib import Path

import pytest

from pipeline.evaluate import load_articles, load_records
from pipeline.evaluate.ner import load_entities
from pipeline.facts.types import Factuality, derive_status

ROOT = Path(__file__).parents[2]
SPLITS = ("train", "dev", "test")
DAY = r"\d{4}(?:-(?:W\d\d|(?:0[1-9]|1[0-2]|2[1-4])(?:-\d\d)?))?[~?%]?"
EDTF = re.compile(rf"{DAY}|\d{{2,3}}X+|(?:{DAY}|\.\.)/(?:{DAY}|\.\.)")


@pytest.fixture(scope="module")
def articles():
    return load_articles(ROOT / "corpus" / "articles.jsonl")


@pytest.fixture(scope="module")
def gold(articles):
    return {s: load_records(ROOT / "annotations" / f"{s}.jsonl", articles) for s in SPLITS}


def test_every_fact_stands_in_its_split_and_once(articles, gold):
    for split, records in gold.items():
        assert {articles[r.article_id].meta["split"] for r in records} == {split}
    ids = [r.id for records in gold.values() for r in records]
    assert len(ids) == len(set(ids))


def test_status_follows_from_factuality_and_attribution(gold):
    wrong = [
        r.id
        for records in gold.values()
        for r in records
        if r.status != derive_status(Factuality(**r.factuality), bool(r.raw["attribution"]))
    ]
    assert wrong == []


def test_links_stand_at_both_ends_and_start_from_denials(gold):
    for records in gold.values():
        known = {r.id: r for r in records}
        assert all(known[i].relation == "denial" for r in records for i in r.disputed_by)
        forth = {(r.id, i) for r in records for i in r.denies}
        assert forth == {(i, r.id) for r in records for i in r.disputed_by}


def test_triggers_stand_in_their_sentences_and_dates_are_edtf(gold):
    dates = []
    for records in gold.values():
        for record in records:
            start, end = record.sentence
            assert start <= record.trigger[0] and record.trigger[1] <= end, record.id
            dates += [m["value"] for m in record.raw["arguments"].get("date", []) if m.get("value")]
    assert len(dates) > 150
    assert [d for d in dates if not EDTF.fullmatch(d)] == []


def test_goods_are_not_labelled_by_where_they_come_from(gold):
    items = [m for rs in gold.values() for r in rs for m in r.raw["arguments"].get("item", [])]
    assert len(items) > 300
    assert {m["label"] for m in items if m.get("start") is not None}.isdisjoint({"GPE", "NORP"})


def test_entities_fit_the_texts(articles):
    entities = load_entities(ROOT / "annotations" / "entities.jsonl", articles)
    assert set(entities) == set(articles)
    for name, found in entities.items():
        text = articles[name].text
        assert all(text[e.start : e.end].strip() == text[e.start : e.end] for e in found), name


def test_second_readings_fit_too(articles):
    path = ROOT / "annotations" / "second" / "facts.jsonl"
    records = load_records(path, articles)
    assert len({r.article_id for r in records}) >= 15
    assert json.loads(path.read_text("utf-8").splitlines()[0])["article_id"] in articles
