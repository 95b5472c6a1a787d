"""`factwire batch` with the real model: signals, and the same facts as `factwire extract`."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.run.batch import fact_files

COMMAND = [sys.executable, "-m", "pipeline", "batch"]


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_the_real_command_and_it_goes_on(nlp, tmp_path, sent, code):
    text = "Norway shipped 40 howitzers to Estonia on Monday, the defence ministry said. " * 3
    lines = [json.dumps({"id": f"a{i}", "text": text.replace("40", str(i + 2))}) for i in range(60)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    out = tmp_path / "out"
    command = [
        *COMMAND,
        str(tmp_path / "in.jsonl"),
        "--out",
        str(out),
        "--shard-size",
        "10",
        "--workers",
        "2",
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 120
    while not list((out / "shards").glob("*.json")) if (out / "shards").exists() else True:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, sent)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in messages
    done = len(list((out / "shards").glob("*.json")))
    finished = subprocess.run(command, capture_output=True, timeout=300)
    assert finished.returncode == 0
    assert f"{done} of 6 shards done before".encode() in finished.stderr
    facts = [json.loads(line) for path in fact_files(out) for line in path.read_text().splitlines()]
    assert [fact["article_id"] for fact in facts if fact["rule"] == "supply.send"][::3] == [
        f"a{i}" for i in range(60)
    ]


def test_the_real_command_gives_what_extract_gives(nlp, tmp_path):
    corpus = Path(__file__).parents[2] / "corpus" / "articles.jsonl"
    dull = [json.dumps({"id": f"d{i}", "text": f"The museum in street {i} is open."}) for i in range(3)]
    lines = [*corpus.read_text().splitlines()[:6], *dull]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    (tmp_path / "bad.txt").write_bytes(b"\x81\x8d\x00" * 40)
    (tmp_path / "de.txt").write_text(
        "Der Minister hat gesagt, dass die Lieferung der Panzer erst im Mai kommt."
    )
    names = [str(tmp_path / name) for name in ("in.jsonl", "bad.txt", "de.txt")]
    command = [sys.executable, "-m", "pipeline"]
    one = tmp_path / "facts.jsonl"
    done = subprocess.run([*command, "extract", *names, "-o", str(one)], capture_output=True, timeout=300)
    assert done.returncode == 3
    options = (["--shard-size", "4", "--save-articles"], ["--no-cascade", "--workers", "2"])
    for number, more in enumerate(options):
        out = tmp_path / f"out{number}"
        done = subprocess.run(
            [*command, "batch", *names, "--out", str(out), *more], capture_output=True, timeout=300
        )
        assert done.returncode == 3
        assert b"".join(path.read_bytes() for path in fact_files(out)) == one.read_bytes()
        assert b"1 not English, 1 in quarantine" in done.stderr
        assert (b"3 spared by the cascade" in done.stderr) == (number == 0)
    kept = [line for path in sorted((tmp_path / "out0" / "articles").iterdir()) for line in path.open("rb")]
    assert [json.loads(line) for line in kept] == [json.loads(line) for line in lines]
    (note,) = map(json.loads, (tmp_path / "out0" / "skipped.jsonl").read_text().splitlines())
    assert "'de'" in note["reason"]
