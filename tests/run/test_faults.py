"""The real command under kill -9 and on a full disk, as if nothing had happened (`make test-faults`)."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from samples import page
from test_batch import small_disk, tree  # noqa: F401

pytestmark = pytest.mark.faults

ARTICLES = 120
LONGEST = 15.0
NEWS = (
    "Norway shipped {n} howitzers to Estonia on Monday, the defence ministry in Oslo said. Latvia denied it.",
    "The museum in street {n} will open at nine. Children painted the old bridge.",
    "Chad and Niger signed a pact on {n} wells in May.",
)


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """Return a folder of articles as lines and pages, with a bad line between them."""
    folder = tmp_path_factory.mktemp("news")
    lines = [f'{{"id": "a{n}", "text": "{NEWS[n % 3].format(n=n + 2)}"}}' for n in range(ARTICLES)]
    lines[50] = '{"id": '
    (folder / "in.jsonl").write_text("\n".join(lines))
    for n in range(10):
        (folder / f"p{n}.html").write_text(page(first=NEWS[0].format(n=n + 1000)))
    return folder


def command(news, out):
    options = ["--model", "en_factwire_sm", "--workers", "2", "--shard-size", "10", "--no-cascade"]
    return [sys.executable, "-m", "pipeline", "batch", str(news), "--out", str(out), *options]


def finish(news, out):
    """Run the command to its end, and return what it says."""
    done = subprocess.run(command(news, out), capture_output=True, text=True, timeout=300)
    assert done.returncode == 3, done.stderr
    assert "1 in quarantine" in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def whole(news, tmp_path_factory):
    """Return what an undisturbed run leaves, and the seconds that it takes."""
    out = tmp_path_factory.mktemp("whole") / "out"
    start = time.monotonic()
    finish(news, out)
    return tree(out), time.monotonic() - start


def test_the_real_command_killed_at_twenty_random_points(news, whole, tmp_path):
    chance = random.Random(21)
    kills = runs = 0
    while kills < 20:
        out = tmp_path / f"out{runs}"
        runs += 1
        while kills < 20:
            process = subprocess.Popen(command(news, out), stderr=subprocess.DEVNULL, start_new_session=True)
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.3, 0.9) * min(whole[1], LONGEST))
            running = process.poll() is None
            os.killpg(process.pid, signal.SIGKILL) if running else None
            process.wait()
            if not running:
                break
            kills += 1
        finish(news, out)
        assert tree(out) == whole[0]
    assert kills == 20


def test_the_real_command_with_a_worker_killed(news, whole, tmp_path):
    """A worker that somebody kills costs nothing: its articles are tried again."""
    out = tmp_path / "out"
    process = subprocess.Popen(command(news, out), stderr=subprocess.PIPE, text=True)
    killed = None
    while killed is None:
        assert process.poll() is None
        time.sleep(0.02)
        children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True)
        if (out / "shards").exists() and children.stdout:
            killed = int(children.stdout.split()[0])
            os.kill(killed, signal.SIGKILL)
    _, told = process.communicate(timeout=300)
    assert process.returncode == 3, told
    assert tree(out) == whole[0]


def test_the_real_command_on_a_full_disk(news, whole, small_disk):  # noqa: F811
    out = small_disk / "out"
    done = subprocess.run(command(news, out), capture_output=True, text=True, timeout=300)
    assert done.returncode not in (0, 3)
    assert "[E040]" in done.stderr and "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    finish(news, out)
    assert tree(out) == whole[0]


def test_a_second_real_command_on_the_folder_is_refused(news, whole, tmp_path):
    out = tmp_path / "out"
    first = subprocess.Popen(command(news, out), stderr=subprocess.DEVNULL)
    while not (out / "manifest.json").exists():
        assert first.poll() is None
        time.sleep(0.02)
    first.send_signal(signal.SIGSTOP)
    second = subprocess.run(command(news, out), capture_output=True, text=True, timeout=60)
    first.send_signal(signal.SIGCONT)
    assert "[E060]" in second.stderr and f"process {first.pid}" in second.stderr
    assert second.returncode not in (0, 3)
    assert first.wait(timeout=300) == 3
    assert tree(out) == whole[0]
