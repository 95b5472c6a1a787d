"""A watched folder as a process: each file once, through kill -9, bad input and a clean stop."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text

TEXT = "Norway sold tanks to Chile. Peru denied that it had bought jets from Ghana."


@contextmanager
def watching(folder, tmp_path, *options):
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "watch",
        str(folder),
        "--db",
        url(tmp_path),
        "--settle",
        "0.2",
    ]
    command += ["--poll", "0.1", "--quarantine", str(tmp_path / "bad.jsonl"), *options]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def url(tmp_path):
    return f"sqlite:///{tmp_path}/facts.db"


def rows(tmp_path, sql):
    engine = create_engine(url(tmp_path))
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(sql))]
    engine.dispose()
    return found


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if condition():
                return
        except Exception:
            pass
        time.sleep(0.1)
    raise AssertionError("it never came")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    return made


def taken(tmp_path):
    return len(rows(tmp_path, "SELECT * FROM watched_files"))


def test_files_are_taken_as_they_come_and_once(folder, tmp_path):
    (folder / "a.txt").write_text(TEXT)
    with watching(folder, tmp_path) as process:
        wait_for(lambda: taken(tmp_path) == 1)
        (folder / "b.txt.part").write_text(TEXT)
        (folder / "c.txt").write_text("Togo sold rice to Mali.")
        wait_for(lambda: taken(tmp_path) == 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert rows(tmp_path, "SELECT id FROM articles ORDER BY id") == [("a",), ("c",)]
    before = rows(tmp_path, "SELECT * FROM facts ORDER BY id")
    with watching(folder, tmp_path, "--once") as process:
        assert process.wait(60) == 0
        assert "stopped after 0 files" in process.stderr.read()
    assert rows(tmp_path, "SELECT * FROM facts ORDER BY id") == before
    assert rows(tmp_path, "SELECT COUNT(*) FROM fact_history") == [(0,)]


def test_a_killed_watch_goes_on_without_loss_or_double(folder, tmp_path):
    for number in range(12):
        lines = [json.dumps({"id": f"{number}-{i}", "text": TEXT}) for i in range(20)]
        (folder / f"{number:02d}.jsonl").write_text("\n".join(lines))
    for kills in range(1, 4):
        with watching(folder, tmp_path) as process:
            wait_for(lambda kills=kills: taken(tmp_path) >= 2 * kills)
            process.kill()
            process.wait()
    with watching(folder, tmp_path, "--once") as process:
        assert process.wait(120) == 0
    assert rows(tmp_path, "SELECT COUNT(*) FROM articles") == [(240,)]
    per_article = rows(tmp_path, "SELECT COUNT(*) FROM facts GROUP BY article_id")
    assert len(set(per_article)) == 1 and len(per_article) == 240
    assert rows(tmp_path, "SELECT COUNT(*) FROM fact_history") == [(0,)]


def test_bad_input_is_set_aside_and_costs_nothing_else(folder, tmp_path):
    (folder / "bad.jsonl").write_text(
        '{"id": "x"}\n' + json.dumps({"id": "y", "text": TEXT}) + "\nnonsense\n"
    )
    (folder / "worse.txt").write_bytes(b"")
    (folder / "good.txt").write_text(TEXT)
    with watching(folder, tmp_path, "--once") as process:
        assert process.wait(60) == 0
    assert rows(tmp_path, "SELECT id FROM articles ORDER BY id") == [("good",), ("y",)]
    aside = [json.loads(line) for line in (tmp_path / "bad.jsonl").read_text().splitlines()]
    assert [record["message"][:6] for record in aside] == ["[E005]", "[E004]", "[E007]"]


def test_a_changed_file_is_taken_again_with_history(folder, tmp_path):
    path = folder / "a.txt"
    path.write_text("Norway sold tanks to Chile.")
    with watching(folder, tmp_path) as process:
        wait_for(lambda: taken(tmp_path) == 1)
        path.write_text("Norway will sell tanks to Chile.")
        wait_for(lambda: rows(tmp_path, "SELECT COUNT(*) FROM fact_history") == [(1,)])
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert rows(tmp_path, "SELECT status FROM facts") == [("planned",)]


def test_a_missing_folder_is_told(tmp_path):
    with watching(tmp_path / "none", tmp_path) as process:
        assert process.wait(60) == 1
        assert "E001" in process.stderr.read()
