"""Which large files of an index were hashed, so that an update does not read all of them again.

An update compares every hash of the generation it builds on. At a million passages that is
six gigabytes. A large file is therefore not read again as long as its inode, size and time of
change are those that it had when it was hashed. Whoever writes to it changes its time. A disk
that loses a bit by itself does not: ``kisima verify`` reads everything.

``hashed.json`` in the index folder holds this. Without it every file is hashed.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import NamedTuple

from kb.store import disk
from kb.store.manifest import Manifest

__all__ = ["LARGE", "HashedFiles"]

LARGE = 32 * 1024 * 1024
"""Bytes: smaller files are always hashed, in a twentieth of a second each."""

_NAME = "hashed.json"
_SETTLED_NS = 2_000_000_000  # the coarsest clock of a file system in use: FAT's two seconds


class _Hashed(NamedTuple):
    """A file as it was when it was hashed."""

    size: int
    mtime_ns: int
    sha256: str


class HashedFiles:
    """The large files of one index that were hashed, by inode.

    Args:
        index: the folder of the index.
        large: files of fewer bytes are not kept.
    """

    def __init__(self, index: Path, *, large: int = LARGE) -> None:
        self._path, self._large = index / _NAME, large
        self._known: dict[str, _Hashed] = {}
        try:
            rows = json.loads(self._path.read_bytes())
            self._known = {inode: _Hashed(*row) for inode, row in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            pass  # then everything is hashed

    def hash(self, path: Path) -> str:
        """Return the SHA-256 of a file, in hexadecimal; a large one is read if it has changed."""
        status = path.stat()
        known = self._known.get(str(status.st_ino))
        if known is not None and known[:2] == (status.st_size, status.st_mtime_ns):
            return known.sha256
        begun = time.time_ns()
        sha256 = disk.hash_file(path)
        self._note(status, sha256, begun)
        return sha256

    def keep(self, folder: Path, manifest: Manifest) -> None:
        """Keep what is known of the files of a generation, and nothing else.

        Raises:
            StorageFailed: the disk refused.
        """
        large = [name for name, file in manifest.files.items() if file.size >= self._large]
        inodes = {str((folder / name).stat().st_ino) for name in large}
        kept = {inode: known for inode, known in self._known.items() if inode in inodes}
        if kept or self._path.exists():
            disk.replace(self._path, json.dumps(kept).encode() + b"\n")

    def _note(self, status: os.stat_result, sha256: str, begun_ns: int) -> None:
        settled = begun_ns - status.st_mtime_ns > _SETTLED_NS
        if settled and status.st_size >= self._large:
            known = _Hashed(status.st_size, status.st_mtime_ns, sha256)
            self._known[str(status.st_ino)] = known
