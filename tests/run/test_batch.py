"""Batch runs: whatever happens in between, the folder ends as if nothing had happened."""

import json
import os
import random
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest
from works import Echo

from pipeline.errors import FactwireError
from pipeline.run.batch import BatchOptions, fact_files, open_folder, run_batch


@pytest.fixture
def source(tmp_path):
    """Return an input of 120 articles, one of which kills its worker and one of which is no JSON."""
    path = tmp_path / "in.jsonl"
    lines = [json.dumps({"id": f"a{i}", "text": f"text {i}"}) for i in range(120)]
    lines[17] = json.dumps({"id": "a17", "text": "die", "by": "X", "published": "2024-01-02"})
    lines[50] = '{"id": '
    path.write_text("\n".join(lines))
    return path


def batch(source, out, *, workers=2, pause=0.0, told=None, **options):
    """Run a batch with the stand-in for the model."""
    names = [str(name) for name in (source if isinstance(source, list) else [source])]
    chosen = BatchOptions(
        **{
            "inputs": tuple(names),
            "out": out,
            "shard_size": 10,
            "workers": workers,
            "timeout": 5.0,
            **options,
        }
    )
    return run_batch(chosen, Echo(pause), (told if told is not None else []).append)


def tree(out):
    """Return the contents of a run's folder by name, but for the manifest's inputs and the lock."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in (".lock", "manifest.json")
    }


def ids(out):
    return [json.loads(line)["id"] for path in fact_files(out) for line in path.read_text().splitlines()]


@pytest.fixture
def whole(source, tmp_path):
    """Return what an undisturbed run leaves."""
    batch(source, tmp_path / "whole")
    return tree(tmp_path / "whole")


class Child:
    """A batch run in a process of its own.

    Args:
        prepare: Called in it first.
    """

    def __init__(self, source, out, prepare=lambda: None, **options):
        self.pid = os.fork()
        if not self.pid:
            code = 1
            try:
                prepare()
                batch(source, out, **options)
                code = 0
            except FactwireError as error:
                (out.parent / "told").write_text(error.message)
            finally:
                os._exit(code)

    def kill(self):
        """Kill it, and return whether it still ran."""
        os.kill(self.pid, signal.SIGKILL)
        return os.WIFSIGNALED(self.wait())

    def wait(self):
        return os.waitpid(self.pid, 0)[1]


@pytest.mark.parametrize("workers", [1, 3])
def test_the_output_is_the_same_for_every_number_of_workers(source, whole, tmp_path, workers):
    report = batch(source, tmp_path / "out", workers=workers)
    assert tree(tmp_path / "out") == whole
    assert (report.articles, report.failed, report.shards) == (118, 2, 12)
    expected = [f"a{i}" for i in range(120) if i not in (17, 50)]
    assert ids(tmp_path / "out") == expected
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["complete"]
    assert manifest["totals"]["facts"] == 118
    assert manifest["inputs"][0]["bytes"] == source.stat().st_size


def test_killed_at_twenty_random_points(source, whole, tmp_path):
    chance = random.Random(8)
    kills = runs = 0
    while kills < 20:
        out = tmp_path / f"out{runs}"
        runs += 1
        for _ in range(20 - kills):
            child = Child(source, out, pause=0.004)
            time.sleep(chance.uniform(0.0, 0.15))
            kills += child.kill()
        batch(source, out)
        assert tree(out) == whole
    assert kills == 20


def test_killed_at_every_step_of_writing(source, whole, tmp_path):
    """A run that has nothing more to do still syncs and renames nine times; others more often."""
    out = tmp_path / "out"
    for step in range(36):
        fatal = step % 9 + 1

        def prepare(fatal=fatal):
            calls = iter(range(1, 10**6))

            def counted(function):
                def call(*args):
                    if next(calls) == fatal:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return function(*args)

                return call

            os.fsync, Path.replace = counted(os.fsync), counted(Path.replace)

        assert os.WIFSIGNALED(Child(source, out, prepare).wait())
    batch(source, out)
    assert tree(out) == whole


def test_a_run_that_is_done_does_nothing_again(source, whole, tmp_path, monkeypatch):
    batch(source, tmp_path / "out")
    monkeypatch.setattr(Echo, "__call__", lambda *_: os._exit(3))
    report = batch(source, tmp_path / "out")
    assert (report.resumed, report.new, report.facts) == (12, 0, 118)
    assert tree(tmp_path / "out") == whole


def test_a_damaged_shard_is_done_again(source, whole, tmp_path):
    out = tmp_path / "out"
    batch(source, out)
    path = fact_files(out)[3]
    path.write_bytes(path.read_bytes()[:-5])
    (out / "shards" / "000005.json").write_text("{")
    assert batch(source, out).resumed == 10
    assert tree(out) == whole


def test_the_quarantine_is_an_input_again(source, tmp_path):
    told = []
    batch(source, tmp_path / "out", told=told)
    lines = (tmp_path / "out" / "quarantine.jsonl").read_text().splitlines()
    died, broken = map(json.loads, lines)
    assert died["id"] == "a17"
    assert died["published"] == "2024-01-02"
    assert "[E051]" in died["factwire_quarantine"]["reason"]
    assert broken["factwire_quarantine"] == {
        "reason": f"[E004] {source}:51: not valid JSON: Expecting value: line 2 column 1 (char 8)",
        "source": str(source),
        "entry": 50,
        "rest": False,
    }
    assert sorted(message[:13] for message in told) == ["error: [E004]", "error: [E051]"]
    source.write_text(source.read_text().replace('{"id": \n', '{"id": "a50", "text": "mended"}\n'))
    again = tmp_path / "again"
    report = batch(tmp_path / "out" / "quarantine.jsonl", again)
    assert ids(again) == ["a50"]
    assert (report.articles, report.failed) == (1, 1)


def test_what_cannot_be_read_on_is_told_and_can_be_run_again(tmp_path):
    import gzip

    lines = "".join(f'{{"id": "g{i}", "text": "{random.Random(i).random()}"}}\n' for i in range(5000))
    packed = gzip.compress(lines.encode())
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    report = batch(tmp_path / "cut.jsonl.gz", tmp_path / "out", shard_size=500)
    assert report.failed == 1
    assert 1000 < report.articles < 4000
    (tmp_path / "cut.jsonl.gz").write_bytes(packed)
    batch(tmp_path / "out" / "quarantine.jsonl", tmp_path / "rest", shard_size=500)
    assert ids(tmp_path / "out") + ids(tmp_path / "rest") == [f"g{i}" for i in range(5000)]


def test_two_runs_on_one_folder(source, tmp_path):
    out = tmp_path / "out"
    child = Child(source, out, pause=0.2)
    deadline = time.monotonic() + 30
    while not (out / "manifest.json").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    with pytest.raises(FactwireError, match=rf"\[E060\] .*process {child.pid} is writing there"):
        batch(source, out)
    assert child.kill()
    assert batch(source, out).articles == 118


def test_a_full_disk_of_limited_files(source, whole, tmp_path):
    out = tmp_path / "out"

    def prepare():
        resource.setrlimit(resource.RLIMIT_FSIZE, (450, 450))

    assert Child(source, out, prepare).wait()
    assert "[E040]" in (tmp_path / "told").read_text()
    assert "cannot be written: File too large" in (tmp_path / "told").read_text()
    assert batch(source, out).articles == 118
    assert tree(out) == whole


@pytest.fixture
def small_disk(tmp_path):
    """Return a file system of 64 KiB, where one can be mounted."""
    path = tmp_path / "disk"
    path.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(path)]
    try:
        mounted = subprocess.run(options, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no file system can be mounted here")
    yield path
    subprocess.run(["umount", str(path)], check=True)


def test_a_full_disk(source, whole, small_disk):
    out = small_disk / "out"
    with pytest.raises(FactwireError, match=r"\[E040\] .*cannot be written: No space left on device"):
        batch(source, out)
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    assert batch(source, out).articles == 118
    assert tree(out) == whole


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"shard_size": 11}, r"shard_size \(10, now 11\) changed"),
        ({"producer": "other"}, r"producer \('', now 'other'\) changed"),
        ({"inputs": ("elsewhere",)}, r"the inputs \(.*now \['elsewhere'\]\) changed"),
    ],
)
def test_a_run_of_other_settings_is_not_gone_on_with(source, tmp_path, change, what):
    batch(source, tmp_path / "out")
    with pytest.raises(FactwireError, match=rf"\[E061\] .*{what}"):
        batch(source, tmp_path / "out", **change)
    assert batch(source, tmp_path / "out", restart=True, shard_size=20).shards == 6
    assert len(fact_files(tmp_path / "out")) == 6


def test_an_input_that_changed_is_told(source, tmp_path):
    batch(source, tmp_path / "out")
    text = source.read_text()
    source.write_text(text + "\n")
    with pytest.raises(FactwireError, match=rf"\[E061\] .*the input {source} changed"):
        batch(source, tmp_path / "out")
    source.write_text(text.replace("text 60", "tezt 60"))
    with pytest.raises(FactwireError, match=r"\[E061\] .*the entries of shard 6 changed"):
        batch(source, tmp_path / "out")


def test_a_folder_of_other_files_is_left_alone(source, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("mine")
    with pytest.raises(FactwireError, match=r"\[E062\]"):
        batch(source, tmp_path / "out", restart=True)
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name != ".lock"] == ["diary.txt"]


def test_an_output_within_the_input_is_refused(source, tmp_path):
    with pytest.raises(FactwireError, match=rf"\[E063\] {tmp_path}/out: lies inside the input {tmp_path};"):
        batch(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_many_faults_are_told_shortly(tmp_path):
    (tmp_path / "in.jsonl").write_text("{\n" * 100)
    told = []
    report = batch(tmp_path / "in.jsonl", tmp_path / "out", told=told)
    assert report.failed == 100
    assert len(told) == 21
    assert "quarantine.jsonl" in told[-1]
    assert len((tmp_path / "out" / "quarantine.jsonl").read_text().splitlines()) == 100


def test_a_hung_article_and_a_dead_worker_cost_themselves_only(tmp_path):
    texts = ["hang" if i == 7 else "die" if i == 30 else "live" for i in range(60)]
    lines = [json.dumps({"id": f"a{i}", "text": text}) for i, text in enumerate(texts)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    batch(tmp_path / "in.jsonl", tmp_path / "out", timeout=1.5)
    lost = (tmp_path / "out" / "quarantine.jsonl").read_text().splitlines()
    reasons = {line["id"]: line["factwire_quarantine"]["reason"][:6] for line in map(json.loads, lost)}
    assert reasons == {"a7": "[E053]", "a30": "[E051]"}
    assert ids(tmp_path / "out") == [f"a{i}" for i in range(60) if i not in (7, 30)]


def test_a_manifest_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text("[]")
    opened = open_folder(tmp_path / "out", {}, [])
    with pytest.raises(FactwireError, match=r"\[E002\] .*manifest.json"), opened:
        pass


@pytest.mark.parametrize(("number", "refused"), [(22, False), (5, True)])
def test_a_folder_that_cannot_be_synced(source, tmp_path, monkeypatch, number, refused):
    """EINVAL says that the file system knows no such thing, EIO that the disk is broken."""
    fsync = os.fsync

    def of_files(handle):
        if Path(f"/proc/self/fd/{handle}").is_dir():
            raise OSError(number, os.strerror(number))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", of_files)
    if refused:
        with pytest.raises(FactwireError, match=r"\[E040\] .*Input/output error"):
            batch(source, tmp_path / "out")
    else:
        assert batch(source, tmp_path / "out").articles == 118


def test_a_record_that_cannot_be_read_is_told(source, tmp_path):
    out = tmp_path / "out"
    batch(source, out)
    (out / "shards" / "000002.json").unlink()
    (out / "shards" / "000002.json").mkdir()
    with pytest.raises(FactwireError, match=r"\[E002\] .*000002.json: cannot be read"):
        batch(source, out)


def test_an_unreadable_file_is_told_and_can_be_run_again(tmp_path, monkeypatch):
    for name in ("a", "locked", "z"):
        (tmp_path / f"{name}.txt").write_text(f"text {name}")
    opened = Path.open

    def refuse(path, *args, **options):
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        told = []
        names = [tmp_path / name for name in ("a.txt", "locked.txt", "z.txt", "gone.txt")]
        batch(names, tmp_path / "out", told=told)
    assert sorted(told) == [
        f"error: [E001] {tmp_path}/gone.txt: no such file or folder",
        f"error: [E002] {tmp_path}/locked.txt: cannot be read: Permission denied",
    ]
    assert ids(tmp_path / "out") == ["a", "z"]
    (tmp_path / "gone.txt").write_text("here again")
    batch(tmp_path / "out" / "quarantine.jsonl", tmp_path / "rest")
    assert ids(tmp_path / "rest") == ["locked", "gone"]
