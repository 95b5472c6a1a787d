"""The article that the project was started for: its facts, by general machinery."""

from pathlib import Path

import pytest

from pipeline.facts.types import relation_of
from pipeline.read import Article
from pipeline.run.extract import analyse

PATH = Path(__file__).parents[3] / "shared" / "acceptance" / "iran-russia.txt"
pytestmark = pytest.mark.skipif(not PATH.exists(), reason="the acceptance article is not here")


@pytest.fixture(scope="module")
def facts(nlp):
    return analyse(nlp, Article("iran-russia", PATH.read_text(encoding="utf-8"), "2024-03-11"))._.facts


def names(fact, role):
    return {mention.canonical for mention in getattr(fact.arguments, role)}


def supplies(facts, supplier, recipient, word):
    return [
        fact
        for fact in facts
        if relation_of(fact) == "supply"
        and supplier in names(fact, "supplier")
        and recipient in names(fact, "recipient")
        and any(word in (item.text or item.canonical or "") for item in fact.arguments.item)
    ]


def deals(facts, *parties):
    return [f for f in facts if relation_of(f) == "deal" and set(parties) <= names(f, "party")]


def test_missiles_reported_and_disputed(facts):
    (fact,) = [f for f in supplies(facts, "IRN", "RUS", "missiles") if f.trigger.text == "provided"]
    assert fact.status == "reported"
    assert any(a.source and a.source.canonical == "Reuters" for a in fact.attribution)
    assert any(a.anonymous for a in fact.attribution)
    item = fact.arguments.item[0]
    assert item.quantity.value == 400
    assert item.quantity.approximate
    denials = [f for f in facts if relation_of(f) == "denial"]
    assert [f.id for f in denials if fact.id in f.denies and "IRN" in names(f, "denier")]
    assert fact.disputed_by


@pytest.mark.parametrize("word", ["drones", "shells", "munitions"])
def test_drones_shells_and_munitions_asserted(facts, word):
    found = [f for f in supplies(facts, "IRN", "RUS", word) if f.trigger.text == "supplied"]
    assert [f.status for f in found] == ["asserted"]


@pytest.mark.parametrize("word", ["Su-35", "Mi-28"])
def test_jets_and_helicopters_planned_by_tehran(facts, word):
    found = [f for f in supplies(facts, "RUS", "IRN", word) if f.status == "planned"]
    assert any(a.source and a.source.canonical == "IRN" for f in found for a in f.attribution)


def test_agreement_before_october_2023(facts):
    found = [f for f in deals(facts, "USA", "IRN") if f.trigger.text == "concluded"]
    assert [date.value for f in found for date in f.arguments.date] == ["../2023-10-07"]


def test_free_trade_agreement(facts):
    assert [f for f in deals(facts, "IRN", "Eurasian Economic Union") if f.trigger.text == "reached"]


def test_memoranda_of_february_2024(facts):
    found = [f for f in deals(facts, "Alexander Novak", "Javad Owj") if f.trigger.text == "signed"]
    assert [date.value for f in found for date in f.arguments.date] == ["2024-02-28"]


def test_pact_with_china(facts):
    found = [f for f in deals(facts, "IRN", "CHN") if f.trigger.text == "signed"]
    assert [date.value for f in found for date in f.arguments.date] == ["2021-03"]
    lengths = [mention.value for f in deals(facts, "IRN", "CHN") for mention in f.arguments.duration]
    assert "P25Y" in lengths


def test_what_is_none(facts):
    goods = {(i.canonical or i.text, f.trigger.text) for f in facts for i in getattr(f.arguments, "item", ())}
    assert not [item for item, _ in goods if "satellite" in item]
    asserted = [f for f in facts if f.status in ("asserted", "reported")]
    assert not [f for f in asserted if f.trigger.text in ("transfer", "supply")]
    assert {f.trigger.text for f in facts if relation_of(f) == "denial"} == {"denied"}
