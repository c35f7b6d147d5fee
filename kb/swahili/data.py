"""Read the tables of the grammar and the lexicon, and refuse a bad row.

A file name and its columns come in, rows of cells go out. Each table is a TSV file under
``data/`` that people read first: comment lines start with ``# ``, the first other line
names the columns, an empty cell is ``-``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

__all__ = ["FOLDER", "DataError", "table_rows"]

FOLDER = Path(__file__).parent / "data"


class DataError(Exception):
    """A table of the language data is missing or has a bad row."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


def table_rows(name: str, columns: tuple[str, ...], folder: Path = FOLDER) -> Iterator[list[str]]:
    """Yield the rows of a table, each a list of cells in the order of its columns.

    Args:
        name: the file's name under *folder*.
        columns: the names its first line must have.
        folder: where the table is.

    Raises:
        DataError: the file is missing, its columns are others, or a row has too few or many cells.

    >>> next(table_rows("passives.tsv", ("ending", "active", "before", "example", "gloss")))[:2]
    ['liwa', 'a']
    """
    path = folder / name
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path, 0, str(error)) from error
    width = len(columns)
    has_header = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not has_header:
            if tuple(cells) != columns:
                raise DataError(path, number, f"columns are {cells}, not {list(columns)}")
            has_header = True
        elif len(cells) != width or "" in cells:
            raise DataError(
                path, number, f"{len(cells)} cells, not {width} (empty is '-'): {line!r}"
            )
        else:
            yield cells
    if not has_header:
        raise DataError(path, 0, "the table is empty")
