"""Keep one node for all the processes of a test run: started once, ended after the last of them.

    with shared_node(folder) as url:      any process of the run, any number of them

Who comes first starts a keeper, a process that starts the node. Each user holds a shared lock
on a file. The keeper waits for an exclusive one, so it ends when nobody uses the node any
more, also where a user was killed.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.cluster.nodes import PLAIN, NodeGroup

__all__ = ["shared_node"]

_URL = "url"  # the file that says where the node answers, while it does
_FAILED = "failed"  # the file that says why it does not
_HEAP = "512m"


@contextmanager
def shared_node(folder: Path) -> Iterator[str]:
    """Lend the address of a node that all users of *folder* share."""
    with (folder / "start").open("w") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        use = _join(folder) or _begin(folder)
    try:
        yield (folder / _URL).read_text()
    finally:
        os.close(use)


def _join(folder: Path) -> int | None:
    """Take a shared lock on the node that runs; None if none does."""
    use = os.open(folder / "use", os.O_RDWR | os.O_CREAT)
    with suppress(BlockingIOError):
        fcntl.flock(use, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if (folder / _URL).exists():
            return use
    os.close(use)
    return None


def _begin(folder: Path) -> int:
    """Start a keeper, and take a shared lock before it waits for its own."""
    use = os.open(folder / "use", os.O_RDWR | os.O_CREAT)
    fcntl.flock(use, fcntl.LOCK_SH)  # waits until an earlier keeper has ended
    with (folder / "keeper.log").open("ab") as log:
        subprocess.run(
            [sys.executable, "-m", "tests.cluster.keeper", str(folder)],
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            check=True,
        )
    while not (folder / _URL).exists():
        if (folder / _FAILED).exists():
            raise RuntimeError((folder / _FAILED).read_text())
        time.sleep(0.05)
    return use


def main() -> None:
    """Keep a node in a child process until nobody uses it."""
    folder = Path(sys.argv[1])
    if os.fork():
        return
    try:
        _keep(folder)
    except BaseException as error:
        (folder / _FAILED).write_text(str(error))
        raise


def _keep(folder: Path) -> None:
    with NodeGroup(PLAIN, heap=_HEAP) as nodes, (folder / "use").open("w") as use:
        nodes.wait()
        draft = folder / "draft"
        draft.write_text(nodes.nodes[0].url)
        draft.replace(folder / _URL)
        fcntl.flock(use, fcntl.LOCK_EX)
        (folder / _URL).unlink(missing_ok=True)  # after a good run the folder is gone


if __name__ == "__main__":
    main()
