"""The files of a run are in memory where there is room: nothing waits for a disk there.

What a process wrote outlives it, killed or not, on a disk and in memory alike; only a power
cut tells them apart, and no test makes one.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

__all__ = ["memory_folder", "run_folder"]

_IN_MEMORY = Path("/dev/shm")  # of Linux; containers make it small, and run no files of it
_NEEDED = 4 * 1024**3
_PREFIX = "kisima-tests-"


def memory_folder() -> Path | None:
    """Return a folder in memory with enough room, from which files can be run; None without."""
    if not os.access(_IN_MEMORY, os.W_OK) or os.statvfs(_IN_MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return _IN_MEMORY if shutil.disk_usage(_IN_MEMORY).free >= _NEEDED else None


def run_folder() -> Path | None:
    """Return a folder in memory for this run, and remove those of runs that have ended."""
    memory = memory_folder()
    if memory is None:
        return None
    for folder in memory.glob(f"{_PREFIX}*"):
        if not Path(f"/proc/{folder.name.removeprefix(_PREFIX)}").exists():
            shutil.rmtree(folder, ignore_errors=True)
    return memory / f"{_PREFIX}{os.getpid()}"
