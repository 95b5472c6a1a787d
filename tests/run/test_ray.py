"""The Ray engine on two nodes of this machine: the folder is that of a local run, whoever is killed.

Starting Ray takes a while, so this runs by `make test-ray` only (FACTWIRE_RAY=1).
"""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from test_batch import batch, ids, source, tree  # noqa: F401
from works import Echo

from pipeline.errors import FactwireError

pytestmark = pytest.mark.skipif(os.environ.get("FACTWIRE_RAY") != "1", reason="make test-ray runs these")


@pytest.fixture(scope="module")
def address():
    """Start a cluster of two nodes with two processors each, and give its address."""
    pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    root = Path(__file__).parents[2]
    os.environ["PYTHONPATH"] = f"{root}{os.pathsep}{Path(__file__).parent}"
    os.environ["RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO"] = "0"
    memory = 200 * 2**20
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "object_store_memory": memory})
    cluster.add_node(num_cpus=2, object_store_memory=memory)
    yield cluster.address
    cluster.shutdown()


def test_the_folder_is_that_of_a_local_run(source, tmp_path, address):  # noqa: F811
    local = batch(source, tmp_path / "local")
    told = []
    report = batch(source, tmp_path / "ray", engine="ray", address=address, workers=3, told=told)
    assert report.summary() == local.summary()
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
    assert any("E051" in line for line in told)


def _workers():
    """Return the processes of actors of this run, by what Ray calls them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"ray::" in path.read_bytes() and b"_Actor" in path.read_bytes().replace(b"\0", b" "):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def _kill_one(killed):
    limit = time.monotonic() + 60
    while not killed and time.monotonic() < limit:
        for pid in _workers()[:1]:
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
        time.sleep(0.05)


def test_a_killed_worker_costs_nothing(source, tmp_path, address):  # noqa: F811
    local = batch(source, tmp_path / "local")
    killed: list[int] = []
    killer = threading.Thread(target=_kill_one, args=(killed,))
    killer.start()
    report = batch(source, tmp_path / "ray", engine="ray", address=address, workers=2, pause=0.05)
    killer.join()
    assert killed, "no worker was found to kill"
    assert report.summary() == local.summary()
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
    assert len(ids(tmp_path / "ray")) == 118


def test_a_run_begun_here_is_gone_on_with_there(source, tmp_path, address):  # noqa: F811
    def stop(line):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _stopped(source, tmp_path / "both", stop)
    report = batch(source, tmp_path / "both", engine="ray", address=address)
    batch(source, tmp_path / "local")
    assert report.resumed
    assert tree(tmp_path / "both") == tree(tmp_path / "local")


def _stopped(source, out, stop):  # noqa: F811
    from pipeline.run.batch import BatchOptions, run_batch

    options = BatchOptions(inputs=(str(source),), out=out, shard_size=10, workers=1, timeout=5.0)
    run_batch(options, Echo(), stop)


def test_an_address_where_nobody_answers_is_told(source, tmp_path):  # noqa: F811
    pytest.importorskip("ray")
    with pytest.raises(FactwireError, match=r"\[E055\].*127.0.0.1:1"):
        batch(source, tmp_path / "out", engine="ray", address="127.0.0.1:1")
