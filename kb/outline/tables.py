"""Read the tables of this room: kinds, groups, words; and return their fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["FILES", "outline_table", "tables_fingerprint", "words_of_role"]

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


def words_of_role(role: str) -> Mapping[str, str]:
    """Return the words that have a role in ``words.tsv``, with their rank.

    >>> "sura" in words_of_role("part"), "pili" in words_of_role("ordinal")
    (True, True)
    """
    return _words_by_role().get(role, {})


@cache
def _words_by_role() -> Mapping[str, Mapping[str, str]]:
    words: dict[str, dict[str, str]] = {}
    for row in outline_table("words.tsv"):
        words.setdefault(row["role"], {})[row["word"]] = row["rank"]
    return words


def tables_fingerprint() -> str:
    """Return a string that changes when a table does."""
    import hashlib

    digest = hashlib.sha256()
    for name in FILES:
        digest.update((_FOLDER / name).read_bytes())
    return digest.hexdigest()[:12]
