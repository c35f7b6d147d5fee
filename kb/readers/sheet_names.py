"""The names of the sheets of a workbook, and what a clerk is told of those that are not read.

Shared by the readers of Excel and OpenDocument workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.messages import Message

__all__ = ["MAX_SHEETS", "is_sheet_heading", "unread_sheets"]

MAX_SHEETS = 255

_GIVEN_NAME = re.compile(r"(?:sheet|laha|karatasi|feuille?|hoja|tabelle|table) ?\d*", re.IGNORECASE)
"""Names that programs give to sheets, in the languages they speak here."""


def is_sheet_heading(name: str, *, filled: bool, only: bool) -> bool:
    """Tell whether the name of a sheet is a heading: a person chose it, or it parts sheets.

    Args:
        name: of the sheet.
        filled: whether the sheet has a cell with words.
        only: whether it is the only sheet that is shown.

    >>> is_sheet_heading("Bajeti", filled=True, only=True)
    True
    >>> is_sheet_heading("Sheet1", filled=True, only=True)
    False
    """
    return not _GIVEN_NAME.fullmatch(name) or (filled and not only)


def unread_sheets(hidden: Sequence[str], shown: int) -> Iterator[Message]:
    """Yield the warnings of a workbook with these hidden sheets, and so many others."""
    if hidden:
        yield Message("hidden sheets are not read: {names}", names=", ".join(hidden))
    if shown > MAX_SHEETS:
        yield Message("only the first {limit} sheets are read", limit=MAX_SHEETS)
