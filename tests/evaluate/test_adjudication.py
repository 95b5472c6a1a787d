"""The gold says what the adjudication of the two readings decided."""

import json
from pathlib import Path

import pytest

ANNOTATIONS = Path(__file__).parents[2] / "annotations"
ADJUDICATED = [
    json.loads(line)
    for line in (ANNOTATIONS / "second" / "adjudication.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def gold():
    lines = [
        line
        for split in ("train", "dev", "test")
        for line in (ANNOTATIONS / f"{split}.jsonl").read_text("utf-8").splitlines()
    ]
    return {(fact["article_id"], fact["id"]): fact for fact in map(json.loads, lines)}


def told(fact, field):
    """Return what a fact has in the field of an adjudication line."""
    if field in fact["factuality"]:
        return fact["factuality"][field]
    if field == "trigger":
        return fact["trigger"]["text"]
    if field in ("stage", "status"):
        return fact.get(field)
    mentions = fact["arguments"].get(field, [])
    return [m.get("canonical") or m.get("value") or m.get("text") for m in mentions]


def test_all_sixteen_articles_were_adjudicated():
    assert len({row["article_id"] for row in ADJUDICATED}) == 16
    assert {row["decision"] for row in ADJUDICATED} == {"first", "second"}
    assert all(row["reason"] for row in ADJUDICATED)


def test_the_gold_follows_each_decision(gold):
    wrong = [
        row
        for row in ADJUDICATED
        if row["field"] not in ("fact", "optional", "attribution")
        and told(gold[row["article_id"], row["fact"]], row["field"]) != row[row["decision"]]
    ]
    assert wrong == []
