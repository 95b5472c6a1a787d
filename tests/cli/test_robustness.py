"""The command under adverse conditions: huge lines, full disks, signals, readers that go away."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TEXT = "Norway shipped 40 howitzers to Estonia on Monday, the defence ministry said. "
COMMAND = [sys.executable, "-m", "pipeline", "extract"]


def extract(*args, **options):
    return subprocess.run([*COMMAND, *map(str, args)], capture_output=True, timeout=300, **options)


@pytest.fixture
def many(tmp_path):
    """Return a file of more articles than a run will get to."""
    path = tmp_path / "many.jsonl"
    lines = (f'{{"id": "{i}", "text": "{TEXT * 5}"}}\n' for i in range(2000))
    path.write_text("".join(lines))
    return path


def test_a_huge_line_and_odd_characters(nlp, tmp_path):
    (tmp_path / "huge.txt").write_bytes(b"word " * 10_000_000)
    (tmp_path / "line.jsonl").write_text('{"id": "line", "text": "%s"}\n' % ("word " * 10_000_000))
    odd = "\ufeff" + TEXT.replace(" ", "\r\n", 1) + "\0 \N{GRINNING FACE}\u200d cafe\u0301"
    (tmp_path / "odd.txt").write_bytes(odd.encode())
    done = extract(tmp_path)
    messages = done.stderr.decode()
    assert done.returncode == 3
    assert f"[E009] {tmp_path}/huge.txt: 50,000,000 characters are more than the limit" in messages
    assert f"[E009] {tmp_path}/line.jsonl:1: 50,000,000 characters" in messages
    assert b"howitzer" in done.stdout
    assert "Traceback" not in messages


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk(nlp, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, str(tmp_path / "a.txt")], stdout=full, stderr=subprocess.PIPE, timeout=300
        )
    assert done.returncode == 1
    assert b"[E040] standard output: cannot be written: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize(("sent", "code", "workers"), [(signal.SIGINT, 130, 2), (signal.SIGTERM, 143, 1)])
def test_a_signal_leaves_no_half_written_file(nlp, many, tmp_path, sent, code, workers):
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "facts.jsonl"
    target.write_text("old")
    command = [*COMMAND, str(many), "-o", str(target), "--workers", str(workers)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 120
    while not any(p.stat().st_size and p != target for p in folder.iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, sent)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == code
    assert [p.name for p in folder.iterdir()] == ["facts.jsonl"]
    assert target.read_text() == "old"
    assert b"Traceback" not in messages


def test_a_reader_that_goes_away_ends_the_command_silently(nlp, many):
    process = subprocess.Popen([*COMMAND, str(many)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.read(1)
    process.stdout.close()
    messages = process.stderr.read()
    assert process.wait(timeout=60) == -signal.SIGPIPE
    assert messages == b""


def test_workers_end_with_their_parent(nlp, many, tmp_path):
    command = [*COMMAND, str(many), "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.read(1)
    listing = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True)
    children = [int(pid) for pid in listing.stdout.split()]
    assert children
    process.kill()
    process.wait()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in children):
        assert time.monotonic() < deadline, "workers were left behind"
        time.sleep(0.1)
