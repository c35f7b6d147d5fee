"""Old names of renamed documents, kept beside the generations.

Each generation holds its own in the manifest. This file is for when there is no
generation to ask: an index that was deleted, or a copy restored from the corpus
alone. Without it the links to renamed documents would die there (docs/backup.md).

One line for each name, tab-separated: what it was, what it is now.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kb.store import write_file

__all__ = ["ALIASES_FILE", "read", "write"]

ALIASES_FILE = "aliases.tsv"


def read(index: Path) -> dict[str, str]:
    """Return which ids lead to which documents; nothing where the file is missing or unreadable."""
    try:
        lines = (index / ALIASES_FILE).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.split("\t") for line in lines)
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def write(index: Path, aliases: Mapping[str, str]) -> None:
    """Keep them; an id holds no tab and no line end, the walk refuses such names.

    Raises:
        StorageFailed: the disk refused.
    """
    if read(index) != aliases:
        lines = (f"{old}\t{new}\n" for old, new in sorted(aliases.items()))
        write_file(index / ALIASES_FILE, "".join(lines).encode())
