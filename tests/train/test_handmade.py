"""Marks made by hand become passages whose spans stand on their words."""

import json
from pathlib import Path

from pipeline.train.handmade import own_passages, standoff_passages, written_passages

ROOT = Path(__file__).parents[2]


def _write(path: Path, *records: dict) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_standoff_marks_are_cut_out_of_their_document(tmp_path: Path) -> None:
    text = "It rained. Gondor bought 12 Palantir radars. It stopped."
    _write(tmp_path / "raw" / "wikinews_en.jsonl", {"id": "n1", "text": text})
    marks = _write(
        tmp_path / "marks.jsonl",
        {"id": "n1", "start": 11, "end": 44, "entities": [{"start": 11, "end": 17, "label": "GPE"}]},
    )
    (item,) = standoff_passages(marks, tmp_path)
    assert item.text == "Gondor bought 12 Palantir radars."
    assert [(item.text[a:b], label) for a, b, label in item.spans] == [("Gondor", "GPE")]


def test_only_the_train_split_of_our_corpus_is_trained_on() -> None:
    articles = ROOT / "corpus" / "articles.jsonl"
    records = [json.loads(line) for line in articles.read_text(encoding="utf-8").splitlines()]
    wanted = {record["text"] for record in records if record["split"] == "train"}
    made = list(own_passages(articles, ROOT / "annotations" / "entities.jsonl"))
    assert {item.text for item in made} == wanted and len(wanted) < len(records)
    assert all(item.text[a:b].strip() == item.text[a:b] != "" for item in made for a, b, _ in item.spans)


def test_brackets_of_written_sentences_become_spans(tmp_path: Path) -> None:
    path = tmp_path / "written.txt"
    path.write_text(
        "# a comment\n[Palantir|ORG] sold [Rohan|GPE] two towers.\nNothing here.\n", encoding="utf-8"
    )
    first, second = written_passages(path)
    assert first.text == "Palantir sold Rohan two towers." and second.spans == []
    assert [(first.text[a:b], label) for a, b, label in first.spans] == [
        ("Palantir", "ORG"),
        ("Rohan", "GPE"),
    ]


def test_all_written_sentences_are_free_of_brackets() -> None:
    made = list(written_passages(ROOT / "models" / "entities" / "written.txt"))
    assert made and all(item.spans and "|" not in item.text and "[" not in item.text for item in made)
