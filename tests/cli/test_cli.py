"""The command line as a user runs it: exit codes, streams, messages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from pipeline.facts import record_schema

TEXT = "Norway shipped 40 howitzers to Estonia on Monday, the defence ministry said."


def factwire(*args, stdin=None, **env):
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, args)],
        input=stdin,
        capture_output=True,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "120"} | env,
        timeout=300,
    )


@pytest.fixture(scope="module")
def facts(nlp, tmp_path_factory):
    """Return facts.jsonl of two articles, made by the command."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text("Rain fell in Bergen.")
    done = factwire("extract", folder, "-o", folder / "facts.jsonl", "--published", "2024-03-06")
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    return folder / "facts.jsonl"


def test_version_help_and_wrong_use():
    assert factwire("--version").stdout.startswith(b"factwire 0.")
    assert b"extract" in factwire("--help").stdout
    assert factwire("extract").returncode == 2
    assert factwire("nonsense").returncode == 2
    assert factwire("extract", "x.txt", "--published", "May").returncode == 2


def test_schema_is_printed():
    printed = json.loads(factwire("schema").stdout)
    assert printed == record_schema()


def test_extract_writes_valid_records(facts):
    lines = facts.read_text().splitlines()
    assert lines
    for line in lines:
        record = json.loads(line)
        jsonschema.validate(record, record_schema())
        trigger = record["trigger"]
        assert TEXT[trigger["start"] : trigger["end"]] == trigger["text"]
        assert record["published"] == "2024-03-06"


def test_standard_input_to_standard_output(nlp, facts):
    done = factwire("extract", "-", "--published", "2024-03-06", stdin=TEXT.encode())
    assert done.returncode == 0
    ours = [json.loads(line) | {"article_id": "", "id": ""} for line in done.stdout.splitlines()]
    theirs = [json.loads(line) | {"article_id": "", "id": ""} for line in facts.read_text().splitlines()]
    assert ours == theirs
    assert b"1 article, " in done.stderr


def test_bad_input_costs_nothing_else(nlp, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"\x81\x8d\x00" * 40)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "long.txt").write_text("a " * 600_000)
    done = factwire("extract", tmp_path, tmp_path / "gone.txt")
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) >= 1
    messages = done.stderr.decode()
    for part in ("bad.txt:1: not valid UTF-8", "empty.txt: holds no text", "gone.txt: no such file"):
        assert part in messages
    assert "long.txt: 1,200,000 characters are more than the limit" in messages
    assert factwire("extract", tmp_path / "gone.txt").returncode == 1


def test_a_missing_model_is_told(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    done = factwire("extract", tmp_path / "a.txt", "--model", "no_such_model")
    assert done.returncode == 1
    assert b"E010" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_same_bytes_for_any_number_of_workers_and_order_of_sets(nlp, tmp_path):
    text = (
        f"{TEXT} Peru, Chad and Togo signed a pact with Mali. They agreed to sell it jets, tanks and "
        "grain, Reuters and AFP reported. Peru denied that it sold the two countries 40 tanks."
    )
    lines = [json.dumps({"id": f"a{i}", "text": text.replace("40", str(i))}) for i in range(20)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    one = factwire("extract", tmp_path / "in.jsonl", PYTHONHASHSEED="1").stdout
    two = factwire("extract", tmp_path / "in.jsonl", "--workers", 2, PYTHONHASHSEED="2").stdout
    assert one == two
    assert one.count(b"\n") >= 20


def test_load_and_show(facts, tmp_path):
    url = f"sqlite:///{tmp_path}/facts.db"
    assert factwire("load", facts, "--db", url).returncode == 0
    assert b"were there already" in factwire("load", facts, "--db", url).stderr
    shown = factwire("show", facts, "--articles", facts.parent / "a.txt")
    assert shown.returncode == 0
    assert b"shipped" in shown.stdout
    assert b"\x1b[" not in shown.stdout
    assert b"shipped" in factwire("show", facts, "--table").stdout


def test_a_bad_record_names_its_line(facts, tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text(facts.read_text() + '{"relation": "supply"}\n')
    number = len(bad.read_text().splitlines())
    done = factwire("load", bad, "--db", f"sqlite:///{tmp_path}/x.db")
    assert done.returncode == 1
    assert f"bad.jsonl:{number}:".encode() in done.stderr


def test_explain_and_doctor(nlp):
    done = factwire("explain", TEXT)
    assert done.returncode == 0
    assert b"Rules tried" in done.stdout
    assert b"supply.send" in done.stdout
    assert b"model" in factwire("doctor").stdout


@pytest.mark.parametrize("page", ["cli.md", "errors.md"])
def test_pages_made_from_the_code_are_up_to_date(page):
    from pipeline.cli.reference import pages

    documented = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    assert documented == pages()[page], "run `python -m pipeline.cli.reference docs`"
