"""Read the tables of this room, and tell when they have changed."""

from __future__ import annotations

from pathlib import Path

__all__ = ["FILES", "table_rows", "tables_fingerprint"]

FILES = ("kinds.tsv", "groups.tsv", "words.tsv")

# Not importlib.resources: it takes longer to import than the tables to read,
# and a search, which asks for a kind by name, starts cold.
_FOLDER = Path(__file__).parent


def table_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table by column; its first line that is no comment names them.

    Raises:
        ValueError: a row has not as many cells as there are columns.

    >>> table_rows("kinds.tsv")[0]["kind"]
    'dira'
    """
    text = (_FOLDER / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:]]


def tables_fingerprint() -> str:
    """Return a string that changes when a table does."""
    import hashlib

    digest = hashlib.sha256()
    for name in FILES:
        digest.update((_FOLDER / name).read_bytes())
    return digest.hexdigest()[:12]
