"""Records, their schema, their ids and the derived status."""

import jsonschema
import msgspec
import pytest

from pipeline.facts import Factuality, derive_status, fact_id, record_schema
from pipeline.facts.types import decode, encode

RECORD = {
    "relation": "denial",
    "id": "f1",
    "article_id": "a",
    "published": None,
    "trigger": {"text": "denied", "start": 3, "end": 9, "lemma": "deny"},
    "sentence": {"start": 0, "end": 20},
    "arguments": {"denier": [{"text": "He", "start": 0, "end": 2, "label": None, "kind": "pronoun"}]},
    "stage": None,
    "factuality": {"polarity": "positive", "certainty": "certain", "time": "past", "conditional": False},
    "attribution": [],
    "status": "asserted",
    "denies": [],
    "disputed_by": [],
    "confidence": 0.5,
    "rule": "denial.deny",
    "producer": {"pipeline": "p", "model": "m"},
}


@pytest.mark.parametrize(
    ("factuality", "attributed", "status"),
    [
        (Factuality(polarity="negative", conditional=True), True, "negated"),
        (Factuality(conditional=True, certainty="possible"), True, "conditional"),
        (Factuality(certainty="probable", time="future"), True, "possible"),
        (Factuality(time="future"), True, "planned"),
        (Factuality(), True, "reported"),
        (Factuality(time="present"), False, "asserted"),
    ],
)
def test_status_is_the_first_that_holds(factuality, attributed, status):
    assert derive_status(factuality, attributed) == status


def test_round_trip_satisfies_the_schema():
    fact = decode(msgspec.json.encode(RECORD))
    jsonschema.validate(msgspec.json.decode(encode(fact)), record_schema())


@pytest.mark.parametrize("change", [{"status": "maybe"}, {"confidence": 1.5}, {"trigger": None}])
def test_bad_records_are_refused(change):
    bad = RECORD | change
    with pytest.raises(msgspec.ValidationError):
        decode(msgspec.json.encode(bad))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bad, record_schema())


def test_ids_depend_on_article_relation_and_trigger():
    ids = {fact_id("a", "deal", 1, 2), fact_id("b", "deal", 1, 2), fact_id("a", "supply", 1, 2)}
    assert len(ids | {fact_id("a", "deal", 1, 3)}) == 4
    assert fact_id("a", "deal", 1, 2) == fact_id("a", "deal", 1, 2)
