"""Say what a person can do with a file that no reader reads.

The suffix of a file comes in, advice goes out. The refusal of such a file, ``kisima doctor`` and
docs/documents.md are made from, or compared with, one table.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kb.messages import Message

__all__ = ["ADVICE", "Advice", "advice_for"]


class Advice(NamedTuple):
    """What makes files of some kinds readable."""

    suffixes: tuple[str, ...]
    what: Message


ADVICE: Sequence[Advice] = (
    Advice((".msg",), Message("save the mail as .eml")),
    Advice((".mht", ".mhtml"), Message("save the page as .html")),
    Advice((".xlsb", ".numbers"), Message("save it as .xlsx")),
    Advice((".pages", ".wps", ".wpd"), Message("save it as .docx")),
    Advice((".key",), Message("save it as .pptx")),
    Advice((".pub", ".djvu", ".xps", ".ps"), Message("save it as .pdf")),
    Advice((".mobi", ".azw", ".azw3", ".fb2"), Message("convert it to .epub (Calibre)")),
    Advice((".zip", ".rar", ".7z", ".tar", ".gz"), Message("unpack it into the corpus")),
)
"""Kinds of files that offices have, and that no reader reads."""


def advice_for(path: Path) -> Message | None:
    """Return what makes a file readable, or None where nobody knows.

    >>> str(advice_for(Path("BARUA.MSG"))), advice_for(Path("a.exe"))
    ('save the mail as .eml', None)
    """
    suffix = path.suffix.lower()
    return next((row.what for row in ADVICE if suffix in row.suffixes), None)
