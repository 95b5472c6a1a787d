"""Corrections into gold, and the queue."""

import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import FactwireError
from pipeline.evaluate import records_of
from pipeline.facts import fact_id
from pipeline.review.corrections import Correction, apply_corrections, load_corrections
from pipeline.review.growth import growth
from pipeline.review.queue import queue


def record(start, relation="supply", identity=None, **more):
    return {
        "id": identity or fact_id("a", relation, start, start + 4),
        "article_id": "a",
        "relation": relation,
        "trigger": {"text": "sold", "start": start, "end": start + 4, "lemma": "sell"},
        "status": "asserted",
    } | more


def line(action, fact, **more):
    value = {"fact_id": fact["id"], "article_id": "a", "action": action, "annotator": "Ada"}
    return value | ({} if action == "reject" else {"record": fact}) | more


def write(path, values):
    path.write_text("".join(json.dumps(v) + "\n" for v in values), "utf-8")
    return path


def test_corrections_take_the_place_of_gold(tmp_path):
    sold, sale = record(10), record(30)
    denial = record(50, "denial", "g3", denies=["g1", sale["id"]])
    gold = [record(11, identity="g1"), sale, denial]
    path = write(tmp_path / "c.jsonl", [line("edit", sold | {"confidence": 0.4}), line("reject", sale)])
    merged = apply_corrections(records_of(gold), load_corrections(path))
    assert [r["id"] for r in merged] == [sold["id"], "g3"]
    assert merged[0]["annotator"] == "Ada" and "confidence" not in merged[0]
    assert merged[1]["denies"] == [sold["id"]]
    assert records_of(merged)


def test_links_agree_at_both_ends(tmp_path):
    sold, sale = record(10, disputed_by=["g3"]), record(30)
    denial = record(50, "denial", "g3", denies=[sold["id"]])
    new = record(70, "denial", "new-1", denies=[sold["id"], "new-2"])
    lines = [
        line("add", new),
        line("add", record(90, identity="new-2", denies=[])),
        line("edit", denial | {"denies": [sale["id"]]}, unlinked=[sold["id"]]),
    ]
    merged = apply_corrections(
        records_of([sold, sale, denial]), load_corrections(write(tmp_path / "c.jsonl", lines))
    )
    ids = {r["trigger"]["start"]: r["id"] for r in merged}
    assert [r.get("denies") for r in merged] == [None, None, [ids[30]], [ids[10], ids[90]], []]
    assert [r.get("disputed_by") for r in merged] == [[ids[70]], [ids[50]], [], [], [ids[70]]]
    assert "new" not in str(ids.values())


def test_links_of_what_is_no_denial_any_more_go(tmp_path):
    sold, denial = record(10, disputed_by=["g3"]), record(50, "denial", "g3")
    path = write(tmp_path / "c.jsonl", [line("edit", denial | {"relation": "supply"})])
    merged = apply_corrections(records_of([sold, denial]), load_corrections(path))
    assert [r["disputed_by"] for r in merged] == [[], []]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"action": "praise"}, "'action' must be one of"),
        ({"annotator": " "}, "'annotator' is missing"),
        ({"record": None}, "'record' is missing"),
        ({"article_id": "b"}, "of another article"),
        ({"record": record(1, status="planned", factuality={
            "polarity": "positive", "certainty": "certain", "time": "past", "conditional": False
        })}, "make it 'asserted'"),
        ({"record": record(1, trigger={"start": 5, "end": 2})}, "trigger"),
        ({"record": record(1, denies=["x"])}, "only a denial has 'denies'"),
        ({"unlinked": "x"}, "'unlinked' must be a list of ids"),
        ({"record": record(1, attribution=[{"source": {"start": 5, "end": 2}}])}, "of a source are no span"),
    ],
)  # fmt: skip
def test_bad_lines_are_refused_with_file_line_and_reason(tmp_path, bad, reason):
    path = write(tmp_path / "c.jsonl", [line("accept", record(1)), line("accept", record(1)) | bad])
    with pytest.raises(FactwireError) as raised:
        load_corrections(path)
    assert f"{path}:2: " in raised.value.message
    assert reason in raised.value.message


def test_queue_prefers_uncertain_and_new_kinds():
    def fact(name, confidence, lemma):
        trigger = {"text": lemma, "start": 0, "end": len(lemma), "lemma": lemma}
        return record(0, identity=name, article_id=name, trigger=trigger, confidence=confidence)

    run = [
        fact("f1", 0.9, "sell"),
        fact("f2", 0.5, "sell"),
        fact("f3", 0.5, "hawk"),
        fact("f4", 0.55, "hawk"),
    ]
    found = queue(records_of(run), records_of([record(0)]), 4)
    assert [c.fact_id for c in found] == ["f3", "f2", "f4", "f1"]
    assert found[0].score == 1.0
    done = records_of([record(0, identity="g", article_id="f3")])
    assert "f3" not in [c.fact_id for c in queue(records_of(run), done, 4)]


def test_growth_leaves_out_what_nobody_judged():
    def fact(article, start, **more):
        return record(start, identity=f"{article}{start}", article_id=article, **more)

    gold = records_of([fact("a", 10)])
    run = records_of([fact("a", 10), fact("a", 30), fact("b", 10), fact("b", 30), fact("c", 10)])
    done = [Correction(r.id, "b", "accept", "Ada", r) for r in run[2:3]]
    told = growth(gold, [*gold, run[2]], done, run)
    assert told.facts == (1, 2) and told.articles == (1, 2) and told.relations == {"supply": (1, 2)}
    assert told.f1 == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert told.f1_all == pytest.approx(4 / 5) and told.undecided == 1


def test_commands(tmp_path):
    sold, sale = record(10, confidence=0.5), record(30, confidence=0.8)
    facts = write(tmp_path / "facts.jsonl", [sold, sale])
    gold = write(tmp_path / "gold.jsonl", [record(10, identity="g1")])
    path = write(tmp_path / "c.jsonl", [line("accept", sale)])
    runner, out = CliRunner(), str(tmp_path / "new.jsonl")
    command = ["annotate", "apply", str(path), "--gold", str(gold), "-o", out, "--facts", str(facts)]
    result = runner.invoke(app, command)
    assert result.exit_code == 0, result.output
    assert "1 corrections (1 accept) by Ada" in result.output
    assert "gold had 1 facts in 1 articles and has 2 in 1: supply 1 → 2" in result.output
    assert "fact F1 66.7 before and 100.0 after" in result.output
    other = write(tmp_path / "d.jsonl", [line("reject", sale, annotator="Alan")])
    command = ["annotate", "apply", str(path), str(other), "--gold", str(gold), "-o", out]
    result = runner.invoke(app, command)
    assert "2 corrections (1 accept, 1 reject) by Ada, Alan" in result.output
    assert "1 facts were corrected differently by two annotators" in result.output
    assert "has 1 in 1" in result.output
    figures = tmp_path / "figures.jsonl"
    command = ["annotate", "apply", str(path), "-o", out, "--figures", str(figures)]
    for _ in range(2):
        assert runner.invoke(app, command).exit_code == 0
    told = [json.loads(text) for text in figures.read_text("utf-8").splitlines()]
    assert [t["facts"] for t in told] == [[0, 1], [0, 1]]
    result = runner.invoke(app, ["annotate", "queue", str(facts), "--limit", "1"])
    assert json.loads(result.output)["fact_id"] == sold["id"]
    chosen = tmp_path / "queue.jsonl"
    chosen.write_text(result.output, "utf-8")
    page = tmp_path / "r.html"
    command = ["review", str(facts), "--queue", str(chosen), "-o", str(page)]
    assert runner.invoke(app, command).exit_code == 0
    assert f'"queue":{{"{sold["id"]}":[1.0,1.0]}}' in page.read_text("utf-8")
    write(chosen, [json.loads(result.output) | {"fact_id": "x"}])
    result = runner.invoke(app, command)
    assert f"{chosen}:1: 'x' is none of the facts" in str(result.exception)
    page = tmp_path / "r.html"
    result = runner.invoke(app, ["review", str(facts), "--gold", str(gold), "-o", str(page)])
    assert result.exit_code == 0, result.output
    assert '"match":"spurious"' in page.read_text("utf-8")
    articles = write(
        tmp_path / "articles.jsonl", [{"id": "a", "text": "x" * 60}, {"id": "b", "text": "Norland"}]
    )
    entities = write(
        tmp_path / "e.jsonl", [{"id": "b", "entities": [{"start": 0, "end": 7, "label": "GPE"}]}]
    )
    texts = write(tmp_path / "f.jsonl", [sold | {"trigger": {"text": "xxxx", "start": 1, "end": 5}}])
    command = ["review", str(texts), "--corpus", str(articles), "--entities", str(entities), "-o", str(page)]
    result = runner.invoke(app, command)
    assert result.exit_code == 0, result.output
    assert '"entities":[[0,7,"GPE"]]' in page.read_text("utf-8")
