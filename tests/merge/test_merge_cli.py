"""The command: files in, events out, and the page that shows it."""

import json
import re
from pathlib import Path

import jsonschema
from merge_build import supply
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.facts.types import encode

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "merge.md").read_text(encoding="utf-8")
RUNNER = CliRunner()


def write(path, *facts):
    path.write_bytes(b"".join(encode(fact) + b"\n" for fact in facts))
    return str(path)


def test_files_become_events_of_the_schema(tmp_path):
    one = write(tmp_path / "one.jsonl", supply("a1"))
    two = write(tmp_path / "two.jsonl", supply("a2"), supply("a3", recipient="LVA"))
    out, near = tmp_path / "events.jsonl", tmp_path / "near.jsonl"
    result = RUNNER.invoke(app, ["merge", one, two, "-o", str(out), "--near", str(near)])
    assert result.exit_code == 0
    assert "3 facts, 2 events, 1 of them told more than once" in result.output
    events = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    schema = json.loads(RUNNER.invoke(app, ["schema", "--events"]).output)
    for event in events:
        jsonschema.validate(event, schema)
    assert [event["articles"] for event in events] == [["a1", "a2"], ["a3"]]
    pairs = [json.loads(line) for line in near.read_text(encoding="utf-8").splitlines()]
    assert len(pairs) == 2
    assert all({"EST", "LVA"} <= {*pair["blockers"][0].replace(":", "").split()} for pair in pairs)


def test_a_missing_file_and_a_bad_line_are_named(tmp_path):
    result = RUNNER.invoke(app, ["merge", str(tmp_path / "none.jsonl")])
    assert result.exit_code == 1 and "E001" in str(result.exception)
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": 1}\n', encoding="utf-8")
    result = RUNNER.invoke(app, ["merge", str(bad)])
    assert result.exit_code == 1 and "E030" in str(result.exception)


def test_the_page_shows_what_comes_out(nlp, tmp_path):
    facts, events, near = (str(tmp_path / name) for name in ("f.jsonl", "e.jsonl", "n.jsonl"))
    article = str(ROOT / "docs" / "example" / "patrol-boats.jsonl")
    assert RUNNER.invoke(app, ["extract", article, "-o", facts]).exit_code == 0
    result = RUNNER.invoke(app, ["merge", facts, "-o", events, "--near", near])
    (line,) = re.findall(r"^\d+ facts, .*$", result.output, re.MULTILINE)
    assert line in PAGE
    shown, shown_near = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))
    first = json.loads(Path(events).read_text(encoding="utf-8").splitlines()[0])
    assert {key: first[key] for key in shown} == shown
    pairs = [json.loads(line) for line in Path(near).read_text(encoding="utf-8").splitlines()]
    assert shown_near in pairs
