"""Read the tables of this room: kinds, groups, words; and return their fingerprint."""

from __future__ import annotations

from pathlib import Path

__all__ = ["FILES", "outline_table", "tables_fingerprint"]

FILES = ("kinds.tsv", "groups.tsv", "words.tsv")

# Not importlib.resources: its import takes longer than reading the tables, and a
# search needs the kinds at its cold start.
_FOLDER = Path(__file__).parent


def outline_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table by column. Its first line that is no comment names the columns.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.

    >>> outline_table("kinds.tsv")[0]["kind"]
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
