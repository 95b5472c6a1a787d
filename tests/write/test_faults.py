"""Loads that are killed, databases that go away meanwhile: all of it or nothing (`make test-faults`)."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from test_batch import small_disk  # noqa: F401
from test_databases import SENTENCE, postgres, postgres_url, rows, server, url  # noqa: F401
from test_write import article, fact

from pipeline.errors import FactwireError
from pipeline.facts.types import encode
from pipeline.write import load_facts
from pipeline.write import tables as t

pytestmark = pytest.mark.faults

ARTICLES = 1200
KILLS = 20


def many(number=ARTICLES, at_half=None, pause=0.0):
    """Yield two facts of each of many articles; `at_half` is called half way."""
    for i in range(number):
        if at_half is not None and i == number // 2:
            at_half()
        time.sleep(pause)
        yield from (fact(f"b{i:05d}"), fact(f"b{i:05d}", 30, status="planned"))


def counts(url):  # noqa: F811
    return {name: rows(url, f"SELECT COUNT(*) FROM {name}")[0][0] for name in t.metadata.tables}


def begin(url):  # noqa: F811
    return load_facts([fact("a1")], url, {"a1": article("a1", SENTENCE)})


def finish(url):  # noqa: F811
    """Load all, twice, and check that all is there once."""
    assert load_facts(many(), url).facts == 2 * ARTICLES
    after = counts(url)
    assert (after["articles"], after["facts"], after["fact_history"]) == (ARTICLES + 1, 2 * ARTICLES + 1, 0)
    assert load_facts(many(), url).unchanged == ARTICLES
    assert counts(url) == after


class Load:
    """A load in a process of its own, slow enough to be killed in the middle of it."""

    def __init__(self, url):  # noqa: F811
        self._given, given = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            try:
                load_facts(many(pause=0.0005), url)
                os.write(given, b"x")
            finally:
                os._exit(0)
        os.close(given)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(self.pid, 0)[1])
        done = os.read(self._given, 1)
        os.close(self._given)
        assert done == b"", "it was done before it was killed"


def test_a_load_killed_at_twenty_random_points_leaves_nothing(url):  # noqa: F811
    begin(url)
    before = counts(url)
    chance = random.Random(5)
    for _ in range(KILLS):
        load = Load(url)
        time.sleep(chance.uniform(0.02, 0.6))
        load.kill()
        assert counts(url) == before
    finish(url)


def test_a_server_that_is_killed_in_the_middle():
    with postgres() as mortal:
        url = postgres_url(mortal, "facts")
        begin(url)
        before = counts(url)

        def die():
            os.kill(mortal.get_pid(), signal.SIGKILL)
            time.sleep(1.0)
            for lock in ("postmaster.pid", ".s.PGSQL.5432.lock"):  # a dead one that nobody reaps looks alive
                (mortal.pgdata / lock).unlink()

        with pytest.raises(FactwireError, match=r"\[E041\] database postgresql\+psycopg://.*connection"):
            load_facts(many(at_half=die), url)
        with pytest.raises(FactwireError, match=r"\[E041\]"):
            load_facts(many(), url)
        mortal.ensure_postgres_running()
        assert counts(url) == before
        finish(url)


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_a_database_on_a_full_disk(small_disk, engine):  # noqa: F811
    if engine == "duckdb":
        pytest.importorskip("duckdb_engine", reason="the extra duckdb is not installed")
    subprocess.run(["mount", "-o", "remount,size=3m", str(small_disk)], check=True)
    url = f"{engine}:///{small_disk}/facts.db"  # noqa: F811
    begin(url)
    before = counts(url)
    with pytest.raises(FactwireError, match=r"\[E041\] .*(full|space)"):
        load_facts(many(), url)
    assert counts(url) == before
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    finish(url)


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_a_database_file_that_is_removed_in_the_middle(tmp_path, engine):
    if engine == "duckdb":
        pytest.importorskip("duckdb_engine", reason="the extra duckdb is not installed")
    url = f"{engine}:///{tmp_path}/facts.db"  # noqa: F811
    begin(url)
    with pytest.raises(FactwireError, match=r"\[E041\] .*removed or replaced"):
        load_facts(many(at_half=(tmp_path / "facts.db").unlink), url)
    for rest in tmp_path.glob("facts.db*"):
        rest.unlink()
    begin(url)
    finish(url)


def test_the_real_command_killed_while_it_loads(tmp_path):
    path, url = tmp_path / "facts.jsonl", f"sqlite:///{tmp_path}/facts.db"  # noqa: F811
    path.write_bytes(b"".join(encode(one) + b"\n" for one in many(6000)))
    command = [sys.executable, "-m", "pipeline", "load", str(path), "--db", url]
    chance = random.Random(9)
    start = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    took = time.monotonic() - start
    whole = counts(url)
    for name in tmp_path.glob("facts.db*"):
        name.unlink()
    for _ in range(10):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 0.8) * took)
        process.kill()
        process.wait()
        if (tmp_path / "facts.db").exists() and rows(url, "SELECT 1 FROM sqlite_master WHERE name = 'facts'"):
            assert counts(url)["facts"] in (0, whole["facts"])
    subprocess.run(command, check=True, capture_output=True)
    assert counts(url) == whole
