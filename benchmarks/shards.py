"""Measure what shards take off the machine that publishes.

    python benchmarks/shards.py [--files 2000] [--engine tantivy]

The same files are indexed at once, and by a shard and the update that takes what it prepared.
Both indexes must have the same passages before a time counts. CPU time of one process each.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks.update import files, kisima  # noqa: E402


def main() -> None:
    """Index in both ways, compare, report."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--files", type=int, default=2000)
    arguments.add_argument("--engine", default="tantivy")
    options = arguments.parse_args()
    os.environ |= {"KISIMA_WORKERS": "1", "KISIMA_ENGINE": options.engine}
    with tempfile.TemporaryDirectory() as temporary:
        plain, sharded = Path(temporary) / "plain", Path(temporary) / "sharded"
        for folder in (plain, sharded):
            for _ in files(folder / "corpus", options.files):
                pass
        (_, at_once), report = kisima(plain, "index")
        (_, prepared), shard = kisima(sharded, "index", "--shard", "1/1")
        assert len(shard["prepared"]) == options.files  # type: ignore[arg-type]
        size = (sharded / "index/prepared/1-of-1").stat().st_size
        (_, taken), same = kisima(sharded, "index")
        assert same["passages"] == report["passages"]
        check = [sys.executable, str(PROJECT / "search_cli.py"), "verify", "--index"]
        subprocess.run([*check, str(sharded / "index")], check=True, stdout=subprocess.DEVNULL)
        passages = int(str(report["passages"]))
        print(
            f"{options.files:,} files, {passages:,} passages, {options.engine}; seconds of CPU time"
        )
        print(f"an update that reads everything   {at_once:6.1f}")
        print(f"the shards                        {prepared:6.1f}")
        print(f"an update that takes what is there{taken:6.1f}  ({taken / at_once:.0%})")
        print(f"prepared: {size / passages / 1024:.1f} KiB for each passage")


if __name__ == "__main__":
    main()
