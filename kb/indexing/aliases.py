"""Old ids of renamed documents, so that links to them keep working.

Every generation has the aliases in its manifest. ``aliases.tsv`` in the index folder
holds them too, for the time when there is no generation: the index was deleted, or only
the corpus was restored (docs/backup.md). One line for each alias: old id, tab, id today.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from kb.store import write_file

__all__ = ["ALIASES_FILE", "load_aliases", "save_aliases", "with_renames"]

ALIASES_FILE = "aliases.tsv"


def load_aliases(index: Path) -> dict[str, str]:
    """Return the current id for each old id; empty where the file is missing or unreadable."""
    try:
        lines = (index / ALIASES_FILE).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.split("\t") for line in lines)
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def save_aliases(index: Path, aliases: Mapping[str, str]) -> None:
    """Write the file if it would change.

    An id contains no tab and no line end: ``kb.indexing.corpus.walk`` refuses such names.

    Raises:
        StorageFailed: the disk refused.
    """
    if load_aliases(index) != aliases:
        lines = (f"{old}\t{new}\n" for old, new in sorted(aliases.items()))
        write_file(index / ALIASES_FILE, "".join(lines).encode())


def with_renames(
    aliases: Mapping[str, str], renamed: Iterable[tuple[str, str]], ids: Container[str]
) -> dict[str, str]:
    """Return the aliases after some documents were renamed.

    Args:
        aliases: those before.
        renamed: old id and new id of each renamed document.
        ids: the documents there are now. An alias whose document is gone is dropped, and
            so is one whose name belongs to a document again.

    >>> with_renames({"a": "b"}, [("b", "c")], {"c"})
    {'a': 'c', 'b': 'c'}
    """
    after = dict(aliases)
    for old, new in renamed:
        after = {alias: new if target == old else target for alias, target in after.items()}
        after[old] = new
    return {alias: target for alias, target in after.items() if target in ids and alias not in ids}
