"""Pre-annotations hold what gold holds, and say that they are suggestions."""

from types import SimpleNamespace

from pipeline.evaluate import records_of
from pipeline.evaluate.corpus import read_corpus, save_corpus
from pipeline.evaluate.suggest import NOT_GOLD, draft, suggest
from pipeline.evaluate.triggers import is_trigger
from pipeline.facts import (
    Actor,
    Factuality,
    Producer,
    Span,
    SupplyArguments,
    SupplyFact,
    Trigger,
)
from pipeline.read import Article

TEXT = "Norland sold jets."
FACT = SupplyFact(
    id="f1",
    article_id="a",
    published=None,
    trigger=Trigger(text="sold", start=8, end=12, lemma="sell"),
    sentence=Span(start=0, end=18),
    factuality=Factuality(),
    attribution=[],
    status="asserted",
    confidence=0.5,
    rule="supply.sell",
    producer=Producer(pipeline="1", model="m"),
    arguments=SupplyArguments(
        supplier=[Actor(text="Norland", start=0, end=7, kind="named", canonical="Norland")]
    ),
)


def test_a_draft_is_a_gold_record():
    record = draft(FACT)
    assert record["suggested"] is True
    assert not set(NOT_GOLD) & set(record)
    (checked,) = records_of([record], {"a": Article("a", TEXT)})
    assert checked.of_role("supplier")[0].canonical == "Norland"


def test_suggestions_go_through_a_tool(tmp_path):
    entity = SimpleNamespace(start_char=0, end_char=7, label_="GPE")
    doc = SimpleNamespace(_=SimpleNamespace(facts=[FACT]), ents=[entity])
    corpus = list(suggest([(Article("a", TEXT, meta={"title": "t"}), doc)]))
    save_corpus(corpus, "labelstudio", tmp_path / "tasks.json", suggested=True)
    (back,) = read_corpus("labelstudio", tmp_path / "tasks.json")
    assert back.records[0]["arguments"] == corpus[0].records[0]["arguments"]
    assert back.entities == [{"text": "Norland", "start": 0, "end": 7, "label": "GPE"}]
    assert back.meta == {"title": "t"}


def test_known_triggers_are_told_by_relation_and_form():
    assert is_trigger("supply", "shipped")
    assert is_trigger("denial", "DENIED")
    assert not is_trigger("denial", "shipped")
    assert not is_trigger("supply", "zzz")
