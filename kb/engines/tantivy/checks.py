"""Look at Tantivy's files before the library does: it trusts whatever it opens.

On a changed file it answers wrongly, or panics and prints to standard error. Each file ends in
a footer: JSON with the CRC-32 of the rest, then the length of that JSON and a magic number.

A list of the files that the library wrote, ``.managed.json``, says what it may delete. Paths
in that list would be deleted too, wherever they lead.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from pathlib import Path

from kb.errors import IndexDamaged
from kb.messages import Message

__all__ = ["MANAGED_FILE", "META_FILE", "TANTIVY_FILE", "check_segment_files"]

META_FILE = "meta.json"
"""Tantivy's own table of contents."""

MANAGED_FILE = ".managed.json"
"""The names of all files that Tantivy wrote, and may delete."""

_SEGMENT_FILE = re.compile(r"[0-9a-f]{32}\.[0-9a-z.]+")
TANTIVY_FILE = re.compile(
    rf"{_SEGMENT_FILE.pattern}|{re.escape(META_FILE)}|{re.escape(MANAGED_FILE)}"
)
"""The names of Tantivy's files."""

_END = struct.Struct("<II")  # length of the footer, magic number
_MAGIC = 1337
_BLOCK_BYTES = 1 << 20
_MAX_SUMMED_BYTES = 64 << 20  # 20 ms; a larger file would hold up every start


def check_segment_files(folder: Path) -> None:
    """Compare every file of a segment with its checksum, and look at the list of files.

    Of a file over 64 MiB only the footer is looked at: to read it whole would hold up every
    start. ``kisima verify`` reads it.

    Raises:
        IndexDamaged: a file is not what was written.
        ValueError: the list names what is no file of Tantivy's.
    """
    for path in sorted(folder.iterdir()):
        if _SEGMENT_FILE.fullmatch(path.name) and not _is_sound(path):
            raise IndexDamaged(path, Message("the file is not what was written (CRC-32 differs)"))
    managed = folder / MANAGED_FILE
    for name in json.loads(managed.read_bytes()):
        if not TANTIVY_FILE.fullmatch(name):
            raise ValueError(f"{MANAGED_FILE} names {name!r}")


def _is_sound(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, 2) - _END.size
        if size < 0:
            return False
        file.seek(size)
        length, magic = _END.unpack(file.read())
        left = size - length
        if magic != _MAGIC or left < 0:
            return False
        file.seek(left)
        try:
            written = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        if left > _MAX_SUMMED_BYTES:
            return True
        file.seek(0)
        checksum = 0
        while left:
            block = file.read(min(left, _BLOCK_BYTES))
            checksum = zlib.crc32(block, checksum)
            left -= len(block)
        return bool(checksum == written)
