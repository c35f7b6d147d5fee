"""Prepare all parts on the workers of a Dask cluster, then publish: dask_shards.py N [SCHEDULER].

Each worker needs the command ``kisima``, the corpus and the index folder. A part that is lost
with its worker runs again on another, which skips what was prepared. Dask is no library of
Kisima's: pip install distributed.
"""

from __future__ import annotations

import subprocess
import sys

from dask.distributed import Client


def prepare(part: int, parts: int) -> None:
    """Prepare one part on the worker that this runs on."""
    shard = f"{part}/{parts}"
    subprocess.run(["kisima", "index", "--shard", shard, "--allow-failed"], check=True)


def main() -> None:
    """Prepare all parts; without a scheduler's address, on this machine."""
    parts, scheduler = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None
    with Client(scheduler) as client:
        numbers = range(1, parts + 1)
        client.gather(client.map(prepare, numbers, parts=parts, pure=False, retries=2))
    subprocess.run(["kisima", "index", "--allow-failed"], check=True)


if __name__ == "__main__":
    main()
